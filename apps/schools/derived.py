"""What the register's facts about a school already answer, so that nobody is asked.

A value stands here only where the facts decide it; everything else the head answers.
"""

from __future__ import annotations

from typing import Any

from apps.policydoc.given import SchoolFacts
from apps.schools.models import Phase, School

# Who decides about pupils' phones, by the register's code of the type of establishment: Education Act 1996 s.550C(4),
# inserted by the Children's Wellbeing and Schools Act 2026 s.36. The mapping to type codes is our reading of the Act.
# Types in neither set (16 to 19 institutions, colleges, Wales, overseas) are asked.
HEADTEACHER_DECIDES = frozenset({1, 2, 3, 5, 7, 8, 12, 14, 15})
PROPRIETOR_DECIDES = frozenset({6, 10, 11, 28, 33, 34, 35, 36, 38, 40, 41, 42, 43, 44})

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
    return SchoolFacts(school.legal_name, school.display_name, derived_values(school))


def derived_values(school: School) -> dict[str, Any]:
    """Question id -> value in the JSON of answers; no key where the facts do not decide."""
    found = {
        "school.name": school.display_name,
        "school.short-name": school.short_name or None,
        "school.trust-name": school.trust.legal_name if school.trust else None,
        "school.part-of-trust": school.trust is not None,
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


def sixth_form_or_boarding(school: School) -> list[str] | None:
    """Which of the two it has, in that order; no answer while the register knows only one of them."""
    if school.has_sixth_form is None or school.has_boarders is None:
        return None
    return [name for name, has in (("sixth-form", school.has_sixth_form), ("boarding", school.has_boarders)) if has]


def early_years(school: School) -> bool | None:
    """The early years framework applies where there are children under five: a nursery, or a lowest age under 5.

    The register's nursery provision alone cannot rule it out: a reception class without a nursery has four-year-olds.
    """
    if school.has_nursery:
        return True
    return school.low_age < 5 if school.low_age is not None else None


def examinations(school: School) -> bool | None:
    """Whether pupils reach the age of public examinations (GCSEs end the school year in which they turn 16)."""
    return school.high_age >= 16 if school.high_age is not None else None
