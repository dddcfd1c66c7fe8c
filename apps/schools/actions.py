"""Every change to schools, their people and their roles; each leaves an event."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction

from apps.schools.events import Actor, record_event
from apps.schools.models import Identifier, Membership, Person, Role, School, Trust, User

# What is known about a school and its people may correct; the slug is permanent.
FACTS = frozenset(
    {
        "legal_name", "display_name", "short_name", "type_code", "phase", "low_age", "high_age", "has_nursery",
        "has_sixth_form", "has_boarders", "religious_character", "local_authority", "address", "postcode", "website",
        "logo_sha256", "logo_alt",
    }
)  # fmt: skip


@transaction.atomic
def create_user(email: str, password: str | None = None, *, name: str, by: Actor) -> User:
    """Make an account whose e-mail address is known to be theirs; without a password they sign in by code."""
    user = User.objects.create_user(email, password, name=name)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    record_event(None, "user-created", by=by, subject=f"user/{user.pk}")
    return user


@transaction.atomic
def create_trust(slug: str, *, legal_name: str, display_name: str, by: Actor) -> Trust:
    trust = Trust(slug=slug, legal_name=legal_name, display_name=display_name)
    trust.full_clean()
    trust.save()
    record_event(trust, "trust-created", {"legal-name": legal_name}, by=by)
    return trust


@transaction.atomic
def create_school(slug: str, *, by: Actor, trust: Trust | None = None, **facts: Any) -> School:
    """Raises ValidationError if a fact is not valid, or if the slug is taken."""
    school = School(slug=slug, trust=trust, **_known(facts))
    school.full_clean()
    school.save()
    record_event(school, "school-created", {"legal-name": school.legal_name}, by=by)
    return school


@transaction.atomic
def change_facts(school: School, *, by: Actor, source: str = "", **facts: Any) -> School:
    """Change what the school's policies derive from; raises ValidationError if a fact is not valid.

    `source` tells where the new facts come from, where somebody did not type them: "register/900001".
    """
    before = {name: getattr(school, name) for name in _known(facts)}
    changed = {name for name, value in facts.items() if value != before[name]}
    if not changed:
        return school
    for name in changed:
        setattr(school, name, facts[name])
    school.full_clean()
    school.save(update_fields=sorted(changed))
    told = {name.replace("_", "-"): before[name] for name in changed if before[name] is not None}
    told_of = {"source": source} if source else {}
    record_event(school, "facts-changed", {"changed": sorted(changed), "before": told, **told_of}, by=by)
    return school


@transaction.atomic
def join_trust(school: School, trust: Trust, *, by: Actor) -> School:
    """Nothing happens if the school is in that trust already."""
    if school.trust_id == trust.pk:
        return school
    before = {"before": school.trust.legal_name} if school.trust else {}
    school.trust = trust
    school.save(update_fields=["trust"])
    record_event(school, "trust-joined", {"trust": trust.legal_name, **before}, by=by, subject=f"trust/{trust.pk}")
    return school


@transaction.atomic
def add_identifier(
    school: School, *, kind: Identifier.Kind, value: str, by: Actor, valid_from: date | None = None
) -> Identifier:
    """Give the school a register's number; the one of that kind that it had until then ends the day before.

    One that would so have ended before it began was a slip, and goes. Raises ValidationError if it is a URN that
    another school has or had, or if this school has one now and `valid_from` does not say when that ends.
    """
    Identifier.objects.filter(school=school, kind=kind, value=value).exclude(valid_to=None).delete()  # it is back
    now = Identifier.objects.filter(school=school, kind=kind, valid_to=None)
    if valid_from is not None:
        now.filter(valid_from__gte=valid_from).delete()
        now.update(valid_to=valid_from - timedelta(days=1))
    identifier = Identifier(school=school, kind=kind, value=value, valid_from=valid_from)
    identifier.full_clean()
    identifier.save()
    record_event(school, "identifier-added", {"kind": kind, "value": value}, by=by)
    return identifier


@transaction.atomic
def remove_identifier(school: School, *, kind: Identifier.Kind, value: str, by: Actor) -> None:
    """Take from the school a number that never was its; the one that ended for it is its number again.

    Nothing happens if it has no such number.
    """
    wrong = Identifier.objects.filter(school=school, kind=kind, value=value).first()
    if wrong is None:
        return
    wrong.delete()
    again = None
    if wrong.valid_to is None and wrong.valid_from is not None:
        ended = wrong.valid_from - timedelta(days=1)
        again = Identifier.objects.filter(school=school, kind=kind, valid_to=ended).first()
    if again is not None:
        again.valid_to = None
        again.save(update_fields=["valid_to"])
    told = {"again": again.value} if again else {}
    record_event(school, "identifier-removed", {"kind": kind, "value": value, **told}, by=by)


@transaction.atomic
def give_role(school: School, *, user: User, role: Role, by: Actor) -> Membership:
    """Nothing happens if they have it already."""
    membership, is_new = Membership.objects.get_or_create(school=school, user=user, role=role)
    if is_new:
        record_event(school, "role-given", {"role": role}, by=by, subject=f"user/{user.pk}")
    return membership


@transaction.atomic
def take_role(school: School, *, user: User, role: Role, by: Actor) -> None:
    """Nothing happens if they do not have it."""
    gone, _ = Membership.objects.filter(school=school, user=user, role=role).delete()
    if gone:
        record_event(school, "role-taken", {"role": role}, by=by, subject=f"user/{user.pk}")


@transaction.atomic
def add_person(
    school: School, *, name: str, by: Actor, title: str = "", role: str = "", user: User | None = None
) -> Person:
    """Add somebody whom the school's policies may name."""
    person = Person(school=school, user=user, title=title, name=name, role=role)
    person.full_clean()
    person.save()
    record_event(school, "person-added", by=by, subject=f"person/{person.pk}")
    return person


def _known(facts: dict[str, Any]) -> dict[str, Any]:
    if unknown := set(facts) - FACTS:
        raise TypeError(f"a school has no {', '.join(sorted(unknown))}")
    return facts
