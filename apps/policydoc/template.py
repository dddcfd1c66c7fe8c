"""What a template is: an immutable tree of nodes with the questions that decide what it prints."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

SCHOOL = "school"
CONTROL = "control"
POLICY = "policy"
PART = "part"  # `when=part:family` asks which files compose, not a question

Kind = Literal["yes-no", "choose-one", "choose-many", "text", "long-text", "date", "link", "person", "list", "term"]
KINDS: tuple[Kind, ...] = (
    "yes-no", "choose-one", "choose-many", "text", "long-text", "date", "link", "person", "list", "term",
)  # fmt: skip
KINDS_WITH_OPTIONS: frozenset[Kind] = frozenset({"yes-no", "choose-one", "choose-many", "term"})


@dataclass(frozen=True)
class When:
    """One `when=`: a question, the options that satisfy it (none named: any), and whether it is negated.

    `column` is set for `when=list.column`, which asks inside `each=` whether this row's column is filled.
    """

    question: str
    values: tuple[str, ...] = ()
    negated: bool = False
    column: str = ""

    def __hash__(self) -> int:
        """Conditions are looked up in every line, so each is hashed once."""
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash((self.question, self.values, self.negated, self.column))

    def __str__(self) -> str:
        name = f"{self.question}.{self.column}" if self.column else self.question
        values = ":" + ",".join(self.values) if self.values else ""
        return f"when={'!' if self.negated else ''}{name}{values}"


@dataclass(frozen=True)
class Option:
    """One option of a question, or one wording of a term (then `label` is the singular and `plural` is set).

    `words` is what the document prints: None prints the label, "" prints nothing.
    """

    value: str
    label: str
    words: str | None = None
    recommended: bool = False
    needs_reason: bool = False
    when: tuple[When, ...] = ()
    guidance: tuple[str, ...] = ()
    plural: str = ""

    @property
    def source(self) -> str:
        return self.label if self.words is None else self.words


@dataclass(frozen=True)
class Column:
    """One column of a list question; `frame` is printed around a filled cell, `{own}` marks the place of the cell."""

    id: str
    label: str
    kind: str = "text"
    may_be_empty: bool = False
    frame: str | None = None
    guidance: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """One question. Its scope is the prefix of its id: asked once per school, about document control, or policy."""

    id: str
    kind: Kind
    prompt: str
    options: tuple[Option, ...] = ()
    columns: tuple[Column, ...] = ()
    forms: tuple[str, str] | None = None
    guidance: tuple[str, ...] = ()
    when: tuple[When, ...] = ()
    optional: bool = False
    derived: bool = False
    line: int = field(default=0, compare=False)

    @cached_property
    def scope(self) -> str:
        prefix, dot, _ = self.id.partition(".")
        return prefix if dot else POLICY

    def option(self, value: str) -> Option | None:
        return self._options.get(value)

    @cached_property
    def has_conditional_options(self) -> bool:
        return any(option.when for option in self.options)

    @cached_property
    def _options(self) -> dict[str, Option]:
        return {option.value: option for option in reversed(self.options)}

    @cached_property
    def may_demand_more(self) -> bool:
        """Whether choosing may not be enough: an option asks for a reason, or its words for those of the school."""
        return self.kind != "term" and any(option.needs_reason or "{" in option.source for option in self.options)

    @cached_property
    def recommended(self) -> tuple[Option, ...]:
        return tuple(option for option in self.options if option.recommended)

    def column(self, column_id: str) -> Column | None:
        return next((column for column in self.columns if column.id == column_id), None)


@dataclass(frozen=True)
class Ask:
    """`::: ask id`: places, under this heading, a question that another file defines.

    `when` holds conditions on the parts only: beside another part that asks, it need not be asked again.
    """

    question: str
    when: tuple[When, ...] = ()
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Node:
    """A section (it has a heading level, 1 to 3) or a statement (level 0); one class serves both.

    `optional`: "" is always in, "on" stands in as a usual choice, "off" starts left out.
    `questions` holds the questions asked under a heading, in order, with the places of foreign ones.
    """

    id: str
    text: str = ""
    level: int = 0
    when: tuple[When, ...] = ()
    each: str = ""
    same: str = ""
    optional: Literal["", "on", "off"] = ""
    callout: bool = False
    guidance: tuple[str, ...] = ()
    questions: tuple[Question | Ask, ...] = ()
    children: tuple[Node, ...] = ()
    line: int = field(default=0, compare=False)

    @property
    def is_section(self) -> bool:
        return self.level > 0

    def is_lead_in(self, words: str) -> bool:
        """A statement that now ends with a colon introduces its children and disappears with the last of them."""
        return not self.is_section and words.endswith(":")

    def walk(self) -> Iterator[Node]:
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class KeyDetail:
    label: str
    text: str


@dataclass(frozen=True)
class Changes:
    """What an edition says about the one before it; `renamed` pairs old id -> new id.

    Both are cumulative over all editions, so a new id may since have been renamed or retired itself.
    """

    since: str = ""
    renamed: tuple[tuple[str, str], ...] = ()
    retired: tuple[str, ...] = ()


@dataclass(frozen=True)
class Template:
    """One `*.policy.md` file, read. `header_source` keeps the TOML as typed, comments included.

    The `key_details` and `front_statements` of the school's file stand on the front of every policy. `about` tells
    the head who chooses a template what it is for; nobody starts a policy from a file that is `only_as_part`.
    """

    family: str
    edition: str
    title: str
    header_source: str = field(repr=False)
    header: dict[str, Any] = field(repr=False, compare=False, hash=False)
    about: str = ""
    only_as_part: bool = False
    parts: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    acknowledgement: str = ""
    key_details: tuple[KeyDetail, ...] = ()
    front_statements: tuple[str, ...] = ()
    changes: Changes = Changes()
    nodes: tuple[Node, ...] = ()

    def walk(self) -> Iterator[Node]:
        for node in self.nodes:
            yield from node.walk()

    def questions(self) -> Iterator[Question]:
        """The questions that this file defines, in order."""
        for node in self.walk():
            for placed in node.questions:
                if isinstance(placed, Question):
                    yield placed
