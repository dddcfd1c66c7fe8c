"""What a policy is: the Document, which every reader sees through one renderer or another, and its canonical JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from apps.policydoc.canonical import JOINED_LATER, ShapeError, as_json, canonical, digest, from_json

__all__ = ["canonical", "digest"]  # for those who know them from here; all other names are defined below

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
TITLE = "document-title"  # the control value that gives a document another title
DETAILS = "key-details-block"  # the control value that leaves the key details out
SAFE_ADDRESSES = ("https://", "mailto:")
Origin = Literal["template", "trust", "reworded", "added"]


@dataclass(frozen=True)
class Block:
    """A numbered section or statement. `number` is final: "3", "3.1", "(a)"; no renderer counts.

    In a draft, a statement without a number holds the place of text whose condition is undecided; its inline is Gaps.
    """

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
    """A guidance document that the text cites. `id` is its family in the register and the `ref` of the links to it.

    `edition` is empty if the school shows no years; `checked` is False where its source was not read by us.
    """

    id: str
    title: str
    url: str
    edition: str = ""
    checked: bool = False


@dataclass(frozen=True)
class Image:
    sha256: str
    alt: str


@dataclass(frozen=True)
class Front:
    """What stands before the first part; everything but the display name may be empty.

    `images` begins with the logo; `address` is in lines. `control` is the document-control table and `statements` are
    single sentences: both hold ControlValues, so print them through `Document.front_details` and `front_statements`.
    """

    display_name: str = ""
    legal_name: str = ""
    short_name: str = ""
    strapline: str = ""
    vision: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    images: tuple[Image, ...] = ()
    address: tuple[str, ...] = field(default=(), metadata=JOINED_LATER)
    control: tuple[Detail, ...] = field(default=(), metadata=JOINED_LATER)
    statements: tuple[tuple[Inline, ...], ...] = field(default=(), metadata=JOINED_LATER)


@dataclass(frozen=True)
class Body:
    """What governors approve: its digest is the identity of the text.

    Titles and labels are plain words; the gaps that stand in them as words are in `caption_gaps` once more.
    """

    title: str
    front: Front = Front()
    parts: tuple[Part, ...] = ()
    references: tuple[Reference, ...] = ()
    acknowledgements: tuple[str, ...] = ()
    caption_gaps: tuple[Gap, ...] = ()
    language: str = "en-GB"


@dataclass(frozen=True)
class Control:
    """Document control: merged from the answers' control values and the Version's standing.

    `as_of` is the day the document was composed for ("2026-11-20"), the only date a renderer may take for "now".
    `printed` holds each control value as it prints; `values` the same as data. `answers` holds the live policy and
    school values that the text prints, by question id: the data that travels inside the PDF, so never a reason, a
    comment or an answer that is not live. `final` removes the draft mark. `signatures` are the signatories as printed,
    one each: "typed" prints their names as signed, "lines" leaves lines to sign on, and "" has no signature block.
    """

    as_of: str
    status: str = "draft"
    version: str = ""
    template: str = ""
    numbering: Literal["own", "one"] = "own"
    printed: Mapping[str, tuple[Inline, ...]] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)
    answers: Mapping[str, Any] = field(default_factory=dict)
    signatures: tuple[tuple[Inline, ...], ...] = field(default=(), metadata=JOINED_LATER)
    signing: Literal["", "typed", "lines"] = ""

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

    @property
    def title(self) -> str:
        """What the document is called: by document control if it says so, else as the template's title reads."""
        return plain(self.control.printed.get(TITLE, ())) or self.body.title

    def gaps(self) -> Iterator[Gap]:
        """Every gap in titles and labels, the front, key details, printed control values, the text and signatures."""
        yield from self.body.caption_gaps
        yield from _gaps_in(self.control.printed.get(TITLE, ()))
        for _, inline in self.front_details():
            yield from _gaps_in(inline)
        for statement in self.front_statements():
            yield from _gaps_in(statement)
        for part in self.body.parts:
            for _, inline in self.details(part):
                yield from _gaps_in(inline)
            for block in part.walk():
                yield from _gaps_in(block.inline)
        for signature in self.control.signatures:
            yield from _gaps_in(signature)

    def front_details(self) -> Iterator[tuple[str, tuple[Inline, ...]]]:
        """The rows of the front's document-control table that have something to say."""
        return self._filled(self.body.front.control)

    def front_statements(self) -> Iterator[tuple[Inline, ...]]:
        """The sentences of the front that have something to say."""
        return (inline for _, inline in self._filled(Detail("", words) for words in self.body.front.statements))

    def details(self, part: Part) -> Iterator[tuple[str, tuple[Inline, ...]]]:
        """The key details of a part that have something to say; none if document control leaves these tables out."""
        return iter(()) if self.control.values.get(DETAILS) is False else self._filled(part.key_details)

    def _filled(self, details: Iterable[Detail]) -> Iterator[tuple[str, tuple[Inline, ...]]]:
        """(label, words) with each control value in its place.

        A row whose control values are all empty is left out, whatever words stand around them.
        """
        for detail in details:
            inline = self.resolve(detail.inline)
            values = [item for item in detail.inline if isinstance(item, ControlValue)]
            if inline and (not values or any(self.control.printed.get(item.name) for item in values)):
                yield detail.label, inline

    def resolve(self, inline: tuple[Inline, ...]) -> tuple[Inline, ...]:
        """The inline items with each ControlValue replaced by what it prints (nothing if it has no value)."""
        return tuple(
            part
            for item in inline
            for part in (self.control.printed.get(item.name, ()) if isinstance(item, ControlValue) else (item,))
        )


