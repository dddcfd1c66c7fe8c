"""What the register says, in this program's own terms: whether a school can be added, its facts, and what differs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from apps.policydoc.days import date_words
from apps.schools.derived import ACADEMIES
from apps.schools.models import Identifier, Phase, RegisterEntry, School
from apps.schools.register.columns import is_elsewhere, is_open
from apps.schools.register.words import name_words

# Institutions of higher education, children's centres and their linked sites.
NO_SCHOOLS = frozenset({29, 47, 48})
UNKNOWN: tuple[Any, ...] = (None, "", Phase.NOT_APPLICABLE)

# What a school is told about each fact: what it is called, and what it is used for.
FACTS: dict[str, tuple[str, str]] = {
    "legal_name": ("Name in the register", "Printed on the front page where your school uses another name"),
    "type_code": ("Type of school", "Decides who in law makes the rules on phones"),
    "phase": ("Phase", "Decides which questions you are asked"),
    "low_age": ("Lowest age", "Under 5, the rules of the early years framework apply"),
    "high_age": ("Highest age", "Decides whether you are asked about examinations"),
    "has_nursery": ("Nursery classes", "With a nursery, the rules of the early years framework apply"),
    "has_sixth_form": ("Sixth form", "Decides whether you are asked about rules for sixth formers"),
    "has_boarders": ("Boarders", "Decides whether you are asked about rules for boarders"),
    "religious_character": ("Religious character", "Kept with your school; nothing asks for it yet"),
    "local_authority": ("Council", "Shown where schools are listed"),
    "trust": ("Trust", "Printed where the trust decides"),
    "address": ("Address", "Printed on the front page, if you want"),
    "postcode": ("Postcode", "Printed with the address"),
    "website": ("Website", "Kept with your school; nothing asks for it yet"),
}  # fmt: skip
NUMBERS = {
    Identifier.Kind.UKPRN: "UKPRN, its number as a provider",
    Identifier.Kind.ESTABLISHMENT: "Its number at the council",
}
# Words of letters, with the apostrophes within them.
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_AS_THEY_ARE = """
    AP CE CIT CofE II III IV JMI MAT PRU RC SEMH SEN SEND UK UTC VA VC
"""
_INITIALS = {word.upper(): word for word in _AS_THEY_ARE.split()}
_SHORTENED = frozenset({"DR", "MR", "MRS", "ST", "STS"})
_PHASES = {label.casefold().replace("-", " "): Phase(value) for value, label in Phase.choices}
_SMALL_WORDS = frozenset({"a", "and", "at", "by", "for", "in", "of", "on", "the", "with"})
# Words at the end of a school's name that say of what kind it is.
_KINDS = """
    academy aided and c ce church cofe college community controlled catholic e england first form free grammar high
    infant infants junior juniors lower middle nursery of prep preparatory primary rc roman school secondary senior
    sixth special upper va vc voluntary
"""
_KIND_WORDS = frozenset(_KINDS.split())


def refusal(entry: RegisterEntry) -> str:
    """Why this establishment cannot be a school here, in a sentence; "" if it can."""
    if is_elsewhere(vars(entry)):
        return "It is outside England: the rules that our policies follow are those of England."
    if not is_open(vars(entry)):
        when = f" on {date_words(entry.closed_on.isoformat())}" if entry.closed_on else ""
        return f"It closed{when}. Look for the school that took its place: an academy has a URN of its own."
    if entry.type_code in NO_SCHOOLS:
        return f"It is not a school: the register calls it “{entry.type_name}”."
    if entry.missing_since:
        return f"The register no longer has it (seen on {date_words(entry.missing_since.isoformat())})."
    return ""


def facts_of(entry: RegisterEntry) -> dict[str, Any]:
    """What a School takes from the register; None or "" where it does not say."""
    return {
        "legal_name": in_small_letters(entry.name),
        "type_code": entry.type_code,
        "phase": _PHASES.get(entry.phase_name.casefold().replace("-", " "), ""),
        "low_age": entry.low_age,
        "high_age": entry.high_age,
        "has_nursery": entry.has_nursery,
        "has_sixth_form": entry.has_sixth_form,
        "has_boarders": entry.has_boarders,
        "religious_character": entry.religious_character,
        "local_authority": entry.local_authority,
        "address": "\n".join(entry.address_lines),
        "postcode": entry.postcode if len(entry.postcode) <= 8 else "",
        "website": web_address(entry.website),
    }


def identifiers_of(entry: RegisterEntry) -> dict[Identifier.Kind, str]:
    found = {
        Identifier.Kind.URN: str(entry.urn),
        Identifier.Kind.UKPRN: entry.ukprn,
        Identifier.Kind.ESTABLISHMENT: entry.establishment_key,
    }
    return {kind: value for kind, value in found.items() if value}


def trust_name_of(entry: RegisterEntry) -> str:
    """The academy trust that runs it, as it would be printed; "" for others, whose "trust" is something else."""
    return in_small_letters(entry.trust_name) if entry.type_code in ACADEMIES else ""


@dataclass(frozen=True)
class Fact:
    """One thing that the register says of a school, beside what is kept here; both in words."""

    field: str
    label: str
    used_for: str
    register: str
    here: str
    differs: bool


def compared(school: School, entry: RegisterEntry) -> list[Fact]:
    """Every fact in order. What the register does not say is no difference: the school's own stays. One query."""
    theirs = {**facts_of(entry), "trust": trust_name_of(entry)}
    found = []
    for name, (label, used_for) in FACTS.items():
        here = (school.trust.legal_name if school.trust else "") if name == "trust" else getattr(school, name)
        same = name_words(here) == name_words(theirs[name]) if name == "trust" else here == theirs[name]
        differs = theirs[name] not in UNKNOWN and not same
        words = [in_words(name, value, entry) for value in (theirs[name], here)]
        found.append(Fact(name, label, used_for, *words, differs))
    return [*found, *_numbers(school, entry)]


