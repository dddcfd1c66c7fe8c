"""A school's colour: darkened where it has to be read as text, as it is where it is a ground, faint behind a box."""

from __future__ import annotations

import math
import re

from apps.exports import design
from apps.exports.refusal import CannotRender

Shade = tuple[int, int, int]
WHITE: Shade = (255, 255, 255)
BLACK: Shade = (0, 0, 0)
DEFAULT = "#17486b"
TINT = 0.07
READABLE = 4.5  # WCAG 2.2, 1.4.3: contrast of text with its background
STRONG = 7.0  # 1.4.6, for those who need more


def accent(colour: str, contrast: float = READABLE) -> str:
    """The colour of headings: the school's, made darker in steps until it can be read on white and on its own tint.

    `colour` is "" or "#rrggbb"; CannotRender for anything else, because it goes into a stylesheet.
    """
    shade = _shade(colour or DEFAULT)
    while ratio(shade, _faint(shade)) < contrast:
        shade = _mixed(shade, BLACK, 0.1)
    return _spelt(shade)


def panel(colour: str, contrast: float = READABLE) -> tuple[str, str]:
    """The ground of the title, the school's colour itself, and the letters on it: white, or ink on a light one."""
    ground = _shade(colour or DEFAULT)
    letters = max((WHITE, _shade(design.INK)), key=lambda shade: ratio(ground, shade))
    while ratio(ground, letters) < contrast:  # a colour half-way between the two
        ground = _mixed(ground, BLACK if letters == WHITE else WHITE, 0.1)
    return _spelt(ground), _spelt(letters)


def tint(colour: str) -> str:
    """The ground of a callout: faint, so that ink and the accent can be read on it; in black and white a pale grey."""
    return _spelt(_faint(_shade(accent(colour))))


def _faint(shade: Shade) -> Shade:
    return _mixed(WHITE, shade, TINT)


def ratio(one: Shade, other: Shade) -> float:
    """The contrast of two colours as WCAG 2.2 reckons it, from 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _shade(colour: str) -> Shade:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        raise CannotRender(f"{colour} is no colour. Write a colour as # and six digits, for example {DEFAULT}.")
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return red, green, blue


def _mixed(shade: Shade, other: Shade, share: float) -> Shade:
    """`share` of the other, from 0 to 1, and never less than a step towards it."""
    red, green, blue = (
        math.floor(ours + (theirs - ours) * share) if theirs < ours else math.ceil(ours + (theirs - ours) * share)
        for ours, theirs in zip(shade, other, strict=True)
    )
    return red, green, blue


def _spelt(shade: Shade) -> str:
    red, green, blue = shade
    return f"#{red:02x}{green:02x}{blue:02x}"


def _luminance(shade: Shade) -> float:
    red, green, blue = shade
    return 0.2126 * _linear(red) + 0.7152 * _linear(green) + 0.0722 * _linear(blue)


def _linear(value: int) -> float:
    share = value / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
