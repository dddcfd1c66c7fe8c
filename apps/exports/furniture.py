"""What stands around a document's text, and at which heading level each block stands: the same in every file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from apps.exports.refusal import CannotRender
from apps.policydoc.document import Control, Document, Inline, Link, Part, Reference, Text, plain

CONTENTS = "Contents"

# Names of the control values that the footer shows, beside the version.
VERSION_NUMBER = "version-number"
NEXT_REVIEW = "date-next-review"


class PictureMissing(CannotRender):
    """The Document names a picture that was not handed over with it."""


def picture(images: Mapping[str, bytes], digest: str) -> bytes:
    if digest not in images:
        raise PictureMissing("A picture on the front page is missing. Upload it again, or take it off the front page.")
    return images[digest]


def owner(document: Document) -> str:
    """The school as the author of the file."""
    front = document.body.front
    return front.display_name or front.legal_name or front.short_name


def header(document: Document) -> str:
    """The running header: whose document this is."""
    return " · ".join(words for words in (owner(document), document.body.title) if words)


def version(control: Control) -> str:
    return control.version or _printed(control, VERSION_NUMBER)


def footer(document: Document) -> str:
    """Version and next review date, as far as they are known."""
    control = document.control
    number, review = version(control), _printed(control, NEXT_REVIEW)
    words = [f"Version {number}" if number else "", f"Next review {review}" if review else ""]
    return " · ".join(word for word in words if word)


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


def reference_inline(reference: Reference) -> tuple[Inline, ...]:
    edition = f" ({reference.edition})" if reference.edition else ""
    return (Link(reference.title, reference.url, reference.id), Text(edition))


def _printed(control: Control, name: str) -> str:
    inline = control.printed.get(name, ())
    if not all(isinstance(item, Text) for item in inline):
        return ""
    return plain(inline)
