"""What is read before a policy goes to the governors: reasons, notes, what is missing, what comes next."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from lxml import html

from apps.policies import actions, drafts
from apps.policies.changes import Change
from apps.policies.models import Version
from apps.schools.models import School, User
from tests.policies.texts import publish
from tests.wizard.conftest import POLICY
from tests.wizard.texts import FILES

ALWAYS = [
    Change("value", "pets-kept", True, None),
    Change("value", "pet-visits", "always", None),
    Change("reason", "pet-visits", {"reason": "Pupils look after them.", "risk": "Somebody is always there."}, None),
]
WHOLE = [
    Change("value", "school.learner-term", "pupils", None),
    Change("value", "school.pet-lead", {"name": "Dr Reed"}, None),
    Change("value", "school.vets", [], None),
    Change("value", "pets-kept", False, None),
    Change("value", "goodbye", True, None),
]
DAYS = [Change("control", "approver", "board", None), Change("control", "approved-on", "2026-10-01", None)]


def words(client: Client, address: str) -> str:
    (main,) = html.fromstring(client.get(address).content).iter("main")
    return " ".join(main.text_content().split())


def beside(client: Client, address: str, prompt: str) -> str:
    """The words beside a question in a summary list."""
    page = html.fromstring(client.get(address).content)
    (term,) = [term for term in page.iter("dt") if " ".join(term.text_content().split()) == prompt]
    return " ".join(" ".join(term.getnext().itertext()).split())


@pytest.mark.parametrize("reader", ["head", "clerk", "chair"])
def test_a_reason_and_its_risk_stand_under_the_answer(
    draft: Version, head: User, signed_in: Callable[[User], Client], request: pytest.FixtureRequest, reader: str
) -> None:
    actions.save_answers(draft, ALWAYS, by=head)
    client = signed_in(request.getfixturevalue(reader))
    assert beside(client, f"{POLICY}check/", "When may pupils see them?") == (
        "At any time Reason: Pupils look after them. Risk: Somebody is always there."
    )


def test_the_note_of_what_is_not_decided_stands_on_both_lists(window: Client, draft: Version, head: User) -> None:
    actions.save_answers(draft, ALWAYS[:1], by=head)
    actions.set_undecided(draft, "pet-visits", owner="Dr Loft", note="Ask about Fridays", by=head)
    assert "Not decided yet Who decides: Dr Loft Note: Ask about Fridays" in beside(
        window, f"{POLICY}check/", "When may pupils see them?"
    )
    assert "Not decided yetWho decides: Dr LoftNote: Ask about Fridays" in words(window, f"{POLICY}open/")


def test_what_the_files_still_mark_is_named_when_everything_is_decided(
    window: Client, draft: Version, head: User
) -> None:
    actions.save_answers(draft, WHOLE, by=head)
    assert drafts.compose_version(draft).open == ()
    link = f"{POLICY}control/#q-control.approved-on"
    for place in (POLICY, f"{POLICY}check/", f"{POLICY}open/", f"{POLICY}preview/"):
        page = html.fromstring(window.get(place).content)
        assert "what your governors settle" in page.text_content()
        assert page.xpath(f"//main//ul//a[@href='{link}']/text()") == ["When was it approved?"]
    actions.save_answers(draft, DAYS, by=head)
    assert "Everything is decided" in words(window, POLICY)
    for place in (POLICY, f"{POLICY}check/", f"{POLICY}open/", f"{POLICY}preview/"):
        assert "what your governors settle" not in words(window, place)


def test_all_usual_choices_are_taken_at_once_and_nothing_else(window: Client, draft: Version, head: User) -> None:
    actions.save_answers(draft, [Change("value", "goodbye", False, None)], by=head)
    assert f'href="{POLICY}usual/"' in window.get(POLICY).content.decode()
    page = html.fromstring(window.get(f"{POLICY}usual/").content)
    (form,) = page.xpath("//form[@method='post'][.//input[@name='item']]")
    shown = form.xpath(".//input[@name='item']/@value")
    usual = {item.id for item in drafts.compose_version(draft).open if item.why == "unconfirmed"}
    assert set(shown) == usual
    response = window.post(f"{POLICY}usual/", {"item": shown}, follow=True)
    assert response.redirect_chain == [(f"{POLICY}open/", 302)]
    after = drafts.load(draft)
    assert usual.isdisjoint(item.id for item in after.composed.open)
    assert after.answers.values["goodbye"] is False
    assert usual <= after.answers.accepted


def test_a_usual_choice_that_nobody_was_shown_is_not_taken(window: Client, draft: Version) -> None:
    window.post(f"{POLICY}usual/", {"item": ["pets-kept", "pet-place", "no-such-question"]})
    assert drafts.load(draft).answers.accepted == {"pets-kept"}
    window.post(f"{POLICY}usual/")
    assert drafts.load(draft).answers.accepted == {"pets-kept"}


def test_without_usual_choices_the_page_says_what_to_do(window: Client, draft: Version, head: User) -> None:
    actions.save_answers(draft, WHOLE, by=head)
    assert f'href="{POLICY}usual/"' not in window.get(POLICY).content.decode()
    assert "No usual choice is left to take" in words(window, f"{POLICY}usual/")


def test_who_only_reads_is_led_to_the_policy(draft: Version, chair: User, signed_in: Callable[[User], Client]) -> None:
    client = signed_in(chair)
    assert "You can stop at any time" not in words(client, POLICY)
    (main,) = html.fromstring(client.get(POLICY).content).iter("main")
    assert main.xpath(".//a[contains(@class, 'govuk-button')]/@href") == [f"{POLICY}preview/"]


REGISTERED = """
::: text school.short-name derived
What is your school called for short?
:::
"""


def test_what_the_register_says_is_there_to_read(
    school: School, head: User, signed_in: Callable[[User], Client]
) -> None:
    files = FILES | {"school": FILES["school"] + REGISTERED}
    actions.start_policy(school, publish(files)["pets"], by=head)
    client = signed_in(head)
    assert beside(client, POLICY, "What is your school called for short?") == "Oak Lane"
    assert "See your school in the register" in words(client, POLICY)


def test_nothing_is_said_of_a_register_that_says_nothing(window: Client) -> None:
    assert "What the school register says" not in words(window, POLICY)


def test_the_files_page_says_what_comes_next(window: Client) -> None:
    page = words(window, f"{POLICY}files/")
    assert "Send the PDF to your governors" in page
    assert "Until then your files say DRAFT" in page


def test_document_control_is_done_without_what_may_stay_empty(window: Client, draft: Version, head: User) -> None:
    assert "0 of 2 filled in" in words(window, POLICY)
    actions.save_answers(draft, DAYS, by=head)
    page = html.fromstring(window.get(POLICY).content)
    assert page.get_element_by_id("status-control").text_content() == "Done"
