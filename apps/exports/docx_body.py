"""Document -> the body of a Word file, emitted from the tree in one pass."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lxml import etree

from apps.exports import colour, docx_callout, furniture
from apps.exports.docx_callout import Box
from apps.exports.docx_numbering import INDENTS, Numbering
from apps.exports.docx_picture import add_picture
from apps.exports.docx_template import UNNUMBERED
from apps.exports.docx_words import R, W, add, add_run, new, paragraph
from apps.policydoc import captions
from apps.policydoc.document import SAFE_ADDRESSES, Block, ControlValue, Document, Gap, Inline, Link, Part, Text, plain

TEXT_WIDTH = 9412  # twentieths of a point between the margins
LABEL_WIDTH = 3400
STATEMENT_STYLES = ("ListNumber", "ListNumber2", "ListNumber3")
BULLETS = "bullets"
BOOKMARK = "_Toc"  # Word takes names that begin so for its own contents


@dataclass
class Written:
    """What the body needs from the rest of the package: links and images by relationship id, and its numbers."""

    body: etree._Element = field(default_factory=lambda: new("body"))
    links: dict[str, str] = field(default_factory=dict)
    images: dict[str, str] = field(default_factory=dict)
    numbering: Numbering = field(default_factory=Numbering)
    bullets: list[etree._Element] = field(default_factory=list)
    bookmarks: dict[str, str] = field(default_factory=dict)
    accent: str = ""
    callouts: int = 0

    def link(self, url: str) -> str:
        return self.links.setdefault(url, f"rIdLink{len(self.links) + 1}")

    def image(self, digest: str) -> str:
        return self.images.setdefault(digest, f"rIdImage{len(self.images) + 1}")

    def bookmark(self, identifier: str) -> str:
        """Word's own names for the targets of a contents field: at most 40 characters, letters and digits."""
        return self.bookmarks.setdefault(identifier, f"{BOOKMARK}{len(self.bookmarks) + 1:06d}")


def write_body(document: Document, images: Mapping[str, bytes]) -> Written:
    written = Written(accent=colour.accent(document.style.colour)[1:].upper())
    _write_front(written, document, images)
    single = not furniture.has_part_titles(document)
    if not single:
        _write_contents(written, document)
    for part in document.body.parts:
        _write_part(written, document, part, contents=single)
    _write_end(written, document)
    for bullet in written.bullets:
        bullet.set(f"{W}val", str(len(written.numbering) + 1))
    return written


# --- what stands before and after the text ----------------------------------------------------------------------------


def _write_front(written: Written, document: Document, images: Mapping[str, bytes]) -> None:
    front, body = document.body.front, written.body
    for place, image in enumerate(front.images, start=1):
        data = furniture.picture(images, image.sha256)
        alt = image.alt or furniture.owner(document)
        add_picture(paragraph(body, "School"), written.image(image.sha256), data, place, alt)
    if owner := furniture.owner(document):
        add_run(paragraph(body, "School"), owner)
    add_run(paragraph(body, "Title"), document.body.title)
    if front.strapline:
        add_run(paragraph(body, "Subtitle"), front.strapline)
    if front.vision:
        _write_unnumbered(written, captions.VISION)
        for words in front.vision:
            add_run(paragraph(body, "Normal"), words)
    if front.values:
        _write_unnumbered(written, captions.VALUES)
        for words in front.values:
            add_run(_bullet(written), words)


def _write_contents(written: Written, document: Document) -> None:
    """The contents field with its entries filled in; they show no page numbers, so they can never be stale."""
    entries = furniture.contents(document)
    if not entries:
        return
    add_run(paragraph(written.body, "TOCHeading"), furniture.CONTENTS)
    deepest = furniture.section_level(document)
    for place, entry in enumerate(entries):
        line = paragraph(written.body, f"TOC{entry.level}")
        if place < len(entries) - 1:
            add(line[0], "keepNext")
        if place == 0:
            _add_field_mark(line, "begin")
            add(add(line, "r"), "instrText").text = f' TOC \\o "1-{deepest}" \\n \\h \\z '
            _add_field_mark(line, "separate")
        link = add(line, "hyperlink", anchor=written.bookmark(entry.target), history="1")
        add_run(link, f"{entry.number}\t{entry.words}" if entry.number else entry.words)
        if place == len(entries) - 1:
            _add_field_mark(line, "end")


def _add_field_mark(line: etree._Element, kind: str) -> None:
    add(add(line, "r"), "fldChar", fldCharType=kind)


def _write_end(written: Written, document: Document) -> None:
    if document.body.references:
        _write_unnumbered(written, captions.REFERENCES)
        for reference in document.body.references:
            _add_inline(written, _bullet(written), furniture.reference_inline(reference))
    if document.body.acknowledgements:
        _write_unnumbered(written, captions.ACKNOWLEDGEMENTS)
        for words in document.body.acknowledgements:
            add_run(paragraph(written.body, "Normal"), words)


def _write_unnumbered(written: Written, words: str, level: int = 1) -> None:
    add_run(paragraph(written.body, UNNUMBERED.format(level).replace(" ", "")), words)


def _bullet(written: Written) -> etree._Element:
    line = paragraph(written.body, "ListBullet")
    numbering = add(line[0], "numPr")
    add(numbering, "ilvl", val="0")
    written.bullets.append(add(numbering, "numId", val=BULLETS))
    return line


# --- parts ------------------------------------------------------------------------------------------------------------


