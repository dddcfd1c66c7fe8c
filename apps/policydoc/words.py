"""The words of a template: what stands between braces and brackets in them, and the English that fills it in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from apps.policydoc.document import Gap, Inline, Link, Text

Inlines = tuple[Inline, ...]

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


# --- English --------------------------------------------------------------------------------------------------------

_JOINED_INSIDE = re.compile(r"\b(?:and|or)\b")
# Words whose first letter misleads: a silent h, a "you", a "w".
_AN = re.compile(r"(?:hour|hono[u]?r|honest|heir)", re.IGNORECASE)
_A = re.compile(r"(?:uni(?!n|m)|use|usu|util|ufo|eu|ewe|one\b|one-|once\b|uk\b|ukr|ural|ubiq)", re.IGNORECASE)
_LETTERS = re.compile(r"[A-Z]{2,}(?![a-z])")
_NUMBER = re.compile(r"(?:8|11(?!\d)|18(?!\d))")
_OPENING = "“‘\"'(["


def words_of(inline: Iterable[Inline]) -> str:
    """The words as they would stand in a sentence: of a gap, its suggestion, else its prompt."""
    out = []
    for item in inline:
        match item:
            case Text(text) | Link(text):
                out.append(text)
            case Gap(_, prompt, suggestion):
                out.append(suggestion or prompt)
    return "".join(out)


def join(items: Sequence[Inlines], word: str = "and") -> Inlines:
    """`a, b and c`; a comma before "and" if an item holds "and" or "or"; semicolons if an item holds a comma."""
    filled = [item for item in items if item]
    texts = [words_of(item) for item in filled]
    mark = ";" if any("," in text for text in texts) else ","
    careful = len(filled) > 1 and (mark == ";" or any(_JOINED_INSIDE.search(text) for text in texts))
    out: list[Inline] = []
    for position, item in enumerate(filled):
        if position:
            last = position == len(filled) - 1
            out.append(Text(f"{mark if careful else ''} {word} " if last else f"{mark} "))
        out.extend(item)
    return merged(out)


def indefinite(words: str) -> Literal["a", "an"]:
    """The article by sound: an hour, a unit, an SLT, a DSL, an 11-year-old."""
    word = words.lstrip(_OPENING + " ")
    if letters := _LETTERS.match(word):
        return "an" if word[0] in ("AEFHILMNORSX" if _spelt(letters[0]) else "AEIO") else "a"
    if _AN.match(word) or _NUMBER.match(word):
        return "an"
    if _A.match(word):
        return "a"
    return "an" if word[:1].lower() in "aeiou" and word else "a"


def _spelt(capitals: str) -> bool:
    """Whether capitals are said letter by letter (SLT, NSPCC, RE) and not as a word (SENCO, MAT)."""
    return len(capitals) == 2 or capitals[1] not in "AEIOU"


def with_article(inline: Inlines, article: str, irregular: str = "") -> Inlines:
    """`article` is "", "a" or "the"; `irregular` is what a school typed as its word's own "a" or "an"."""
    if not article or not inline:
        return inline
    chosen = (irregular or indefinite(words_of(inline))) if article == "a" else article
    return merged((Text(chosen + " "), *inline))


def possessive(inline: Inlines, apostrophe: str = "'") -> Inlines:
    """Nothing is added after 's or an apostrophe, an apostrophe after s, else 's."""
    words = words_of(inline)
    if not words or re.search("['’]s?$", words):
        return inline
    return merged((*inline, Text(apostrophe if words[-1] in "sS" else apostrophe + "s")))


def capitalised(inline: Inlines) -> Inlines:
    """The first letter a capital, also behind an opening quotation mark; a gap stays as it is."""
    match inline:
        case (Text(text) as first, *rest) | (Link(text) as first, *rest):
            start = next((at for at, sign in enumerate(text) if sign not in _OPENING), 0)
            upper = text[:start] + text[start : start + 1].upper() + text[start + 1 :]
            return (replace(first, text=upper), *rest)
    return inline


def merged(inline: Iterable[Inline]) -> Inlines:
    """Neighbouring texts as one, none of them empty."""
    out: list[Inline] = []
    for item in inline:
        if isinstance(item, Text) and out and isinstance(out[-1], Text):
            out[-1] = Text(out[-1].text + item.text)
        else:
            out.append(item)
    return tuple(item for item in out if not (isinstance(item, Text) and not item.text))


def tidy(inline: Iterable[Inline]) -> Inlines:
    """After filling: two spaces become one, no space before , . ; : ) and two full stops become one."""
    return tuple(Text(_tidied(item.text)) if isinstance(item, Text) else item for item in merged(inline))


def _tidied(text: str) -> str:
    text = re.sub(r" {2,}", " ", text)
    text = re.sub(r" ([,.;:)])", r"\1", text)
    return re.sub(r"(?<!\.)\.\.(?!\.)", ".", text)
