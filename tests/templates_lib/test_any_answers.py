"""Whatever a school chooses, every policy of the library is made of whole English sentences and sound numbers."""

from __future__ import annotations

import re

import pytest

from apps.policydoc.answers import Answers
from apps.policydoc.bundle import Bundle
from apps.policydoc.template import Option, Question
from apps.policydoc.validation import validate

from .any_answers import AnswerSet, Dimensions, answer_sets, sets_of
from .pairwise import Pairs
from .settling import demands, settled, value_of
from .shipped import FACTS, OVERVIEW, POLICIES, SCHOOL_WITH_ALL, composed, faults, sentences

ALL_SETS = 1500  # at most: as many as any two choices need
policies = pytest.mark.parametrize("family", POLICIES)


def options() -> list[object]:
    """Each option of each question, with one policy that asks it; of several parts only where no other does."""
    asked: dict[str, tuple[Bundle, Question]] = {}
    for bundle in sorted(POLICIES.values(), key=lambda bundle: len(bundle.parts)):
        for key, question in Dimensions(bundle).questions.items():
            asked.setdefault(key, (bundle, question))
    return [
        pytest.param(bundle, question, option, id=f"{key}:{option.value}")
        for key, (bundle, question) in asked.items()
        for option in question.options
    ]


@policies
def test_in_any_sets_of_choices(family: str) -> None:
    bundle = POLICIES[family]
    sets = enumerate(sets_of(bundle), 1)
    assert [fault for number, made in sets for fault in wrong(bundle, made, number)] == []


@policies
@pytest.mark.long
def test_any_two_choices_side_by_side(family: str) -> None:
    """The pairs that are left exclude each other, such as an option and the answer that takes it away."""
    levels = Dimensions(POLICIES[family]).levels()
    pairs, made = Pairs(levels), set()
    every = pairs.left()
    found = []
    for number, one in enumerate(answer_sets(POLICIES[family], at_most=ALL_SETS), 1):
        pairs.met(one.made)
        made |= set(one.made.items())
        found += wrong(POLICIES[family], one, number)
    assert found == []
    assert [(key, level) for key, count in levels.items() for level in range(count) if (key, level) not in made] == []
    assert pairs.left() < every / 50


def wrong(bundle: Bundle, made: AnswerSet, number: int) -> list[str]:
    """What is wrong in the policy that these answers make."""
    result = composed(bundle, made.answers, FACTS, final=True)
    found = [f"{item.id} is open" for item in result.open]
    found += [f"a gap at {gap.question}" for gap in result.document.gaps()]
    return [f"set {number}: {fault}" for fault in (*found, *faults(result.document))]


@pytest.mark.parametrize(("bundle", "question", "option"), options())
def test_every_option_is_printed_as_it_is_written(bundle: Bundle, question: Question, option: Option) -> None:
    answers = settled(bundle, {
        **SCHOOL_WITH_ALL, **demands(bundle, question, option), question.id: value_of(question, [option]),
    })  # fmt: skip
    assert [str(problem) for problem in validate(bundle, answers)] == []
    result = composed(bundle, answers, FACTS)
    assert [item.id for item in result.open] == []
    assert faults(result.document) == []
    if option.words and not re.search(r"[{\[]", option.words):
        assert option.words.lower() in " ".join(sentences(result.document)).lower()


@policies
def test_without_any_answer_the_draft_has_a_gap_or_a_usual_choice_for_everything(family: str) -> None:
    result = composed(POLICIES[family], Answers())
    unconfirmed = [item for item in result.open if item.why == "unconfirmed" and item.kind == "question"]
    assert [item.id for item in unconfirmed if not item.suggestion] == []
    assert [s for s in sentences(result.document) if re.search(r"  | [,.;:)]|\.\.|[{}]", s)] == []


def test_no_policy_is_forgotten() -> None:
    printed = {part.family for bundle in POLICIES.values() for part in bundle.parts}
    assert printed == set(OVERVIEW.texts)
