"""What stands around a document's text, and at which heading level each block stands: the same in every file."""

from __future__ import annotations

from apps.policydoc.document import Control, Document, Inline, Part, Text, plain

DRAFT = "Draft"
NOT_APPROVED = "Draft – not approved"
KEY_DETAILS = "Key details"
DETAIL_COLUMNS = ("Item", "Detail")
CONTENTS = "Contents"
VISION = "Our vision"
VALUES = "Our values"
REFERENCES = "References"
ACKNOWLEDGEMENTS = "Acknowledgements"

# Names of the control values that the footer shows, beside the version.
VERSION_NUMBER = "version-number"
NEXT_REVIEW = "date-next-review"


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


def heading_level(document: Document, depth: int) -> int:
    """The level of a section's heading below the document's title: 1 for the highest, `depth` counts from 0."""
    return depth + (2 if has_part_titles(document) else 1)


def part_heading(document: Document, part: Part) -> str:
    return part.title if has_part_titles(document) else ""


def details(document: Document, part: Part) -> list[tuple[str, tuple[Inline, ...]]]:
    """The rows of a part's key details that have something to say."""
    rows = [(detail.label, document.resolve(detail.inline)) for detail in part.key_details]
    return [(label, inline) for label, inline in rows if plain(inline).strip()]


def _printed(control: Control, name: str) -> str:
    inline = control.printed.get(name, ())
    if not all(isinstance(item, Text) for item in inline):
        return ""
    return plain(inline)
