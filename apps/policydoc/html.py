"""A Document as HTML: headings, lists and tables that mean what they are; nothing in an answer is read as markup."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html import escape
from itertools import groupby

from apps.policydoc import captions, contents
from apps.policydoc.document import SAFE_ADDRESSES, Block, ControlValue, Document, Gap, Inline, Link, Part, Text, plain
from apps.policydoc.letterhead import TO_SIGN, letterhead, owner, signatures
from apps.policydoc.typography import bound, bound_text

DEEPEST_HEADING = 6
FEWEST_ENTRIES = 3  # of which a table of contents is made
CONTENTS_ID = "table-of-contents"  # no block is called so: ids of blocks are names of a template's own, or end in a row
CLASSES = {"school": "school-name"}  # where it is not the name of the place
GapAddress = Callable[[Gap], str]
ImageAddress = Callable[[str], str]


def to_html(
    document: Document,
    *,
    heading_level: int = 1,
    gap_address: GapAddress | None = None,
    image_address: ImageAddress | None = None,
) -> str:
    """The fragment inside a page's main element; ids of blocks are anchors.

    With `heading_level` 1 it begins with the document's letterhead and title; a higher one is the level of the first
    sections, for a fragment under another heading. `gap_address` gives the address where a gap is decided ("" for
    none); it makes the gap a link. `image_address` gives the address of an image by its SHA-256 ("" for none): without
    it there are no images.
    """
    return "".join(_Html(document, heading_level, gap_address, image_address).pieces())


def to_page(document: Document, style: str = "") -> str:
    """A whole HTML page that needs nothing else: no script, no image, and its style sheet, if it has one, inside."""
    sheet = f"<style>\n{style}</style>\n" if style else ""
    title = escape(" – ".join(words for words in (document.title, owner(document)) if words))
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(document.body.language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n{sheet}</head>\n"
        f'<body>\n<main class="pw-policy">\n{to_html(document)}</main>\n</body>\n</html>\n'
    )


@dataclass(frozen=True)
class _Html:
    document: Document
    heading_level: int
    gap_address: GapAddress | None = None
    image_address: ImageAddress | None = None

    @property
    def whole(self) -> bool:
        return self.heading_level == 1

    @property
    def level(self) -> int:
        """Of the headings next below the title."""
        return self.heading_level + 1 if self.whole else self.heading_level

    def pieces(self) -> Iterator[str]:
        if self.whole:
            yield from self._head()
        yield from self._front()
        if self.whole:
            yield from self._contents()
        for part in self.document.body.parts:
            yield from self._part(part)
        yield from self._end()
        yield from self._signatures()

    def _head(self) -> Iterator[str]:
        if mark := captions.mark(self.document.control.status):
            yield f'<p class="draft-mark">{escape(mark)}</p>\n'
        yield from self._images()
        for line in letterhead(self.document):
            yield f'<p class="{CLASSES.get(line.place, line.place)}">{escape(line.words)}</p>\n'
        yield f"<h1>{escape(self.document.title)}</h1>\n"

    def _images(self) -> Iterator[str]:
        for image in self.document.body.front.images:
            address = self.image_address(image.sha256) if self.image_address else ""
            if address:
                alt = image.alt or owner(self.document)
                yield f'<img class="logo" src="{escape(address)}" alt="{escape(alt)}">\n'

    def _front(self) -> Iterator[str]:
        front = self.document.body.front
        yield from self._table("control-details", captions.CONTROL, list(self.document.front_details()), self.level)
        for statement in self.document.front_statements():
            yield f'<p class="front-statement">{self._inline(statement)}</p>\n'
        if front.vision:
            yield self._heading(captions.VISION)
            yield from (f"<p>{escape(words)}</p>\n" for words in front.vision)
        if front.values:
            yield f"{self._heading(captions.VALUES)}<ul>\n"
            yield from (f"<li>{escape(words)}</li>\n" for words in front.values)
            yield "</ul>\n"

    def _contents(self) -> Iterator[str]:
        entries = contents.contents(self.document)
        if len(entries) < FEWEST_ENTRIES:
            return
        yield f'<nav class="contents" aria-labelledby="{CONTENTS_ID}">\n'
        yield f'<h2 class="unnumbered" id="{CONTENTS_ID}">{captions.CONTENTS}</h2>\n<ul>\n'
        open_part = False
        for entry in entries:
            if not entry.number and open_part:
                yield "</ul>\n</li>\n"
            number = f'<span class="number">{escape(entry.number)}</span> ' if entry.number else ""
            link = f'<a href="#{escape(entry.target)}">{number}{escape(bound_text(entry.words))}</a>'
            yield f'<li class="entry">{link}</li>\n' if entry.number else f'<li class="part-entry">{link}\n<ul>\n'
            open_part = open_part or not entry.number
        yield "</ul>\n</li>\n" if open_part else ""
        yield "</ul>\n</nav>\n"

    def _heading(self, words: str, level: int | None = None) -> str:
        tag = _tag(level or self.level)
        return f'<{tag} class="unnumbered">{words}</{tag}>\n'

    def _part(self, part: Part) -> Iterator[str]:
        level = self.level
        if title := contents.part_heading(self.document, part):
            yield f'<h{level} class="part" id="{escape(contents.part_target(part))}">{escape(title)}</h{level}>\n'
            level = min(level + 1, DEEPEST_HEADING)
        yield from self._table("key-details", captions.KEY_DETAILS, list(self.document.details(part)), level)
        yield from self._blocks(part.blocks, level)

    def _table(self, name: str, title: str, rows: list[tuple[str, tuple[Inline, ...]]], level: int) -> Iterator[str]:
        if not rows:
            return
        yield self._heading(title, level)
        yield f'<table class="{name}">\n<thead><tr>'
        yield "".join(f'<th scope="col">{words}</th>' for words in captions.DETAIL_COLUMNS)
        yield "</tr></thead>\n<tbody>\n"
        for label, inline in rows:
            yield f'<tr><th scope="row">{escape(label)}</th><td>{self._inline(inline)}</td></tr>\n'
        yield "</tbody>\n</table>\n"

    # --- blocks -----------------------------------------------------------------------------------------------------

    def _blocks(self, blocks: tuple[Block, ...], level: int) -> Iterator[str]:
        """Sections as headings, each run of statements as one list."""
        for kind, run in groupby(blocks, key=lambda block: block.kind):
            if kind == "statement":
                yield from self._list(run)
            else:
                for section in run:
                    yield from self._section(section, level)

    def _section(self, block: Block, level: int) -> Iterator[str]:
        tag = _tag(level)
        yield f'<{tag} id="{escape(block.id)}">{_number(block)}{self._inline(block.inline)}</{tag}>\n'
        yield from self._blocks(block.children, level + 1)

    def _list(self, blocks: Iterable[Block]) -> Iterator[str]:
        """An ordered list that carries its numbers as words: `role` keeps it a list where its marks are styled away."""
        yield '<ol class="statements" role="list">\n'
        for block in blocks:
            kind = "statement" if block.number else "placeholder"
            label = f'<span class="callout-label">{captions.KEY_POINT}:</span> ' if block.callout else ""
            words = f"<p>{_number(block)}{label}{self._inline(block.inline)}</p>"
            yield f'<li class="{kind}{" callout" if block.callout else ""}" id="{escape(block.id)}">{words}'
            if block.children:
                yield "\n"
                yield from self._list(block.children)
            yield "</li>\n"
        yield "</ol>\n"

    # --- the end ----------------------------------------------------------------------------------------------------

    def _end(self) -> Iterator[str]:
        body = self.document.body
        if body.references:
            yield f'{self._heading(captions.REFERENCES)}<ul class="references">\n'
            for reference in body.references:
                edition = f" ({reference.edition})" if reference.edition else ""
                yield f"<li>{_link(Link(reference.title, reference.url))}{escape(edition)}</li>\n"
            yield "</ul>\n"
        if body.acknowledgements:
            yield self._heading(captions.ACKNOWLEDGEMENTS)
            yield from (f"<p>{escape(words)}</p>\n" for words in body.acknowledgements)

    def _signatures(self) -> Iterator[str]:
        lines = signatures(self.document)
        if not lines:
            return
        yield f'{self._heading(captions.SIGNATURES)}<div class="signatures">\n'
        rules = " ".join(f'<span class="to-sign">{words} <span class="rule"></span></span>' for words in TO_SIGN)
        for line in lines:
            words = rules if line.place == "to-sign" else self._inline(line.inline)
            yield f'<p class="{"lines" if line.place == "to-sign" else line.place}">{words}</p>\n'
        yield "</div>\n"

    # --- inline -----------------------------------------------------------------------------------------------------

    def _inline(self, inline: tuple[Inline, ...]) -> str:
        out = []
        for item in bound(inline):
            match item:
                case Text(text):
                    out.append(escape(text))
                case Link():
                    out.append(_link(item))
                case Gap():
                    out.append(self._gap(item))
                case ControlValue(name):
                    out.append(self._inline(self.document.control.printed.get(name, ())))
        return "".join(out)

    def _gap(self, gap: Gap) -> str:
        """Square brackets and words mark a gap; colour may follow, but carries nothing alone."""
        words = escape(plain((gap,)))
        address = self.gap_address(gap) if self.gap_address else ""
        return f'<mark class="gap">{f"""<a href="{escape(address)}">{words}</a>""" if address else words}</mark>'


def _tag(level: int) -> str:
    return f"h{min(level, DEEPEST_HEADING)}"


def _number(block: Block) -> str:
    return f'<span class="number">{escape(block.number)}</span> ' if block.number else ""


def _link(link: Link) -> str:
    words = escape(link.text or link.url)
    return f'<a href="{escape(link.url)}">{words}</a>' if link.url.startswith(SAFE_ADDRESSES) else words
