"""The English that fills a template in: joining, articles, possessives, capitals, and tidying up afterwards."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Literal

from apps.policydoc.document import Gap, Inline, Link, Text

Inlines = tuple[Inline, ...]

_JOINED_INSIDE = re.compile(r"\b(?:and|or)\b")
# Words whose first letter misleads: a silent h, a "you", a "w".
_AN = re.compile(r"(?:hour|honou?r|honest|heir)", re.IGNORECASE)
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
