"""Composing terms: the words that a school uses for its people and places."""

from __future__ import annotations

import pytest

from tests.policydoc.composing import bundle, composed, lines
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
