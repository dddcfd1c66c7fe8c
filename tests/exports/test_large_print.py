"""Large print: the same policy in 18 point, and as good a PDF as the other one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from pypdfium2 import raw

from apps.exports.colour import STRONG, accent
from apps.exports.parity import check
from apps.exports.pdf import LARGE_STYLESHEET, to_pdf
from apps.policydoc.document import Gap
from apps.reading.pdf import read_pdf
from tests.exports import documents
from tests.exports.payloads import PAYLOADS
from tests.exports.validators import pdf_failures

SMALLEST, SMALLEST_FURNITURE = 18.0, 14.0  # points


@cache
def large(name: str) -> bytes:
    return to_pdf(documents.ALL[name](), large=True)


def _sizes(data: bytes) -> Iterator[tuple[bool, float, str]]:
    """Whether a run of text is in the tags, how large it is drawn in points, and the name of its font."""
    with pypdfium2.PdfDocument(data) as pages:
        for page in pages:
            for place in range(raw.FPDFPage_CountObjects(page)):
                item = raw.FPDFPage_GetObject(page, place)
                if raw.FPDFPageObj_GetType(item) != raw.FPDF_PAGEOBJ_TEXT:
                    continue
                yield raw.FPDFPageObj_GetMarkedContentID(item) >= 0, _drawn_size(item), _font(item)


def _drawn_size(item: object) -> float:
    size, matrix = raw.c_float(), raw.FS_MATRIX()
    raw.FPDFTextObj_GetFontSize(item, size)
    raw.FPDFPageObj_GetMatrix(item, matrix)
    return round(size.value * (matrix.c**2 + matrix.d**2) ** 0.5, 1)


def _font(item: object) -> str:
    name = (raw.c_char * 100)()
    raw.FPDFFont_GetBaseFontName(raw.FPDFTextObj_GetFont(item), name, 100)
    return name.value.decode()


@pytest.mark.parametrize("name", documents.ALL)
def test_no_text_is_smaller_than_18_point_and_no_page_furniture_than_14(name: str) -> None:
    drawn = list(_sizes(large(name)))

    assert min(size for tagged, size, _ in drawn if tagged) == SMALLEST
    assert min(size for tagged, size, _ in drawn if not tagged) == SMALLEST_FURNITURE


def test_nothing_is_in_italics() -> None:
    fonts = {re.sub(r"^[A-Z]{6}\+", "", font) for _, _, font in _sizes(large("full"))}

    assert fonts == {"Noto-Sans", "Noto-Sans-Bold", "Policy-Symbols"}


@pytest.mark.parametrize("name", documents.ALL)
def test_it_says_what_the_policy_says(name: str) -> None:
    assert check("pdf", documents.ALL[name](), large(name)) == []


@pytest.mark.parametrize("name", documents.ALL)
def test_it_is_a_valid_and_accessible_pdf(name: str) -> None:
    assert pdf_failures(large(name)) == []


@pytest.mark.parametrize("name", PAYLOADS)
def test_what_people_type_is_printed_and_never_read_as_markup(name: str) -> None:
    document = documents.with_words_everywhere(PAYLOADS[name])

    assert check("pdf", document, to_pdf(document, large=True)) == []


def test_the_two_prints_of_a_policy_are_two_files() -> None:
    identifiers = set()
    for data in (large("small"), to_pdf(documents.small())):
        with pikepdf.open(BytesIO(data)) as pdf:
            identifiers.add(bytes(pdf.trailer.ID[0]))

    assert len(identifiers) == 2
    assert large("small") == to_pdf(documents.small(), large=True)


def test_the_school_s_colour_is_darker_in_large_print() -> None:
    assert (accent("#ff0000"), accent("#ff0000", STRONG)) == ("#ce0000", "#950000")
    assert accent("") == accent("", STRONG) == "#17486b"


def test_the_sheet_that_makes_it_large_asks_for_nothing_from_elsewhere() -> None:
    assert re.findall(r"url\(|@import|@font-face", LARGE_STYLESHEET.read_text()) == []


def test_the_place_of_undecided_text_may_begin_a_page() -> None:
    """It has no number, so that to a reader it looks like the rest of what stands before it."""
    looks_like_the_rest = []
    for count in range(4, 14):
        lines = [documents.statement(f"s-{place}", f"1.{place}", "One line.") for place in range(1, count + 4)]
        lines.insert(count, documents.statement("later/undecided", "", Gap("later", "What do you do about it?")))
        document = documents.small()
        [part] = document.body.parts
        parts = (replace(part, blocks=(replace(part.blocks[0], children=tuple(lines)),)),)
        document = replace(document, body=replace(document.body, parts=parts))
        data = to_pdf(document, large=True)
        [found] = [line for line in read_pdf(data).paragraphs if "What do you do" in line.text]
        looks_like_the_rest.append(found.number != "")
        assert check("pdf", document, data) == []
    assert sorted(set(looks_like_the_rest)) == [False, True]
