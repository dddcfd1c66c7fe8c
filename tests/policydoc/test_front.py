"""The front of every policy: what the school shows of itself, the document-control table and the statements."""

from __future__ import annotations

from dataclasses import replace

import pytest

from apps.policydoc.document import ControlValue, Detail, Front, Gap, Image, Text, body_digest, plain
from apps.policydoc.given import SchoolFacts
from apps.policydoc.openness import Open
from apps.policydoc.standing import Standing
from tests.policydoc.composing import FACTS, composed
from tests.policydoc.fronts import ONE

LOGO = Image("ab" * 32, "A fern")
WHOLE = replace(FACTS, address=("1 Fern Lane", "Ferntown"), logo=LOGO)
TEXTS = {"school.strapline": "Grow", "school.vision-statement": "Kind.\nBrave.",
         "school.values": [{"id": "r-1", "value": "Care"}]}  # fmt: skip
NAME = {"display_name": "Fern Lane Primary"}
SHOWN = {
    "logo": {"images": (LOGO,)},
    "legal-name": {"legal_name": "Fern Lane Primary School"},
    "address": {"address": ("1 Fern Lane", "Ferntown")},
    "strapline": {"strapline": "Grow"},
    "vision": {"vision": ("Kind.", "Brave.")},
    "values": {"values": ("Care",)},
}


def front(values: dict[str, object] | None = None, facts: SchoolFacts = WHOLE, **rest: object) -> Front:
    """The front without its table and statements."""
    document = composed(ONE, {**TEXTS, **(values or {})}, facts=facts, **rest).document  # type: ignore[arg-type]
    return replace(document.body.front, control=(), statements=())


@pytest.mark.parametrize("choice", SHOWN)
def test_the_school_chooses_what_stands_on_the_front(choice):
    assert front({"school.front-page": [choice]}) == Front(**NAME, **SHOWN[choice])


def test_nothing_chosen_leaves_the_name_alone_and_what_is_usual_stands_until_somebody_says_otherwise():
    assert front({"school.front-page": []}) == Front(**NAME)
    assert front() == Front(**NAME, images=(LOGO,), address=("1 Fern Lane", "Ferntown"), strapline="Grow")


def test_what_is_set_aside_shows_what_stood_on_the_front_before_it_could_be_chosen():
    before = SHOWN["legal-name"] | SHOWN["strapline"] | SHOWN["vision"] | SHOWN["values"]
    assert front(undecided={"school.front-page": {}}) == Front(**NAME, **before)


def test_an_address_that_the_register_lacks_is_the_schools_own():
    typed = {"school.front-page": ["address"], "school.address": "The Old Mill\n\nFerntown"}
    assert front(typed, FACTS).address == ("The Old Mill", "Ferntown")
    assert front(typed, WHOLE).address == ("1 Fern Lane", "Ferntown")
    assert front({"school.front-page": ["address", "logo"]}, FACTS) == Front(**NAME)


def test_the_front_is_part_of_what_governors_approve_and_its_texts_travel_with_it():
    with_motto = composed(ONE, {**TEXTS, "school.front-page": ["strapline"]}).document
    without = composed(ONE, {**TEXTS, "school.front-page": []}).document
    assert body_digest(with_motto) != body_digest(without)
    assert (with_motto.control.answers["school.strapline"], without.control.answers.get("school.strapline")) == (
        "Grow", None,
    )  # fmt: skip


# --- the table and the statements -----------------------------------------------------------------------------------


def rows(document) -> list[tuple[str, str]]:
    return [(label, plain(inline)) for label, inline in document.front_details()]


def test_the_table_holds_the_places_of_control_values_and_shows_what_they_print():
    document = composed(ONE, control={"approval": "board", "date-next-review": "2027-05"}).document
    assert document.body.front.control == (
        Detail("Approved by", (ControlValue("Approval"),)),
        Detail("Committee of the governing body", (ControlValue("committee"),)),
        Detail("Next review", (ControlValue("date-next-review"),)),
        Detail("Version", (ControlValue("version-number"),)),
    )
    assert rows(document) == [("Approved by", "The governing body"), ("Next review", "May 2027")]
    assert document.control.values == {"approval": "board", "date-next-review": "2027-05"}


def test_what_is_not_decided_is_a_gap_in_the_table_and_not_open():
    result = composed(ONE)
    assert rows(result.document) == [
        ("Approved by", "[to confirm: The governing body]"),
        ("Next review", "[to decide: When is the next review?]"),
    ]
    assert [entry.id for entry in result.open if entry.id.startswith("control.")] == []


def test_a_control_value_that_another_one_asks_for_stands_only_then():
    committee = {"approval": "committee", "committee": "Safeguarding", "date-next-review": "2027-05"}
    asked, unasked = (composed(ONE, control=committee | more).document for more in ({}, {"approval": "board"}))
    assert rows(asked)[:2] == [
        ("Approved by", "A committee of the governing body"),
        ("Committee of the governing body", "Safeguarding"),
    ]
    assert [label for label, _ in rows(unasked)] == ["Approved by", "Next review"]
    assert ("committee" in asked.control.values, "committee" in unasked.control.values) == (True, False)


@pytest.mark.parametrize(
    ("typed", "counted", "printed"), [("", "3", [("Version", "3")]), ("2b", "3", [("Version", "2b")]), ("", "", [])]
)
def test_a_version_that_nobody_has_numbered_has_the_number_of_its_record(typed, counted, printed):
    control = {"version-number": typed} if typed else {}
    document = composed(ONE, control=control, standing=Standing(version=counted)).document
    assert [row for row in rows(document) if row[0] == "Version"] == printed


def test_statements_stand_where_they_have_words():
    said = {"school.copies": True, "school.desk": "the office"}
    document = composed(ONE, said, control={"watched": True}).document
    assert document.body.front.statements == ((Text("Ask the office for a copy."),), (ControlValue("watched"),))
    assert [plain(words) for words in document.front_statements()] == [
        "Ask the office for a copy.",
        "We watch it all year.",
    ]
    assert document.control.answers["school.desk"] == "the office"
    silent = composed(ONE, {"school.copies": False}, control={"watched": False}).document
    assert list(silent.front_statements()) == []


def test_what_a_statement_of_the_front_lacks_is_a_gap_and_open():
    result = composed(ONE, {"school.copies": True, "school.front-page": [], "school.board-term": "trustees",
                            "school.lead": {"name": "Ann"}, "school.dsl-name-format": "name"})  # fmt: skip
    assert result.document.body.front.statements[0] == (
        Text("Ask "), Gap("school.desk", "Whom do readers ask?"), Text(" for a copy."),
    )  # fmt: skip
    assert result.open == (Open("question", "school.desk", "school", "front", "unanswered", "Whom do readers ask?"),)
