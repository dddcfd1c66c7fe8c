"""A school's colour as the colour of its headings."""

from __future__ import annotations

import pytest

from apps.exports.colour import DEFAULT, accent
from apps.exports.refusal import CannotRender


@pytest.mark.parametrize(
    ("colour", "headings"),
    [
        ("", DEFAULT),
        ("#17486b", "#17486b"),
        ("#000000", "#000000"),
        ("#ffcc00", "#866a00"),
        ("#FFFFFF", "#6c6c6c"),
    ],
)
def test_a_pale_colour_is_darkened_until_it_can_be_read_on_white(colour: str, headings: str) -> None:
    assert accent(colour) == headings


@pytest.mark.parametrize("colour", ["red", "#fff", "#12345g", "#123456; } @import url(x)", "rgb(0,0,0)"])
def test_anything_else_never_reaches_the_stylesheet(colour: str) -> None:
    with pytest.raises(CannotRender, match=r"is no colour\. Write a colour as # and six digits"):
        accent(colour)
