"""The Document as plain text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from apps.policydoc.document import (
    Block,
    Body,
    Control,
    ControlValue,
    Detail,
    Document,
    Front,
    Gap,
    Link,
    Part,
    Reference,
    Text,
)
from apps.policydoc.html import to_html
from apps.policydoc.text import to_text

KEEP = Block("keep", "statement", "1.1", (Text("Keep to "), Link("the rules", "https://e.example")), children=(
    Block("sub", "statement", "(a)", (Gap("q", "Which?"),)),
))  # fmt: skip
PART = Part(
    "sample",
    "Sample",
    (Detail("Review", (ControlValue("review"),)),),
    (Block("rules", "section", "1", (Text("Rules"),), children=(KEEP,)),),
)
DOCUMENT = Document(
    Body(
        "Sample",
        Front("Fern Lane", strapline="Grow", vision=("Be kind.",), values=("Care",)),
        (PART,),
        (Reference("safe", "Safe", "https://e.example/s", "2026"),),
        ("Thanks.",),
    ),
    Control("2026-11-20", printed={"review": (Text("May 2027"),)}),
)


def test_every_line_of_a_document_is_there():
    assert (
        to_text(DOCUMENT)
        == """DRAFT – not approved
Fern Lane
Grow
Sample

Our vision
Be kind.

Our values
- Care

Key details
Review: May 2027

1 Rules
1.1 Keep to the rules <https://e.example>
  (a) [to decide: Which?]

References
- Safe (2026) <https://e.example/s>

Acknowledgements
Thanks.
"""
    )


FRONT = Front(
    "Fern Lane", "Fern Lane Primary School", address=("1 Fern Lane", "Ferntown"), values=("Care",),
    control=(Detail("Review", (ControlValue("review"),)), Detail("Number", (ControlValue("number"),))),
    statements=((ControlValue("watched"),), (Text("Ask for a copy."),)),
)  # fmt: skip
SIGNED = Control(
    "2026-11-20", "ratified",
    printed={"review": (Text("May 2027"),), "date-approved": (Text("1 May 2026"),), "document-title": (Text("Rules"),)},
    signatures=((Text("Ann Field"),), (Text("Bo Reed"),)), signing="typed",
)  # fmt: skip


def test_the_front_and_the_signatures_stand_around_the_text():
    assert (
        to_text(Document(Body("Sample", FRONT), SIGNED))
        == """Fern Lane
Fern Lane Primary School
1 Fern Lane, Ferntown
Rules

Document control
Review: May 2027

Ask for a copy.

Our values
- Care

Signatures
Signed: Ann Field
Signed: Bo Reed
Approved on: 1 May 2026
"""
    )


def test_signatures_by_hand_have_lines_to_sign_on():
    document = Document(Body("Sample"), replace(SIGNED, signing="lines"))
    rule = "." * 30
    assert to_text(document).partition("Signatures\n")[2] == (
        f"Signed {rule} Date {rule}\nAnn Field\nSigned {rule} Date {rule}\nBo Reed\n"
    )


def test_parts_have_titles_where_there_are_several():
    two = replace(
        DOCUMENT, body=Body("Both", parts=(PART, replace(PART, title="Other"))), control=Control("", "ratified")
    )
    assert (
        to_text(two)
        == """Both

Sample
======

1 Rules
1.1 Keep to the rules <https://e.example>
  (a) [to decide: Which?]

Other
=====

1 Rules
1.1 Keep to the rules <https://e.example>
  (a) [to decide: Which?]
"""
    )


@pytest.mark.parametrize(
    ("status", "first"),
    [
        ("draft", "DRAFT – not approved"),
        ("submitted", "DRAFT – not approved"),
        ("withdrawn", "Withdrawn"),
        ("ratified", "T"),
    ],
)
def test_the_first_line_says_what_is_not_in_force(status, first):
    document = Document(Body("T"), Control("2026-11-20", status=status))
    assert to_text(document).splitlines()[0] == first
    assert (f'<p class="draft-mark">{first}</p>' in to_html(document)) == (status != "ratified")
