"""Real worker and beat processes for tests, on the database and the broker that the test itself uses."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.db import connection

from config.celery import app

DEAD_BROKER = {"broker_url": "redis://127.0.0.1:1/0"}


def until(true: Callable[[], bool], what: str, seconds: float = 60) -> None:
    """Looks again and again; the limit only ends a test that would never end."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise AssertionError(f"never happened: {what}")
        time.sleep(0.02)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def database_url() -> str:
    """The test database, for another process."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    password = f":{quote(settings['PASSWORD'])}" if settings["PASSWORD"] else ""
    return f"postgres://{settings['USER']}{password}@{settings['HOST']}:{settings['PORT']}/{settings['NAME']}"


@contextmanager
def broker(**settings: Any) -> Iterator[None]:
    """Publish through another broker for a while."""
    before = {name: app.conf[name] for name in settings}
    _use(settings)
    try:
        yield
    finally:
        _use(before)


def _use(settings: dict[str, Any]) -> None:
    app.conf.update(settings)
    app._after_fork()  # forgets its connections


class Workers:
    """Starts processes of the program and ends them all; what they said is in the log."""

    def __init__(self, log: Path, **environment: str) -> None:
        self.log = log
        self.environment = {
            **os.environ,
            "DATABASE_URL": database_url(),
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            **environment,
        }
        self.started: list[subprocess.Popen[bytes]] = []

    def start(self) -> subprocess.Popen[bytes]:
        return self._celery("worker", "--without-gossip", "--without-mingle")

    def start_beat(self) -> subprocess.Popen[bytes]:
        return self._celery("beat")

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """As a power cut would: with all its children."""
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def end(self) -> None:
        for process in self.started:
            if process.poll() is None:
                process.terminate()
        for process in self.started:
            try:
                process.wait(timeout=5)  # Celery's prefork pool sometimes takes 30 s for it
            except subprocess.TimeoutExpired:
                self.kill(process)

    def said(self) -> str:
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def _celery(self, *command: str) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "celery", "-A", "tests.exports.celery_worker", "--quiet", *command],
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.started.append(process)
        return process


class Redis:
    """A Redis that keeps nothing: whatever was in it when it was killed is gone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(
            ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self.folder)],
            stdout=subprocess.DEVNULL,
        )
        until(self._answers, "Redis answers")

    def _answers(self) -> bool:
        with socket.socket() as client:
            return client.connect_ex(("127.0.0.1", self.port)) == 0

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
