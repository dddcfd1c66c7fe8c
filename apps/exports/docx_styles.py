"""The styles of a Word file, from the same numbers and colours as the PDF (design.py)."""

from __future__ import annotations

from dataclasses import dataclass

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from apps.exports import colour, docx_callout
from apps.exports.design import GAP, INK, LINE, MARK, PRINT, QUIET
from apps.exports.docx_style_properties import border, clear, line_spacing, number, shade, space, tabs, typeface
from apps.exports.docx_words import TWIPS_PER_MILLIMETRE

HEADINGS = 4
UNNUMBERED, DETAILS = "Unnumbered Heading {}", "Details Heading {}"
LIST_STYLES = ("List Number", "List Number 2", "List Number 3", "List Bullet")
KEPT = frozenset(
    name.lower()
    for name in (
        *("Normal", "Default Paragraph Font", "Normal Table", "No List", "Body Text", "TOC Heading"),
        *("Header", "Footer", "Title", "Subtitle", *LIST_STYLES),
        *(f"heading {level}" for level in range(1, HEADINGS + 1)),
    )
)
"""What is kept of the hundred and more styles that python-docx brings, by their names in small letters."""


@dataclass(frozen=True)
class Palette:
    """Colours as "RRGGBB": headings and rules, the ground of the title and the letters on it, a faint ground."""

    accent: str
    ground: str
    letters: str
    tint: str

    @classmethod
    def of(cls, school_colour: str) -> Palette:
        """`school_colour` as in a Document's style."""
        ground, letters = colour.panel(school_colour)
        return cls(*map(_bare, (colour.accent(school_colour), ground, letters, colour.tint(school_colour))))


def _bare(shade_of: str) -> str:
    return shade_of.removeprefix("#").upper()


def set_styles(word: WordDocument, palette: Palette, numbered_from: int, title_size: float, *, running: bool) -> None:
    """`numbered_from` is the level of the highest sections: Heading 1 is a part's title where there are several.

    `title_size` in points; `running`: no part opens a page.
    """
    _drop_unused(word)
    typeface(word.styles["Normal"], colour=_bare(INK))  # as a default of the file it would hide links in tables
    _set_headings(word, palette, numbered_from, running=running)
    _set_text(word)
    _set_callouts(word, palette)
    _set_front(word, palette, title_size)
    _set_contents(word, palette, numbered_from)
    _set_signatures(word)
    _set_small_print(word)
    _set_characters(word, palette)
    _set_table(word, palette)


def _drop_unused(word: WordDocument) -> None:
    """Word makes its own built-in styles when somebody asks for them; those of python-docx are of another house."""
    for style in word.styles.element.findall(qn("w:style")):
        if style.find(qn("w:name")).get(qn("w:val")).lower() not in KEPT:
            word.styles.element.remove(style)
            continue
        for link in style.findall(qn("w:link")):
            style.remove(link)


def _new(word: WordDocument, name: str, based_on: str = "Normal", *, builtin: bool = False) -> ParagraphStyle:
    style: ParagraphStyle = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=builtin)
    style.base_style = word.styles[based_on]
    style.quick_style = True
    return style


# --- text -------------------------------------------------------------------------------------------------------------


def _set_headings(word: WordDocument, palette: Palette, numbered_from: int, *, running: bool) -> None:
    """Word adds the space before a paragraph to that after the one above it; in the PDF the larger one counts."""
    sizes = [
        (size, before - PRINT.statement_after, after)
        for size, before, after in (
            (PRINT.heading, PRINT.heading_before, PRINT.heading_after),
            (PRINT.subheading, PRINT.subheading_before, PRINT.subheading_after),
            *((PRINT.minor_heading, PRINT.minor_before, PRINT.minor_after),) * 2,
        )
    ]
    part = (PRINT.part, PRINT.part_before - PRINT.statement_after if running else 0.0, PRINT.heading_before)
    for level in range(1, HEADINGS + 1):
        style = word.styles[f"Heading {level}"]
        usual = sizes[max(level - numbered_from, 0)]
        size, before, after = usual if level >= numbered_from else part
        typeface(style, size=size, bold=True, italic=False, colour=palette.accent)
        space(style, before=before, after=after, keep_with_next=True)
        line_spacing(style, size * 1.25, size)
        style.paragraph_format.keep_together = True
        if level < numbered_from:
            style.paragraph_format.page_break_before = not running
            border(style, palette.accent, edge="top", eighths=16, apart=8)
        else:
            number(style, level - numbered_from)
        _set_unnumbered(word, UNNUMBERED, level, usual)
        _set_unnumbered(word, DETAILS, level, sizes[1])


