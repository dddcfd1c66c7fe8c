"""The rows of a list, one at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from apps.policies import rows
from apps.policies.models import Version
from apps.schools.models import User
from tests.wizard.conftest import POLICY
from tests.wizard.test_sections import errors, shown

LIST = f"{POLICY}lists/school.vets/"
LEAD = f"{POLICY}sections/care/"
PEOPLE = f"{POLICY}school/school-words/"
Stored = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def stored(draft: Version) -> Stored:
    def read() -> list[dict[str, Any]]:
        answer = draft.policy.school.answers.filter(key="school.vets").first()
        return answer.value if answer else []

    return read


@pytest.fixture
def three(draft: Version, head: User) -> list[str]:
    names = {"r-aaa": "Paws", "r-bbb": "Claws", "r-ccc": "Hooves"}
    for row, name in names.items():
        rows.add_row(draft, "school.vets", {"name": name, "lead": {"name": "Dr Reed"}}, row=row, by=head)
    return list(names)


def test_a_row_is_added_once_however_often_the_form_is_sent(window: Client, stored: Stored) -> None:
    form = shown(window.get(f"{LIST}add/")) | {
        "name": "Paws",
        "lead__title": "Dr",
        "lead__name": "Reed",
        "page__text": "Paws",
        "page__url": "https://paws.example",
    }
    first, second = window.post(f"{LIST}add/", form), window.post(f"{LIST}add/", form)
    assert (first.status_code, second.status_code) == (302, 302)
    assert stored() == [
        {
            "id": form["row"][0],
            "name": "Paws",
            "lead": {"title": "Dr", "name": "Reed"},
            "page": {"text": "Paws", "url": "https://paws.example"},
        }
    ]


def test_a_row_that_lacks_something_says_what(window: Client, stored: Stored) -> None:
    response = window.post(f"{LIST}add/", shown(window.get(f"{LIST}add/")) | {"lead__role": "vet"})
    assert response.status_code == 422
    assert errors(response) == [
        "Answer “Name” under “Which vets do you call?”.",
        "Enter the name for “Who answers” under “Which vets do you call?”.",
    ]
    assert stored() == []


def test_rows_are_changed_moved_and_removed(window: Client, stored: Stored, three: list[str]) -> None:
    form = shown(window.get(f"{LIST}r-bbb/")) | {"name": "Claws and Co", "lead__name": "Dr Reed"}
    assert window.post(f"{LIST}r-bbb/", form).status_code == 302
    assert [row["name"] for row in stored()] == ["Paws", "Claws and Co", "Hooves"]
    window.post(PEOPLE, {"action": "up school.vets r-bbb"})
    assert [row["name"] for row in stored()] == ["Claws and Co", "Paws", "Hooves"]
    window.post(PEOPLE, {"action": "down school.vets r-aaa"})
    assert [row["name"] for row in stored()] == ["Claws and Co", "Hooves", "Paws"]
    assert "Hooves" in window.get(f"{LIST}r-ccc/remove/").content.decode()
    window.post(f"{LIST}r-ccc/remove/")
    assert window.post(f"{LIST}r-ccc/remove/").status_code == 302
    assert [row["name"] for row in stored()] == ["Claws and Co", "Paws"]


@pytest.mark.parametrize("action", ["up school.vets r-aaa", "down school.vets r-ccc"])
def test_a_row_at_the_end_stays_there(window: Client, stored: Stored, three: list[str], action: str) -> None:
    window.post(PEOPLE, {"action": action})
    assert [row["id"] for row in stored()] == three


def test_a_button_on_a_row_saves_what_else_was_typed(window: Client, draft: Version, three: list[str]) -> None:
    response = window.post(PEOPLE, {"school.learner-term": "children", "action": "change school.vets r-aaa"})
    assert (response.status_code, response["Location"]) == (302, f"{LIST}r-aaa/")
    assert draft.policy.school.answers.get(key="school.learner-term").value == "children"


def test_a_row_that_somebody_else_changed_is_shown_beside_ones_own(
    window: Client, draft: Version, editor: User, stored: Stored, three: list[str]
) -> None:
    form = shown(window.get(f"{LIST}r-aaa/")) | {"name": "Mine", "lead__name": "Dr Reed"}
    rows.change_row(draft, "school.vets", "r-aaa", {"name": "Theirs"}, seen=None, by=editor)
    response = window.post(f"{LIST}r-aaa/", form)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Theirs is now: <strong>Theirs</strong>" in page
    assert 'value="Mine"' in page
    assert stored()[0]["name"] == "Theirs"
    again = shown(response) | {"name": "Mine", "lead__name": "Dr Reed"}
    assert window.post(f"{LIST}r-aaa/", again).status_code == 302
    assert stored()[0]["name"] == "Mine"


def test_a_row_that_somebody_else_removed_can_be_put_back(
    window: Client, draft: Version, editor: User, stored: Stored, three: list[str]
) -> None:
    form = shown(window.get(f"{LIST}r-aaa/")) | {"name": "Mine", "lead__name": "Dr Reed"}
    rows.remove_row(draft, "school.vets", "r-aaa", by=editor)
    response = window.post(f"{LIST}r-aaa/", form)
    assert response.status_code == 409
    assert "The Editor removed this entry while you had it open." in response.content.decode()
    again = shown(response) | {"name": "Mine", "lead__name": "Dr Reed"}
    assert window.post(f"{LIST}r-aaa/", again).status_code == 302
    assert [row["name"] for row in stored()] == ["Claws", "Hooves", "Mine"]


def test_a_row_form_that_is_sent_again_corrected_corrects_the_row(window: Client, stored: Stored) -> None:
    form = shown(window.get(f"{LIST}add/")) | {"name": "Pawz", "lead__name": "Dr Reed"}
    window.post(f"{LIST}add/", form)
    assert window.post(f"{LIST}add/", form | {"name": "Paws"}).status_code == 302
    assert [row["name"] for row in stored()] == ["Paws"]


def test_there_are_none_is_an_answer(window: Client, stored: Stored) -> None:
    window.post(PEOPLE, shown(window.get(PEOPLE)) | {"school.vets__none": "on", "action": "later"})
    assert stored() == []
    assert "There are none" in window.get(f"{POLICY}check/").content.decode()


@pytest.mark.parametrize(
    "address", [f"{LIST}r-zzz/", f"{LIST}r-zzz/remove/", f"{POLICY}lists/nothing/add/", f"{POLICY}lists/%00/add/"]
)
def test_rows_and_lists_that_are_not_there(window: Client, three: list[str], address: str) -> None:
    assert window.get(address).status_code == 404
