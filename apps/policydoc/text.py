"""A Document as plain text: what is left of it where nothing but letters can go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from apps.policydoc import captions
from apps.policydoc.document import Block, Document, Gap, Inline, Link, Text, plain
from apps.policydoc.letterhead import TO_SIGN, letterhead, signatures

RULE = "." * 30  # a line to sign on


def to_text(document: Document) -> str:
    """One line per heading, statement and key detail; an address follows the words that link to it."""
    body = document.body
    lines = [*_front(document)]
    for part in body.parts:
        if len(body.parts) > 1:
            lines += ["", part.title, "=" * len(part.title)]
        lines += _table(captions.KEY_DETAILS, document.details(part))
        lines += _blocks(part.blocks, 0)
    if body.references:
        lines += ["", captions.REFERENCES]
        for reference in body.references:
            edition = f" ({reference.edition})" if reference.edition else ""
            lines.append(f"- {reference.title}{edition} <{reference.url}>")
    if body.acknowledgements:
        lines += ["", captions.ACKNOWLEDGEMENTS, *body.acknowledgements]
    lines += _signatures(document)
    return "\n".join(lines).strip("\n") + "\n"


def _front(document: Document) -> Iterator[str]:
    front = document.body.front
    if mark := captions.mark(document.control.status):
        yield mark
    yield from (line.words for line in letterhead(document))
    yield document.title
    yield from _table(captions.CONTROL, document.front_details())
    for statement in document.front_statements():
        yield from ("", _words(statement))
    if front.vision:
        yield from ("", captions.VISION, *front.vision)
    if front.values:
        yield from ("", captions.VALUES, *(f"- {words}" for words in front.values))


def _table(title: str, details: Iterable[tuple[str, tuple[Inline, ...]]]) -> Iterator[str]:
    rows = list(details)
    if rows:
        yield from ("", title)
        yield from (f"{label}: {_words(inline)}" for label, inline in rows)


def _signatures(document: Document) -> Iterator[str]:
    lines = signatures(document)
    if lines:
        yield from ("", captions.SIGNATURES)
    for line in lines:
        if line.place == "to-sign":
            yield " ".join(f"{words} {RULE}" for words in TO_SIGN)
        else:
            yield _words(line.inline)


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
