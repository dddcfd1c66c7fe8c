"""bin/run, as a newcomer starts it: Ready means ready, and whatever ends it, nothing stays behind."""

from __future__ import annotations

import http.cookiejar
import os
import re
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
SECONDS_TO_START = 120


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


class Running:
    """One bin/run with a folder of its own, and what it has printed so far."""

    def __init__(self, folder: Path, **variables: str) -> None:
        self.port = free_port()
        self.folder = folder
        self.printed = folder / f"printed-{self.port}"
        given = {"PATH": os.environ["PATH"], "HOME": str(folder), "VAR_FOLDER": str(folder / "var")}
        environment = {**given, "PORT": str(self.port), **variables}
        with open(self.printed, "wb") as printed:
            self.process = subprocess.Popen(
                ["bin/run"],
                cwd=ROOT,
                env=environment,
                stdout=printed,
                stderr=printed,
            )

    def text(self) -> str:
        return self.printed.read_text(encoding="utf-8")

    def until_ready(self) -> None:
        deadline = time.monotonic() + SECONDS_TO_START
        while "Ready: " not in self.text():
            assert self.process.poll() is None, self.text()
            assert time.monotonic() < deadline, self.text()
            time.sleep(0.1)

    def ends(self) -> int:
        return self.process.wait(60)

    def programs(self) -> list[int]:
        """The processes that work in this folder: web, worker, beat and what they start; not bin/run itself."""
        mark = f"VAR_FOLDER={self.folder / 'var'}".encode()
        return [
            int(entry.name)
            for entry in Path("/proc").iterdir()
            if entry.name.isdigit() and int(entry.name) != self.process.pid and mark in environment_of(entry)
        ]

    def nothing_is_left(self) -> None:
        deadline = time.monotonic() + 20
        while left := self.programs():
            assert time.monotonic() < deadline, left
            time.sleep(0.1)
        with socket.socket() as caller:
            assert caller.connect_ex(("127.0.0.1", self.port)) != 0


def environment_of(process: Path) -> list[bytes]:
    try:
        return (process / "environ").read_bytes().split(b"\0")
    except OSError:  # it ended, or is not ours
        return []


def command_of(process: int) -> str:
    return Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" ").decode()


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    started = Running(tmp_path)
    yield started
    started.process.kill()
    started.process.wait()
    started.nothing_is_left()


def signs_in(address: str, email: str, password: str) -> str:
    """Sign in as a browser does; the address of the page that one arrives at."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    page = browser.open(f"{address}/account/login/").read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token is not None
    form = {"csrfmiddlewaretoken": token[1], "login": email, "password": password}
    return str(browser.open(f"{address}/account/login/", urllib.parse.urlencode(form).encode()).url)


def readable_by_others(var: Path) -> list[str]:
    """What other users of the machine could open in the folder, but for static files and what is known of fonts."""
    open_to_all = [var / "static", var / "cache"]
    kept = [path for path in (var, *var.rglob("*")) if not any(path.is_relative_to(folder) for folder in open_to_all)]
    assert len(kept) > 10
    return [str(path) for path in kept if mode_of(path) & 0o077]


def mode_of(path: Path) -> int:
    try:
        return path.stat().st_mode
    except FileNotFoundError:  # the database's side files come and go
        return 0


def test_a_newcomer_starts_signs_in_and_stops(running: Running, tmp_path: Path) -> None:
    running.until_ready()
    address = f"http://localhost:{running.port}"
    assert f"\nReady: {address}\n" in running.text()
    email, password, who = re.search(r"^(head@\S+)\s+(\S+)\s+(.+)$", running.text(), re.MULTILINE).groups()  # type: ignore[union-attr]
    assert (email, who) == ("head@thistlewick.example", "Headteacher, Thistlewick Primary School")
    assert not signs_in(address, email, password).endswith("/account/login/")
    assert readable_by_others(tmp_path / "var") == []

    another = Running(tmp_path)
    assert another.ends() == 1
    assert another.text() == f"run (process {running.process.pid}) is already running here. Stop it first.\n"

    running.process.send_signal(signal.SIGTERM)
    assert running.ends() == 0
    running.nothing_is_left()


@pytest.mark.long
@pytest.mark.parametrize(("program", "name"), [("celery -A config worker", "worker"), ("gunicorn", "web")])
def test_a_dead_program_ends_it_with_a_reason(running: Running, program: str, name: str) -> None:
    running.until_ready()
    first = min(process for process in running.programs() if program in command_of(process))
    os.kill(first, signal.SIGKILL)
    assert running.ends() == 1
    assert f"The {name} ended by itself (exit code -9).\nThe end of " in running.text()
    running.nothing_is_left()


@pytest.mark.long
def test_it_leaves_nothing_even_when_it_is_killed(running: Running) -> None:
    running.until_ready()
    running.process.kill()
    running.ends()
    running.nothing_is_left()


@pytest.mark.long
def test_a_second_start_keeps_what_the_first_made(tmp_path: Path) -> None:
    told = []
    for _ in range(2):
        running = Running(tmp_path)
        running.until_ready()
        running.process.send_signal(signal.SIGINT)
        assert running.ends() == 0
        told.append(re.findall(r"^\S+@\S+\s+\S+", running.text(), re.MULTILINE))
    assert told[0] == told[1]
    assert len(told[0]) == 9


@pytest.mark.parametrize(
    ("port", "expected"),
    [
        ("abc", "PORT=abc: write a number from 1 to 65535, such as PORT=8123 bin/run.\n"),
        ("70000", "PORT=70000: write a number from 1 to 65535, such as PORT=8123 bin/run.\n"),
    ],
)
def test_a_wrong_port_is_told_at_once(tmp_path: Path, port: str, expected: str) -> None:
    running = Running(tmp_path, PORT=port)
    assert running.ends() == 1
    assert running.text() == expected


def test_a_taken_port_is_told_at_once(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        running = Running(tmp_path, PORT=str(port))
        assert running.ends() == 1
    expected = f"PORT={port}: another program already listens there. Choose another, such as PORT=8123 bin/run.\n"
    assert running.text() == expected


def test_a_wrong_setting_is_told_and_nothing_starts(tmp_path: Path) -> None:
    running = Running(tmp_path, REDIS_URL="localhost")
    assert running.ends() == 1
    assert "REDIS_URL=localhost: write redis://HOST:PORT/0, or leave it out." in running.text()
    running.nothing_is_left()
