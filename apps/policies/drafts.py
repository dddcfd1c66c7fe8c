"""A version as it stands: its bundle, the answers that count for it, and what they compose."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.utils import timezone

from apps.policydoc.answers import Answers
from apps.policydoc.bundle import Bundle
from apps.policydoc.canonical import canonical
from apps.policydoc.compose import Composed, compose
from apps.policydoc.document import Document, document_from_json, to_json
from apps.policydoc.given import SchoolFacts
from apps.policydoc.guidance import Register
from apps.policydoc.openness import Open
from apps.policydoc.printing import Printer
from apps.policydoc.standing import Standing
from apps.policydoc.state import State
from apps.policydoc.template import CONTROL
from apps.schools.derived import school_facts
from apps.templates_lib.editions import bundle_of
from apps.templates_lib.library import guidance_register

from . import shape
from .changes import Key
from .models import Answer, Version
from .saving import row_id, token
from .shape import as_answers

FROZEN_SCHEMA = 1
READ_WITH = ("policy__school__trust", "edition__family")


@dataclass(frozen=True)
class Draft:
    """Everything that the pages of one version need, read in two queries."""

    version: Version
    bundle: Bundle
    answers: Answers
    school: SchoolFacts
    guidance: Register
    as_of: str
    trust: Any = None
    rows: Mapping[Key, Answer] = field(default_factory=dict, repr=False)
    frozen: Document | None = None

    def seen(self, kind: str, key: str) -> str:
        """The token of this answer as it was read, for a hidden field of the form that may change it."""
        return token(self.rows, (kind, key))

    @cached_property
    def state(self) -> State:
        return State(self.bundle, self.answers, self.school, self.trust, self.guidance, self.as_of)

    @cached_property
    def printer(self) -> Printer:
        """Fills prompts, labels and titles with what is known."""
        return Printer(self.state)

    @cached_property
    def unconfirmed(self) -> tuple[Open, ...]:
        """What has a usual choice that nobody has confirmed, in the text and in document control."""
        return (*(item for item in self.composed.open if item.why == "unconfirmed"), *self.unconfirmed_control)

    @cached_property
    def unconfirmed_control(self) -> tuple[Open, ...]:
        """Document control is never open: it may wait. A click can confirm its usual choices all the same."""
        return tuple(self._unconfirmed_control())

    def _unconfirmed_control(self) -> Iterator[Open]:
        for question in self.bundle.questions.values():
            if question.scope != CONTROL or not self.state.live(question.id):
                continue
            value, confirmed = self.state.value(question.id)
            if value is not None and not confirmed:
                suggestion = self.printer.suggestion(question)
                prompt = self.printer.said(question.prompt)
                yield Open("question", question.id, "", "", "unconfirmed", prompt, suggestion)

    @cached_property
    def composed(self) -> Composed:
        """The document and what is open: the one list that pages, files and governors go by."""
        standing = standing_of(self.version)
        if self.frozen is not None:
            return Composed(_with_standing(self.frozen, standing))
        return compose(
            self.bundle,
            self.answers,
            school=self.school,
            trust=self.trust,
            guidance=self.guidance,
            as_of=self.as_of,
            standing=standing,
        )


def load(version: Version) -> Draft:
    """The version as it stands. It is read from the database again: the caller's copy may be old.

    From submission on it stands as it was frozen then, whatever the school answers for other policies.
    """
    return as_read(Version.objects.select_related(*READ_WITH).get(pk=version.pk))


def as_read(version: Version) -> Draft:
    """The same for a version that was read a moment ago together with READ_WITH: one query less."""
    if not version.is_draft:
        return _thawed(version)
    rows = stored_answers(version)
    return Draft(
        version=version,
        bundle=bundle_of(version.edition),
        answers=as_answers(rows),
        school=school_facts(version.policy.school),
        guidance=guidance_register(),
        as_of=timezone.localdate().isoformat(),
        rows={row_id(row): row for row in rows},
    )


def compose_version(version: Version) -> Composed:
    return load(version).composed


def freeze(draft: Draft) -> str:
    """The canonical JSON for Version.frozen: the Document as submitted, and all that it was composed from.

    The Document itself, so that no later code can compose other words. A trust's layer joins it with roll-outs.
    """
    content = {
        "schema": FROZEN_SCHEMA,
        "document": to_json(draft.composed.document),
        "answers": draft.answers.to_json(),
        "school": draft.school.to_json(),
        "guidance": [asdict(edition) for edition in draft.guidance.editions],
        "as_of": draft.as_of,
    }
    return canonical(content).decode("utf-8")


def _thawed(version: Version) -> Draft:
    """Without tokens: nothing of it can be changed."""
    content = json.loads(version.frozen)
    if content["schema"] != FROZEN_SCHEMA:
        raise ValueError(f"{version} was frozen with schema {content['schema']}, which this release does not read")
    return Draft(
        version=version,
        bundle=bundle_of(version.edition),
        answers=shape.trusted_answers(content["answers"]),
        school=SchoolFacts.from_json(content["school"]),
        guidance=Register.from_json(content["guidance"]),
        as_of=content["as_of"],
        frozen=document_from_json(content["document"]),
    )


def _with_standing(document: Document, standing: Standing) -> Document:
    """What the record of the version says stands in its control; its body is the one that was submitted."""
    control = replace(
        document.control,
        status=standing.status,
        version=standing.version,
        values={**document.control.values, **standing.facts},
    )
    return replace(document, control=control)


def standing_of(version: Version) -> Standing:
    return Standing(
        status=version.state.lower(),
        version=str(version.number),
        in_force_from=version.in_force_from.isoformat() if version.in_force_from else "",
        withdrawn_from=version.withdrawn_from.isoformat() if version.withdrawn_from else "",
    )


def stored_answers(version: Version) -> list[Answer]:
    owners = Q(version=version) | Q(school=version.policy.school_id)
    return list(Answer.objects.filter(owners).order_by("pk"))
