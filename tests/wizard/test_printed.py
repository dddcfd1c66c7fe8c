"""What the pages say of the policy's own words: usual choices as sentences, document control, the front page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone
from lxml import html

from apps.policies import actions, drafts
from apps.policies.changes import Change
from apps.policies.models import Answer, Version
from apps.policydoc.days import date_words
from apps.policydoc.guidance import Register
from apps.policydoc.template import Question
from apps.schools.models import School, User
from apps.wizard.asked import Asked
from apps.wizard.forms import PageForm
from tests.policies.pictures import drawn
from tests.policies.texts import publish
from tests.wizard.test_before_governors import words
from tests.wizard.test_sections import shown

pytestmark = pytest.mark.usefixtures("file_folder")

SCHOOL = """+++
format = 1
family = "school"
edition = "1"
title = "About the school"

[[key-details]]
label = "Approved by"
text = "{Control.approval-body}"

[[key-details]]
label = "Next review"
text = "{control.date-next-review}"

[[front-statements]]
text = "{control.continuous-monitoring-statement}"
+++

# Front page {#school-front}

::: choose-many school.front-page
What stands on the front page?
- logo *: Your logo
- strapline: Your motto
:::

# Document control {#document-control}

## Who approves {#control-people}

::: choose-one control.approval-body
Who approves the policy?
- board *: The board => the board
- head: The head => the head
:::

## Dates {#control-dates}

::: date control.date-next-review
When is the next review due?
:::

::: yes-no control.continuous-monitoring-statement
Do you watch it all year?
- yes: Yes => We watch it all year.
- no *: No =>
:::
"""
GATE = """+++
format = 1
family = "gate"
edition = "1"
title = "The gate"
+++

# The gate {#gate}

::: choose-one gate-open
When is the gate open?
- morning *: In the morning => in the morning
- day: All day => all day
:::

::: yes-no gate-bell
Is there a bell?
- yes *: Yes
- no: No
:::

::: text gate-tune when=gate-bell
Which tune does it play?
:::

::: choose-one gate-colour
What colour is it?
- green: Green => green
- red: Red => red
:::

::: choose-many gate-people
Who has a key?
- caretaker *: The caretaker => the caretaker
- head *: The head => the head
:::

::: choose-one gate-sign
What stands on it?
- name *: Our name => our name
- none: Nothing =>
:::

