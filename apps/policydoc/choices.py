"""Choices: which option an answer names, whether it satisfies a condition, and how three states go together."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from apps.policydoc.template import Kind, Option, Question
from apps.policydoc.words import OWN, names, shape

_SHAPES: dict[Kind, tuple[type, ...]] = {
    "yes-no": (bool,),
    "choose-one": (str, dict),
    "choose-many": (list,),
    "text": (str,),
    "long-text": (str,),
    "date": (str,),
    "link": (dict,),
    "person": (dict,),
    "list": (list,),
    "term": (str, dict),
}
_NEEDED: dict[Kind, tuple[str, ...]] = {"link": ("url",), "person": ("name",), "term": ("singular", "plural")}


def has_shape(kind: Kind, value: Any) -> bool:
    """Whether a value can be read as an answer of this kind at all.

    Answers are validated when they come in; this holds when a later edition has changed the kind of a question.
    """
    fits = isinstance(value, _SHAPES[kind])
    if fits and kind == "list":
        return all(isinstance(row, dict) for row in value)
    if fits and isinstance(value, dict):
        return all(isinstance(value.get(key), str) and value[key] for key in _NEEDED.get(kind, ()))
    return fits


def chosen(item: Any) -> str:
    """The option of one choice, which may carry own words."""
    return str(item.get("option", "")) if isinstance(item, dict) else item if isinstance(item, str) else ""


def own_words(item: Any) -> str:
    return str(item.get("own", "")).strip() if isinstance(item, dict) else ""


def wants_own_words(option: Option) -> bool:
    return "{" in option.source and _names_own(option.source)


@lru_cache(maxsize=4096)
def _names_own(source: str) -> bool:
    return any((found := shape(raw)) is not None and found.lowered == OWN for raw in names(source))


def yes_or_no(value: Any) -> str:
    return "yes" if value in (True, "yes") else "no"


def satisfied(question: Question, value: Any, wanted: tuple[str, ...]) -> bool:
    if question.kind == "yes-no":
        return yes_or_no(value) in (wanted or ("yes",))
    if not wanted:
        return bool(value)
    return any(chosen(item) in wanted for item in (value if isinstance(value, list) else [value]))


def all_of(states: Iterable[bool | None]) -> bool | None:
    undecided = False
    for state in states:
        if state is False:
            return False
        undecided = undecided or state is None
    return None if undecided else True
