"""Bytes of a Word file -> its paragraphs, with the list numbers that Word computes and shows."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from posixpath import join, normpath

from lxml import etree

from apps.reading.paragraphs import Paragraph, Place, ReadFile, ReadLink, UnreadableFile
from apps.reading.word_numbers import Numbers
from apps.reading.word_styles import Styles
from apps.reading.word_xml import DUBLIN_CORE, R, W, parsed, value

PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
FURNITURE = ("header", "footer")
SIGNS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
LEFT_OUT = {f"{W}pPr", f"{W}rPr", f"{W}del", f"{W}moveFrom"}  # properties (tab stops), and what a change takes away


def read_word(data: bytes) -> ReadFile:
    """Raises UnreadableFile. Deleted text and field instructions are left out, inserted text is in."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _Reader(archive).read()
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableFile(f"not a Word file: {error}") from error


class _Reader:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._targets = self._relationships("word/_rels/document.xml.rels")
        self._styles = Styles(self._part("word/styles.xml"))
        self._numbers = Numbers(self._part("word/numbering.xml"), self._styles)

    def read(self) -> ReadFile:
        document = parsed(self._archive.read("word/document.xml"))
        properties = self._part("docProps/core.xml")
        found = {
            name: properties.findtext(f"{{{DUBLIN_CORE}}}{name}") or "" for name in ("title", "creator", "language")
        }
        return ReadFile(
            paragraphs=tuple(self._body(document)),
            title=found["title"],
            author=found["creator"],
            language=found["language"],
            furniture=tuple(self._furniture(document)),
        )

    def _part(self, name: str) -> etree._Element:
        return parsed(self._archive.read(name)) if name in self._archive.namelist() else etree.Element("absent")

    def _relationships(self, name: str) -> dict[str, str]:
        return {item.get("Id", ""): item.get("Target", "") for item in self._part(name)}

    def _body(self, document: etree._Element) -> Iterator[Paragraph]:
        for body in document.iter(f"{W}body"):
            yield from self._inside(body)

    def _inside(self, holder: etree._Element) -> Iterator[Paragraph]:
        for element in holder:
            if element.tag == f"{W}p":
                yield self._paragraph(element)
            elif element.tag == f"{W}tbl":
                yield from self._table(element)
            elif element.tag == f"{W}sdt":  # contents and other things that Word frames
                for content in element.iterfind(f"{W}sdtContent"):
                    yield from self._inside(content)

    def _table(self, table: etree._Element) -> Iterator[Paragraph]:
        first_column = any(value(look, "firstColumn") in {"1", "true"} for look in table.iter(f"{W}tblLook"))
        for row in table.iterfind(f"{W}tr"):
            header = row.find(f"{W}trPr/{W}tblHeader") is not None
            for place, cell in enumerate(row.iterfind(f"{W}tc")):
                kind: Place = "column-header" if header else "row-header" if first_column and not place else "cell"
                for line in cell.iterfind(f"{W}p"):
                    yield self._paragraph(line, kind)

    def _paragraph(self, line: etree._Element, place: Place = "text") -> Paragraph:
        style = self._styles.of(line)
        number = self._numbers.next(line)
        if pictures := [told.get("descr", "") for told in line.iter(PICTURE)]:
            return Paragraph(lines=tuple(filter(None, (*pictures, _words(line)))), number=number, place="picture")
        if place == "text":
            place = self._place(style, number)
        return Paragraph(
            lines=(_words(line),),
            number=number,
            heading=self._styles.heading(style),
            links=tuple(self._links(line)),
            place=place,
        )

    def _place(self, style: str, number: str) -> Place:
        name = self._styles.name(style).lower()
        if name.startswith("toc ") and name != "toc heading":
            return "contents"
        if name == "title":
            return "title"
        return "list" if number and not self._styles.heading(style) else "text"

    def _links(self, line: etree._Element) -> Iterator[ReadLink]:
        for link in line.iter(f"{W}hyperlink"):
            anchor = value(link, "anchor")
            yield ReadLink(_words(link), f"#{anchor}" if anchor else self._targets.get(link.get(f"{R}id", ""), ""))

    def _furniture(self, document: etree._Element) -> Iterator[str]:
        """What the header and the footer say on the first page, and on any other."""
        first_differs = document.find(f".//{W}titlePg") is not None
        for page in ("first" if first_differs else "default", "default"):
            yield "\n".join(words for kind in FURNITURE for words in self._furniture_of(document, kind, page))

    def _furniture_of(self, document: etree._Element, kind: str, page: str) -> Iterator[str]:
        for reference in document.iter(f"{W}{kind}Reference"):
            if value(reference, "type") == page:
                target = self._targets.get(reference.get(f"{R}id", ""), "")
                yield from (_words(line) for line in self._part(normpath(join("word", target))).iter(f"{W}p"))


def _words(element: etree._Element) -> str:
    """The text that is shown: a tab or a break is white space; what a tracked change takes away is left out."""
    if element.tag == f"{W}t":
        return element.text or ""
    if element.tag in SIGNS:
        return SIGNS[str(element.tag)]
    return "".join(_words(item) for item in element if item.tag not in LEFT_OUT)