def _set_unnumbered(word: WordDocument, name: str, level: int, sizes: tuple[float, float, float]) -> None:
    """Based on the built-in heading, so that every reader takes it for one, and left out of the contents by Word."""
    style = _new(word, name.format(level), f"Heading {level}")
    style.next_paragraph_style = word.styles["Normal"]
    size, before, after = sizes
    typeface(style, size=size)
    space(style, before=before, after=after, keep_with_next=True)
    line_spacing(style, size * 1.25, size)
    style.paragraph_format.page_break_before = False
    border(style, None, edge="top")
    number(style, None)


def _set_text(word: WordDocument) -> None:
    for name in LIST_STYLES:
        style = word.styles[name]
        style.base_style = word.styles["Normal"]
        clear(style, "w:numPr", "w:ind", "w:contextualSpacing", "w:tabs")
        space(style, before=0, after=PRINT.statement_after if name == "List Number" else PRINT.item_after)
    body = word.styles["Body Text"]
    body.base_style = word.styles["Normal"]
    space(body, before=0, after=PRINT.statement_after)


def _set_callouts(word: WordDocument, palette: Palette) -> None:
    for name in docx_callout.STYLES:
        style = _new(word, name, "List Number")
        around = PRINT.callout + PRINT.item_after
        space(style, before=around - PRINT.statement_after, after=around)
        style.paragraph_format.right_indent = Pt(docx_callout.BAR_SPACE)
        style.paragraph_format.keep_together = True
        docx_callout.dress(style, palette.accent, palette.tint)


def _set_table(word: WordDocument, palette: Palette) -> None:
    for name, size, bold, ink in (
        ("Column Heading", PRINT.small, False, QUIET),
        ("Table Heading", PRINT.table, True, ""),
        ("Table Text", PRINT.table, False, ""),
    ):
        style = _new(word, name)
        typeface(style, size=size, bold=bold, colour=_bare(ink))
        space(style, before=PRINT.cell, after=PRINT.cell)
        line_spacing(style, size * 1.35, size)
    rule = f'w:val="single" w:sz="4" w:space="0" w:color="{_bare(LINE)}"'
    word.styles.element.append(
        parse_xml(
            f'<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="KeyDetails">'
            '<w:name w:val="Key Details"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/><w:qFormat/>'
            f"<w:tblPr><w:tblBorders><w:bottom {rule}/><w:insideH {rule}/></w:tblBorders><w:tblCellMar>"
            '<w:left w:w="0" w:type="dxa"/><w:right w:w="170" w:type="dxa"/></w:tblCellMar></w:tblPr>'
            '<w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders>'
            f'<w:bottom w:val="single" w:sz="8" w:space="0" w:color="{palette.accent}"/></w:tcBorders></w:tcPr>'
            '</w:tblStylePr><w:tblStylePr w:type="firstCol"><w:rPr><w:b/></w:rPr></w:tblStylePr></w:style>'
        )
    )


# --- around the text --------------------------------------------------------------------------------------------------


