"""What a school wrote and no place of the text prints is open: it never vanishes without a word."""

from __future__ import annotations

from typing import Any

import pytest

from apps.policydoc.answers import Answers
from apps.policydoc.compose import compose
from apps.policydoc.openness import Open
from tests.policydoc.composing import AS_OF, FACTS, REGISTER, bundle, composed, lines

LISTED = bundle("""
# Rules {#rules}

::: list rows
Which?
- name: Name
:::

::: yes-no listed
Is there a list?
:::

- Row {rows}. {#row each=rows}
- Last. {#last}

# Extra {#extra optional when=listed}

- Extra row {rows}. {#extra-row each=rows}
""")
ROWS = {"rows": [{"id": "r-1", "name": "x"}], "listed": True}


def lost(values: dict[str, Any], **answers: Any) -> list[tuple[str, str]]:
    return [(entry.id, entry.prompt) for entry in composed(LISTED, values, **answers).open if entry.kind == "addition"]


def test_a_rewording_of_a_row_that_is_gone() -> None:
    result = composed(LISTED, ROWS, kept=["extra"], reworded={"row/r-9": "Ours, {rows}.", "row/r-1": "One {rows}."})
    assert lines(result) == ["1 Rules", "1.1 One x.", "1.2 Last.", "2 Extra", "2.1 Extra row x."]
    assert result.open == (
        Open("addition", "row/r-9", "", "", "undecided",
             "What these words were written for is gone. Are they still wanted? “Ours, x.”"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("values", "answers"),
    [
        (ROWS, {"left_out": ["extra"]}),  # it rests with its section
        (ROWS | {"listed": False}, {"kept": ["extra"]}),
        ({"listed": True}, {"kept": ["extra"]}),  # the list itself is open
    ],
)
def test_words_that_rest_with_their_section_or_wait_for_their_list_are_not_lost(
    values: dict[str, Any], answers: dict[str, Any]
) -> None:
    assert lost(values, reworded={"extra-row/r-9": "Ours."}, **answers) == []


def test_a_rewording_of_what_a_later_edition_has_not() -> None:
    answers = Answers.from_json({"values": ROWS, "kept": ["extra"], "reworded": {"gone": "Ours."}})
    result = compose(LISTED, answers, school=FACTS, guidance=REGISTER, as_of=AS_OF)
    assert [entry.id for entry in result.open] == ["gone"]


def test_an_added_heading_with_nothing_under_it() -> None:
    heading = {"after": "rules", "id": "a-more", "text": "More", "section": True}
    assert lost(ROWS, added=[heading]) == [("a-more", "What stands under this heading? “More”")]
    assert lost(ROWS, added=[heading, {"after": "a-more", "id": "a-one", "text": "One."}]) == []
