"""Files made once and looked at by several tests."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from apps.exports.docx import to_docx
from apps.exports.pdf import to_pdf
from apps.policydoc.document import Document
from tests.exports import documents
from tests.exports.payloads import PAYLOADS

MAKERS: dict[str, Callable[[Document], bytes]] = {"pdf": to_pdf, "docx": to_docx}
KINDS = tuple(MAKERS)


@cache
def made(kind: str, name: str) -> bytes:
    """The file of one of our documents."""
    return MAKERS[kind](documents.ALL[name]())


@cache
def made_of_payload(kind: str, name: str) -> bytes:
    """The file of a document with a payload in every field."""
    return MAKERS[kind](documents.with_words_everywhere(PAYLOADS[name]))
