"""Words between braces and brackets, and the English that fills them in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.policydoc.document import Gap, Inline, Link, Text
from apps.policydoc.words import (
    Anchor,
    Mistake,
    Name,
    Plain,
    Shape,
    capitalised,
    escape,
    indefinite,
    join,
    merged,
    mistakes,
    names,
    pieces,
    possessive,
    shape,
    tidy,
    with_article,
    words_of,
)
from tests.policydoc.strategies import words as template_words


def say(*texts: str) -> list[tuple[Inline, ...]]:
    return [(Text(text),) for text in texts]


# --- pieces ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("", ()),
        ("Plain words.", (Plain("Plain words."),)),
        ("{Crop} grows", (Name("Crop"), Plain(" grows"))),
        ("a {crop's}{bed}", (Plain("a "), Name("crop's"), Name("bed"))),
        ("\\{crop\\} and \\\\", (Plain("{crop} and \\"),)),
        ("a \\ b", (Plain("a \\ b"),)),
        ("[1] and [x", (Plain("[1] and [x"),)),
        ("\\[a\\](ref:x)", (Plain("[a](ref:x)"),)),
        ("[](ref:advice)", (Anchor("", ref="advice"),)),
        ("see [the list](https://a.example/x?y=1#z).",
         (Plain("see "), Anchor("the list", "https://a.example/x?y=1#z"), Plain("."))),
        ("[a \\] b](mailto:a@b.example)", (Anchor("a ] b", "mailto:a@b.example"),)),
        ("[a [b](ref:c)", (Plain("[a "), Anchor("b", ref="c"))),
    ],
)  # fmt: skip
def test_a_line_of_words_is_taken_apart(source: str, expected: tuple[object, ...]) -> None:
    assert pieces(source) == expected


@pytest.mark.parametrize(
    "address",
    ["http://a.example", "javascript:alert(1)", "https://", "https:///x", "mailto:nobody", "ref:", "ref:Two Words",
     "ref:UPPER", "", "data:text/html,x", "https://a.example/{crop}", "//a.example", "mailto:a@b@c"],
)  # fmt: skip
def test_a_link_goes_to_https_mailto_or_the_guidance_register_only(address: str) -> None:
    (first, *_) = pieces(f"[words]({address})")
    assert isinstance(first, Mistake)


@given(st.text())
def test_escaped_words_print_as_they_are(text: str) -> None:
    assert "".join(piece.text for piece in pieces(escape(text)) if isinstance(piece, Plain)) == text
    assert [piece for piece in pieces(escape(text)) if not isinstance(piece, Plain)] == []


@given(template_words)
def test_the_words_of_a_template_hold_no_mistake(source: str) -> None:
    assert mistakes(source) == []
    assert [piece for piece in pieces(source) if isinstance(piece, Mistake)] == []


@given(st.text("{}[]()\\'’|!*_ aé:/", max_size=60))
def test_any_characters_are_taken_apart_without_failing(source: str) -> None:
    assert "".join(map(str, pieces(source))) or not source
    assert [type(message) for message in mistakes(source)] == [str] * len(mistakes(source))


def test_names_come_in_order() -> None:
    assert list(names("{A child} and {child|or} \\{not\\} {x}")) == ["A child", "child|or", "x"]


@pytest.mark.parametrize(
    "source",
    [
        "snake_case_name",
        "2 * 3 * 4",
        "a*b*c",
        "1 < 2 > 1",
        "stop! [here](ref:x)",
        "{child's}",
        "(it’s) ‘{crop}’",
        "__"[:1],
    ],
)
def test_ordinary_signs_are_no_mark_up(source: str) -> None:
    assert mistakes(source) == []


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("{crop}'s bed", "write the apostrophe inside the braces: {name's}"),
        ("{children}’ bed", "write the apostrophe inside the braces: {name's}"),
        ("**bold**", "there is no bold or italic: the words carry the weight"),
        ("an _italic_ word", "there is no bold or italic: the words carry the weight"),
        ("a </b> b", "there is no HTML in a template"),
        ("![a](https://b.example)", "there are no images in a template"),
        (" a", "remove the extra space before or after these words"),
    ],
)
def test_mark_up_is_a_mistake(source: str, message: str) -> None:
    assert mistakes(source) == [message]


# --- shapes of names ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("crop", Shape("crop", "", "", ())),
        ("Crop's", Shape("Crop", "", "'", ())),
        ("children’", Shape("children", "", "’", ())),
        ("An early years child", Shape("early years child", "An", "", ())),
        ("the board’s", Shape("board", "the", "’", ())),
        ("crops|or", Shape("crops", "", "", ("or",))),
        ("board|meets|meet", Shape("board", "", "", ("meets", "meet"))),
        ("anther", Shape("anther", "", "", ())),
        ("crops|and", None),
        ("crops|a|b|c", None),
        ("crops|a|", None),
        (" crop", None),
        ("crop ", None),
        ("", None),
        ("|or", None),
    ],
)
def test_a_name_has_an_article_a_possessive_and_extra_words(raw: str, expected: Shape | None) -> None:
    assert shape(raw) == expected


# --- English --------------------------------------------------------------------------------------------------------


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