- A key is with: {#keys}
  - {gate-people}; {#key when=gate-people}
- The sign says {gate-sign} in {gate-colour}. {#sign when=gate-sign}
- The gate is open {gate-open}. {#open}
- It is {gate-colour}. {#colour}
- Visitors ring the bell. {#bell when=gate-bell}
- It plays {gate-tune}. {#tune when=gate-bell}
"""
POLICY = "/schools/oak-lane/policies/gate/"


@pytest.fixture
def gate(school: School, head: User) -> Version:
    return actions.start_policy(school, publish({"school": SCHOOL, "gate": GATE})["gate"], by=head)


@pytest.fixture
def window(gate: Version, head: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(head)


def question(client: Client, address: str, name: str) -> html.HtmlElement:
    return html.fromstring(client.get(address).content).get_element_by_id(f"q-{name}")


def sentences(block: html.HtmlElement) -> list[str]:
    return [line.text_content() for box in block.find_class("pw-as-printed") for line in box.find_class("pw-sentence")]


def test_a_usual_choice_stands_there_as_its_sentence_until_it_is_confirmed(window: Client) -> None:
    page = f"{POLICY}sections/gate/"
    assert sentences(question(window, page, "gate-open")) == ["The gate is open in the morning."]
    assert sentences(question(window, page, "gate-bell")) == ["Visitors ring the bell."]
    assert sentences(question(window, page, "gate-colour")) == []  # to decide yourself
    assert sentences(question(window, page, "gate-people")) == ["A key is with: the caretaker and the head;"]
    assert sentences(question(window, page, "gate-sign")) == []  # its sentence waits for the colour too
    window.post(page, shown(window.get(page)) | {"action": "usual"})
    assert sentences(question(window, page, "gate-open")) == []


def test_the_page_of_all_usual_choices_shows_what_each_is_and_says(window: Client) -> None:
    page = html.fromstring(window.get(f"{POLICY}usual/").content)
    found = {term.text_content(): " ".join(term.getnext().itertext()).split() for term in page.iter("dt")}
    assert {prompt: " ".join(said) for prompt, said in found.items()} == {
        "What stands on the front page?": "Your logo",
        "When is the gate open?": "In the morning The gate is open in the morning.",
        "Is there a bell?": "Yes Visitors ring the bell.",
        "Who has a key?": "The caretaker The head A key is with: the caretaker and the head;",
        "What stands on it?": "Our name",
        "Who approves the policy?": "The board Approved by: The board",
        "Do you watch it all year?": "No",
    }


def test_document_control_has_usual_choices_of_its_own_that_are_never_open(window: Client, gate: Version) -> None:
    control = f"{POLICY}control/"
    assert not any(item.id.startswith("control.") for item in drafts.compose_version(gate).open)
    assert sentences(question(window, control, "control.approval-body")) == ["Approved by: The board"]
    assert "2 things on this page have a usual choice" in words(window, control)
    window.post(control, shown(window.get(control)) | {"action": "usual"})
    stored = Answer.objects.filter(value__isnull=False).values_list("kind", "key", "value")
    assert set(stored) == {
        ("control", "approval-body", "board"),
        ("control", "continuous-monitoring-statement", False),
        ("accepted", "control.approval-body", True),
        ("accepted", "control.continuous-monitoring-statement", True),
    }
    assert "usual choice that you have not confirmed" not in words(window, control)


def test_a_control_answer_given_in_the_same_moment_stays(gate: Version, head: User) -> None:
    before = drafts.load(gate)
    actions.save_answers(gate, [Change("control", "approval-body", "head", None)], by=head)
    assert "control.approval-body" in {item.id for item in before.unconfirmed}
    actions.confirm_items(gate, ["control.approval-body"], by=head)
    assert drafts.load(gate).answers.control["approval-body"] == "head"


def test_document_control_is_asked_under_the_headings_of_its_file(window: Client) -> None:
    page = html.fromstring(window.get(f"{POLICY}control/").content)
    (form,) = page.find_class("pw-walk__questions")
    assert [found.text_content() for found in form.iter("h2", "legend")] == [
        "Who approves",
        "Who approves the policy?",
        "Dates",
        "When is the next review due?",
        "Do you watch it all year?",
    ]


def test_document_control_says_where_each_answer_is_printed(window: Client) -> None:
    control = f"{POLICY}control/"
    assert "Printed on the front page as “Next review”." in words(window, control)
    window.post(control, shown(window.get(control)) | {"action": "usual"})
    said = question(window, control, "control.continuous-monitoring-statement").text_content()
    assert "Printed on the front page, as a sentence of its own." in said


@pytest.mark.parametrize("place", ["", "check/", "preview/", "control/"])
def test_a_review_that_is_past_is_warned_of(window: Client, gate: Version, head: User, place: str) -> None:
    today = timezone.localdate()
    for day, is_late in ((today - timedelta(days=1), True), (today, False), (today + timedelta(days=1), False)):
        actions.save_answers(gate, [Change("control", "date-next-review", day.isoformat(), None)], by=head)
        sentence = f"The next review was due in {date_words(day.isoformat())}, which is past."
        assert (sentence in words(window, POLICY + place)) is is_late


def test_what_only_own_words_print_is_listed_without_a_link_to_a_page_that_does_not_ask_it(
    window: Client, gate: Version, head: User
) -> None:
    own_words = {"after": "open", "text": "The bell rings {gate-tune}."}
    changes = [Change("value", "gate-bell", False, None), Change("added", "a-tune", own_words, None)]
    actions.save_answers(gate, changes, by=head)
    assert "gate-tune" in {item.id for item in drafts.compose_version(gate).open}
    page = html.fromstring(window.get(f"{POLICY}open/").content)
    assert "Which tune does it play?" in page.text_content()
    assert page.xpath("//a[contains(@href, 'gate-tune')]") == []


@pytest.mark.parametrize(("review", "is_refused"), [("2026-10-01", True), ("2026-10-02", False), ("2026-09", True)])
def test_a_review_comes_after_the_approval(school: School, head: User, review: str, is_refused: bool) -> None:
    question = Question("control.date-approved", "date", "When was it approved?")
    asked = [Asked.plain(question), Asked.plain(replace(question, id="control.date-next-review"))]
    data = QueryDict(mutable=True)
    for name, day in (("control.date-approved", "2026-10-01"), ("control.date-next-review", review)):
        for part, number in zip(("year", "month", "day"), day.split("-"), strict=False):
            data[f"{name}_{part}"] = number
    errors = PageForm(data, asked=asked).errors
    assert ("has to come after the day of approval" in str(errors)) is is_refused


def test_a_review_due_this_month_is_not_late(window: Client, gate: Version, head: User) -> None:
    month = timezone.localdate().isoformat()[:7]
    actions.save_answers(gate, [Change("control", "date-next-review", month, None)], by=head)
    assert "which is past" not in words(window, POLICY)


ADDRESSED = SCHOOL.replace(
    "# Document control",
    "::: long-text school.address optional derived\nWhere is the school?\n:::\n\n# Document control",
)


def test_the_address_is_asked_only_where_nobody_knows_it(
    school: School, head: User, signed_in: Callable[[User], Client]
) -> None:
    actions.start_policy(school, publish({"school": ADDRESSED, "gate": GATE})["gate"], by=head)
    client = signed_in(head)
    assert "Where is the school?" in words(client, f"{POLICY}school/school-front/")
    School.objects.update(address="Mill Lane\nOakham", postcode="ZZ9 9ZZ")
    assert "Where is the school?" not in words(client, f"{POLICY}school/school-front/")
    assert "Where is the school?" not in words(client, f"{POLICY}check/")
    assert "come from your school’s details" in words(client, f"{POLICY}school/school-front/")


CITES = """+++
format = 1
family = "rules"
edition = "1"
title = "Rules"
+++

# Rules {#rules}

::: choose-many statutory-guidance
What do you follow?
- rules *: The rules => [](ref:kcsie)
- act: The Act => the Act
:::

- We follow {statutory-guidance}. {#follow when=statutory-guidance}
"""


def test_a_newer_edition_that_nobody_has_seen_is_warned_of_before_the_files(
    school: School, head: User, signed_in: Callable[[User], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("apps.policies.drafts.guidance_register", lambda: PLANNED)
    actions.start_policy(school, publish({"school": SCHOOL, "rules": CITES})["rules"], by=head)
    client = signed_in(head)
    warning = "A newer edition of “The rules for all” (2026) was planned."
    rules = "/schools/oak-lane/policies/rules/"
    for place in ("sections/rules/", "check/", "preview/", "files/"):
        assert warning in words(client, rules + place)
    assert warning not in words(client, f"{rules}control/")
    client.post(f"{rules}sections/rules/", {"statutory-guidance": ["act"], "action": "later"})
    for place in ("sections/rules/", "check/", "preview/", "files/"):
        assert warning not in words(client, rules + place)  # nothing cites it any more


PLANNED = Register.from_json(
    [
        {"id": "rules-2025", "family": "kcsie", "title": "The rules for all", "edition": "2025", "evidence": "P",
         "url": "https://rules.example/2025", "in_force_from": "2025-09-01"},
        {"id": "rules-2026", "family": "kcsie", "title": "The rules for all", "edition": "2026", "evidence": "B",
         "url": "https://rules.example/2026", "in_force_from": "2026-09-01", "planned": True},
    ]
)  # fmt: skip


def test_the_preview_shows_the_logo_and_the_page_of_the_front_leads_to_it(
    window: Client, gate: Version, school: School, head: User
) -> None:
    page = f"{POLICY}school/school-front/"
    link = "/schools/oak-lane/logo/?policy=gate"
    assert html.fromstring(window.get(page).content).xpath(f"//a[@href='{link}']/text()") == ["Add your logo"]
    assert not html.fromstring(window.get(f"{POLICY}preview/").content).find_class("logo")
    actions.set_logo(school, drawn("PNG"), alt="An oak", by=head)
    school.refresh_from_db()
    (logo,) = html.fromstring(window.get(f"{POLICY}preview/").content).find_class("logo")
    assert (logo.get("src"), logo.get("alt")) == (f"/schools/oak-lane/pictures/{school.logo_sha256}/", "An oak")
    assert html.fromstring(window.get(page).content).xpath(f"//a[@href='{link}']/text()") == [
        "Change or remove your logo"
    ]
    actions.save_answers(gate, [Change("value", "school.front-page", [], None)], by=head)
    assert not html.fromstring(window.get(f"{POLICY}preview/").content).find_class("logo")


def drafts_version(school: School) -> Version:
    return Version.objects.get(policy__school=school)
