"""Where words and conditions stand in a bundle: what each check walks over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from apps.policydoc.bundle import Bundle
from apps.policydoc.problem import Problem
from apps.policydoc.source.header import line_of, row_lines
from apps.policydoc.template import Ask, Node, Option, Question, Template, When

Where = Literal[
    "statement", "heading", "title", "key-detail", "front-statement", "detail-label", "option", "guidance", "prompt",
    "label",
]  # fmt: skip
# What is empty there is left out whole, and document control may stand there.
MAY_BE_EMPTY: frozenset[Where] = frozenset({"key-detail", "front-statement"})
PRINTED: frozenset[Where] = MAY_BE_EMPTY | {"statement", "heading", "title", "detail-label", "option"}


@dataclass(frozen=True)
class Spot:
    """One node with all the conditions above it and its own; `rows` are the questions of `each=` around it."""

    file: Template
    node: Node
    conditions: tuple[When, ...] = ()
    rows: tuple[str, ...] = ()

    @property
    def filled(self) -> frozenset[str]:
        """The questions that have something to print wherever this node is printed."""
        return filled(self.conditions) | frozenset(self.rows)


@dataclass(frozen=True)
class Words:
    """A line of words, and what is known of the answers wherever it is printed."""

    where: Where
    source: str
    line: int
    family: str
    conditions: tuple[When, ...] = ()
    rows: tuple[str, ...] = ()
    own: bool = False
    printed: bool = True
    question: Question | None = field(default=None, compare=False)

    @property
    def filled(self) -> frozenset[str]:
        return filled(self.conditions) | frozenset(self.rows)

    def problem(self, message: str) -> Problem:
        return Problem(self.line, message, self.family)


def filled(conditions: tuple[When, ...]) -> frozenset[str]:
    return frozenset(condition.question for condition in conditions if not condition.negated)


def label_of(bundle: Bundle, file: Template) -> str:
    """How a problem names its file: not at all if it is the one that was asked for."""
    return "" if file.family == bundle.template.family else file.family


def spots(bundle: Bundle) -> Iterator[Spot]:
    """Every node of every file, parents first."""
    for file in bundle.files:
        for node in file.nodes:
            yield from _below(file, node, (), ())


def _below(file: Template, node: Node, conditions: tuple[When, ...], rows: tuple[str, ...]) -> Iterator[Spot]:
    spot = Spot(file, node, conditions + node.when, (*rows, node.each) if node.each else rows)
    yield spot
    for child in node.children:
        yield from _below(file, child, spot.conditions, spot.rows)


@dataclass(frozen=True)
class Asking:
    """One place where a question is asked, with the conditions under which it is asked there."""

    spot: Spot
    question: Question
    line: int

    @property
    def conditions(self) -> tuple[When, ...]:
        """A section's condition on a question that stands in it does not count for that question."""
        above = tuple(condition for condition in self.spot.conditions if condition.question != self.question.id)
        return above + self.question.when


def askings(bundle: Bundle) -> Iterator[Asking]:
    """Every place where a question is asked, also by `::: ask`; questions that no file defines are left out."""
    for spot in spots(bundle):
        for placed in spot.node.questions:
            question = bundle.questions.get(placed.question) if isinstance(placed, Ask) else placed
            if question:
                yield Asking(spot, question, placed.line)


def all_words(bundle: Bundle) -> Iterator[Words]:
    for file in bundle.files:
        yield from _header_words(file, label_of(bundle, file))
    for spot in spots(bundle):
        yield from _node_words(bundle, spot)
        for placed in spot.node.questions:
            if isinstance(placed, Question):
                yield from _question_words(bundle, Asking(spot, placed, placed.line))


def _header_words(file: Template, family: str) -> Iterator[Words]:
    yield Words("title", file.title, line_of(file.header_source, "title"), family)
    lines = row_lines(file.header_source, "key-details", len(file.key_details))
    for line, detail in zip(lines, file.key_details, strict=True):
        yield Words("detail-label", detail.label, line, family)
        yield Words("key-detail", detail.text, line, family)
    lines = row_lines(file.header_source, "front-statements", len(file.front_statements))
    for line, text in zip(lines, file.front_statements, strict=True):
        yield Words("front-statement", text, line, family)


def _node_words(bundle: Bundle, spot: Spot) -> Iterator[Words]:
    node, family = spot.node, label_of(bundle, spot.file)
    where: Where = "heading" if node.is_section else "statement"
    printed = spot.file in bundle.parts
    yield Words(where, bundle.source(node), node.line, family, spot.conditions, spot.rows, printed=printed)
    for paragraph in node.guidance:
        yield Words("guidance", paragraph, node.line, family)


def _question_words(bundle: Bundle, asking: Asking) -> Iterator[Words]:
    question, family = asking.question, label_of(bundle, asking.spot.file)
    line = question.line + 1
    yield Words("prompt", question.prompt, line, family)
    for option in question.options:
        line += 1
        yield from _option_words(asking, option, line, family)
        line += len(option.guidance)
    for column in question.columns:
        line += 1
        yield Words("label", column.label, line, family)
        for paragraph in column.guidance:
            line += 1
            yield Words("guidance", paragraph, line, family)
    for paragraph in question.guidance:
        line += 1
        yield Words("guidance", paragraph, line, family)


def _option_words(asking: Asking, option: Option, line: int, family: str) -> Iterator[Words]:
    question = asking.question
    if question.kind == "term":
        return
    for offset, paragraph in enumerate(option.guidance, 1):
        yield Words("guidance", paragraph, line + offset, family)
    yield Words("label", option.label, line, family)
    chosen = When(question.id, (option.value,))
    conditions = (*asking.conditions, *option.when, chosen)
    own = question.kind in ("choose-one", "choose-many") and option.words is not None
    yield Words("option", option.source, line, family, conditions, (), own, question=question)
