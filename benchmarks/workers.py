#!/usr/bin/env python3
"""How much faster two workers are than one, and how much memory they take, on both brokers.

    .venv/bin/python benchmarks/workers.py [documents] [rounds]

For each broker, rounds of one worker and of two take turns; each makes so many PDFs, which were all asked for before
it starts. The clock runs from the end of the first tenth to the last, so that starting is not in it. PostgreSQL and
Redis are started for the purpose. Nothing else should use the machine.
"""

from __future__ import annotations

import itertools
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks import services  # noqa: E402
from benchmarks.figures import tell  # noqa: E402

BROKERS = ("embedded", "redis")
GIVE_UP = 60.0
"""Seconds without a finished file."""
LOOK_EVERY = 0.05
MEGABYTE = 1024
"""Of the kilobytes that the kernel counts."""
ONLY_FOR_TESTS = ("rich", "pygments", "yaml")
"""Packages that the workers of an installation don't find: they would load them if they could."""


@dataclass
class Memory:
    """Megabytes: of one render child at its largest, and of each process above at the first tenth and at the end."""

    child: float = 0
    first: dict[int, float] = field(default_factory=dict)
    last: dict[int, float] = field(default_factory=dict)


def main(documents: int, rounds: int) -> None:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="workers-")))
        servers = services.start_servers(stack, folder)
        for broker in BROKERS:
            hidden = folder / broker / "hidden"
            hidden.mkdir(parents=True)
            for package in ONLY_FOR_TESTS:
                (hidden / f"{package}.py").write_text("raise ImportError")
            settings = {"DEPLOYMENT": "workers", "PYTHONPATH": f"{hidden}{os.pathsep}{ROOT}"}
            settings |= servers if broker == "redis" else {}
            command = [sys.executable, __file__, broker, str(documents), str(rounds)]
            subprocess.run(command, env=services.environment(folder / broker, **settings), check=True)


# --- in a process of its own for each broker, because each has its own settings ---------------------------------------


def measure_broker(broker: str, documents: int, rounds: int) -> None:
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    contents, memory = services.documents(), Memory()
    rates: dict[int, list[float]] = {1: [], 2: []}
    for number in range(rounds):
        for workers in (1, 2) if number % 2 == 0 else (2, 1):
            rates[workers].append(measure(broker, workers, itertools.islice(contents, documents), memory))
    report(broker, rates, memory)


def measure(broker: str, workers: int, contents: Iterator[dict[str, Any]], memory: Memory) -> float:
    """Files in a second."""
    from apps.exports.actions import request_export
    from apps.exports.models import Export

    Export.objects.all().delete()
    asked = [request_export("pdf", content, by=None).pk for content in contents]
    beginning = max(2, len(asked) // 10)
    with running(broker, workers) as processes:
        depth = 2 if broker == "redis" else 1
        until_made(beginning, processes, depth, memory)
        memory.first = above(processes, depth)
        until_made(len(asked), processes, depth, memory)
        memory.last = above(processes, depth)
    finished = sorted(Export.objects.values_list("finished_at", flat=True))
    return (len(asked) - beginning) / (finished[-1] - finished[beginning - 1]).total_seconds()


@contextmanager
def running(broker: str, workers: int) -> Iterator[list[int]]:
    """The process ids of embedded workers, or of one whose pool has that many processes."""
    command = ["celery", "-A", "config", "--quiet", "worker", "--without-gossip", "--without-mingle"]
    commands = [[*command, "--concurrency", str(workers)]] if broker == "redis" else [command] * workers
    with (Path(os.environ["VAR_FOLDER"]) / "workers.log").open("ab") as log:
        started = [subprocess.Popen(each, cwd=ROOT, stdout=log, stderr=log) for each in commands]
    try:
        yield [process.pid for process in started]
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait()


def until_made(count: int, processes: list[int], depth: int, memory: Memory) -> None:
    from apps.exports.models import Export

    made, since = 0, time.monotonic()
    while made < count:
        before, made = made, Export.objects.filter(state=Export.State.DONE).count()
        since = time.monotonic() if made > before else since
        failed = Export.objects.exclude(reason="").values_list("reason", flat=True).first()
        if failed or time.monotonic() - since > GIVE_UP:
            sys.exit(f"Nothing is made any more. {failed or ''}")
        memory.child = max([memory.child, *(kept(child, "VmHWM") for child in below(processes, depth))])
        time.sleep(LOOK_EVERY)


def below(processes: list[int], depth: int) -> list[int]:
    """The descendants so many generations down."""
    for _ in range(depth):
        processes = [child for process in processes for child in children(process)]
    return processes


def above(processes: list[int], depth: int) -> dict[int, float]:
    return {process: kept(process, "VmRSS") for level in range(depth) for process in below(processes, level)}


def children(process: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    except FileNotFoundError:
        return []


def kept(process: int, name: str) -> float:
    """Megabytes; 0 for a process that has just ended."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return next((int(line.split()[1]) / MEGABYTE for line in lines if line.startswith(f"{name}:")), 0)


def report(broker: str, rates: dict[int, list[float]], memory: Memory) -> None:
    ratio = statistics.median(two / one for one, two in zip(rates[1], rates[2], strict=True))
    one, two = statistics.median(rates[1]), statistics.median(rates[2])
    growth = max(memory.last[process] - memory.first.get(process, 0) for process in memory.last)
    print(f"\n{broker}: {one:.2f} files a second by one worker, {two:.2f} by two (medians of {len(rates[1])} rounds)")
    largest = max(memory.last.values())
    tell(f"{broker}: two workers / one worker", ratio, 1.8, at_least=True)
    tell(f"{broker}: largest parent at the end", largest, 120, unit="MB")
    tell(f"{broker}: its growth after the first tenth", growth, 5, unit="MB")
    tell(f"{broker}: largest render process", memory.child, 250, unit="MB")


if __name__ == "__main__":
    if sys.argv[1:] and sys.argv[1] in BROKERS:
        measure_broker(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
    else:
        main(*(int(number) for number in (*sys.argv[1:3], *("100", "3")[len(sys.argv[1:3]) :])))
