"""The box of a callout in Word: a bar and a shade that paragraphs carry, because Word has no box around several."""

from __future__ import annotations

from dataclasses import dataclass

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls
from docx.styles.style import ParagraphStyle
from lxml import etree

from apps.exports.design import PRINT
from apps.exports.docx_style_properties import BEHIND_TABS, shade

# Neighbours with the same borders are one box, so callouts take the two styles in turn; nobody sees the difference.
STYLES = ("Callout", "Callout 2")
STYLE_IDS = tuple(name.replace(" ", "") for name in STYLES)
BAR_SPACE = 8  # points from the bar, which stands in the margin, to the number, which stays in line with all others
WIDEST_SPACE = 31  # points; Word allows no more between a border and its text
CLOSE = 2  # points of shade above and below the paragraphs of a callout but the one that opens it


@dataclass(frozen=True)
class Box:
    """A callout: the id of its style, its ground, and where its number is in twentieths of a point from the margin."""

    style: str
    tint: str
    edge: int

    @property
    def bar(self) -> int:
        return self.edge - BAR_SPACE * 20

    @property
    def reach(self) -> int:
        """How far in a paragraph may begin so that its bar can still stand in line with the others."""
        return self.bar + WIDEST_SPACE * 20


def borders(accent: str, tint: str, space: int, padding: float) -> etree._Element:
    """Colours as "RRGGBB"; `space` and `padding` in points from the text to the bar, and above and below it."""
    edge = f'w:val="single" w:sz="2" w:space="{padding:g}" w:color="{tint}"'
    return parse_xml(
        f"<w:pBdr {nsdecls('w')}><w:top {edge}/>"
        f'<w:left w:val="single" w:sz="{PRINT.bar * 8:g}" w:space="{space}" w:color="{accent}"/>'
        f'<w:bottom {edge}/><w:right w:val="single" w:sz="2" w:space="{BAR_SPACE}" w:color="{tint}"/></w:pBdr>'
    )


def box(place: int, tint: str, edge: int) -> Box:
    """The callout that is `place`th in the document, from 0."""
    style = STYLE_IDS[place % len(STYLE_IDS)]
    return Box(style, _ground(style, tint), edge)


def _ground(style: str, tint: str) -> str:
    return tint if style == STYLE_IDS[0] else f"{int(tint, 16) ^ 1:06X}"


def dress(style: ParagraphStyle, accent: str, tint: str) -> None:
    """What the paragraph that opens a callout looks like."""
    tint = _ground(style.style_id, tint)
    properties = style.element.get_or_add_pPr()
    properties.insert_element_before(borders(accent, tint, BAR_SPACE, PRINT.callout), "w:shd", "w:tabs", *BEHIND_TABS)
    shade(style, tint)
    properties.insert_element_before(OxmlElement("w:contextualSpacing"), "w:jc", "w:outlineLvl")
