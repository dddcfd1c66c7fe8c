"""Every example of docs/template-format.md, read, checked, answered and printed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import pytest

from apps.policydoc.answers import Answers
from apps.policydoc.bundle import Bundle, resolve_bundle
from apps.policydoc.checks import check_bundle
from apps.policydoc.compose import compose
from apps.policydoc.given import SchoolFacts
from apps.policydoc.guidance import Register
from apps.policydoc.source import SourceError, read, write
from apps.policydoc.template import KINDS, Question, Template
from apps.policydoc.text import to_text
from apps.policydoc.validation import validate
from tests.policydoc.examples import GUIDANCE, without_blank_lines

GUIDE = Path(__file__).parents[2] / "docs" / "template-format.md"
BLOCK = re.compile(r"^```(md|json|text|problems)(?: (\w+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
REGISTER = Register.from_json(
    [
        {
            "id": "safety-advice-2026",
            "family": GUIDANCE[0],
            "title": "Safety advice for growing",
            "in_force_from": "2026-09-01",
            "url": "https://advice.example/safety",
            "checked": True,
        }
    ]
)


@dataclass
class Example:
    """One source with its other files, and either answers with what they print or the problems it has."""

    heading: str
    source: str
    others: dict[str, str] = field(default_factory=dict)
    answers: str = ""
    printed: str = ""
    problems: str = ""

    @property
    def bundle(self) -> Bundle:
        files = {family: read(whole(text, family)) for family, text in self.others.items()}
        files.setdefault("school", read(whole("# About us {#about-us}\n", "school")))
        return resolve_bundle(self.template, files.__getitem__)

    @property
    def template(self) -> Template:
        return read(whole(self.source, "example"))


def whole(source: str, family: str) -> str:
    """The source with the header and heading that the guide leaves out."""
    if source.startswith("+++\n"):
        return source
    heading = "" if source.startswith("# ") else "# Example {#example}\n\n"
    return f'+++\nformat = 1\nfamily = "{family}"\nedition = "1"\ntitle = "Example"\n+++\n\n{heading}{source}'


def examples() -> Iterator[Example]:
    guide = GUIDE.read_text(encoding="utf-8")
    example: Example | None = None
    for match in BLOCK.finditer(guide):
        kind, family, text = match.groups()
        if kind == "md" and not family:
            if example:
                yield example
            heading = re.findall(r"^##+ (.+)$", guide[: match.start()], re.MULTILINE)[-1]
            example = Example(heading, text)
            continue
        assert example
        match kind:
            case "md":
                example.others[family] = text
            case "json":
                example.answers = text
            case "text":
                example.printed = text
            case "problems":
                example.problems = text
    assert example
    yield example


EXAMPLES = list(examples())
PRINTED = [example for example in EXAMPLES if not example.problems]
REFUSED = [example for example in EXAMPLES if example.problems]


def answers_of(example: Example) -> Answers:
    """The JSON of the guide is a whole answer file, or its `values` alone."""
    data: dict[str, Any] = json.loads(example.answers)
    whole_file = set(data) <= {part.name for part in fields(Answers)}
    return Answers.from_json(data if whole_file else {"values": data})


def printed(example: Example) -> str:
    """The text after the document's own title, without the heading that the guide leaves out."""
    facts = SchoolFacts(legal_name="", display_name="", derived={})
    composed = compose(example.bundle, answers_of(example), school=facts, guidance=REGISTER, as_of="2026-11-20")
    _, _, text = to_text(composed.document).partition("\n\n")
    return text.removeprefix("1 Example\n")


@pytest.mark.parametrize("example", PRINTED, ids=lambda example: example.heading)
def test_an_example_prints_what_the_guide_says(example: Example) -> None:
    assert without_blank_lines(write(example.template)) == without_blank_lines(whole(example.source, "example"))
    assert check_bundle(example.bundle, GUIDANCE) == []
    assert validate(example.bundle, answers_of(example)) == []
    assert printed(example) == example.printed


@pytest.mark.parametrize("example", REFUSED, ids=lambda example: example.heading)
def test_an_example_has_the_problems_that_the_guide_says(example: Example) -> None:
    try:
        problems = check_bundle(example.bundle, GUIDANCE)
    except SourceError as error:
        problems = error.problems
    assert "".join(f"{problem}\n" for problem in problems) == example.problems


def test_the_guide_shows_every_kind_of_question_under_its_own_heading() -> None:
    shown: dict[str, set[str]] = {}
    for example in PRINTED:
        for node in example.template.walk():
            for placed in node.questions:
                shown.setdefault(example.heading, set()).add(placed.kind if isinstance(placed, Question) else "ask")
    assert [kind for kind in (*KINDS, "ask") if kind not in shown.get(kind, ())] == []


def test_each_example_is_complete() -> None:
    assert [example.heading for example in PRINTED if not (example.answers and example.printed)] == []
    assert [example.heading for example in REFUSED if example.answers or example.printed] == []
