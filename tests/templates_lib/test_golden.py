"""Each policy with its usual choices, for an invented primary school, as text that people have read.

Where a text changes on purpose: read the difference, then `pytest tests/templates_lib/test_golden.py --renew-golden`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from apps.policydoc.compose import compose
from apps.policydoc.given import SchoolFacts
from apps.policydoc.standing import Standing
from apps.policydoc.text import to_text

from .settling import settled
from .shipped import AS_OF, POLICIES, REGISTER

GOLDEN = Path(__file__).parent / "golden"
FACTS = {
    "school.name": "Alder Brook Primary School",
    "school.short-name": "Alder Brook",
    "school.phase": "primary",
    "school.eyfs-applicable": True,
    "school.sixth-form-or-boarding": [],
    "school.examinations": False,
    "school.who-decides": "headteacher",
    "school.part-of-trust": False,
    "school.behaviour-guidance-applicable": True,
    "school.searching-guidance-applicable": True,
}
ANSWERS = {
    "school.strapline": "Rooted and growing",
    "school.headteacher-name": {"title": "Mrs", "name": "Tamsin Reed", "role": "Headteacher"},
    "school.chair-name": {"title": "Mr", "name": "Oren Fell", "role": "Chair of governors"},
    "school.dsl-lead": {"title": "Mrs", "name": "Tamsin Reed", "role": "Designated safeguarding lead"},
    "school.dsl-team": [
        {"id": "r-1", "person": {"title": "Ms", "name": "Ivy Marsh", "role": "Deputy designated safeguarding lead"},
         "remit": "early years"},
        {"id": "r-2", "person": {"title": "Mr", "name": "Sam Hale", "role": "Deputy designated safeguarding lead"}},
    ],
    "school.named-governor": {"title": "Dr", "name": "Leda Moss", "role": "Safeguarding governor"},
    "school.local-safeguarding-partnership": "Wealdshire Safeguarding Children",
    "school.behaviour-policy-link": {"text": "the page of our policies", "url": "https://alder-brook.example/behaviour"},
    "school.official-channels": [
        {"id": "r-1", "name": "Instagram, @alderbrook", "keeper": "the computing lead",
         "address": {"text": "instagram.example/alderbrook", "url": "https://instagram.example/alderbrook"}},
    ],
    "school.values": [{"id": "r-1", "value": "Courage"}, {"id": "r-2", "value": "Kindness"}],
    "learner-devices-permitted": "journey-handed-in",
    "parent-messaging-app": "PlainTalk",
    "behaviour-policy-names-devices": True,
    "control.policy-number": "S4",
    "control.version-number": "1",
    "control.date-written": "2026-10-05",
    "control.date-approved": "2026-11-18",
    "control.date-in-force": "2026-12-01",
    "control.date-next-review": "2027-11",
    "control.document-title": "",
    "control.review-body-committee": "Safeguarding committee",
    "control.responsible-person": {"title": "Mrs", "name": "Tamsin Reed", "role": "Headteacher"},
}  # fmt: skip


def text_of(family: str) -> str:
    bundle = POLICIES[family]
    asked = {key: value for key, value in ANSWERS.items() if key in bundle.questions}
    answers = settled(bundle, {**FACTS, **asked})
    given = SchoolFacts(FACTS["school.name"], FACTS["school.name"], FACTS, address=("1 Brook Lane", "Alderton AB1 2CD"))
    standing = Standing(status="ratified", version="1", in_force_from="2026-12-01")
    result = compose(bundle, answers, school=given, guidance=REGISTER, as_of=AS_OF, standing=standing)
    assert [item.id for item in result.open] == []
    return to_text(result.document)


@pytest.mark.parametrize("family", POLICIES)
def test_a_policy_reads_as_it_was_read(family: str, request: pytest.FixtureRequest) -> None:
    path = GOLDEN / f"{family}.txt"
    if request.config.getoption("--renew-golden"):
        GOLDEN.mkdir(exist_ok=True)
        path.write_text(text_of(family), encoding="utf-8")
    assert text_of(family) == path.read_text(encoding="utf-8"), "read the difference; --renew-golden keeps it"


def test_every_golden_text_belongs_to_a_policy() -> None:
    assert {path.stem for path in GOLDEN.glob("*.txt")} == set(POLICIES)
