"""What a reader of a file gets back, whatever the format: paragraphs in order, with numbers, levels and links."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Place = Literal["text", "list", "row-header", "column-header", "cell", "contents", "title", "picture"]


@dataclass(frozen=True)
class ReadLink:
    text: str
    url: str


@dataclass(frozen=True)
class Paragraph:
    """`lines` as laid out (one in Word); `number` as shown, "" for none; `heading` 1 to 9, 0 for running text.

    The text of a picture is its description. `page` counts from 1 where the format has pages, else 0.
    """

    lines: tuple[str, ...]
    number: str = ""
    heading: int = 0
    links: tuple[ReadLink, ...] = ()
    place: Place = "text"
    page: int = 0

    @property
    def text(self) -> str:
        return " ".join(line.strip() for line in self.lines).strip()


@dataclass(frozen=True)
class ReadFile:
    """`furniture` is what headers and footers say: page by page, or in Word on the first page and on any other.

    `outline` holds the bookmarks as (level, words).
    """

    paragraphs: tuple[Paragraph, ...]
    title: str = ""
    author: str = ""
    language: str = ""
    furniture: tuple[str, ...] = ()
    outline: tuple[tuple[int, str], ...] = ()
    attachments: tuple[tuple[str, bytes], ...] = ()


class UnreadableFile(Exception):
    """The bytes are not a file of the format that was asked for."""
