"""Two people settle one thing at once in different ways: a value or “not decided yet”, kept or left out."""

from __future__ import annotations

import pytest

from apps.policies import actions, drafts
from apps.policies.actions import Change
from apps.policies.drafts import Draft
from apps.policies.models import Version
from apps.schools.models import School, User
from tests.policies.seen import stands
from tests.policies.texts import GARDEN, SCHOOL, publish


class TestValueAgainstNotDecidedYet:
    """A question has a value or is not decided yet: two people who say one each hear of each other."""

    @pytest.fixture(params=["shed-key", "school.gardener", "control.next-look"])
    def question(self, request: pytest.FixtureRequest) -> str:
        return request.param

    @pytest.fixture
    def draft(self, school: School, head: User) -> Version:
        control = "\n::: text control.next-look\nWho looks next?\n:::\n"
        row = '\n[[key-details]]\nlabel = "Next"\ntext = "{control.next-look}"\n+++\n\n#'
        files = {"school": SCHOOL + control, "garden": GARDEN.replace("\n+++\n\n#", row)}
        return actions.start_policy(school, publish(files)["garden"], by=head)

    @pytest.fixture
    def row(self, question: str) -> tuple[str, str]:
        """Where its value stands."""
        scope, _, name = question.partition(".")
        return ("control", name) if scope == "control" else ("value", question)

    @pytest.fixture(params=["fresh", "answered", "undecided and answered again"])
    def read(
        self, request: pytest.FixtureRequest, draft: Version, head: User, question: str, row: tuple[str, str]
    ) -> Draft:
        """The page as both people have it open, with what happened to the question before."""
        if request.param != "fresh":
            actions.save_answers(draft, [Change(*row, "the office")], by=head)
        if request.param == "undecided and answered again":
            actions.set_undecided(draft, question, by=head)
            actions.save_answers(draft, [Change(*row, "the shed", drafts.load(draft).seen(*row))], by=head)
        return drafts.load(draft)

    def test_a_value_meets_not_decided_yet(
        self, read: Draft, question: str, row: tuple[str, str], head: User, dsl: User
    ) -> None:
        version, undecided = read.version, ("undecided", question)
        not_decided = Change(*undecided, {"note": "Ask first."}, read.seen(*undecided))
        assert actions.save_answers(version, [not_decided], by=dsl).clashes == ()
        before = stands(version)
        mine = [Change(*undecided, None, read.seen(*undecided)), Change(*row, "my office", read.seen(*row))]
        (clash,) = actions.save_answers(version, mine, by=head).clashes
        assert (clash.id, clash.yours) == (row, "my office")
        assert (clash.theirs_kind, clash.theirs, clash.changed_by) == ("undecided", {"note": "Ask first."}, dsl)
        assert stands(version) == before
        insisted = actions.save_answers(version, [Change(*row, "my office", clash.seen)], by=head)
        assert (insisted.clashes, stands(version)) == ((), {row: "my office"})

    def test_not_decided_yet_meets_a_value(
        self, read: Draft, question: str, row: tuple[str, str], head: User, dsl: User
    ) -> None:
        version, undecided = read.version, ("undecided", question)
        theirs = [Change(*undecided, None, read.seen(*undecided)), Change(*row, "their office", read.seen(*row))]
        assert actions.save_answers(version, theirs, by=dsl).clashes == ()
        not_decided = Change(*undecided, {}, read.seen(*undecided))
        (clash,) = actions.save_answers(version, [not_decided], by=head).clashes
        assert (clash.id, clash.yours) == (undecided, {})
        assert (clash.theirs_kind, clash.theirs, clash.changed_by) == (row[0], "their office", dsl)
        assert stands(version) == {row: "their office"}
        insisted = actions.save_answers(version, [Change(*undecided, {}, clash.seen)], by=head)
        assert (insisted.clashes, stands(version)[undecided]) == ((), {})

    def test_one_person_may_go_to_and_fro(self, read: Draft, question: str, row: tuple[str, str], head: User) -> None:
        version, undecided = read.version, ("undecided", question)
        for number in range(3):
            read = drafts.load(version)
            assert actions.save_answers(version, [Change(*undecided, {}, read.seen(*undecided))], by=head).clashes == ()
            read = drafts.load(version)
            change = Change(*row, f"office {number}", read.seen(*row))
            assert actions.save_answers(version, [change], by=head).clashes == ()
        assert stands(version) == {row: "office 2"}


@pytest.mark.parametrize(("mine", "theirs"), [("kept", "left-out"), ("left-out", "kept")])
@pytest.mark.parametrize("settled_before", [False, True])
def test_kept_and_left_out_meet(
    draft: Version, head: User, dsl: User, mine: str, theirs: str, settled_before: bool
) -> None:
    if settled_before:
        actions.keep(draft, "eating", by=head)
        actions.leave_out(draft, "eating", by=head)
        actions.save_answers(draft, [Change("left-out", "eating", None, None)], by=head)
    read = drafts.load(draft)

    def page(chosen: str, other: str) -> list[Change]:
        answers = ((chosen, True), (other, None))
        return [Change(kind, "eating", value, read.seen(kind, "eating")) for kind, value in answers]

    assert actions.save_answers(draft, page(theirs, mine), by=dsl).clashes == ()
    (clash,) = actions.save_answers(draft, page(mine, theirs), by=head).clashes
    assert (clash.kind, clash.theirs_kind, clash.changed_by) == (mine, theirs, dsl)
    assert stands(draft) == {(theirs, "eating"): True}
    actions.save_answers(draft, [Change(mine, "eating", True, clash.seen)], by=head)
    assert stands(draft) == {(mine, "eating"): True}
