"""What is done with the register: a school is added from it, is told its number there, takes its facts from it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify

from apps.schools import actions
from apps.schools.events import Actor, hold
from apps.schools.invitations import invite
from apps.schools.models import Event, Identifier, RegisterEntry, Role, School, Trust
from apps.schools.register.facts import (
    compared,
    facts_of,
    identifiers_of,
    in_small_letters,
    refusal,
    suggested_short_name,
    trust_name_of,
)
from apps.schools.register.words import name_words

ALREADY_HERE = "This school is here already."
AT_ONCE = "Somebody else added or changed a school at the same moment. Try again."
LONGEST_SLUG = 60


def add_school(
    entry: RegisterEntry,
    *,
    by: Actor,
    head_email: str = "",
    head_name: str = "",
    display_name: str = "",
    short_name: str = "",
    trust_name: str = "",
    slug: str = "",
) -> School:
    """Add the register's school with its facts, its numbers and its trust, and invite its head.

    What is left empty follows from the register; without an e-mail address nobody is invited. Two who add schools at
    once wait for each other, so that two schools of one name get two slugs and one trust. Raises ValidationError by
    field: `urn` if the school is here already or cannot be one, `head_email`, `slug`.
    """
    display_name = display_name or in_small_letters(entry.name)
    names = {"display_name": display_name, "short_name": short_name or suggested_short_name(display_name)}
    trust_name = trust_name or trust_name_of(entry)
    try:
        with transaction.atomic():
            hold(None)
            _refuse(entry)
            slug = slug or free_slug(School, display_name, f"{display_name} {entry.town}")
            trust = _trust_named(trust_name, by=by) if trust_name_of(entry) else None
            school = actions.create_school(slug, by=by, trust=trust, **{**facts_of(entry), **names})
            for kind, value in identifiers_of(entry).items():
                actions.add_identifier(school, kind=kind, value=value, valid_from=entry.opened_on, by=by)
            if head_email:
                _invite_head(school, entry, head_email, head_name or entry.head_name, by)
    except IntegrityError as error:  # by somebody who adds or changes one in another way
        raise ValidationError({"urn": AT_ONCE}) from error
    return school


def set_urn(school: School, entry: RegisterEntry, *, by: Actor, valid_from: date | None = None) -> None:
    """Tell which entry of the register is this school, from that day on; without a day, from today if it had another.

    Another that was told today, too, was a slip: nothing stays of it, unless a day is given. Its other numbers follow.
    Raises ValidationError if the entry cannot be a school here, or is another school here.
    """
    try:
        with transaction.atomic():
            hold(school)
            _refuse(entry, but=school)
            _renumber(school, entry, valid_from, by)
    except IntegrityError as error:  # another school was given the number a moment ago
        raise ValidationError({"urn": AT_ONCE}) from error


def _renumber(school: School, entry: RegisterEntry, valid_from: date | None, by: Actor) -> None:
    now = Identifier.objects.filter(school=school, kind=Identifier.Kind.URN, valid_to=None)
    had = now.first()
    told = telling(had) if had and not valid_from and had.value != str(entry.urn) else None
    if had and told and timezone.localdate(told.at) == timezone.localdate():
        release_urn(school, had.value, by=by)
    _number(school, entry, valid_from or (timezone.localdate() if now.exists() else entry.opened_on), by)


@transaction.atomic
def release_urn(school: School, urn: str, *, by: Actor) -> None:
    """Take from the school a URN that never was its, and the numbers that came with it; those before are its again.

    A school of its own can be added with that URN then. Nothing happens if this one does not have it.
    """
    hold(school)
    actions.remove_identifier(school, kind=Identifier.Kind.URN, value=urn, by=by)
    rightly = _numbers_of(
        Identifier.objects.filter(school=school, kind=Identifier.Kind.URN).values_list("value", flat=True)
    )
    for kind, value in _numbers_of([urn]):
        if (kind, value) not in rightly:
            actions.remove_identifier(school, kind=kind, value=value, by=by)


def telling(number: Identifier) -> Event | None:
    """When the school was last told to have that number, and by whom; None if nothing says so any more."""
    told = Event.objects.filter(
        chain__school=number.school_id, verb="identifier-added", payload__kind=number.kind, payload__value=number.value
    )
    return told.select_related("actor").order_by("-seq").first()


def _numbers_of(urns: Iterable[str]) -> set[tuple[Identifier.Kind, str]]:
    """(kind, value) of every number that the register gives the schools of those URNs."""
    entries = RegisterEntry.objects.filter(urn__in=[int(urn) for urn in urns])
    return {number for entry in entries for number in identifiers_of(entry).items()}


@transaction.atomic
def take_facts(school: School, entry: RegisterEntry, *, by: Actor) -> list[str]:
    """Take everything that the register says otherwise; returns the names of the facts that changed.

    The school's display and short names stay, and so does everything of which the register says nothing.
    """
    differing = [fact.field for fact in compared(school, entry) if fact.differs]
    theirs = facts_of(entry)
    taken = {name: theirs[name] for name in differing if name in theirs}
    actions.change_facts(school, source=f"register/{entry.urn}", by=by, **taken)
    if "trust" in differing:
        actions.join_trust(school, _trust_named(trust_name_of(entry), by=by), by=by)
    _number(school, entry, timezone.localdate(), by)
    return differing


def free_slug(model: type[School | Trust], *names: str) -> str:
    """The first of the names as a slug that is not taken yet; else the first with a number behind it.

    It is never digits alone: those are a URN's in addresses.
    """
    wanted = [slugify(name)[:LONGEST_SLUG].strip("-") for name in names]
    wanted = [slug if slug and not slug.isdigit() else f"school-{slug}".strip("-") for slug in wanted]
    first = wanted[0][: LONGEST_SLUG - 4].strip("-")
    taken = set(model.objects.filter(slug__startswith=first).values_list("slug", flat=True))
    numbered = (f"{first}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (*wanted, *numbered) if slug not in taken)


def _refuse(entry: RegisterEntry, *, but: School | None = None) -> None:
    if why := refusal(entry):
        raise ValidationError({"urn": why})
    others = Identifier.objects.filter(kind=Identifier.Kind.URN, value=str(entry.urn))
    if others.exclude(school=but).exists():
        raise ValidationError({"urn": ALREADY_HERE})


def _number(school: School, entry: RegisterEntry, valid_from: date | None, by: Actor) -> None:
    """Give the school the entry's numbers that it does not have yet."""
    now = dict(Identifier.objects.filter(school=school, valid_to=None).values_list("kind", "value"))
    for kind, value in identifiers_of(entry).items():
        if now.get(kind) != value:
            since = valid_from if kind in now else entry.opened_on
            actions.add_identifier(school, kind=kind, value=value, valid_from=since, by=by)


def _trust_named(name: str, *, by: Actor) -> Trust:
    """The trust of that name, however it is written; made if there is none, by one person at a time."""
    hold(None)
    words = name_words(name)
    for trust in Trust.objects.order_by("pk"):
        if name_words(trust.legal_name) == words:
            return trust
    return actions.create_trust(free_slug(Trust, name), legal_name=name, display_name=name, by=by)


def _invite_head(school: School, entry: RegisterEntry, email: str, name: str, by: Actor) -> None:
    """The person stands among those whom policies may name, with the title and role that the register gives them."""
    try:
        user = invite(school, email=email, role=Role.HEAD, name=name, by=by)
    except ValidationError as error:
        raise ValidationError({"head_email": error.messages}) from error
    if name:
        is_theirs = name == entry.head_name
        title = entry.head_title if is_theirs else ""
        role = (entry.head_job_title if is_theirs else "") or Role.HEAD.label
        actions.add_person(school, title=title, name=name, role=role, user=user, by=by)
