"""A school's colour, darkened where it has to be read as text."""

from __future__ import annotations

import re

from apps.exports.refusal import CannotRender

DEFAULT = "#17486b"
READABLE = 4.5  # WCAG 2.2, 1.4.3: contrast of text with its background
STRONG = 7.0  # 1.4.6, for those who need more


def accent(colour: str, contrast: float = READABLE) -> str:
    """The colour of headings on white: the school's, made darker in steps until it can be read.

    `colour` is "" or "#rrggbb"; CannotRender for anything else, because it goes into a stylesheet.
    """
    colour = colour or DEFAULT
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        raise CannotRender(f"{colour} is no colour. Write a colour as # and six digits, for example {DEFAULT}.")
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    while _contrast_with_white(red, green, blue) < contrast:
        red, green, blue = (value * 9 // 10 for value in (red, green, blue))
    return f"#{red:02x}{green:02x}{blue:02x}"


def _contrast_with_white(red: int, green: int, blue: int) -> float:
    return 1.05 / (0.2126 * _linear(red) + 0.7152 * _linear(green) + 0.0722 * _linear(blue) + 0.05)


def _linear(value: int) -> float:
    share = value / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
