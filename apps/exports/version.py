"""Identifies the renderers: the same input gives the same bytes as long as this version stays the same."""

from __future__ import annotations

import ctypes
import hashlib
from functools import cache
from importlib import metadata
from pathlib import Path

HERE = Path(__file__).resolve().parent
PACKAGES = (
    *("weasyprint", "pydyf", "tinycss2", "tinyhtml5", "pyphen", "fonttools", "pikepdf"),
    *("python-docx", "lxml", "pypdfium2"),
)
SYSTEM_LIBRARIES = {
    "libpango-1.0.so.0": "pango_version_string",
    "libharfbuzz.so.0": "hb_version_string",
    "libharfbuzz-subset.so.0": "hb_version_string",
}
BACKGROUND = frozenset(
    f"{name}.py"
    for name in (
        *("actions", "apps", "child", "health", "models", "object_storage", "registry"),
        *("storage", "sweep", "tasks", "transport", "work"),
    )
)
"""Modules of this folder that move files about and do not shape them."""


@cache
def of_documents() -> str:
    """64 hexadecimal digits over the packages, Pango and HarfBuzz, our code, fonts and style sheets."""
    found = hashlib.sha256()
    for package in PACKAGES:
        found.update(f"{package}={_package_version(package)}\n".encode())
    for library, function in SYSTEM_LIBRARIES.items():
        found.update(f"{library}={_library_version(library, function)}\n".encode())
    for path in _shaping_files():
        found.update(f"{path.relative_to(HERE.parent)}={hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return found.hexdigest()


def _package_version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "absent"


def _library_version(library: str, function: str) -> str:
    try:
        tell = getattr(ctypes.CDLL(library), function)
    except (OSError, AttributeError):
        return "absent"
    tell.restype = ctypes.c_char_p
    told: bytes = tell()
    return told.decode("ascii")


def _shaping_files() -> list[Path]:
    ours = [path for path in HERE.rglob("*") if path.is_file() and not _is_background(path)]
    core = [path for path in (HERE.parent / "policydoc").rglob("*.py")]
    return sorted(path for path in ours + core if path.suffix != ".pyc")


def _is_background(path: Path) -> bool:
    inside = path.relative_to(HERE).parts
    return inside[0] in {"migrations", "management"} or path.name in BACKGROUND
