"""Every decision that schools were found to take has its place in the library, and docs/library.md says which."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from apps.policydoc.template import Node
from apps.templates_lib.ledger import Decision, LedgerError, read_ledger
from apps.templates_lib.library_page import library_page
from apps.templates_lib.overview import NOWHERE, Overview
from tests.headless import ROOT, manage

from .real_data import REAL_DATA, needs_real_data

OVERVIEW = Overview()
LEDGER = read_ledger()
PAGE = ROOT / "docs" / "library.md"
PREFIX = {"school_profile": "school.", "document": "control.", "policy": ""}
WITHOUT_OPTIONS = frozenset({"text", "long-text", "person", "link", "list", "date"})


def test_the_page_is_what_the_library_and_the_ledger_make_of_it() -> None:
    assert PAGE.read_text(encoding="utf-8") == library_page(OVERVIEW, LEDGER), (
        "run: manage.py describe_library --output docs/library.md"
    )


def test_the_command_writes_it(tmp_path: Path) -> None:
    done = manage("describe_library", "--output", tmp_path / "library.md")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (tmp_path / "library.md").read_text(encoding="utf-8") == library_page(OVERVIEW, LEDGER)
    assert manage("describe_library").stdout == library_page(OVERVIEW, LEDGER)


def test_every_decision_has_its_place() -> None:
    assert [decision.id for decision in LEDGER if OVERVIEW.place(decision).taken_as == NOWHERE] == []
    unused = [decision.id for decision in LEDGER if not decision.not_asked and not is_taken(decision)]
    assert unused == []


def is_taken(decision: Decision) -> bool:
    """Whether some policy's text asks or prints it; control fields and what the register knows belong to them all."""
    question = OVERVIEW.question(decision.id)
    return bool(OVERVIEW.place(decision).files or decision.id.startswith("control.") or (question and question.derived))


@pytest.mark.parametrize("decision", LEDGER, ids=lambda decision: decision.id)
def test_each_choice_that_the_ledger_names_is_there(decision: Decision) -> None:
    assert [choice.option for choice in decision.choices if choice.option not in possible(decision)] == []


def possible(decision: Decision) -> set[str]:
    """The choices that a school can make at this decision, by the names of the ledger; "" for one made otherwise."""
    question = OVERVIEW.question(decision.id)
    if question is None:
        may_go = all(node.optional for node in statements(decision.id))
        return {"", "kept", "left-out"} if may_go else {"", "kept"}
    if question.kind in WITHOUT_OPTIONS:
        return {"", "typed"}
    if question.kind == "yes-no":
        return {"", "yes", "no"}
    return {"", *(option.value for option in question.options)}


def statements(key: str) -> list[Node]:
    return [bundle.nodes[key] for bundle in OVERVIEW.bundles.values() if key in bundle.nodes]


def test_mistakes_of_a_ledger_are_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "ledger.toml"
    path.write_text('lost = 1\n[a]\nx = ["y", { not = "" }]\ny = "z"\n[b]\nx = []\n[not-asked]\nz = "why"\n')
    with pytest.raises(LedgerError) as error:
        read_ledger(path)
    assert error.value.problems == [
        "“lost” stands under no heading",
        "“x” must be a list of option ids, { as = … } and { not = … }",
        "“y” must be a list of option ids, { as = … } and { not = … }",
        "“x” stands twice",
        "[not-asked] names “z”, which is no decision",
    ]


# --- against the collected decisions, where they are at hand --------------------------------------------------------


@cache
def collected() -> dict[str, dict[str, Any]]:
    """Each decision under the id that the library gives it."""
    found = {}
    for row in json.loads((Path(REAL_DATA) / "decisions.json").read_text(encoding="utf-8"))["decisions"]:
        prefix, name = PREFIX[row["scope"]], row["id"].replace("_", "-")
        found[prefix + (name.removeprefix("school-") if prefix == "school." else name)] = row
    return found


@needs_real_data
def test_the_decisions_are_the_collected_ones() -> None:
    assert len(LEDGER) == 180
    assert {decision.id for decision in LEDGER} == set(collected())


@needs_real_data
def test_each_collected_choice_has_its_option_or_its_reason() -> None:
    found = {decision.id: len(decision.choices) for decision in LEDGER if decision.choices}
    wanted = {key: len(row["options"]) for key, row in collected().items() if row["options"]}
    assert found == wanted


@needs_real_data
def test_what_was_the_same_everywhere_stands_and_may_be_left_out() -> None:
    """A `fixed` yes or no is an optional statement under its id; with more choices it is a question."""
    for key, row in collected().items():
        if row["tier"] != "fixed":
            continue
        question = OVERVIEW.question(key)
        if row["type"] == "yes/no include" and len(row["options"]) <= 2:
            assert question is None, key
            assert all(
                bundle.nodes[key].optional == "on" for bundle in OVERVIEW.bundles.values() if key in bundle.nodes
            )
        else:
            assert question is not None, key
            assert any(option.recommended for option in question.options), key
