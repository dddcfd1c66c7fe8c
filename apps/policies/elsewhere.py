"""What the school's other policies answer to the questions that this one shares with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Subquery

from apps.policydoc.answers import Answers
from apps.policydoc.validation import validate

from . import drafts
from .changes import fingerprint
from .drafts import Draft
from .models import Answer, Policy, Version


@dataclass(frozen=True)
class Elsewhere:
    """Another answer to the same question: where it stands, and what it is."""

    policy: Policy
    value: Any


def differing(draft: Draft) -> Mapping[str, tuple[Elsewhere, ...]]:
    """question -> the other answers of the school's live policies, where both are asked and answered.

    One query, and three more for each policy that answers something else.
    """
    if not draft.version.is_draft:
        return {}
    mine = {
        question.id: value
        for question in draft.bundle.questions.values()
        if question.scope == "policy" and draft.state.live(question.id)
        for value, confirmed in [draft.state.value(question.id)]
        if confirmed and value is not None
    }
    found: dict[str, list[Elsewhere]] = {}
    for version, others in _other_answers(draft.version, mine).items():
        state = drafts.load(version).state
        for question, value in others.items():
            if state.live(question) and not validate(draft.bundle, Answers(values={question: value})):
                found.setdefault(question, []).append(Elsewhere(version.policy, value))
    return {question: tuple(answers) for question, answers in found.items()}


def _other_answers(version: Version, mine: Mapping[str, Any]) -> Mapping[Version, dict[str, Any]]:
    """The newest version of each other policy with those of its answers that are not these."""
    newest = Version.objects.filter(policy=OuterRef("version__policy")).order_by("-number").values("pk")[:1]
    rows = Answer.objects.filter(
        version__policy__school=version.policy.school_id, version__policy__is_live=True,
        version=Subquery(newest), kind=Answer.Kind.VALUE, key__in=mine, value__isnull=False,
    ).exclude(version__policy=version.policy_id)  # fmt: skip
    found: dict[Version, dict[str, Any]] = {}
    for row in rows.select_related("version__policy").order_by("version__policy__title", "pk"):
        if _meaning(row.value) != _meaning(mine[row.key]):
            found.setdefault(row.version, {})[row.key] = row.value
    return found


def _meaning(value: Any) -> str:
    """The fingerprint of an answer without the ids of its rows and own entries, which each policy makes for itself."""
    return fingerprint(_without_ids(value))


def _without_ids(value: Any) -> Any:
    match value:
        case list():
            return [_without_ids(item) for item in value]
        case dict():
            return {key: item for key, item in value.items() if key not in ("id", "person_id")}
    return value
