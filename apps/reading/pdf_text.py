"""The text of a PDF's marked content, as PDFium extracts it: by page and marked-content number, and what has none."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2
from pypdfium2 import raw

# PDFium puts these where a hyphen ends a line.
LINE_END_HYPHENS = str.maketrans({"\x02": "-", "\ufffe": "-"})

USUAL_ROOM = 512  # bytes: a line of text


@dataclass(frozen=True)
class Piece:
    """One run of text on one line; `baseline` in points from the foot of the page."""

    text: str
    baseline: float


@dataclass
class PageText:
    marked: dict[int, list[Piece]] = field(default_factory=dict)
    unmarked: list[Piece] = field(default_factory=list)


def page_texts(document: pypdfium2.PdfDocument) -> list[PageText]:
    return [_page_text(page) for page in document]


def _page_text(page: pypdfium2.PdfPage) -> PageText:
    found, words = PageText(), page.get_textpage()
    for item in _objects(page):
        if raw.FPDFPageObj_GetType(item) != raw.FPDF_PAGEOBJ_TEXT:
            continue
        piece = Piece(_text(item, words), _baseline(item))
        number = raw.FPDFPageObj_GetMarkedContentID(item)
        if number >= 0:
            found.marked.setdefault(number, []).append(piece)
        else:
            found.unmarked.append(piece)
    return found


def _objects(page: pypdfium2.PdfPage) -> Iterator[object]:
    for place in range(raw.FPDFPage_CountObjects(page)):
        yield raw.FPDFPage_GetObject(page, place)


def _text(item: object, words: pypdfium2.PdfTextPage) -> str:
    buffer, room = ctypes.create_string_buffer(USUAL_ROOM), USUAL_ROOM
    size = _fill(item, words, buffer, room)
    if size > room:
        buffer = ctypes.create_string_buffer(size)
        _fill(item, words, buffer, size)
    return buffer.raw[: size - 2].decode("utf-16-le", "replace").translate(LINE_END_HYPHENS)


def _fill(item: object, words: pypdfium2.PdfTextPage, buffer: ctypes.Array[ctypes.c_char], room: int) -> int:
    """How many bytes the text needs; only as many as there is room for are written."""
    return int(raw.FPDFTextObj_GetText(item, words, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), room))


def _baseline(item: object) -> float:
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item, matrix)
    return float(matrix.f)
