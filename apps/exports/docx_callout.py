"""The box of a callout in Word: a bar and a shade that paragraphs carry, because Word has no box around several."""

from __future__ import annotations

from dataclasses import dataclass

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from lxml import etree

# Neighbours with the same borders are one box, so callouts take the two styles in turn; nobody sees the difference.
STYLES = ("Callout", "Callout 2")
SHADES = {"Callout": "EEF3F6", "Callout2": "EEF3F7"}
INDENT = 170  # twentieths of a point from the box's edge to the number
BAR_SPACE = 6  # points from the bar to the number
WIDEST_SPACE = 31  # points; Word allows no more between a border and its text
APART, CLOSE = 5, 2  # points of shade above and below the paragraph that opens the callout, and the others


@dataclass(frozen=True)
class Box:
    """A callout: the id of its style, and where its edge is in twentieths of a point from the margin."""

    style: str
    edge: int

    @property
    def bar(self) -> int:
        return self.edge + INDENT - BAR_SPACE * 20

    @property
    def reach(self) -> int:
        """How far in a paragraph may begin so that its bar can still stand in line with the others."""
        return self.bar + WIDEST_SPACE * 20


def borders(accent: str, style: str, space: int = BAR_SPACE, padding: int = APART) -> etree._Element:
    """`accent` as "RRGGBB"; `space` and `padding` in points from the text to the bar, and above and below it."""
    edge = f'w:val="single" w:sz="2" w:space="{padding}" w:color="{SHADES[style]}"'
    return parse_xml(
        f"<w:pBdr {nsdecls('w')}><w:top {edge}/>"
        f'<w:left w:val="single" w:sz="24" w:space="{space}" w:color="{accent}"/>'
        f"<w:bottom {edge}/></w:pBdr>"
    )


def shade(style: str) -> etree._Element:
    return parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{SHADES[style]}"/>')
