"""What a file is in one composition: `when=part:family` is decided by the parts, before anybody answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from apps.policydoc.template import PART, Ask, Node, Option, Question, Template, When

Conditional = TypeVar("Conditional", Node, Question, Ask, Option)


def for_parts(file: Template, parts: Iterable[str]) -> Template:
    """The file as one composition has it: without what it says only in other company, and without the conditions on
    the parts that hold.

    `parts` are the families that print. The file itself comes back where nothing in it asks after them.
    """
    if not _asks_after_parts(file):
        return file
    return replace(file, nodes=_nodes(file.nodes, frozenset(parts)))


def _asks_after_parts(file: Template) -> bool:
    return any(when.question == PART for node in file.walk() for when in _conditions(node))


def _conditions(node: Node) -> Iterable[When]:
    yield from node.when
    for placed in node.questions:
        yield from placed.when
        if isinstance(placed, Question):
            for option in placed.options:
                yield from option.when


def _nodes(nodes: tuple[Node, ...], parts: frozenset[str]) -> tuple[Node, ...]:
    return tuple(
        replace(
            node,
            children=_nodes(node.children, parts),
            questions=tuple(found for placed in node.questions for found in _question(placed, parts)),
        )
        for node in _standing(nodes, parts)
    )


def _question(placed: Question | Ask, parts: frozenset[str]) -> Iterable[Question | Ask]:
    if isinstance(placed, Ask):
        return _standing((placed,), parts)
    return tuple(replace(found, options=_standing(found.options, parts)) for found in _standing((placed,), parts))


def _standing(items: tuple[Conditional, ...], parts: frozenset[str]) -> tuple[Conditional, ...]:
    """The items whose conditions on the parts hold, without those conditions."""
    return tuple(
        replace(item, when=tuple(when for when in item.when if when.question != PART))
        for item in items
        if all(_holds(when, parts) for when in item.when if when.question == PART)
    )


def _holds(when: When, parts: frozenset[str]) -> bool:
    return bool(parts.intersection(when.values)) != when.negated
