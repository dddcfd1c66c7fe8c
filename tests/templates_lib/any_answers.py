"""Whole sets of answers for a policy, so that any two choices which can stand side by side do so in one of them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from apps.policydoc.answers import Answers
from apps.policydoc.bundle import Bundle
from apps.policydoc.index import index_of
from apps.policydoc.state import State
from apps.policydoc.template import CONTROL, Node, Option, Question
from apps.templates_lib.overview import is_used

from .pairwise import Pairs, Row
from .settling import TYPED, choice, demands, reasoned, settle

WITHOUT_PROGRESS = 25  # rows that meet nothing new before we take what is left for impossible
SETS = 100  # of a policy, in the quick suite
SEVERAL = ("none", "one", "two", "all but one", "all")
OWN_TERMS = {
    "school.learner-term": {"singular": "apprentice", "plural": "apprentices"},
    "school.parent-term": {"singular": "adult at home", "plural": "adults at home"},
    "school.organisation-term": {"singular": "academy", "plural": "academies"},
    "school.leader-title": {"singular": "head of school", "plural": "heads of school"},
    "school.governing-body-term": {"singular": "academy council", "plural": "academy councils"},
}
NO_FACTS: Mapping[str, Any] = {}
TEXTS = ("the north yard", "the Owl and Fox rooms")


@dataclass(frozen=True)
class AnswerSet:
    """Answers that leave nothing open, and the choices that they make: those of questions that are asked."""

    answers: Answers
    made: Row = field(repr=False)


class Dimensions:
    """What can vary in a policy: every question that it may ask, and every statement that may go or come."""

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle
        questions = bundle.questions.values()
        self.questions = {q.id: q for q in questions if q.scope == CONTROL or is_used(bundle, q)}
        self.statements = {node.id: node for node in _nodes(bundle) if node.optional}

    def levels(self) -> dict[str, int]:
        return {
            **{key: len(_levels(question)) for key, question in self.questions.items()},
            **{key: 2 for key in self.statements},
        }

    def value(self, key: str, level: int, turn: int) -> Any:
        """The JSON value of one choice; `turn` changes which options stand for “one” and “two”. None: no answer."""
        question = self.questions[key]
        kind = _levels(question)[level]
        if kind is None:
            return None
        if question.kind == "choose-many":
            return [choice(option, row=True) for option in _some(question.options, kind, turn)]
        return kind


def _nodes(bundle: Bundle) -> Iterator[Node]:
    for part in bundle.parts:
        yield from part.walk()


def _levels(question: Question) -> list[Any]:
    """The values of a question, or for a choose-many how many are chosen; None last where it may stay empty."""
    person, date, link = TYPED["person"], TYPED["date"], TYPED["link"]
    levels: list[Any] = {
        "yes-no": [True, False],
        "choose-many": list(SEVERAL),
        "choose-one": [choice(option) for option in question.options],
        "term": [*(option.value for option in question.options), OWN_TERMS.get(question.id)],
        "text": list(TEXTS),
        "long-text": ["One line.", "One line.\nAnother line."],
        "date": [date, date[:7]],
        "link": [link],
        "person": [person, {key: item for key, item in person.items() if key != "title"}],
        "list": [[], *_rows(question)],
    }[question.kind]
    return levels + [None] * question.optional


def _rows(question: Question) -> list[list[dict[str, Any]]]:
    """One row with every cell filled; two rows, of which the second has only what must be filled."""
    whole = {column.id: TYPED[column.kind] for column in question.columns}
    bare = {column.id: TYPED[column.kind] for column in question.columns if not column.may_be_empty}
    return [[{"id": "r-1", **whole}], [{"id": "r-1", **whole}, {"id": "r-2", **bare}]]


def _some(options: tuple[Option, ...], how_many: str, turn: int) -> tuple[Option, ...]:
    around = options[turn % len(options) :] + options[: turn % len(options)]
    wanted = {"none": 0, "one": 1, "two": 2, "all but one": len(options) - 1, "all": len(options)}[how_many]
    return around[:wanted]


@cache
def sets_of(bundle: Bundle) -> tuple[AnswerSet, ...]:
    """The first SETS of a policy, made once for all tests that read them."""
    return tuple(answer_sets(bundle, at_most=SETS))


def answer_sets(bundle: Bundle, *, at_most: int = 1000, facts: Mapping[str, Any] = NO_FACTS) -> Iterator[AnswerSet]:
    """Pairwise answer sets, the same in every run; each answers the questions of `facts` in that way."""
    dimensions = Dimensions(bundle)
    pairs = Pairs(dimensions.levels())
    idle = turn = 0
    while idle < WITHOUT_PROGRESS and turn < at_most:
        turn += 1
        start, forced = _start(dimensions, pairs)
        made = _answered(dimensions, pairs.next_row(start), {**forced, **facts}, turn)
        idle = 0 if pairs.met(made.made) else idle + 1
        yield made


def _start(dimensions: Dimensions, pairs: Pairs) -> tuple[Row, dict[str, Any]]:
    """A pair that is still missing, with what must be answered so that both are asked."""
    for pair in pairs.some_missing():
        forced: dict[str, Any] = {}
        for key, level in pair:
            if key in dimensions.questions:
                question = dimensions.questions[key]
                option = next(iter(question.options[level:]), None) if question.kind == "choose-one" else None
                forced |= demands(dimensions.bundle, question, option)
        if not any(key in forced for key, _ in pair):
            return dict(pair), forced
    return {}, {}


def _answered(dimensions: Dimensions, row: Row, forced: Mapping[str, Any], turn: int) -> AnswerSet:
    bundle, chance = dimensions.bundle, random.Random(turn)
    values = {key: dimensions.value(key, level, turn) for key, level in row.items() if key in dimensions.questions}
    typed = {key: value for key, value in {**values, **forced}.items() if value is not None}
    answers = _answers(dimensions, typed, sorted(key for key in dimensions.statements if row[key]))
    answers = settle(bundle, answers, lambda _, offered: [chance.choice(offered)] if offered else [])
    return AnswerSet(
        answers,
        _made(dimensions, State(bundle, answers), row, values, {**typed, **answers.values, **_control(answers)}),
    )


def _control(answers: Answers) -> dict[str, Any]:
    return {f"control.{key}": value for key, value in answers.control.items()}


def _answers(dimensions: Dimensions, typed: Mapping[str, Any], out: list[str]) -> Answers:
    return Answers.from_json({
        "values": {key: value for key, value in typed.items() if not key.startswith("control.")},
        "control": {key.removeprefix("control."): value for key, value in typed.items() if key.startswith("control.")},
        "left_out": out,
        "kept": sorted(dimensions.statements.keys() - set(out)),
        "reasons": {key: {"reason": "Because."} for key in reasoned(dimensions.bundle)},
    })  # fmt: skip


def _made(dimensions: Dimensions, state: State, row: Row, values: Mapping[str, Any], typed: Mapping[str, Any]) -> Row:
    """The choices of the row that count: of questions that are asked, and of statements whose place is in the text."""
    places = index_of(dimensions.bundle).places
    made = {}
    for key, level in row.items():
        if key in dimensions.statements:
            place = places[key]
            if all(state.stands(node.id) for node in place.above[:-1]) and all(map(state.holds, place.conditions)):
                made[key] = level
        elif typed.get(key) == values[key] and (key.startswith("control.") or state.live(key)):
            made[key] = level
    return made