def _numbers(school: School, entry: RegisterEntry) -> Iterator[Fact]:
    """Its numbers but the URN, which is how the entry was found. One query."""
    here = dict(school.identifiers.filter(valid_to=None).values_list("kind", "value"))
    theirs = identifiers_of(entry)
    for kind, label in NUMBERS.items():
        ours, register = here.get(kind, ""), theirs.get(kind, "")
        yield Fact(kind, label, "Kept with your school", register, ours, bool(register) and ours != register)


def in_words_of(entry: RegisterEntry) -> list[tuple[str, str]]:
    """(label, what the register says) of everything that it says and a person would know the school by.

    Not its head's name, which is only for whoever invites them.
    """
    theirs = {**facts_of(entry), "trust": trust_name_of(entry)}
    found = [("URN", str(entry.urn)), ("Status", entry.status_name)]
    found += [(label, in_words(name, theirs[name], entry)) for name, (label, _) in FACTS.items()]
    return [(label, words) for label, words in found if words]


def in_words(name: str, value: Any, entry: RegisterEntry) -> str:
    """A fact as a person reads it; "" where nobody says."""
    match name, value:
        case _, None | "":
            return ""
        case "phase", _:
            return str(Phase(value).label)
        case "type_code", _:
            return entry.type_name if value == entry.type_code else f"another (the register’s type {value})"
        case _, bool():
            return "Yes" if value else "No"
        case _:
            return str(value)


def suggested_short_name(name: str) -> str:
    """The name without the words at its end that say what kind of school it is.

    >>> suggested_short_name("St Zéphyrine’s Church of England (Aided) Junior School")
    'St Zéphyrine’s'
    """
    words = name.split()
    while len(words) > 1 and words[-1].strip("().,").casefold().replace(".", "") in _KIND_WORDS:
        words.pop()
    return " ".join(words)


def in_small_letters(name: str) -> str:
    """A name that stands in capitals throughout, as the register writes most trusts. Other names stay as they are.

    Initials stay capitals where they are known, or where no word could be meant: they have no vowel.

    >>> in_small_letters("THE STOKE-ON-VALE CE (VA) AND BXT TRUST FOR ST MARY'S")
    "The Stoke-on-Vale CE (VA) and BXT Trust for St Mary's"
    """
    return _WORD.sub(_small, name) if name.isupper() else name


def _small(found: re.Match[str]) -> str:
    word = found[0]
    small = word.lower()
    if word in _INITIALS:
        return _INITIALS[word]
    if found.start() and small in _SMALL_WORDS:
        return small
    letters = unicodedata.normalize("NFD", word)
    if word in _SHORTENED or any(vowel in letters for vowel in "AEIOUY"):
        return small[:1].upper() + small[1:]
    return word


def web_address(text: str) -> str:
    """The register's website as an address that can be opened; "" if it cannot be one."""
    if not text:
        return ""
    address = text if "://" in text else f"https://{text}"
    try:
        URLValidator(schemes=["http", "https"])(address)
    except ValidationError:
        return ""
    return address if len(address) <= 200 else ""
