#!/usr/bin/env python3
"""Every benchmark, one after the other, and one table of what they found.

    .venv/bin/python benchmarks/all.py [docs/benchmarks.md]

Takes about a quarter of an hour; nothing else should use the machine. With a file's name, the table takes the place of
the one between the two marks in that file.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.figures import KEPT_IN, Figure  # noqa: E402

COMMANDS = (
    ("compose.py",),
    ("render.py", "9"),
    ("pages.py", "40"),
    ("under_load.py", "60", "10"),
    ("under_load.py", "60", "10", "servers"),
    ("queue_pickup.py", "100"),
    ("workers.py", "40", "2"),
    ("load_schools.py", "2"),
    ("load_schools.py", "2", "50000", "servers"),
)
BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"


def main(target: Path | None) -> None:
    tables = [table(command, figures_of(command)) for command in COMMANDS]
    found = "\n\n".join([f"Measured on {datetime.now(tz=UTC):%-d %B %Y} with {os.cpu_count()} cores.", *tables])
    print(f"\n{found}")
    if target:
        text = target.read_text(encoding="utf-8")
        before, _, rest = text.partition(BEGIN)
        _, mark, after = rest.partition(END)
        if not mark:
            sys.exit(f"{target} has no lines {BEGIN} and {END}.")
        target.write_text(f"{before}{BEGIN}\n{found}\n{END}{after}", encoding="utf-8")


def figures_of(command: tuple[str, ...]) -> list[Figure]:
    """Runs one benchmark in a process of its own, whose settings are its own."""
    print(f"\n--- {' '.join(command)}", flush=True)
    with tempfile.NamedTemporaryFile(mode="r", encoding="utf-8") as kept:
        script, *arguments = command
        environment = {**os.environ, KEPT_IN: kept.name}
        subprocess.run([sys.executable, str(ROOT / "benchmarks" / script), *arguments], env=environment, check=True)
        return [Figure(**json.loads(line)) for line in kept]


def table(command: tuple[str, ...], figures: list[Figure]) -> str:
    rows = [f"`benchmarks/{' '.join(command)}`", "", "| | found | target |", "|---|---|---|"]
    return "\n".join([*rows, *(row(figure) for figure in figures)])


def row(figure: Figure) -> str:
    found = f"{figure.found:.3g} {figure.unit}".strip()
    aim = "" if figure.target is None else f"{'≥' if figure.at_least else '≤'} {figure.target:.3g}"
    return f"| {figure.what} | {found if figure.met else f'**{found}**, missed'} | {aim} |"


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else None)
