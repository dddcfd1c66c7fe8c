"""Starting a policy: once, in the words of the school, with the answers that other policies share."""

from __future__ import annotations

from apps.policies import actions, states
from apps.policies.actions import Change
from apps.policies.models import Policy, Version
from apps.schools.models import School, User
from apps.templates_lib.models import Edition
from tests.policies.seen import events, stands
from tests.policies.texts import HUT, SCHOOL, publish


class TestStart:
    def test_a_policy_with_an_open_version(self, school: School, edition: Edition, head: User) -> None:
        version = actions.start_policy(school, edition, by=head)
        assert (version.state, version.number, version.edition) == (states.DRAFT, 1, edition)
        assert (version.policy.slug, version.policy.title) == ("garden", "School garden")
        assert version.policy.draft == version
        payload = {"version": version.pk, "edition": "garden@2026"}
        assert events(school) == [("policy-started", payload)]

    def test_twice_is_once(self, school: School, edition: Edition, head: User, editor: User) -> None:
        first = actions.start_policy(school, edition, by=head)
        assert actions.start_policy(school, edition, by=editor) == first
        assert (Policy.objects.count(), Version.objects.count(), len(events(school))) == (1, 1, 1)

    def test_a_title_is_in_the_words_of_the_school(self, draft: Version, school: School, head: User) -> None:
        actions.save_answers(draft, [Change("value", "school.learner-term", "children")], by=head)
        hut = publish({"school": SCHOOL, "hut": HUT.replace("Garden hut", "The {pupils'} hut")})["hut"]
        assert actions.start_policy(school, hut, by=head).policy.title == "The children's hut"

    def test_another_school_has_its_own(
        self, school: School, other_school: School, edition: Edition, head: User
    ) -> None:
        ours = actions.start_policy(school, edition, by=head)
        theirs = actions.start_policy(other_school, edition, by=head)
        assert ours.policy.slug == theirs.policy.slug
        assert ours.policy != theirs.policy

    def test_the_address_of_an_old_policy_is_not_given_again(
        self, draft: Version, edition: Edition, head: User
    ) -> None:
        Policy.objects.update(is_live=False)
        assert actions.start_policy(draft.policy.school, edition, by=head).policy.slug == "garden-2"

    def test_shared_questions_start_with_the_latest_answer_and_its_reason(
        self, draft: Version, editions: dict[str, Edition], school: School, head: User
    ) -> None:
        changes = [
            Change("value", "with-adult", False),
            Change("reason", "with-adult", {"reason": "The fence is high."}),
            Change("value", "shed-key", "the caretaker"),
        ]
        actions.save_answers(draft, changes, by=head)
        pond = actions.start_policy(school, editions["pond"], by=head)
        assert stands(pond) == {
            ("value", "with-adult"): False,
            ("reason", "with-adult"): {"reason": "The fence is high."},
        }
        assert events(school)[-1][1]["taken_over"] == ["with-adult"]

    def test_what_does_not_fit_and_the_reason_of_an_older_answer_stay_behind(
        self, draft: Version, editions: dict[str, Edition], school: School, head: User
    ) -> None:
        in_the_garden = [
            Change("value", "with-adult", False),
            Change("reason", "with-adult", {"reason": "The fence is high."}),
            Change("value", "shed-key", "the caretaker"),
        ]
        pond = actions.start_policy(school, editions["pond"], by=head)
        actions.save_answers(draft, in_the_garden, by=head)
        actions.save_answers(pond, [Change("value", "with-adult", True, None)], by=head)
        hut = publish({"school": SCHOOL, "hut": HUT})["hut"]
        assert stands(actions.start_policy(school, hut, by=head)) == {("value", "with-adult"): True}

    def test_decisions_on_shared_statements_are_taken_over_too(
        self, draft: Version, editions: dict[str, Edition], school: School, head: User
    ) -> None:
        actions.leave_out(draft, "eating", by=head)
        actions.keep(draft, "bees", by=head)
        outside = actions.start_policy(school, editions["outside"], by=head)  # the garden is a part of it
        assert stands(outside) == {("left-out", "eating"): True, ("kept", "bees"): True}
        actions.keep(outside, "eating", by=head)
        again = actions.start_policy(school, editions["pond"], by=head)
        assert stands(again) == {}  # it has no such statements
        Policy.objects.filter(family__name="garden").update(is_live=False)
        assert stands(actions.start_policy(school, editions["garden"], by=head)) == {
            ("kept", "eating"): True,
            ("kept", "bees"): True,
        }

    def test_nothing_is_taken_over_from_another_school(
        self, draft: Version, editions: dict[str, Edition], other_school: School, head: User
    ) -> None:
        actions.save_answers(draft, [Change("value", "with-adult", False)], by=head)
        assert stands(actions.start_policy(other_school, editions["pond"], by=head)) == {}
