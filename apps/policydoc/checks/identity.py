"""Ids: each is used once over all files composed together, and what an edition gave up is not used again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from apps.policydoc.bundle import Bundle
from apps.policydoc.checks.places import label_of
from apps.policydoc.problem import Problem
from apps.policydoc.source.header import line_of
from apps.policydoc.template import Ask, Question, Template


def check_identity(bundle: Bundle) -> Iterator[Problem]:
    yield from _nodes(bundle)
    yield from _questions(bundle)
    yield from _asks(bundle)
    yield from _forms(bundle)
    for file in bundle.files:
        yield from _changes(file, label_of(bundle, file))


def _nodes(bundle: Bundle) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for file in reversed(bundle.files):
        family = label_of(bundle, file)
        for node in file.walk():
            if node.id in first:
                yield Problem(node.line, f"the id “{node.id}” is used twice: first in {first[node.id]}", family)
            elif node.id in bundle.questions:
                yield Problem(node.line, f"the id “{node.id}” is a question's: give the text another", family)
            else:
                first[node.id] = f"{file.family}, line {node.line}"


def _questions(bundle: Bundle) -> Iterator[Problem]:
    first: dict[str, tuple[Template, Question]] = {}
    for file in reversed(bundle.files):
        for question in file.questions():
            home, other = first.setdefault(question.id, (file, question))
            if other is question:
                continue
            if home is file:
                message = f"“{question.id}” is defined twice in this file: first in line {other.line}"
                yield Problem(question.line, message, label_of(bundle, file))
            elif other != question:
                message = f"“{question.id}” is defined differently in {home.family}, line {other.line}: make them equal"
                yield Problem(question.line, message, label_of(bundle, file))


def _asks(bundle: Bundle) -> Iterator[Problem]:
    for file in bundle.files:
        family = label_of(bundle, file)
        own = {question.id for question in file.questions()}
        for node in file.walk():
            asked = [placed for placed in node.questions if isinstance(placed, Ask)]
            for ask in asked:
                if ask.question not in bundle.questions:
                    yield Problem(ask.line, f"::: ask names “{ask.question}”, which no file defines", family)
                elif ask.question in own:
                    yield Problem(ask.line, f"“{ask.question}” is defined in this file: it is asked there", family)
            for question_id, times in Counter(ask.question for ask in asked).items():
                if times > 1:
                    yield Problem(node.line, f"“{question_id}” is asked twice under this heading", family)


def _forms(bundle: Bundle) -> Iterator[Problem]:
    owners: dict[str, str] = {}
    for file in reversed(bundle.files):
        family = label_of(bundle, file)
        for question in file.questions():
            for form in question.forms or ():
                owner = owners.setdefault(_uncapitalised(form), question.id)
                if owner != question.id:
                    yield Problem(question.line, f"“{form}” is a form of “{owner}” already", family)
    for file in bundle.files:
        for question in file.questions():
            if question.id in owners:
                message = f"the id “{question.id}” is reserved: it is a form of “{owners[question.id]}”"
                yield Problem(question.line, message, label_of(bundle, file))


def _uncapitalised(form: str) -> str:
    return form[:1].lower() + form[1:]


def _changes(file: Template, family: str) -> Iterator[Problem]:
    """The old ids of `[changes]` are cumulative over all editions, so a new id may since have gone as well."""
    ids = {node.id for node in file.walk()} | {question.id for question in file.questions()}
    changes, line = file.changes, line_of(file.header_source, "changes")
    retired = Counter((*changes.retired, *(old for old, _ in changes.renamed)))
    for old, times in retired.items():
        if old in ids:
            yield Problem(line, f"“{old}” was retired or renamed in [changes]: an id is never used again", family)
        if times > 1:
            yield Problem(line, f"[changes] gives up “{old}” twice", family)
    for _, new in changes.renamed:
        if new not in ids and new not in retired:
            yield Problem(line, f"[changes] renames something to “{new}”, which does not exist", family)
    if changes.since and changes.since == file.edition:
        yield Problem(line, "[changes] since names the edition before this one, not this one", family)
