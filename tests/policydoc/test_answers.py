"""Answers as JSON: what is read, what is refused and in which words, all mistakes at once."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.policydoc.answers import Addition, AnswerError, AnswerProblem, Answers, Reason, Rewording, Undecided
from apps.policydoc.compose import compose
from apps.policydoc.document import plain
from apps.policydoc.given import SchoolFacts
from apps.policydoc.html import to_html
from apps.policydoc.validation import validate
from tests.policydoc.composing import AS_OF, REGISTER
from tests.policydoc.samples import EVERY_KIND

WHOLE = {
    "values": {"rule": {"option": "other", "own": "ours"}, "rows": [{"id": "r-1", "name": "x"}], "flag": True},
    "control": {"date-next-review": "2027-05"},
    "left_out": ["b"],
    "kept": ["a"],
    "accepted": ["rule"],
    "reworded": {"one": "Ours.", "two": {"text": "Ours too.", "edition": "1"}},
    "added": [
        {"after": "one", "id": "a-1", "text": "More."},
        {"after": "s", "id": "a-2", "text": "S", "section": True},
    ],
    "order": {"s": ["two", "one"]},
    "reasons": {"rule": {"reason": "because", "risk": "some"}},
    "undecided": {"flag": {"owner": "Ann", "note": "in May"}, "rows": {}},
}


def test_every_field_is_read_and_written_back():
    answers = Answers.from_json(WHOLE)
    assert answers == Answers(
        values=WHOLE["values"],
        control={"date-next-review": "2027-05"},
        left_out=frozenset({"b"}),
        kept=frozenset({"a"}),
        accepted=frozenset({"rule"}),
        reworded={"one": Rewording("Ours."), "two": Rewording("Ours too.", "1")},
        added=(Addition("one", "a-1", "More."), Addition("s", "a-2", "S", section=True)),
        order={"s": ("two", "one")},
        reasons={"rule": Reason("because", "some")},
        undecided={"flag": Undecided("Ann", "in May"), "rows": Undecided()},
    )
    assert answers.to_json() == WHOLE


def test_no_answers_are_an_empty_object():
    assert (Answers.from_json({}), Answers().to_json()) == (Answers(), {})


def test_texts_are_cleaned_on_the_way_in():
    assert Answers.from_json({"values": {"place": "the\u200b cafe\u0301 \r\n"}}).values == {"place": "the café"}


def refused(data: Any) -> list[AnswerProblem]:
    with pytest.raises(AnswerError) as error:
        Answers.from_json(data)
    assert error.value.problems
    return error.value.problems


def test_all_mistakes_are_told_at_once():
    known = "values, control, left_out, kept, accepted, reworded, added, order, reasons, undecided"
    assert refused({
        "colour": "red",
        "values": {"a": None, "b": 1.5, "c": [[[[["deep"]]]]], "d": "x" * 100_000, "e": "😀", "": "x"},
        "control": [],
        "left_out": "b",
        "kept": [1],
        "reworded": {"one": 1, "two": {"words": "x"}},
        "added": [{"id": "a-1"}, "x", {"after": "a", "id": "a-2", "text": "t", "section": "yes"}],
        "order": {"s": "one"},
        "reasons": {"a": {"risk": "x"}},
        "undecided": {"a": []},
    }) == [
        AnswerProblem("file", "", f"“colour” is not a part of answers; these are: {known}."),
        AnswerProblem("value", "a", "Leave an answer that is not there out: null is not used."),
        AnswerProblem("value", "b", "An answer is text, true, false, a list or an object."),
        AnswerProblem("value", "c", "An answer is text, true, false, a list or an object."),
        AnswerProblem("value", "d", "Shorten this to 4,000 characters or fewer; it has 100,000."),
        AnswerProblem("value", "e", "Take out “😀” (grinning face): our documents cannot print it."),
        AnswerProblem("value", "", "This is not an id."),
        AnswerProblem("file", "", "“control” must be an object: { id: … }."),
        AnswerProblem("file", "", "“left_out” must be a list of ids."),
        AnswerProblem("file", "", "“kept” must be a list of ids."),
        AnswerProblem("reworded", "one", "The text must be text between quotation marks."),
        AnswerProblem("reworded", "two", "This is an object with text and, if you like, edition."),
        AnswerProblem("added", "a-1", "This is an object with after, id, text."),
        AnswerProblem("added", "2", "This is an object with after, id, text."),
        AnswerProblem("added", "a-2", "“section” is true or absent."),
        AnswerProblem("order", "s", "The order is a list of ids."),
        AnswerProblem("reason", "a", "This is an object with reason and, if you like, risk."),
        AnswerProblem("undecided", "a", "This is an object with owner, note as you like."),
    ]  # fmt: skip


def test_answers_are_an_object():
    assert refused([]) == [AnswerProblem("file", "", "Answers are an object: { … }.")]


def test_one_policy_has_a_limit_of_its_own():
    many = {f"q{number}": "word " * 799 for number in range(60)}
    assert refused({"values": many}) == [
        AnswerProblem("file", "", "The answers of one policy may take 200 kB: shorten some texts.")
    ]


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
fields = st.sampled_from(list(Answers.__dataclass_fields__))
keys = st.sampled_from([*EVERY_KIND.questions, *EVERY_KIND.nodes, "a-1", "nothing"])


@given(st.dictionaries(fields, anything | st.dictionaries(keys, anything, max_size=3) | st.lists(keys, max_size=3)))
def test_any_json_is_answers_or_an_answer_error(data):
    try:
        answers = Answers.from_json(data)
    except AnswerError:
        return
    assert Answers.from_json(answers.to_json()) == answers
    validate(EVERY_KIND, answers)


HOSTILE = (
    "<script>alert(1)</script>{{7*7}}</style><img src=x onerror=alert(1)> {place} [x](javascript:1) & ' \" %s ${1}"
)


def test_hostile_text_is_printed_as_the_letters_that_it_is():
    answers = Answers.from_json({"values": {
        "place": HOSTILE, "one": {"option": "other", "own": HOSTILE}, "who": {"name": HOSTILE, "role": HOSTILE},
        "rows": [{"id": "r-1", "name": HOSTILE}], "vision": HOSTILE,
    }})  # fmt: skip
    assert validate(EVERY_KIND, answers) == []
    result = compose(EVERY_KIND, answers, school=SchoolFacts(HOSTILE, HOSTILE), guidance=REGISTER, as_of=AS_OF)
    html = to_html(result.document)
    assert [mark for mark in ("<script", "<img", "<style", "</style", 'javascript:1"') if mark in html] == []
    block = next(block for block in result.document.walk() if block.id == "print")
    assert plain(block.inline) == (
        f"In {HOSTILE} on [to decide: When?], {HOSTILE}, see [to decide: Where to read?], ask {HOSTILE} ({HOSTILE})."
    )


def test_every_mistake_says_where_it_stands():
    with pytest.raises(AnswerError) as error:
        Answers.from_json({"values": {"": "x"}, "added": [1, {"after": "x", "id": "a-1", "text": 2}], "order": 3})
    assert str(error.value).splitlines() == [
        "value “”: This is not an id.",
        "added “1”: This is an object with after, id, text.",
        "added “a-1”: “text” must be text between quotation marks.",
        "“order” must be an object: { id: … }.",
    ]
