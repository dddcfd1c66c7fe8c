"""What a benchmark found, told in one way: printed, and kept for `benchmarks/all.py`, which makes one table of all."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

KEPT_IN = "BENCHMARK_FIGURES"
"""Names the file that figures are added to, one JSON object a line."""


@dataclass(frozen=True)
class Figure:
    """`found` is a ratio of two things that took turns in one run, unless `unit` says otherwise.

    `target` is the most that it should be, or the least if `at_least`; None where there is no target.
    """

    what: str
    found: float
    target: float | None = None
    at_least: bool = False
    unit: str = ""

    @property
    def met(self) -> bool:
        if self.target is None:
            return True
        return self.found >= self.target if self.at_least else self.found <= self.target


def tell(what: str, found: float, target: float | None = None, *, at_least: bool = False, unit: str = "") -> None:
    figure = Figure(what, round(found, 4), target, at_least, unit)
    aim = "" if target is None else f"{target:8.2f}"
    missed = "" if figure.met else "   missed"
    print(f"{f'{what}, {unit}' if unit else what:64} {found:8.3f} {aim}{missed}", flush=True)
    if KEPT_IN in os.environ:
        with Path(os.environ[KEPT_IN]).open("a", encoding="utf-8") as kept:
            kept.write(json.dumps(asdict(figure)) + "\n")
