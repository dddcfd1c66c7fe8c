"""docker-compose.yml is valid, asks for what it needs, and its containers run what exists."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
GIVEN = {"SITE_URL": "https://policies.example.org", "SECRET_KEY": "k" * 50, "POSTGRES_PASSWORD": "letters"}

pytestmark = pytest.mark.skipif(shutil.which("docker-compose") is None, reason="docker-compose is not installed")


def config(**variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["docker-compose", "--file", "docker-compose.yml", "config"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **variables},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    done = config(**GIVEN)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = yaml.safe_load(done.stdout)["services"]
    return found


@pytest.mark.parametrize("missing", GIVEN)
def test_it_asks_for_what_has_no_default(missing: str) -> None:
    done = config(**{name: value for name, value in GIVEN.items() if name != missing})
    assert done.returncode != 0
    assert missing in done.stderr


def test_it_starts_everything(services: dict[str, Any]) -> None:
    assert set(services) == {"prepare", "web", "worker", "beat", "postgres", "redis"}


def test_everything_that_stays_has_a_health_check(services: dict[str, Any]) -> None:
    assert {name for name, service in services.items() if "healthcheck" not in service} == {"prepare"}


def test_web_worker_and_beat_share_one_environment(services: dict[str, Any]) -> None:
    ours = [json.dumps(services[name]["environment"], sort_keys=True) for name in ("prepare", "web", "worker", "beat")]
    assert len(set(ours)) == 1
    told = services["web"]["environment"]
    assert told["DATABASE_URL"] == "postgres://policywright:letters@postgres:5432/policywright"
    assert told["SITE_URL"] == "https://policies.example.org"


def test_only_this_machine_reaches_it(services: dict[str, Any]) -> None:
    assert {name for name, service in services.items() if "ports" in service} == {"web"}
    assert services["web"]["ports"] == ["127.0.0.1:8000:8000/tcp"]


def test_the_image_is_made_of_files_that_exist() -> None:
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    copied = [name for line in lines if line.startswith("COPY ") for name in line.split()[1:-1]]
    assert [name for name in copied if not (ROOT / name).exists()] == []
    shown = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert [name for name in copied if f"!{name}" not in shown] == []
