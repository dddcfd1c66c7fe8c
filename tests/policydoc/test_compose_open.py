"""What is open, and the gap that a draft prints for it."""

from __future__ import annotations

from apps.policydoc.given import SchoolFacts
from tests.policydoc.composing import bundle, composed, lines, opened
from tests.policydoc.samples import CHOICES, KINDS, OPTIONAL


def test_what_somebody_set_aside_has_no_suggestion_and_decides_nothing():
    result = composed(CHOICES, {"places": ["hall"]}, undecided={"rule": {"owner": "Ann"}, "places": {}})
    assert lines(result) == [
        "1 Rules", "1.1 Phones [to decide: What is the rule?].", " [to decide: Where are they kept?]",
    ]  # fmt: skip
    assert opened(result) == [("rule", "undecided"), ("places", "undecided")]


def test_a_gap_in_the_schools_own_words_is_open_too():
    empty = bundle("""
# Rules {#rules}

::: choose-many who
Who?
- a: A => the a
:::

- Rule. {#rule}
- For {who}. {#for when=who}
""")
    result = composed(empty, {"who": []}, reworded={"rule": "For {who}."})
    assert lines(result) == ["1 Rules", "1.1 For [to decide: Who?]."]
    assert opened(result) == [("who", "unanswered")]


def test_a_derived_value_is_never_open_and_a_missing_one_is():
    nursery = bundle("""
# Nursery {#nursery}

- Yes. {#yes when=school.nursery}
- Always. {#always}
""")
    assert composed(nursery).open == ()
    unknown = composed(nursery, facts=SchoolFacts("Fern Lane"))
    assert [(entry.id, entry.why) for entry in unknown.open] == [("school.nursery", "unanswered")]
    assert lines(composed(nursery, {"school.nursery": True}, facts=SchoolFacts("Fern Lane")))[1] == "1.1 Yes."


def test_a_school_question_is_open_only_where_a_part_uses_it():
    assert [entry.id for entry in composed(OPTIONAL, {"place": "x"}, kept=["usual"]).open] == []
    assert [entry.id for entry in composed(KINDS, {}).open if entry.id.startswith("school.")] == [
        "school.dsl-name-format",
        "school.lead",
    ]
