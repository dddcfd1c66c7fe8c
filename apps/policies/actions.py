"""Every write to a school's policies; each is one transaction, known by who did it, and harmless when done twice."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db import transaction
from django.utils import timezone

from apps.exports.actions import request_export
from apps.exports.models import Export
from apps.policydoc.document import to_json
from apps.schools.events import Actor, record_event
from apps.schools.models import School, User

from . import drafts
from .changes import AnswersRefused, Change, Clash, Saved, answer_of
from .checking import checked
from .logo import describe_logo, remove_logo, set_logo
from .models import Answer, Version, VersionFile
from .pictures import PictureRefused
from .saving import Writer
from .starting import start_policy
from .states import WrongState

__all__ = [
    "AnswersRefused", "Change", "Clash", "PictureRefused", "Saved", "WrongState", "confirm_items", "describe_logo",
    "export_version", "keep", "leave_out", "remove_logo", "save_answers", "set_logo", "set_undecided", "start_policy",
]  # fmt: skip

Kind = Answer.Kind


@transaction.atomic
def save_answers(version: Version, changes: Iterable[Change], *, by: Actor) -> Saved:
    """Save what a person answered. Different questions merge; for the same one the answer is a Clash with both values.

    Raises AnswersRefused for what no answer may hold, and then nothing is saved; WrongState when the version is not
    a draft any more.
    """
    changes = list(changes)
    version = locked_draft(version, with_school=any(change.key.startswith("school.") for change in changes))
    rows = drafts.stored_answers(version)
    writer = Writer(version, rows, by=by, at=timezone.now())
    saved = writer.write(checked(version, rows, changes))
    if writer.history:
        record_event(
            version.policy.school,
            "answers-saved",
            {"version": version.pk, "changes": writer.history},
            by=by,
            subject=f"policy/{version.policy_id}",
        )
    return saved


def confirm_items(version: Version, ids: Collection[str], *, by: Actor) -> Saved:
    """Take over the recommended options and usual choices of these questions and statements, as they stand unconfirmed.

    What somebody answers in the same moment stays: their answer is a Clash in the result.
    """
    draft = drafts.load(version)
    changes = []
    for item in draft.unconfirmed:
        if item.id not in ids:
            continue
        if item.kind == "question":
            value, _ = draft.state.value(item.id)
            kind, key = answer_of(item.id)
            changes.append(Change(kind, key, value, draft.seen(kind, key)))
        changes.append(Change(Kind.ACCEPTED, item.id, True, draft.seen(Kind.ACCEPTED, item.id)))
    return save_answers(version, changes, by=by)


def leave_out(version: Version, node: str, *, by: Actor) -> Saved:
    """Leave an optional section or statement out of the text."""
    return save_answers(version, [Change(Kind.LEFT_OUT, node, True, None)], by=by)


def keep(version: Version, node: str, *, by: Actor) -> Saved:
    """Confirm that an optional section or statement stands in the text, or put one in that starts left out."""
    return save_answers(version, [Change(Kind.KEPT, node, True, None)], by=by)


def set_undecided(
    version: Version, question: str, *, owner: str = "", note: str = "", seen: str | None = None, by: Actor
) -> Saved:
    """Mark a question as not decided yet: who will, and a note. Answering it removes the mark."""
    value = {name: text for name, text in (("owner", owner), ("note", note)) if text}
    return save_answers(version, [Change(Kind.UNDECIDED, question, value, seen)], by=by)


@transaction.atomic
def export_version(version: Version, kind: str, *, by: Actor) -> Export:
    """Ask for a file of the version as it stands; the same text asked for twice is one export."""
    composed = drafts.compose_version(version)
    person = by if isinstance(by, User) else None
    export = request_export(kind, to_json(composed.document), by=person)
    VersionFile.objects.update_or_create(
        version=version,
        export=export,
        defaults={"kind": kind, "asked_by": person, "asked_at": timezone.now()},
    )
    return export


def locked_draft(version: Version, *, with_school: bool) -> Version:
    """The version, locked against submission; WrongState when it is not a draft.

    With the school locked too where its own answers change: saves of two of its policies then wait for each other
    instead of blocking each other for ever.
    """
    locked = Version.objects.select_for_update(of=("self",), no_key=True)
    version = locked.select_related("policy__school__trust", "edition__family").get(pk=version.pk)
    if not version.is_draft:
        raise WrongState("This version is not a draft any more: its answers cannot be changed.")
    if with_school:
        list(School.objects.select_for_update(no_key=True).filter(pk=version.policy.school_id).values_list("pk"))
    return version
