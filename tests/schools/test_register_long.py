"""A register of the real one's size: it fits into little memory, and what happens to a run spoils nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from apps.schools.events import SYSTEM
from apps.schools.models import RegisterEntry
from apps.schools.register.file import Broken, RegisterFile
from apps.schools.register.loading import FIELDS, Report, load
from tests.schools.invented_register import FIRST_URN, header, write_many

pytestmark = pytest.mark.long

ROOT = Path(__file__).resolve().parent.parent.parent
ROWS = 50_000


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_many(tmp_path_factory.mktemp("register") / "large.csv", ROWS)


@pytest.mark.django_db
def test_fifty_thousand_schools_and_what_is_broken_among_them(large: Path, tmp_path: Path) -> None:
    lines = large.read_bytes().splitlines(keepends=True)
    damage = {
        100: lambda line: line.replace(b'"', b"", 1),
        20_000: lambda line: line.replace(b'"99', b'"x9', 1),
        20_001: lambda line: b'"only","three","cells"\r\n',
        30_000: lambda line: line[: len(line) // 2] + b"\x00" + line[len(line) // 2 :],
        40_000: lambda line: lines[5],
        50_000: lambda line: line[:300],
    }  # fmt: skip
    for place, spoil in damage.items():
        lines[place] = spoil(lines[place])
    spoilt = tmp_path / "spoilt.csv"
    spoilt.write_bytes(b"".join(lines))

    told: list[Broken] = []
    report = load(RegisterFile(spoilt), by=SYSTEM, tell=told.append)
    assert [broken.line for broken in told] == [place + 1 for place in damage]
    assert report == Report(rows=ROWS, added=ROWS - 6, broken=6)
    assert RegisterEntry.objects.count() == ROWS - 6

    assert load(RegisterFile(large), by=SYSTEM) == Report(rows=ROWS, added=6, same=ROWS - 6)
    stand = list(RegisterEntry.objects.order_by("urn").values_list(*FIELDS))
    assert load(RegisterFile(large), by=SYSTEM) == Report(rows=ROWS, same=ROWS)
    assert list(RegisterEntry.objects.order_by("urn").values_list(*FIELDS)) == stand


# --- in processes of their own, on SQLite -----------------------------------------------------------------------------

# Loads the file that it is given, then prints the most memory that the process ever had, in kB.
MEASURED = """
import sys
from django.core.management import call_command
import django; django.setup()
call_command("load_schools", sys.argv[1], verbosity=0)
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""
COUNTED = """
import django; django.setup()
from apps.schools.events import verify
from apps.schools.models import RegisterEntry
print(RegisterEntry.objects.count(), len(verify(None)))
"""


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """An installation of its own, with an empty database."""
    dropped = {"DATABASE_URL", "REDIS_URL", "PYTEST_CURRENT_TEST", "PYTEST_XDIST_WORKER"}
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    mine = {"VAR_FOLDER": str(tmp_path / "var"), "DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONPATH": str(ROOT)}
    ours = {**kept, **mine}
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], env=ours, cwd=ROOT, check=True)
    return ours


def run(code: str, *arguments: str, environment: dict[str, str]) -> list[str]:
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, env=environment, cwd=ROOT, check=True, capture_output=True, text=True)
    return done.stdout.split()


def start(path: Path, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "manage.py", "load_schools", str(path)]
    return subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def count_of(environment: dict[str, str]) -> tuple[int, int]:
    """How many schools the register here has, and how many breaks the installation's chain of events."""
    rows, breaks = run(COUNTED, environment=environment)
    return int(rows), int(breaks)


def test_memory_does_not_grow_with_the_file(large: Path, tmp_path: Path, environment: dict[str, str]) -> None:
    small = write_many(tmp_path / "small.csv", 1_000)
    little = int(run(MEASURED, str(small), environment=environment)[-1])
    much = int(run(MEASURED, str(large), environment=environment)[-1])
    grown_file = (large.stat().st_size - small.stat().st_size) / 1024
    assert much - little < 0.15 * grown_file


def test_a_killed_run_leaves_a_register_and_the_next_finishes_it(large: Path, environment: dict[str, str]) -> None:
    killed = start(large, environment)
    while not (half := count_of(environment)[0]):
        assert killed.poll() is None
        time.sleep(0.2)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    assert half % 500 == 0
    found = subprocess.run(
        [sys.executable, "manage.py", "load_schools", str(large)],
        env=environment, cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout.splitlines()[-1]  # fmt: skip
    stood, added = count_of(environment), int(found.split()[2].replace(",", ""))
    assert stood == (ROWS, 0)
    assert half <= ROWS - added < ROWS
    assert found == f"50,000 rows: {added:,} added, 0 changed, {ROWS - added:,} as before, 0 broken."


def test_two_runs_at_once_both_finish(large: Path, environment: dict[str, str]) -> None:
    both = [start(large, environment) for _ in range(2)]
    assert [process.wait() for process in both] == [0, 0]
    assert count_of(environment) == (ROWS, 0)


def test_the_generated_file_is_like_the_real_one(large: Path) -> None:
    with large.open("rb") as opened:
        assert len(opened.readline()) == len(",".join(f'"{name}"' for name in header())) + 2
        assert opened.readline().startswith(f'"{FIRST_URN}"'.encode())
    assert 800 < large.stat().st_size / ROWS < 2_000
