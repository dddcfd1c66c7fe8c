"""A Document as plain text: what is left of it where nothing but letters can go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from apps.policydoc import captions
from apps.policydoc.document import Block, Document, Gap, Inline, Link, Part, Text, plain


def to_text(document: Document) -> str:
    """One line per heading, statement and key detail; an address follows the words that link to it."""
    body = document.body
    lines = [*_front(document)]
    for part in body.parts:
        if len(body.parts) > 1:
            lines += ["", part.title, "=" * len(part.title)]
        lines += _details(document, part)
        lines += _blocks(part.blocks, 0)
    if body.references:
        lines += ["", captions.REFERENCES]
        for reference in body.references:
            edition = f" ({reference.edition})" if reference.edition else ""
            lines.append(f"- {reference.title}{edition} <{reference.url}>")
    if body.acknowledgements:
        lines += ["", captions.ACKNOWLEDGEMENTS, *body.acknowledgements]
    return "\n".join(lines).strip("\n") + "\n"


def _front(document: Document) -> Iterator[str]:
    front = document.body.front
    if mark := captions.mark(document.control.status):
        yield mark
    name = front.display_name or front.legal_name or front.short_name
    if name:
        yield name
    yield document.body.title
    if front.strapline:
        yield front.strapline
    if front.vision:
        yield from ("", captions.VISION, *front.vision)
    if front.values:
        yield from ("", captions.VALUES, *(f"- {words}" for words in front.values))


def _details(document: Document, part: Part) -> Iterator[str]:
    rows = list(document.details(part))
    if rows:
        yield from ("", captions.KEY_DETAILS)
        yield from (f"{label}: {_words(inline)}" for label, inline in rows)


def _blocks(blocks: Iterable[Block], depth: int) -> Iterator[str]:
    for block in blocks:
        if block.kind == "section":
            yield from ("", f"{block.number} {_words(block.inline)}")
        else:
            yield "  " * depth + f"{block.number} {_words(block.inline)}".strip()
        yield from _blocks(block.children, depth + (block.kind == "statement"))


def _words(inline: tuple[Inline, ...]) -> str:
    out = []
    for item in inline:
        match item:
            case Text(text):
                out.append(text)
            case Link(text, url):
                out.append(text if text == url else f"{text} <{url}>")
            case Gap():
                out.append(plain((item,)))
    return "".join(out)
