"""What is open: everything that a school still has to settle, with the reason (template-format.md §4.3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from apps.policydoc.around import ADDRESS
from apps.policydoc.choices import chosen, own_words, wants_own_words, yes_or_no
from apps.policydoc.index import Place
from apps.policydoc.printing import Printer
from apps.policydoc.state import State
from apps.policydoc.template import CONTROL, Node, Question

Why = Literal["unanswered", "unconfirmed", "undecided", "own-words", "column", "reason"]


@dataclass(frozen=True)
class Open:
    """Something that a school has to settle before the policy can be submitted, and the heading it stands under.

    No page asks for a `reference` (id "ref:" and the family of a guidance document of which no edition is in force) or
    an `addition` (words of the school, by their id, that are printed nowhere): `prompt` says what there is to do.
    """

    kind: Literal["question", "statement", "reference", "addition"]
    id: str
    part: str
    section: str
    why: Why
    prompt: str
    suggestion: str = ""


def open_items(printer: Printer) -> tuple[Open, ...]:
    """Everything still to settle, in reading order, each question once, at the first place where it is live."""
    found: dict[tuple[str, str], Open] = {}
    for item, place in printer.state.index.reading_order:
        entry = _question(printer, item, place) if isinstance(item, Question) else _statement(printer, item, place)
        if entry:
            found.setdefault((entry.kind, entry.id), entry)
    return tuple(found.values())


def _question(printer: Printer, question: Question, place: Place) -> Open | None:
    state = printer.state
    why = why_open(state, question.id)
    if why is None:
        return None
    if question.id in state.index.asked and not state.place_is_live(place, question.id):
        return None
    prompt = printer.said(question.prompt)
    suggestion = printer.suggestion(question) if why == "unconfirmed" else ""
    return Open("question", question.id, place.part, place.section, why, prompt, suggestion)


def why_open(state: State, question_id: str) -> Why | None:
    """Why a question counts as open, or None if it is settled or need not be."""
    question = state.bundle.questions[question_id]
    if question.scope == CONTROL or question.id in state.school.derived or not state.live(question.id):
        return None
    if question.id == ADDRESS and state.school.address:
        return None  # the register's is printed, and no page asks for another
    if state.is_locked(question.id):
        return None
    if question.id in state.answers.undecided:
        return "undecided"
    value, confirmed = state.value(question.id)
    if value is None:
        return None if question.optional else "unanswered"
    return "unconfirmed" if not confirmed else _incomplete(state, question, value)


def _incomplete(state: State, question: Question, value: Any) -> Why | None:
    if _lacks_a_role(state, question, value):
        return "column"
    if question.kind == "list":
        whole = all(row.get(column.id) for row in value for column in question.columns if not column.may_be_empty)
        return None if whole else "column"
    if not question.may_demand_more:
        return None
    choices = value if isinstance(value, list) else [value]
    options = [
        (item, question.option(yes_or_no(item) if question.kind == "yes-no" else chosen(item))) for item in choices
    ]
    if any(option and wants_own_words(option) and not own_words(item) for item, option in options):
        return "own-words"
    reasoned = state.answers.reasons.get(question.id)
    needs = any(option and option.needs_reason for _, option in options)
    return "reason" if needs and not (reasoned and reasoned.reason) else None


def _lacks_a_role(state: State, question: Question, value: Any) -> bool:
    """A person's role is wanted where the text prints it on its own."""
    if question.kind == "person":
        people = {"": [value]}
    elif question.kind == "list":
        columns = [column.id for column in question.columns if column.kind == "person"]
        people = {column: [row[column] for row in value if row.get(column)] for column in columns}
    else:
        return False
    return any(
        not person.get("role")
        for column, persons in people.items()
        if any(state.section_state(node) == "on" for node in state.index.roles.get((question.id, column), ()))
        for person in persons
    )


def _statement(printer: Printer, node: Node, place: Place) -> Open | None:
    state = printer.state
    if node.optional != "on" or node.id in state.kept_in:
        return None
    if node.id in state.answers.kept | state.answers.accepted | state.answers.left_out:
        return None
    if state.section_state(node.id) != "on":
        return None
    words = printer.said(state.words_of(node))
    return Open("statement", node.id, place.part, place.section, "unconfirmed", words)
