"""The page of one section: what it asks, what it saves, where it leads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html

from apps.policies import actions, drafts, states
from apps.policies.models import Version
from apps.schools.models import User
from apps.templates_lib.models import Edition
from tests.policies.texts import publish
from tests.wizard.conftest import POLICY
from tests.wizard.texts import PETS as PETS_SOURCE
from tests.wizard.texts import SCHOOL

PETS, CARE, END = f"{POLICY}sections/pets/", f"{POLICY}sections/care/", f"{POLICY}sections/end/"
Answers = Callable[[], dict[tuple[str, str], Any]]


def asked(response: Any) -> list[str]:
    """The ids of the questions and statements that the page shows."""
    page = html.fromstring(response.content)
    return [line.partition(":")[0] for line in page.xpath("//input[@name='shown']/@value")]


def shown(response: Any) -> dict[str, list[str]]:
    """The hidden fields of the page, to be posted back with the answers."""
    found: dict[str, list[str]] = {}
    for box in html.fromstring(response.content).xpath("//main//form//input[@type='hidden']"):
        found.setdefault(box.get("name"), []).append(box.get("value") or "")
    return found


def errors(response: Any) -> list[str]:
    page = html.fromstring(response.content)
    return [link.text_content() for link in page.xpath("//ul[contains(@class, 'error-summary')]//a")]


def test_a_page_asks_what_is_live_and_leaves_room_for_the_rest(window: Client) -> None:
    response = window.get(PETS)
    assert asked(response) == ["pets-kept", "pet-kinds", "pet-visits", "pet-place", "feeding", "party"]
    window.post(PETS, {"pets-kept": "no", "action": "later"})
    page = html.fromstring(window.get(PETS).content)
    assert asked(window.get(PETS)) == ["pets-kept"]
    assert [place.get("id") for place in page.find_class("pw-question") if "hidden" in place.attrib] == [
        "q-pet-kinds", "q-pet-visits", "q-pet-place", "q-feeding", "q-party",
    ]  # fmt: skip


def test_save_and_continue_saves_everything_and_leads_to_the_next_page(window: Client, answers: Answers) -> None:
    posted = shown(window.get(PETS)) | {
        "pets-kept": "yes",
        "pet-kinds": ["hens", "other"],
        "pet-kinds__own__other": "two goats",
        "pet-visits": "breaks",
        "pet-place": "the yard",
        "statement__feeding": "keep",
        "statement__party": "leave-out",
        "action": "save",
    }
    response = window.post(PETS, posted)
    assert (response.status_code, response["Location"]) == (302, CARE)
    stored = answers()
    own = stored[("value", "pet-kinds")][1]["id"]
    assert stored == {
        ("value", "pets-kept"): True,
        ("value", "pet-kinds"): ["hens", {"option": "other", "id": own, "own": "two goats"}],
        ("value", "pet-visits"): "breaks",
        ("value", "pet-place"): "the yard",
        ("kept", "feeding"): True,
    }
    again = window.post(PETS, posted)
    assert (again.status_code, again["Location"]) == (302, CARE)
    assert answers() == stored


def test_what_is_missing_is_named_and_what_was_typed_stays(window: Client, answers: Answers) -> None:
    posted = shown(window.get(PETS)) | {"pets-kept": "yes", "pet-place": "the yard", "pet-visits": "always"}
    response = window.post(PETS, posted)
    assert response.status_code == 422
    assert errors(response) == [
        "Choose an answer for “Which pets?”, or “Not decided yet”.",
        "Give your reason for “At any time”: governors will want to read it.",
        "Say whether “Nobody feeds them without being asked.” stays in.",
    ]
    page = html.fromstring(response.content)
    assert page.xpath("//title/text()")[0].startswith("Error: Which pets there are")
    assert page.get_element_by_id("id_pet-place").get("value") == "the yard"
    targets = [link.removeprefix("#") for link in page.xpath("//ul[contains(@class, 'error-summary')]//a/@href")]
    assert [target for target in targets if page.get_element_by_id(target, None) is None] == []
    assert answers() == {}


def test_a_question_that_the_answers_close_need_not_be_answered(window: Client, answers: Answers) -> None:
    response = window.post(PETS, shown(window.get(PETS)) | {"pets-kept": "no", "action": "save"})
    assert (response.status_code, response["Location"]) == (302, END)
    assert answers() == {("value", "pets-kept"): False}


def test_without_scripts_new_questions_are_shown_before_going_on(window: Client) -> None:
    window.post(PETS, {"pets-kept": "no", "action": "later"})
    response = window.post(PETS, shown(window.get(PETS)) | {"pets-kept": "yes", "action": "save"}, follow=True)
    assert response.redirect_chain == [(PETS, 302)]
    assert "5 more questions follow from your answers." in response.content.decode()


def test_one_click_takes_the_usual_choices_of_the_page_and_nothing_else(window: Client, answers: Answers) -> None:
    response = window.post(PETS, shown(window.get(PETS)) | {"pet-visits": "always", "action": "usual"}, follow=True)
    assert response.redirect_chain == [(PETS, 302)]
    assert answers() == {
        ("value", "pets-kept"): True,
        ("accepted", "pets-kept"): True,
        ("value", "pet-kinds"): ["rabbits", "hens"],
        ("accepted", "pet-kinds"): True,
        ("value", "pet-visits"): "always",
        ("accepted", "feeding"): True,
    }
    assert "The 3 usual choices are taken for “Which pets there are”." in response.content.decode()


def test_an_answer_of_ones_own_takes_the_acceptance_back(window: Client, answers: Answers) -> None:
    window.post(END, shown(window.get(END)) | {"action": "usual"})
    window.post(END, shown(window.get(END)) | {"goodbye": "yes", "action": "save"})
    assert answers() == {("value", "goodbye"): True, ("accepted", "goodbye"): True}
    window.post(END, shown(window.get(END)) | {"goodbye": "no", "action": "save"})
    assert answers() == {("value", "goodbye"): False}


def test_not_decided_yet_takes_the_usual_choice_back(window: Client, answers: Answers) -> None:
    window.post(END, shown(window.get(END)) | {"action": "usual"})
    response = window.post(
        END, shown(window.get(END)) | {"goodbye": "__undecided", "goodbye__note": "The board", "action": "save"}
    )
    assert response.status_code == 302
    assert answers()[("undecided", "goodbye")] == {"note": "The board"}
    assert "Not decided yet" in window.get(f"{POLICY}open/").content.decode()


def test_while_choosing_the_answer_to_htmx_holds_only_what_changes(window: Client, answers: Answers) -> None:
    posted = shown(window.get(PETS)) | {"pets-kept": "no"}
    response = window.post(PETS, posted, headers={"HX-Request": "true"})
    page = html.fragments_fromstring(response.content.decode().strip())
    assert [piece.get("id") for piece in page] == [
        "beside", "q-pet-kinds", "q-pet-visits", "q-pet-place", "q-feeding", "q-party", "usual", "news",
    ]  # fmt: skip
    assert "We keep no pets." in page[0].text_content()
    assert answers() == {}


def test_after_a_change_from_the_check_page_one_is_back_there(window: Client) -> None:
    page = window.get(f"{END}?back=check")
    response = window.post(END, shown(page) | {"goodbye": "no", "action": "save"})
    assert response["Location"] == f"{POLICY}check/"


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", "nowhere"])
def test_nobody_is_led_elsewhere(window: Client, back: str) -> None:
    response = window.post(END, shown(window.get(END)) | {"goodbye": "no", "back": back, "action": "save"})
    assert response["Location"] == f"{POLICY}control/"


def test_the_sentence_stands_around_the_own_words(window: Client) -> None:
    page = html.fromstring(window.get(PETS).content)
    sentence = page.get_element_by_id("id_pet-visits__own__other").getparent()
    assert " ".join(sentence.text_content().split()) == "Pupils visit them ."


def test_the_preview_shows_the_section_as_it_reads(window: Client) -> None:
    window.post(PETS, {"pets-kept": "yes", "pet-place": "the yard", "action": "later"})
    beside = html.fromstring(window.get(PETS).content).get_element_by_id("beside")
    lines = [" ".join(item.text_content().split()) for item in beside.iter("li")]
    assert lines == [
        "1.1 We keep [to confirm: rabbits and hens].",
        "1.2 Pupils visit them [to confirm: at every break].",
        "1.3 They live in the yard.",
        "1.4 Nobody feeds them without being asked.",
    ]
    assert beside.xpath(".//mark/a")[0].get("href") == f"{PETS}#q-pet-kinds"


def test_document_control_may_wait(window: Client, answers: Answers) -> None:
    page = window.get(f"{POLICY}control/")
    assert asked(page) == ["control.approver", "control.approved-on"]
    response = window.post(f"{POLICY}control/", shown(page) | {"control.approver": "board", "action": "save"})
    assert (response.status_code, response["Location"]) == (302, f"{POLICY}check/")
    assert answers() == {("control", "approver"): "board"}


def test_school_facts_are_kept_for_the_school(window: Client, draft: Version) -> None:
    url = f"{POLICY}school/school-words/"
    response = window.post(url, shown(window.get(url)) | {"school.learner-term": "children", "action": "later"})
    assert response.status_code == 302
    assert [(row.key, row.value) for row in draft.policy.school.answers.all()] == [("school.learner-term", "children")]


def test_a_statement_that_starts_left_out_stays_out_without_a_word(window: Client, answers: Answers) -> None:
    window.post(PETS, shown(window.get(PETS)) | {"action": "usual"})
    page = html.fromstring(window.get(PETS).content)
    assert page.xpath("//input[@name='statement__party' and @checked]/@value") == ["leave-out"]
    posted = shown(window.get(PETS)) | {
        "pets-kept": "yes", "pet-kinds": "hens", "pet-visits": "breaks", "pet-place": "the yard",
        "statement__feeding": "keep", "statement__party": "leave-out",
    }  # fmt: skip
    assert window.post(PETS, posted).status_code == 302
    assert ("left-out", "party") not in answers()


def test_taking_out_what_was_put_in_is_saved(window: Client, answers: Answers) -> None:
    window.post(PETS, {"statement__party": "keep", "action": "later"})
    window.post(PETS, shown(window.get(PETS)) | {"statement__party": "leave-out", "action": "later"})
    assert answers() == {("left-out", "party"): True}


def test_a_colleague_who_puts_it_in_is_not_overruled_by_an_untouched_page(
    window: Client, draft: Version, editor: User, answers: Answers
) -> None:
    mine = shown(window.get(PETS)) | {"pet-place": "the yard", "statement__party": "leave-out", "action": "later"}
    actions.keep(draft, "party", by=editor)
    assert window.post(PETS, mine).status_code == 302
    assert answers() == {("value", "pet-place"): "the yard", ("kept", "party"): True}


def test_the_usual_choices_are_offered_beside_mistakes_too(window: Client) -> None:
    response = window.post(PETS, shown(window.get(PETS)) | {"pet-visits": "breaks", "action": "save"})
    assert response.status_code == 422
    box = html.fromstring(response.content).get_element_by_id("usual").text_content()
    assert "3 things on this page have a usual choice" in box


def test_the_count_of_usual_choices_follows_what_is_chosen(window: Client) -> None:
    posted = shown(window.get(PETS)) | {"pets-kept": "yes", "pet-visits": "breaks", "statement__feeding": "keep"}
    some = html.fromstring(window.post(PETS, posted, headers={"HX-Request": "true"}).content)
    assert "One thing on this page" in some.get_element_by_id("usual").text_content()
    every = window.post(PETS, posted | {"pet-kinds": "hens"}, headers={"HX-Request": "true"})
    assert "hidden" in html.fromstring(every.content).get_element_by_id("usual").attrib


def test_a_plain_save_says_so_quietly_on_the_next_page(window: Client) -> None:
    response = window.post(END, shown(window.get(END)) | {"goodbye": "no", "action": "save"}, follow=True)
    lines = html.fromstring(response.content).find_class("pw-saved")
    assert [(line.text_content(), line.get("role")) for line in lines] == [("Saved: How it ends.", "status")]
    assert html.fromstring(window.get(END).content).find_class("pw-saved") == []


def test_what_an_answer_opens_on_a_finished_page_is_said(window: Client, draft: Version, head: User) -> None:
    asks_more = PETS_SOURCE.replace(
        "{#end}\n", "{#end}\n\n::: text last-pet when=!pets-kept\nWhich was the last?\n:::\n"
    )
    publish({"school": SCHOOL, "birds": asks_more.replace('family = "pets"', 'family = "birds"')})
    actions.start_policy(draft.policy.school, Edition.objects.get(family__name="birds"), by=head)
    pets, end = (page.replace("/policies/pets/", "/policies/birds/") for page in (PETS, END))
    sentence = "One more thing is to be decided on “How it ends”, because of what you answered."
    response = window.post(pets, shown(window.get(pets)) | {"pets-kept": "no", "action": "later"}, follow=True)
    assert sentence not in response.content.decode()  # that page is still to do anyway
    window.post(pets, shown(window.get(pets)) | {"pets-kept": "yes", "action": "later"})
    window.post(end, shown(window.get(end)) | {"goodbye": "no", "action": "later"})
    response = window.post(pets, shown(window.get(pets)) | {"pets-kept": "no", "action": "later"}, follow=True)
    assert sentence in response.content.decode()


def test_a_choice_that_another_answer_closed_is_named(window: Client, draft: Version, head: User) -> None:
    conditional = PETS_SOURCE.replace("=> at every break", "=> at every break {when=pet-kinds:rabbits}")
    publish({"school": SCHOOL, "birds": conditional.replace('family = "pets"', 'family = "birds"')})
    actions.start_policy(draft.policy.school, Edition.objects.get(family__name="birds"), by=head)
    pets = PETS.replace("/policies/pets/", "/policies/birds/")
    sentence = "Your earlier choice “At breaks” is not offered any more, because of another answer."
    chosen = {"pets-kept": "yes", "pet-kinds": "rabbits", "action": "later"}
    window.post(pets, shown(window.get(pets)) | chosen)
    window.post(pets, shown(window.get(pets)) | chosen | {"pet-visits": "breaks"})
    assert sentence not in window.get(pets).content.decode()
    window.post(pets, shown(window.get(pets)) | chosen | {"pet-visits": "breaks", "pet-kinds": "hens"})
    assert sentence in window.get(pets).content.decode()


def test_only_a_page_with_something_unsaved_asks_before_one_leaves(window: Client) -> None:
    def unsaved(response: Any) -> list[str]:
        return html.fromstring(response.content).xpath("//form/@data-unsaved")

    page = window.get(PETS)
    assert unsaved(page) == ["no"]
    assert unsaved(window.post(PETS, shown(page) | {"pets-kept": "yes", "action": "save"})) == ["yes"]


def test_own_words_have_a_box_that_shows_and_counts_them(window: Client) -> None:
    page = html.fromstring(window.get(PETS).content)
    assert page.get_element_by_id("id_pet-visits__own__other").tag == "textarea"
    assert page.get_element_by_id("id_pet-visits__own__other-info").text == "You can use up to 200 characters."


def test_a_statement_that_starts_left_out_is_put_in(window: Client, answers: Answers) -> None:
    window.post(PETS, {"statement__party": "keep", "action": "later"})
    assert answers() == {("kept", "party"): True}
    beside = html.fromstring(window.get(PETS).content).get_element_by_id("beside").text_content()
    assert "birthday party" in beside.replace("\u00a0", " ")


@pytest.mark.parametrize(
    "address", ["sections/none/", "sections/school-words/", "school/pets/", "lists/pet-kinds/add/"]
)
def test_pages_that_the_template_does_not_have_are_not_there(window: Client, address: str) -> None:
    assert window.get(f"{POLICY}{address}").status_code == 404


def test_nothing_changes_once_the_governors_have_it(window: Client, draft: Version, answers: Answers) -> None:
    page = shown(window.get(PETS))
    Version.objects.filter(pk=draft.pk).update(
        state=states.SUBMITTED,
        frozen=drafts.freeze(drafts.load(draft)),
        body_digest="a" * 64,
        submitted_at=timezone.now(),
    )
    sentence = "This version is with your governors: its answers cannot be changed any more."
    for address in (PETS, f"{POLICY}lists/school.vets/add/"):
        response = window.post(address, page | {"pet-place": "the yard", "action": "later"}, follow=True)
        assert response.redirect_chain == [(POLICY, 302)]
        assert sentence in response.content.decode()
    assert answers() == {}
    assert "Start with" not in window.get(POLICY).content.decode()
