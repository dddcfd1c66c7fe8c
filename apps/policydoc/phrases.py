"""Phrases: the small pieces of wording that need no answers, only the words themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from apps.policydoc.document import SAFE_ADDRESSES, ControlValue, Gap, Inline, Link, Text
from apps.policydoc.english import Inlines, tidy
from apps.policydoc.template import Question
from apps.policydoc.words import Anchor, Name, Plain, Token, pieces

ELLIPSIS = "…"


@lru_cache(maxsize=8192)
def fixed(source: str) -> Inlines:
    """The whole line if no answer can change it, else nothing."""
    found = pieces(source)
    return finished((Text(found[0].text),)) if len(found) == 1 and isinstance(found[0], Plain) else ()


@lru_cache(maxsize=8192)
def prepared(source: str) -> tuple[Text | Name | Anchor, ...]:
    """The pieces of a line with what is plain as it prints; a mistake, which no checked file holds, is an ellipsis."""
    out: list[Text | Name | Anchor] = []
    for piece in pieces(source):
        match piece:
            case Name() | Anchor():
                out.append(piece)
            case Plain(text):
                out.append(Text(text))
            case _:
                out.append(Text(ELLIPSIS))
    return tuple(out)


def address(text: str, url: str) -> Inlines:
    """A link, or its words alone if its address is not one that we print."""
    return (Link(text, url),) if url.startswith(SAFE_ADDRESSES) else (Text(text),)


def control_name(raw: str) -> str:
    """The name under which `Control.printed` keeps what `{raw}` prints: without the prefix, a capital kept."""
    prefix, _, rest = raw.partition(".")
    return rest[:1].upper() + rest[1:] if prefix[:1].isupper() else rest


def paragraphs_of(text: str) -> Iterator[str]:
    return (line.strip() for line in text.split("\n") if line.strip())


def spoken(inline: Iterable[Inline]) -> str:
    """The words alone, for a prompt or a suggestion: a gap reads as its suggestion or as an ellipsis."""
    out = []
    for item in inline:
        match item:
            case Text(text) | Link(text):
                out.append(text)
            case Gap(suggestion=suggestion):
                out.append(suggestion or ELLIPSIS)
            case ControlValue():
                out.append(ELLIPSIS)
    return "".join(out)


def is_several(question: Question, value: Any, token: Token) -> bool:
    """Whether the second of two agreeing words is right; undecided lists are spoken of as several."""
    if question.kind == "term":
        if token.number == "plural":
            return True
        if isinstance(value, dict):
            return bool(value["singular"] == value["plural"])
        option = question.option(value) if value is not None else None
        return option is not None and option.label == option.plural
    if value is None:
        return question.kind in ("choose-many", "list")
    return isinstance(value, list) and len(value) != 1


def term_word(question: Question, value: Any, *, plural: bool) -> str:
    """The word that a term is answered with: an option's, or the school's own two."""
    if isinstance(value, dict):
        return str(value["plural" if plural else "singular"])
    option = question.option(value)
    if option is None:
        return ELLIPSIS
    return option.plural if plural else option.label


def upper(words: str) -> str:
    return words[:1].upper() + words[1:]


def without_stop(text: str) -> str:
    """One trailing full stop goes; an ellipsis of the school's own stays."""
    return text[:-1] if text.endswith(".") and not text.endswith("..") else text


def finished(inline: Iterable[Inline]) -> Inlines:
    """A line of words: tidied (template-format.md §4.7), no space at either end."""
    items = tidy(inline)
    if not items:
        return items
    first, last = items[0], items[-1]
    if not (isinstance(first, Text) and first.text[0] == " ") and not (isinstance(last, Text) and last.text[-1] == " "):
        return items
    trimmed = list(items)
    if isinstance(first, Text):
        trimmed[0] = Text(first.text.lstrip(" "))
    if isinstance(trimmed[-1], Text):
        trimmed[-1] = Text(trimmed[-1].text.rstrip(" "))
    return tuple(item for item in trimmed if not (isinstance(item, Text) and not item.text))
