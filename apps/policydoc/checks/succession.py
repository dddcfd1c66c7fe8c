"""One edition after another: ids are kept for ever, so what is gone is said to be gone."""

from __future__ import annotations

from collections.abc import Iterator

from apps.policydoc.problem import Problem, in_order
from apps.policydoc.source.header import line_of
from apps.policydoc.template import Template


def check_succession(previous: Template, template: Template) -> list[Problem]:
    """What keeps `template` from being the edition after `previous` of the same family."""
    return in_order([*_edition(previous, template), *_ids(previous, template), *_kinds(previous, template)])


def _edition(previous: Template, template: Template) -> Iterator[Problem]:
    header = template.header_source
    if template.family != previous.family:
        yield Problem(line_of(header, "family"), f"the edition before this is of the family “{previous.family}”")
    if template.edition == previous.edition:
        yield Problem(line_of(header, "edition"), f"the edition “{previous.edition}” exists already: name another")
    elif template.changes.since != previous.edition:
        yield Problem(line_of(header, "since"), f'[changes] must say: since = "{previous.edition}"')


def ids_of(template: Template) -> set[str]:
    return {node.id for node in template.walk()} | {question.id for question in template.questions()}


def given_up(template: Template) -> set[str]:
    """The ids that this edition and all before it have retired or renamed."""
    return {*template.changes.retired, *(old for old, _ in template.changes.renamed)}


def _ids(previous: Template, template: Template) -> Iterator[Problem]:
    line = line_of(template.header_source, "changes")
    ids, gone = ids_of(template), given_up(template)
    for old in sorted(ids_of(previous) - ids - gone):
        yield Problem(line, f"“{old}” is gone since {previous.edition}: name it in [changes], renamed or retired")
    for old in sorted(given_up(previous) - gone):
        message = f"“{old}” was given up by {previous.edition} or before: [changes] keeps naming it"
        yield Problem(line, message if old not in ids else f"“{old}” was given up before: an id is never used again")


def _kinds(previous: Template, template: Template) -> Iterator[Problem]:
    before = {question.id: question.kind for question in previous.questions()}
    for question in template.questions():
        kind = before.get(question.id, question.kind)
        if kind != question.kind:
            message = f"“{question.id}” was a {kind}: a question of another kind needs another id"
            yield Problem(question.line, message)
    statements = {node.id: node.is_section for node in previous.walk()}
    for node in template.walk():
        if statements.get(node.id, node.is_section) != node.is_section:
            yield Problem(node.line, f"“{node.id}” changed between heading and statement: it needs another id")
