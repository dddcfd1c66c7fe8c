"""The numbers of sections and statements; no renderer counts."""

from __future__ import annotations

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def number(prefix: str, position: int, depth: int) -> str:
    """The number of the `position`th child, from 1.

    `depth` is 0 for sections and their statements (3, 3.1), 1 for sub-statements (a), 2 for theirs (i).
    """
    if depth == 0:
        return f"{prefix}{position}"
    return f"({letters(position)})" if depth == 1 else f"({roman(position)})"


def letters(position: int) -> str:
    """a to z, then aa, bb, cc, as Word counts `lowerLetter`."""
    turn, place = divmod(position - 1, 26)
    return chr(ord("a") + place) * (turn + 1)


def roman(position: int) -> str:
    out = ""
    for worth, sign in _ROMAN:
        count, position = divmod(position, worth)
        out += sign * count
    return out
