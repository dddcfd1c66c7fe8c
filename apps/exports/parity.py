"""Reads a made file back and compares its words, numbers, headings and links with the Document it was made from."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from apps.exports import furniture
from apps.policydoc import captions
from apps.policydoc.document import SAFE_ADDRESSES, Block, Document, Inline, Link, plain
from apps.reading.paragraphs import Paragraph, ReadFile, ReadLink, UnreadableFile

SHOWN = 60  # characters of a text in a message
ACCENTS = "\u0300-\u036f"
ANY_HEADING = -1
IN_CONTENTS = "(contents)"  # stands for the number of an entry, whose own is part of its text


@dataclass(frozen=True)
class Expected:
    """One paragraph that the file must hold; `where` names it in messages: a block's id or what it is."""

    where: str
    text: str
    number: str = ""
    heading: int = 0
    links: tuple[ReadLink, ...] = ()


def check(kind: str, document: Document, file_bytes: bytes) -> list[str]:
    """The differences as sentences, each with the id of its block; empty where the file says what the Document says."""
    try:
        found = _read(kind, file_bytes)
    except UnreadableFile as error:
        return [f"The file cannot be read back: {error}."]
    problems = list(_paragraph_problems(list(_expected(kind, document)), found.paragraphs))
    problems += _file_problems(document, found)
    problems += _furniture_problems(kind, document, found)
    if kind == "pdf":
        problems += _pdf_problems(document, found)
    return problems


def _read(kind: str, file_bytes: bytes) -> ReadFile:
    """Imported on use: a check of one format should not load the libraries of the other."""
    match kind:
        case "pdf":
            from apps.reading.pdf import read_pdf

            return read_pdf(file_bytes)
        case "docx":
            from apps.reading.word import read_word

            return read_word(file_bytes)
    raise ValueError(f"no parity check for {kind}")


# --- what the Document says -------------------------------------------------------------------------------------------


def _expected(kind: str, document: Document) -> Iterator[Expected]:
    """Every paragraph in order. The title is a heading in a PDF, so all headings stand one level lower there."""
    lower = 1 if kind == "pdf" else 0
    yield from _front(document, lower)
    single = not furniture.has_part_titles(document)
    if not single:
        yield from _contents(document)
    for part in document.body.parts:
        if title := furniture.part_heading(document, part):
            yield Expected(f"part {part.id}", title, heading=1 + lower)
        if rows := list(document.details(part)):
            yield Expected("key details", captions.KEY_DETAILS, heading=furniture.section_level(document) + lower)
            for column in captions.DETAIL_COLUMNS:
                yield Expected("key details", column)
            for label, inline in rows:
                yield Expected(f"key detail “{label}”", label)
                yield Expected(f"key detail “{label}”", _words(inline), links=_links(inline))
        if single:
            yield from _contents(document)
        for block in part.blocks:
            yield from _blocks(block, furniture.section_level(document) + lower)
    yield from _end(document, lower)


def _front(document: Document, lower: int) -> Iterator[Expected]:
    front = document.body.front
    if owner := furniture.owner(document):
        yield Expected("school", owner)
    yield Expected("title", document.body.title, heading=lower)
    if front.strapline:
        yield Expected("strapline", front.strapline)
    if front.vision:
        yield Expected("vision", captions.VISION, heading=1 + lower)
        for words in front.vision:
            yield Expected("vision", words)
    if front.values:
        yield Expected("values", captions.VALUES, heading=1 + lower)
        for words in front.values:
            yield Expected("values", words, number="•")


def _contents(document: Document) -> Iterator[Expected]:
    entries = furniture.contents(document)
    if entries:
        yield Expected("contents", furniture.CONTENTS, heading=ANY_HEADING)
    for entry in entries:
        yield Expected(f"contents, {entry.target}", f"{entry.number} {entry.words}".strip(), number=IN_CONTENTS)


def _blocks(block: Block, level: int) -> Iterator[Expected]:
    section = block.kind == "section"
    yield Expected(
        block.id, _words(block.inline), block.number, heading=level if section else 0, links=_links(block.inline)
    )
    for child in block.children:
        yield from _blocks(child, level + 1)


