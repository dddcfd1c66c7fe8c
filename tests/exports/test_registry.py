"""The kinds of file that every policy has, made the whole way from stored input to kept file."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from apps.exports import parity, registry, storage, version, work
from apps.exports.actions import request_export
from apps.exports.models import Export
from apps.policydoc.document import canonical, to_json
from tests.exports import documents

State = Export.State
pytestmark = pytest.mark.usefixtures("db", "file_folder", "sent")


def made(kind: str) -> Export:
    export = request_export(kind, to_json(documents.small()), by=None)
    work.make(export.pk)
    export.refresh_from_db()
    return export


@pytest.mark.parametrize(
    ("kind", "extension", "starts", "media_type"),
    [
        ("pdf", "pdf", b"%PDF-", "application/pdf"),
        ("docx", "docx", b"PK", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("large-print", "pdf", b"%PDF-", "application/pdf"),
    ],
)
def test_a_document_becomes_a_checked_file(kind: str, extension: str, starts: bytes, media_type: str) -> None:
    export = made(kind)
    assert (export.state, export.reason) == (State.DONE, "")
    assert (export.renderer.extension, export.renderer.media_type) == (extension, media_type)
    content = storage.read(export.sha256)
    assert content.startswith(starts)
    assert parity.check(extension, documents.small(), content) == []


@pytest.mark.parametrize("kind", ["pdf", "docx", "large-print"])
def test_a_file_that_says_something_else_is_never_kept(
    kind: str, file_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, other = registry.KINDS[kind], canonical(to_json(documents.full()))
    careless = replace(real, render=lambda content, files: real.render(other, files))
    monkeypatch.setitem(registry.KINDS, kind, careless)
    export = made(kind)
    assert export.state == State.FAILED
    assert export.reason.startswith("The file did not say the same as the policy, so it was not kept. ")
    assert not file_folder.exists()


def test_a_kind_is_registered_once() -> None:
    pdf = registry.KINDS["pdf"]
    registry.register(pdf)
    with pytest.raises(ValueError, match="two renderers are registered for pdf"):
        registry.register(replace(pdf, name="Another"))


def test_the_version_is_the_same_in_every_process_and_needs_no_renderer() -> None:
    code = (
        "import sys; from apps.exports import version; print(version.of_documents()); "
        "sys.exit(bool({'weasyprint', 'docx', 'pikepdf'} & set(sys.modules)))"
    )
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert other.stdout.strip() == version.of_documents.__wrapped__()


def test_the_version_follows_what_shapes_a_file_and_nothing_else() -> None:
    shaping = {str(path.relative_to(version.HERE.parent)) for path in version._shaping_files()}
    assert {"exports/pdf.py", "exports/print.css", "policydoc/document.py"} <= shaping
    assert not {"exports/sweep.py", "exports/models.py", "exports/management/__init__.py"} & shaping
    assert not [name for name in shaping if name.endswith(".pyc")]
