"""Policies of the library as files: standards, parity and the rules for readers who can't see the pages.

A few are made in the quick suite, a sample of each policy's sets of answers in the long one.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from apps.exports.registry import KINDS
from apps.policydoc.compose import compose
from apps.policydoc.document import Document, Image, canonical, to_json
from apps.policydoc.given import SchoolFacts
from apps.policydoc.standing import Standing
from tests.exports import word_rules
from tests.exports.pictures import PNG
from tests.exports.validators import pdf_failures, word_errors
from tests.headless import ROOT, manage

from .any_answers import AnswerSet, sets_of
from .shipped import AS_OF, FACTS, POLICIES, REGISTER
from .test_examples import DECIDED, TEMPLATES

LOGO = Image(hashlib.sha256(PNG).hexdigest(), "An alder beside a brook")
PICTURES = {LOGO.sha256: PNG}
SAMPLE = 12  # of each policy: the first is made in the quick suite, the others in the long one
STATES = (
    Standing(status="ratified", version="2", in_force_from=AS_OF),
    Standing(status="draft", version="1"),
)


def document(family: str, number: int, made: AnswerSet) -> Document:
    """A finished policy with a logo and an address for even numbers, a draft without them for odd ones."""
    given = SchoolFacts("Alder Brook School", "Alder Brook School", FACTS)
    if number % 2 == 0:
        address = ("Brook Lane", "Alderton", "AB12 3CD")
        given = SchoolFacts("Alder Brook Academy Limited", "Alder Brook School", FACTS, address=address, logo=LOGO)
    return compose(
        POLICIES[family], made.answers, school=given, guidance=REGISTER, as_of=AS_OF, standing=STATES[number % 2]
    ).document


def sample() -> list[object]:
    return [
        pytest.param(family, kind, number, id=f"{family}-{kind}-{number}", marks=_long(family, kind, number))
        for family in POLICIES
        for kind in ("pdf", "docx", "large-print")
        for number in range(SAMPLE)
    ]


def _long(family: str, kind: str, number: int) -> list[pytest.MarkDecorator]:
    """The quick suite makes one file of each kind for the longest policy, and a Word file of the others."""
    quick = number == 0 and (kind == "docx" or family == "mobile-and-social-media")
    return [] if quick else [pytest.mark.long]


@pytest.mark.parametrize(("family", "kind", "number"), sample())
def test_a_file_is_whole_and_keeps_every_standard(family: str, kind: str, number: int, tmp_path: Path) -> None:
    content = canonical(to_json(document(family, number, sets_of(POLICIES[family])[number])))
    renderer = KINDS[kind]
    data = renderer.render(content, PICTURES)
    assert renderer.check(content, PICTURES, data) == []
    if kind == "docx":
        assert word_errors(data, tmp_path) == []
        assert word_rules.problems(data) == []
    else:
        assert pdf_failures(data) == []


@pytest.mark.parametrize("name", DECIDED)
@pytest.mark.parametrize(
    "kind",
    ["text", *(pytest.param(kind, marks=pytest.mark.long) for kind in ("html", "json", "pdf", "docx", "large-print"))],
)
def test_an_example_that_has_decided_everything_makes_the_finished_file(name: str, kind: str, tmp_path: Path) -> None:
    answers = ROOT / "examples" / f"{name}.answers.json"
    file = tmp_path / "policy"
    done = manage("render_policy", TEMPLATES[name], "--answers", answers, "--to", kind, "--output", file, "--final")
    assert (done.returncode, done.stderr) == (0, "")
    assert file.stat().st_size > 5_000
