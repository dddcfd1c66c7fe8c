"""Which kinds of file there are, and what makes, checks and identifies each of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from apps.exports import version
from apps.policydoc.document import Body, Control, Document, canonical, document_from_json, to_json

Files = Mapping[str, bytes]
"""Stored files that an input names (pictures), by their SHA-256."""
Render = Callable[[bytes, Files], bytes]


def _nothing_to_check(content: bytes, files: Files, made: bytes) -> list[str]:
    return []


def _no_files(content: bytes) -> tuple[str, ...]:
    return ()


def _nothing_to_warm() -> None:
    return None


@dataclass(frozen=True)
class Renderer:
    """One kind of export. `render` and `check` run in a limited child process: they see bytes and touch no row.

    `content` is the canonical JSON of the input. `check` answers with what differs between input and made file, in
    plain sentences. `version` changes whenever the same input might give other bytes. `needs` names the stored files.
    `told_in_name` is what a file's name says beside the policy's, where two kinds share an extension.
    """

    kind: str
    name: str
    extension: str
    media_type: str
    version: Callable[[], str]
    render: Render
    check: Callable[[bytes, Files, bytes], list[str]] = _nothing_to_check
    needs: Callable[[bytes], tuple[str, ...]] = _no_files
    warm_up: Callable[[], None] = _nothing_to_warm
    told_in_name: str = ""


KINDS: dict[str, Renderer] = {}


def register(renderer: Renderer) -> None:
    """Add a kind; rooms above call it from their AppConfig.ready for inputs that are not Documents."""
    if renderer.kind in KINDS and KINDS[renderer.kind] != renderer:
        raise ValueError(f"two renderers are registered for {renderer.kind}")
    KINDS[renderer.kind] = renderer


# --- the three kinds every policy has ---------------------------------------------------------------------------------
# Their libraries are imported on first use: the web process only needs the names above.


def _document(content: bytes) -> Document:
    return document_from_json(json.loads(content))


def _pictures(content: bytes) -> tuple[str, ...]:
    return tuple(image.sha256 for image in _document(content).body.front.images)


def _pdf(content: bytes, files: Files) -> bytes:
    from apps.exports.pdf import to_pdf

    return to_pdf(_document(content), images=files)


def _large_print(content: bytes, files: Files) -> bytes:
    """A policy must also be had in large print (Equality Act 2010, section 20: information in accessible formats)."""
    from apps.exports.pdf import to_pdf

    return to_pdf(_document(content), images=files, large=True)


def _docx(content: bytes, files: Files) -> bytes:
    from apps.exports.docx import to_docx

    return to_docx(_document(content), images=files)


def _parity(kind: str) -> Callable[[bytes, Files, bytes], list[str]]:
    def check(content: bytes, files: Files, made: bytes) -> list[str]:
        from apps.exports.parity import check as differences

        return differences(kind, _document(content), made)

    return check


def _warm(kind: str) -> Callable[[], None]:
    """Loads the libraries and fonts into the worker, whose children inherit them: the first job is not slower."""

    def warm_up() -> None:
        renderer = KINDS[kind]
        content = canonical(to_json(Document(Body("Warm-up"), Control(as_of="2026-11-20"))))
        renderer.check(content, {}, renderer.render(content, {}))

    return warm_up


def _register_document(kind: str, name: str, extension: str, media_type: str, render: Render, **more: str) -> None:
    """A kind whose input is a Document: its file is read back by its extension."""
    register(
        Renderer(
            kind,
            name,
            extension,
            media_type,
            version.of_documents,
            render,
            check=_parity(extension),
            needs=_pictures,
            warm_up=_warm(kind),
            **more,
        )
    )


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_register_document("pdf", "PDF", "pdf", "application/pdf", _pdf)
_register_document("docx", "Word", "docx", WORD, _docx)
_register_document("large-print", "Large print", "pdf", "application/pdf", _large_print, told_in_name="large-print")
