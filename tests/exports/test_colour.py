"""A school's colour as the colour of its headings."""

from __future__ import annotations

import pytest

from apps.exports import design
from apps.exports.colour import DEFAULT, accent, panel, ratio, tint
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


@pytest.mark.parametrize(
    ("colour", "panel_and_letters"),
    [
        ("", (DEFAULT, "#ffffff")),
        ("#ffcc00", ("#ffcc00", "#1c1c1c")),
        ("#000000", ("#000000", "#ffffff")),
        ("#ffffff", ("#ffffff", "#1c1c1c")),
        ("#808080", ("#8d8d8d", "#1c1c1c")),
    ],
)
def test_the_title_stands_on_the_colour_itself_in_letters_that_can_be_read(
    colour: str, panel_and_letters: tuple[str, str]
) -> None:
    assert panel(colour) == panel_and_letters


@pytest.mark.parametrize("colour", ["", "#ffcc00", "#ffffff", "#777777", "#d4351c", "#00ff00"])
def test_what_stands_on_a_ground_can_be_read(colour: str) -> None:
    ground, letters = panel(colour)

    assert ratio(_rgb(ground), _rgb(letters)) >= 4.5
    assert ratio(_rgb(tint(colour)), _rgb(design.INK)) >= 7
    assert ratio(_rgb(tint(colour)), _rgb(accent(colour))) >= 4.5
    assert ratio(_rgb(tint(colour)), _rgb(design.QUIET)) >= 7


def _rgb(colour: str) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(colour[1:])
    return red, green, blue
