"""The TOML header of a template: what it must say, what it may say, and nothing else."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from apps.policydoc.problem import Problem
from apps.policydoc.source import grammar
from apps.policydoc.template import SCHOOL, Changes, KeyDetail
from apps.policydoc.words import mistakes

KEYS = (
    "format", "family", "edition", "title", "about", "only-as-part", "parts", "uses", "acknowledgement",
    "key-details", "front-statements", "changes",
)  # fmt: skip
MAXIMUM_HEADER = 64_000
# Python's TOML reader takes quadratic time and memory for a key of many dots.
_DOTTED_KEY = re.compile(r"(?<![\w\"'-])(?:[\w\"'-]+[ \t]*\.[ \t]*){16}")
_EDITION = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,38}[A-Za-z0-9])?")
_TOML_PLACE = re.compile(r"(.*) \(at (?:line (\d+), column \d+|end of document)\)", re.DOTALL)


@dataclass(frozen=True)
class Header:
    """The header, read; `values` is the TOML as it was parsed."""

    values: dict[str, Any]
    family: str
    edition: str
    title: str
    about: str
    only_as_part: bool
    parts: tuple[str, ...]
    uses: tuple[str, ...]
    acknowledgement: str
    key_details: tuple[KeyDetail, ...]
    front_statements: tuple[str, ...]
    changes: Changes


def read_header(source: str, problems: list[Problem]) -> Header:
    """Reads the lines between the two `+++`; mistakes go to `problems`, and what they spoil stays empty."""
    return _Reader(source, problems).header()


class _Reader:
    def __init__(self, source: str, problems: list[Problem]) -> None:
        self.source = source
        self.problems = problems
        self.values = self._toml()

    def _toml(self) -> dict[str, Any]:
        if len(self.source) > MAXIMUM_HEADER:
            self._problem(2, f"the header has more than {MAXIMUM_HEADER:,} characters")
            return {}
        if match := _DOTTED_KEY.search(self.source):
            self._problem(self.source.count("\n", 0, match.start()) + 2, "the header has no keys of so many dots")
            return {}
        try:
            return tomllib.loads(self.source)
        except RecursionError:
            self._problem(2, "the header is nested too deeply")
        except ValueError as error:
            match = _TOML_PLACE.fullmatch(str(error))
            line = int(match[2]) + 1 if match and match[2] else 2
            self._problem(line, f"the header is not TOML: {match[1] if match else error}")
        return {}

    def header(self) -> Header:
        if self.values or not self.problems:
            self._keys()
        return Header(
            values=self.values,
            family=self._id("family"),
            edition=self._edition(),
            title=self._words("title", self.values.get("title", ""), required=True),
            about=self._about(),
            only_as_part=self._only_as_part(),
            parts=self._families("parts"),
            uses=self._families("uses"),
            acknowledgement=self._acknowledgement(),
            key_details=tuple(self._key_details()),
            front_statements=tuple(self._front_statements()),
            changes=self._changes(),
        )

    def _problem(self, line: int, message: str) -> None:
        self.problems.append(Problem(line, message))

    def line(self, key: str) -> int:
        return line_of(self.source, key)

    def _keys(self) -> None:
        version = self.values.get("format")
        if type(version) is not int or version != 1:
            self._problem(self.line("format"), "the header must say: format = 1")
        for key in ("family", "edition", "title"):
            if key not in self.values:
                self._problem(2, f'the header must say: {key} = "…"')
        for key in self.values:
            if key not in KEYS:
                known = ", ".join(KEYS)
                self._problem(self.line(key), f"the header has no “{grammar.shortened(key)}”; it has: {known}")

    def _string(self, key: str, value: Any, line: int = 0) -> str:
        if not isinstance(value, str):
            self._problem(line or self.line(key), f"“{key}” must be words between quotation marks")
            return ""
        for message in grammar.line_problems(value.rstrip(" ")):
            self._problem(line or self.line(key), f"in “{key}”: {message}")
        return value

    def _id(self, key: str) -> str:
        value = self._string(key, self.values.get(key, ""))
        if value and (message := grammar.id_problem(value)):
            self._problem(self.line(key), message)
        return value

    def _edition(self) -> str:
        value = self._string("edition", self.values.get("edition", ""))
        if value and not _EDITION.fullmatch(value):
            self._problem(self.line("edition"), "an edition is named by letters, digits, . _ and -, such as 2026-27")
        return value

    def _words(self, key: str, value: Any, *, required: bool = False, line: int = 0) -> str:
        words = self._string(key, value, line)
        line = line or self.line(key)
        if required and value == words and key in self.values and not words:
            self._problem(line, f"“{key}” is empty")
        for message in mistakes(words):
            self._problem(line, message)
        return words

    def _about(self) -> str:
        about = self._string("about", self.values.get("about", ""))
        if re.search(r"[{}\[\]]", about):
            self._problem(self.line("about"), "“about” is plain words: no names, no links")
        return about

    def _only_as_part(self) -> bool:
        value = self.values.get("only-as-part", False)
        if not isinstance(value, bool):
            self._problem(self.line("only-as-part"), "“only-as-part” is true or false")
        elif value and self.values.get("parts"):
            self._problem(self.line("only-as-part"), "a file with parts is no part of another")
        return value is True

    def _families(self, key: str) -> tuple[str, ...]:
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self._problem(self.line(key), f'“{key}” is a list of families, such as ["social-media"]')
            return ()
        for family in value:
            if message := grammar.id_problem(family):
                self._problem(self.line(key), message)
            if family == self.values.get("family"):
                self._problem(self.line(key), f"“{key}” names the file itself")
        if len(set(value)) != len(value):
            self._problem(self.line(key), f"“{key}” names a family twice")
        return tuple(value)

    def _acknowledgement(self) -> str:
        if "acknowledgement" not in self.values:
            return ""
        value = self.values["acknowledgement"]
        words = self._string("acknowledgement", value.rstrip("\n") if isinstance(value, str) else value)
        if isinstance(value, str) and not words.strip():
            self._problem(self.line("acknowledgement"), "“acknowledgement” is empty")
        return words

    def _key_details(self) -> Iterator[KeyDetail]:
        rows = self.values.get("key-details", [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            self._problem(self.line("key-details"), "write each key detail as [[key-details]] with a label and a text")
            return
        lines = row_lines(self.source, "key-details", len(rows))
        for line, row in zip(lines, rows, strict=True):
            if set(row) != {"label", "text"}:
                self._problem(line, "a key detail has a label and a text, and nothing else")
                continue
            label, text = (self._words(key, row[key], line=line) for key in ("label", "text"))
            if not label or not text:
                self._problem(line, "a key detail needs a label and a text")
            yield KeyDetail(label, text)

    def _front_statements(self) -> Iterator[str]:
        rows = self.values.get("front-statements", [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            message = "write each statement of the front as [[front-statements]] with a text"
            self._problem(self.line("front-statements"), message)
            return
        lines = row_lines(self.source, "front-statements", len(rows))
        if rows and self.values.get("family") != SCHOOL:
            self._problem(lines[0], f'statements of the front stand in the school\'s file (family = "{SCHOOL}")')
        for line, row in zip(lines, rows, strict=True):
            if set(row) != {"text"}:
                self._problem(line, "a statement of the front has a text, and nothing else")
                continue
            text = self._words("text", row["text"], line=line)
            if not text:
                self._problem(line, "a statement of the front needs a text")
            yield text

    def _changes(self) -> Changes:
        value = self.values.get("changes", {})
        line = self.line("changes")
        if not isinstance(value, dict):
            self._problem(line, "write [changes] as a table with since, renamed and retired")
            return Changes()
        for key in value:
            if key not in ("since", "renamed", "retired"):
                self._problem(line, f"[changes] has no “{grammar.shortened(key)}”; it has: since, renamed, retired")
        renamed, retired = value.get("renamed", {}), value.get("retired", [])
        if not isinstance(renamed, dict) or not all(isinstance(new, str) for new in renamed.values()):
            self._problem(self.line("renamed"), 'write renamed = { old-id = "new-id" }')
            renamed = {}
        if not isinstance(retired, list) or not all(isinstance(old, str) for old in retired):
            self._problem(self.line("retired"), 'write retired = ["old-id"]')
            retired = []
        for name in (*renamed, *renamed.values(), *retired):
            if message := grammar.name_problem(name):
                self._problem(line, message)
        return Changes(self._string("since", value.get("since", "")), tuple(renamed.items()), tuple(retired))


def line_of(header_source: str, key: str) -> int:
    """The line of the file in which the header's `key` stands; the header's first line if it cannot be seen."""
    match = re.search(rf"^ *(?:\[+ *)?[\"']?{re.escape(key)}[\"']?(?: *[\].=])", header_source, re.MULTILINE)
    return header_source.count("\n", 0, match.start()) + 2 if match else 2


def row_lines(source: str, key: str, count: int) -> list[int]:
    """The line of the file in which each of the `count` tables `[[key]]` of the header starts."""
    start = re.compile(rf" *\[\[ *[\"']?{re.escape(key)}")
    found = [number for number, line in enumerate(source.split("\n"), 2) if start.match(line)]
    return (found + [2] * count)[:count]
