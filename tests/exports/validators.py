"""Machine checks of made files, in process: page-validation for PDF, openxml-audit for Word."""

from __future__ import annotations

from pathlib import Path

import page
from openxml_audit import OpenXmlValidator

STANDARDS = (page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1)


def pdf_failures(data: bytes) -> list[str]:
    """What PDF/A-3a and PDF/UA-1 find wrong."""
    reports = [page.validate_pdf_bytes(data, profile=standard) for standard in STANDARDS]
    return [f"{failure.rule_id}: {failure.message}" for report in reports for failure in report.failures]


def word_errors(data: bytes, folder: Path) -> list[str]:
    path = folder / "policy.docx"
    path.write_bytes(data)
    return [str(error) for error in OpenXmlValidator().validate(str(path)).errors]
