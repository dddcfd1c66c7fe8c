"""What is done to a PDF after it was drawn."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest

from apps.exports import pdf_tags
from apps.exports.pdf import to_pdf
from apps.policydoc.document import Detail, Front, Text
from tests.exports import documents
from tests.exports.validators import pdf_failures


def _ends_in_a_carriage_return() -> bytes:
    """A page's content whose compressed form ends in one."""
    return next(
        content
        for content in (b"q Q %" + b"a" * length for length in range(256))
        if zlib.compress(content).endswith(b"\r")
    )


def test_the_end_of_a_page_is_always_clear() -> None:
    content = _ends_in_a_carriage_return()
    compressed = pdf_tags._compressed(content)

    assert not compressed.endswith(b"\r")
    assert zlib.decompress(compressed).rstrip() == content.rstrip()


def test_a_stream_that_cannot_end_otherwise_is_written_in_hexadecimal() -> None:
    content = _ends_in_a_carriage_return()
    with pikepdf.open(BytesIO(to_pdf(documents.small()))) as pdf:
        stream = pdf.make_stream(zlib.compress(content), Filter=pikepdf.Name.FlateDecode)
        pdf.pages[0].Contents = stream
        saved = pdf_tags._saved(pdf, pdf_tags._found(pdf)[0])

    assert b"\r\nendstream" not in saved
    with pikepdf.open(BytesIO(saved)) as pdf:
        assert [str(name) for name in pdf.pages[0].Contents.Filter] == ["/ASCIIHexDecode", "/FlateDecode"]
        assert pdf.pages[0].Contents.read_bytes() == content


def test_a_table_over_several_pages_is_one_table_with_one_head() -> None:
    document = replace(documents.full(), body=replace(documents.full().body, front=Front()))
    [part] = document.body.parts
    details = tuple(Detail(f"Detail {number}", (Text("words " * 9 * number),)) for number in range(1, 80))
    parts = (replace(part, key_details=details),)
    data = to_pdf(replace(document, body=replace(document.body, parts=parts)))
    with pikepdf.open(BytesIO(data)) as pdf:
        [table] = [item for item in _elements(pdf) if item.S == "/Table"]
        [head, body] = table.K

        assert (str(head.S), str(body.S)) == ("/THead", "/TBody")
        assert [[str(cell.S) for cell in row.K] for row in body.K] == [["/TH", "/TD"]] * len(details)
        assert {row.P.objgen for row in body.K} == {body.objgen}
        assert len(pdf.pages) > 9
    assert pdf_failures(data) == []


def _elements(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """All elements that the tag tree reaches."""
    waiting = [pdf.Root.StructTreeRoot]
    while waiting:
        kids = waiting.pop().get("/K", [])
        found = [kid for kid in kids if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
        yield from found
        waiting += found


def test_a_font_whose_end_is_in_doubt_is_padded_and_stays_small() -> None:
    usual = to_pdf(documents.small())
    with pikepdf.open(BytesIO(usual)) as pdf:
        font = next(item for item in pdf.objects if isinstance(item, pikepdf.Stream) and "/Length1" in item)
        content = font.read_bytes()
        content += next(
            ending
            for ending in (bytes((0, 0, 0, number)) for number in range(256))
            if zlib.compress(content + ending).endswith(b"\r")
        )
        font.write(zlib.compress(content), filter=pikepdf.Name.FlateDecode)
        font.Length1 = len(content)
        saved = pdf_tags._saved(pdf, pdf_tags._found(pdf)[0])

        assert font.read_bytes() == content + pdf_tags.FONT_PADDING
        assert int(font.Length1) == len(content) + 8
    assert b"\r\nendstream" not in saved
    assert len(saved) < 1.05 * len(usual)
    assert pdf_failures(saved) == []


@pytest.mark.parametrize("filling", range(3))
def test_objects_can_be_shifted_without_harm(filling: int) -> None:
    with pikepdf.open(BytesIO(to_pdf(documents.small()))) as pdf:
        for place in range(filling + 1):
            pdf_tags._shift_objects(pdf, place)
        saved = pdf_tags._saved(pdf, pdf_tags._found(pdf)[0])

    assert pdf_failures(saved) == []


@pytest.mark.long
def test_no_file_of_many_has_an_end_in_doubt() -> None:
    files = [to_pdf(documents.with_words_everywhere(f"word {number}")) for number in range(200)]

    assert [failure for data in files for failure in pdf_failures(data)] == []


def test_metadata_without_the_usual_end_is_refused() -> None:
    with pikepdf.open(BytesIO(to_pdf(documents.small()))) as pdf:
        pdf.Root.Metadata = pdf.make_stream(b"<x/>")

        with pytest.raises(ValueError, match="no metadata to add PDF/UA to"):
            pdf_tags._say_universal_access(pdf)
