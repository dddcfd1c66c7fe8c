"""State: what the wizard asks of a set of answers before anything is printed."""

from __future__ import annotations

import pytest

from apps.policydoc.answers import Answers
from apps.policydoc.compose import compose
from apps.policydoc.document import Gap, Link, Text, document_from_json, to_json
from apps.policydoc.given import SchoolFacts, Trust
from apps.policydoc.openness import Open, open_items
from apps.policydoc.printing import Printer
from apps.policydoc.state import State
from apps.policydoc.template import When
from tests.policydoc.composing import AS_OF, REGISTER, bundle

BUNDLE = bundle("""
# Rules for {pupils} {#rules}

::: choose-one rule
What is the rule?
- home *: At home => stay at home
- bag: In the bag => stay in the bag
- nursery: With us => stay with us {when=school.nursery}
:::

::: choose-many who when=rule:bag
Who may?
- all *: All => all
- some: Some => some
:::

::: yes-no shared
Is it shared?
- yes *: Yes
- no: No
:::

::: date since optional
Since when?
:::

- They {rule}. {#stay}
- So may {who}. {#may when=who}

## Shared {#shared-things when=shared}

- Shared. {#shared-one}

## Bags {#bags when=rule:bag}

- Bags. {#bag-one optional=off}

## Since {#since-then when=since}

- Since then. {#since-one}
""")


def state(values=None, *, trust=None, derived=None, **rest) -> State:
    answers = Answers.from_json({"values": values or {}, **rest})
    return State(BUNDLE, answers, SchoolFacts(derived=derived or {}), trust, REGISTER, AS_OF)


@pytest.mark.parametrize(
    ("made", "question", "expected"),
    [
        (state(), "rule", ("home", False)),
        (state({"rule": "bag"}), "rule", ("bag", True)),
        (state(accepted=["rule"]), "rule", ("home", True)),
        (state({"rule": "bag"}, undecided={"rule": {}}), "rule", (None, False)),
        (state({"rule": "nursery"}), "rule", ("home", False)),
        (state({"rule": "nursery"}, derived={"school.nursery": True}), "rule", ("nursery", True)),
        (state(), "shared", (True, False)),
        (state({"shared": False}), "shared", (False, True)),
        (state(), "who", (["all"], False)),
        (state({"who": ["some", "all"]}), "who", (["all", "some"], True)),
        (state({"who": []}), "who", ([], True)),
        (state(), "since", (None, False)),
        (state({"school.nursery": True}, derived={"school.nursery": False}), "school.nursery", (False, True)),
        (state({"rule": "bag"}, trust=Trust(locks={"rule": "home"})), "rule", ("home", True)),
        (state(trust=Trust(defaults={"rule": "bag"})), "rule", ("bag", False)),
        (state({"rule": "home"}, trust=Trust(defaults={"rule": "bag"})), "rule", ("home", True)),
        (state({"rule": "home"}, trust=Trust(allowed={"rule": ("bag",)})), "rule", (None, False)),
        (state({"shared": True}, trust=Trust(allowed={"shared": (False,)})), "shared", (None, False)),
    ],
)
def test_the_value_is_locked_or_typed_or_usual_or_recommended(made, question, expected):
    assert made.value(question) == expected


EVERY = bundle("""
# All {#all}

::: yes-no flag
Is it so?
:::

::: date day
When?
:::

::: link page
Where?
:::

::: person who
Who?
:::

::: list rows
Which?
- name: Name
:::

::: choose-one one
Which one?
- home: Home => home
:::

- {day}, {page}, {who}, {one}. {#words when=flag}
- {rows} {#row each=rows}
""")


@pytest.mark.parametrize(
    ("value", "answered"),
    [
        (True, ["flag"]),
        ("home", ["day", "one"]),
        ("", []),
        (["home"], []),
        ([], ["rows"]),
        ({"url": "https://example.org"}, ["page"]),
        ({"name": "Ann"}, ["who"]),
        ({"name": 1}, []),
    ],
)
def test_a_value_left_over_from_another_kind_counts_as_no_answer(value, answered):
    answers = Answers(values=dict.fromkeys(EVERY.questions, value))
    names = [name for name in EVERY.questions if "." not in name]
    assert sorted(name for name in names if State(EVERY, answers).value(name)[0] is not None) == answered
    document = compose(EVERY, answers, school=SchoolFacts(), guidance=REGISTER, as_of=AS_OF).document
    assert document_from_json(to_json(document)) == document


