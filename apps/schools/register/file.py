"""Reads the register's CSV file row by row, in constant memory; what cannot be read is named and does not end it."""

from __future__ import annotations

import codecs
import csv
import re
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

INVENTED_REGISTER = Path(__file__).parent / "invented_schools.csv"
"""A small file in the register's format, for trying things out. No school in it exists; its columns are shuffled."""

WINDOWS, UTF_8 = "windows-1252", "utf-8"
ENCODINGS = (WINDOWS, UTF_8)
LONGEST_LINE = 100_000  # bytes; a row of the register has about 1,200
MOST_LINES = 20  # a cell in quotes may hold line ends; a quotation mark that nobody closed may not swallow the file

_NOT_ASCII = re.compile(rb"[\x80-\xff]+")
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class FileRefused(Exception):
    """The file as a whole cannot be loaded; says why, and what to do."""


class Row(NamedTuple):
    """One record: the number of the line where it begins (the header is line 1), and its cells as they stand."""

    line: int
    cells: list[str]


class Broken(NamedTuple):
    """A record that is not loaded. `urn` is what seems to be its URN, "" if not even that can be told."""

    line: int
    reason: str
    urn: str = ""


class _Line(NamedTuple):
    number: int
    raw: bytes


class RegisterFile:
    """`encoding` is the one given, or what the bytes show; `reading` says in a sentence which it is and why.

    Raises FileRefused if the file is empty or its encoding cannot be told.
    """

    def __init__(self, path: Path, encoding: str = "") -> None:
        self.path = path
        self.size = path.stat().st_size
        self.position = 0
        """How many bytes have been read so far."""
        self.ends_early = False
        """Whether the last row turned out to be cut off: rows behind it may be missing."""
        self.encoding, self.reading = (encoding, "as asked.") if encoding else _encoding_of(path)
        with path.open("rb") as opened:
            first = opened.readline(LONGEST_LINE).removeprefix(codecs.BOM_UTF8)
        self.header = self._header(first)
        headings = [heading.casefold() for heading in self.header]
        self._urn_place = headings.index("urn") if "urn" in headings else None

    def _header(self, first: bytes) -> list[str]:
        if not first.strip():
            raise FileRefused("The file is empty, or its first line is.")
        try:
            return [name.strip() for name in self._cells([first])]
        except (UnicodeDecodeError, csv.Error) as error:
            raise FileRefused(f"The first line is no header of a CSV file: {error}.") from error

    def records(self) -> Iterator[Row | Broken]:
        """Every record below the header, in order; empty lines are passed over."""
        with self.path.open("rb") as opened:
            lines = _Lines(opened)
            lines.take()
            while (line := lines.take()) is not None:
                self.position = lines.position
                if len(line.raw) == LONGEST_LINE and not line.raw.endswith(b"\n"):
                    end = lines.skip_rest()
                    yield self._broken(_Line(line.number, line.raw + end), f"it is longer than {LONGEST_LINE:,} bytes")
                elif line.raw.strip():
                    yield self._record(line, lines)
            self.position = lines.position

    def _record(self, line: _Line, lines: _Lines) -> Row | Broken:
        """The record that begins with this line; where its quotation marks do not close, it is this line alone."""
        parts = [line]
        while _is_open(parts) and len(parts) < MOST_LINES and (following := lines.take()) is not None:
            parts.append(following)
        if len(parts) == 1 and not _is_open(parts):
            return self._whole(line, [line.raw])
        if not _is_open(parts):
            found = self._whole(line, [part.raw for part in parts])
            if isinstance(found, Row):
                return found
        lines.give_back(parts[1:])
        return self._broken(line, "a quotation mark is opened and not closed")

    def _whole(self, line: _Line, raws: list[bytes]) -> Row | Broken:
        try:
            cells = self._cells(raws)
        except UnicodeDecodeError as error:
            byte = error.object[error.start]
            return self._broken(line, f"the byte 0x{byte:02X} means nothing in {self.encoding}")
        except csv.Error as error:
            return self._broken(line, f"its quotation marks cannot be read ({error})")
        if len(cells) != len(self.header):
            return self._broken(line, f"it has {len(cells)} columns, and the header has {len(self.header)}")
        if any(b"\0" in raw for raw in raws):
            return self._broken(line, "it holds a NUL byte")
        return Row(line.number, cells)

    def _cells(self, raws: list[bytes]) -> list[str]:
        return next(csv.reader([raw.decode(self.encoding) for raw in raws], strict=True))

    def _broken(self, line: _Line, reason: str) -> Broken:
        if not line.raw.endswith(b"\n"):
            self.ends_early = True
            reason += "; the file ends in the middle of it"
        return Broken(line.number, reason, self._urn_in(line.raw))

    def _urn_in(self, raw: bytes) -> str:
        """What stands where the URN should stand, if it can be one."""
        if self._urn_place is None:
            return ""
        try:
            cells = next(csv.reader([raw[:LONGEST_LINE].decode(self.encoding, "replace")]))
            found = cells[self._urn_place].strip()
        except (csv.Error, StopIteration, IndexError):
            return ""
        return found if re.fullmatch("[1-9][0-9]{5}", found) else ""


