#!/usr/bin/env python3
"""How long composing takes, against writing the same Document as JSON and printing the same HTML, side by side.

    .venv/bin/python benchmarks/compose.py [rounds] [answers.json]

Each round runs every path once, one after the other, so that a busy moment of the machine meets them all. Times are
those of the processor; the ratios are the medians over the rounds.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from weasyprint import HTML  # noqa: E402

from apps.policies.answer_file import read_file  # noqa: E402
from apps.policydoc.compose import Composed, compose  # noqa: E402
from apps.policydoc.document import canonical, to_json  # noqa: E402
from apps.policydoc.given import SchoolFacts  # noqa: E402
from apps.policydoc.html import to_html, to_page  # noqa: E402
from apps.policydoc.openness import Open, open_items  # noqa: E402
from apps.policydoc.printing import Printer  # noqa: E402
from apps.policydoc.source import read  # noqa: E402
from apps.policydoc.state import State  # noqa: E402
from apps.templates_lib import library  # noqa: E402
from benchmarks.figures import tell  # noqa: E402

TEMPLATE = "mobile-and-smart-technology@2026-27"
ANSWERS = ROOT / "examples" / "hazel-bank.answers.json"
YARDSTICKS = ("json.dumps", "bare WeasyPrint")
PRINT_EVERY = 10  # rounds: printing takes hundreds of times as long as composing


def main(rounds: int = 50, answers: str = str(ANSWERS)) -> None:
    bundle, file, guidance = library.bundle_at(TEMPLATE), read_file(Path(answers)), library.guidance_register()
    school = SchoolFacts("Hazel Bank", "Hazel Bank", file.derived)

    def still_open() -> tuple[Open, ...]:
        return open_items(Printer(State(bundle, file.answers, school, None, guidance, file.as_of)))

    def composed() -> Composed:
        return compose(bundle, file.answers, school=school, guidance=guidance, as_of=file.as_of, standing=file.standing)

    document = composed().document
    data, page, text = to_json(document), to_page(document), library.text_of(library.template_path(TEMPLATE))
    times = measured(
        rounds,
        {
            "compose": composed,
            "what is open": still_open,
            "HTML": lambda: to_html(document),
            "canonical JSON": lambda: canonical(to_json(document)),
            "json.dumps": lambda: json.dumps(data),
            "read the template": lambda: read(text),
        },
    )
    times["bare WeasyPrint"] = measured(max(rounds // PRINT_EVERY, 2), {"": lambda: HTML(string=page).write_pdf()})[""]
    print(f"{sum(1 for _ in document.walk())} blocks; {rounds} rounds")
    for name, spent in times.items():
        print(f"{name}: {spent * 1000:.2f} ms, {spent / times['json.dumps']:.1f} times json.dumps of the same")
        if name not in YARDSTICKS:
            tell(f"{name} / bare WeasyPrint", spent / times["bare WeasyPrint"])


def measured(rounds: int, paths: dict[str, Callable[[], Any]]) -> dict[str, float]:
    """The median seconds of processor time of each path."""
    spent: dict[str, list[float]] = {name: [] for name in paths}
    for _ in range(rounds):
        for name, path in paths.items():
            start = time.process_time()
            path()
            spent[name].append(time.process_time() - start)
    return {name: statistics.median(found) for name, found in spent.items()}


if __name__ == "__main__":
    main(*(kind(argument) for kind, argument in zip((int, str), sys.argv[1:], strict=False)))
