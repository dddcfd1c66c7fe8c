"""Starts a policy: at most one live policy per family and school, one open version per policy, however often asked."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.policydoc.answers import Answers
from apps.policydoc.bundle import Bundle
from apps.policydoc.index import index_of
from apps.policydoc.validation import validate
from apps.schools.events import Actor, record_event
from apps.schools.models import School, User
from apps.templates_lib.editions import bundle_of
from apps.templates_lib.models import Edition

from . import drafts
from .models import Answer, Policy, Version

# What another policy of the school has answered is taken over with the reason that governors will ask for.
SHARED_KINDS = (Answer.Kind.VALUE, Answer.Kind.REASON)
# What it has decided about an optional section or statement; the latest of these counts.
DECIDED_KINDS = (Answer.Kind.KEPT, Answer.Kind.LEFT_OUT, Answer.Kind.ACCEPTED)


def start_policy(school: School, edition: Edition, *, by: Actor) -> Version:
    """The open version of the school's policy of this family; policy and version are made where there are none.

    Questions and optional statements that other policies of the school share start with the school's latest answer.
    """
    for _ in range(2):
        if version := _open_version(school, edition):
            return version
        try:
            return _start(school, edition, by=by)
        except IntegrityError:  # somebody started it in the same moment: theirs is the one
            continue
    version = _open_version(school, edition)
    if version is None:
        raise RuntimeError(f"{edition} can be neither started nor found at {school.slug}")
    return version


def _open_version(school: School, edition: Edition) -> Version | None:
    policy = Policy.objects.filter(school=school, family_id=edition.family_id, is_live=True).first()
    return policy.draft if policy else None


@transaction.atomic
def _start(school: School, edition: Edition, *, by: Actor) -> Version:
    now = timezone.now()
    person = by if isinstance(by, User) else None
    policy, is_new = Policy.objects.get_or_create(
        school=school,
        family=edition.family,
        is_live=True,
        defaults={"slug": free_slug(school, edition.family.name), "title": edition.family.title, "created_at": now},
    )
    last = policy.versions.order_by("-number").values_list("number", flat=True).first()
    version = Version.objects.create(
        policy=policy, number=(last or 0) + 1, edition=edition, created_by=person, created_at=now
    )
    taken_over = _take_over(version, by=person)
    payload: dict[str, Any] = {"version": version.pk, "edition": str(edition)}
    if taken_over:
        payload["taken_over"] = taken_over
    if is_new:
        _name(policy, version)
    verb = "policy-started" if is_new else "version-started"
    record_event(school, verb, payload, by=by, subject=f"policy/{policy.pk}")
    return version


def _name(policy: Policy, version: Version) -> None:
    """A title with tokens ("{Pupils'} phones") gets the words that the school uses when it starts."""
    policy.title = drafts.load(version).printer.said(version.edition.title)
    policy.save(update_fields=["title"])


def _take_over(version: Version, *, by: User | None) -> list[str]:
    """Start what is shared with the school's latest answers; the ids of those."""
    bundle = bundle_of(version.edition)
    shared = [*_shared_answers(version.policy.school, bundle), *_shared_decisions(version.policy.school, bundle)]
    Answer.objects.bulk_create(
        Answer(
            version=version, kind=answer.kind, key=answer.key, value=answer.value,
            changed_by=by, changed_at=version.created_at, recorded_at=version.created_at,
        )
        for answer in shared
    )  # fmt: skip
    return sorted({answer.key for answer in shared})


def free_slug(school: School, name: str) -> str:
    """The name, or the name with the first number that the school has no policy under."""
    taken = set(Policy.objects.filter(school=school, slug__startswith=name).values_list("slug", flat=True))
    slug, number = name, 2
    while slug in taken:
        slug, number = f"{name}-{number}", number + 1
    return slug


def _shared_answers(school: School, bundle: Bundle) -> list[Answer]:
    """The latest answer of any policy of the school to each policy question of this bundle that fits its options."""
    questions = [question for question in index_of(bundle).asked if bundle.questions[question].scope == "policy"]
    rows = Answer.objects.filter(
        version__policy__school=school, kind__in=SHARED_KINDS, key__in=questions, value__isnull=False
    ).order_by("changed_at", "pk")
    latest = {(row.kind, row.key): row for row in rows}
    values = {key: row for (kind, key), row in latest.items() if kind == Answer.Kind.VALUE and _fits(bundle, row)}
    reasons = [
        row
        for (kind, key), row in latest.items()
        if kind == Answer.Kind.REASON and key in values and row.version_id == values[key].version_id
    ]
    return [*values.values(), *reasons]


def _shared_decisions(school: School, bundle: Bundle) -> list[Answer]:
    """What any policy of the school has decided last about each optional section and statement of this bundle."""
    optional = [name for name, place in index_of(bundle).places.items() if place.above[-1].optional]
    rows = Answer.objects.filter(
        version__policy__school=school, kind__in=DECIDED_KINDS, key__in=optional, value__isnull=False
    ).order_by("changed_at", "pk")
    return list({row.key: row for row in rows}.values())


def _fits(bundle: Bundle, row: Answer) -> bool:
    return not validate(bundle, Answers(values={row.key: row.value}))
