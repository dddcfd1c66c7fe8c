"""The English that fills a template in: joining, articles, possessives, capitals, and tidying up afterwards."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
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
    return tuple(_merged(inline, lambda words, _: words))


def tidy(inline: Iterable[Inline]) -> Inlines:
    """After filling: two spaces become one, no space before , . ; : ) and two full stops become one, links or not."""
    return tuple(_merged(inline, _tidied))


def _merged(inline: Iterable[Inline], mend: Callable[[str, Inline | None], str]) -> Iterator[Inline]:
    """`mend` takes the words of neighbouring texts and what stands before them."""
    before: Inline | None = None
    words = ""
    for item in inline:
        if isinstance(item, Text):
            words += item.text
            continue
        if words:
            mended = mend(words, before)
            if mended:
                yield Text(mended)
            words = ""
        before = item
        yield item
    if words:
        mended = mend(words, before)
        if mended:
            yield Text(mended)


_UNTIDY = re.compile(r" [ ,.;:)]|\.\.")
_SPACES = re.compile(r" {2,}")
_SPACE_BEFORE = re.compile(r" ([,.;:)])")
_TWO_STOPS = re.compile(r"(?<!\.)\.\.(?!\.)")


def single_spaced(words: str) -> str:
    return _SPACES.sub(" ", words)


def _tidied(words: str, before: Inline | None) -> str:
    if _UNTIDY.search(words):
        words = single_spaced(words)
        words = _SPACE_BEFORE.sub(r"\1", words)
        words = _TWO_STOPS.sub(".", words)
    if isinstance(before, Link) and words[0] == "." and not words.startswith("..") and _ends_in_one_stop(before.text):
        words = words[1:]
    return words


def _ends_in_one_stop(words: str) -> bool:
    return words.endswith(".") and not words.endswith("..")
