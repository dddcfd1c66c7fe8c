"""Who signs, as every form of a document says it."""

from __future__ import annotations

import pytest

from apps.policydoc.document import Body, Control, Document, Text, plain
from apps.policydoc.letterhead import signatures

WORDS = ((Text("Ann Field, headteacher"),),)


def signed(status: str, signing: str = "typed") -> list[str]:
    document = Document(Body("Rules"), Control("2026-11-20", status, signatures=WORDS, signing=signing))
    return [plain(line.inline) for line in signatures(document)]


@pytest.mark.parametrize(
    ("status", "line"),
    [
        ("draft", "To be signed by: Ann Field, headteacher"),
        ("submitted", "To be signed by: Ann Field, headteacher"),
        ("ratified", "Signed: Ann Field, headteacher"),
        ("withdrawn", "Signed: Ann Field, headteacher"),
    ],
)
def test_a_name_counts_as_a_signature_once_the_policy_is_approved(status: str, line: str) -> None:
    assert signed(status) == [line]


def test_a_line_to_sign_on_says_the_same_before_and_after() -> None:
    assert signed("draft", "lines") == signed("ratified", "lines") == ["", "Ann Field, headteacher"]
