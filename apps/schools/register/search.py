"""Looks a school up in the register: by its URN, or by its name with its council and its postcode."""

from __future__ import annotations

from datetime import datetime

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast

from apps.schools.models import Event, Identifier, RegisterEntry, School
from apps.schools.register.loading import LOADED
from apps.schools.register.words import MOST_WORDS, is_urn, name_words, postcode_key

SHORTEST_POSTCODE = 2


def by_urn(urn: str | int) -> RegisterEntry | None:
    """The entry of that number; None for anything else, whatever it is. At most one query."""
    digits = str(urn).strip()
    if not is_urn(digits):
        return None
    return with_here(RegisterEntry.objects.filter(urn=int(digits))).order_by("urn").first()


def by_name(name: str, *, council: int, postcode: str) -> QuerySet[RegisterEntry]:
    """The entries of that council and postcode (or its beginning) whose name has a word that begins like each given.

    All three are needed: there are schools of one name, and sometimes of one name in one town. Accents, case,
    punctuation, "Saint" for "St", "C of E" for "Church of England" and the like make no difference. Nothing is found
    where a name holds no word, or a postcode fewer than two characters. One query when it is read.
    """
    words = name_words(name).split()[:MOST_WORDS]
    key = postcode_key(postcode)
    found = RegisterEntry.objects.filter(local_authority_code=council, postcode_key__startswith=key)
    if not words or len(key) < SHORTEST_POSTCODE:
        found = found.none()
    for word in words:
        found = found.filter(name_words__contains=f" {word}")
    return with_here(found).order_by("name", "urn")


def councils() -> list[tuple[int, str]]:
    """(code, name) of every council in the register, by name. One query."""
    known = RegisterEntry.objects.exclude(local_authority_code=None).exclude(local_authority="")
    pairs = known.order_by().values_list("local_authority_code", "local_authority").distinct()
    return sorted(pairs, key=lambda pair: (pair[1].casefold(), pair[0]))


def with_here(entries: QuerySet[RegisterEntry]) -> QuerySet[RegisterEntry]:
    """Each with `is_here`: whether a school of this installation has, or had, that URN."""
    numbers = Identifier.objects.filter(kind=Identifier.Kind.URN, value=Cast(OuterRef("urn"), CharField(max_length=20)))
    return entries.annotate(is_here=Exists(numbers))


def holder_of(urn: int) -> Identifier | None:
    """The number as a school of this installation has it or had it, with that school. One query."""
    held = Identifier.objects.filter(kind=Identifier.Kind.URN, value=str(urn))
    return held.select_related("school").first()


def here(words: str) -> QuerySet[School]:
    """The schools of this installation whose names hold each of the words, or that have or had that URN, by name.

    Each with `urn`, its number now, or None. One query when it is read.
    """
    numbers = Identifier.objects.filter(school=OuterRef("pk"), kind=Identifier.Kind.URN)
    found = School.objects.annotate(urn=Subquery(numbers.filter(valid_to=None).values("value")[:1]))
    for word in words.split()[:MOST_WORDS]:
        named = Q(display_name__icontains=word) | Q(legal_name__icontains=word)
        found = found.filter(named | Exists(numbers.filter(value=word)))
    return found.order_by("display_name", "pk")


def last_load() -> datetime | None:
    """When the register was last loaded, None if it never was. One query."""
    loads = Event.objects.filter(chain__school=None, chain__trust=None, verb=LOADED)
    return loads.order_by("-seq").values_list("at", flat=True).first()
