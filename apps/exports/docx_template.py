"""The empty Word file that every policy starts from: styles, page and parts, made once with python-docx."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from types import MappingProxyType

import docx
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from apps.exports import docx_callout
from apps.exports.docx_words import add

FONT = "Arial"  # on every school's machine, and metrically the same as Liberation Sans elsewhere
INK, GREY, LINE = "1C1C1C", "4A4A4A", "B8BFC5"
# By the level of the highest sections: in a document of several parts, Heading 1 is a part's title.
HEADING_SIZES = {1: (15, 12, 11, 10.5), 2: (19, 14, 12, 11)}
UNNUMBERED = "Unnumbered Heading {}"
LANGUAGE = "en-GB"
PROGRAM = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    b"<Application>Policywright</Application></Properties>"
)
# Parts of python-docx's own template that say nothing about a policy, or that Word flags as stale.
UNWANTED = ("stylesWithEffects", "thumbnail", "customXml")


@lru_cache(maxsize=8)
def template(accent: str, numbered_from: int) -> Mapping[str, bytes]:
    """The parts of the file by their name. `accent` is "#rrggbb"; `numbered_from` the first numbered heading level."""
    word = docx.Document()
    _drop_unwanted(word)
    _drop_table_styles(word)
    _set_page(word)
    _set_defaults(word)
    _set_headings(word, accent[1:].upper(), numbered_from)
    _set_lists(word, accent[1:].upper())
    _set_front(word, accent[1:].upper())
    _set_small_print(word)
    _set_characters(word, accent[1:].upper())
    _set_table_style(word, accent[1:].upper())
    _set_settings(word)
    saved = BytesIO()
    word.save(saved)
    with zipfile.ZipFile(saved) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return MappingProxyType({**parts, "docProps/app.xml": PROGRAM})


def _drop_unwanted(word: WordDocument) -> None:
    for relationships in (word.part.rels, word.part.package.rels):
        for identifier in [
            key for key, item in relationships.items() if any(name in item.reltype for name in UNWANTED)
        ]:
            del relationships[identifier]


def _set_page(word: WordDocument) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin = section.bottom_margin = Mm(24)
    section.header_distance = section.footer_distance = Mm(12)
    section.header.is_linked_to_previous = False
    section.footer.is_linked_to_previous = False


def _set_defaults(word: WordDocument) -> None:
    defaults = word.styles.element.find(qn("w:docDefaults"))
    fonts = f'w:ascii="{FONT}" w:hAnsi="{FONT}" w:cs="{FONT}" w:eastAsia="{FONT}"'
    defaults.getparent().replace(
        defaults,
        parse_xml(
            f'<w:docDefaults {nsdecls("w")}><w:rPrDefault><w:rPr><w:rFonts {fonts}/><w:color w:val="{INK}"/>'
            f'<w:sz w:val="21"/><w:szCs w:val="21"/><w:lang w:val="{LANGUAGE}" w:eastAsia="{LANGUAGE}" w:bidi="ar-SA"/>'
            '</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="276" '
            'w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
        ),
    )


def _set_headings(word: WordDocument, accent: str, numbered_from: int) -> None:
    for level, size in enumerate(HEADING_SIZES[numbered_from], start=1):
        style = word.styles[f"Heading {level}"]
        _font(style, size=size, bold=True, italic=False, colour=accent)
        _space(style, before=(20, 14, 12, 10)[level - 1], after=6, keep_with_next=True)
        if level >= numbered_from:
            _number(style, level - numbered_from)
        unnumbered = word.styles.add_style(UNNUMBERED.format(level), WD_STYLE_TYPE.PARAGRAPH)
        unnumbered.base_style = style
        if level == 1:
            _font(unnumbered, size=HEADING_SIZES[1][0])
        unnumbered.next_paragraph_style = word.styles["Normal"]
        _number(unnumbered, None)
    contents = word.styles["TOC Heading"]
    contents.base_style = word.styles["Heading 1"]
    _number(contents, None)
    _font(contents, size=HEADING_SIZES[1][0], bold=True, colour=accent)
    for level in (1, 2):
        entry = word.styles.add_style(f"toc {level}", WD_STYLE_TYPE.PARAGRAPH, builtin=True)
        entry.element.set(qn("w:styleId"), f"TOC{level}")
        entry.base_style = word.styles["Normal"]
        _space(entry, before=6 if level < numbered_from else 0, after=2)
        _tabs(entry, (454, "left"))
        _font(entry, bold=level < numbered_from)


def _set_lists(word: WordDocument, accent: str) -> None:
    for name in ("List Number", "List Number 2", "List Number 3", "List Bullet"):
        style = word.styles[name]
        style.base_style = word.styles["Normal"]
        _clear_list(style)
        _space(style, before=0, after={"List Number": 6, "List Bullet": 3}.get(name, 4))
    for name in docx_callout.STYLES:
        callout = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        callout.base_style = word.styles["List Number"]
        _space(callout, before=8, after=8)
        properties = callout.element.get_or_add_pPr()
        add(properties, "contextualSpacing")
        below = ("w:tabs", "w:spacing", "w:ind", "w:contextualSpacing")
        properties.insert_element_before(docx_callout.borders(accent, callout.style_id), "w:shd", *below)
        properties.insert_element_before(docx_callout.shade(callout.style_id), *below)


def _set_front(word: WordDocument, accent: str) -> None:
    title = word.styles["Title"]
    _font(title, size=24, bold=True, colour=INK)
    _space(title, before=0, after=6)
    _underline(title, accent, size=12)
    subtitle = word.styles["Subtitle"]
    _font(subtitle, size=12, bold=False, italic=False, colour=GREY)
    _space(subtitle, before=0, after=10)
    school = word.styles.add_style("School", WD_STYLE_TYPE.PARAGRAPH)
    school.base_style = word.styles["Normal"]
    _font(school, size=13, bold=True, colour=accent)
    _space(school, before=0, after=4)


def _set_small_print(word: WordDocument) -> None:
    for name in ("Header", "Footer"):
        style = word.styles[name]
        _font(style, size=8.5, colour=GREY)
        _space(style, before=0, after=0)
        _tabs(style, (9412, "right"))
        _underline(style, LINE, size=4, edge="bottom" if name == "Header" else "top")


def _set_characters(word: WordDocument, accent: str) -> None:
    link = word.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb = RGBColor.from_string(accent)
    link.font.underline = True
    gap = word.styles.add_style("Gap", WD_STYLE_TYPE.CHARACTER)
    gap.font.bold = True
    gap.element.get_or_add_rPr().append(
        parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="FFF0B3"/>')
    )
    draft = word.styles.add_style("Draft Mark", WD_STYLE_TYPE.CHARACTER)
    draft.font.bold = True
    draft.font.color.rgb = RGBColor.from_string("9B1C1C")


def _set_table_style(word: WordDocument, accent: str) -> None:
    for name, bold in (("Table Heading", True), ("Table Text", False)):
        style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = word.styles["Normal"]
        _font(style, bold=bold)
        _space(style, before=2, after=2)
    word.styles.element.append(
        parse_xml(
            f'<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="KeyDetails">'
            '<w:name w:val="Key Details"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/><w:qFormat/>'
            "<w:tblPr><w:tblBorders>"
            f'<w:bottom w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/>'
            f'<w:insideH w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/>'
            "</w:tblBorders><w:tblCellMar>"
            '<w:left w:w="113" w:type="dxa"/><w:right w:w="113" w:type="dxa"/></w:tblCellMar></w:tblPr>'
            '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:tcBorders>'
            f'<w:bottom w:val="single" w:sz="10" w:space="0" w:color="{accent}"/></w:tcBorders></w:tcPr></w:tblStylePr>'
            '<w:tblStylePr w:type="firstCol"><w:rPr><w:b/></w:rPr></w:tblStylePr></w:style>'
        )
    )


def _drop_table_styles(word: WordDocument) -> None:
    """python-docx brings a hundred; they would be nine tenths of the file."""
    for style in word.styles.element.findall(qn("w:style")):
        if style.get(qn("w:type")) == "table" and style.get(qn("w:styleId")) != "TableNormal":
            word.styles.element.remove(style)


def _set_settings(word: WordDocument) -> None:
    """Today's Word rather than compatibility mode, and British English."""
    settings = word.settings.element
    settings.find(qn("w:zoom")).set(qn("w:percent"), "100")
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")
    language = settings.find(qn("w:themeFontLang"))
    if language is not None:
        language.set(qn("w:val"), LANGUAGE)


