"""The nets of these tests hold: each fault that no policy may print is found, and pairs are counted as they are."""

from __future__ import annotations

from itertools import combinations, product

import pytest

from apps.policydoc.document import Block, Body, Control, Document, Part, Text

from .pairwise import Pairs
from .shipped import faults


def document(*blocks: Block) -> Document:
    return Document(Body("Phones", parts=(Part("phones", "Phones", (), blocks),)), Control(as_of="2026-11-20"))


def statement(number: str, words: str, *children: Block) -> Block:
    return Block(f"s-{number}", "statement", number, (Text(words),), children=children)


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("Phones  are kept.", "two spaces"),
        ("Phones are kept .", "space before a sign"),
        ("Phones are kept..", "two signs"),
        ("Phones are kept at home,.", "two signs"),
        ("Pupils/parents keep phones.", "something left over"),
        ("Phones are {kept}.", "something left over"),
        ("Phones are are kept.", "the same word twice"),
        ("Phones and/or watches are kept.", "an alternative"),
        ("A phone is kept in a office.", "a or an"),
        ("A phone is kept in an safe.", "a or an"),
        ("We ask. The trustees decides.", "the verb"),
        ("Parents is told.", "the verb"),
        ("phones are kept.", "no capital"),
        ("–", "empty"),
    ],
)
def test_a_fault_is_found(words: str, fault: str) -> None:
    assert fault in {message.partition(":")[0] for message in faults(document(statement("1", words)))}


@pytest.mark.parametrize(
    "words",
    [
        "Parents/carers and a parent/carer’s child keep phones at home.",
        "The chair of the trustees decides after an hour; staff at an SLT meeting knew that that was so.",
        "A member of staff is told, and a used phone is kept.",
    ],
)
def test_a_good_sentence_has_none(words: str) -> None:
    assert faults(document(statement("1", words))) == []


@pytest.mark.parametrize(
    "blocks",
    [
        (statement("2", "One."),),
        (statement("1", "One."), statement("1", "Two.")),
        (statement("1", "One:", statement("(b)", "two")),),
        (statement("1", "One:", statement("(a)", "two:", statement("(b)", "three"))),),
        (Block("rules", "section", "1", (Text("Rules"),)),),
        (statement("", "One."),),
    ],
)
def test_a_wrong_number_is_found(blocks: tuple[Block, ...]) -> None:
    assert {message.partition(":")[0] for message in faults(document(*blocks))} == {"numbers"}


def test_sound_numbers_have_no_fault() -> None:
    lettered = (statement(f"({letter})", "one") for letter in [*"abcdefghijklmnopqrstuvwxyz", "aa", "bb"])
    roman = (
        statement(f"({number})", "one")
        for number in ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi")
    )
    below = Block("rules", "section", "1.2", (Text("Rules"),), children=(statement("1.2.1", "One:", *lettered),))
    above = Block("all", "section", "1", (Text("All"),), children=(
        statement("1.1", "One:", statement("(a)", "one:", *roman)), below,
    ))  # fmt: skip
    assert faults(document(above)) == []


def test_rows_meet_every_pair() -> None:
    levels = {"a": 2, "b": 3, "c": 2, "d": 4}
    pairs, rows = Pairs(levels), []
    while pairs.left():
        rows.append(pairs.next_row({}))
        assert pairs.met(rows[-1]) > 0
    met = {(one, two) for row in rows for one, two in combinations(sorted(row.items()), 2)}
    assert met == {
        ((a, x), (b, y))
        for a, b in combinations(sorted(levels), 2)
        for x, y in product(range(levels[a]), range(levels[b]))
    }
    assert len(rows) < 20


def test_a_row_keeps_what_it_starts_with_and_counts_only_what_it_holds() -> None:
    pairs = Pairs({"a": 2, "b": 2, "c": 2})
    assert pairs.left() == 12
    assert pairs.next_row({"b": 1})["b"] == 1
    assert (pairs.met({"a": 0, "b": 1}), pairs.left()) == (1, 11)
    assert (pairs.met({"a": 0, "b": 1}), pairs.left()) == (0, 11)
    assert (("a", 0), ("b", 1)) not in set(pairs.some_missing())
