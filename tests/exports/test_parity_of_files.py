"""The parity gate meets files that were damaged on the way, and files that are none."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pikepdf
import pytest

from apps.exports.parity import check
from tests.exports import documents
from tests.exports.made import KINDS, made


def _with_part_changed(data: bytes, part: str, old: str, new: str) -> bytes:
    damaged = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as archive, zipfile.ZipFile(damaged, "w") as copy:
        for name in archive.namelist():
            content = archive.read(name)
            if name == part:
                assert content.decode().count(old) >= 1
                content = content.decode().replace(old, new, 1).encode()
            copy.writestr(name, content)
    return damaged.getvalue()


@pytest.mark.parametrize(
    ("part", "old", "new", "sentence"),
    [
        ("word/document.xml", "make a call;", "make a cal1;",
         "call: the file says “make a cal1;” instead of “make a call;”."),
        ("word/numbering.xml", 'w:val="lowerRoman"', 'w:val="decimal"', "call: the number is “(1)” instead of “(i)”."),
        ("word/numbering.xml", 'w:val="(%5)"', 'w:val="%5."', "phones: the number is “a.” instead of “(a)”."),
        ("word/document.xml", 'w:val="Heading3"', 'w:val="Heading4"',
         "trips: the heading level is 4 instead of 3 (0 is running text)."),
        ("word/_rels/document.xml.rels", "keeping-children-safe", "x",
         "law: a link leads to https://guidance.example/x instead of https://guidance.example/keeping-children-safe."),
        ("word/header1.xml", "DRAFT – not approved", "approved",
         "A page of the file does not carry the mark “DRAFT – not approved”."),
    ],
)  # fmt: skip
def test_a_damaged_word_file_is_found(part: str, old: str, new: str, sentence: str) -> None:
    problems = check("docx", documents.full(), _with_part_changed(made("docx", "full"), part, old, new))

    assert problems[0] == sentence


def test_a_wrong_letter_in_a_pdf_is_found() -> None:
    """The glyph of one letter is said to be another, as with a broken character map."""
    with pikepdf.open(BytesIO(made("pdf", "full"))) as pdf:
        for font in [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/ToUnicode" in item]:
            table = font.ToUnicode.read_bytes()
            font.ToUnicode = pdf.make_stream(table.replace(b"<0070>", b"<0071>"))
        saved = BytesIO()
        pdf.save(saved)

    assert check("pdf", documents.full(), saved.getvalue())[0] == (
        "title: the file says “…nd smart technology qolicy” instead of “…nd smart technology policy”."
    )


def test_a_pdf_page_that_is_missing_is_found() -> None:
    with pikepdf.open(BytesIO(made("pdf", "full"))) as pdf:
        del pdf.pages[1]
        saved = BytesIO()
        pdf.save(saved)

    assert check("pdf", documents.full(), saved.getvalue()) != []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"%PDF-1.7\n", b"not a file"])
def test_what_is_no_file_is_told_in_a_sentence(kind: str, content: bytes) -> None:
    [problem] = check(kind, documents.small(), content)

    assert problem.startswith("The file cannot be read back: ")


def test_a_kind_without_a_reader_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="no parity check for xlsx"):
        check("xlsx", documents.small(), b"")