def _end(document: Document, lower: int) -> Iterator[Expected]:
    if document.body.references:
        yield Expected("references", captions.REFERENCES, heading=1 + lower)
        for reference in document.body.references:
            inline = furniture.reference_inline(reference)
            yield Expected(f"reference {reference.id}", _words(inline), number="•", links=_links(inline))
    if document.body.acknowledgements:
        yield Expected("acknowledgements", captions.ACKNOWLEDGEMENTS, heading=1 + lower)
        for words in document.body.acknowledgements:
            yield Expected("acknowledgements", words)


def _words(inline: tuple[Inline, ...]) -> str:
    return plain(tuple(Link(item.text or item.url, item.url) if isinstance(item, Link) else item for item in inline))


def _links(inline: tuple[Inline, ...]) -> tuple[ReadLink, ...]:
    """The links that a reader can follow; two that touch and have one address are one."""
    links: list[ReadLink] = []
    touching = False
    for item in inline:
        if isinstance(item, Link) and item.url.startswith(SAFE_ADDRESSES):
            words = item.text or item.url
            if touching and links[-1].url == item.url:
                words = links.pop().text + words
            links.append(ReadLink(words, item.url))
            touching = True
        else:
            touching = touching and not plain((item,))
    return tuple(links)


# --- comparing --------------------------------------------------------------------------------------------------------


def _paragraph_problems(expected: list[Expected], found: tuple[Paragraph, ...]) -> Iterator[str]:
    """Walks both in step. A paragraph too many or too few is told once, where the two part, and ends the walk."""
    place = 0
    for wanted in expected:
        while place < len(found) and _repeats_table_head(found, place):
            place += 1
        if place == len(found):
            yield f"{wanted.where}: the file ends before “{_short(wanted.text)}”."
            return
        problems = list(_differences(wanted, found[place]))
        yield from problems
        if problems and not _is_spelt(wanted.text, found[place].lines) and _parted(wanted, expected, found, place):
            return
        place += 1
    if place < len(found):
        yield f"The file says more than the policy: “{_short(found[place].text)}”."


def _parted(wanted: Expected, expected: list[Expected], found: tuple[Paragraph, ...], place: int) -> bool:
    """Whether the paragraph after this one differs too: then one is missing or too many, and the rest would follow."""
    following = expected.index(wanted) + 1
    if following >= len(expected) or place + 1 >= len(found):
        return True
    return not _is_spelt(expected[following].text, found[place + 1].lines)


def _differences(wanted: Expected, found: Paragraph) -> Iterator[str]:
    if wanted.number == IN_CONTENTS:
        yield from _contents_differences(wanted, found)
        return
    text, number = wanted.text, found.number
    if wanted.heading > 0 and wanted.number and not number:
        text = f"{wanted.number} {text}"  # a PDF's heading holds its number as text
    elif number != wanted.number:
        yield f"{wanted.where}: the number is “{number}” instead of “{wanted.number}”."
    if not _is_spelt(text, found.lines):
        yield f"{wanted.where}: the file says “{_around(found.text, text)}” instead of “{_around(text, found.text)}”."
    if wanted.heading != ANY_HEADING and found.heading != wanted.heading:
        yield f"{wanted.where}: the heading level is {found.heading} instead of {wanted.heading} (0 is running text)."
    yield from _link_differences(wanted, found)


def _contents_differences(wanted: Expected, found: Paragraph) -> Iterator[str]:
    """An entry is a link to its heading; a page number may follow it."""
    words = [link.text for link in found.links]
    if len(words) != 1 or not _is_spelt(wanted.text, tuple(words[0].split("\n"))):
        yield f"{wanted.where}: the contents say “{_short(found.text)}” instead of “{_short(wanted.text)}”."


def _link_differences(wanted: Expected, found: Paragraph) -> Iterator[str]:
    if len(wanted.links) != len(found.links):
        yield f"{wanted.where}: the file has {len(found.links)} links instead of {len(wanted.links)}."
        return
    for expected, link in zip(wanted.links, found.links, strict=True):
        if _address(expected.url) != _address(link.url):
            yield f"{wanted.where}: a link leads to {link.url} instead of {expected.url}."
        if not _is_spelt(expected.text, tuple(link.text.split("\n"))):
            yield f"{wanted.where}: a link says “{_short(link.text)}” instead of “{_short(expected.text)}”."


