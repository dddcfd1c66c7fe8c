#!/usr/bin/env python3
"""How long a message lies before a worker takes it: the folder of messages and Redis, side by side in one run.

    .venv/bin/python benchmarks/queue_pickup.py [messages]

Starts one worker on each broker (Redis is started for the purpose), sends to both in turn with pauses of random
length, and prints milliseconds from just before sending until the task runs. Nothing else should use the machine.
"""

from __future__ import annotations

import os
import random
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
BROKERS = ("embedded", "redis")
GIVE_UP = 30_000_000_000
"""Nanoseconds."""
TARGETS = {"embedded": 60, "redis": 10}


def main(messages: int) -> None:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="pickup-")))
        url = start_redis(stack, folder)
        os.environ.update(VAR_FOLDER=str(folder), DEPLOYMENT="pickup", PYTHONPATH=str(ROOT), PATH=path())
        os.environ.pop("REDIS_URL", None)
        os.environ.pop("DATABASE_URL", None)
        sys.path.insert(0, str(ROOT))
        for broker in BROKERS:
            start_worker(stack, folder, broker, url if broker == "redis" else "")
        taken = measure(folder, connections(folder, url), messages)
    report(taken)


def path() -> str:
    return f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"


def start_redis(stack: ExitStack, folder: Path) -> str:
    if shutil.which("redis-server") is None:
        sys.exit("redis-server is not installed: apt-get install -y --no-install-recommends redis-server")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    run(stack, command, dict(os.environ), folder / "redis.log")
    return f"redis://127.0.0.1:{port}/0"


def start_worker(stack: ExitStack, folder: Path, broker: str, redis_url: str) -> None:
    environment = {**os.environ, "REDIS_URL": redis_url, "PICKUP_FOLDER": str(folder / broker)}
    (folder / broker).mkdir()
    command = ["celery", "-A", "benchmarks.pickup_worker", "worker", "--without-gossip", "--without-mingle"]
    run(stack, command, environment, folder / f"{broker}.log")


def run(stack: ExitStack, command: list[str], environment: dict[str, str], log: Path) -> None:
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output)
    stack.callback(process.wait)
    stack.callback(process.terminate)


def connections(folder: Path, url: str) -> dict[str, Any]:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from kombu import Connection

    from config.jobs import embedded_broker, redis_broker

    settings = {"embedded": embedded_broker(folder / "messages"), "redis": redis_broker(url, "pickup")}
    return {
        name: Connection(conf["broker_url"], transport_options=conf["broker_transport_options"])
        for name, conf in settings.items()
    }


def measure(folder: Path, opened: dict[str, Any], messages: int) -> dict[str, list[float]]:
    """Milliseconds per broker. The first ten are not counted: the workers are still starting."""
    taken: dict[str, list[float]] = {broker: [] for broker in BROKERS}
    chance = random.Random(1)
    for number in range(messages + 10):
        for broker in BROKERS:
            found = send(folder / broker, opened[broker], number)
            if number >= 10:
                taken[broker].append(found)
            time.sleep(chance.uniform(0, 0.1))
    return taken


def send(folder: Path, connection: Any, number: int) -> float:
    from config.celery import app

    note = folder / str(number)
    sent = time.time_ns()
    app.send_task("benchmark.note", (number,), connection=connection, queue="pickup-exports", retry=False)
    while not note.exists():
        if time.time_ns() - sent > GIVE_UP:
            sys.exit(f"No worker answers.\n{folder.with_suffix('.log').read_text()[-2000:]}")
        time.sleep(0.0005)
    return (int(note.read_text()) - sent) / 1e6


def report(taken: dict[str, list[float]]) -> None:
    sys.path.insert(0, str(ROOT))
    from benchmarks.figures import tell

    for broker, times in taken.items():
        late = statistics.quantiles(times, n=20)[-1]
        print(f"{broker}: mean {statistics.fmean(times):.1f} ms, 95 in 100 within {late:.1f} ms")
        tell(f"{broker}: a message is picked up after (median)", statistics.median(times), TARGETS[broker], unit="ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
