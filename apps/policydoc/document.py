"""What a policy is: the Document, which every reader sees through one renderer or another, and its canonical JSON."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

SCHEMA = 1
Json = dict[str, Any]


@dataclass(frozen=True)
class Text:
    text: str


@dataclass(frozen=True)
class Link:
    """`ref` is the guidance register's family id when the link came from there."""

    text: str
    url: str
    ref: str = ""


@dataclass(frozen=True)
class Gap:
    """Something undecided: printed visibly in drafts, never in a final document."""

    question: str
    prompt: str
    suggestion: str = ""


@dataclass(frozen=True)
class ControlValue:
    """The place of a document-control value in a key detail; renderers print `Control.printed[name]` there.

    Kept out of the body so that a new review date does not change what governors approved.
    """

    name: str


Inline = Text | Link | Gap | ControlValue
Origin = Literal["template", "trust", "reworded", "added"]


@dataclass(frozen=True)
class Block:
    """A numbered section or statement. `number` is final: "3", "3.1", "(a)"; no renderer counts."""

    id: str
    kind: Literal["section", "statement"]
    number: str
    inline: tuple[Inline, ...]
    origin: Origin = "template"
    callout: bool = False
    children: tuple[Block, ...] = ()

    def walk(self) -> Iterator[Block]:
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class Detail:
    """One row of a key-details table."""

    label: str
    inline: tuple[Inline, ...]


@dataclass(frozen=True)
class Part:
    """`id` is the template's family; a document of one part prints its title once, as the document's."""

    id: str
    title: str
    key_details: tuple[Detail, ...] = ()
    blocks: tuple[Block, ...] = ()

    def walk(self) -> Iterator[Block]:
        for block in self.blocks:
            yield from block.walk()


@dataclass(frozen=True)
class Reference:
    """A guidance document that the text cites. `checked` is False where its source was not read by us."""

    id: str
    title: str
    url: str
    edition: str = ""


@dataclass(frozen=True)
class Image:
    sha256: str
    alt: str


@dataclass(frozen=True)
class Front:
    """What stands before the first part; everything but the display name may be empty."""

    display_name: str = ""
    legal_name: str = ""
    short_name: str = ""
    strapline: str = ""
    vision: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    images: tuple[Image, ...] = ()


@dataclass(frozen=True)
class Body:
    """What governors approve: its digest is the identity of the text."""

    title: str
    front: Front = Front()
    parts: tuple[Part, ...] = ()
    references: tuple[Reference, ...] = ()
    acknowledgements: tuple[str, ...] = ()
    language: str = "en-GB"


@dataclass(frozen=True)
class Control:
    """Document control: merged from the answers' control values and the Version's standing.

    `as_of` is the day the document was composed for ("2026-11-20"), the only date a renderer may take for "now".
    `printed` holds each control value as it prints; `values` the same as data. `answers` holds the live policy and
    school values that the text prints, by question id: the data that travels inside the PDF, so never a reason, a
    comment or an answer that is not live. `final` removes the draft mark.
    """

    as_of: str
    status: str = "draft"
    version: str = ""
    template: str = ""
    numbering: Literal["own", "one"] = "own"
    printed: Mapping[str, tuple[Inline, ...]] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)
    answers: Mapping[str, Any] = field(default_factory=dict)

    @property
    def final(self) -> bool:
        return self.status == "ratified"


@dataclass(frozen=True)
class Style:
    """Colour as "#rrggbb"; font is a name from our own list."""

    colour: str = ""
    font: str = ""


@dataclass(frozen=True)
class Document:
    body: Body
    control: Control
    style: Style = Style()

    def walk(self) -> Iterator[Block]:
        for part in self.body.parts:
            yield from part.walk()

    def gaps(self) -> Iterator[Gap]:
        """Every gap in the text, the key details and the printed control values, in reading order."""
        for part in self.body.parts:
            for detail in part.key_details:
                yield from (item for item in self.resolve(detail.inline) if isinstance(item, Gap))
            for block in part.walk():
                yield from (item for item in block.inline if isinstance(item, Gap))

    def resolve(self, inline: tuple[Inline, ...]) -> tuple[Inline, ...]:
        """The inline items with each ControlValue replaced by what it prints (nothing if it has no value)."""
        return tuple(
            part
            for item in inline
            for part in (self.control.printed.get(item.name, ()) if isinstance(item, ControlValue) else (item,))
        )


def plain(inline: tuple[Inline, ...]) -> str:
    """The words alone, as a reader hears them; a gap reads as its suggestion or its prompt, in square brackets."""
    words = []
    for item in inline:
        match item:
            case Text(text) | Link(text):
                words.append(text)
            case Gap(_, prompt, suggestion):
                words.append(f"[to confirm: {suggestion}]" if suggestion else f"[to decide: {prompt}]")
            case ControlValue(name):
                raise ValueError(f"resolve {name} with Document.resolve first")
    return "".join(words)


# --- canonical JSON -------------------------------------------------------------------------------------------------


def canonical(value: Any) -> bytes:
    """UTF-8 JSON with sorted keys and no white space, RFC 8785 escaping, NFC; floats and null are refused.

    Keys are ASCII in our schema, so sorting by code point equals RFC 8785's sorting by UTF-16 unit.
    """
    return json.dumps(
        _normalised(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode("utf-8")


def _normalised(value: Any) -> Any:
    match value:
        case str():
            return unicodedata.normalize("NFC", value)
        case bool() | int():
            return value
        case dict():
            return {unicodedata.normalize("NFC", key): _normalised(item) for key, item in value.items()}
        case list() | tuple():
            return [_normalised(item) for item in value]
        case _:
            raise TypeError(f"canonical JSON holds no {type(value).__name__}: absent means no key")


def digest(value: Any) -> str:
    """Lower-case hexadecimal SHA-256 of the canonical JSON."""
    return hashlib.sha256(canonical(value)).hexdigest()
