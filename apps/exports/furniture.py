"""What stands around a document's text, and at which heading level each block stands: the same in every file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from apps.exports.refusal import CannotRender
from apps.policydoc import captions
from apps.policydoc.document import Control, Document, Inline, Link, Part, Reference, Text, plain

# Names of the control values that stand outside the tables: in the footer, and below signatures.
VERSION_NUMBER = "version-number"
NEXT_REVIEW = "date-next-review"
APPROVED = "date-approved"

SHORT = 2000  # words
TO_SIGN = (captions.SIGNED, captions.DATE)  # before a line to sign on, and before one for the date


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


@dataclass(frozen=True)
class HeadLine:
    """One line above the title; `place` names what it is and how it looks."""

    place: Literal["school", "strapline", "legal-name", "address"]
    words: str


def letterhead(document: Document) -> Iterator[HeadLine]:
    """Whose document this is, in the lines above its title; the logo stands before them."""
    front, name = document.body.front, owner(document)
    if name:
        yield HeadLine("school", name)
    if front.strapline:
        yield HeadLine("strapline", front.strapline)
    if front.legal_name and front.legal_name != name:
        yield HeadLine("legal-name", front.legal_name)
    if front.address:
        yield HeadLine("address", ", ".join(front.address))


@dataclass(frozen=True)
class SignatureLine:
    """One paragraph of the signature block: lines to sign on (TO_SIGN and no inline), who signs or signed, the day."""

    place: Literal["to-sign", "signatory", "signed", "approved"]
    inline: tuple[Inline, ...] = ()


def signatures(document: Document) -> list[SignatureLine]:
    control = document.control
    if not control.signing or not control.signatures:
        return []
    if control.signing == "lines":
        pairs = ((SignatureLine("to-sign"), SignatureLine("signatory", words)) for words in control.signatures)
        return [line for pair in pairs for line in pair]
    lines = [SignatureLine("signed", (Text(f"{captions.SIGNED}: "), *words)) for words in control.signatures]
    if approved := control.printed.get(APPROVED, ()):
        lines.append(SignatureLine("approved", (Text(f"{captions.APPROVED_ON}: "), *approved)))
    return lines


def header(document: Document) -> str:
    """The running header: whose document this is."""
    return " · ".join(words for words in (owner(document), document.title) if words)


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


def is_short(document: Document) -> bool:
    """A document of a few pages, whose parts follow one another without a new page for each."""
    return sum(len(plain(block.inline).split()) for block in document.walk()) < SHORT


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
