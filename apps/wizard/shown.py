"""Answers in words, for the page on which somebody reads them all before the policy leaves the house."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from apps.policydoc.days import date_words
from apps.policydoc.template import Question
from apps.wizard.pages import Page
from apps.wizard.walk import Walk


@dataclass(frozen=True)
class Shown:
    """One row of the check page: `lines` is the answer, `note` what is still to do about it.

    `because` holds what the school noted beside it, for itself and for its governors: (what it is, its words).
    `elsewhere` holds the answers of other policies that are not the same: (policy, answer).
    """

    id: str
    prompt: str
    lines: tuple[str, ...]
    note: str = ""
    because: tuple[tuple[str, str], ...] = ()
    elsewhere: tuple[tuple[str, str], ...] = ()


NOTES = {
    "unanswered": "Not answered yet",
    "unconfirmed": "Usual choice, to confirm",
    "undecided": "Not decided yet",
    "own-words": "Your own words are missing",
    "column": "Something is missing in an entry",
    "reason": "The reason is missing",
}


def shown_answers(walk: Walk, page: Page) -> list[Shown]:
    notes = {item.id: NOTES.get(item.why, "") for item in walk.open_on(page)}
    questions = [
        replace(
            shown_question(walk, question, notes.get(question, "")), elsewhere=tuple(said_elsewhere(walk, question))
        )
        for question in walk.live_questions(page)
    ]
    return questions + [
        Shown(
            node.id,
            walk.words(walk.bundle.source(node)),
            ("Stays in",) if not walk.state.left_out(node) else ("Left out",),
            notes.get(node.id, ""),
        )
        for node in walk.live_statements(page)
    ]


def shown_question(walk: Walk, question_id: str, note: str) -> Shown:
    question = walk.bundle.questions[question_id]
    value, _ = walk.state.value(question_id)
    if value is None and question.id in walk.draft.answers.undecided:
        note = NOTES["undecided"]
    lines = () if value is None else tuple(answer_lines(walk, question, value))
    prompt, because = walk.words(question.prompt), tuple(notes_beside(walk, question_id))
    return Shown(question_id, prompt, lines, note if lines or note else "No answer", because)


def registered_facts(walk: Walk) -> list[Shown]:
    """What the school register says, so that nobody is asked."""
    known = [question for question in walk.draft.school.derived if question in walk.bundle.questions]
    return [shown_question(walk, question, "") for question in known]


def notes_beside(walk: Walk, question_id: str) -> Iterable[tuple[str, str]]:
    """Why a choice was made and the risk that goes with it, or who decides what is not decided yet."""
    reason = walk.draft.answers.reasons.get(question_id)
    undecided = walk.draft.answers.undecided.get(question_id)
    if reason and reason.reason:
        yield "Reason", reason.reason
    if reason and reason.risk:
        yield "Risk", reason.risk
    if undecided and undecided.owner:
        yield "Who decides", undecided.owner
    if undecided and undecided.note:
        yield "Note", undecided.note


def said_elsewhere(walk: Walk, question_id: str) -> Iterable[tuple[str, str]]:
    """(policy, its answer) for each other policy of the school that answers this question in another way."""
    for other in walk.elsewhere.get(question_id, ()):
        yield other.policy.title, "; ".join(answer_lines(walk, walk.bundle.questions[question_id], other.value))


def answer_lines(walk: Walk, question: Question, value: Any) -> Iterable[str]:
    """The answer as the person gave it: labels rather than the words that the policy prints."""
    match question.kind:
        case "yes-no":
            yield label_of(walk, question, "yes" if value else "no") or ("Yes" if value else "No")
        case "choose-one":
            yield choice_words(walk, question, value)
        case "choose-many":
            yield from (choice_words(walk, question, item) for item in value)
            if not value:
                yield "None of these"
        case "term":
            yield term_words(walk, question, value)
        case "list":
            yield from (row_words(question, row) for row in value)
            if not value:
                yield "There are none"
        case kind:
            yield from cell_words(kind, value).split("\n")


def label_of(walk: Walk, question: Question, value: str) -> str:
    option = question.option(value)
    return walk.words(option.label) if option else ""


def choice_words(walk: Walk, question: Question, item: Any) -> str:
    """A label, or the school's own words alone: they say what was chosen."""
    if isinstance(item, dict):
        return item.get("own") or label_of(walk, question, item["option"])
    return label_of(walk, question, item) or str(item)


def term_words(walk: Walk, question: Question, value: Any) -> str:
    if isinstance(value, dict):
        return f"{value['singular']} – {value['plural']}"
    option = question.option(value)
    return f"{option.label} – {option.plural}" if option else str(value)


def row_words(question: Question, row: dict[str, Any]) -> str:
    """One row of a list on one line."""
    cells = (cell_words(column.kind, row[column.id]) for column in question.columns if row.get(column.id))
    return " · ".join(cells) or "An empty entry"


def cell_words(kind: str, value: Any) -> str:
    match kind:
        case "date":
            return date_words(value)
        case "link":
            text = value.get("text") or value["url"]
            return text if text == value["url"] else f"{text} ({value['url']})"
        case "person":
            name = " ".join(filter(None, (value.get("title"), value.get("name"))))
            return ", ".join(filter(None, (name, value.get("role"))))
        case "yes-no":
            return "Yes" if value else "No"
    return str(value)
