"""Template files without a database: finds and reads a `*.policy.md` with all the files that it composes with."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from apps.policydoc.bundle import SCHOOL_FAMILY, Bundle, resolve_bundle
from apps.policydoc.guidance import Register
from apps.policydoc.problem import Problem, SourceError
from apps.policydoc.source import read
from apps.policydoc.template import Template

LIBRARY = Path(__file__).resolve().parent / "library"
GUIDANCE = LIBRARY / "guidance.json"
SUFFIX = ".policy.md"
LARGEST_FILE = 2_000_000  # bytes; the longest template we know has a twentieth of it
HEADER = re.compile(r"\A\+\+\+\n(.*?)^\+\+\+$", re.DOTALL | re.MULTILINE)


class NotFound(LookupError):
    """There is no such template; the message says where it was looked for."""


@dataclass(frozen=True)
class Shipped:
    """One file of a library folder, by the family and edition of its header."""

    path: Path
    family: str
    edition: str


@dataclass(frozen=True)
class Library:
    """Folders that are searched in order: the one beside the asked file, then the shipped library."""

    folders: tuple[Path, ...] = (LIBRARY,)

    def find(self, family: str, edition: str = "") -> Path:
        """The file of a family: of this edition, else of its latest; the first folder that has it decides."""
        for folder in self.folders:
            found = [file for file in shipped(folder) if file.family == family and edition in ("", file.edition)]
            if found:
                return max(found, key=lambda file: in_order(file.edition)).path
        places = " and in ".join(str(folder) for folder in self.folders)
        raise NotFound(f"There is no template {family}{'@' if edition else ''}{edition} in {places}.")


def bundle_at(name: str) -> Bundle:
    """The bundle of a path or of `family@edition`; NotFound, or SourceError with every mistake at once."""
    return resolve_at(template_path(name)).bundle


@dataclass(frozen=True)
class Resolved:
    """A bundle with the source text of every file in it, by family."""

    bundle: Bundle
    texts: Mapping[str, str]


def resolve_at(path: Path, folders: tuple[Path, ...] | None = None) -> Resolved:
    """The bundle of a file, the others found beside it and then in the library.

    Raises SourceError with the mistakes of all the files at once.
    """
    library = Library(folders) if folders else _library_of(path)
    texts = {"": text_of(path)}
    problems: list[Problem] = []

    def load(family: str) -> Template:
        texts[family] = text_of(library.find(family))
        try:
            return read(texts[family])
        except SourceError as error:
            problems.extend(replace(problem, family=family) for problem in error.problems)
            # An empty stand-in, so that the mistakes of the other files are found in the same run.
            return Template(family=family, edition="", title="", header_source="", header={})

    try:
        bundle = resolve_bundle(read(texts[""]), load)
    except SourceError as error:
        raise SourceError([*error.problems, *problems]) from None
    if problems:
        raise SourceError(problems)
    texts[bundle.template.family] = texts.pop("")
    return Resolved(bundle, texts)


def template_path(name: str) -> Path:
    """A file's path as it is; `family@edition` looked up in the shipped library."""
    path = Path(name)
    if path.is_file():
        return path
    if name.endswith(SUFFIX) or "/" in name:
        raise NotFound(f"There is no file {name}.")
    family, _, edition = name.partition("@")
    return Library().find(family, edition)


def read_file(path: Path) -> Template:
    return read(text_of(path))


def text_of(path: Path) -> str:
    """The file's text; SourceError where it is too large or no UTF-8."""
    with path.open("rb") as file:
        content = file.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise SourceError([Problem(0, f"The file is larger than {LARGEST_FILE // 1_000_000} MB.")])
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as mistake:
        line = content.count(b"\n", 0, mistake.start) + 1
        raise SourceError([Problem(line, "This is not UTF-8: save the file as UTF-8 text.")]) from None


def shipped(folder: Path) -> tuple[Shipped, ...]:
    """The templates of a folder by their headers; a file without a readable header is not a template."""
    files = (_by_header(path) for path in shipped_paths(folder))
    return tuple(file for file in files if file)


def shipped_paths(folder: Path = LIBRARY) -> list[Path]:
    return sorted(folder.glob("*" + SUFFIX))


def used(templates: Iterable[Template]) -> frozenset[str]:
    """The families whose texts print only in other files: the school's questions, and what `uses` names."""
    return frozenset({family for template in templates for family in template.uses} | {SCHOOL_FAMILY})


def startable(templates: Iterable[Template]) -> tuple[str, ...]:
    """The families that are a policy of their own."""
    templates = tuple(templates)
    inside = used(templates)
    return tuple(template.family for template in templates if not (template.only_as_part or template.family in inside))


def in_order(edition: str) -> tuple[tuple[int, str], ...]:
    """Sorts edition names as people count: "9" before "10", "2025-26" before "2026-27"."""
    return tuple((int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"([0-9]+)", edition))


def guidance_register(path: Path = GUIDANCE) -> Register:
    """The shipped guidance register, read once in a process."""
    return _register(path)


@cache
def _register(path: Path) -> Register:
    return Register.from_json(json.loads(path.read_text(encoding="utf-8")))


def _library_of(path: Path) -> Library:
    beside = path.resolve().parent
    return Library((beside,) if beside == LIBRARY else (beside, LIBRARY))


def _by_header(path: Path) -> Shipped | None:
    try:
        header = HEADER.match(text_of(path))
        values = tomllib.loads(header[1]) if header else {}
    except (SourceError, tomllib.TOMLDecodeError, OSError):
        return None
    match values:
        case {"family": str(family), "edition": str(edition)}:
            return Shipped(path, family, edition)
    return None
