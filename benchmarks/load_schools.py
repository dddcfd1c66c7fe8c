#!/usr/bin/env python3
"""How long loading the school register takes, and how much memory, against a bare pass of Python's csv over the file.

    .venv/bin/python benchmarks/load_schools.py [rounds] [rows] [servers]

Each round runs, one after the other and each in a process of its own: the bare pass, a load into an empty database,
and a second load, which must change nothing. Memory is compared with that of loading a small file. With `servers` the
database is PostgreSQL, otherwise SQLite. Times are those of the work without starting Python and Django.
"""

from __future__ import annotations

import csv
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks import services  # noqa: E402
from benchmarks.figures import tell  # noqa: E402
from tests.schools.invented_register import write_many  # noqa: E402

SMALL = 500  # rows: one batch
PASS, LOAD = "pass", "load"


def main(rounds: int = 5, rows: int = 50_000, where: str = "") -> None:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="policywright-benchmark-")))
        folder.chmod(0o711)
        servers = services.start_servers(stack, folder) if where == "servers" else {}
        environment = services.environment(folder / "var", **servers)
        large, small = (write_many(folder / f"{count}.csv", count) for count in (rows, SMALL))
        subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], env=environment, cwd=ROOT, check=True)
        found: dict[str, list[dict[str, Any]]] = {"pass": [], "first": [], "second": [], "small": []}
        for _ in range(rounds):
            found["pass"].append(measured(PASS, large, environment))
            found["first"].append(measured(LOAD, large, environment, empty=True))
            found["second"].append(measured(LOAD, large, environment))
            found["small"].append(measured(LOAD, small, environment, empty=True))
    report(found, rows, large, where or "SQLite")


def report(found: dict[str, list[dict[str, Any]]], rows: int, large: Path, where: str) -> None:
    if any(second["rows"] != first["rows"] for first, second in zip(found["first"], found["second"], strict=True)):
        sys.exit("The second load changed something.")
    if any((run["added"], run["changed"]) != (0, 0) for run in found["second"]):
        sys.exit("The second load says that it changed something.")

    def middle(name: str, what: str) -> float:
        return statistics.median(run[what] for run in found[name])

    bare = middle("pass", "seconds")
    print(f"{rows:,} rows on {where}: a bare pass {bare:.2f} s, the first load {middle('first', 'seconds'):.2f} s")
    tell(f"load {rows:,} schools ({where}) / bare csv pass", middle("first", "seconds") / bare)
    tell(f"load them again ({where}), nothing changed / bare csv pass", middle("second", "seconds") / bare)
    growth = middle("first", "peak") / middle("small", "peak")
    tell(f"peak memory of {rows:,} rows ({where}) / of {SMALL}", growth, 1.25)


def measured(what: str, path: Path, environment: dict[str, str], *, empty: bool = False) -> dict[str, Any]:
    command = [sys.executable, __file__, f"--{what}", str(path), *(["--empty"] if empty else [])]
    done = subprocess.run(command, env=environment, cwd=ROOT, check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout))


def child(what: str, path: Path, *, empty: bool) -> None:
    """The work itself; prints its seconds, its peak memory in kB and, of a load, what it did and what then stands."""
    found = {"seconds": passed(path)} if what == f"--{PASS}" else loaded(path, empty=empty)
    peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    print(json.dumps({**found, "peak": int(peak.split()[1])}))


def passed(path: Path) -> float:
    start = time.perf_counter()
    with path.open(encoding="windows-1252", newline="") as opened:
        for _ in csv.reader(opened):
            pass
    return time.perf_counter() - start


def loaded(path: Path, *, empty: bool) -> dict[str, Any]:
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django

    django.setup()
    from django.db.models import Count, Max, Sum

    from apps.schools.events import SYSTEM
    from apps.schools.models import RegisterEntry
    from apps.schools.register.file import RegisterFile
    from apps.schools.register.loading import load

    if empty:
        RegisterEntry.objects.all().delete()
    start = time.perf_counter()
    report = load(RegisterFile(path), by=SYSTEM)
    seconds = time.perf_counter() - start
    what_stands = RegisterEntry.objects.aggregate(rows=Count("pk"), newest=Max("pk"), ages=Sum("high_age"))
    return {"seconds": seconds, "added": report.added, "changed": report.changed, "rows": what_stands}


if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1].startswith("--"):
        child(sys.argv[1], Path(sys.argv[2]), empty="--empty" in sys.argv)
    else:
        main(*(kind(argument) for kind, argument in zip((int, int, str), sys.argv[1:], strict=False)))