def _write_part(written: Written, document: Document, part: Part, *, contents: bool) -> None:
    level = furniture.section_level(document)
    if title := furniture.part_heading(document, part):
        line = paragraph(written.body, "Heading1")
        line[0].insert(1, new("pageBreakBefore"))
        _bookmark(written, line, furniture.part_target(part))
        add_run(line, title)
    if rows := list(document.details(part)):
        _write_unnumbered(written, captions.KEY_DETAILS, level)
        _write_details(written, rows)
    if contents:
        _write_contents(written, document)
    for block in part.blocks:
        _write_block(written, block, level, _Under())


def _write_details(written: Written, rows: list[tuple[str, tuple[Inline, ...]]]) -> None:
    table = add(written.body, "tbl")
    properties = add(table, "tblPr")
    add(properties, "tblStyle", val="KeyDetails")
    add(properties, "tblW", w="5000", type="pct")
    add(properties, "tblLayout", type="fixed")
    add(
        properties,
        "tblLook",
        val="00A0",
        firstRow="1",
        lastRow="0",
        firstColumn="1",
        lastColumn="0",
        noHBand="1",
        noVBand="1",
    )
    add(properties, "tblCaption", val=captions.KEY_DETAILS)
    grid = add(table, "tblGrid")
    for width in (LABEL_WIDTH, TEXT_WIDTH - LABEL_WIDTH):
        add(grid, "gridCol", w=str(width))
    _write_row(written, table, captions.DETAIL_COLUMNS[0], (Text(captions.DETAIL_COLUMNS[1]),), header=True)
    for label, inline in rows:
        _write_row(written, table, label, inline, header=False)


def _write_row(
    written: Written, table: etree._Element, label: str, inline: tuple[Inline, ...], *, header: bool
) -> None:
    row = add(table, "tr")
    properties = add(row, "trPr")
    add(properties, "cantSplit")
    if header:
        add(properties, "tblHeader")
    first, second = (_cell(row, width) for width in (LABEL_WIDTH, TEXT_WIDTH - LABEL_WIDTH))
    add_run(paragraph(first, "TableHeading"), label)
    _add_inline(written, paragraph(second, "TableHeading" if header else "TableText"), inline)


def _cell(row: etree._Element, width: int) -> etree._Element:
    cell = add(row, "tc")
    add(add(cell, "tcPr"), "tcW", w=str(width), type="dxa")
    return cell


@dataclass(frozen=True)
class _Under:
    """What a block stands under: how many statements, where their text begins, and the callout."""

    depth: int = 0
    left: int = 0
    box: Box | None = None


def _write_block(written: Written, block: Block, level: int, under: _Under) -> None:
    """`level` is that of a section's heading."""
    if block.kind == "section":
        _write_section(written, block, level)
        return
    opens = block.callout and under.box is None
    if opens:
        under = replace(under, box=_new_box(written, under))
    line = paragraph(written.body, under.box.style if under.box else STATEMENT_STYLES[min(under.depth, 2)])
    if block.children:
        add(line[0], "keepNext")
    if block.number:
        below = _number_statement(written, line[0], block, under, opens=opens)
    else:
        below = replace(under, depth=under.depth + 1)
    _add_inline(written, line, block.inline)
    for child in block.children:
        _write_block(written, child, level, below)


def _write_section(written: Written, block: Block, level: int) -> None:
    line = paragraph(written.body, f"Heading{level}")
    _add_number(line[0], *(written.numbering.place(block, 0) if block.number else (0, 0)))
    _bookmark(written, line, block.id)
    _add_inline(written, line, block.inline)
    for child in block.children:
        _write_block(written, child, level + 1, _Under())


def _new_box(written: Written, under: _Under) -> Box:
    written.callouts += 1
    styles = tuple(docx_callout.SHADES)
    return Box(styles[(written.callouts - 1) % len(styles)], under.left)


def _number_statement(
    written: Written, properties: etree._Element, block: Block, under: _Under, *, opens: bool
) -> _Under:
    """Sub-statements begin where the text above them does, or as near to it as the bar of their callout lets them."""
    level, identifier = written.numbering.place(block, under.depth)
    _add_number(properties, level, identifier)
    usual = INDENTS[level]
    left, hanging = usual if under.depth == 0 else (under.left + usual[1], usual[1])
    below = left
    if under.box and opens:
        left += docx_callout.INDENT
        below = min(left, under.box.reach)
    elif under.box:
        start = min(left - hanging, under.box.reach)
        hanging = left - start
        space = (start - under.box.bar) // 20
        properties.append(docx_callout.borders(written.accent, under.box.style, space, docx_callout.CLOSE))
    if (left, hanging) != usual:
        add(properties, "ind", left=str(left), hanging=str(hanging))
    return _Under(under.depth + 1, below, under.box)


def _add_number(properties: etree._Element, level: int, identifier: int) -> None:
    numbering = add(properties, "numPr")
    add(numbering, "ilvl", val=str(level))
    add(numbering, "numId", val=str(identifier))


def _bookmark(written: Written, line: etree._Element, identifier: str) -> None:
    """Marks a heading as a target of the contents."""
    name = written.bookmark(identifier)
    number = name.removeprefix(BOOKMARK)
    add(line, "bookmarkStart", id=number, name=name)
    add(line, "bookmarkEnd", id=number)


# --- inline -----------------------------------------------------------------------------------------------------------


def _add_inline(written: Written, line: etree._Element, inline: tuple[Inline, ...]) -> None:
    for item in inline:
        match item:
            case Text(text):
                add_run(line, text)
            case Link(text, url) if url.startswith(SAFE_ADDRESSES):
                link = add(line, "hyperlink", history="1")
                link.set(f"{R}id", written.link(url))
                add_run(link, text or url, "Hyperlink")
            case Link(text, url):
                add_run(line, text or url)
            case Gap():
                add_run(line, plain((item,)), "Gap")
            case ControlValue(name):
                raise ValueError(f"resolve {name} with Document.resolve first")
