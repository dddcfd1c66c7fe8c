"""Answers as JSON: what is read, what is refused and in which words, all mistakes at once."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.policydoc.answers import Addition, AnswerError, Answers, Problem, Reason, Rewording, Undecided
from apps.policydoc.compose import compose
from apps.policydoc.document import plain
from apps.policydoc.given import SchoolFacts, Trust
from apps.policydoc.html import to_html
from apps.policydoc.validation import validate
from tests.policydoc.composing import AS_OF, REGISTER, bundle

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


def refused(data: Any) -> list[Problem]:
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
        Problem("file", "", f"“colour” is not a part of answers; these are: {known}."),
        Problem("value", "a", "Leave an answer that is not there out: null is not used."),
        Problem("value", "b", "An answer is text, true, false, a list or an object."),
        Problem("value", "c", "An answer is text, true, false, a list or an object."),
        Problem("value", "d", "Shorten this to 4,000 characters or fewer; it has 100,000."),
        Problem("value", "e", "Take out “😀” (grinning face): our documents cannot print it."),
        Problem("value", "", "This is not an id."),
        Problem("file", "", "“control” must be an object: { id: … }."),
        Problem("file", "", "“left_out” must be a list of ids."),
        Problem("file", "", "“kept” must be a list of ids."),
        Problem("reworded", "one", "The text must be text between quotation marks."),
        Problem("reworded", "two", "This is an object with text and, if you like, edition."),
        Problem("added", "a-1", "This is an object with after, id, text."),
        Problem("added", "2", "This is an object with after, id, text."),
        Problem("added", "a-2", "“section” is true or absent."),
        Problem("order", "s", "The order is a list of ids."),
        Problem("reason", "a", "This is an object with reason and, if you like, risk."),
        Problem("undecided", "a", "This is an object with owner, note as you like."),
    ]  # fmt: skip


def test_answers_are_an_object():
    assert refused([]) == [Problem("file", "", "Answers are an object: { … }.")]


def test_one_policy_has_a_limit_of_its_own():
    many = {f"q{number}": "word " * 799 for number in range(60)}
    assert refused({"values": many}) == [
        Problem("file", "", "The answers of one policy may take 200 kB: shorten some texts.")
    ]


# --- against a bundle -----------------------------------------------------------------------------------------------

BUNDLE = bundle("""
# Rules {#rules}

::: yes-no flag
Is it so?
:::

::: choose-one one
Which one?
- a *: A => the a
- other: Other => {own}
:::

::: choose-many many
Which ones?
- a: A => the a
- other: Other => {own}
:::

::: text place
Where?
:::

::: long-text vision
Which vision?
:::

::: date day
When?
:::

::: link page
Where to read?
:::

::: person who
Who?
:::

::: list rows
Which rows?
- name: Name
- lead (person): Who
- until? (date): Until
:::

