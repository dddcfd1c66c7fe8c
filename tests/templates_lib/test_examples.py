"""The answer files of the examples: what each school decided can be read, and what it left open is a gap."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pytest

from apps.policydoc.answers import Answers
from apps.policydoc.bundle import Bundle
from apps.policydoc.compose import Composed, compose
from apps.policydoc.document import plain
from apps.policydoc.given import SchoolFacts
from apps.policydoc.validation import validate
from apps.templates_lib.library import bundle_at, guidance_register
from tests.headless import ROOT

from . import taken
from .real_data import REAL_DATA, needs_real_data
from .shipped import faults, sentences

EXAMPLES = ROOT / "examples"
COMBINED = "mobile-and-social-media@2026-27"
TEMPLATES = {
    "hazel-bank": "mobile-and-smart-technology@2026-27",
    "wrenfold": "social-media@2026-27",
    "osier-lane": "staff-protocol@2026-27",
    "mossgate": COMBINED,
    "fernley": COMBINED,
}
DECIDED = ["hazel-bank", "wrenfold", "osier-lane"]
Phrases = tuple[str, ...]


def answer_file(name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((EXAMPLES / f"{name}.answers.json").read_text(encoding="utf-8"))
    return data


def composed(bundle: Bundle, data: dict[str, Any]) -> Composed:
    derived, as_of = data["derived"], data["as_of"]
    answers = Answers.from_json({key: data[key] for key in data if key not in ("derived", "as_of", "standing")})
    assert [str(problem) for problem in validate(bundle, answers)] == []
    school = SchoolFacts(derived["school.name"], derived["school.name"], derived)
    return compose(bundle, answers, school=school, guidance=guidance_register(), as_of=as_of)


@cache
def bundle(template: str) -> Bundle:
    return bundle_at(template)


@cache
def example(name: str) -> Composed:
    return composed(bundle(TEMPLATES[name]), answer_file(name))


def test_every_answer_file_has_its_template() -> None:
    assert {path.name.removesuffix(".answers.json") for path in EXAMPLES.glob("*.answers.json")} == set(TEMPLATES)


@pytest.mark.parametrize("name", DECIDED)
def test_a_school_that_has_decided_everything_leaves_nothing_open(name: str) -> None:
    result = example(name)
    assert result.open == ()
    assert list(result.document.gaps()) == []
    assert faults(result.document) == []


def test_what_a_published_policy_left_open_is_a_gap() -> None:
    for name in ("mossgate", "fernley"):
        result, undecided = example(name), set(answer_file(name)["undecided"])
        asked = undecided - taken.WAITING
        assert {item.id for item in result.open if item.why == "undecided"} == asked, name
        assert asked - {gap.question for gap in result.document.gaps()} - taken.WHOLE_SENTENCES == set(), name


@pytest.mark.parametrize(("name", "expected"), [("mossgate", taken.MOSSGATE), ("fernley", taken.FERNLEY)])
def test_each_decision_that_a_published_policy_took_can_be_read(name: str, expected: Mapping[str, Phrases]) -> None:
    text = "\n".join(sentences(example(name).document))
    unread = [f"{key}: {words}" for key, phrases in expected.items() for words in phrases if words not in text]
    assert unread == [f"guidance-years-shown: {taken.EDITIONS}"]
    assert ("Working together to safeguard children (2026)" in text) == (name == "fernley")


def test_what_a_published_policy_did_not_have_is_left_out() -> None:
    headings = {words for name in ("mossgate", "fernley") for words in sentences(example(name).document)}
    assert headings & {"False and intimate pictures", "Group chats of staff", "Parents/carers online"} == set()


def test_a_decision_that_waits_for_another_prints_once_that_is_decided() -> None:
    data = answer_file("mossgate")
    data["values"] |= {
        "learner-devices-permitted": "journey-handed-in",
        "staff-personal-social-media": "no",
        "provided-device-types": "both",
        "provided-device-users": "both",
    }
    data["undecided"] = {key: note for key, note in data["undecided"].items() if key not in data["values"]}
    text = "\n".join(sentences(composed(bundle(COMBINED), data).document))
    assert [words for phrases in taken.MOSSGATE_WAITING.values() for words in phrases if words not in text] == []


def test_the_combined_policy_prints_nothing_of_its_text_twice() -> None:
    """Each part may name the same policies and people; no sentence of one stands in the other."""
    for name in ("mossgate", "fernley"):
        first, second = (
            {plain(block.inline) for block in part.walk() if not block.number.startswith("(")}
            for part in example(name).document.body.parts
        )
        assert first & second - taken.HEADINGS_OF_BOTH == set(), name


# --- against the collected decisions, where they are at hand --------------------------------------------------------

SECTIONS = ("vocabulary", "people", "references", "links", "monitoring", "breaches")
PREFIX = {"school_profile": "school.", "document": "control.", "policy": ""}


def collected() -> Iterator[tuple[str, dict[str, Any]]]:
    """Each decision about the text of the two policies, under the id that the library gives it."""
    with open(f"{REAL_DATA}/decisions.json", encoding="utf-8") as file:
        for decision in json.load(file)["decisions"]:
            if decision["section"].startswith(("mobile_", "social_")) or decision["section"] in SECTIONS:
                name = decision["id"].replace("_", "-")
                prefix = PREFIX[decision["scope"]]
                yield prefix + (name.removeprefix("school-") if prefix == "school." else name), decision


def of_status(number: str, status: str) -> set[str]:
    return {name for name, decision in collected() if decision["answers"][number]["status"] == status}


@needs_real_data
@pytest.mark.parametrize(
    ("number", "expected"),
    [("000", {*taken.MOSSGATE, *taken.MOSSGATE_WAITING}), ("002", set(taken.FERNLEY))],
)
def test_each_decision_that_was_taken_in_print_is_one_of_those_read_above(number: str, expected: set[str]) -> None:
    assert of_status(number, "answered") - taken.ASKED_ONCE == expected


@needs_real_data
@pytest.mark.parametrize(("number", "name"), [("000", "mossgate"), ("002", "fernley")])
def test_each_decision_that_was_left_open_in_print_is_left_open(number: str, name: str) -> None:
    settled_elsewhere = taken.SETTLED_BY_THE_REGISTER | taken.PRINTED_WITH_A_NOTE_TO_REMOVE_IT | taken.NOT_OFFERED
    settled_elsewhere |= taken.ASKED_ONCE | taken.DECIDED_BY_THE_OTHER_PART[name]
    assert of_status(number, "unresolved") - settled_elsewhere == set(answer_file(name)["undecided"])
