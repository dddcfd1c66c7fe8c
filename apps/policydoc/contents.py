"""The headings of a document and its table of contents, the same in every form."""

from __future__ import annotations

from dataclasses import dataclass

from apps.policydoc.document import Document, Part, plain


def has_part_titles(document: Document) -> bool:
    """A document of one part prints its title once, as the document's."""
    return len(document.body.parts) > 1


def section_level(document: Document) -> int:
    """The heading level of the highest sections, below the document's title."""
    return 2 if has_part_titles(document) else 1


def part_heading(document: Document, part: Part) -> str:
    return part.title if has_part_titles(document) else ""


def part_target(part: Part) -> str:
    return f"part-{part.id}"


@dataclass(frozen=True)
class Entry:
    """One line of the contents; `target` is the id of its heading."""

    level: int
    number: str
    words: str
    target: str


def contents(document: Document) -> list[Entry]:
    """The titles of the parts, where there are several, and of their sections."""
    entries = []
    for part in document.body.parts:
        if title := part_heading(document, part):
            entries.append(Entry(1, "", title, part_target(part)))
        level = section_level(document)
        sections = [block for block in part.blocks if block.kind == "section"]
        entries += [Entry(level, block.number, plain(block.inline), block.id) for block in sections]
    return entries
