"""Rows of a list, one at a time."""

from __future__ import annotations

import re
from typing import Any

import pytest

from apps.policies import actions
from apps.policies.actions import AnswersRefused, Change
from apps.policies.models import Answer, Version
from apps.policies.rows import add_row, change_row, move_row, new_row_id, remove_row, row_seen
from apps.schools.models import School, User
from tests.policies.seen import events, stands
from tests.policies.texts import GARDEN, SCHOOL, publish

TOOLS = "school.tools"


@pytest.fixture
def three(draft: Version, head: User) -> Version:
    for name in ("spade", "rake", "hose"):
        add_row(draft, TOOLS, {"name": name}, row=f"r-{name}", by=head)
    return draft


def names(version: Version) -> list[str]:
    return [row["name"] for row in stands(version)["value", TOOLS]]


def rows(version: Version) -> list[dict[str, Any]]:
    return stands(version)["value", TOOLS]


def test_ids_are_ours_and_new_each_time() -> None:
    ids = {new_row_id() for _ in range(1_000)}
    assert len(ids) == 1_000
    assert all(re.fullmatch(r"r-[a-z0-9]{10}", row) for row in ids)


def test_added_at_the_end(three: Version) -> None:
    assert rows(three) == [
        {"id": "r-spade", "name": "spade"}, {"id": "r-rake", "name": "rake"}, {"id": "r-hose", "name": "hose"},
    ]  # fmt: skip


def test_a_form_that_is_sent_twice_adds_one(three: Version, head: User) -> None:
    for _ in range(2):
        add_row(three, TOOLS, {"name": "fork", "place": "the shed"}, row="r-fork", by=head)
    assert names(three) == ["spade", "rake", "hose", "fork"]


def test_a_form_that_is_sent_again_with_other_cells_changes_its_row(three: Version, head: User) -> None:
    """Somebody went back in the browser and corrected what they had typed."""
    saved = add_row(three, TOOLS, {"name": "steel rake"}, row="r-rake", by=head)
    assert (saved.clashes, names(three)) == ((), ["spade", "steel rake", "hose"])


def test_a_form_that_is_sent_again_never_overwrites_what_somebody_else_did(
    three: Version, head: User, dsl: User
) -> None:
    change_row(three, TOOLS, "r-rake", {"name": "big rake"}, seen=row_seen(rows(three)[1]), by=dsl)
    (clash,) = add_row(three, TOOLS, {"name": "steel rake"}, row="r-rake", by=head).clashes
    assert (clash.theirs["name"], clash.yours["name"], clash.changed_by) == ("big rake", "steel rake", dsl)
    assert names(three) == ["spade", "big rake", "hose"]
    insisted = add_row(three, TOOLS, {"name": "steel rake"}, row="r-rake", seen=clash.seen, by=head)
    assert (insisted.clashes, names(three)) == ((), ["spade", "steel rake", "hose"])


def test_changed_in_its_place(three: Version, head: User) -> None:
    change_row(three, TOOLS, "r-rake", {"name": "big rake"}, seen=row_seen(rows(three)[1]), by=head)
    assert names(three) == ["spade", "big rake", "hose"]


def test_a_change_of_the_same_row_clashes_with_both(three: Version, head: User, dsl: User) -> None:
    read = row_seen(rows(three)[1])
    change_row(three, TOOLS, "r-rake", {"name": "big rake"}, seen=read, by=head)
    saved = change_row(three, TOOLS, "r-rake", {"name": "small rake"}, seen=read, by=dsl)
    (clash,) = saved.clashes
    assert (clash.theirs["name"], clash.yours["name"], clash.changed_by) == ("big rake", "small rake", head)
    assert names(three) == ["spade", "big rake", "hose"]
    change_row(three, TOOLS, "r-rake", {"name": "small rake"}, seen=clash.seen, by=dsl)
    assert names(three) == ["spade", "small rake", "hose"]


def test_a_change_of_a_removed_row_clashes_and_can_bring_it_back(three: Version, head: User, dsl: User) -> None:
    read = row_seen(rows(three)[1])
    remove_row(three, TOOLS, "r-rake", by=head)
    (clash,) = change_row(three, TOOLS, "r-rake", {"name": "my rake"}, seen=read, by=dsl).clashes
    assert (clash.theirs, clash.yours) == (None, {"id": "r-rake", "name": "my rake"})
    change_row(three, TOOLS, "r-rake", {"name": "my rake"}, seen=clash.seen, by=dsl)
    assert names(three) == ["spade", "hose", "my rake"]


def test_a_row_that_was_not_touched_keeps_what_somebody_else_made_of_it(three: Version, head: User, dsl: User) -> None:
    before = rows(three)[1]
    change_row(three, TOOLS, "r-rake", {"name": "big rake"}, seen=row_seen(before), by=head)
    saved = change_row(three, TOOLS, "r-rake", {"name": "rake"}, seen=row_seen(before), by=dsl)
    assert (saved.clashes, names(three)) == ((), ["spade", "big rake", "hose"])


