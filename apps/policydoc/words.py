"""The words of a template: what stands between braces and brackets in them, and what a name there asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal

# --- the pieces of a line of words ----------------------------------------------------------------------------------

_LINK_TEXT = r"(?:\\[\\{}\[\]]|\\(?![\\{}\[\]])|[^\[\]\\])*"
_PIECE = re.compile(
    r"\\(?P<escaped>[\\{}\[\]])"
    r"|\{(?P<name>[^{}]*)\}"
    rf"|\[(?P<text>{_LINK_TEXT})\]\((?P<target>[^()\s]*)\)"
    rf"|(?P<broken>\[{_LINK_TEXT}\]\()"
    r"|(?P<stray>[{}])"
)
_ESCAPED = re.compile(r"\\([\\{}\[\]])")
_TARGET = re.compile(r"ref:[a-z][a-z0-9]*(?:-[a-z0-9]+)*|https://[^\s()<>\"{}\\|^`\[\]/]+[^\s()<>\"{}\\|^`\[\]]*"
                     r"|mailto:[^\s()<>\"{}\\|^`\[\]@]+@[^\s()<>\"{}\\|^`\[\]@]+")  # fmt: skip


@dataclass(frozen=True)
class Plain:
    """Characters that print as they are, escapes already resolved."""

    text: str


@dataclass(frozen=True)
class Name:
    """What stands between two braces, as typed: "Pupils'", "school.dsl-lead.name", "places|or"."""

    raw: str


@dataclass(frozen=True)
class Anchor:
    """A link. `ref` is a family of the guidance register; otherwise `url` is an https or mailto address."""

    text: str
    url: str = ""
    ref: str = ""


@dataclass(frozen=True)
class Mistake:
    """A place that cannot be read as words; `message` tells the author what to write."""

    message: str


Piece = Plain | Name | Anchor | Mistake


@lru_cache(maxsize=8192)
def pieces(source: str) -> tuple[Piece, ...]:
    """The words of `source` in order; neighbouring plain characters are one piece. Linear in the length of `source`."""
    found: list[Piece] = []
    plain: list[str] = []

    def close() -> None:
        if plain:
            found.append(Plain("".join(plain)))
            plain.clear()

    at = 0
    for match in _PIECE.finditer(source):
        plain.append(source[at : match.start()])
        at = match.end()
        if match["escaped"]:
            plain.append(match["escaped"])
            continue
        close()
        found.append(_piece(match))
    plain.append(source[at:])
    close()
    return tuple(piece for piece in found if piece != Plain(""))


def _piece(match: re.Match[str]) -> Piece:
    if match["name"] is not None:
        return Name(match["name"])
    if match["target"] is not None:
        return _anchor(match["text"], match["target"])
    if match["broken"] is not None:
        return Mistake("this link has no end or a space in its address; write \\[ for a bracket that is meant")
    return Mistake(f"write \\{match['stray']} for a brace that is meant")


def _anchor(text: str, target: str) -> Anchor | Mistake:
    if re.search(r"(?<!\\)[{}]", text.replace("\\\\", "")):
        return Mistake("a link's text is plain words, without braces")
    if not _TARGET.fullmatch(target):
        return Mistake(f"“{target}” is no address: a link goes to https://…, mailto:… or ref:…")
    words = _ESCAPED.sub(r"\1", text)
    if target.startswith("ref:"):
        return Anchor(words, ref=target.removeprefix("ref:"))
    if not words.strip():
        return Mistake("a link needs words between its square brackets (only ref: has a title of its own)")
    return Anchor(words, url=target)


def names(source: str) -> Iterator[str]:
    """What stands between braces in `source`, in order."""
    return (piece.raw for piece in pieces(source) if isinstance(piece, Name))


def escape(words: str) -> str:
    """The source that prints `words` as they are."""
    return re.sub(r"([\\{}\[\]])", r"\\\1", words)


_MARKUP = (
    (re.compile(r"\*\*|__"), "there is no bold or italic: the words carry the weight"),
    (re.compile(r"(?<![\w*])\*\w(?:[^*]*\w)?\*(?![\w*])|(?<!\w)_[^\W_](?:[^_]*[^\W_])?_(?!\w)"),
     "there is no bold or italic: the words carry the weight"),
    (re.compile(r"</?[A-Za-z][A-Za-z0-9]*\s*/?>"), "there is no HTML in a template"),
)  # fmt: skip
_APOSTROPHE_OUTSIDE = re.compile(r"\}['’](?:s\b|(?!\w))")
_OPENING_QUOTE = re.compile(r"‘|(?:^|[\s(])'")


def mistakes(source: str) -> list[str]:
    """What the author has to mend in `source` before any name in it is looked up; each message once."""
    found = [piece.message for piece in pieces(source) if isinstance(piece, Mistake)]
    plain = "\n".join(piece.text for piece in pieces(source) if isinstance(piece, Plain))
    found += [message for pattern, message in _MARKUP if pattern.search(plain)]
    if source != source.strip(" "):
        found.append("remove the extra space before or after these words")
    if any(_starts_an_image(before, after) for before, after in pairwise(pieces(source))):
        found.append("there are no images in a template")
    bare = _ESCAPED.sub("", source)
    if _APOSTROPHE_OUTSIDE.search(bare) and not _OPENING_QUOTE.search(bare):
        found.append("write the apostrophe inside the braces: {name's}")
    return list(dict.fromkeys(found))


def _starts_an_image(before: Piece, after: Piece) -> bool:
    return isinstance(after, Anchor) and isinstance(before, Plain) and bool(re.search(r"(?<!\S)!$", before.text))


# --- what a name asks for -------------------------------------------------------------------------------------------

OWN = "own"
_SHAPE = re.compile(r"(?:(an?|the|An?|The) )?([^|]+?)(['’]s?)?((?:\|[^|]*){0,2})")


@dataclass(frozen=True)
class Token:
    """A name between braces, understood: which question it prints, and in which form.

    `name` is a question's id, or "own". `path` is a column or field (and a field of that column). `article` is "", "a"
    or "the". `possessive` is "" or the apostrophe as the author typed it. `number` is set for terms. `joined` is the
    word before the last item of a list. `agree` holds the two words of which the one that agrees is printed alone.
    """

    name: str
    path: tuple[str, ...] = ()
    capital: bool = False
    article: Literal["", "a", "the"] = ""
    possessive: str = ""
    number: Literal["", "singular", "plural"] = ""
    joined: str = "and"
    agree: tuple[str, str] | None = None


@dataclass(frozen=True)
class Shape:
    """A name taken apart before it is looked up; `body` still has the author's capital."""

    body: str
    article: str
    possessive: str
    extra: tuple[str, ...]

    @property
    def capital(self) -> bool:
        return (self.article or self.body)[:1].isupper()

    @property
    def lowered(self) -> str:
        return self.body[:1].lower() + self.body[1:]


def shape(raw: str) -> Shape | None:
    """The parts of `{raw}`, or None if nothing is ever written so."""
    match = _SHAPE.fullmatch(raw)
    if not match or match[2] != match[2].strip():
        return None
    extra = tuple(match[4].split("|")[1:])
    if any(not word.strip() for word in extra) or (len(extra) == 1 and extra != ("or",)):
        return None
    return Shape(match[2], match[1] or "", (match[3] or "")[:1], extra)
