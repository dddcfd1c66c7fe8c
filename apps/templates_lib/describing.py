"""What a template asks and says, as plain JSON for other programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from apps.policydoc.bundle import Bundle
from apps.policydoc.template import Ask, Column, Node, Option, Question, When

Json = dict[str, Any]


def describe(bundle: Bundle) -> Json:
    """The questions asked in the parts that print, in order, and their statements.

    `section` is the id of the section that a question or statement stands in; `condition` its own `when=` sources,
    those of the sections around it stand with the sections.
    """
    sections, questions, statements = [], [], []
    for part in bundle.parts:
        for node, section in _placed(part.nodes, ""):
            if node.is_section:
                sections.append(_section(node, section))
                questions += [_question(question, node.id) for question in _asked(bundle, node)]
            else:
                statements.append(_statement(bundle, node, section))
    return {
        "template": bundle.template.family,
        "edition": bundle.template.edition,
        "title": bundle.template.title,
        "questions": questions,
        "statements": statements,
        "sections": sections,
    }


def _placed(nodes: tuple[Node, ...], section: str) -> Iterator[tuple[Node, str]]:
    """Each node with the id of the section around it."""
    for node in nodes:
        yield node, section
        yield from _placed(node.children, node.id if node.is_section else section)


def _asked(bundle: Bundle, node: Node) -> Iterator[Question]:
    for placed in node.questions:
        if isinstance(placed, Question):
            yield placed
        elif isinstance(placed, Ask) and placed.question in bundle.questions:
            yield bundle.questions[placed.question]


def _section(node: Node, parent: str) -> Json:
    return {
        "id": node.id,
        "section": parent,
        "heading": node.text,
        "optional": node.optional,
        "condition": _condition(node.when),
        "guidance": list(node.guidance),
    }


def _statement(bundle: Bundle, node: Node, section: str) -> Json:
    return {
        "id": node.id,
        "section": section,
        "text": bundle.source(node),
        "optional": node.optional,
        "condition": _condition(node.when),
        "each": node.each,
        "guidance": list(bundle.guidance(node)),
    }


def _question(question: Question, section: str) -> Json:
    return {
        "id": question.id,
        "scope": question.scope,
        "kind": question.kind,
        "prompt": question.prompt,
        "options": [_option(option) for option in question.options],
        "columns": [_column(column) for column in question.columns],
        "section": section,
        "condition": _condition(question.when),
        "guidance": list(question.guidance),
        "optional": question.optional,
        "derived": question.derived,
    }


def _option(option: Option) -> Json:
    described = {
        "value": option.value,
        "label": option.label,
        "words": option.source,
        "recommended": option.recommended,
        "reason": option.needs_reason,
        "when": _condition(option.when),
        "guidance": list(option.guidance),
    }
    return described | {"plural": option.plural} if option.plural else described


def _column(column: Column) -> Json:
    return {
        "id": column.id,
        "label": column.label,
        "kind": column.kind,
        "may_be_empty": column.may_be_empty,
        "words": "{own}" if column.frame is None else column.frame,
        "guidance": list(column.guidance),
    }


def _condition(conditions: tuple[When, ...]) -> list[str]:
    return [str(condition) for condition in conditions]
