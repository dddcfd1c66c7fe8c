"""Whatever a school has to settle is asked somewhere: under a heading that prints, or in the school's file."""

from __future__ import annotations

from collections.abc import Iterator

from apps.policydoc.bundle import Bundle
from apps.policydoc.checks.places import Words, all_words, askings, label_of
from apps.policydoc.problem import Problem
from apps.policydoc.template import CONTROL
from apps.policydoc.words import OWN, names


def check_asking(bundle: Bundle) -> Iterator[Problem]:
    yield from _headless_statements(bundle)
    yield from _shared_questions(bundle)


def _headless_statements(bundle: Bundle) -> Iterator[Problem]:
    """Pages are made of headings, so a statement above them all cannot be confirmed or left out by anybody."""
    for part in bundle.parts:
        for node in part.nodes:
            if node.is_section:
                continue
            for statement in node.walk():
                if statement.optional:
                    message = f"“{statement.id}” is optional and stands under no heading, so no page could ask about it"
                    yield Problem(statement.line, message, label_of(bundle, part))


def _shared_questions(bundle: Bundle) -> Iterator[Problem]:
    """A question of a file in `uses`, which prints nothing itself, needs a place in a file that prints."""
    homeless = _homeless(bundle)
    printing = {label_of(bundle, file) for file in (bundle.template, *bundle.parts)}
    for words in all_words(bundle):
        for question in _needed(bundle, words) if words.family in printing else ():
            if question in homeless:
                home = homeless.pop(question)
                yield words.problem(f"“{question}” of {home} is asked nowhere: add ::: ask {question} under a heading")


def _homeless(bundle: Bundle) -> dict[str, str]:
    """question -> family, of the questions that neither a file that prints nor the school's file asks."""
    placed = {asking.question.id for asking in askings(bundle) if asking.spot.file in bundle.parts}
    return {
        question.id: file.family
        for file in bundle.shared
        if file not in bundle.parts
        for question in file.questions()
        if question.scope != CONTROL and question.id not in placed
    }


def _needed(bundle: Bundle, words: Words) -> dict[str, None]:
    tokens = (bundle.token(raw) for raw in names(words.source))
    return dict.fromkeys([
        *(token.name for token in tokens if token and token.name != OWN),
        *(condition.question for condition in words.conditions),
        *words.rows,
    ])  # fmt: skip
