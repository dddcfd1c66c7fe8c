"""The styles of a Word file: names, what each is based on, heading levels and list levels."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from apps.reading.word_xml import W, value

DEEPEST_HEADING = 9


class Styles:
    def __init__(self, root: etree._Element) -> None:
        found = [style for style in root.iterfind(f"{W}style") if value(style, "type") == "paragraph"]
        self._by_id = {value(style, "styleId"): style for style in found}
        self._default = next(
            (value(style, "styleId") for style in found if value(style, "default") in {"1", "true"}), ""
        )

    def of(self, line: etree._Element) -> str:
        return value(line.find(f"{W}pPr/{W}pStyle")) or self._default

    def name(self, style: str) -> str:
        return value(self._by_id[style].find(f"{W}name")) if style in self._by_id else ""

    def heading(self, style: str) -> int:
        """1 to 9, or 0: the outline level of the style or of what it is based on."""
        for properties in self._chain(style):
            level = value(properties.find(f"{W}outlineLvl"))
            if level:
                return int(level) + 1 if int(level) < DEEPEST_HEADING else 0
        return 0

    def numbering(self, style: str) -> tuple[str, str]:
        """`(numId, ilvl)` of the style or of what it is based on; a level may come from nearer than the list."""
        level = ""
        for properties in self._chain(style):
            level = level or value(properties.find(f"{W}numPr/{W}ilvl"))
            number = value(properties.find(f"{W}numPr/{W}numId"))
            if number:
                return number, level
        return "", level

    def _chain(self, style: str) -> Iterator[etree._Element]:
        seen: set[str] = set()
        while style in self._by_id and style not in seen:
            seen.add(style)
            properties = self._by_id[style].find(f"{W}pPr")
            if properties is not None:
                yield properties
            style = value(self._by_id[style].find(f"{W}basedOn"))