@pytest.mark.parametrize(
    ("made", "when", "expected"),
    [
        (state(), When("rule", ("home",)), True),
        (state(), When("rule", ("bag", "home")), True),
        (state(), When("rule", ("home",), negated=True), False),
        (state(undecided={"rule": {}}), When("rule", ("home",)), None),
        (state(undecided={"rule": {}}), When("rule", ("home",), negated=True), None),
        (state(), When("who"), False),
        (state(), When("who", negated=True), True),
        (state({"rule": "bag"}), When("who"), True),
        (state({"rule": "bag", "who": []}), When("who", negated=True), True),
        (state({"rule": "bag", "who": ["some"]}), When("who", ("all",)), False),
        (state(), When("shared"), True),
        (state(), When("shared", negated=True), False),
        (state({"shared": False}), When("shared", ("no",)), True),
        (state(), When("since"), False),
        (state(), When("since", negated=True), True),
        (state({"since": "2026-01"}), When("since"), True),
        (state(), When("school.nursery"), None),
        (state(derived={"school.nursery": True}), When("school.nursery", ("yes",)), True),
    ],
)
def test_a_condition_holds_or_not_or_is_undecided(made, when, expected):
    assert made.holds(when) is expected


def test_a_condition_on_a_column_asks_this_row():
    row = {"rows": {"id": "r-1", "name": "x", "site": ""}}
    assert state().holds(When("rows", column="name"), row) is True
    assert state().holds(When("rows", column="site"), row) is False
    assert state().holds(When("rows", negated=True, column="site"), row) is True


def test_only_what_may_be_chosen_is_offered():
    assert [option.value for option in state().offered("rule")] == ["home", "bag"]
    assert [option.value for option in state(derived={"school.nursery": True}).offered("rule")] == [
        "home",
        "bag",
        "nursery",
    ]
    assert [option.value for option in state(trust=Trust(allowed={"rule": ("bag",)})).offered("rule")] == ["bag"]


@pytest.mark.parametrize(
    ("made", "node", "expected"),
    [
        (state(), "rules", "on"),
        (state(), "shared-things", "on"),
        (state({"shared": False}), "shared-things", "off"),
        (state(undecided={"shared": {}}), "shared-things", "undecided"),
        (state(undecided={"rule": {}}), "bag-one", "off"),
        (state(undecided={"rule": {}}, kept=["bag-one"]), "bag-one", "undecided"),
        (state({"rule": "bag"}, kept=["bag-one"]), "bag-one", "on"),
        (state(), "since-then", "off"),
        (state(), "nothing", "off"),
    ],
)
def test_a_section_is_on_or_off_or_undecided(made, node, expected):
    assert made.section_state(node) == expected


def test_live_questions_follow_the_answers():
    assert [name for name in ("rule", "who", "shared", "since") if state().live(name)] == ["rule", "shared", "since"]
    assert state({"rule": "bag"}).live("who")
    assert not state(undecided={"rule": {}}).live("who")
    assert not state().live("nothing")


def test_what_is_open_says_where_and_why_and_what_is_usual():
    assert open_items(Printer(state({"rule": "bag"}, derived={"school.nursery": False}))) == (
        Open("question", "who", "sample", "rules", "unconfirmed", "Who may?", "all"),
        Open("question", "shared", "sample", "rules", "unconfirmed", "Is it shared?", "Yes"),
        Open(
            "question",
            "school.learner-term",
            "school",
            "school-words",
            "unconfirmed",
            "What do you call those who learn?",
            "pupil",
        ),
    )


def test_words_for_people_are_filled_with_what_is_known():
    made = Printer(state({"school.learner-term": "children"}))
    assert made.aside("{Pupils} {rule} since {since}; see [](ref:safe) and [\\[us\\]](https://example.org).") == (
        Text("Children "),
        Gap("rule", "What is the rule?", "stay at home"),
        Text(" since "),
        Gap("since", "Since when?"),
        Text("; see "),
        Link("Keeping safe", "https://example.org/2026", "safe"),
        Text(" and "),
        Link("[us]", "https://example.org"),
        Text("."),
    )
    assert made.said("{A pupil's} rule: {rule}, since {since}") == "A child's rule: stay at home, since …"
    assert Printer(state(undecided={"school.learner-term": {}})).said("For {pupils}") == "For pupils"


def test_a_statement_that_is_left_out_takes_its_questions_with_it():
    only = bundle("""
# Rules {#rules}

::: text place
Where?
:::

- In {place}. {#in optional}
- Also in {place}. {#also optional}
""")

    def live(*left_out: str) -> bool:
        return State(only, Answers(left_out=frozenset(left_out))).live("place")

    assert [live(), live("in"), live("in", "also")] == [True, True, False]
