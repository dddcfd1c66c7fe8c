"""What stands above a document's title and below its last word: whose it is, and who signs it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from apps.policydoc import captions
from apps.policydoc.document import Document, Inline, Text

APPROVED = "date-approved"  # the control value that stands below typed signatures
TO_SIGN = (captions.SIGNED, captions.DATE)  # before a line to sign on, and before one for the date


def owner(document: Document) -> str:
    """The school by the name that it uses."""
    front = document.body.front
    return front.display_name or front.legal_name or front.short_name


@dataclass(frozen=True)
class HeadLine:
    """One line above the title; `place` names what it is and how it looks."""

    place: Literal["school", "strapline", "legal-name", "address"]
    words: str


def letterhead(document: Document) -> Iterator[HeadLine]:
    """The lines above the title; the logo stands before them. The legal name stands there only where it differs."""
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
    """The signature block in its order; none where nobody signs."""
    control = document.control
    if not control.signing or not control.signatures:
        return []
    if control.signing == "lines":
        pairs = ((SignatureLine("to-sign"), SignatureLine("signatory", words)) for words in control.signatures)
        return [line for pair in pairs for line in pair]
    approved = control.status in ("ratified", "withdrawn")
    signed = captions.SIGNED if approved else captions.TO_BE_SIGNED  # nobody has signed a draft
    lines = [SignatureLine("signed", (Text(f"{signed}: "), *words)) for words in control.signatures]
    if day := control.printed.get(APPROVED, ()):
        lines.append(SignatureLine("approved", (Text(f"{captions.APPROVED_ON}: "), *day)))
    return lines
