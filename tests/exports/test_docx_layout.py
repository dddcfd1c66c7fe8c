"""How the Word file of a policy is laid out: boxes, tables, pictures, lines to sign on, and what stays together."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph

from apps.exports.docx import to_docx
from apps.exports.parity import check
from apps.policydoc.document import Block, Document, Front, Image, Reference, Style
from tests.exports import documents
from tests.exports.pictures import JPEG, PNG, drawn
from tests.exports.validators import word_errors
from tests.exports.word_rules import problems


def opened(document: Document) -> WordDocument:
    return docx.Document(BytesIO(to_docx(document)))


def spaced(text: str) -> str:
    """With ordinary spaces, wherever the line was told not to break."""
    return " ".join(text.split())


def with_statements(*statements: Block) -> Document:
    document = documents.small()
    [part] = document.body.parts
    parts = (replace(part, blocks=(replace(part.blocks[0], children=statements),)),)
    return replace(document, body=replace(document.body, parts=parts))


# --- callouts ---------------------------------------------------------------------------------------------------------


def _callouts() -> dict[str, tuple[str, int, int, int]]:
    """Three callouts, one after the other, the first with a list in it: by the words of a paragraph, its style and
    where its text begins, its number begins and its bar stands, in points."""
    inner = documents.statement("inner", "(i)", "make a call;")
    lists = (documents.statement("a", "(a)", "phones;", children=(inner,)), documents.statement("b", "(b)", "watches."))
    statements = (
        documents.statement("first", "1.1", "It covers:", callout=True, children=lists),
        documents.statement("second", "1.2", "In short.", callout=True),
        documents.statement("third", "1.3", "In long.", callout=True),
    )
    word = opened(with_statements(*statements))
    return {
        spaced(line.text).removeprefix("Key point "): (line.style.name, *_places(line))
        for line in word.paragraphs
        if line.style.name.startswith("Callout")
    }


def _places(line: Paragraph) -> tuple[int, int, int]:
    """A paragraph without an indent of its own has that of its list: the column of numbers, 16 mm."""
    layout, column = line.paragraph_format, Mm(16)
    borders = line._p.pPr.find(qn("w:pBdr"))
    if borders is None:
        borders = line.style.element.pPr.find(qn("w:pBdr"))
    left, hanging = layout.left_indent or column, layout.first_line_indent or -column
    space = int(borders.find(qn("w:left")).get(qn("w:space")))
    assert space <= 31
    return round(Emu(left).pt), round(Emu(left + hanging).pt), round(Emu(left + hanging).pt) - space


def test_a_list_in_a_callout_is_indented_and_the_bar_stays_in_line() -> None:
    places = {words: found[1:] for words, found in _callouts().items()}

    assert places == {
        "It covers:": (45, 0, -8),
        "phones;": (48, 23, -8),
        "make a call;": (74, 23, -8),
        "watches.": (48, 23, -8),
        "In short.": (45, 0, -8),
        "In long.": (45, 0, -8),
    }


def test_neighbouring_callouts_are_boxes_of_their_own() -> None:
    assert {words: found[0] for words, found in _callouts().items()} == {
        "It covers:": "Callout",
        "phones;": "Callout",
        "make a call;": "Callout",
        "watches.": "Callout",
        "In short.": "Callout 2",
        "In long.": "Callout",
    }


def test_a_callout_says_in_words_what_its_box_says() -> None:
    [line] = [line for line in opened(documents.full()).paragraphs if line.style.name == "Callout"]

    assert line.text.startswith("Key point\nIn short: ")
    assert (line.runs[0].text, line.runs[0].style.name) == ("Key point", "Callout Label")


# --- tables -----------------------------------------------------------------------------------------------------------


def test_a_table_has_a_header_row_a_header_column_and_a_name_to_be_read_out() -> None:
    control, details = opened(documents.full()).tables

    for table, name, rows in ((control, "Document control", 7), (details, "Key details", 6)):
        look = table._tbl.tblPr.find(qn("w:tblLook"))
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == name
        assert [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows] == [True] + [False] * (rows - 1)
        assert {name: look.get(qn(f"w:{name}")) for name in ("firstRow", "firstColumn")} == {
            "firstRow": "1",
            "firstColumn": "1",
        }
    assert [(row.cells[0].text, spaced(row.cells[1].text)) for row in control.rows] == [
        ("Item", "Detail"),
        ("Policy number", "OL-57"),
        ("Approved by", "the full governing body"),
        ("Approved on", "19 November 2026"),
        ("Consultation", "[to decide: Who was asked?]"),
        ("Also published", "On our website"),
        ("Next review", "September 2027"),
    ]


def test_no_page_ends_within_a_row_or_leaves_one_row_alone() -> None:
    control, details = opened(documents.full()).tables

    for table in (control, details):
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    assert _kept(control) == [True, True, True, False, True, True, False]
    assert _kept(details) == [True, True, True, True, True, False]


def _kept(table: Table) -> list[bool]:
    """By row, whether it stays on the page of the next."""
    found = []
    for row in table.rows:
        [kept] = {cell.paragraphs[0].paragraph_format.keep_with_next is True for cell in row.cells}
        found.append(kept)
    return found


# --- what stays together ----------------------------------------------------------------------------------------------


def _together(document: Document) -> list[str]:
    """The paragraphs that stay on the page of the next one, by themselves or by their style."""
    word = opened(document)
    lines = [Paragraph(line, word._body) for line in word.element.body.iter(qn("w:p"))]
    return [
        spaced(line.text)
        for line in lines
        if line.paragraph_format.keep_with_next or line.style.paragraph_format.keep_with_next
    ]


def _items(prefix: str, words: str, count: int) -> tuple[Block, ...]:
    return tuple(documents.statement(f"{prefix}{n}", f"({chr(97 + n)})", f"{words} {n + 1}") for n in range(count))


def test_a_heading_and_a_lead_in_stay_with_what_they_lead_to() -> None:
    document = with_statements(
        documents.statement("short", "1.1", "A short list:", children=_items("s", "pen", 3)),
        documents.statement("long", "1.2", "A long list:", children=_items("l", "cup", 7)),
        documents.statement("plain", "1.3", "No list."),
    )

    assert _together(document) == [
        "Oak Lane Primary School",
        "Contents",
        "Aims",
        "A short list:",
        "pen 1",
        "pen 2",
        "A long list:",
        "cup 1",
        "cup 6",
    ]


@pytest.mark.parametrize(
    ("count", "kept"), [(3, [True, True, None]), (10, [True, None, None, None, None, None, None, None, True, None])]
)
def test_references_are_not_torn(count: int, kept: list[bool | None]) -> None:
    document = documents.small()
    references = tuple(Reference(f"r{place}", f"Act {place}", "https://law.example/") for place in range(count))
    lines = opened(replace(document, body=replace(document.body, references=references))).paragraphs

    assert [line.paragraph_format.keep_with_next for line in lines if line.text.startswith("Act")] == kept


def test_text_keeps_two_lines_on_each_page() -> None:
    word = opened(documents.full())

    assert {
        word.styles[name].paragraph_format.widow_control for name in ("List Number", "List Number 2", "Body Text")
    } == {True}


def _long(document: Document) -> Document:
    """The same in many words."""
    first, *others = document.body.parts
    told = (*first.blocks, documents.section("more", "3", "More", documents.statement("m", "3.1", "word " * 2000)))
    return replace(document, body=replace(document.body, parts=(replace(first, blocks=told), *others)))


@pytest.mark.parametrize(("make", "opens"), [(_long, True), (lambda document: document, False)])
def test_each_part_of_a_long_document_begins_a_page(make: Callable[[Document], Document], opens: bool) -> None:
    word = opened(make(documents.combined()))

    assert [spaced(line.text) for line in word.paragraphs if line.style.name == "Heading 1"] == [
        "Mobile and smart technology",
        "Social media",
    ]
    assert word.styles["Heading 1"].paragraph_format.page_break_before is opens
    assert word.styles["Unnumbered Heading 1"].paragraph_format.page_break_before is False


@pytest.mark.parametrize(("name", "opens"), [("small", None), ("full", True)])
def test_contents_open_a_page_where_the_front_leaves_no_room(name: str, opens: bool | None) -> None:
    word = opened(documents.ALL[name]())
    lines = [Paragraph(line, word._body) for line in word.element.body.iter(qn("w:p"))]
    [title] = [line for line in lines if line.style.name == "TOC Heading"]

    assert (title.text, title.paragraph_format.page_break_before) == ("Contents", opens)


def test_headings_in_a_row_stand_close() -> None:
    inner = documents.section("inner", "1.1", "Inner", documents.statement("one", "1.1.1", "One."))
    document = documents.small()
    [part] = document.body.parts
    outer = documents.section("outer", "1", "Outer", inner)
    document = replace(document, body=replace(document.body, parts=(replace(part, blocks=(outer,)),)))
    [line] = [line for line in opened(document).paragraphs if line.text == "Inner"]

    assert line.paragraph_format.space_before == 0


# --- the front and the signatures -------------------------------------------------------------------------------------


def test_the_front_says_whose_policy_it_is_and_where_it_stands() -> None:
    word = opened(documents.full())
    front = [(line.style.name, spaced(line.text)) for line in word.paragraphs[:9]]

    assert front == [
        ("School", "Oak Lane Primary School"),
        ("Subtitle", "Together we grow"),
        ("Legal Name", "Oak Lane Community Primary School"),
        ("Address", "Oak Lane, Oakbury, OK1 1ZZ"),
        ("Title", "Mobile and smart technology policy"),
        ("Details Heading 1", "Document control"),
        ("Front Statement", "We watch how this policy works all year round."),
        ("Front Statement", "Ask us for large print, or for another form: office@oak-lane.example."),
        ("Details Heading 1", "Our vision"),
    ]


@pytest.mark.parametrize(("colour", "ground", "letters"), [("", "17486B", "FFFFFF"), ("#ffcc00", "FFCC00", "1C1C1C")])
def test_the_title_stands_on_the_school_s_colour(colour: str, ground: str, letters: str) -> None:
    title = opened(replace(documents.small(), style=Style(colour=colour))).styles["Title"]

    assert title.element.pPr.find(qn("w:shd")).get(qn("w:fill")) == ground
    assert str(title.font.color.rgb) == letters


@pytest.mark.parametrize(("letters", "points"), [(44, 33.5), (45, 27), (90, 27), (91, 17)])
def test_a_long_title_is_set_smaller(letters: int, points: float) -> None:
    document = documents.small()
    word = opened(replace(document, body=replace(document.body, title="x" * letters)))

    assert word.styles["Title"].font.size == Pt(points)


def test_names_are_typed_or_there_are_lines_to_sign_on() -> None:
    typed, lines = (opened(document).paragraphs for document in (documents.full(), documents.in_one_run()))

    assert [(line.style.name, spaced(line.text)) for line in typed[-4:]] == [
        ("Unnumbered Heading 1", "Signatures"),
        ("Signed", "To be signed by: Siân Llŷr-Ŵyn, headteacher"),
        ("Signed", "To be signed by: [to decide: Who is the chair?]"),
        ("Signed", "Approved on: 19 November 2026"),
    ]
    assert [(line.style.name, spaced(line.text)) for line in lines[-5:]] == [
        ("Unnumbered Heading 1", "Signatures"),
        ("To Sign", "Signed Date"),
        ("Signatory", "Siân Llŷr-Ŵyn, headteacher"),
        ("To Sign", "Signed Date"),
        ("Signatory", "[to decide: Who is the chair?]"),
    ]
    assert [line.paragraph_format.keep_with_next for line in lines[-4:]] == [True, True, True, None]


def test_no_page_holds_signatures_alone() -> None:
    lines = opened(documents.in_one_run()).paragraphs

    assert (lines[-6].style.name, lines[-6].paragraph_format.keep_with_next) == ("Body Text", True)


# --- pictures ---------------------------------------------------------------------------------------------------------


def _with_pictures(*pictures: bytes) -> tuple[Document, dict[str, bytes]]:
    images = {hashlib.sha256(data).hexdigest(): data for data in pictures}
    front = Front(display_name="Oak Lane", images=tuple(Image(digest, "Our oak tree") for digest in images))
    document = documents.small()
    return replace(document, body=replace(document.body, front=front)), images


def test_a_logo_is_in_the_file_with_its_description(tmp_path: Path) -> None:
    document, images = _with_pictures(PNG, JPEG)
    data = to_docx(document, images)
    shapes = docx.Document(BytesIO(data)).inline_shapes

    assert [shape._inline.docPr.get("descr") for shape in shapes] == ["Our oak tree", "Our oak tree"]
    assert (word_errors(data, tmp_path), problems(data), check("docx", document, data)) == ([], [], [])


@pytest.mark.parametrize(
    ("pixels", "millimetres"),
    [
        ((60, 40), (15.9, 10.6)),  # tiny: as on a screen
        ((1200, 1200), (26, 26)),
        ((2000, 200), (80, 8)),  # a banner
        ((200, 2000), (2.6, 26)),  # a tower
        ((2000, 1), (80, 0)),
    ],
)
def test_a_logo_fits_whatever_its_proportions(pixels: tuple[int, int], millimetres: tuple[float, float]) -> None:
    document, images = _with_pictures(drawn("PNG", pixels))
    [shape] = docx.Document(BytesIO(to_docx(document, images))).inline_shapes

    assert (round(Emu(shape.width).mm, 1), round(Emu(shape.height).mm, 1)) == millimetres
    assert shape.height > 0
