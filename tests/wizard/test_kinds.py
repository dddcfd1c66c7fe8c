"""Each kind of question: what is stored stands in its fields, and what stands in its fields is what is stored."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.http import QueryDict
from django.utils import timezone

from apps.policydoc.template import KINDS, Column, Kind, Option, Question
from apps.wizard.asked import Asked
from apps.wizard.forms import PageForm
from apps.wizard.shown import cell_words
from apps.wizard.templatetags.policywright import errors_in_order

OPTIONS = (Option("lockers", "In a locker"), Option("office", "At the office"), Option("other", "Elsewhere", "{own}"))
TERMS = (Option("pupils", "pupil", plural="pupils"), Option("children", "child", plural="children"))


def question(kind: Kind, **given: Any) -> Question:
    options = TERMS if kind == "term" else OPTIONS if kind in ("choose-one", "choose-many") else ()
    columns = (Column("name", "Name"),) if kind == "list" else ()
    return Question("phones-kept", kind, "Where are phones kept?", options=options, columns=columns, **given)


def posted_back(form: PageForm) -> QueryDict:
    """What a browser sends for this form when nobody touches it."""
    data = QueryDict(mutable=True)
    for field in form:
        value = field.value()
        if field.widget_type == "dateparts":
            for name, part in zip(("day", "month", "year"), field.field.widget.decompress(value), strict=True):
                data[f"{field.html_name}_{name}"] = part
        elif isinstance(value, list):
            data.setlist(field.html_name, value)
        elif value is True:
            data[field.html_name] = "on"
        elif value not in (None, False):
            data[field.html_name] = value
    return data


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("yes-no", True),
        ("yes-no", False),
        ("choose-one", "office"),
        ("choose-one", {"option": "other", "own": "In the hall & the “snug”"}),
        ("choose-many", []),
        ("choose-many", ["lockers", "office"]),
        ("choose-many", ["office", {"option": "other", "id": "r-2b", "own": "the hall"}]),
        (
            "choose-many",
            [
                {"option": "other", "id": "r-2b", "own": "the hall"},
                {"option": "other", "id": "r-1a", "own": "the porch"},
            ],
        ),
        ("text", "the safe in the office"),
        ("long-text", "First.\nSecond."),
        ("date", "2026-11-20"),
        ("date", "2026-09"),
        ("link", {"text": "Our channel", "url": "https://oak-lane.example/news?a=1&b=2"}),
        ("link", {"text": "Write to us", "url": "mailto:office@oak-lane.example"}),
        ("person", {"title": "Mrs", "name": "Ada Finch", "role": "deputy headteacher"}),
        ("person", {"name": "Ada Finch"}),
        ("list", []),
        ("list", [{"id": "r-1", "name": "Newsletter"}]),
        ("term", "children"),
        ("term", {"singular": "learner", "plural": "learners"}),
        ("term", {"singular": "hour-child", "plural": "hour-children", "article": "an"}),
    ],
)
def test_a_stored_answer_comes_back_as_it_was(kind: Kind, answer: Any) -> None:
    asked = Asked.plain(question(kind), value=answer)
    form = PageForm(posted_back(PageForm(asked=[asked])), asked=[asked])
    assert form.is_valid(), form.errors
    assert form.given == {"phones-kept": answer}


@pytest.mark.parametrize("kind", KINDS)
def test_an_unanswered_question_says_what_to_do(kind: Kind) -> None:
    asked = Asked.plain(question(kind))
    form = PageForm(QueryDict(), asked=[asked])
    messages = [message for errors in form.errors.values() for message in errors]
    chosen = "Choose an answer for “Where are phones kept?”, or “Not decided yet”."
    ticked = "Answer “Where are phones kept?”, or tick “Not decided yet”."
    added = "Add an entry for “Where are phones kept?”, or say that there are none or that it is not decided yet."
    assert messages == [
        {"yes-no": chosen, "choose-one": chosen, "choose-many": chosen, "term": chosen, "list": added}.get(kind, ticked)
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_an_optional_question_and_one_for_later_may_stay_empty(kind: Kind) -> None:
    optional = PageForm(QueryDict(), asked=[Asked.plain(question(kind, optional=True))])
    later = PageForm(QueryDict(), asked=[Asked.plain(question(kind))], must_answer=False)
    assert (optional.errors, optional.changes()) == ({}, [])
    assert (later.errors, later.changes()) == ({}, [])


@pytest.mark.parametrize(
    ("kind", "posted"),
    [
        ("choose-one", "phones-kept=__undecided"),
        ("choose-many", "phones-kept=__undecided"),
        ("term", "phones-kept=__undecided"),
        ("yes-no", "phones-kept=__undecided"),
        ("text", "phones-kept__undecided=on"),
        ("date", "phones-kept__undecided=on"),
        ("person", "phones-kept__undecided=on"),
    ],
)
def test_not_decided_yet_is_an_answer_with_a_note(kind: Kind, posted: str) -> None:
    form = PageForm(QueryDict(f"{posted}&phones-kept__note=Ask+the+board"), asked=[Asked.plain(question(kind))])
    assert form.errors == {}
    assert [(change.kind, change.key, change.value) for change in form.changes()] == [
        ("undecided", "phones-kept", {"note": "Ask the board"})
    ]


@pytest.mark.parametrize(
    ("kind", "posted", "message"),
    [
        ("choose-one", "phones-kept=other", "Write your own words for “Elsewhere” under “Where are phones kept?”."),
        (
            "choose-one",
            f"phones-kept=other&phones-kept__own__other={'a+' * 120}",
            "Your own words for “Elsewhere” under “Where are phones kept?”: "
            "Shorten this to 200 characters or fewer; it has 239.",
        ),
        ("choose-one", "phones-kept=roof", "Choose one of the answers offered for “Where are phones kept?”."),
        (
            "choose-many",
            "phones-kept=other&phones-kept__own__other=+",
            "Write your own words for “Elsewhere” under “Where are phones kept?”.",
        ),
        (
            "choose-many",
            "phones-kept=office&phones-kept=__none",
            "Choose either “None of these” or the answers above it, not both.",
        ),
        (
            "choose-many",
            "phones-kept=office&phones-kept=__undecided",
            "Choose either “Not decided yet” or the answers above it, not both.",
        ),
        (
            "text",
            "phones-kept=safe&phones-kept__undecided=on",
            "Answer “Where are phones kept?” or tick “Not decided yet”, not both.",
        ),
        (
            "date",
            "phones-kept_day=31&phones-kept_month=2&phones-kept_year=2026",
            "The date for “Where are phones kept?” cannot be right: February 2026 has the days 1 to 28.",
        ),
        (
            "date",
            "phones-kept_day=1&phones-kept_month=13&phones-kept_year=2026",
            "The date for “Where are phones kept?” cannot be right: "
            "write the month as a number from 1 to 12, or its name.",
        ),
        (
            "date",
            "phones-kept_day=1&phones-kept_month=Sept&phones-kept_year=27",
            "The date for “Where are phones kept?” cannot be right: write the year with four digits, for example 2026.",
        ),
        (
            "date",
            "phones-kept_month=9&phones-kept_year=1027",
            "The date for “Where are phones kept?” cannot be right: the year must be from 1800 to 2199.",
        ),
        ("date", "phones-kept_day=1", "The date for “Where are phones kept?” needs a month and a year."),
        (
            "date",
            "phones-kept_month=٩&phones-kept_year=2026",
            "The date for “Where are phones kept?” cannot be right: "
            "write the month as a number from 1 to 12, or its name.",
        ),
        ("link", "phones-kept__text=News", "Enter the address that the link leads to."),
        (
            "link",
            "phones-kept__url=javascript:alert(1)",
            "Enter a web address that starts with https:// (or mailto: for an e-mail address).",
        ),
        ("person", "phones-kept__role=head", "Enter the name for “Where are phones kept?”."),
        (
            "term",
            "phones-kept=__own&phones-kept__singular=learner",
            "Write the word for several of them under “Where are phones kept?”.",
        ),
    ],
)
def test_a_mistake_is_named_once_with_what_to_do(kind: Kind, posted: str, message: str) -> None:
    form = PageForm(QueryDict(posted), asked=[Asked.plain(question(kind))])
    assert [text for errors in form.errors.values() for text in errors] == [message]


@pytest.mark.parametrize(("kind", "part"), [("person", "name"), ("link", "url")])
def test_an_empty_answer_is_missed_where_it_is_needed(kind: Kind, part: str) -> None:
    form = PageForm(QueryDict(), asked=[Asked.plain(question(kind))])
    assert list(form.errors) == [f"phones-kept__{part}"]


def in_force_and_review(in_force: str, review: str) -> PageForm:
    return with_dates({"date-in-force": in_force, "date-next-review": review})


def with_dates(dates: dict[str, str]) -> PageForm:
    """Document control with these dates, each as "day month year"."""
    data = QueryDict(mutable=True)
    asked = []
    for name, typed in dates.items():
        asked.append(Asked.plain(Question(f"control.{name}", "date", f"Which {name}?"), may_wait=True))
        for part, words in zip(("day", "month", "year"), typed.split(" "), strict=True):
            data[f"control.{name}_{part}"] = words
    return PageForm(data, asked=asked)


@pytest.mark.parametrize(
    ("in_force", "review"), [("1 9 2026", "31 8 2026"), ("1 9 2026", " 8 2026"), (" 9 2026", " 1 2025")]
)
def test_a_review_before_the_policy_is_in_force_is_refused(in_force: str, review: str) -> None:
    sentence = "The next review is due before the policy is in force: change one of the two dates."
    assert in_force_and_review(in_force, review).errors == {"control.date-next-review": [sentence]}


@pytest.mark.parametrize(
    ("in_force", "review"), [("1 9 2026", "1 9 2027"), ("15 9 2026", " 9 2026"), ("1 9 2026", "  ")]
)
def test_a_review_later_on_is_not(in_force: str, review: str) -> None:
    assert in_force_and_review(in_force, review).errors == {}


@pytest.mark.parametrize(("days", "errors"), [
    (-1, {}),
    (0, {}),
    (1, {"control.date-approved": ["This day is still to come: fill it in once the policy has been approved."]}),
])  # fmt: skip
def test_a_policy_was_approved_today_at_the_latest(days: int, errors: dict[str, list[str]]) -> None:
    day = timezone.localdate() + timedelta(days=days)
    assert with_dates({"date-approved": f"{day.day} {day.month} {day.year}"}).errors == errors


def test_a_policy_of_another_century_is_a_slip() -> None:
    sentence = "The date for “Which date-in-force?” cannot be right: the year must be from 2000 to 2099."
    assert in_force_and_review("1 9 1927", "  ").errors == {"control.date-in-force": [sentence]}


@pytest.mark.parametrize("damaged", ["value=" + "a" * 300, "value=\0"])
def test_a_damaged_hidden_field_says_what_to_do(damaged: str) -> None:
    posted = QueryDict(mutable=True)
    posted.update({"phones-kept": "safe", "phones-kept__seen": damaged})
    form = PageForm(posted, asked=[Asked.plain(question("text"))])
    assert form.errors == {"phones-kept__seen": ["This form is damaged: load the page again."]}
    assert errors_in_order(form) == [("main-content", "This form is damaged: load the page again.")]


def test_a_choice_that_needs_a_reason_is_refused_without_one() -> None:
    asked = Asked.plain(
        Question("phones", "choose-one", "Phones?", options=(Option("bag", "In the bag", needs_reason=True),))
    )
    refused = PageForm(QueryDict("phones=bag"), asked=[asked])
    assert refused.errors == {"phones__reason": ["Give your reason for “In the bag”: governors will want to read it."]}
    given = PageForm(QueryDict("phones=bag&phones__reason=Long+journeys"), asked=[asked])
    assert given.errors == {}
    assert [(change.kind, change.key, change.value) for change in given.changes()] == [
        ("value", "phones", "bag"),
        ("reason", "phones", {"reason": "Long journeys"}),
    ]


def test_a_link_without_words_shows_its_address() -> None:
    assert cell_words("link", {"url": "https://oak-lane.example"}) == "https://oak-lane.example"
    form = PageForm(asked=[Asked.plain(question("link"), value={"url": "https://oak-lane.example"})])
    assert form.initial["phones-kept__url"] == "https://oak-lane.example"


def test_own_entries_keep_their_ids_when_lines_move_and_change() -> None:
    stored = [{"option": "other", "id": "r-1", "own": "the hall"}, {"option": "other", "id": "r-2", "own": "the porch"}]
    asked = Asked.plain(question("choose-many"), value=stored)
    posted = QueryDict("phones-kept=other&phones-kept__own__other=the+big+porch%0D%0Athe+hall")
    form = PageForm(posted, asked=[asked])
    assert form.errors == {}
    assert form.given["phones-kept"] == [
        {"option": "other", "id": "r-2", "own": "the big porch"},
        {"option": "other", "id": "r-1", "own": "the hall"},
    ]


def test_what_the_boundary_took_out_is_said() -> None:
    form = PageForm(QueryDict("phones-kept=the%00+safe%E2%80%8B"), asked=[Asked.plain(question("text"))])
    assert form.errors == {}
    assert form.given == {"phones-kept": "the safe"}
    assert form.removed == [
        "From “Where are phones kept?” we removed what cannot be printed: 1 control character, 1 invisible character."
    ]


def test_control_answers_are_rows_of_their_own_kind() -> None:
    asked = Asked.plain(
        Question("control.approver", "text", "Who approves?"), seen={"value": "3.abc", "undecided": "0."}
    )
    posted = posted_back(PageForm(asked=[asked]))
    posted["control.approver"] = "The board"
    form = PageForm(posted, asked=[asked])
    assert form.errors == {}
    assert [(change.kind, change.key, change.value, change.seen) for change in form.changes()] == [
        ("control", "approver", "The board", "3.abc"),
    ]
