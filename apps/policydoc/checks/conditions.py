"""Conditions, rows and twins: what `when=`, `each=` and `same=` name exists and can be asked so."""

from __future__ import annotations

from collections.abc import Iterator

from apps.policydoc.bundle import Bundle
from apps.policydoc.checks.places import Spot, askings, label_of, spots
from apps.policydoc.problem import Problem
from apps.policydoc.template import CONTROL, KINDS_WITH_OPTIONS, Question, When

KINDS_WITH_ROWS = ("choose-many", "list", "long-text")


def check_conditions(bundle: Bundle) -> Iterator[Problem]:
    for spot in spots(bundle):
        family = label_of(bundle, spot.file)
        messages = [*_when(bundle, spot.node.when, spot.rows), *_each(bundle, spot), *_same(bundle, spot)]
        if _empty_lead_in(bundle, spot):
            messages.append("a lead-in (it ends with a colon) needs statements under it")
        yield from (Problem(spot.node.line, message, family) for message in messages)
    for asking in askings(bundle):
        if asking.line != asking.question.line:
            continue
        yield from _question(bundle, asking.question, label_of(bundle, asking.spot.file))


def _question(bundle: Bundle, question: Question, family: str) -> Iterator[Problem]:
    of_control = question.scope == CONTROL
    for message in _when(bundle, question.when, (), of_control=of_control):
        yield Problem(question.line, message, family)
    line = question.line + 1
    for option in question.options:
        line += 1
        for message in _when(bundle, option.when, (), of_control=of_control):
            yield Problem(line, message, family)
        line += len(option.guidance)


def _when(
    bundle: Bundle, conditions: tuple[When, ...], rows: tuple[str, ...], *, of_control: bool = False
) -> Iterator[str]:
    """`of_control` is for what stands in a question of document control, which another one may decide."""
    for condition in conditions:
        question = bundle.questions.get(condition.question)
        if question is None:
            yield f"{condition} names “{condition.question}”, which does not exist"
        elif question.scope == CONTROL and not of_control:
            yield f"{condition}: nothing in the text can hang on document control"
        elif condition.column:
            yield from _column(condition, question, rows)
        else:
            yield from _values(condition, question)
    if len(set(conditions)) != len(conditions):
        yield "a condition stands twice"


def _column(condition: When, question: Question, rows: tuple[str, ...]) -> Iterator[str]:
    if question.kind != "list" or question.column(condition.column) is None:
        yield f"{condition}: “{question.id}” has no column “{condition.column}”"
    elif question.id not in rows:
        yield f"{condition} asks about one row: it stands only inside each={question.id}"
    if condition.values:
        yield f"{condition}: of a column one can only ask whether it is filled"


def options_of(question: Question) -> tuple[str, ...]:
    if question.kind == "yes-no":
        return ("yes", "no")
    return tuple(option.value for option in question.options) if question.kind in KINDS_WITH_OPTIONS else ()


def _values(condition: When, question: Question) -> Iterator[str]:
    allowed = options_of(question)
    for value in condition.values:
        if value not in allowed:
            known = f"it has: {', '.join(allowed)}" if allowed else f"it has none, write when={question.id}"
            yield f"{condition}: “{question.id}” has no option “{value}”; {known}"
    if len(set(condition.values)) != len(condition.values):
        yield f"{condition} names an option twice"


def _each(bundle: Bundle, spot: Spot) -> Iterator[str]:
    each = spot.node.each
    if not each:
        return
    question = bundle.questions.get(each)
    if question is None:
        yield f"each= names “{each}”, which does not exist"
    elif question.kind not in KINDS_WITH_ROWS:
        yield f"each= needs a list, choose-many or long-text; “{each}” is a {question.kind}"
    elif question.scope == CONTROL:
        yield f"each={each}: nothing in the text can hang on document control"
    elif spot.rows.count(each) > 1:
        yield f"each={each} stands inside each={each} already"


def _same(bundle: Bundle, spot: Spot) -> Iterator[str]:
    same = spot.node.same
    if not same:
        return
    other = bundle.nodes.get(same)
    if other is None:
        yield f"same= names “{same}”, which does not exist here (is its file in uses?)"
    elif other.is_section:
        yield f"same= names “{same}”, which is a heading"
    elif not other.text:
        yield f"same= names “{same}”, which has no words of its own: name the statement that has them"


def _empty_lead_in(bundle: Bundle, spot: Spot) -> bool:
    return not spot.node.children and spot.node.is_lead_in(bundle.source(spot.node))
