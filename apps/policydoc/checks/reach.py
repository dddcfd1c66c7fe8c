"""What the text prints is asked: a name never stands where its question may not have been put to anybody."""

from __future__ import annotations

from collections.abc import Iterator

from apps.policydoc.bundle import Bundle
from apps.policydoc.checks.conditions import options_of
from apps.policydoc.checks.places import Words, all_words, askings
from apps.policydoc.problem import Problem
from apps.policydoc.template import CONTROL, Question, When
from apps.policydoc.words import OWN, names

Conditions = tuple[When, ...]
MOST_KNOWN = 200
# A key detail without an answer is left out; everywhere else a name that is not asked would be a gap for ever.
GAPLESS = ("statement", "heading", "option", "title", "detail-label")


def check_reach(bundle: Bundle) -> Iterator[Problem]:
    """A question that is not asked has no answer and leaves no open item: printed, it would be a hole for ever."""
    asked: dict[str, list[Conditions]] = {}
    for asking in askings(bundle):
        if asking.spot.file in bundle.parts or asking.spot.file is bundle.school:
            asked.setdefault(asking.question.id, []).append(asking.conditions)
    for words in all_words(bundle):
        if words.where not in GAPLESS or not words.printed:
            continue
        known = _closure(bundle, words, asked)
        for question in _printed(bundle, words):
            missing = _missing(bundle, question, known, asked)
            if missing:
                yield words.problem(f"{{{question.id}}} is asked only {missing[0]}: {_remedy(words)}")


def _remedy(words: Words) -> str:
    if words.where in ("title", "detail-label"):
        return "a title or label takes only what is always asked"
    return "add that condition here or above"


def _printed(bundle: Bundle, words: Words) -> Iterator[Question]:
    found = dict.fromkeys(token.name for raw in names(words.source) if (token := bundle.token(raw)))
    for name in found:
        if name != OWN and bundle.questions[name].scope != CONTROL and name not in words.filled:
            yield bundle.questions[name]


def _missing(bundle: Bundle, question: Question, known: Conditions, asked: dict[str, list[Conditions]]) -> Conditions:
    """The conditions that hold nowhere for certain, if no place that asks the question is certain to be live."""
    lacking = [
        tuple(condition for condition in place if not implied(bundle, condition, known))
        for place in asked.get(question.id, [])
    ]
    return min(lacking, key=len, default=())


def _closure(bundle: Bundle, words: Words, asked: dict[str, list[Conditions]]) -> Conditions:
    """The conditions of these words, with those under which the questions that they name are asked at all."""
    known = dict.fromkeys((*words.conditions, *(When(row) for row in words.rows)))
    waiting = list(known)
    while waiting and len(known) < MOST_KNOWN:
        condition = waiting.pop()
        places = asked.get(condition.question, [])
        if not condition.negated and len(places) == 1:
            waiting += [above for above in places[0] if above not in known]
            known.update(dict.fromkeys(places[0]))
    return tuple(known)


def implied(bundle: Bundle, condition: When, known: Conditions) -> bool:
    """Whether `condition` holds wherever all of `known` hold."""
    if condition in known:
        return True
    about = [other for other in known if other.question == condition.question and not other.column]
    question = bundle.questions.get(condition.question)
    if question is None or condition.column:
        return True
    if question.kind in ("yes-no", "choose-one"):
        left = set(options_of(question))
        for other in about:
            left &= _satisfying(question, other)
        return bool(about) and left <= _satisfying(question, condition)
    if not condition.values:
        return not condition.negated and any(not other.negated for other in about)
    return any(
        other.negated == condition.negated
        and other.values
        and (
            set(condition.values) <= set(other.values)
            if condition.negated
            else set(other.values) <= set(condition.values)
        )
        for other in about
    )


def _satisfying(question: Question, condition: When) -> set[str]:
    """The options of a yes-no or choose-one under which `condition` holds."""
    options = set(options_of(question))
    named = set(condition.values) or ({"yes"} if question.kind == "yes-no" else options)
    return options - named if condition.negated else options & named