- In {place} on {day}, {one}, see {page}, ask {who}. {#print}
- {vision} {#vision-each each=vision}
- {many} {#many-each each=many when=flag}
- {rows} {#rows-each each=rows}
- Usual. {#usual optional}

## Sub {#sub}

- Sub. {#sub-one}
""")

VALID: list[tuple[str, Any]] = [
    ("flag", True),
    ("one", "a"),
    ("one", "other"),
    ("one", {"option": "other", "own": "ours"}),
    ("many", []),
    ("many", ["a", {"option": "other", "own": "x", "id": "r-1"}, {"option": "other", "own": "x", "id": "r-2"}]),
    ("many", ["other"]),
    ("place", "here"),
    ("vision", "one\ntwo"),
    ("day", "2024-02-29"),
    ("day", "2026-11"),
    ("page", {"url": "https://example.org/a?b=c#d"}),
    ("page", {"text": "us", "url": "mailto:a@example.org"}),
    ("who", {"name": "Ann"}),
    ("who", {"title": "Ms", "name": "Ann", "role": "lead", "person_id": "p-1"}),
    ("rows", [{"id": "r-1"}]),
    ("rows", [{"id": "r-1", "name": "x", "lead": {"name": "Ann"}, "until": "2027-01"}]),
    ("school.learner-term", "children"),
    ("school.learner-term", {"singular": "user", "plural": "users", "article": "a"}),
]
INVALID: list[tuple[str, Any, str]] = [
    ("flag", "yes", "The answer is true or false."),
    ("one", True, "The answer is the name of an option."),
    ("one", "b", "“b” is not an option; these are: a, other."),
    ("one", {"option": "a", "own": "x"}, "“a” takes no own words: write the option alone."),
    ("one", {"option": "other"}, "Own words are an object with option, own."),
    ("many", "a", "The answer is a list of options; an empty list stands for none."),
    ("many", ["a", "a"], "A choice stands twice."),
    ("many", [{"option": "other", "own": "x"}], "Own words are an object with option, own, id."),
    ("many", [{"option": "other", "own": "x", "id": "a"}], "“a” cannot be the id of a row; one such as r-1 can."),
    ("place", ["here"], "The answer is text."),
    ("place", "x " * 101, "Shorten this to 200 characters or fewer; it has 201."),
    ("place", "one\ntwo", "Write this on one line."),
    ("vision", True, "The answer is text."),
    ("day", "2026-02-30", "The answer is a day such as 2026-11-20 or a month such as 2026-11."),
    ("day", "20/11/2026", "The answer is a day such as 2026-11-20 or a month such as 2026-11."),
    ("day", "2026-W47", "The answer is a day such as 2026-11-20 or a month such as 2026-11."),
    ("page", "https://example.org", "The answer is an object with url and, if you like, text."),
    ("page", {"url": "javascript:alert(1)"}, "The address begins with https:// or mailto: and has no spaces."),
    ("page", {"url": "https://"}, "The address begins with https:// or mailto: and has no spaces."),
    ("page", {"url": "http://example.org"}, "The address begins with https:// or mailto: and has no spaces."),
    ("who", {"role": "lead"}, "The answer is an object with name and, if you like, title and role."),
    ("who", {"name": ""}, "The answer is an object with name and, if you like, title and role."),
    ("rows", {"id": "r-1"}, "The answer is a list of rows; an empty list stands for none."),
    ("rows", [{"name": "x"}], "Each row has an id, such as r-1."),
    ("rows", [{"id": "undecided"}], "“undecided” cannot be the id of a row; one such as r-1 can."),
    ("rows", [{"id": "r-1"}, {"id": "r-1"}], "Two rows have the same id."),
    ("rows", [{"id": "r-1", "colour": "x"}], "Row 1: There is no column “colour”; these are: name, lead, until."),
    (
        "rows",
        [{"id": "r-1", "until": "soon"}],
        "Row 1: until: The answer is a day such as 2026-11-20 or a month such as 2026-11.",
    ),
    ("rows", [{"id": f"r-{n}"} for n in range(201)], "At most 200 rows can be made."),
    ("school.learner-term", "cats", "“cats” is not an option; these are: pupils, children, infants."),
    ("school.learner-term", {"singular": "x", "plural": ""}, "Give the word in the singular and in the plural."),
    ("school.learner-term", {"singular": "x", "plural": "y", "article": "the"}, "The article is “a” or “an”."),
    ("nothing", "x", "No question is called so."),
    ("control.date-next-review", "2027-05", "Put this under “control”, without “control.” before its name."),
]


@pytest.mark.parametrize(("key", "value"), VALID)
def test_values_of_every_kind_fit(key, value):
    assert validate(BUNDLE, Answers.from_json({"values": {key: value}})) == []


@pytest.mark.parametrize(("key", "value", "message"), INVALID)
def test_values_that_do_not_fit_are_refused(key, value, message):
    assert validate(BUNDLE, Answers.from_json({"values": {key: value}})) == [Problem("value", key, message)]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ({"control": {"nothing": "x"}}, Problem("control", "nothing", "No question of document control is called so.")),
        (
            {"control": {"date-next-review": "soon"}},
            Problem(
                "control", "date-next-review", "The answer is a day such as 2026-11-20 or a month such as 2026-11."
            ),
        ),
        ({"left_out": ["nothing"]}, Problem("left-out", "nothing", "No section or statement is called so.")),
        ({"left_out": ["print"]}, Problem("left-out", "print", "This is always in: it is not optional.")),
        ({"kept": ["print"]}, Problem("kept", "print", "This is always in: it is not optional.")),
        (
            {"kept": ["usual"], "left_out": ["usual"]},
            Problem("kept", "usual", "This is left out and kept at once: decide for one."),
        ),
        ({"accepted": ["nothing"]}, Problem("accepted", "nothing", "No question, section or statement is called so.")),
        ({"reworded": {"nothing": "x"}}, Problem("reworded", "nothing", "No section or statement is called so.")),
        (
            {"reworded": {"print/r-1": "x"}},
            Problem("reworded", "print/r-1", "This statement has no rows: name it without a row."),
        ),
        ({"reworded": {"print": ""}}, Problem("reworded", "print", "Write the words.")),
        ({"reworded": {"print": "a\nb"}}, Problem("reworded", "print", "Write this on one line.")),
        ({"reworded": {"print": "a { b"}}, Problem("reworded", "print", "write \\{ for a brace that is meant")),
        ({"reworded": {"print": "{nothing}"}}, Problem("reworded", "print", "Nothing is called {nothing}.")),
        ({"reworded": {"print": "{own}"}}, Problem("reworded", "print", "Nothing is called {own}.")),
        (
            {"reworded": {"print": "{vision}"}},
            Problem("reworded", "print", "{vision} is a long text and cannot stand inside a sentence."),
        ),
        (
            {"reworded": {"print": "{flag}"}},
            Problem("reworded", "print", "{flag} is a yes or no and has no words to print."),
        ),
        (
            {"reworded": {"print": "{rows.no}"}},
            Problem("reworded", "print", "{rows.no}: this list has no column “no”."),
        ),
        (
            {"reworded": {"print": "{control.signatories}"}},
            Problem("reworded", "print", "{control.signatories} is document control, which is no part of the text."),
        ),
        (
            {"added": [{"after": "print", "id": "b-1", "text": "x"}]},
            Problem("added", "b-1", "The id of an addition begins with “a-” and has no space and no slash."),
        ),
        (
            {"added": [{"after": "gone", "id": "a-1", "text": "x"}]},
            Problem("added", "a-1", "It stands after “gone”, which does not exist."),
        ),
        (
            {"added": [{"after": "print", "id": "a-1", "text": "x", "section": True}]},
            Problem("added", "a-1", "A section stands after a section; “print” is a statement."),
        ),
        (
            {"added": [{"after": "sample", "id": "a-1", "text": "x"}]},
            Problem("added", "a-1", "A statement stands after a section or a statement."),
        ),
        ({"added": [{"after": "a-1", "id": "a-1", "text": "x"}]}, Problem("added", "a-1", "It stands after itself.")),
        ({"order": {"nothing": []}}, Problem("order", "nothing", "No section or statement is called so.")),
        ({"order": {"rules": ["sub-one"]}}, Problem("order", "rules", "“sub-one” does not stand here.")),
        ({"order": {"rules": ["usual", "usual"]}}, Problem("order", "rules", "An id stands twice.")),
        ({"reasons": {"nothing": {"reason": "x"}}}, Problem("reason", "nothing", "No question is called so.")),
        ({"undecided": {"nothing": {}}}, Problem("undecided", "nothing", "No question is called so.")),
    ],
)
def test_what_does_not_fit_the_bundle_is_refused(data, problem):
    assert validate(BUNDLE, Answers.from_json(data)) == [problem]


def test_two_additions_that_wait_for_each_other_are_refused():
    added = [{"after": "a-2", "id": "a-1", "text": "x"}, {"after": "a-1", "id": "a-2", "text": "y"}]
    assert [problem.message for problem in validate(BUNDLE, Answers.from_json({"added": added}))] == [
        "It stands after itself."
    ] * 2


def test_a_trust_may_let_a_school_leave_out_and_hold_its_own_words():
    trust = Trust(statements={"print": "may-leave-out", "usual": "must-stay"})
    answers = Answers.from_json({"left_out": ["print", "usual"], "reworded": {"usual": "Ours."}})
    assert validate(BUNDLE, answers, trust) == [
        Problem("left-out", "usual", "Your trust keeps this in: it cannot be left out."),
        Problem("reworded", "usual", "Your trust keeps the words of this statement."),
    ]


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
fields = st.sampled_from(list(Answers.__dataclass_fields__))
keys = st.sampled_from([*BUNDLE.questions, *BUNDLE.nodes, "a-1", "nothing"])


@given(st.dictionaries(fields, anything | st.dictionaries(keys, anything, max_size=3) | st.lists(keys, max_size=3)))
def test_any_json_is_answers_or_an_answer_error(data):
    try:
        answers = Answers.from_json(data)
    except AnswerError:
        return
    assert Answers.from_json(answers.to_json()) == answers
    validate(BUNDLE, answers)


HOSTILE = (
    "<script>alert(1)</script>{{7*7}}</style><img src=x onerror=alert(1)> {place} [x](javascript:1) & ' \" %s ${1}"
)


def test_hostile_text_is_printed_as_the_letters_that_it_is():
    answers = Answers.from_json({"values": {
        "place": HOSTILE, "one": {"option": "other", "own": HOSTILE}, "who": {"name": HOSTILE, "role": HOSTILE},
        "rows": [{"id": "r-1", "name": HOSTILE}], "vision": HOSTILE,
    }})  # fmt: skip
    assert validate(BUNDLE, answers) == []
    result = compose(BUNDLE, answers, school=SchoolFacts(HOSTILE, HOSTILE), guidance=REGISTER, as_of=AS_OF)
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
