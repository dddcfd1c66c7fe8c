"""Answers that are saved: what stands afterwards, what clashes, what is refused, and what history keeps."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.policies import actions, drafts, states
from apps.policies.actions import AnswersRefused, Change, WrongState
from apps.policies.models import Answer, Version
from apps.schools.events import verify
from apps.schools.models import School, User
from apps.templates_lib.models import Edition
from tests.policies.seen import events, stands

ENTRY = ["garden-open", "with-adult", "plants", "eating"]  # what the page of this section asks


class TestSave:
    def test_each_answer_stands_with_its_owner(self, draft: Version, head: User) -> None:
        saved = actions.save_answers(
            draft, [Change("value", "plants", ["beans"]), Change("value", "school.gardener", "the caretaker")], by=head
        )
        rows = Answer.objects.order_by("key").values_list("key", "version", "school", "value", "revision", "changed_by")
        assert list(rows) == [
            ("plants", draft.pk, None, ["beans"], 1, head.pk),
            ("school.gardener", None, draft.policy.school_id, "the caretaker", 1, head.pk),
        ]
        loaded = drafts.load(draft)
        assert saved.seen == {("value", key): loaded.seen("value", key) for key in ("plants", "school.gardener")}
        assert saved.clashes == ()
        assert loaded.answers.to_json() == {"values": {"plants": ["beans"], "school.gardener": "the caretaker"}}

    def test_the_school_of_another_version_sees_the_school_answer(
        self, draft: Version, editions: dict[str, Edition], other_school: School, head: User
    ) -> None:
        actions.save_answers(draft, [Change("value", "school.gardener", "the caretaker")], by=head)
        pond = actions.start_policy(draft.policy.school, editions["pond"], by=head)
        elsewhere = actions.start_policy(other_school, editions["pond"], by=head)
        assert stands(pond) == {("value", "school.gardener"): "the caretaker"}
        assert stands(elsewhere) == {}

    def test_a_double_submit_changes_nothing(self, draft: Version, head: User) -> None:
        changes = [Change("value", "plants", ["beans"]), Change("left-out", "eating", True)]
        first = actions.save_answers(draft, changes, by=head)
        assert actions.save_answers(draft, changes, by=head) == first
        assert list(Answer.objects.values_list("revision", flat=True)) == [1, 1]
        assert len(events(draft.policy.school)) == 2

    def test_different_questions_merge(self, draft: Version, head: User, dsl: User) -> None:
        actions.save_answers(draft, [Change("value", "plants", ["beans"])], by=head)
        saved = actions.save_answers(draft, [Change("value", "shed-key", "the office")], by=dsl)
        assert saved.clashes == ()
        assert stands(draft) == {("value", "plants"): ["beans"], ("value", "shed-key"): "the office"}

    def test_the_same_question_clashes_with_both_values(self, draft: Version, head: User, dsl: User) -> None:
        actions.save_answers(draft, [Change("value", "plants", ["beans"])], by=head)
        changes = [Change("value", "plants", ["roses"]), Change("value", "shed-key", "the office")]
        (clash,) = actions.save_answers(draft, changes, by=dsl).clashes
        assert (clash.theirs, clash.yours, clash.changed_by) == (["beans"], ["roses"], head)
        assert stands(draft) == {("value", "plants"): ["beans"], ("value", "shed-key"): "the office"}
        insisted = actions.save_answers(draft, [Change("value", "plants", clash.yours, clash.seen)], by=dsl)
        assert (insisted.clashes, stands(draft)["value", "plants"]) == ((), ["roses"])

    def test_a_question_that_was_not_touched_is_no_clash(self, draft: Version, head: User, dsl: User) -> None:
        actions.save_answers(draft, [Change("value", "plants", ["beans"])], by=head)
        read = drafts.load(draft)
        actions.save_answers(draft, [Change("value", "plants", ["roses"], read.seen("value", "plants"))], by=dsl)
        untouched = Change("value", "plants", ["beans"], read.seen("value", "plants"))
        saved = actions.save_answers(draft, [untouched], by=head)
        assert saved.clashes == ()
        assert saved.seen == {("value", "plants"): drafts.load(draft).seen("value", "plants")}
        assert stands(draft) == {("value", "plants"): ["roses"]}

    def test_the_same_value_by_two_people_is_no_clash(self, draft: Version, head: User, dsl: User) -> None:
        actions.save_answers(draft, [Change("value", "with-adult", True)], by=head)
        assert actions.save_answers(draft, [Change("value", "with-adult", True)], by=dsl).clashes == ()

    def test_clearing_keeps_the_revision_going(self, draft: Version, head: User, dsl: User) -> None:
        """A stale form must not fit again because its row began anew."""
        stale = actions.save_answers(draft, [Change("value", "plants", ["beans"])], by=head).seen["value", "plants"]
        actions.save_answers(draft, [Change("value", "plants", None, stale)], by=head)
        assert stands(draft) == {}
        actions.save_answers(
            draft, [Change("value", "plants", ["roses"], drafts.load(draft).seen("value", "plants"))], by=dsl
        )
        (clash,) = actions.save_answers(draft, [Change("value", "plants", [], stale)], by=head).clashes
        assert (clash.theirs, clash.yours) == (["roses"], [])

    def test_a_token_that_is_not_ours_never_overwrites(self, draft: Version, head: User) -> None:
        actions.save_answers(draft, [Change("value", "plants", ["beans"])], by=head)
        for token in ("", "x", "1", "1.", "-1.aa", "1.zzzzzzzzzzzz", "9" * 300, "1.000000000000\n"):
            if actions.save_answers(draft, [Change("value", "plants", ["roses"], token)], by=head).clashes:
                assert stands(draft) == {("value", "plants"): ["beans"]}

    @pytest.mark.parametrize("token", ["5.abcdefabcdef", "5.", "0.", "1.000000000000", "nonsense"])
    @pytest.mark.parametrize(
        ("kind", "value"), [("value", "the office"), ("reason", {"reason": "x"}), ("undecided", {})]
    )
    def test_where_no_answer_stands_any_token_will_do(
        self, draft: Version, head: User, token: str, kind: str, value: object
    ) -> None:
        assert actions.save_answers(draft, [Change(kind, "shed-key", value, token)], by=head).clashes == ()
        assert stands(draft) == {(kind, "shed-key"): value}

    @pytest.mark.parametrize("state", [states.SUBMITTED, states.RATIFIED])
    def test_only_a_draft_is_changed(self, draft: Version, head: User, state: str) -> None:
        from tests.policies.test_models import FROZEN, IN_FORCE, change

        change(draft, **(IN_FORCE if state == states.RATIFIED else FROZEN | {"state": state}))
        with pytest.raises(WrongState, match="not a draft any more"):
            actions.save_answers(draft, [Change("value", "plants", ["beans"])], by=head)
        assert stands(draft) == {}


class TestWhatFollows:
    def test_keeping_and_leaving_out_exclude_each_other(self, draft: Version, head: User) -> None:
        actions.leave_out(draft, "eating", by=head)
        assert stands(draft) == {("left-out", "eating"): True}
        actions.keep(draft, "eating", by=head)
        assert stands(draft) == {("kept", "eating"): True}
        actions.leave_out(draft, "eating", by=head)
        assert stands(draft) == {("left-out", "eating"): True}

    def test_an_answer_takes_undecided_back(self, draft: Version, head: User) -> None:
        actions.set_undecided(draft, "garden-open", owner="The head", note="Ask the council.", by=head)
        assert stands(draft) == {("undecided", "garden-open"): {"owner": "The head", "note": "Ask the council."}}
        seen = drafts.load(draft).seen("value", "garden-open")
        actions.save_answers(draft, [Change("value", "garden-open", "breaks", seen)], by=head)
        assert stands(draft) == {("value", "garden-open"): "breaks"}

    def test_a_section_is_confirmed_at_once(self, draft: Version, head: User) -> None:
        actions.save_answers(draft, [Change("value", "plants", ["roses"])], by=head)
        actions.confirm_items(draft, ENTRY, by=head)
        assert stands(draft) == {
            ("value", "plants"): ["roses"],
            ("value", "garden-open"): "breaks",
            ("accepted", "garden-open"): True,
            ("value", "with-adult"): True,
            ("accepted", "with-adult"): True,
            ("accepted", "eating"): True,
        }

    def test_an_answer_that_came_in_between_is_not_accepted_with_its_section(
        self, draft: Version, head: User, dsl: User
    ) -> None:
        actions.save_answers(draft, [Change("value", "garden-open", "lessons")], by=dsl)
        confirmed = [Change("value", "garden-open", "breaks"), Change("accepted", "garden-open", True)]
        (clash,) = actions.save_answers(draft, confirmed, by=head).clashes
        assert (clash.theirs, clash.yours) == ("lessons", "breaks")
        assert stands(draft) == {("value", "garden-open"): "lessons"}

    def test_an_answer_one_by_one_is_not_accepted_with_its_section_any_more(self, draft: Version, head: User) -> None:
        actions.confirm_items(draft, ENTRY, by=head)
        read = drafts.load(draft)
        actions.save_answers(
            draft, [Change("value", "garden-open", "lessons", read.seen("value", "garden-open"))], by=head
        )
        assert ("accepted", "garden-open") not in stands(draft)
        assert stands(draft)["accepted", "with-adult"] is True

    def test_the_items_of_a_page_are_confirmed_wherever_they_stand(self, draft: Version, head: User) -> None:
        actions.confirm_items(draft, ["with-adult", "eating", "shed-key", "no-such"], by=head)
        assert stands(draft) == {
            ("value", "with-adult"): True,
            ("accepted", "with-adult"): True,
            ("accepted", "eating"): True,
        }


class TestRefused:
    @pytest.mark.parametrize(
        ("change", "key"),
        [
            (Change("value", "no-such-question", "x"), ("value", "no-such-question")),
            (Change("value", "plants", "beans"), ("value", "plants")),
            (Change("value", "plants", ["weeds"]), ("value", "plants")),
            (Change("value", "plants", [["beans"]]), ("value", "plants")),
            (Change("value", "plants", {"beans": True}), ("value", "plants")),
            (Change("value", "plants", 7), ("value", "plants")),
            (Change("value", "plants", 0.5), ("value", "plants")),
            (Change("value", "with-adult", "yes"), ("value", "with-adult")),
            (Change("value", "shed-key", ["a"]), ("value", "shed-key")),
            (Change("value", "shed-key", "x" * 100_000), ("value", "shed-key")),
            (Change("value", "shed-key", "word" * 100), ("value", "shed-key")),
            (Change("value", "shed\x00key", "x"), ("value", "shed\x00key")),
            (Change("value", "\ud800", "x"), ("value", "\ud800")),
            (Change("value", "k" * 5_000, "x"), ("value", "k" * 5_000)),
            (Change("value", "", "x"), ("value", "")),
            (Change("value", "tools", "x"), ("value", "tools")),
            (Change("comment", "plants", "x"), ("comment", "plants")),
            (Change("left-out", "open-when", True), ("left-out", "open-when")),
            (Change("left-out", "nowhere", True), ("left-out", "nowhere")),
            (Change("left-out", "eating", "yes"), ("left-out", "eating")),
            (Change("left-out", "eating", 1), ("left-out", "eating")),
            (Change("undecided", "plants", "x"), ("undecided", "plants")),
            (Change("undecided", "nowhere", {}), ("undecided", "nowhere")),
            (Change("reason", "plants", {"why": "x"}), ("reason", "plants")),
            (Change("reworded", "nowhere", "x"), ("reworded", "nowhere")),
            (Change("added", "a-1", "x"), ("added", "a-1")),
            (Change("order", "nowhere", ["x"]), ("order", "nowhere")),
        ],
        ids=lambda value: repr(value)[:60],
    )  # fmt: skip
    def test_nothing_is_saved_and_the_key_is_named(
        self, draft: Version, head: User, change: Change, key: tuple[str, str]
    ) -> None:
        good = Change("value", "garden-open", "breaks")
        with pytest.raises(AnswersRefused) as refused:
            actions.save_answers(draft, [good, change], by=head)
        assert list(refused.value.problems) == [key]
        assert all(messages and all(messages) for messages in refused.value.problems.values())
        assert stands(draft) == {}
        assert len(events(draft.policy.school)) == 1

    def test_all_mistakes_at_once(self, draft: Version, head: User) -> None:
        with pytest.raises(AnswersRefused) as refused:
            actions.save_answers(
                draft, [Change("value", "plants", ["weeds"]), Change("value", "shed-key", "x" * 100_000)], by=head
            )
        assert len(refused.value.problems) >= 1

    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("  the office \x0b", "the office"),
            ("the\x00 office\x07", "the office"),
            ("the \ud800office", "the office"),
            ("<script>alert(1)</script>", "<script>alert(1)</script>"),
            ("{school.gardener} & {{ settings }}", "{school.gardener} & {{ settings }}"),
        ],
    )
    def test_texts_are_cleaned_and_never_read_as_source(
        self, draft: Version, head: User, typed: str, kept: str
    ) -> None:
        actions.save_answers(draft, [Change("value", "shed-key", typed)], by=head)
        assert stands(draft) == {("value", "shed-key"): kept}
        texts = [
            getattr(item, "text", "")
            for block in drafts.compose_version(draft).document.walk()
            for item in block.inline
        ]
        assert f"The key is with {kept}." in "".join(texts)

    @pytest.mark.parametrize("saved_before", [0, 30])
    def test_a_policy_has_a_size(self, draft: Version, head: User, saved_before: int) -> None:
        """200 kB in all, in one save or one after the other."""
        text = "long words " * 360
        additions = [Change("added", f"a-{number}", {"after": "what-grows", "text": text}) for number in range(60)]
        actions.save_answers(draft, additions[:saved_before], by=head)
        with pytest.raises(AnswersRefused) as refused:
            actions.save_answers(draft, additions[saved_before:], by=head)
        assert refused.value.problems == {
            ("file", ""): ["The answers of one policy may take 200 kB: shorten some texts."]
        }
        assert len(stands(draft)) == saved_before


class TestHistory:
    def test_it_keeps_what_stood_before(self, draft: Version, head: User, dsl: User) -> None:
        actions.save_answers(draft, [Change("value", "plants", ["beans"])], by=head)
        actions.save_answers(draft, [Change("value", "plants", ["roses"], None)], by=dsl)
        assert [payload["changes"] for verb, payload in events(draft.policy.school) if verb == "answers-saved"] == [
            [{"kind": "value", "key": "plants", "revision": 1}],
            [{"kind": "value", "key": "plants", "revision": 2, "before": ["beans"]}],
        ]
        assert verify(draft.policy.school) == []

    def test_one_persons_saves_fold_for_ten_minutes(self, draft: Version, head: User) -> None:
        for plants in (["beans"], ["roses"], ["beans", "roses"]):
            actions.save_answers(draft, [Change("value", "plants", plants, None)], by=head)
        assert len(events(draft.policy.school)) == 2
        Answer.objects.update(recorded_at=timezone.now() - timedelta(minutes=10))
        actions.save_answers(draft, [Change("value", "plants", [], None)], by=head)
        assert events(draft.policy.school)[-1][1]["changes"] == [
            {"kind": "value", "key": "plants", "revision": 4, "before": ["beans", "roses"]}
        ]
