"""A question as one page asks it: its words filled in, the options that are offered now, what is answered so far."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from apps.policydoc.template import Option, Question

UNDECIDED = "__undecided"
NONE = "__none"


class Blank:
    """The type of BLANK: nothing was answered, which is something else than `[]`, `False` or an empty text."""

    def __repr__(self) -> str:
        return "BLANK"

    def __bool__(self) -> bool:
        return False


BLANK = Blank()


@dataclass(frozen=True)
class Offered:
    """One option of the question. `before` and `after` are the sentence around the words that somebody types."""

    option: Option
    label: str
    hint: str = ""
    before: str = ""
    after: str = ""

    @property
    def value(self) -> str:
        return self.option.value

    @property
    def own(self) -> bool:
        return "{own}" in self.option.source


@dataclass(frozen=True)
class Asked:
    """`value` is the stored answer (BLANK: none), `undecided` and `reason` the stored notes about it.

    `accepted`: it was confirmed with its section and not by itself. `must` is False where somebody saves what they
    have: nothing has to be answered or complete. `may_wait` is True for document control, which is not known before
    the governors meet. `seen` are the opaque tokens of what this page read, by kind of row. `list_prompt` is the
    question of the list whose column this is. `withdrawn` are the labels of stored choices that other answers have
    closed.
    """

    question: Question
    prompt: str
    options: tuple[Offered, ...] = ()
    guidance: tuple[str, ...] = ()
    value: Any = BLANK
    undecided: Mapping[str, str] | None = None
    reason: Mapping[str, str] | None = None
    accepted: bool = False
    must: bool = True
    may_wait: bool = False
    seen: Mapping[str, str] = field(default_factory=dict)
    list_prompt: str = ""
    withdrawn: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return self.question.id

    @property
    def quoted(self) -> str:
        """What messages call it."""
        return f"“{self.prompt}”" + (f" under “{self.list_prompt}”" if self.list_prompt else "")

    @property
    def required(self) -> bool:
        return self.must and not self.may_be_empty

    @property
    def may_be_empty(self) -> bool:
        """Then an empty answer is one: nobody needs to say that it is not decided."""
        return self.may_wait or self.question.optional

    def name(self, *parts: str) -> str:
        """The name of a form field: the question's id, or the id and what the field is for."""
        return "__".join((self.id, *parts))

    @classmethod
    def plain(cls, question: Question, **given: Any) -> Asked:
        """The question as its template has it, with no token filled: for tests and for tools."""
        options = tuple(Offered(option, option.label) for option in question.options)
        return cls(question, question.prompt, options, question.guidance, **given)


def new_entry_id() -> str:
    """An id for an own entry or a row: eight characters that nobody reads as a word."""
    return "r-" + "".join(secrets.choice("bcdfghjkmnpqrstvwxyz23456789") for _ in range(8))
