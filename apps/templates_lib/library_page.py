"""docs/library.md: the overview of the library as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from apps.policydoc.template import Question

from .ledger import Choice, Decision
from .overview import Overview, said

INTRODUCTION = """\
# What the library lets a school decide

Made by `manage.py describe_library --output docs/library.md` from the files of `apps/templates_lib/library` and from
`apps/templates_lib/ledger.toml`: edit those, never this file.
"""
OF_TEMPLATES = """\
## Policies to start from

A question is *decide yourself*, or has a *usual choice*, which counts once somebody confirms it, or *may stay empty*.
The numbers are those of all schools together: no school is asked them all, because answers and the school register
decide what is asked. *For the school* counts the questions that are asked once and used by every policy.
"""
OF_DECISIONS = """\
## Decisions

Each decision that was found in the policies of schools, by its id. ` *` marks a usual choice, ` !` one that asks for a
reason. A control field belongs to every policy, and so has no template beside it.
"""


def library_page(overview: Overview, ledger: Iterable[Decision]) -> str:
    return "\n".join([INTRODUCTION, *_templates(overview), *_decisions(overview, ledger)])


def _templates(overview: Overview) -> Iterator[str]:
    yield OF_TEMPLATES
    yield from _table(
        ("template", "title", "questions", "decide yourself", "usual choice", "may stay empty", "for the school",
         "statements", "to leave out or put in"),
        (_template(overview, family) for family in overview.policies),
    )  # fmt: skip
    for family, bundle in overview.policies.items():
        if bundle.template.parts:
            parts = ", ".join(f"`{part}`" for part in bundle.template.parts)
            yield f"`{family}` holds nothing of its own: it prints {parts}.\n"


def _template(overview: Overview, family: str) -> tuple[str, ...]:
    bundle = overview.policies[family]
    figures = overview.figures(bundle)
    numbers = (figures.own_questions, figures.decide_yourself, figures.usual_choices, figures.may_stay_empty,
               figures.school_questions, figures.statements, figures.optional_statements)  # fmt: skip
    return f"`{family}`", said(bundle, bundle.template.title), *map(str, numbers)


def _decisions(overview: Overview, ledger: Iterable[Decision]) -> Iterator[str]:
    yield OF_DECISIONS
    for group, decisions in groupby(ledger, key=lambda decision: decision.group):
        of_group = tuple(decisions)
        yield f"### {group}\n"
        yield from _table(
            ("decision", "taken as", "in", "words", "choices"), (_decision(overview, decision) for decision in of_group)
        )
        yield from _notes(overview, of_group)


def _decision(overview: Overview, decision: Decision) -> tuple[str, ...]:
    place = overview.place(decision)
    question = overview.question(decision.id)
    files = ", ".join(f"`{family}`" for family in place.files)
    return f"`{decision.id}`", place.taken_as, files, place.words, _choices(overview, question) if question else ""


def _choices(overview: Overview, question: Question) -> str:
    return "; ".join(overview.label(question, option) for option in question.options)


def _notes(overview: Overview, decisions: Iterable[Decision]) -> Iterator[str]:
    """What is made in another way than by an option of its own, and what is not offered."""
    notes = [
        f"- `{decision.id}`, {_place(number, decision)}: {_note(choice)}"
        for decision in decisions
        for number, choice in enumerate(decision.choices, 1)
        if not choice.option
    ]
    if notes:
        yield "Choices that were found and are no option of their own, in the order of the collection:\n"
        yield "\n".join(notes) + "\n"


def _place(number: int, decision: Decision) -> str:
    return f"choice {number} of {len(decision.choices)}"


def _note(choice: Choice) -> str:
    return f"not offered. {choice.refused}" if choice.refused else choice.otherwise


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    lines = [head, ("---",) * len(head), *rows]
    yield "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines) + "\n"
