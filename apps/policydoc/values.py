"""Which JSON value answers which kind of question, and what to tell a person whose value does not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from apps.policydoc.choices import chosen, wants_own_words
from apps.policydoc.days import is_day_or_month
from apps.policydoc.document import SAFE_ADDRESSES
from apps.policydoc.normalise import LONG, SHORT, shown
from apps.policydoc.template import Column, Question

MOST_ROWS = 200
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_ADDRESS = re.compile(r"https://[^\s/?#<>\"]+[^\s<>\"]*|mailto:[^\s@<>\"]+@[^\s@<>\"]+")
_RESERVED = frozenset({"own", "undecided"})


def mistakes_of(question: Question, value: Any) -> Iterator[str]:
    """Sentences that say what is wrong with `value` as an answer to `question`; none if it is one."""
    match question.kind:
        case "yes-no":
            if not isinstance(value, bool):
                yield "The answer is true or false."
        case "choose-one":
            yield from _choice(question, value, with_id=False)
        case "choose-many":
            yield from _choices(question, value)
        case "term":
            yield from _term(question, value)
        case "list":
            yield from _rows(question, value)
        case kind:
            yield from SIMPLE[kind](value)


def _text(value: Any, limit: int = SHORT) -> Iterator[str]:
    if not isinstance(value, str):
        yield "The answer is text."
        return
    if len(value) > limit:
        yield f"Shorten this to {limit:,} characters or fewer; it has {len(value):,}."
    if "\n" in value:
        yield "Write this on one line."
    if value and not value.strip(" ."):
        yield "Write some words: full stops alone print nothing."


def _long_text(value: Any) -> Iterator[str]:
    if not isinstance(value, str):
        yield "The answer is text."
    elif len(value) > LONG:
        yield f"Shorten this to {LONG:,} characters or fewer; it has {len(value):,}."


def _date(value: Any) -> Iterator[str]:
    if not is_day_or_month(value):
        yield "The answer is a day such as 2026-11-20 or a month such as 2026-11."


def _link(value: Any) -> Iterator[str]:
    if not _is_record(value, ("url",), ("text", "url")):
        yield "The answer is an object with url and, if you like, text."
        return
    if not value["url"].startswith(SAFE_ADDRESSES) or not _ADDRESS.fullmatch(value["url"]):
        yield "The address begins with https:// or mailto: and has no spaces."
    yield from _text(value.get("text", ""))


def _person(value: Any) -> Iterator[str]:
    if not _is_record(value, ("name",), ("title", "name", "role", "person_id")) or not value["name"]:
        yield "The answer is an object with name and, if you like, title and role."
        return
    for part in value.values():
        yield from _text(part)


SIMPLE: dict[str, Callable[[Any], Iterator[str]]] = {
    "text": _text,
    "long-text": _long_text,
    "date": _date,
    "link": _link,
    "person": _person,
}


def _is_record(value: Any, needed: tuple[str, ...], known: tuple[str, ...]) -> bool:
    return (
        isinstance(value, dict)
        and set(needed) <= set(value) <= set(known)
        and all(isinstance(part, str) for part in value.values())
    )


# --- options --------------------------------------------------------------------------------------------------------


def _choice(question: Question, value: Any, *, with_id: bool) -> Iterator[str]:
    if isinstance(value, dict):
        known = ("option", "own", "id") if with_id else ("option", "own")
        if not _is_record(value, ("option", "own", "id") if with_id else ("option", "own"), known):
            yield f"Own words are an object with {', '.join(known)}."
            return
        yield from _text(value["own"], LONG)
    elif not isinstance(value, str):
        yield "The answer is the name of an option."
        return
    option = question.option(chosen(value))
    if option is None:
        options = ", ".join(option.value for option in question.options)
        yield f"“{shown(chosen(value))}” is not an option; these are: {options}."
    elif isinstance(value, dict) and not wants_own_words(option):
        yield f"“{option.value}” takes no own words: write the option alone."


def _choices(question: Question, value: Any) -> Iterator[str]:
    if not isinstance(value, list):
        yield "The answer is a list of options; an empty list stands for none."
        return
    if len(value) > MOST_ROWS:
        yield f"At most {MOST_ROWS} choices can be made."
        return
    for item in value:
        yield from _choice(question, item, with_id=True)
    names = [item if isinstance(item, str) else item.get("id") for item in value if isinstance(item, str | dict)]
    options = {option.value for option in question.options}
    yield from _ids(
        [item["id"] for item in value if isinstance(item, dict) and isinstance(item.get("id"), str)], options
    )
    if len({str(name) for name in names}) < len(names):
        yield "A choice stands twice."


def _ids(ids: list[str], taken: set[str]) -> Iterator[str]:
    for name in ids:
        if not _ID.fullmatch(name) or name in taken or name in _RESERVED:
            yield f"“{shown(name)}” cannot be the id of a row; one such as r-1 can."


def _term(question: Question, value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if not _is_record(value, ("singular", "plural"), ("singular", "plural", "article")):
            yield "A word of your own is an object with singular, plural and, if need be, article."
            return
        if not value["singular"] or not value["plural"]:
            yield "Give the word in the singular and in the plural."
        if value.get("article", "a") not in ("a", "an"):
            yield "The article is “a” or “an”."
        for part in value.values():
            yield from _text(part)
    else:
        yield from _choice(question, value, with_id=False)


# --- lists ----------------------------------------------------------------------------------------------------------


def _rows(question: Question, value: Any) -> Iterator[str]:
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        yield "The answer is a list of rows; an empty list stands for none."
        return
    if len(value) > MOST_ROWS:
        yield f"At most {MOST_ROWS} rows can be made."
        return
    ids = [row.get("id") for row in value]
    if not all(isinstance(name, str) for name in ids):
        yield "Each row has an id, such as r-1."
        return
    yield from _ids([str(name) for name in ids], set())
    if len(set(ids)) < len(ids):
        yield "Two rows have the same id."
    for place, row in enumerate(value, 1):
        yield from (f"Row {place}: {message}" for message in _row(question, row))


def _row(question: Question, row: dict[str, Any]) -> Iterator[str]:
    for name, cell in row.items():
        column = question.column(name)
        if name == "id":
            continue
        if column is None:
            columns = ", ".join(column.id for column in question.columns)
            yield f"There is no column “{shown(name)}”; these are: {columns}."
        else:
            yield from (f"{shown(column.id)}: {message}" for message in _cell(column, cell))


def _cell(column: Column, cell: Any) -> Iterator[str]:
    if cell != "":  # an empty cell is a cell that is still to be filled
        yield from SIMPLE[column.kind](cell)
