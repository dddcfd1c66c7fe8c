"""The library, and what a school's second policy takes over from its first and says otherwise."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html

from apps.policies import actions
from apps.policies.changes import Change
from apps.policies.models import Version
from apps.schools.models import School, User
from tests.policies.texts import COMBINED, FILES, GARDEN, HUT, POND, publish
from tests.wizard.test_before_governors import beside, words

LIBRARY = "/schools/oak-lane/library/"
GARDEN_PAGE = "/schools/oak-lane/policies/garden/"
POND_PAGE = "/schools/oak-lane/policies/pond/"
PART = POND.replace('"pond"', '"well"').replace("#water", "#well").replace("pond-adult", "well-adult").replace(
    "how-deep", "well-deep"
)  # fmt: skip


def with_header(text: str, line: str) -> str:
    return text.replace('edition = "2026"\n', f'edition = "2026"\n{line}\n', 1)


@pytest.fixture
def head_at_work(school: School, head: User, signed_in: Callable[[User], Client]) -> Client:
    files = FILES | {
        "garden": with_header(GARDEN, 'about = "Who may go in, and with whom."'),
        "outside": COMBINED,
        "hut": HUT.replace("with-adult", "with-key").replace("shed-key", "with-bolt"),
        "well": with_header(PART, "only-as-part = true"),
    }
    actions.start_policy(school, publish(files)["garden"], by=head)
    return signed_in(head)


@pytest.fixture
def garden(head_at_work: Client, school: School, head: User) -> Version:
    version = Version.objects.get(policy__slug="garden")
    changes = [Change("value", "with-adult", False, None), Change("value", "plants", ["roses"], None)]
    actions.save_answers(version, changes, by=head)
    return version


@pytest.fixture
def pond(head_at_work: Client, garden: Version) -> Version:
    head_at_work.post(LIBRARY, {"family": "pond"})
    return Version.objects.get(policy__slug="pond")


def cards(client: Client) -> dict[str, list[str]]:
    """The lines of each card under its title."""
    page = html.fromstring(client.get(LIBRARY).content)
    return {
        card.find("h2").text_content(): [" ".join(line.text_content().split()) for line in card.iter("p")]
        for card in page.find_class("pw-card")
    }


def test_each_card_says_what_it_is_for_and_what_it_begins_with(head_at_work: Client) -> None:
    assert cards(head_at_work) == {
        "Garden and pond": ["It begins with what you have answered in “School garden”.", "Edition 2026"],
        "Garden hut": ["Edition 2026"],
        "School garden": [
            "Who may go in, and with whom.",
            "Edition 2026",
            "You have started this one: continue with School garden",
        ],
        "School pond": ["It begins with what you have answered in “School garden”.", "Edition 2026"],
    }


@pytest.mark.parametrize("family", ["well", "school"])
def test_what_is_only_a_part_cannot_be_started(head_at_work: Client, family: str) -> None:
    assert head_at_work.post(LIBRARY, {"family": family}).status_code == 404


def test_a_second_policy_begins_with_the_answers_of_the_first(head_at_work: Client, pond: Version) -> None:
    assert beside(head_at_work, f"{POND_PAGE}check/", "Is an adult always there?") == "No The reason is missing"
    assert "Differs" not in words(head_at_work, f"{POND_PAGE}check/")


def test_an_answer_that_another_policy_contradicts_is_warned_of(
    head_at_work: Client, garden: Version, pond: Version, head: User
) -> None:
    actions.save_answers(pond, [Change("value", "with-adult", True, None)], by=head)
    assert "Differs Your “School garden” answers: No" in words(head_at_work, f"{POND_PAGE}check/")
    assert "Differs Your “School pond” answers: Yes" in words(head_at_work, f"{GARDEN_PAGE}check/")
    assert "Your “School garden” answers this differently: No" in words(head_at_work, f"{POND_PAGE}sections/water/")
    actions.save_answers(garden, [Change("value", "with-adult", True, None)], by=head)
    assert "Differs" not in words(head_at_work, f"{POND_PAGE}check/")
    assert "differently" not in words(head_at_work, f"{POND_PAGE}sections/water/")


def test_looking_for_contradictions_takes_one_query(head_at_work: Client, pond: Version) -> None:
    """Beside session, person, role at the school, version and answers."""
    for place in ("check/", "sections/water/"):
        head_at_work.get(POND_PAGE + place)
        with CaptureQueriesContext(connection) as found:
            head_at_work.get(POND_PAGE + place)
        assert len(found) == 6


def test_a_combined_policy_shows_its_pages_part_by_part(head_at_work: Client, garden: Version, school: School) -> None:
    head_at_work.post(LIBRARY, {"family": "outside"})
    page = "/schools/oak-lane/policies/outside/"
    for place in ("", "check/", "open/"):
        headings = [
            found.text_content() for found in html.fromstring(head_at_work.get(page + place).content).iter("h2")
        ]
        assert [words for words in headings if words in ("School garden", "School pond")] == [
            "School garden",
            "School pond",
        ]
    assert "School garden · Page" in words(head_at_work, f"{page}sections/entry/")
    check = words(head_at_work, f"{page}check/")
    assert check.count("Is an adult always there?") == 2  # once asked, once on its link