def _set_front(word: WordDocument, palette: Palette, title_size: float) -> None:
    title = word.styles["Title"]
    typeface(title, size=title_size, bold=True, colour=palette.letters)
    space(title, before=PRINT.title_before, after=PRINT.heading_after)
    line_spacing(title, title_size * 1.15, title_size)
    title.paragraph_format.left_indent = title.paragraph_format.right_indent = Pt(PRINT.title_inside)
    clear(title, "w:pBdr")
    for edge in ("bottom", "right", "left", "top"):
        border(title, palette.ground, edge=edge, eighths=2, apart=PRINT.title_inside)
    shade(title, palette.ground)
    school = _new(word, "School")
    typeface(school, size=PRINT.school, bold=True, colour=palette.accent)
    subtitle = word.styles["Subtitle"]
    subtitle.base_style = word.styles["Normal"]
    typeface(subtitle, size=PRINT.strapline, bold=False, italic=False, colour=_bare(INK))
    quiet = [_new(word, name) for name in ("Legal Name", "Address")]
    for style in (school, subtitle, *quiet):
        space(style, before=0, after=2, keep_with_next=True)
    for style in quiet:
        typeface(style, size=PRINT.small, colour=_bare(QUIET))
        line_spacing(style, PRINT.small * 1.4, PRINT.small)
    space(_new(word, "Logo"), before=0, after=11, keep_with_next=True)
    statement = _new(word, "Front Statement")
    typeface(statement, size=PRINT.table, colour=_bare(QUIET))
    space(statement, before=PRINT.heading_after, after=0)
    line_spacing(statement, PRINT.table * 1.45, PRINT.table)
    statement.paragraph_format.keep_together = True


def _set_contents(word: WordDocument, palette: Palette, numbered_from: int) -> None:
    heading = word.styles["TOC Heading"]
    heading.base_style = word.styles[UNNUMBERED.format(1)]
    clear(heading, "w:outlineLvl")
    space(heading, before=PRINT.heading_before - PRINT.statement_after, after=0, keep_with_next=True)
    border(heading, palette.accent, edge="bottom", eighths=8, apart=4)
    for level in range(1, numbered_from + 1):
        entry = word.styles.add_style(f"toc {level}", WD_STYLE_TYPE.PARAGRAPH, builtin=True)
        entry.element.set(qn("w:styleId"), f"TOC{level}")
        entry.base_style = word.styles["Normal"]
        typeface(entry, size=PRINT.table, bold=level < numbered_from)
        space(entry, before=PRINT.cell, after=0)
        line_spacing(entry, PRINT.table * 1.35, PRINT.table)
        entry.paragraph_format.left_indent, entry.paragraph_format.first_line_indent = Mm(10), -Mm(10)
        tabs(entry, (round(10 * TWIPS_PER_MILLIMETRE), "left", ""))
        for edge in ("between", "bottom"):  # alike, whether Word takes the entries for one box or for several
            border(entry, _bare(LINE), edge=edge, eighths=4, apart=PRINT.cell)


def _set_signatures(word: WordDocument) -> None:
    """Lines to sign on run from the word before them to a tab stop; they are as long as in the PDF."""
    sign = _new(word, "To Sign")
    typeface(sign, size=PRINT.small, colour=_bare(QUIET))
    space(sign, before=PRINT.sign_space, after=2, keep_with_next=True)
    tabs(sign, *((round(place * TWIPS_PER_MILLIMETRE), "left", "underscore") for place in (95, 150)))
    signatory = _new(word, "Signatory")
    typeface(signatory, bold=True)
    space(signatory, before=0, after=0)
    space(_new(word, "Signed"), before=0, after=PRINT.item_after)


def _set_small_print(word: WordDocument) -> None:
    wide = round((210 - PRINT.left - PRINT.right) * TWIPS_PER_MILLIMETRE)
    for name, edge in (("Header", "bottom"), ("Footer", "top")):
        style = word.styles[name]
        style.base_style = word.styles["Normal"]
        typeface(style, size=PRINT.small, colour=_bare(QUIET))
        space(style, before=0, after=0)
        tabs(style, (wide, "right", ""))
        clear(style, "w:pBdr")
        border(style, _bare(LINE), edge=edge, eighths=4, apart=6)
    first = _new(word, "First Header")
    space(first, before=0, after=0)
    first.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _set_characters(word: WordDocument, palette: Palette) -> None:
    link = word.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb = RGBColor.from_string(palette.accent)
    link.font.underline = True
    gap = word.styles.add_style("Gap", WD_STYLE_TYPE.CHARACTER)
    gap.element.get_or_add_rPr().append(
        parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{_bare(GAP)}"/>')
    )
    for name, ink in (("Draft Mark", _bare(MARK)), ("Callout Label", palette.accent)):
        style = word.styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
        style.font.bold = True
        style.font.size = Pt(PRINT.small)
        style.font.color.rgb = RGBColor.from_string(ink)
