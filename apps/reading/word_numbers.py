"""The list numbers of a Word file, counted as Word counts them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from apps.reading.word_styles import Styles
from apps.reading.word_xml import W, value

NO_LIST = "0"
ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
         (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


@dataclass
class _Level:
    start: int = 1
    counting: str = "decimal"
    text: str = ""
    restart: int | None = None  # None: after any higher level; 0: never
    legal: bool = False


@dataclass
class _List:
    """One abstract list: its levels, where each counter stands, and which lists have started where they say."""

    levels: dict[int, _Level]
    counters: dict[int, int] = field(default_factory=dict)
    restarted: set[tuple[str, int]] = field(default_factory=set)


class Numbers:
    def __init__(self, root: etree._Element, styles: Styles) -> None:
        self._styles = styles
        abstract = {value(item, "abstractNumId"): _List(_levels(item)) for item in root.iterfind(f"{W}abstractNum")}
        self._lists: dict[str, _List] = {}
        self._starts: dict[tuple[str, int], int] = {}
        for number in root.iterfind(f"{W}num"):
            identifier = value(number, "numId")
            found = abstract.get(value(number.find(f"{W}abstractNumId")))
            if found is None:
                continue
            self._lists[identifier] = found
            for override in number.iterfind(f"{W}lvlOverride"):
                start = value(override.find(f"{W}startOverride"))
                if start:
                    self._starts[identifier, int(value(override, "ilvl") or 0)] = int(start)

    def next(self, line: etree._Element) -> str:
        """The number that this paragraph shows, "" if none; call it for each paragraph in order."""
        inherited, inherited_level = self._styles.numbering(self._styles.of(line))
        properties = line.find(f"{W}pPr/{W}numPr")
        own = "" if properties is None else value(properties.find(f"{W}numId"))
        own_level = "" if properties is None else value(properties.find(f"{W}ilvl"))
        identifier, level = own or inherited, int(own_level or inherited_level or 0)
        found = self._lists.get(identifier)
        if identifier == NO_LIST or found is None or level not in found.levels:
            return ""
        self._count(found, identifier, level)
        return _shown(found, level)

    def _count(self, found: _List, identifier: str, level: int) -> None:
        counters, start = found.counters, self._starts.get((identifier, level))
        if start is not None and (identifier, level) not in found.restarted:
            found.restarted.add((identifier, level))
            counters[level] = start
        elif level in counters:
            counters[level] += 1
        else:
            counters[level] = start if start is not None else found.levels[level].start
        for deeper in [other for other in counters if other > level]:
            restart = found.levels[deeper].restart
            if restart is None or level < restart:
                del counters[deeper]


def _levels(abstract: etree._Element) -> dict[int, _Level]:
    return {int(value(item, "ilvl") or 0): _level(item) for item in abstract.iterfind(f"{W}lvl")}


def _level(item: etree._Element) -> _Level:
    restart = value(item.find(f"{W}lvlRestart"))
    return _Level(
        start=int(value(item.find(f"{W}start")) or 0),
        counting=value(item.find(f"{W}numFmt")) or "decimal",
        text=value(item.find(f"{W}lvlText")),
        restart=int(restart) if restart else None,
        legal=item.find(f"{W}isLgl") is not None,
    )


def _shown(found: _List, level: int) -> str:
    here = found.levels[level]
    if here.counting == "bullet":
        return here.text

    def fill(place: re.Match[str]) -> str:
        other = int(place[1]) - 1
        counting = "decimal" if here.legal else found.levels[other].counting if other in found.levels else "none"
        start = found.levels[other].start if other in found.levels else 0
        return _formatted(found.counters.get(other, start), counting)

    return re.sub(r"%([1-9])", fill, here.text)


def _formatted(number: int, counting: str) -> str:
    ways: dict[str, Callable[[int], str]] = {
        "lowerLetter": _letters,
        "upperLetter": lambda value: _letters(value).upper(),
        "lowerRoman": _roman,
        "upperRoman": lambda value: _roman(value).upper(),
        "decimalZero": lambda value: f"{value:02d}",
        "none": lambda value: "",
    }
    return ways.get(counting, str)(number)


def _letters(number: int) -> str:
    """a to z, then aa, bb, cc: Word repeats the letter."""
    return chr(ord("a") + (number - 1) % 26) * (1 + (number - 1) // 26) if number > 0 else ""


def _roman(number: int) -> str:
    words = ""
    for amount, letters in ROMAN:
        words += letters * (number // amount)
        number %= amount
    return words
