"""The English that fills a template in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.policydoc.document import Gap, Inline, Link, Text, plain
from apps.policydoc.english import (
    capitalised,
    indefinite,
    join,
    merged,
    possessive,
    tidy,
    with_article,
    words_of,
)


def say(*texts: str) -> list[tuple[Inline, ...]]:
    return [(Text(text),) for text in texts]


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([], ""),
        (["beans"], "beans"),
        (["beans", "peas"], "beans and peas"),
        (["beans", "peas", "herbs"], "beans, peas and herbs"),
        (["beans", "salt and pepper", "herbs"], "beans, salt and pepper, and herbs"),
        (["beans", "salt or pepper"], "beans, and salt or pepper"),
        (["beans, dried", "peas"], "beans, dried; and peas"),
        (["beans, dried", "salt and pepper", "peas"], "beans, dried; salt and pepper; and peas"),
        (["land", "oranges"], "land and oranges"),
    ],
)
def test_joining(items: list[str], expected: str) -> None:
    assert words_of(join(say(*items))) == expected


def test_joining_with_or_keeps_links_and_gaps_and_drops_what_is_empty() -> None:
    link, gap = Link("our list", "https://a.example"), Gap("crop", "Which crop?")
    assert join([(link,), (), (gap,), (Text("peas"),)], "or") == (link, Text(", "), gap, Text(" or peas"))


@pytest.mark.parametrize(
    ("words", "apostrophe", "expected"),
    [
        ("child", "'", "child's"),
        ("children", "’", "children’s"),
        ("pupils", "'", "pupils'"),
        ("pupils", "’", "pupils’"),
        ("St James", "’", "St James’"),
        ("St James's", "'", "St James's"),
        ("Pupils’", "'", "Pupils’"),
        ("Oak Lane’s", "'", "Oak Lane’s"),
        ("PTAS", "'", "PTAS'"),
        ("", "'", ""),
    ],
)
def test_possessives(words: str, apostrophe: str, expected: str) -> None:
    assert words_of(possessive(merged([Text(words)]), apostrophe)) == expected


@pytest.mark.parametrize(
    "words",
    ["early years child", "apple", "hour", "honest answer", "heir", "SLT member", "HLTA", "MP", "NSPCC officer",
     "OFSTED visit", "8-year-old",
     "11-year-old", "18-year-old", "umbrella", "uninvited guest", "“open” day", "RE lesson", "unimportant rule"],
)  # fmt: skip
def test_an(words: str) -> None:
    assert indefinite(words) == "an"


@pytest.mark.parametrize(
    "words",
    ["child", "unit", "university", "uniform", "user", "European trip", "one-off visit", "DSL", "SENCO", "MAT",
     "URN", "UK school", "PTA",
     "house", "year group", "180-day plan", "1-to-1 talk", "useful rule", "unique case", "", "GP"],
)  # fmt: skip
def test_a(words: str) -> None:
    assert indefinite(words) == "a"


def test_articles() -> None:
    assert with_article((Text("apple"),), "a") == (Text("an apple"),)
    assert with_article((Text("board"),), "the") == (Text("the board"),)
    assert with_article((Text("hotel"),), "a", irregular="an") == (Text("an hotel"),)
    assert with_article((Text("board"),), "") == (Text("board"),)
    assert with_article((), "a") == ()


def test_capitals() -> None:
    assert capitalised((Text("children play"),)) == (Text("Children play"),)
    assert capitalised((Text("“open” beds"),)) == (Text("“Open” beds"),)
    assert capitalised((Link("élan", "https://a.example"), Text(" b"))) == (
        Link("Élan", "https://a.example"),
        Text(" b"),
    )
    gap = Gap("crop", "which crop?")
    assert capitalised((gap, Text(" grows"))) == (gap, Text(" grows"))
    assert capitalised(()) == ()


@pytest.mark.parametrize(
    ("filled", "expected"),
    [
        ("beans  and   peas", "beans and peas"),
        ("in Bed 1 , by the gate .", "in Bed 1, by the gate."),
        ("kept by Ms Fern. .", "kept by Ms Fern."),
        ("and so on..", "and so on."),
        ("and so on...", "and so on..."),
        ("(see below )", "(see below)"),
        ("two  , three", "two, three"),
    ],
)
def test_tidying_after_filling(filled: str, expected: str) -> None:
    assert tidy((Text(filled),)) == merged([Text(expected)])


def test_tidying_joins_what_was_filled_in_pieces() -> None:
    link = Link("x", "https://a.example")
    assert tidy((Text("a "), Text(" b"), Text(""), link, Text(" ,"), Text("c"))) == (Text("a b"), link, Text(",c"))


@given(st.lists(st.text("ab .,;:)", max_size=12), max_size=5))
def test_tidying_twice_changes_nothing_more(texts: list[str]) -> None:
    once = tidy(Text(text) for text in texts)
    assert tidy(once) == once


@pytest.mark.parametrize(
    ("inline", "printed"),
    [
        ((Link("Our handbook.", "https://a.example"), Text(". More")), "Our handbook. More"),
        ((Link("And so on...", "https://a.example"), Text(".")), "And so on...."),
        ((Link("Our handbook", "https://a.example"), Text(" , too")), "Our handbook, too"),
        ((Text("See "), Gap("q", "Which?"), Text(" .")), "See [to decide: Which?]."),
        ((Text("( "), Link("a", "https://a.example"), Text(" )")), "( a)"),
    ],
)
def test_tidying_looks_across_links_and_gaps(inline, printed):
    assert plain(tidy(inline)) == printed
