"""Words between braces and brackets: how a line is taken apart, and what is a mistake in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.policydoc.words import Anchor, Mistake, Name, Plain, Shape, escape, mistakes, names, pieces, shape
from tests.policydoc.strategies import words as template_words

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
