"""What a made file must hold: the paragraphs of a Document in order, with their numbers, headings and links."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from apps.exports import furniture
from apps.policydoc import captions, contents, letterhead
from apps.policydoc.document import SAFE_ADDRESSES, Block, Document, Inline, Link, plain
from apps.reading.paragraphs import ReadLink

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


def expected(kind: str, document: Document) -> Iterator[Expected]:
    """Every paragraph in order. The title is a heading in a PDF, so all headings stand one level lower there."""
    lower = 0 if kind == "docx" else 1
    yield from _front(document, lower)
    yield from _contents(document)
    for part in document.body.parts:
        if title := contents.part_heading(document, part):
            yield Expected(f"part {part.id}", title, heading=1 + lower)
        level = contents.section_level(document) + lower
        yield from _table("key detail", captions.KEY_DETAILS, list(document.details(part)), level)
        for block in part.blocks:
            yield from _blocks(block, level)
    yield from _end(document, lower)
    yield from _signatures(document, lower)


def _front(document: Document, lower: int) -> Iterator[Expected]:
    front = document.body.front
    for image in front.images:
        yield Expected("picture", image.alt or letterhead.owner(document))
    for line in letterhead.letterhead(document):
        yield Expected(line.place, line.words)
    yield Expected("title", document.title, heading=lower)
    yield from _table("control detail", captions.CONTROL, list(document.front_details()), 1 + lower)
    for statement in document.front_statements():
        yield Expected("front statement", _words(statement), links=_links(statement))
    if front.vision:
        yield Expected("vision", captions.VISION, heading=1 + lower)
        for words in front.vision:
            yield Expected("vision", words)
    if front.values:
        yield Expected("values", captions.VALUES, heading=1 + lower)
        for words in front.values:
            yield Expected("values", words, number="•")


def _table(where: str, title: str, rows: list[tuple[str, tuple[Inline, ...]]], level: int) -> Iterator[Expected]:
    """A table of two columns under its heading, row by row; nothing where it has no rows."""
    if not rows:
        return
    yield Expected(f"{where}s", title, heading=level)
    for column in captions.DETAIL_COLUMNS:
        yield Expected(f"{where}s", column)
    for label, inline in rows:
        yield Expected(f"{where} “{label}”", label)
        yield Expected(f"{where} “{label}”", _words(inline), links=_links(inline))


def _contents(document: Document) -> Iterator[Expected]:
    entries = contents.contents(document)
    if entries:
        yield Expected("contents", captions.CONTENTS, heading=ANY_HEADING)
    for entry in entries:
        yield Expected(f"contents, {entry.target}", f"{entry.number} {entry.words}".strip(), number=IN_CONTENTS)


def _blocks(block: Block, level: int) -> Iterator[Expected]:
    words = f"{captions.KEY_POINT} {_words(block.inline)}" if block.callout else _words(block.inline)
    heading = level if block.kind == "section" else 0
    yield Expected(block.id, words, block.number, heading, _links(block.inline))
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


def _signatures(document: Document, lower: int) -> Iterator[Expected]:
    lines = letterhead.signatures(document)
    if lines:
        yield Expected("signatures", captions.SIGNATURES, heading=1 + lower)
    for line in lines:
        words = " ".join(letterhead.TO_SIGN) if line.place == "to-sign" else _words(line.inline)
        yield Expected("signatures", words, links=_links(line.inline))


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
