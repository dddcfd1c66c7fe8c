"""The numbers of sections, statements and their parts."""

from __future__ import annotations

import pytest

from apps.policydoc.numbering import letters, number, roman


@pytest.mark.parametrize(
    ("prefix", "position", "depth", "expected"),
    [("", 3, 0, "3"), ("3.", 2, 0, "3.2"), ("3.2.", 1, 0, "3.2.1"), ("3.2.", 1, 1, "(a)"), ("3.2.", 4, 2, "(iv)")],
)
def test_depth_decides_the_style(prefix, position, depth, expected):
    assert number(prefix, position, depth) == expected


def test_letters_double_after_z_as_word_doubles_them():
    assert [letters(position) for position in (1, 26, 27, 28, 52, 53)] == ["a", "z", "aa", "bb", "zz", "aaa"]


def test_roman_numerals():
    assert [roman(position) for position in (1, 2, 4, 9, 14, 40, 49, 90, 400)] == [
        "i", "ii", "iv", "ix", "xiv", "xl", "xlix", "xc", "cd",
    ]  # fmt: skip
