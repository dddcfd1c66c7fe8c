"""Brings a machine to where the program can start: Debian packages, .venv, Python packages. Standard library only."""

from __future__ import annotations

import ctypes
import ctypes.util
import fcntl
import glob
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import IO, NoReturn

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / ".venv" / "bin" / "python"
OLDEST_PYTHON = (3, 11)

# What each Debian package is for, told by something that is there once it is installed.
LIBRARIES = {
    "pango-1.0": "libpango-1.0-0",
    "pangoft2-1.0": "libpangoft2-1.0-0",
    "harfbuzz-subset": "libharfbuzz-subset0",
}
PROGRAMS_OF_TESTS = {
    "redis-server": "redis-server",
    "chromium": "chromium",
    "pdftotext": "poppler-utils",
}
POSTGRESQL = "/usr/lib/postgresql/*/bin/initdb"


class Stop(BaseException):
    """Somebody asked this script to end."""


def fail(message: str) -> NoReturn:
    sys.exit(message)


def end_on_signals() -> None:
    """Ctrl-C, SIGTERM and a closed terminal raise Stop once; while things are being stopped they do nothing more."""

    def stop(number: int, frame: FrameType | None) -> NoReturn:
        for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(each, signal.SIG_IGN)
        raise Stop

    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, stop)


def die_with_parent() -> None:
    """For preexec_fn: the kernel ends this child when the script dies, however it dies (PR_SET_PDEATHSIG)."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def prepare(lock: str, *, for_tests: bool = False) -> None:
    """Install whatever is missing for requirements of the given lock file; quick when nothing is.

    Debian's packages and Python's are fetched at the same time.
    """
    debian = _begin_debian_packages(_missing_packages(for_tests))
    with _alone():
        interpreter = _interpreter()
        _make_venv(interpreter)
        _install_python_packages(interpreter, ROOT / lock)
    if debian:
        _finish(debian)


def _missing_packages(for_tests: bool) -> list[str]:
    missing = [package for library, package in LIBRARIES.items() if not ctypes.util.find_library(library)]
    if for_tests:
        missing += [package for program, package in PROGRAMS_OF_TESTS.items() if not shutil.which(program)]
        if not glob.glob(POSTGRESQL):
            missing.append("postgresql")
    return missing


def _begin_debian_packages(packages: list[str]) -> subprocess.Popen[str] | None:
    """Start installing them. Only pip is waited for: without it nothing can go on."""
    without_pip = not any(_has_pip(python) for python in _interpreters())
    if without_pip:
        packages = [*packages, "python3-pip"]
    if not packages:
        return None
    install = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        fail(f"Some Debian packages are missing. Install them, then start again:\n    sudo {' '.join(install)}")
    print(f"Installing {', '.join(packages)} ...", flush=True)
    # RUNLEVEL keeps the packages of servers from starting them: we start our own.
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    steps = f"apt-get update -qq && {' '.join(install)} -qq"
    process = subprocess.Popen(
        ["/bin/sh", "-c", steps],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if without_pip:
        _finish(process)
        return None
    return process


def _finish(debian: subprocess.Popen[str]) -> None:
    said, _ = debian.communicate()
    if debian.returncode:
        fail(f"{said}\nThe Debian packages could not be installed, as apt-get says above.")


@contextmanager
def _alone() -> Iterator[None]:
    """Wait until no other script of ours is installing here."""
    with open(ROOT / ".installing", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _interpreters() -> list[str]:
    """Debian's own python3 first: it is optimised, and its pip is there when apt says so."""
    found = ["/usr/bin/python3", sys.executable, shutil.which("python3") or ""]
    return [path for path in dict.fromkeys(found) if path and os.path.exists(path)]


def _has_pip(python: str) -> bool:
    done = subprocess.run([python, "-m", "pip", "--version"], capture_output=True)
    return done.returncode == 0


def _interpreter() -> str:
    """The Python that .venv is made with; old ones are passed over."""
    question = f"import sys; sys.exit(sys.version_info < {OLDEST_PYTHON!r})"
    for python in _interpreters():
        if subprocess.run([python, "-c", question]).returncode == 0:
            return python
    fail("Python 3.11 or newer is needed: Debian 12 has it as python3.")


def _make_venv(interpreter: str) -> None:
    if PYTHON.exists() and subprocess.run([PYTHON, "-c", ""], capture_output=True).returncode == 0:
        return
    # Without pip: Debian's python3 has no ensurepip.
    subprocess.run([interpreter, "-m", "venv", "--clear", "--without-pip", ROOT / ".venv"], check=True)


def _install_python_packages(interpreter: str, lock: Path) -> None:
    """Install the lock file's packages, unless this very file was installed before."""
    stamp = PYTHON.parent.parent / f"{lock.name}.sha256"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    print(f"Installing the Python packages of {lock.name} ...", flush=True)
    pip = next(python for python in (interpreter, *_interpreters()) if _has_pip(python))
    command = [pip, "-m", "pip", "--python", str(PYTHON), "install", "-qq", "--disable-pip-version-check"]
    # Not compiled: Python does that for what is really used, which halves the wait.
    options = ["--no-input", "--no-compile", "--root-user-action=ignore", "--require-hashes", "-r", str(lock)]
    done = subprocess.run([*command, *options])
    if done.returncode:
        fail(f"The packages of {lock.name} could not be installed, as pip says above. Is there a network?")
    stamp.write_text(wanted)


def only_one(name: Path) -> IO[str]:
    """Hold the lock file for as long as the result is kept; ends the script if another one holds it."""
    name.parent.mkdir(parents=True, exist_ok=True)
    lock = open(name, "a+")  # noqa: SIM115 - held until the script ends
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.seek(0)
        fail(f"{lock.read().strip() or 'Another one'} is already running here. Stop it first.")
    lock.truncate(0)
    lock.write(f"{Path(sys.argv[0]).name} (process {os.getpid()})")
    lock.flush()
    return lock
