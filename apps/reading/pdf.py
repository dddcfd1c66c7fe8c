"""Bytes of a tagged PDF -> its paragraphs in reading order, from the tag tree; links, bookmarks and attachments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2

from apps.reading.paragraphs import Paragraph, Place, ReadFile, ReadLink, UnreadableFile
from apps.reading.pdf_text import PageText, Piece, page_texts

HEADINGS = {f"/H{level}": level for level in range(1, 7)}
CELLS: dict[str, Place] = {"/TD": "cell", "/TH": "row-header"}
BLOCKS = {*HEADINGS, *CELLS, "/P", "/Caption"}
LIST_PARTS = frozenset({"/L", "/Lbl"})
SAME_LINE = 2.0  # points: baselines closer than this are one line


def read_pdf(data: bytes) -> ReadFile:
    """Raises UnreadableFile, also for a PDF without tags: its reading order is not known."""
    try:
        with pikepdf.open(BytesIO(data)) as pdf, pypdfium2.PdfDocument(data) as pages:
            return _read(pdf, pages)
    except (pikepdf.PdfError, pypdfium2.PdfiumError) as error:
        raise UnreadableFile(f"not a PDF: {error}") from error


def _read(pdf: pikepdf.Pdf, pages: pypdfium2.PdfDocument) -> ReadFile:
    if "/StructTreeRoot" not in pdf.Root:
        raise UnreadableFile("the PDF has no tags")
    texts = page_texts(pages)
    reader = _Reader(texts, {page.obj.objgen: place for place, page in enumerate(pdf.pages)})
    information = pdf.docinfo
    return ReadFile(
        paragraphs=tuple(_joined(reader.read(pdf.Root.StructTreeRoot))),
        title=str(information.get("/Title", "")),
        author=str(information.get("/Author", "")),
        language=str(pdf.Root.get("/Lang", "")),
        furniture=tuple("\n".join(_lines(page.unmarked)) for page in texts),
        outline=tuple((item.level + 1, str(item.get_title())) for item in pages.get_toc()),
        attachments=tuple((name, file.get_file().read_bytes()) for name, file in sorted(pdf.attachments.items())),
    )


@dataclass
class _Gathered:
    """What one paragraph is made of, in order; a link is its address and where its pieces begin and end."""

    pieces: list[Piece] = field(default_factory=list)
    links: list[tuple[str, int, int]] = field(default_factory=list)
    page: int = 0

    def add_link(self, address: str, start: int) -> None:
        """A link that goes on in the next line is a second link in the file, and one to a reader."""
        if self.links and self.links[-1][0] == address and self.links[-1][2] == start:
            start = self.links.pop()[1]
        self.links.append((address, start, len(self.pieces)))


class _Reader:
    def __init__(self, texts: list[PageText], pages: dict[tuple[int, int], int]) -> None:
        self._texts = texts
        self._pages = pages

    def read(self, element: pikepdf.Object, header: bool = False) -> Iterator[Paragraph]:
        """The paragraphs in and below an element of the tag tree."""
        for kid in _kids(element):
            tag = str(kid.get("/S", ""))
            if tag in BLOCKS:
                place = "column-header" if header and tag == "/TH" else CELLS.get(tag, "text")
                yield self._paragraph(kid, HEADINGS.get(tag, 0), place)
            elif tag == "/LI":
                yield from self._item(kid)
            elif tag == "/Figure":
                yield Paragraph((str(kid.get("/Alt", "")),), place="picture", page=self._page(kid) + 1)
            else:
                yield from self.read(kid, header or tag == "/THead")

    def _paragraph(self, element: pikepdf.Object, heading: int, place: Place) -> Paragraph:
        gathered = _Gathered()
        self._gather(element, gathered)
        return _paragraph(gathered, "", heading, place)

    def _item(self, item: pikepdf.Object) -> Iterator[Paragraph]:
        """The item itself, then the items of lists inside it; the rest of an item cut by a page end has no label."""
        label, body = _Gathered(), _Gathered()
        for kid in _kids(item):
            if kid.get("/S") == "/Lbl":
                self._gather(kid, label)
        self._gather(item, body, LIST_PARTS)
        number = " ".join(_lines(label.pieces)).strip()
        if body.pieces or number:
            yield _paragraph(body, number, 0, "list")
        for below in _lists_inside(item):
            yield from self.read(below)

    def _page(self, element: pikepdf.Object) -> int:
        return self._pages.get(element.Pg.objgen, 0) if "/Pg" in element else 0

    def _gather(self, element: pikepdf.Object, gathered: _Gathered, without: frozenset[str] = frozenset()) -> None:
        page = -1  # asked for where text stands in the element itself: most hold only others
        start, address = len(gathered.pieces), ""
        for kid in _all_kids(element):
            if isinstance(kid, int):
                page = self._page(element) if page < 0 else page
                gathered.page = gathered.page or page + 1
                gathered.pieces += self._texts[page].marked.get(kid, [])
            elif kid.get("/Type") == "/OBJR":
                address = _address(kid.Obj)
            elif str(kid.get("/S")) not in without:
                self._gather(kid, gathered, without)
        if address:
            gathered.add_link(address, start)


def _kids(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    return (kid for kid in _all_kids(element) if not isinstance(kid, int) and "/S" in kid)


def _lists_inside(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    for kid in _kids(element):
        if kid.get("/S") == "/L":
            yield kid
        elif kid.get("/S") != "/Lbl":
            yield from _lists_inside(kid)


def _all_kids(element: pikepdf.Object) -> list[Any]:
    """Elements, references to annotations, and the numbers of marked content as int."""
    kids: Any = element.get("/K", [])
    return list(kids) if isinstance(kids, pikepdf.Array | list) else [kids]


def _address(annotation: pikepdf.Object) -> str:
    action = annotation.get("/A")
    if action is not None and action.get("/S") == "/URI":
        return str(action.URI)
    target = annotation.get("/Dest", "")
    return f"#{target}"


def _paragraph(gathered: _Gathered, number: str, heading: int, place: Place) -> Paragraph:
    return Paragraph(
        lines=tuple(_lines(gathered.pieces)),
        number=number,
        heading=heading,
        links=tuple(ReadLink("\n".join(_lines(gathered.pieces[start:end])), url) for url, start, end in gathered.links),
        place=place,
        page=gathered.page,
    )


def _lines(pieces: list[Piece]) -> list[str]:
    """The pieces joined to the lines that they stand on."""
    lines: list[str] = []
    baseline = 0.0
    for piece in pieces:
        if lines and abs(piece.baseline - baseline) < SAME_LINE:
            lines[-1] += piece.text
        else:
            lines.append(piece.text)
        baseline = piece.baseline
    return lines


def _joined(paragraphs: Iterator[Paragraph]) -> Iterator[Paragraph]:
    """Joins the rest of a list item at the top of a page to its beginning on the page before."""
    last: Paragraph | None = None
    for paragraph in paragraphs:
        if last and _continues(last, paragraph):
            last = replace(
                last, lines=last.lines + paragraph.lines, links=_links_of(last, paragraph), page=paragraph.page
            )
            continue
        if last:
            yield last
        last = paragraph
    if last:
        yield last


def _continues(last: Paragraph, paragraph: Paragraph) -> bool:
    return (
        paragraph.place == last.place == "list"
        and bool(last.number)
        and not paragraph.number
        and paragraph.page == last.page + 1
    )


def _links_of(last: Paragraph, rest: Paragraph) -> tuple[ReadLink, ...]:
    """A link that goes on on the next page is a second link in the file, and one to a reader."""
    if not (last.links and rest.links) or last.links[-1].url != rest.links[0].url:
        return last.links + rest.links
    before, after = last.links[-1], rest.links[0]
    if not ("\n".join(last.lines).endswith(before.text) and "\n".join(rest.lines).startswith(after.text)):
        return last.links + rest.links
    return (*last.links[:-1], ReadLink(f"{before.text}\n{after.text}", before.url), *rest.links[1:])