def test_a_change_of_another_row_is_no_clash(three: Version, head: User, dsl: User) -> None:
    read = row_seen(rows(three)[2])
    change_row(three, TOOLS, "r-spade", {"name": "big spade"}, seen=row_seen(rows(three)[0]), by=head)
    saved = change_row(three, TOOLS, "r-hose", {"name": "long hose"}, seen=read, by=dsl)
    assert (saved.clashes, names(three)) == ((), ["big spade", "rake", "long hose"])


@pytest.mark.parametrize(
    ("row", "to", "after"),
    [
        ("r-hose", 0, ["hose", "spade", "rake"]),
        ("r-spade", 1, ["rake", "spade", "hose"]),
        ("r-spade", 2, ["rake", "hose", "spade"]),
        ("r-spade", 99, ["rake", "hose", "spade"]),
        ("r-hose", -5, ["hose", "spade", "rake"]),
        ("r-rake", 1, ["spade", "rake", "hose"]),
        ("r-gone", 0, ["spade", "rake", "hose"]),
    ],
)
def test_moved(three: Version, head: User, row: str, to: int, after: list[str]) -> None:
    move_row(three, TOOLS, row, to=to, by=head)
    assert names(three) == after


def test_removed_and_removed_again(three: Version, head: User) -> None:
    revision = Answer.objects.get().revision
    for _ in range(2):
        remove_row(three, TOOLS, "r-rake", by=head)
    assert names(three) == ["spade", "hose"]
    assert Answer.objects.get().revision == revision + 1


def test_the_last_row_removed_leaves_none(three: Version, head: User) -> None:
    for name in ("spade", "rake", "hose"):
        remove_row(three, TOOLS, f"r-{name}", by=head)
    assert rows(three) == []


@pytest.mark.parametrize(
    ("cells", "row"),
    [
        ({"name": "x", "colour": "red"}, "r-a"),
        ({"name": ["x"]}, "r-a"),
        ({"name": "x" * 100_000}, "r-a"),
        ({"name": "x"}, "no id at all"),
        ({"name": "x"}, ""),
        ({"name": "x"}, "r-\x00"),
    ],
)
def test_refused_whole(three: Version, head: User, cells: dict[str, Any], row: str) -> None:
    with pytest.raises(AnswersRefused) as refused:
        add_row(three, TOOLS, cells, row=row, by=head)
    assert list(refused.value.problems) == [("value", TOOLS)]
    assert names(three) == ["spade", "rake", "hose"]


@pytest.mark.parametrize("question", ["plants", "shed-key", "no-such", "entry"])
def test_only_lists_have_rows(draft: Version, head: User, question: str) -> None:
    with pytest.raises(AnswersRefused):
        add_row(draft, question, {"name": "x"}, row="r-a", by=head)
    assert stands(draft) == {}


def test_a_value_that_is_no_list_is_not_lost_by_a_row(draft: Version, head: User) -> None:
    actions.save_answers(draft, [Change("value", "shed-key", "the office")], by=head)
    with pytest.raises(AnswersRefused):
        add_row(draft, "shed-key", {"name": "x"}, row="r-a", by=head)
    assert stands(draft) == {("value", "shed-key"): "the office"}


def test_history_keeps_the_list_before(three: Version, dsl: User) -> None:
    remove_row(three, TOOLS, "r-hose", by=dsl)
    (entry,) = events(three.policy.school)[-1][1]["changes"]
    assert [row["name"] for row in entry["before"]] == ["spade", "rake", "hose"]


def test_a_list_of_document_control_is_kept_apart(school: School, head: User) -> None:
    question = "\n::: list control.signers\nWho signs?\n- name: Name\n:::\n"
    row = '\n[[key-details]]\nlabel = "Signed by"\ntext = "{control.signers}"\n+++\n\n#'
    files = {"school": SCHOOL + question, "garden": GARDEN.replace("\n+++\n\n#", row)}
    version = actions.start_policy(school, publish(files)["garden"], by=head)
    add_row(version, "control.signers", {"name": "Ms Fern"}, row="r-fern", by=head)
    add_row(version, "control.signers", {"name": "Mr Moss"}, row="r-moss", by=head)
    (clash,) = change_row(version, "control.signers", "r-moss", {"name": "Dr Moss"}, seen="old", by=head).clashes
    remove_row(version, "control.signers", "r-fern", by=head)
    assert stands(version) == {("control", "signers"): [{"id": "r-moss", "name": "Mr Moss"}]}
    assert (clash.kind, clash.key) == ("control", "signers")
    assert Answer.objects.get().version == version
