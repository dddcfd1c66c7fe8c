"""Lists, counts and twins: what the pages around the questions say about them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html

from apps.policies import actions, drafts, rows
from apps.policies.models import Answer, Version
from apps.schools.models import Membership, Role, School, User
from tests.policies.texts import publish
from tests.wizard.conftest import POLICY
from tests.wizard.test_sections import asked, shown
from tests.wizard.texts import FILES, PETS

ZOO = """+++
format = 1
family = "zoo"
edition = "2026"
title = "Zoo trips"
+++

# Trips {#trips}

::: yes-no trips-made
Do you go to the zoo?
- yes *: Yes
- no: No
:::

- We go, as [](ref:no-such-guidance) says. {#go when=trips-made}
"""
TWINS = """+++
format = 1
family = "twins"
edition = "2026"
title = "Twins"
+++

# First {#first}

::: yes-no has-inside
Is there an inside?
- yes: Yes
- no *: No
:::

- We know what we do. {#know}

## Inside {#inside when=has-inside}

::: ask school.gift
:::

- We give {school.gift}. {#give}

# Second {#second}

::: ask school.gift
:::

- We also give {school.gift}. {#also}
"""
GIFT = """
::: choose-one school.gift
What do you give?
- hay *: Hay => hay
- oats: Oats => oats
:::
"""


@pytest.fixture
def twins(school: School, head: User, signed_in: Callable[[User], Client]) -> Client:
    files = {"school": FILES["school"] + GIFT, "twins": TWINS}
    actions.start_policy(school, publish(files)["twins"], by=head)
    return signed_in(head)


def test_a_question_of_two_sections_is_asked_by_the_one_that_is_in_the_text(twins: Client) -> None:
    policy = "/schools/oak-lane/policies/twins/"
    assert asked(twins.get(f"{policy}sections/inside/")) == []
    page = twins.get(f"{policy}sections/second/")
    assert asked(page) == ["school.gift"]
    twins.post(f"{policy}sections/second/", shown(page) | {"action": "usual"})
    assert Answer.objects.get(kind="accepted", key="school.gift").value is True
    twins.post(f"{policy}sections/first/", {"has-inside": "yes", "action": "later"})
    assert asked(twins.get(f"{policy}sections/inside/")) == ["school.gift"]
    assert asked(twins.get(f"{policy}sections/second/")) == []


def test_every_page_counts_the_same_things_as_open(window: Client, draft: Version) -> None:
    counted = len(drafts.compose_version(draft).open)
    assert f"{counted} things are still to decide" in window.get(POLICY).content.decode()
    assert f"{counted} things are still open" in window.get(f"{POLICY}check/").content.decode()
    assert f"{counted} things to decide" in window.get(f"{POLICY}open/").content.decode()
    assert f"what is still open ({counted})" in window.get(f"{POLICY}preview/").content.decode()


def test_everything_open_leads_to_the_place_where_it_is_decided(window: Client, draft: Version) -> None:
    links = html.fromstring(window.get(f"{POLICY}open/").content).xpath("//ul[@class='pw-rows']//a/@href")
    assert len(links) == len(drafts.compose_version(draft).open)
    for link in links:
        address, _, place = link.partition("#")
        assert html.fromstring(window.get(address).content).get_element_by_id(place, None) is not None


def test_the_check_shows_answers_in_the_persons_own_words(window: Client, draft: Version, head: User) -> None:
    window.post(
        f"{POLICY}sections/pets/",
        {
            "pets-kept": "yes",
            "pet-kinds": ["hens", "other"],
            "pet-kinds__own__other": "goats",
            "pet-visits": "__undecided",
            "statement__feeding": "leave-out",
            "action": "later",
        },
    )
    window.post(f"{POLICY}sections/care/", {"pet-check_month": "9", "pet-check_year": "2027", "action": "later"})
    rows.add_row(draft, "school.vets", {"name": "Paws", "lead": {"title": "Dr", "name": "Reed"}}, row="r-a", by=head)
    page = html.fromstring(window.get(f"{POLICY}check/").content)
    found = {
        " ".join(term.text_content().split()): " ".join(term.getnext().text_content().split())
        for term in page.iter("dt")
    }
    assert found == {
        "What do you call the people who learn with you?": "pupil – pupilsUsual choice, to confirm",
        "Who looks after the pets?": "Not answered yet",
        "Which vets do you call?": "Paws · Dr Reed",
        "Do you keep pets?": "Yes",
        "Which pets?": "Hensgoats",
        "When may pupils see them?": "Not decided yet",
        "Where do they live?": "Not answered yet",
        "Nobody feeds them without being asked.": "Left out",
        "The pets have a birthday party.": "Left out",
        "What do the pets need each day?": "Not answered yet",
        "When does the vet come next?": "September 2027",
        "Is there a page about them?": "No answer",
        "Is there a goodbye when a pet dies?": "YesUsual choice, to confirm",
        "Who approves the policy?": "No answer",
        "When was it approved?": "No answer",
    }


@pytest.mark.parametrize(
    "address",
    [
        "/schools/oak-lane/",
        "/schools/oak-lane/library/",
        POLICY,
        f"{POLICY}school/school-words/",
        f"{POLICY}sections/pets/",
        f"{POLICY}lists/school.vets/add/",
        f"{POLICY}check/",
        f"{POLICY}open/",
        f"{POLICY}preview/",
        f"{POLICY}files/",
    ],
)
def test_lists_take_as_many_queries_for_three_as_for_one(
    window: Client, draft: Version, head: User, school: School, address: str
) -> None:
    rows.add_row(draft, "school.vets", {"name": "first", "lead": {"name": "Dr Reed"}}, row="r-first", by=head)
    actions.export_version(draft, "pdf", by=head)
    one = queries_of(window, address)
    more = {name: PETS.replace('"pets"', f'"{name}"') for name in ("cats", "dogs")}
    editions = publish(FILES | more)
    for name in more:
        actions.start_policy(school, editions[name], by=head)
    for row in ("r-a", "r-b"):
        rows.add_row(draft, "school.vets", {"name": row, "lead": {"name": "Dr Reed"}}, row=row, by=head)
    for kind in ("pdf", "docx"):
        actions.export_version(draft, kind, by=head)
    assert queries_of(window, address) == one


def test_the_list_of_schools_takes_as_many_queries_for_four_as_for_two(
    window: Client, head: User, other_school: School
) -> None:
    Membership.objects.create(school=other_school, user=head, role=Role.HEAD)
    two = queries_of(window, "/")
    for name in ("Ash Grove", "Birch Hill"):
        another = School.objects.create(slug=name.lower().replace(" ", "-"), legal_name=name, display_name=name)
        Membership.objects.create(school=another, user=head, role=Role.HEAD)
    assert queries_of(window, "/") == two


@pytest.mark.parametrize("place", ["", "check/", "sections/pets/"])
def test_a_page_of_a_draft_takes_five_queries(window: Client, place: str) -> None:
    """Session, person, role at the school, version, answers."""
    assert queries_of(window, f"{POLICY}{place}") == 5


def queries_of(window: Client, address: str) -> int:
    """Of the second visit, when what is kept in memory is there."""
    window.get(address)
    with CaptureQueriesContext(connection) as found:
        assert window.get(address).status_code == 200
    return len(found)


def test_starting_twice_is_one_policy(window: Client, school: School) -> None:
    for _ in range(2):
        response = window.post("/schools/oak-lane/library/", {"family": "pets"})
        assert (response.status_code, response["Location"]) == (302, POLICY)
    assert school.policies.count() == 1
    for family in ("nothing", "\0", "pets\0"):  # PostgreSQL cannot even look for a NUL
        assert window.post("/schools/oak-lane/library/", {"family": family}).status_code == 404
