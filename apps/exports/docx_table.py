"""A table of two columns in a Word file: a header row, a header column, and no row that a page end cuts."""

from __future__ import annotations

from lxml import etree

from apps.exports.design import PRINT
from apps.exports.docx_words import TWIPS_PER_MILLIMETRE, add, paragraph
from apps.exports.docx_written import Written, keep_with_next
from apps.policydoc import captions
from apps.policydoc.document import Inline, Text

Rows = list[tuple[str, tuple[Inline, ...]]]
WIDTH = round((210 - PRINT.left - PRINT.right) * TWIPS_PER_MILLIMETRE)
LABELS = round(WIDTH * 0.36)
WIDTHS = (LABELS, WIDTH - LABELS)
TOGETHER = 3  # rows of one table that stay on one page, at its beginning and at its end


def write_table(written: Written, caption: str, rows: Rows) -> None:
    """`caption` is read out before the table and not shown: its heading says the same."""
    table = add(written.body, "tbl")
    properties = add(table, "tblPr")
    add(properties, "tblStyle", val="KeyDetails")
    add(properties, "tblW", w=str(WIDTH), type="dxa")
    add(properties, "tblLayout", type="fixed")
    add(
        properties,
        "tblLook",
        **{"val": "00A0", "firstRow": "1", "lastRow": "0", "firstColumn": "1", "lastColumn": "0", "noHBand": "1"},
        noVBand="1",
    )
    add(properties, "tblCaption", val=caption)
    grid = add(table, "tblGrid")
    for width in WIDTHS:
        add(grid, "gridCol", w=str(width))
    _write_row(written, table, (Text(captions.DETAIL_COLUMNS[0]),), (Text(captions.DETAIL_COLUMNS[1]),), header=True)
    for label, inline in rows:
        _write_row(written, table, (Text(label),), inline)
    lines = table.findall("{*}tr")
    for row in lines[:TOGETHER] + lines[-TOGETHER:-1]:
        if row is not lines[-1]:
            _keep_with_next(row)


def _write_row(
    written: Written,
    table: etree._Element,
    label: tuple[Inline, ...],
    inline: tuple[Inline, ...],
    *,
    header: bool = False,
) -> None:
    row = add(table, "tr")
    properties = add(row, "trPr")
    add(properties, "cantSplit")
    if header:
        add(properties, "tblHeader")
    first, second = (_cell(row, width) for width in WIDTHS)
    written.inline(paragraph(first, "ColumnHeading" if header else "TableHeading"), label)
    written.inline(paragraph(second, "ColumnHeading" if header else "TableText"), inline)


def _cell(row: etree._Element, width: int) -> etree._Element:
    cell = add(row, "tc")
    add(add(cell, "tcPr"), "tcW", w=str(width), type="dxa")
    return cell


def _keep_with_next(row: etree._Element) -> None:
    for line in row.iterfind("{*}tc/{*}p"):
        if line.find("{*}pPr/{*}keepNext") is None:
            keep_with_next(line)
