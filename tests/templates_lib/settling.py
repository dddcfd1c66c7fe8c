"""Answers made for tests: everything that a template asks is settled, one way or another, until nothing is open."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from apps.policydoc.answers import Answers
from apps.policydoc.bundle import Bundle
from apps.policydoc.choices import wants_own_words
from apps.policydoc.index import index_of
from apps.policydoc.openness import open_items
from apps.policydoc.printing import Printer
from apps.policydoc.state import State
from apps.policydoc.template import CONTROL, Option, Question, When

Choose = Callable[[Question, list[Option]], list[Option]]
OWN_WORDS = "the words of our own"
TYPED: Mapping[str, Any] = {
    "text": "the north yard",
    "long-text": "One line.\nAnother line.",
    "date": "2026-11-20",
    "link": {"text": "our page", "url": "https://school.example/page"},
    "person": {"title": "Ms", "name": "Wren Ashby", "role": "Lead"},
}


def usual(question: Question, offered: list[Option]) -> list[Option]:
    """The recommended options; where there is none, the first."""
    return [option for option in offered if option.recommended] or offered[:1]


def settled(bundle: Bundle, values: Mapping[str, Any], choose: Choose = usual) -> Answers:
    """Answers that start from `values` and leave nothing open; `choose` picks among the options of each question."""
    control = {
        question.id.removeprefix("control."): value_of(question, choose(question, list(question.options)))
        for question in bundle.questions.values()
        if question.scope == "control"
    } | {key.removeprefix("control."): value for key, value in values.items() if key.startswith("control.")}
    answers = Answers.from_json({
        "values": {key: value for key, value in values.items() if not key.startswith("control.")},
        "control": control,
        "kept": sorted({node.id for part in bundle.parts for node in part.walk() if node.optional}),
        "reasons": {key: {"reason": "Because."} for key in reasoned(bundle)},
    })  # fmt: skip
    return settle(bundle, answers, choose)


def settle(bundle: Bundle, answers: Answers, choose: Choose = usual) -> Answers:
    """The answers with one more for every question that is still open."""
    for _ in range(40):
        state = State(bundle, answers)
        to_answer = [item.id for item in open_items(Printer(state)) if item.kind == "question"]
        if not to_answer:
            return replace(answers, control={**answers.control, **_offered_control(state, choose)})
        added = {
            key: value_of(bundle.questions[key], choose(bundle.questions[key], list(state.offered(key))))
            for key in to_answer
        }
        answers = replace(answers, values={**answers.values, **added})
    raise AssertionError(f"never settled: {to_answer}")


def _offered_control(state: State, choose: Choose) -> dict[str, Any]:
    """Another choice for each control field of whose choice nothing is offered after all; nothing asks for these."""
    fields = [q for q in state.bundle.questions.values() if q.scope == CONTROL and q.has_conditional_options]
    lost = [question for question in fields if not state.value(question.id)[1]]
    return {
        question.id.removeprefix("control."): value_of(question, choose(question, list(state.offered(question.id))))
        for question in lost
    }


def reasoned(bundle: Bundle) -> list[str]:
    """The questions of which some choice asks for a reason."""
    return [q.id for q in bundle.questions.values() if any(option.needs_reason for option in q.options)]


def value_of(question: Question, chosen: list[Option]) -> Any:
    """The JSON value of `question` for these options, with own words where an option wants them."""
    match question.kind:
        case "yes-no":
            return chosen[0].value == "yes" if chosen else True
        case "choose-many":
            return [choice(option, row=True) for option in chosen]
        case "choose-one" | "term":
            return choice(chosen[0])
        case "list":
            return [{"id": "r-1", **{column.id: TYPED[column.kind] for column in question.columns}}]
        case _:
            return TYPED[question.kind]


def choice(option: Option, *, row: bool = False) -> Any:
    """The JSON of one choice; a `row` of a choose-many has an id beside own words."""
    if not wants_own_words(option):
        return option.value
    return {"option": option.value, "own": OWN_WORDS, **({"id": f"r-{option.value}"} if row else {})}


def demands(bundle: Bundle, question: Question, option: Option | None = None) -> dict[str, Any]:
    """Answers under which `question` is asked (and `option` offered): every condition above it is met."""
    met: dict[str, Any] = {}
    waiting = [*(option.when if option else ()), *_conditions(bundle, question)]
    while waiting:
        when = waiting.pop(0)
        if when.question in met or when.question == question.id:
            continue
        gate = bundle.questions[when.question]
        met[gate.id] = _meeting(gate, when)
        waiting += _conditions(bundle, gate)
    return met


def _conditions(bundle: Bundle, question: Question) -> Iterator[When]:
    yield from question.when
    for place in index_of(bundle).asked.get(question.id, [])[:1]:
        for node in place.above:
            yield from (when for when in node.when if when.question != question.id)


def _meeting(gate: Question, when: When) -> Any:
    if gate.kind == "yes-no":
        return ("yes" in when.values if when.values else True) != when.negated
    options = [option for option in gate.options if (option.value in when.values) != when.negated or not when.values]
    return value_of(gate, options[:1])