def _is_spelt(text: str, lines: tuple[str, ...]) -> bool:
    """Whether the lines, one after the other, are the text: between lines a space may be there or not."""
    rest = _spaced(text)
    for line in lines:
        words = _spaced(line)
        rest = rest.lstrip(" ")
        if not rest.startswith(words):
            return False
        rest = rest[len(words) :]
    return not rest.strip(" ")


def _spaced(text: str) -> str:
    """White space as one space, and letters with accents in one spelling; a PDF may keep either.

    Beside an accent that has no letter of its own, PDFium guesses the spaces: there they don't count.
    """
    words = re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip(" ")
    return re.sub(f" ?([{ACCENTS}]) ?", r"\1", words)


def _address(url: str) -> str:
    """As a PDF must write it: only the characters of RFC 3986."""
    return quote(url, safe="/:?#[]@!$&'()*+,;=~%")


def _repeats_table_head(found: tuple[Paragraph, ...], place: int) -> bool:
    """A table that goes on on the next page repeats its head there."""
    return (
        found[place].place == "column-header"
        and place > 0
        and found[place - 1].place in {"cell", "column-header"}
        and any(other.place == "cell" for other in found[max(0, place - 2) : place])
        and found[place].text in captions.DETAIL_COLUMNS
    )


def _short(text: str) -> str:
    text = _spaced(text)
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def _around(text: str, other: str) -> str:
    """The part of the text where it begins to differ from the other."""
    text, other = _spaced(text), _spaced(other)
    differs = next((place for place, pair in enumerate(zip(text, other, strict=False)) if pair[0] != pair[1]), 0)
    start = max(0, differs - SHOWN // 3)
    return ("…" if start else "") + _short(text[start:])


# --- the file around the text -----------------------------------------------------------------------------------------


def _file_problems(document: Document, found: ReadFile) -> Iterator[str]:
    for name, wanted, there in (
        ("title", document.body.title, found.title),
        ("author", furniture.owner(document), found.author),
        ("language", document.body.language, found.language),
    ):
        if wanted != there:
            yield f"The file's {name} is “{there}” instead of “{wanted}”."


def _furniture_problems(kind: str, document: Document, found: ReadFile) -> Iterator[str]:
    """Headers and footers: whose document, which version, and the draft mark until it is ratified.

    A Word file has one header for all pages; the first page of a PDF has the title instead of it.
    """
    pages = [_spaced(page) for page in found.furniture]
    marked = [captions.DRAFT in page for page in (pages if kind == "pdf" else pages[:1])]
    if document.control.final and any(marked):
        yield "The file carries the draft mark although the policy is ratified."
    if not document.control.final and not all(marked):
        yield "A page of the file does not carry the draft mark."
    with_header, with_footer = (pages[1:], pages) if kind == "pdf" else (pages[:1], pages[1:])
    for words, where in ((furniture.header(document), with_header), (furniture.footer(document), with_footer)):
        if not all(_spaced(words) in page for page in where):
            yield f"The header or footer does not say “{_short(words)}”."


def _pdf_problems(document: Document, found: ReadFile) -> Iterator[str]:
    from apps.exports.pdf import ATTACHMENT_NAME, attached_answers

    if found.attachments != ((ATTACHMENT_NAME, attached_answers(document)),):
        yield "The data inside the PDF is not the data of the policy."
    wanted = [(item.heading - 1, f"{item.number} {item.text}".strip()) for item in _expected("pdf", document)
              if item.heading > 1]  # fmt: skip
    there = [(level, _spaced(words)) for level, words in found.outline]
    for expected, bookmark in zip(wanted, there, strict=False):
        if (expected[0], _spaced(expected[1])) != bookmark:
            yield f"The bookmark “{_short(bookmark[1])}” should be “{_short(expected[1])}” on level {expected[0]}."
            return
    if len(wanted) != len(there):
        yield f"The PDF has {len(there)} bookmarks instead of {len(wanted)}."
