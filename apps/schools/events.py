"""What happened: adds to the chains of events, and verifies them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from apps.policydoc.document import canonical, digest
from apps.schools.models import Chain, Event, School, Trust, User, new_salt


class System:
    """The actor of what nobody did by hand: a sweep, a deadline, a command."""

    def __str__(self) -> str:
        return "the system"


SYSTEM: Final = System()
Actor = User | System
Owner = School | Trust | None  # None: the installation


@dataclass(frozen=True)
class Break:
    """A place where a chain does not verify."""

    seq: int
    reason: str


def record_event(
    owner: Owner,
    verb: str,
    payload: dict[str, Any] | None = None,
    *,
    by: Actor,
    subject: str = "",
    fold_within: timedelta | None = None,
) -> Event:
    """Add one event to the owner's chain, in the caller's transaction: it stands if and only if the change stands.

    Other writers to the same chain wait until that transaction ends. `payload` holds what canonical JSON can (no
    floats, no null). With `fold_within`, an event of the same verb, subject and person that is younger is returned
    instead of adding another: so a payload that says what stood there *before* keeps every state at least that far
    apart, however often somebody saves.
    """
    with transaction.atomic():
        chain = _locked(owner)
        actor = by if isinstance(by, User) else None
        now = timezone.now()
        if fold_within is not None and (recent := _recent(chain, actor, verb, subject, now - fold_within)):
            return recent
        event = _next(chain, verb=verb, subject=subject, actor=actor, at=now, payload=payload or {})
        event.save(force_insert=True)
        Chain.objects.filter(pk=chain.pk).update(length=event.seq, head_hash=event_hash(event))
        return event


def hold(owner: Owner) -> None:
    """Let others who write to this chain, or hold it, wait from here to the end of the caller's transaction."""
    _locked(owner)


def verify(owner: Owner) -> list[Break]:
    """Every place where the owner's chain was changed, cut or reordered; empty when all is well."""
    chain = _chain(owner)
    return list(_breaks(chain)) if chain else []


@transaction.atomic
def blank_payload(event: Event, *, by: Actor) -> Event:
    """Forget what the event says, for ever; that it happened, when, by whom and in which place stays provable.

    That it was forgotten is an event too: the result.
    """
    Event.objects.filter(pk=event.pk).update(payload=None, salt="")
    owner = event.chain.school or event.chain.trust
    return record_event(owner, "payload-blanked", {"seq": event.seq}, by=by, subject=event.subject)


def event_hash(event: Event) -> str:
    """Lower-case hexadecimal SHA-256 over everything but the payload and its salt, which stand in by their hash."""
    return digest(
        {
            "chain": event.chain_id,
            "seq": event.seq,
            "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "actor": event.actor_id or 0,
            "verb": event.verb,
            "subject": event.subject,
            "payload_hash": event.payload_hash,
            "prev_hash": event.prev_hash,
        }
    )


def _hash_of(payload: dict[str, Any], salt: str) -> str:
    return hashlib.sha256(salt.encode("ascii") + canonical(payload)).hexdigest()


def _chain(owner: Owner) -> Chain | None:
    match owner:
        case School():
            return Chain.objects.filter(school=owner).first()
        case Trust():
            return Chain.objects.filter(trust=owner).first()
        case _:
            return Chain.objects.filter(school=None, trust=None).first()


def _locked(owner: Owner) -> Chain:
    """The owner's chain, made on first use, with its row locked by an UPDATE (SQLite has no SELECT FOR UPDATE)."""
    names: dict[str, Any] = {
        "school": owner if isinstance(owner, School) else None,
        "trust": owner if isinstance(owner, Trust) else None,
    }
    chain, _ = Chain.objects.get_or_create(**names)
    Chain.objects.filter(pk=chain.pk).update(length=F("length"))
    chain.refresh_from_db()
    return chain


def _recent(chain: Chain, actor: User | None, verb: str, subject: str, since: datetime) -> Event | None:
    """The newest event on this subject, if it is this person's, of this verb and young enough."""
    newest = Event.objects.filter(chain=chain, subject=subject).order_by("-seq").first()
    if newest is None or newest.verb != verb or newest.actor_id != (actor and actor.pk) or newest.at <= since:
        return None
    return newest


def _next(chain: Chain, *, payload: dict[str, Any], **what: Any) -> Event:
    salt = new_salt()
    return Event(
        chain=chain,
        seq=chain.length + 1,
        payload=payload,
        salt=salt,
        payload_hash=_hash_of(payload, salt),
        prev_hash=chain.head_hash,
        **what,
    )


def _breaks(chain: Chain) -> Iterator[Break]:
    expected, previous = 1, ""
    for event in Event.objects.filter(chain=chain).order_by("seq").iterator():
        if event.seq != expected:
            yield Break(expected, f"events {expected} to {event.seq - 1} are missing")
        if event.prev_hash != previous:
            yield Break(event.seq, "it does not follow the event before it")
        if event.payload is not None and _hash_of(event.payload, event.salt) != event.payload_hash:
            yield Break(event.seq, "its payload was changed")
        expected, previous = event.seq + 1, event_hash(event)
    if expected != chain.length + 1:
        yield Break(expected, f"the chain ends at {expected - 1} and should end at {chain.length}")
    elif previous != chain.head_hash:
        yield Break(chain.length, "the newest event was changed")
