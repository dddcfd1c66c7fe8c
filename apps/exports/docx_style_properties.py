"""One property of a Word style at a time, each at the place that the format's schema wants."""

from __future__ import annotations

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor
from docx.styles.style import ParagraphStyle

from apps.exports.docx_words import add

BEHIND_TABS = ("w:suppressAutoHyphens", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl")
EDGES = ("top", "left", "bottom", "right", "between")
ARIAL = 1.15  # from one line to the next, in sizes of the letters, where a style asks for single spacing
SINGLE = 240  # how Word writes single spacing


def typeface(
    style: ParagraphStyle, *, size: float = 0, bold: bool | None = None, italic: bool | None = None, colour: str = ""
) -> None:
    """What is not given comes from the style below; `size` in points, `colour` as "RRGGBB"."""
    properties = style.element.get_or_add_rPr()
    for name in ("w:rFonts", "w:color", "w:spacing", "w:kern"):
        for found in properties.findall(qn(name)):
            properties.remove(found)
    if size:
        style.font.size = Pt(size)
    if bold is not None:
        style.font.bold = bold
    if italic is not None:
        style.font.italic = italic
    if colour:
        style.font.color.rgb = RGBColor.from_string(colour)


def space(style: ParagraphStyle, *, before: float, after: float, keep_with_next: bool = False) -> None:
    """Points above and below a paragraph."""
    layout = style.paragraph_format
    layout.space_before, layout.space_after = Pt(before), Pt(after)
    layout.keep_with_next = keep_with_next or None
    layout.widow_control = True
    clear(style, "w:contextualSpacing")


def line_spacing(style: ParagraphStyle, line: float, size: float) -> None:
    """`line` points from one line to the next for letters of `size`: as a multiple, so that larger letters fit too."""
    spacing = style.element.get_or_add_pPr().get_or_add_spacing()
    spacing.set(qn("w:line"), str(multiple(line, size)))
    spacing.set(qn("w:lineRule"), "auto")


def multiple(line: float, size: float) -> int:
    """In 240ths of single spacing."""
    return round(SINGLE * line / (size * ARIAL))


def number(style: ParagraphStyle, level: int | None) -> None:
    """The list level of a heading style; None takes the number of the style below away."""
    numbering = style.element.get_or_add_pPr().get_or_add_numPr()
    if level is None:
        numbering.get_or_add_numId().val = 0
        layout = style.paragraph_format
        layout.left_indent = layout.first_line_indent = 0
    else:
        numbering.get_or_add_ilvl().val = level
        numbering.get_or_add_numId().val = 1


def tabs(style: ParagraphStyle, *stops: tuple[int, str, str]) -> None:
    """Each stop as its place in twentieths of a point, the kind, and what leads to it ("" for nothing)."""
    clear(style, "w:tabs")
    element = parse_xml(f"<w:tabs {nsdecls('w')}/>")
    for position, kind, leader in stops:
        stop = add(element, "tab", val=kind)
        if leader:
            stop.set(qn("w:leader"), leader)
        stop.set(qn("w:pos"), str(position))
    style.element.get_or_add_pPr().insert_element_before(element, *BEHIND_TABS)


def border(style: ParagraphStyle, colour: str | None, *, edge: str, eighths: int = 4, apart: float = 0) -> None:
    """A rule at one edge, `eighths` of a point thick, `apart` points from the text (at most 31); None for no rule."""
    properties = style.element.get_or_add_pPr()
    borders = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = OxmlElement("w:pBdr")
        properties.insert_element_before(borders, "w:shd", "w:tabs", *BEHIND_TABS)
    rule = OxmlElement(f"w:{edge}")
    rule.set(qn("w:val"), "single" if colour else "nil")
    if colour:
        for name, value in (("sz", eighths), ("space", round(apart)), ("color", colour)):
            rule.set(qn(f"w:{name}"), str(value))
    borders.append(rule)
    borders[:] = sorted(borders, key=lambda found: EDGES.index(found.tag.rpartition("}")[2]))


def shade(style: ParagraphStyle, colour: str) -> None:
    """The ground of a paragraph."""
    element = parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{colour}"/>')
    style.element.get_or_add_pPr().insert_element_before(element, "w:tabs", *BEHIND_TABS)


def clear(style: ParagraphStyle, *names: str) -> None:
    properties = style.element.get_or_add_pPr()
    for name in names:
        for found in properties.findall(qn(name)):
            properties.remove(found)
