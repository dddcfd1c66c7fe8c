"""A session that ends while somebody is typing costs them nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.test import Client
from lxml import html

from apps.policies.models import Version
from apps.schools.models import User
from tests.wizard.conftest import POLICY
from tests.wizard.test_sections import shown

END, PETS = f"{POLICY}sections/end/", f"{POLICY}sections/pets/"
LIST = f"{POLICY}lists/school.vets/"
HTMX = {"HX-Request": "true"}


def test_what_was_typed_is_there_after_signing_in_and_not_saved(
    window: Client, head: User, answers: Callable[[], dict[tuple[str, str], Any]]
) -> None:
    posted = shown(window.get(PETS)) | {"pets-kept": "yes", "pet-place": "the yard", "action": "save"}
    window.logout()
    response = window.post(PETS, posted)
    assert (response.status_code, response["Location"]) == (302, f"/account/login/?next={PETS.replace('/', '%2F')}")
    window.force_login(head)
    page = window.get(PETS).content.decode()
    assert "Here is what you had typed: it is not saved yet." in page
    assert html.fromstring(page).get_element_by_id("id_pet-place").get("value") == "the yard"
    assert answers() == {}
    assert html.fromstring(window.get(PETS).content).get_element_by_id("id_pet-place").get("value") is None


def test_a_new_row_waits_too(window: Client, head: User) -> None:
    posted = shown(window.get(f"{LIST}add/")) | {"name": "Paws"}
    window.logout()
    window.post(f"{LIST}add/", posted)
    window.force_login(head)
    page = html.fromstring(window.get(f"{LIST}add/").content)
    assert page.get_element_by_id("id_name").get("value") == "Paws"
    assert page.get_element_by_id("id_row").get("value") == posted["row"][0]


def test_what_one_person_typed_passes_only_through_the_door_of_its_page(
    window: Client, outsider: User, draft: Version
) -> None:
    window.logout()
    window.post(PETS, {"pet-place": "the yard"})
    window.force_login(outsider)
    response = window.get(PETS)
    assert response.status_code == 404
    assert "the yard" not in response.content.decode()


def test_too_much_is_not_kept(window: Client, head: User) -> None:
    window.logout()
    window.post(PETS, {"pet-place": "a" * 200_000})
    window.force_login(head)
    page = window.get(PETS).content.decode()
    assert "Here is what you had typed" not in page
    assert "what you had typed was too long to keep. Please type it again." in page


def test_a_decision_between_two_answers_waits_too(
    window: Client, head: User, draft: Version, editor: User, signed_in: Callable[[User], Client]
) -> None:
    mine = shown(window.get(END)) | {"goodbye": "no", "action": "save"}
    other = signed_in(editor)
    other.post(END, shown(other.get(END)) | {"goodbye": "yes", "action": "save"})
    decided = shown(window.post(END, mine)) | {"stays-0": "mine", "action": "settle"}
    window.logout()
    window.post(END, decided)
    window.force_login(head)
    page = window.get(END)
    assert html.fromstring(page.content).xpath("//input[@name='goodbye' and @checked]/@value") == ["no"]
    assert draft.answers.get(kind="value", key="goodbye").value is True
    assert window.post(END, shown(page) | {"goodbye": "no", "action": "save"}).status_code == 302
    assert draft.answers.get(kind="value", key="goodbye").value is False


def test_a_piece_of_a_page_never_becomes_the_sign_in_page(window: Client) -> None:
    window.logout()
    assert window.post(END, {"goodbye": "no"}, headers=HTMX).status_code == 401
    response = window.get(f"{POLICY}files/", headers=HTMX)
    assert response.status_code == 286
    assert html.fromstring(response.content).text_content() == "You are signed out. Sign in"


def test_an_address_only_for_sending_leads_on_or_says_so(window: Client) -> None:
    assert window.get(f"{POLICY}files/pdf/again/")["Location"] == f"{POLICY}files/"
    response = window.post(f"{POLICY}check/")
    assert response.status_code == 405
    assert "Nothing was changed." in response.content.decode()


def test_the_library_is_shown_to_who_may_start_a_policy(
    window: Client, draft: Version, governor: User, chair: User, signed_in: Callable[[User], Client]
) -> None:
    def menu(client: Client, url: str) -> list[str]:
        page = html.fromstring(client.get(url).content)
        return [link.text_content() for link in page.get_element_by_id("navigation").iter("a")]

    assert menu(window, "/schools/oak-lane/") == ["Policies", "Library"]
    assert menu(signed_in(governor), "/schools/oak-lane/") == ["Policies"]
    assert menu(signed_in(chair), POLICY) == ["Policies"]
