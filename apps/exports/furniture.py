"""What stands around a document's text on its pages, and how its references read: the same in every file."""

from __future__ import annotations

from collections.abc import Mapping

from apps.exports.refusal import CannotRender
from apps.policydoc.document import Control, Document, Inline, Link, Reference, Text, plain
from apps.policydoc.letterhead import owner

# Names of the control values that the footer shows, beside the version.
VERSION_NUMBER = "version-number"
NEXT_REVIEW = "date-next-review"

SHORT = 2000  # words


class PictureMissing(CannotRender):
    """The Document names a picture that was not handed over with it."""


def picture(images: Mapping[str, bytes], digest: str) -> bytes:
    if digest not in images:
        raise PictureMissing("A picture on the front page is missing. Upload it again, or take it off the front page.")
    return images[digest]


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


def is_short(document: Document) -> bool:
    """A document of a few pages, whose parts follow one another without a new page for each."""
    return sum(len(plain(block.inline).split()) for block in document.walk()) < SHORT


def reference_inline(reference: Reference) -> tuple[Inline, ...]:
    edition = f" ({reference.edition})" if reference.edition else ""
    return (Link(reference.title, reference.url, reference.id), Text(edition))


def _printed(control: Control, name: str) -> str:
    inline = control.printed.get(name, ())
    if not all(isinstance(item, Text) for item in inline):
        return ""
    return plain(inline)
