"""Many people at once, with real threads: nothing is lost, nothing is there twice, nobody waits for ever."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from apps.policies import actions, drafts
from apps.policies.actions import Change, Saved
from apps.policies.models import Answer, Policy, Version
from apps.policies.rows import add_row, remove_row
from apps.policies.saving import Writer
from apps.schools.events import verify
from apps.schools.models import School, User
from apps.templates_lib.models import Edition
from tests.policies.seen import events, stands

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 8


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """The results of all the calls, each made in its own thread and connection, all let go in one moment."""
    barrier = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        try:
            barrier.wait(timeout=30)
            return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(run, calls))


def save(draft: Version, change: Change, by: User) -> Callable[[], Saved]:
    return lambda: actions.save_answers(draft, [change], by=by)


def test_a_policy_started_by_many_is_one(school: School, edition: Edition, head: User) -> None:
    versions = at_once(*[lambda: actions.start_policy(school, edition, by=head)] * PEOPLE)
    assert len(set(versions)) == 1
    assert (Policy.objects.count(), Version.objects.count()) == (1, 1)
    assert [verb for verb, _ in events(school)] == ["policy-started"]


def test_of_many_first_answers_to_one_question_one_stands_and_the_others_hear_of_it(draft: Version, head: User) -> None:
    answers = [f"person {number}" for number in range(PEOPLE)]
    saves = at_once(*(save(draft, Change("value", "shed-key", answer), head) for answer in answers))
    (winner,) = (answer for answer, saved in zip(answers, saves, strict=True) if not saved.clashes)
    assert stands(draft) == {("value", "shed-key"): winner}
    clashes = [clash for saved in saves for clash in saved.clashes]
    assert {clash.theirs for clash in clashes} == {winner}
    assert sorted(clash.yours for clash in clashes) == sorted(set(answers) - {winner})


def test_of_many_changes_to_one_answer_one_stands(draft: Version, head: User) -> None:
    actions.save_answers(draft, [Change("value", "shed-key", "the office")], by=head)
    seen = drafts.load(draft).seen("value", "shed-key")
    answers = [f"person {number}" for number in range(PEOPLE)]
    saves = at_once(*(save(draft, Change("value", "shed-key", answer, seen), head) for answer in answers))
    (winner,) = (answer for answer, saved in zip(answers, saves, strict=True) if not saved.clashes)
    assert stands(draft) == {("value", "shed-key"): winner}
    assert Answer.objects.get(key="shed-key").revision == 2


@pytest.mark.parametrize("key", ["shed-key", "school.gardener"])
def test_a_double_click_by_many_is_one_save(draft: Version, head: User, key: str) -> None:
    saves = at_once(*[save(draft, Change("value", key, "the office"), head)] * PEOPLE)
    assert [saved.clashes for saved in saves] == [()] * PEOPLE
    assert list(Answer.objects.values_list("key", "revision")) == [(key, 1)]
    assert len(events(draft.policy.school)) == 2


def test_different_questions_of_many_people_all_stand(draft: Version, head: User) -> None:
    changes = [
        Change("value", "garden-open", "breaks"),
        Change("value", "with-adult", True),
        Change("value", "plants", ["beans"]),
        Change("value", "shed-key", "the office"),
        Change("value", "school.gardener", "the caretaker"),
        Change("value", "school.learner-term", "children"),
        Change("left-out", "eating", True),
        Change("kept", "bees", True),
    ]
    saves = at_once(*(save(draft, change, head) for change in changes))
    assert [saved.clashes for saved in saves] == [()] * len(changes)
    assert stands(draft) == {change.id: change.value for change in changes}
    assert verify(draft.policy.school) == []


def test_two_policies_of_a_school_answer_its_questions_in_opposite_order(
    draft: Version, editions: dict[str, Edition], head: User
) -> None:
    """Neither blocks the other for ever, and a school answer is never overwritten unseen."""
    pond = actions.start_policy(draft.policy.school, editions["pond"], by=head)
    there = [Change("value", "school.gardener", "Ms Fern"), Change("value", "school.learner-term", "children")]
    back = [Change("value", "school.learner-term", "pupils"), Change("value", "school.gardener", "Mr Moss")]

    def save_all(version: Version, changes: list[Change]) -> Callable[[], Saved]:
        return lambda: actions.save_answers(version, changes, by=head)

    first, second = at_once(save_all(draft, there), save_all(pond, back))
    assert sorted([len(first.clashes), len(second.clashes)]) == [0, 2]
    winner = there if not first.clashes else back
    assert stands(pond) == {change.id: change.value for change in winner}


@pytest.mark.parametrize("question", ["school.tools"])
def test_rows_added_by_many_are_all_there(draft: Version, head: User, question: str) -> None:
    names = [f"tool {number}" for number in range(PEOPLE)]

    def add(number: int) -> Callable[[], Saved]:
        return lambda: add_row(draft, question, {"name": names[number]}, row=f"r-{number}", by=head)

    at_once(*(add(number) for number in range(PEOPLE)))
    rows = stands(draft)["value", question]
    assert sorted(rows, key=lambda row: row["id"]) == [
        {"id": f"r-{number}", "name": names[number]} for number in range(PEOPLE)
    ]


def test_rows_added_and_removed_at_once(draft: Version, head: User) -> None:
    for number in range(4):
        add_row(draft, "school.tools", {"name": f"old {number}"}, row=f"r-old{number}", by=head)
    at_once(
        *[lambda n=n: remove_row(draft, "school.tools", f"r-old{n}", by=head) for n in range(4)],
        *[lambda n=n: add_row(draft, "school.tools", {"name": f"new {n}"}, row=f"r-new{n}", by=head) for n in range(4)],
    )
    assert sorted(row["id"] for row in stands(draft)["value", "school.tools"]) == [f"r-new{n}" for n in range(4)]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one transaction write at a time")
def test_nothing_is_saved_beside_a_submission(draft: Version, head: User) -> None:
    """The save waits for whoever holds the version, and then finds it closed."""
    from apps.policies.states import SUBMITTED
    from tests.policies.test_models import FROZEN

    held = Barrier(2)

    def submit() -> None:
        with transaction.atomic():
            Version.objects.select_for_update().get(pk=draft.pk)
            held.wait(timeout=30)
            Version.objects.filter(pk=draft.pk).update(state=SUBMITTED, **FROZEN)

    def answer() -> type[Exception] | None:
        held.wait(timeout=30)
        try:
            actions.save_answers(draft, [Change("value", "shed-key", "late")], by=head)
        except actions.WrongState as refused:
            return type(refused)
        return None

    assert at_once(submit, answer) == [None, actions.WrongState]
    assert stands(draft) == {}


class TestWriter:
    """The rows hold on their own, without the locks that a save takes first: it may have read them too early."""

    def write(self, draft: Version, rows: list[Answer], change: Change, by: User) -> Saved:
        with transaction.atomic():
            return Writer(draft, rows, by=by, at=timezone.now()).write([change])

    def test_a_row_that_appeared_after_reading_clashes(self, draft: Version, head: User, dsl: User) -> None:
        self.write(draft, [], Change("value", "shed-key", "the office"), head)
        (clash,) = self.write(draft, [], Change("value", "shed-key", "the shed"), dsl).clashes
        assert (clash.theirs, clash.yours, clash.changed_by) == ("the office", "the shed", head)
        assert self.write(draft, [], Change("value", "shed-key", "the office"), dsl).clashes == ()
        assert stands(draft) == {("value", "shed-key"): "the office"}

    def test_a_row_that_changed_after_reading_clashes(self, draft: Version, head: User, dsl: User) -> None:
        self.write(draft, [], Change("value", "shed-key", "the office"), head)
        early = drafts.stored_answers(draft)
        seen = drafts.load(draft).seen("value", "shed-key")
        self.write(draft, drafts.stored_answers(draft), Change("value", "shed-key", "the shed", seen), head)
        (clash,) = self.write(draft, early, Change("value", "shed-key", "the hut", seen), dsl).clashes
        assert (clash.theirs, clash.yours) == ("the shed", "the hut")
        assert stands(draft) == {("value", "shed-key"): "the shed"}

    def test_a_change_that_follows_from_another_wins_all_the_same(self, draft: Version, head: User) -> None:
        self.write(draft, [], Change("order", "entry", ["bees", "eating"]), head)
        early = drafts.stored_answers(draft)
        self.write(draft, early, Change("order", "entry", ["eating", "bees"], None), head)
        self.write(draft, early, Change("order", "entry", None, None), head)
        assert stands(draft) == {}
        assert Answer.objects.get().revision == 3
