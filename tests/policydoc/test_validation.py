"""Whether answers fit a bundle: its ids, its options, the kinds of its questions, what the trust allows."""

from __future__ import annotations

from typing import Any

import pytest

from apps.policydoc.answers import AnswerProblem, Answers
from apps.policydoc.given import Trust
from apps.policydoc.validation import validate
from tests.policydoc.samples import EVERY_KIND

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
    assert validate(EVERY_KIND, Answers.from_json({"values": {key: value}})) == []


@pytest.mark.parametrize(("key", "value", "message"), INVALID)
def test_values_that_do_not_fit_are_refused(key, value, message):
    assert validate(EVERY_KIND, Answers.from_json({"values": {key: value}})) == [AnswerProblem("value", key, message)]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (
            {"control": {"nothing": "x"}},
            AnswerProblem("control", "nothing", "No question of document control is called so."),
        ),
        (
            {"control": {"date-next-review": "soon"}},
            AnswerProblem(
                "control", "date-next-review", "The answer is a day such as 2026-11-20 or a month such as 2026-11."
            ),
        ),
        ({"left_out": ["nothing"]}, AnswerProblem("left-out", "nothing", "No section or statement is called so.")),
        ({"left_out": ["print"]}, AnswerProblem("left-out", "print", "This is always in: it is not optional.")),
        ({"kept": ["print"]}, AnswerProblem("kept", "print", "This is always in: it is not optional.")),
        (
            {"kept": ["usual"], "left_out": ["usual"]},
            AnswerProblem("kept", "usual", "This is left out and kept at once: decide for one."),
        ),
        (
            {"accepted": ["nothing"]},
            AnswerProblem("accepted", "nothing", "No question, section or statement is called so."),
        ),
        ({"reworded": {"nothing": "x"}}, AnswerProblem("reworded", "nothing", "No section or statement is called so.")),
        (
            {"reworded": {"print/r-1": "x"}},
            AnswerProblem("reworded", "print/r-1", "This statement has no rows: name it without a row."),
        ),
        ({"reworded": {"print": ""}}, AnswerProblem("reworded", "print", "Write the words.")),
        ({"reworded": {"print": "a\nb"}}, AnswerProblem("reworded", "print", "Write this on one line.")),
        ({"reworded": {"print": "a { b"}}, AnswerProblem("reworded", "print", "write \\{ for a brace that is meant")),
        ({"reworded": {"print": "{nothing}"}}, AnswerProblem("reworded", "print", "Nothing is called {nothing}.")),
        ({"reworded": {"print": "{own}"}}, AnswerProblem("reworded", "print", "Nothing is called {own}.")),
        (
            {"reworded": {"print": "{vision}"}},
            AnswerProblem("reworded", "print", "{vision} is a long text and cannot stand inside a sentence."),
        ),
        (
            {"reworded": {"print": "{flag}"}},
            AnswerProblem("reworded", "print", "{flag} is a yes or no and has no words to print."),
        ),
        (
            {"reworded": {"print": "{rows.no}"}},
            AnswerProblem("reworded", "print", "{rows.no}: this list has no column “no”."),
        ),
        (
            {"reworded": {"print": "{control.signatories}"}},
            AnswerProblem(
                "reworded", "print", "{control.signatories} is document control, which is no part of the text."
            ),
        ),
        (
            {"added": [{"after": "print", "id": "b-1", "text": "x"}]},
            AnswerProblem("added", "b-1", "The id of an addition begins with “a-” and has no space and no slash."),
        ),
        (
            {"added": [{"after": "gone", "id": "a-1", "text": "x"}]},
            AnswerProblem("added", "a-1", "It stands after “gone”, which does not exist."),
        ),
        (
            {"added": [{"after": "print", "id": "a-1", "text": "x", "section": True}]},
            AnswerProblem("added", "a-1", "A section stands after a section; “print” is a statement."),
        ),
        (
            {"added": [{"after": "sample", "id": "a-1", "text": "x"}]},
            AnswerProblem("added", "a-1", "A statement stands after a section or a statement."),
        ),
        (
            {"added": [{"after": "a-1", "id": "a-1", "text": "x"}]},
            AnswerProblem("added", "a-1", "It stands after itself."),
        ),
        ({"order": {"nothing": []}}, AnswerProblem("order", "nothing", "No section or statement is called so.")),
        ({"order": {"rules": ["sub-one"]}}, AnswerProblem("order", "rules", "“sub-one” does not stand here.")),
        ({"order": {"rules": ["usual", "usual"]}}, AnswerProblem("order", "rules", "An id stands twice.")),
        ({"reasons": {"nothing": {"reason": "x"}}}, AnswerProblem("reason", "nothing", "No question is called so.")),
        ({"undecided": {"nothing": {}}}, AnswerProblem("undecided", "nothing", "No question is called so.")),
    ],
)
def test_what_does_not_fit_the_bundle_is_refused(data, problem):
    assert validate(EVERY_KIND, Answers.from_json(data)) == [problem]


def test_two_additions_that_wait_for_each_other_are_refused():
    added = [{"after": "a-2", "id": "a-1", "text": "x"}, {"after": "a-1", "id": "a-2", "text": "y"}]
    assert [problem.message for problem in validate(EVERY_KIND, Answers.from_json({"added": added}))] == [
        "It stands after itself."
    ] * 2


def test_a_trust_may_let_a_school_leave_out_and_hold_its_own_words():
    trust = Trust(statements={"print": "may-leave-out", "usual": "must-stay"})
    answers = Answers.from_json({"left_out": ["print", "usual"], "reworded": {"usual": "Ours."}})
    assert validate(EVERY_KIND, answers, trust) == [
        AnswerProblem("left-out", "usual", "Your trust keeps this in: it cannot be left out."),
        AnswerProblem("reworded", "usual", "Your trust keeps the words of this statement."),
    ]
