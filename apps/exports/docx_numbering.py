"""Real Word list numbers that come out as the Document's: one multi-level list, counted here as Word counts it."""

from __future__ import annotations

import re

from lxml import etree

from apps.exports.design import PRINT
from apps.exports.docx_words import TWIPS_PER_MILLIMETRE, add, new
from apps.exports.refusal import CannotRender
from apps.policydoc.document import Block

DECIMAL_LEVELS = 4  # 1, 1.1, 1.1.1, 1.1.1.1: sections, and statements beside sub-sections
FORMATS = ("decimal",) * DECIMAL_LEVELS + ("lowerLetter", "lowerRoman", "upperLetter", "upperRoman", "decimal")
NUMBER, LONG_INDENT, LETTER, BULLET = (
    round(width * TWIPS_PER_MILLIMETRE) for width in (PRINT.number, PRINT.number_long, PRINT.letter, 5)
)
LONG_NUMBER = 8  # characters: 10.12.12 and longer ones need a wider column
# Where the text begins and how far the number hangs out, in twentieths of a point.
INDENTS = (
    *((NUMBER, NUMBER),) * (DECIMAL_LEVELS - 1),
    (LONG_INDENT, LONG_INDENT),
    *((NUMBER + LETTER * depth, LETTER) for depth in range(1, len(FORMATS) - DECIMAL_LEVELS + 1)),
)
ABSTRACT = "1"
ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


class CannotNumber(CannotRender):
    """A number that no list in Word can show."""


class Numbering:
    """Gives each paragraph its level and list; opens a new list where counting on would give another number."""

    def __init__(self) -> None:
        self._counters = [0] * len(FORMATS)
        self._lists: list[tuple[int, int] | None] = [None]  # per w:num: the level and the number it starts with

    def place(self, block: Block, depth: int) -> tuple[int, int]:
        """`(level, list id)` of a block. `depth` counts the statements above it: 0 for a section or a statement."""
        level, numbers = _parsed(block, depth)
        counters = self._counters
        counters[level] += 1
        counters[level + 1 :] = [0] * (len(counters) - level - 1)
        if counters[level] != numbers[-1]:
            counters[level] = numbers[-1]
            self._lists.append((level, numbers[-1]))
        if len(numbers) > 1 and counters[: level + 1] != numbers:
            raise CannotNumber(f"{block.id}: the number {block.number} does not follow its section's")
        return level, len(self._lists)

    def xml(self, linked_styles: dict[int, str]) -> bytes:
        """word/numbering.xml; `linked_styles` names the heading style of a level."""
        root = new("numbering")
        abstract = add(root, "abstractNum", abstractNumId=ABSTRACT)
        add(abstract, "multiLevelType", val="multilevel")
        for level in range(len(FORMATS)):
            _add_level(abstract, level, linked_styles.get(level))
        for place, restart in enumerate(self._lists, start=1):
            number = add(root, "num", numId=str(place))
            add(number, "abstractNumId", val=ABSTRACT)
            if restart is not None:
                override = add(number, "lvlOverride", ilvl=str(restart[0]))
                add(override, "startOverride", val=str(restart[1]))
        _add_bullets(root, bullets_id(self))
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

    def __len__(self) -> int:
        return len(self._lists)


def bullets_id(numbering: Numbering) -> int:
    """The list of all bullets, behind those with numbers: known when these are all placed."""
    return len(numbering) + 1


def _add_level(abstract: etree._Element, level: int, style: str | None) -> None:
    left, hanging = INDENTS[level]
    item = add(abstract, "lvl", ilvl=str(level))
    add(item, "start", val="1")
    add(item, "numFmt", val=FORMATS[level])
    if style:
        add(item, "pStyle", val=style)
    text = ".".join(f"%{place + 1}" for place in range(level + 1)) if level < DECIMAL_LEVELS else f"(%{level + 1})"
    add(item, "lvlText", val=text)
    add(item, "lvlJc", val="left")
    add(add(item, "pPr"), "ind", left=str(left), hanging=str(hanging))


def _add_bullets(root: etree._Element, identifier: int) -> None:
    abstract = new("abstractNum", abstractNumId="2")
    add(abstract, "multiLevelType", val="hybridMultilevel")
    item = add(abstract, "lvl", ilvl="0")
    add(item, "start", val="1")
    add(item, "numFmt", val="bullet")
    add(item, "lvlText", val="•")
    add(item, "lvlJc", val="left")
    add(add(item, "pPr"), "ind", left=str(BULLET), hanging=str(BULLET))
    root.insert(1, abstract)
    add(add(root, "num", numId=str(identifier)), "abstractNumId", val="2")


def _parsed(block: Block, depth: int) -> tuple[int, list[int]]:
    """The level in the list, and the numbers that the paragraph shows: all for 1.2.3, only its own for (a)."""
    if depth == 0 and re.fullmatch(r"[1-9]\d*(\.[1-9]\d*){0,3}", block.number):
        numbers = [int(number) for number in block.number.split(".")]
        return len(numbers) - 1, numbers
    level = DECIMAL_LEVELS + depth - 1
    inner = re.fullmatch(r"\(([a-zA-Z]+|\d+)\)", block.number)
    value = _value(inner[1], FORMATS[level]) if inner and 0 < depth < len(FORMATS) - DECIMAL_LEVELS + 1 else None
    if value is None:
        raise CannotNumber(f"{block.id}: a Word list cannot show the number {block.number!r} here")
    return level, [value]


def _value(text: str, counting: str) -> int | None:
    match counting:
        case "lowerLetter" if text.islower() and len(set(text)) == 1:
            return ord(text[0]) - ord("a") + 1 + 26 * (len(text) - 1)
        case "upperLetter" if text.isupper() and len(set(text)) == 1:
            return ord(text[0]) - ord("A") + 1 + 26 * (len(text) - 1)
        case "lowerRoman" if set(text) <= set(ROMAN):
            return _roman(text)
        case "upperRoman" if set(text.lower()) <= set(ROMAN):
            return _roman(text.lower())
        case "decimal" if text.isdecimal():
            return int(text)
    return None


def _roman(text: str) -> int:
    values = [ROMAN[letter] for letter in text]
    return sum(-value if value < max(values[place:]) else value for place, value in enumerate(values))
