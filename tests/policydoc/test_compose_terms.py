"""Composing terms: the words that a school uses for its people and places."""

from __future__ import annotations

import pytest

from apps.policydoc.answers import Answers
from apps.policydoc.state import State
from tests.policydoc.composing import bundle, composed, lines, opened
from tests.policydoc.samples import TERMS


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, [
            "1 Pupils' things",
            "1.1 A pupil asks; pupils answer; the pupil's bag; pupils' bags.",
            "1.2 The governing body meets; a governing body is heard.",
        ]),
        ({"school.learner-term": "children", "school.board-term": "trustees"}, [
            "1 Children's things",
            "1.1 A child asks; children answer; the child's bag; children's bags.",
            "1.2 The trustees meet; a trustees are heard.",
        ]),
        ({"school.learner-term": "infants"}, [
            "1 Infants' things",
            "1.1 An infant asks; infants answer; the infant's bag; infants' bags.",
            "1.2 The governing body meets; a governing body is heard.",
        ]),
        ({"school.learner-term": {"singular": "ukulelist", "plural": "ukulelists", "article": "a"}}, [
            "1 Ukulelists' things",
            "1.1 A ukulelist asks; ukulelists answer; the ukulelist's bag; ukulelists' bags.",
            "1.2 The governing body meets; a governing body is heard.",
        ]),
    ],
)  # fmt: skip
def test_a_term_takes_every_form(values, expected):
    assert lines(composed(TERMS, values)) == expected


def test_a_terms_apostrophe_stays_the_one_that_was_typed():
    curly = bundle("""
# {Pupils’} things {#things}

- {The pupil’s} bag, {a pupil’s} coat, {pupils’} shoes, {The governing body’s} view. {#curly}
- {The pupil's} bag, {a pupil's} coat, {pupils'} shoes, {The governing body's} view. {#straight}
""")
    values = {"school.learner-term": "children", "school.board-term": "trustees"}
    assert lines(composed(curly, values)) == [
        "1 Children’s things",
        "1.1 The child’s bag, a child’s coat, children’s shoes, The trustees’ view.",
        "1.2 The child's bag, a child's coat, children's shoes, The trustees' view.",
    ]


def test_a_terms_default_prints_plainly_and_is_open():
    result = composed(TERMS)
    assert list(result.document.gaps()) == []
    assert [(entry.id, entry.why, entry.part, entry.section, entry.suggestion) for entry in result.open] == [
        ("school.learner-term", "unconfirmed", "school", "school-words", "pupil"),
        ("school.board-term", "unconfirmed", "school", "school-words", "governing body"),
    ]


def test_a_term_that_is_set_aside_is_a_gap():
    result = composed(TERMS, undecided={"school.learner-term": {}})
    assert lines(result)[0] == "1 [to decide: What do you call those who learn?]'s things"


LEADERS = bundle("""
# Rules {#rules}

::: yes-no nursery
Is it a nursery?
:::

::: term leader = headteacher | headteachers
What do you call the leader?
- headteacher *: headteacher | headteachers
- manager: manager | managers {when=nursery}
:::

- {The headteacher} decides. {#decides}
""")


@pytest.mark.parametrize(
    ("nursery", "offered", "printed"),
    [
        (True, ["headteacher", "manager"], "1.1 The manager decides."),
        (False, ["headteacher"], "1.1 The headteacher decides."),
        (None, ["headteacher"], "1.1 The headteacher decides."),
    ],
)
def test_a_word_that_is_not_offered_any_more_gives_way_to_the_usual_one(nursery, offered, printed):
    values = {"leader": "manager"} | ({} if nursery is None else {"nursery": nursery})
    state = State(LEADERS, Answers.from_json({"values": values}))
    assert [option.value for option in state.offered("leader")] == offered
    result = composed(LEADERS, values)
    assert lines(result) == ["1 Rules", printed]
    assert (("leader", "unconfirmed") in opened(result)) == (nursery is not True)


def test_a_word_of_the_schools_own_needs_no_offer():
    values = {"leader": {"singular": "principal", "plural": "principals"}, "nursery": False}
    result = composed(LEADERS, values)
    assert (lines(result)[1], opened(result)) == ("1.1 The principal decides.", [])