def _gaps_in(inline: tuple[Inline, ...]) -> Iterator[Gap]:
    return (item for item in inline if isinstance(item, Gap))


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


# --- the Document as JSON -------------------------------------------------------------------------------------------

_TAGS: dict[str, type] = {"text": Text, "link": Link, "gap": Gap}


class DocumentError(ValueError):
    """JSON that is no Document of a schema that we know."""


def to_json(document: Document) -> Json:
    """The Document as canonical JSON takes it: `schema`, `body`, `control`, `style`.

    Lists and objects always have their key; an empty string or a false that has a default has none, and neither has an
    empty list that joined the schema later, so that what was stored before keeps its bytes and its digests.
    """
    return {"schema": SCHEMA, **as_json(document, _spelt)}


def document_from_json(value: Any) -> Document:
    """The exact inverse of `to_json`: whatever would be written differently is refused with a DocumentError."""
    if not isinstance(value, dict) or value.get("schema") != SCHEMA or type(value.get("schema")) is not int:
        raise DocumentError(f"this is not a document with “schema”: {SCHEMA}")
    try:
        rest = {key: item for key, item in value.items() if key != "schema"}
        document: Document = from_json(Document, rest, _untag)
    except ShapeError as error:
        raise DocumentError(str(error)) from None
    if to_json(document) != value:
        raise DocumentError("this document holds keys that are empty or lacks lists: write it with to_json")
    return document


def body_digest(document: Document) -> str:
    """The identity of the text that governors approve."""
    return digest(to_json(document)["body"])


def input_digest(document: Document) -> str:
    """The identity of what a renderer gets: body, control and style, as `digest(to_json(document))`."""
    return digest(to_json(document))


def _spelt(record: Any) -> Json | None:
    match record:
        case Text(text):
            return {"t": "text", "text": text}
        case Link(text, url, ref):
            return {"t": "link", "text": text, "url": url} | ({"ref": ref} if ref else {})
        case Gap(question, prompt, suggestion):
            spelt = {"t": "gap", "question": question, "prompt": prompt}
            return spelt | ({"suggestion": suggestion} if suggestion else {})
        case ControlValue(name):
            return {"control": name}
    return None


def _untag(value: Json, path: str) -> tuple[type, Json]:
    if set(value) == {"control"}:
        return ControlValue, {"name": value["control"]}
    tag = value.get("t")
    kind = _TAGS.get(tag) if isinstance(tag, str) else None
    if kind is None:
        raise ShapeError(f"{path} must have “t”: {', '.join(_TAGS)}, or be a control value")
    if kind is Link and not str(value.get("url", "")).startswith(SAFE_ADDRESSES):
        raise ShapeError(f"{path}.url must begin with https:// or mailto:")
    return kind, {key: item for key, item in value.items() if key != "t"}
