"""What is allowed and probably not meant: questions that change nothing, headings that never print."""

from __future__ import annotations

from collections.abc import Iterator

from apps.policydoc.bundle import Bundle
from apps.policydoc.checks.places import PRINTED, all_words, askings, label_of, spots
from apps.policydoc.index import YEARS_SHOWN
from apps.policydoc.problem import Problem
from apps.policydoc.template import CONTROL
from apps.policydoc.words import Anchor, names, pieces


def warn_of_unused(bundle: Bundle) -> Iterator[Problem]:
    """Document control is left out: ratification reads it; so are the school's questions, which other files print."""
    used = _used(bundle)
    for asking in askings(bundle):
        question = asking.question
        if asking.spot.file not in bundle.parts or asking.spot.file is bundle.school or question.scope == CONTROL:
            continue
        if question.id not in used:
            message = f"nothing prints “{question.id}” or asks after it"
            yield Problem(asking.line, message, label_of(bundle, asking.spot.file))


def _used(bundle: Bundle) -> set[str]:
    used: set[str] = set()
    for words in all_words(bundle):
        if words.where not in PRINTED:
            continue
        used |= {token.name for raw in names(words.source) if (token := bundle.token(raw))}
        if any(isinstance(piece, Anchor) and piece.ref and not piece.text for piece in pieces(words.source)):
            used.add(YEARS_SHOWN)
    for spot in spots(bundle):
        used |= {condition.question for condition in spot.node.when}
        used.add(spot.node.each)
    for question in bundle.questions.values():
        used |= {condition.question for condition in question.when}
        used |= {condition.question for option in question.options for condition in option.when}
    return used


def warn_of_empty(bundle: Bundle) -> Iterator[Problem]:
    for spot in spots(bundle):
        node = spot.node
        if spot.file in bundle.parts and node.is_section and not node.children and not node.questions:
            message = f"the heading “{node.id}” never prints: nothing stands under it"
            yield Problem(node.line, message, label_of(bundle, spot.file))
