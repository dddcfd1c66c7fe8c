"""The invented files that the tests of the format compose, and the shipped ones beside them."""

from __future__ import annotations

from pathlib import Path

from apps.policydoc.bundle import Bundle, resolve_bundle
from apps.policydoc.source import read
from apps.policydoc.template import Template

HERE = Path(__file__).parent
VALID = HERE / "valid"
INVALID = HERE / "invalid"
LIBRARY = HERE.parents[1] / "apps" / "templates_lib" / "library"
GUIDANCE = ("safety-advice",)


def load(family: str, folder: Path = VALID) -> Template:
    path = folder / f"{family}.policy.md"
    if not path.is_file():
        raise LookupError(family)
    return read(path.read_text(encoding="utf-8"))


def bundle(family: str) -> Bundle:
    """The bundle of one of our invented families."""
    return resolve_bundle(load(family), load)


def bundle_of(source: str) -> Bundle:
    """The bundle of a file given as its source, which may use our invented families."""
    return resolve_bundle(read(source), load)


def without_blank_lines(source: str) -> list[str]:
    return [line for line in source.split("\n") if line]
