"""Word files that we did not write: made with python-docx, then changed by hand."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from apps.reading.paragraphs import Paragraph, ReadLink, UnreadableFile
from apps.reading.word import read_word


def written(fill: Callable[[WordDocument], None]) -> bytes:
    word = docx.Document()
    fill(word)
    saved = BytesIO()
    word.save(saved)
    return saved.getvalue()


def paragraphs(fill: Callable[[WordDocument], None]) -> list[Paragraph]:
    return list(read_word(written(fill)).paragraphs)


def add(word: WordDocument, inner: str) -> None:
    word.element.body.insert(0, parse_xml(f"<w:p {nsdecls('w')} {nsdecls('r')}>{inner}</w:p>"))


def test_headings_are_known_by_their_level() -> None:
    def fill(word: WordDocument) -> None:
        word.add_heading("The title", level=0)
        word.add_heading("Aims", level=1)
        word.add_heading("Scope", level=2)
        word.add_paragraph("Words.")

    assert [(item.text, item.heading, item.place) for item in paragraphs(fill)] == [
        ("The title", 0, "title"),
        ("Aims", 1, "text"),
        ("Scope", 2, "text"),
        ("Words.", 0, "text"),
    ]


def test_the_cells_of_a_table_are_read_row_by_row() -> None:
    def fill(word: WordDocument) -> None:
        table = word.add_table(rows=2, cols=2)
        for row in range(2):
            for column in range(2):
                table.cell(row, column).text = f"{row}{column}"

    assert [(item.text, item.place) for item in paragraphs(fill)] == [
        ("00", "row-header"),
        ("01", "cell"),
        ("10", "row-header"),
        ("11", "cell"),
    ]


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ("<w:r><w:t>one</w:t><w:tab/><w:t>two</w:t></w:r>", "one\ttwo"),
        ("<w:r><w:t>one</w:t><w:br/><w:t>two</w:t></w:r>", "one\ntwo"),
        ("<w:r><w:t>well</w:t><w:noBreakHyphen/><w:t>being</w:t></w:r>", "well-being"),
        ("<w:r><w:t>spl</w:t></w:r><w:r><w:t>it</w:t></w:r>", "split"),
        ('<w:ins w:id="1" w:author="a"><w:r><w:t>in</w:t></w:r></w:ins>', "in"),
        ('<w:r><w:t>kept</w:t></w:r><w:del w:id="1" w:author="a"><w:r><w:delText>x</w:delText></w:r></w:del>', "kept"),
        ('<w:moveFrom w:id="1" w:author="a"><w:r><w:t>x</w:t></w:r></w:moveFrom><w:r><w:t>stays</w:t></w:r>', "stays"),
        ('<w:r><w:instrText> PAGE </w:instrText></w:r><w:r><w:t>3</w:t></w:r>', "3"),
        ('<w:pPr><w:tabs><w:tab w:val="left" w:pos="400"/></w:tabs></w:pPr><w:r><w:t>x</w:t></w:r>', "x"),
    ],
)  # fmt: skip
def test_the_text_is_what_the_page_shows(inner: str, text: str) -> None:
    assert [item.text for item in paragraphs(lambda word: add(word, inner))] == [text]


def test_a_link_is_read_with_its_address() -> None:
    def fill(word: WordDocument) -> None:
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
        identifier = word.part.relate_to("https://oak-lane.example", kind, is_external=True)
        add(word, f'<w:hyperlink r:id="{identifier}"><w:r><w:t>our page</w:t></w:r></w:hyperlink>')

    assert [item.links for item in paragraphs(fill)] == [(ReadLink("our page", "https://oak-lane.example"),)]


# --- numbers ----------------------------------------------------------------------------------------------------------

NUMBERING = """\
<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:abstractNum w:abstractNumId="1">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="3"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1-%3"/></w:lvl>
<w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="upperLetter"/><w:lvlRestart w:val="0"/>
<w:lvlText w:val="%4"/></w:lvl>
<w:lvl w:ilvl="4"><w:start w:val="1"/><w:numFmt w:val="decimalZero"/><w:isLgl/><w:lvlText w:val="%3.%5"/></w:lvl>
<w:lvl w:ilvl="5"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="–"/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="1"/>
<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="9"/></w:num>
</w:numbering>"""


def numbers(*places: tuple[int, int]) -> list[str]:
    """The numbers of paragraphs at these (list, level)s."""

    def fill(word: WordDocument) -> None:
        for identifier, level in reversed(places):
            numbering = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{identifier}"/></w:numPr>'
            add(word, f"<w:pPr>{numbering}</w:pPr><w:r><w:t>x</w:t></w:r>")

    content = BytesIO()
    with zipfile.ZipFile(BytesIO(written(fill))) as archive, zipfile.ZipFile(content, "w") as copy:
        for name in archive.namelist():
            copy.writestr(name, NUMBERING if name == "word/numbering.xml" else archive.read(name))
    return [item.number for item in read_word(content.getvalue()).paragraphs]


@pytest.mark.parametrize(
    ("places", "shown"),
    [
        ([(1, 0), (1, 0), (1, 0)], ["1.", "2.", "3."]),
        ([(1, 0), (1, 1), (1, 1), (1, 0), (1, 1)], ["1.", "(a)", "(b)", "2.", "(a)"]),
        ([(1, 1)] * 28, [f"({chr(97 + place)})" for place in range(26)] + ["(aa)", "(bb)"]),
        ([(1, 0), (1, 2), (1, 2)], ["1.", "1-III", "1-IV"]),
        ([(1, 3), (1, 0), (1, 3)], ["A", "1.", "B"]),
        ([(1, 2), (1, 4)], ["1-III", "3.1"]),
        ([(1, 5)], ["–"]),
        ([(1, 0), (1, 0), (2, 0), (2, 0)], ["1.", "2.", "1.", "2."]),
        ([(1, 0), (2, 0), (1, 0)], ["1.", "1.", "2."]),
        ([(3, 0), (7, 0), (0, 0), (1, 8)], ["", "", "", ""]),
    ],
)
def test_numbers_are_counted_as_word_counts_them(places: list[tuple[int, int]], shown: list[str]) -> None:
    assert numbers(*places) == shown


# --- what is no Word file ---------------------------------------------------------------------------------------------


def _zip(parts: dict[str, bytes]) -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return content.getvalue()


BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><w:document xmlns:w="http://x">&a;</w:document>'


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"%PDF-1.7",
        b"PK\x05\x06" + bytes(18),
        _zip({"hello.txt": b"hello"}),
        _zip({"word/document.xml": b"<not closed"}),
        _zip({"word/document.xml": BOMB}),
    ],
)
def test_anything_else_is_refused_in_one_way(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match=r"^not a Word file: "):
        read_word(data)
