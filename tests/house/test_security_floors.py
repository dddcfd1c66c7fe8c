"""No package is older than the version that fixed what we know of: neither installed here nor in the lock file."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent.parent
FLOORS: dict[str, dict[str, Any]] = tomllib.loads((ROOT / "security-floors.toml").read_text(encoding="utf-8"))


def locked(name: str) -> dict[str, Version]:
    """Package -> version in a lock file."""
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    found = [re.match(r"([a-z0-9-]+)==(\S+) ", line) for line in lines]
    return {match[1]: Version(match[2]) for match in found if match}


@pytest.mark.parametrize("package", FLOORS)
def test_what_is_installed_is_not_below_its_floor(package: str) -> None:
    assert Version(version(package)) >= Version(FLOORS[package]["floor"])


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-test.lock"])
def test_what_is_locked_is_not_below_its_floor(lock: str) -> None:
    versions = locked(lock)
    assert [package for package, rule in FLOORS.items() if versions[package] < Version(rule["floor"])] == []


@pytest.mark.parametrize("package", FLOORS)
def test_a_floor_fixes_what_it_names(package: str) -> None:
    floor, fixed = Version(FLOORS[package]["floor"]), FLOORS[package]["fixed"]
    assert [each["flaw"] for each in fixed if Version(each["in"]) > floor] == []
    assert fixed


def test_tests_run_what_is_shipped() -> None:
    """The lock file of tests holds every package of the other one, in the same version."""
    shipped, tested = locked("requirements.lock"), locked("requirements-test.lock")
    assert len(shipped) > 40
    assert {package: tested[package] for package in shipped} == shipped


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-test.lock"])
def test_a_lock_file_names_no_address(lock: str) -> None:
    assert "://" not in (ROOT / lock).read_text(encoding="utf-8")
