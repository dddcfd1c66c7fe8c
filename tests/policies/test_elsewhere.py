"""Two policies of a school that answer the same question: each knows where the other says something else."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.policies import actions, drafts
from apps.policies.changes import Change
from apps.policies.elsewhere import differing
from apps.policies.models import Policy, Version
from apps.schools.models import School, User
from apps.templates_lib.models import Edition
from tests.policies.texts import HUT, SCHOOL, publish


@pytest.fixture
def pond(draft: Version, editions: dict[str, Edition], school: School, head: User) -> Version:
    actions.save_answers(draft, [Change("value", "with-adult", True)], by=head)
    return actions.start_policy(school, editions["pond"], by=head)


def found(version: Version) -> dict[str, list[tuple[str, object]]]:
    return {
        question: [(answer.policy.title, answer.value) for answer in answers]
        for question, answers in differing(drafts.load(version)).items()
    }


def answer(version: Version, question: str, value: object, by: User) -> None:
    actions.save_answers(version, [Change("value", question, value, None)], by=by)


def test_the_same_answer_is_no_news(draft: Version, pond: Version) -> None:
    assert (found(draft), found(pond)) == ({}, {})


def test_another_answer_is_known_to_both(draft: Version, pond: Version, head: User) -> None:
    answer(pond, "with-adult", False, head)
    assert found(pond) == {"with-adult": [("School garden", True)]}
    assert found(draft) == {"with-adult": [("School pond", False)]}


def test_what_one_of_them_has_not_answered_does_not_differ(draft: Version, pond: Version, head: User) -> None:
    actions.save_answers(pond, [Change("value", "with-adult", None, None)], by=head)
    assert (found(draft), found(pond)) == ({}, {})  # the usual choice, unconfirmed, is no answer of theirs


def test_own_entries_are_compared_by_their_words(editions: dict[str, Edition], draft: Version, head: User) -> None:
    outside = actions.start_policy(draft.policy.school, editions["outside"], by=head)
    for version, entry in ((draft, "r-one"), (outside, "r-two")):
        answer(version, "plants", ["beans", {"option": "other", "id": entry, "own": "nettles"}], head)
    assert found(draft) == {}
    answer(outside, "plants", ["beans", {"option": "other", "id": "r-two", "own": "thistles"}], head)
    assert list(found(draft)) == ["plants"]


def test_what_is_not_asked_there_any_more_does_not_count(
    draft: Version, editions: dict[str, Edition], school: School, head: User
) -> None:
    asks_under = HUT.replace("::: yes-no with-adult\n", "::: yes-no with-adult when=shed-key\n").replace(
        '"hut"', '"cabin"'
    )
    asks_under = asks_under.replace("shed-key", "cabin-key").replace(
        "when=with-adult}", "when=cabin-key when=with-adult}"
    )
    asks_under = asks_under.replace("#hut}", "#cabin}").replace("hut-adult", "cabin-adult").replace("#locked", "#shut")
    cabin = actions.start_policy(school, publish({"school": SCHOOL, "cabin": asks_under})["cabin"], by=head)
    answer(draft, "with-adult", True, head)
    for key, differs in ((True, True), (False, False)):
        actions.save_answers(
            cabin, [Change("value", "cabin-key", key, None), Change("value", "with-adult", False, None)], by=head
        )
        assert bool(found(draft)) is differs


def test_an_answer_that_does_not_fit_here_is_left_aside(draft: Version, school: School, head: User) -> None:
    hut = actions.start_policy(school, publish({"school": SCHOOL, "hut": HUT})["hut"], by=head)
    answer(draft, "shed-key", "the caretaker", head)
    answer(hut, "shed-key", True, head)
    assert (found(draft), found(hut)) == ({}, {})


def test_policies_that_are_not_live_and_other_schools_do_not_count(
    draft: Version, pond: Version, other_school: School, editions: dict[str, Edition], head: User
) -> None:
    answer(pond, "with-adult", False, head)
    Policy.objects.filter(pk=pond.policy_id).update(is_live=False)
    theirs = actions.start_policy(other_school, editions["pond"], by=head)
    answer(theirs, "with-adult", False, head)
    assert found(draft) == {}


def test_agreeing_policies_cost_one_query(draft: Version, pond: Version) -> None:
    loaded = drafts.load(draft)
    with CaptureQueriesContext(connection) as queries:
        differing(loaded)
    assert len(queries) == 1