class _Lines:
    """The lines of a file, numbered, of which some can be given back to be taken again."""

    def __init__(self, opened: BinaryIO) -> None:
        self.opened = opened
        self.number = 0
        self.position = 0
        self.goes_on = False
        """Whether what was read last was only the begin of a line."""
        self.given_back: deque[_Line] = deque()

    def take(self) -> _Line | None:
        if self.given_back:
            return self.given_back.popleft()
        raw = self.opened.readline(LONGEST_LINE)
        self.number += not self.goes_on
        self.goes_on = bool(raw) and not raw.endswith(b"\n")
        self.position += len(raw)
        return _Line(self.number, raw) if raw else None

    def give_back(self, lines: list[_Line]) -> None:
        self.given_back.extendleft(reversed(lines))

    def skip_rest(self) -> bytes:
        """Pass over what is left of a line that was too long to be read at once; its line end, b"" if it has none."""
        while (line := self.take()) is not None:
            if line.raw.endswith(b"\n"):
                return b"\n"
        return b""


def _is_open(parts: list[_Line]) -> bool:
    """Whether a cell in quotes goes on in the next line: a quotation mark within a cell is written twice."""
    return sum(part.raw.count(b'"') for part in parts) % 2 == 1


def _encoding_of(path: Path) -> tuple[str, str]:
    """(encoding, why), from all bytes of the file: a UTF-8 text is hardly ever valid by chance."""
    with path.open("rb") as opened:
        begin = opened.read(3)
        if begin == codecs.BOM_UTF8:
            return UTF_8, "because the file begins with UTF-8's mark."
        if begin.startswith(_UTF_16):
            raise FileRefused("The file is UTF-16. Save it as CSV in UTF-8, or use the register's file as it is.")
        opened.seek(0)
        as_utf_8, not_utf_8 = _count_words(opened)
    if not as_utf_8 and not not_utf_8:
        return WINDOWS, "in which the register publishes; no letter in it tells it from UTF-8."
    if not not_utf_8:
        return UTF_8, f"because all its letters beyond ASCII are valid in it (counted: {as_utf_8:,})."
    if as_utf_8 <= not_utf_8:
        return WINDOWS, f"because its letters beyond ASCII are not valid in UTF-8 (counted: {not_utf_8:,})."
    raise FileRefused(
        f"The file is neither: letters beyond ASCII are UTF-8 in {as_utf_8:,} places and are not in {not_utf_8:,}. "
        f"Say which with --encoding; rows that do not fit will be named."
    )


def _count_words(opened: BinaryIO) -> tuple[int, int]:
    """How many runs of bytes beyond ASCII are valid in UTF-8, and how many are not."""
    valid = invalid = 0
    while raw := opened.readline(LONGEST_LINE):
        for run in _NOT_ASCII.finditer(raw):
            try:
                run.group().decode(UTF_8)
                valid += 1
            except UnicodeDecodeError:
                invalid += 1
    return valid, invalid
