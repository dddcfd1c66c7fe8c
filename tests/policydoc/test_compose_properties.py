"""What holds for any valid answers: composing never raises, prints no source, and numbers without a gap."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.policydoc.answers import Answers
from apps.policydoc.bundle import Bundle
from apps.policydoc.compose import Composed, compose
from apps.policydoc.document import Block, body_digest, document_from_json, plain, to_json
from apps.policydoc.given import SchoolFacts, Trust
from apps.policydoc.html import to_html
from apps.policydoc.numbering import number
from apps.policydoc.text import to_text
from apps.policydoc.validation import validate
from tests.policydoc.answering import answers_to, bodies, trust_over
from tests.policydoc.composing import AS_OF, REGISTER, bundle
from tests.policydoc.examples import VALID
from tests.policydoc.examples import bundle as example

FAMILIES = sorted(path.name.removesuffix(".policy.md") for path in VALID.glob("*.policy.md"))
EXAMPLES = {family: example(family) for family in FAMILIES}
SLOW = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def result_of(made: Bundle, data: dict[str, Any], derived: dict[str, Any] | None = None) -> Composed:
    answers = Answers.from_json(data)
    assert validate(made, answers) == []
    assert Answers.from_json(answers.to_json()) == answers
    return compose(made, answers, school=SchoolFacts("Fern", "Fern", derived or {}), guidance=REGISTER, as_of=AS_OF)


def assert_numbered(blocks: Sequence[Block], prefix: str = "", depth: int = 0) -> None:
    """Each run of siblings counts from one without a gap, in the style of its depth; places held do not count."""
    blocks = [block for block in blocks if block.number]
    assert [block.number for block in blocks] == [number(prefix, place, depth) for place in range(1, len(blocks) + 1)]
    for block in blocks:
        assert_numbered(block.children, f"{block.number}.", 0 if block.kind == "section" else depth + 1)


def assert_sound(result: Composed) -> None:
    document = result.document
    for part in document.body.parts:
        assert_numbered(part.blocks)
    assert [key for key, count in Counter(block.id for block in document.walk()).items() if count > 1] == []
    assert document_from_json(to_json(document)) == document
    assert all(any(child.number for child in block.children) for block in document.walk() if block.kind == "section")
    waiting = {gap.question for gap in document.gaps() if not gap.question.startswith("control.")}
    assert waiting <= {entry.id for entry in result.open}


@SLOW
@given(st.data())
def test_any_answers_to_a_generated_template_print_words_only(data):
    made = bundle(data.draw(bodies()))
    result = result_of(made, {**data.draw(answers_to(made)), "reworded": {}, "added": []})
    assert_sound(result)
    printed = "\n".join(plain(block.inline) for block in result.document.walk())
    assert [
        sign for sign in ("{", "}", "|", "/", "Guidance", "  ", " ,", "..") if sign in printed.replace("https://", "")
    ] == []


@pytest.mark.parametrize("family", FAMILIES)
@SLOW
@given(data=st.data())
def test_any_answers_to_our_examples_compose(family, data):
    made = EXAMPLES[family]
    result = result_of(made, data.draw(answers_to(made)))
    assert_sound(result)
    assert to_html(result.document).count("<h1>") == 1
    assert to_text(result.document).endswith("\n")


@SLOW
@given(st.data())
def test_any_layer_of_a_trust_composes(data):
    made = EXAMPLES[data.draw(st.sampled_from(FAMILIES))]
    answers = Answers.from_json(data.draw(answers_to(made)))
    trust = Trust.from_json(data.draw(trust_over(made)))
    result = compose(made, answers, school=SchoolFacts(), trust=trust, guidance=REGISTER, as_of=AS_OF)
    assert_sound(result)
    locked = {entry.id for entry in result.open} & set(trust.locks)
    assert [key for key in locked if all(gap.question != key for gap in result.document.gaps())] == []


@SLOW
@given(st.data())
def test_control_values_never_change_the_body(data):
    made = EXAMPLES[data.draw(st.sampled_from(FAMILIES))]
    answers = data.draw(answers_to(made))
    without = {**answers, "control": {}, "undecided": {k: v for k, v in answers["undecided"].items() if "." not in k}}
    with_control = {**without, "control": answers["control"]}
    assert body_digest(result_of(made, with_control).document) == body_digest(result_of(made, without).document)


@SLOW
@given(st.data())
def test_composing_twice_gives_the_same_document(data):
    made = EXAMPLES[data.draw(st.sampled_from(FAMILIES))]
    answers = data.draw(answers_to(made))
    assert result_of(made, answers) == result_of(made, answers)
