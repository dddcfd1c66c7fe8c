"""One Document as one file, made in this process: what the commands do and the workers do for the pages."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from apps.exports.registry import KINDS
from apps.policydoc.canonical import canonical
from apps.policydoc.document import Document, to_json
from apps.policydoc.html import to_page
from apps.policydoc.text import to_text

STYLE = Path(__file__).resolve().parents[2] / "static" / "policywright" / "policy.css"
FORMATS = ("pdf", "large-print", "docx", "html", "text", "json")


class NotTheSame(Exception):
    """The file does not say what the document says; `differences` are plain sentences."""

    def __init__(self, differences: list[str]) -> None:
        self.differences = differences
        super().__init__("\n".join(differences))


def rendered(document: Document, form: str) -> bytes:
    """The document in one of FORMATS. A PDF or Word file was read back and compared: NotTheSame if it differs."""
    match form:
        case "json":
            return canonical(to_json(document)) + b"\n"
        case "text":
            return to_text(document).encode("utf-8")
        case "html":
            return to_page(document, STYLE.read_text("utf-8")).encode("utf-8")
    renderer = KINDS[form]
    content = canonical(to_json(document))
    made = renderer.render(content, {})
    if differences := renderer.check(content, {}, made):
        raise NotTheSame(differences)
    return made


def write_whole(path: Path, content: bytes) -> None:
    """Write the file whole or not at all; OSError says why not.

    What a link names is written, not the link. A device or a pipe is written through: a file never takes its place.
    """
    path = path.resolve()
    if is_special(path):
        path.write_bytes(content)
        return
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o666 & ~_umask())
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


def is_special(path: Path) -> bool:
    """Whether this is there and no ordinary file: /dev/stdout, a pipe."""
    return path.exists() and not path.is_file()


def _umask() -> int:
    """The process's mask for new files; it can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
