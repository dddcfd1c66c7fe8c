"""The small forms that every line of a `*.policy.md` file is made of: ids, names, conditions, characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from apps.policydoc.problem import Problem
from apps.policydoc.template import CONTROL, PART, SCHOOL, When

MAXIMUM_FILE = 1_000_000
MAXIMUM_LINE = 4_000
STATEMENT_DEPTH = 3
MAXIMUM_ID = 80

ID = r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*"
NAME = rf"(?:(?:{SCHOOL}|{CONTROL})\.)?{ID}"
_ID = re.compile(ID)
_NAME = re.compile(NAME)
_WHEN = re.compile(rf"(!?)({NAME})(?:\.({ID}))?(?::({ID}(?:,{ID})*))?")
_RESERVED = re.compile(r"own|undecided|r-.*|a-.*")
_UNPRINTABLE = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


def id_problem(value: str) -> str:
    """What is wrong with a node's, option's or column's id; empty if nothing is."""
    if not _ID.fullmatch(value):
        return f"“{shortened(value)}” is no id: use small letters and digits, joined by single hyphens"
    if len(value) > MAXIMUM_ID:
        return f"the id “{shortened(value)}” has {len(value):,} characters; {MAXIMUM_ID} is the most"
    if _RESERVED.fullmatch(value):
        return f"the id “{shortened(value)}” is reserved: own, undecided, r-… and a-… are made by the program"
    return ""


def name_problem(value: str) -> str:
    """The same for a question's id, which may carry the prefix of its scope."""
    prefix, dot, rest = value.partition(".")
    if dot and prefix not in (SCHOOL, CONTROL):
        return f"“{shortened(value)}” is no question's id: a prefix is school. or control."
    if value in (SCHOOL, CONTROL):
        return f"the id “{value}” is reserved: it is the prefix of a scope"
    if value == PART:
        return f"the id “{value}” is reserved: when=part:family asks which files compose"
    return id_problem(rest if dot else value)


def is_name(value: str) -> bool:
    return bool(_NAME.fullmatch(value))


def read_when(value: str) -> When | None:
    """The condition after `when=`, or None if it is not written as one."""
    match = _WHEN.fullmatch(value)
    if not match:
        return None
    values = tuple(match[4].split(",")) if match[4] else ()
    if match[2] == PART and (not values or match[3]):
        return None
    return When(match[2], values, bool(match[1]), match[3] or "")


def shortened(text: str) -> str:
    """A few characters of the author's text, to quote in a message."""
    text = text.strip()
    return text if len(text) <= 40 else text[:40] + "…"


def character_problems(lines: list[str]) -> Iterator[Problem]:
    """Characters that a reader could not see or that would be spelt differently after a round trip."""
    returns = next((number for number, line in enumerate(lines, 1) if "\r" in line), 0)
    if returns:
        yield Problem(returns, "end each line with a line feed alone (\\n), without a carriage return (\\r)")
    for number, line in enumerate(lines, 1):
        for message in line_problems(line.replace("\r", "")):
            yield Problem(number, message)


def line_problems(line: str) -> Iterator[str]:
    if len(line) > MAXIMUM_LINE:
        yield f"this line has {len(line):,} characters; {MAXIMUM_LINE:,} is the most: divide it"
    if line.isascii() and line.isprintable() and not line.endswith(" "):
        return
    if "\t" in line:
        yield "use spaces, not tabs"
    if line != line.rstrip():
        yield "remove the spaces at the end of this line"
    yield from (f"remove the character {name}" for name in dict.fromkeys(_invisible(line)))
    if not unicodedata.is_normalized("NFC", line):
        yield "write accented letters as one character each (Unicode NFC)"


def _invisible(line: str) -> Iterator[str]:
    for character in line:
        if character == "\t" or (character.isascii() and character.isprintable()):
            continue
        category = unicodedata.category(character)
        if category in _UNPRINTABLE or category == "Zs" or ord(character) & 0xFFFE == 0xFFFE:
            name = unicodedata.name(character, "").lower()
            yield f"U+{ord(character):04X}" + (f" ({name})" if name else "")
