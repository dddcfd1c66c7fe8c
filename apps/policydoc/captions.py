"""The words that every form of a document has and no template says."""

from __future__ import annotations

DRAFT = "DRAFT – not approved"
WITHDRAWN = "Withdrawn"
_MARKS = {"ratified": "", "withdrawn": WITHDRAWN}
KEY_DETAILS = "Key details"
DETAIL_COLUMNS = ("Item", "Detail")
VISION = "Our vision"
VALUES = "Our values"
REFERENCES = "References"
ACKNOWLEDGEMENTS = "Acknowledgements"
CONTENTS = "Contents"
CONTROL = "Document control"
KEY_POINT = "Key point"  # the label of a callout: its box alone says nothing to who does not see it
SIGNATURES = "Signatures"
SIGNED = "Signed"
TO_BE_SIGNED = "To be signed by"
DATE = "Date"
APPROVED_ON = "Approved on"


def mark(status: str) -> str:
    """The words at the head of every form of a document that is not in force; "" for one that is."""
    return _MARKS.get(status, DRAFT)
