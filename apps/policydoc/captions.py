"""The words that every form of a document has and no template says."""

from __future__ import annotations

DRAFT = "DRAFT – not approved"
KEY_DETAILS = "Key details"
DETAIL_COLUMNS = ("Item", "Detail")
VISION = "Our vision"
VALUES = "Our values"
REFERENCES = "References"
ACKNOWLEDGEMENTS = "Acknowledgements"
