"""What the register's facts about a school already answer, so that nobody is asked.

A value stands here only where the facts decide it; everything else the head answers.
"""

from __future__ import annotations

from typing import Any

from apps.policydoc.document import Image
from apps.policydoc.given import SchoolFacts
from apps.schools.models import Phase, School

# Who decides about pupils' phones, by the register's code of the type of establishment: Education Act 1996 s.550C(4),
# inserted by the Children's Wellbeing and Schools Act 2026 s.36. The mapping to type codes is our reading of the Act.
# Types in neither set (16 to 19 institutions, colleges, Wales, overseas) are asked.
HEADTEACHER_DECIDES = frozenset({1, 2, 3, 5, 7, 8, 12, 14, 15})
PROPRIETOR_DECIDES = frozenset({6, 10, 11, 28, 33, 34, 35, 36, 38, 40, 41, 42, 43, 44})
# Types whose proprietor is an academy trust, those for 16 to 19 included.
ACADEMIES = frozenset({28, 33, 34, 35, 36, 38, 39, 40, 41, 42, 43, 44, 45, 46, 57})
# Special schools and alternative provision: their pupils reach the age of examinations, and may not be entered.
MAY_NOT_EXAMINE = frozenset({7, 8, 10, 12, 14, 33, 36, 38, 42, 43, 44})
AGE_OF_GCSES = 16  # they end the school year in which pupils turn 16; a sixth form takes them further

PHASES = {
    Phase.NURSERY: "nursery",
    Phase.PRIMARY: "primary",
    Phase.MIDDLE_DEEMED_PRIMARY: "middle",
    Phase.MIDDLE_DEEMED_SECONDARY: "middle",
    Phase.SECONDARY: "secondary",
    Phase.ALL_THROUGH: "all-through",
    Phase.SIXTEEN_PLUS: "sixteen-plus",
}


def school_facts(school: School) -> SchoolFacts:
    """What compose needs to know about a school beside its answers."""
    logo = Image(school.logo_sha256, school.logo_alt) if school.logo_sha256 else None
    return SchoolFacts(school.legal_name, school.display_name, derived_values(school), address_lines(school), logo)


def address_lines(school: School) -> tuple[str, ...]:
    """As on a letter, the postcode last; empty where no address is known: a postcode alone is none."""
    lines = [line.strip() for line in school.address.splitlines() if line.strip()]
    return (*lines, school.postcode) if lines and school.postcode else tuple(lines)


def derived_values(school: School) -> dict[str, Any]:
    """Question id -> value in the JSON of answers; no key where the facts do not decide."""
    found = {
        "school.name": school.display_name,
        "school.short-name": school.short_name or None,
        "school.trust-name": school.trust.legal_name if school.trust else None,
        "school.part-of-trust": part_of_trust(school),
        "school.who-decides": who_decides(school),
        "school.phase": PHASES.get(Phase(school.phase)) if school.phase else None,
        "school.eyfs-applicable": early_years(school),
        "school.sixth-form-or-boarding": sixth_form_or_boarding(school),
        "school.examinations": examinations(school),
        "school.behaviour-guidance-applicable": is_school(school),
        "school.searching-guidance-applicable": is_school(school),
    }
    return {question: value for question, value in found.items() if value is not None}


def who_decides(school: School) -> str | None:
    if school.type_code in HEADTEACHER_DECIDES:
        return "headteacher"
    if school.type_code in PROPRIETOR_DECIDES:
        return "proprietor"
    return None


def is_school(school: School) -> bool | None:
    """Whether the DfE's advice to schools on behaviour and on searching is for it; the head says so elsewhere."""
    return True if school.type_code in HEADTEACHER_DECIDES | PROPRIETOR_DECIDES else None


def part_of_trust(school: School) -> bool | None:
    """Every academy is: where the trust is not known, its name is asked. What other types there are is asked, too."""
    if school.trust is not None or school.type_code in ACADEMIES:
        return True
    return False if school.type_code in HEADTEACHER_DECIDES | PROPRIETOR_DECIDES else None


def sixth_form_or_boarding(school: School) -> list[str] | None:
    """Which of the two it has, in that order; no answer while only one of them is known."""
    has_sixth_form = sixth_form(school)
    if has_sixth_form is None or school.has_boarders is None:
        return None
    return [name for name, has in (("sixth-form", has_sixth_form), ("boarding", school.has_boarders)) if has]


def sixth_form(school: School) -> bool | None:
    """The register says "not applicable" of many schools; where all leave at 16 or before, there is none."""
    if school.has_sixth_form is None and school.high_age is not None and school.high_age <= AGE_OF_GCSES:
        return False
    return school.has_sixth_form


def early_years(school: School) -> bool | None:
    """The early years framework applies where there are children under five: a nursery, or a lowest age under 5.

    The register's nursery provision alone cannot rule it out: a reception class without a nursery has four-year-olds.
    """
    if school.has_nursery:
        return True
    return school.low_age < 5 if school.low_age is not None else None


def examinations(school: School) -> bool | None:
    """Whether pupils sit public examinations: not where they are too young; asked where age alone does not decide."""
    if school.high_age is None:
        return None
    if school.high_age < AGE_OF_GCSES:
        return False
    return None if school.type_code in MAY_NOT_EXAMINE else True
