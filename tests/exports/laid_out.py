"""A finished PDF as it is laid out: its paragraphs in reading order, each with its lines, their pages and places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, Literal

import pikepdf
import pypdfium2

from apps.reading.pdf_text import PageText, page_texts

Kind = Literal["heading", "item", "cell", "text"]
KINDS: dict[str, Kind] = {
    **{f"/H{level}": "heading" for level in range(1, 7)},
    "/TD": "cell",
    "/TH": "cell",
    "/P": "text",
}
SAME_LINE = 3.0  # points


@dataclass(frozen=True)
class Line:
    """`page` counts from 1; `height` in points from the foot of the page."""

    text: str
    page: int
    height: float


@dataclass
class Laid:
    """A paragraph; `list` tells which items stand in one list."""

    kind: Kind
    lines: list[Line]
    label: Line | None = None
    list: int = 0

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)


@dataclass
class _Layout:
    texts: list[PageText]
    pages: dict[tuple[int, int], int]
    found: list[Laid] = field(default_factory=list)
    lists: int = 0
    newest: dict[int, int] = field(default_factory=dict)  # the list at each depth

    def read(self, element: Any) -> None:
        for kid in _elements(element):
            kind = KINDS.get(str(kid.S))
            if kind:
                self._add(Laid(kind, self._lines(kid)))
            elif kid.S == "/L":
                self._list(kid)
            else:
                self.read(kid)

    def _list(self, element: Any, depth: int = 0) -> None:
        """A list that goes on on the next page is one list here, though the file holds an element for each page."""
        items = [kid for kid in _elements(element) if kid.S == "/LI"]
        labels = [[line for kid in _elements(item) if kid.S == "/Lbl" for line in self._lines(kid)] for item in items]
        self._count(depth, labels)
        for item, label in zip(items, labels, strict=True):
            lines = self._lines(item, without=("/L", "/Lbl"))
            last = self.found[-1] if self.found else None
            if (
                not label
                and last
                and last.kind == "item"
                and last.label
                and lines
                and lines[0].page == last.lines[-1].page + 1
            ):
                last.lines += lines
            elif label or lines:
                self._add(Laid("item", lines, label[0] if label else None, self.newest[depth]))
            for below in _lists_inside(item):
                self._list(below, depth + 1)

    def _count(self, depth: int, labels: list[list[Line]]) -> None:
        first = labels[0][0].text if labels and labels[0] else ""
        if depth not in self.newest or first in {"(a)", "(i)", "•"} or not first.startswith("("):
            self.lists += 1
            self.newest[depth] = self.lists

    def _add(self, paragraph: Laid) -> None:
        if paragraph.lines or paragraph.label:
            self.found.append(paragraph)

    def _lines(self, element: Any, without: tuple[str, ...] = ()) -> list[Line]:
        lines: list[Line] = []
        for page, piece in self._pieces(element, without):
            if lines and lines[-1].page == page and abs(lines[-1].height - piece.baseline) < SAME_LINE:
                lines[-1] = Line(lines[-1].text + piece.text, page, lines[-1].height)
            else:
                lines.append(Line(piece.text, page, piece.baseline))
        return [Line(" ".join(line.text.split()), line.page, line.height) for line in lines if line.text.strip()]

    def _pieces(self, element: Any, without: tuple[str, ...]) -> Iterator[tuple[int, Any]]:
        page = self.pages.get(element.Pg.objgen, 0) if "/Pg" in element else 0
        for kid in _kids(element):
            if isinstance(kid, int):
                yield from ((page + 1, piece) for piece in self.texts[page].marked.get(kid, []))
            elif "/S" in kid and str(kid.S) not in without:
                yield from self._pieces(kid, without)


def laid_out(data: bytes) -> list[Laid]:
    with pikepdf.open(BytesIO(data)) as pdf, pypdfium2.PdfDocument(data) as pages:
        layout = _Layout(page_texts(pages), {page.obj.objgen: place for place, page in enumerate(pdf.pages)})
        layout.read(pdf.Root.StructTreeRoot)
    return layout.found


def _kids(element: Any) -> list[Any]:
    kids = element.get("/K", [])
    return list(kids) if isinstance(kids, pikepdf.Array | list) else [kids]


def _elements(element: Any) -> list[Any]:
    return [kid for kid in _kids(element) if not isinstance(kid, int) and "/S" in kid]


def _lists_inside(element: Any) -> Iterator[Any]:
    for kid in _elements(element):
        if kid.S == "/L":
            yield kid
        elif kid.S != "/Lbl":
            yield from _lists_inside(kid)
