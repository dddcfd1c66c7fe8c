"""Document -> the body of a Word file, emitted from the tree in one pass."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from lxml import etree

from apps.exports import docx_callout
from apps.exports.design import PRINT
from apps.exports.docx_callout import Box
from apps.exports.docx_front import write_contents, write_end, write_front
from apps.exports.docx_numbering import INDENTS, LONG_INDENT, LONG_NUMBER, NUMBER
from apps.exports.docx_styles import Palette
from apps.exports.docx_table import write_table
from apps.exports.docx_words import add, add_line_break, add_run
from apps.exports.docx_written import Written, keep_with_next, set_space
from apps.policydoc import captions, contents
from apps.policydoc.document import Block, Document, Part, Text, plain

STATEMENT_STYLES = ("ListNumber", "ListNumber2", "ListNumber3")
SHORT_LIST = 5  # items that a page end never cuts; of a longer list two stay on each side
SHORT_ITEM = 180  # characters, about three lines


def write_body(document: Document, images: Mapping[str, bytes]) -> Written:
    written = Written(palette=Palette.of(document.style.colour))
    write_front(written, document, images)
    write_contents(written, document)
    for part in document.body.parts:
        _write_part(written, document, part)
    write_end(written, document)
    written.number_bullets()
    return written


def _write_part(written: Written, document: Document, part: Part) -> None:
    level = contents.section_level(document)
    if title := contents.part_heading(document, part):
        line = written.line("Heading1")
        written.mark(line, contents.part_target(part))
        written.inline(line, (Text(title),))
    if rows := list(document.details(part)):
        written.details_heading(captions.KEY_DETAILS, level)
        write_table(written, captions.KEY_DETAILS, rows)
    for block in part.blocks:
        _write_block(written, block, level, _Under())


@dataclass(frozen=True)
class _Under:
    """What a block stands under: how many statements, where their text begins, and the callout."""

    depth: int = 0
    left: int = 0
    box: Box | None = None


def _write_block(written: Written, block: Block, level: int, under: _Under) -> etree._Element:
    """`level` is that of a section's heading. Answers with the block's own paragraph."""
    if block.kind == "section":
        return _write_section(written, block, level)
    opens = block.callout and under.box is None
    if opens:
        under = replace(under, box=docx_callout.box(written.callouts, written.palette.tint, under.left))
        written.callouts += 1
    line = written.line(under.box.style if under.box else STATEMENT_STYLES[min(under.depth, 2)])
    if block.number:
        below = _number_statement(written, line[0], block, under, opens=opens)
    else:
        below = replace(under, depth=under.depth + 1, left=under.left or NUMBER)
        add(line[0], "ind", left=str(below.left))
    if block.callout:
        add_run(line, captions.KEY_POINT, "CalloutLabel")
        add_line_break(line)
    written.inline(line, block.inline)
    if block.children:
        keep_with_next(line)
        _write_list(written, block.children, level, below)
        if under.depth == 0 and not below.box:
            set_space(line, after=PRINT.item_after)
            set_space(written.body[-1], after=PRINT.statement_after)
    return line


def _write_list(written: Written, items: tuple[Block, ...], level: int, under: _Under) -> None:
    """No page end cuts a short list, and none leaves one item of a long one alone."""
    lines = [_write_block(written, item, level, under) for item in items]
    short = len(items) <= SHORT_LIST and all(len(plain(item.inline)) <= SHORT_ITEM for item in items)
    for place, (item, line) in enumerate(zip(items[:-1], lines[:-1], strict=True)):
        if not item.children and (short or place in {0, len(items) - 2}):
            keep_with_next(line)


def _write_section(written: Written, block: Block, level: int) -> etree._Element:
    line = written.line(f"Heading{level}")
    _add_number(line[0], *(written.numbering.place(block, 0) if block.number else (0, 0)))
    written.mark(line, block.id)
    written.inline(line, block.inline)
    for place, child in enumerate(block.children):
        below = _write_block(written, child, level + 1, _Under())
        if place == 0 and child.kind == "section":
            set_space(below, before=0)  # headings in a row stand closer than headings in the text
    return line


def _number_statement(
    written: Written, properties: etree._Element, block: Block, under: _Under, *, opens: bool
) -> _Under:
    """Sub-statements begin where the text above them does, or as near to it as the bar of their callout lets them."""
    level, identifier = written.numbering.place(block, under.depth)
    _add_number(properties, level, identifier)
    usual = INDENTS[level]
    left, hanging = usual if under.depth == 0 else (under.left + usual[1], usual[1])
    if under.depth == 0 and len(block.number) >= LONG_NUMBER:
        left = hanging = max(hanging, LONG_INDENT)
    below = left
    if under.box and opens:
        below = min(left, under.box.reach)
    elif under.box:
        start = min(left - hanging, under.box.reach)
        hanging = left - start
        space = (start - under.box.bar) // 20
        properties.append(docx_callout.borders(written.palette.accent, under.box.tint, space, docx_callout.CLOSE))
    if (left, hanging) != usual:
        add(properties, "ind", left=str(left), hanging=str(hanging))
    return _Under(under.depth + 1, below, under.box)


def _add_number(properties: etree._Element, level: int, identifier: int) -> None:
    numbering = add(properties, "numPr")
    add(numbering, "ilvl", val=str(level))
    add(numbering, "numId", val=str(identifier))