# --- one property at a time -------------------------------------------------------------------------------------------


def _font(
    style: ParagraphStyle, *, size: float = 0, bold: bool | None = None, italic: bool | None = None, colour: str = ""
) -> None:
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


def _space(style: ParagraphStyle, *, before: float, after: float, keep_with_next: bool = False) -> None:
    layout = style.paragraph_format
    layout.space_before, layout.space_after = Pt(before), Pt(after)
    layout.keep_with_next = keep_with_next or None
    layout.widow_control = True
    for found in style.element.pPr.findall(qn("w:contextualSpacing")):
        style.element.pPr.remove(found)


def _number(style: ParagraphStyle, level: int | None) -> None:
    """The list level of a heading style; None takes the number of the style below away."""
    numbering = style.element.get_or_add_pPr().get_or_add_numPr()
    if level is None:
        numbering.get_or_add_numId().val = 0
        layout = style.paragraph_format
        layout.left_indent = layout.first_line_indent = 0
    else:
        numbering.get_or_add_ilvl().val = level
        numbering.get_or_add_numId().val = 1


def _clear_list(style: ParagraphStyle) -> None:
    properties = style.element.get_or_add_pPr()
    for name in ("w:numPr", "w:ind", "w:contextualSpacing", "w:tabs"):
        for found in properties.findall(qn(name)):
            properties.remove(found)


def _tabs(style: ParagraphStyle, *stops: tuple[int, str]) -> None:
    properties = style.element.get_or_add_pPr()
    for found in properties.findall(qn("w:tabs")):
        properties.remove(found)
    tabs = parse_xml(f"<w:tabs {nsdecls('w')}/>")
    for position, kind in stops:
        add(tabs, "tab", val=kind, pos=str(position))
    properties.insert_element_before(tabs, "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc")


def _underline(style: ParagraphStyle, colour: str, *, size: int, edge: str = "bottom") -> None:
    properties = style.element.get_or_add_pPr()
    for found in properties.findall(qn("w:pBdr")):
        properties.remove(found)
    border = parse_xml(
        f'<w:pBdr {nsdecls("w")}><w:{edge} w:val="single" w:sz="{size}" w:space="6" w:color="{colour}"/></w:pBdr>'
    )
    properties.insert_element_before(border, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc")
