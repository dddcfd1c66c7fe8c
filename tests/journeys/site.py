"""The whole site as it runs for people: web, worker and clock in processes of their own, on a database of their own."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAMS = Path(sys.executable).parent
SECONDS_TO_START = 90
SECONDS_TO_STOP = 45  # a worker finishes what it has begun
CELERY = (str(PROGRAMS / "celery"), "-A", "config")


@dataclass
class Site:
    """`workers` are started and stopped by tests that want to see what happens without one."""

    folder: Path
    port: int = 0
    environment: dict[str, str] = field(default_factory=dict)
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    def start(self) -> None:
        self.port = free_port()
        self.environment = environment_of(self)
        for command in (
            ["migrate", "-v0"],
            ["publish_library", "--drafts"],
            ["collectstatic", "--noinput", "-v0"],
            ["demo"],
        ):
            self.manage(*command)
        self.run("web", str(PROGRAMS / "gunicorn"), "--config", "config/gunicorn.py", "config.wsgi")
        self.run("clock", *CELERY, "beat", "--pidfile=", "--loglevel", "WARNING")
        self.start_worker()
        self.wait_until_it_answers()

    def start_worker(self) -> None:
        self.run("worker", *CELERY, "worker", "--without-gossip", "--without-mingle", "--loglevel", "INFO")
        self.manage("await_worker", "--timeout", str(SECONDS_TO_START))

    def run(self, name: str, *command: str) -> None:
        with open(self.folder / f"{name}.log", "ab") as log:
            self.processes[name] = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log)

    def stop(self, *names: str) -> None:
        """These processes, or all."""
        for name in names or tuple(self.processes):
            process = self.processes.pop(name)
            process.terminate()
            try:
                process.wait(SECONDS_TO_STOP)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def manage(self, *command: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *command], cwd=ROOT, env=self.environment, capture_output=True, text=True
        )
        if done.returncode:
            raise AssertionError(f"manage.py {' '.join(command)} failed:\n{done.stdout}{done.stderr}")
        return done.stdout

    def wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"{self.address}/healthz", timeout=5) as answer:  # noqa: S310 - our own
                    if answer.status == 200:
                        return
            except (OSError, urllib.error.HTTPError):
                time.sleep(0.2)
        raise AssertionError(f"The site does not answer:\n{(self.folder / 'web.log').read_text()}")

    def password_of(self, email: str) -> str:
        lines = (self.folder / "var" / "demo-sign-ins.txt").read_text(encoding="utf-8").splitlines()
        return next(line.split()[1] for line in lines if line.startswith(email))


def environment_of(site: Site) -> dict[str, str]:
    """That of the tests, without what makes it one: these processes run with the real settings."""
    dropped = {"DJANGO_SETTINGS_MODULE", "PYTEST_CURRENT_TEST", "PYTEST_XDIST_WORKER"}
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    mine = {
        "VAR_FOLDER": str(site.folder / "var"),
        "SITE_URL": site.address,
        "BIND": f"127.0.0.1:{site.port}",
        "PORT": str(site.port),
        "DEPLOYMENT": f"journey-{secrets.token_hex(4)}",
        "PYTHONUTF8": "1",
        "PYTHONUNBUFFERED": "1",
    }
    if database := kept.get("DATABASE_URL"):
        mine["DATABASE_URL"] = new_database(database)
    return kept | mine


def new_database(url: str) -> str:
    """An empty database on the server of `url`."""
    name = f"journey_{secrets.token_hex(4)}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])
