"""What the policy on mobile and smart technology says for particular answers: the rules that law and guidance set."""

from __future__ import annotations

from typing import Any

import pytest

from apps.policydoc.state import State

from .settling import settled
from .shipped import FACTS, MOBILE, SCHOOL_WITH_ALL, composed, sentences


def policy(**values: Any) -> list[str]:
    """The sentences of a complete policy with these answers, the usual ones for the rest."""
    return sentences(composed(MOBILE, settled(MOBILE, {**SCHOOL_WITH_ALL, **values}), FACTS).document)


def test_no_choice_is_ticked_beforehand_that_prints_national_advice_a_second_time() -> None:
    linked = MOBILE.questions["linked-policies-mobile"]
    assert [option.value for option in linked.options if option.recommended] == [
        "anti-bullying",
        "acceptable-use",
        "behaviour",
        "images",
        "child-protection",
        "staff-conduct",
    ]


@pytest.mark.parametrize(
    ("who_decides", "printed"),
    [
        ({"school.who-decides": "headteacher"}, ["The headteacher decides"]),
        ({"school.who-decides": "proprietor", "school.part-of-trust": True}, ["The Sea Trust decides"]),
        ({"school.who-decides": "proprietor", "school.part-of-trust": False}, ["The proprietor of the school decides"]),
        ({"school.who-decides": "outside"}, []),
    ],
    ids=["maintained", "academy", "independent", "no school"],
)
def test_who_decides_the_rules_on_phones_follows_from_the_kind_of_school(
    who_decides: dict[str, Any], printed: list[str]
) -> None:
    rest = (
        " the rules on pupils’ own devices and has regard to national guidance in doing so, "
        "as the law requires (Education Act 1996, section 550C)."
    )
    assert [s for s in policy(**who_decides) if "550C" in s] == [words + rest for words in printed]


def test_the_rules_on_pupils_phones_exclude_each_other_and_lessons_are_not_offered() -> None:
    rule = MOBILE.questions["learner-devices-permitted"]
    assert rule.kind == "choose-one"
    assert [(option.value, option.needs_reason) for option in rule.options] == [
        ("not-on-site", False),
        ("journey-handed-in", False),
        ("handed-in", False),
        ("locked-away", False),
        ("out-of-sight", True),
        ("some-times-or-places", True),
    ]


def test_a_primary_school_is_not_offered_rules_for_sixth_formers_and_boarders() -> None:
    answers = settled(MOBILE, {**SCHOOL_WITH_ALL, "school.sixth-form-or-boarding": []})
    offered = [option.value for option in State(MOBILE, answers).offered("learner-devices-permitted")]
    assert offered == ["not-on-site", "journey-handed-in", "handed-in", "locked-away", "out-of-sight"]


@pytest.mark.parametrize("rule", ["not-on-site", "journey-handed-in", "handed-in", "locked-away", "out-of-sight"])
def test_every_rule_keeps_phones_out_of_lessons_and_staff_set_the_example(rule: str) -> None:
    text = policy(**{"learner-devices-permitted": rule})
    assert [s for s in text if s.startswith(("Pupils do not use their own", "Staff set the example"))] == [
        "Staff set the example: they keep to their own rules, and pupils do not see them using personal devices "
        "without good reason.",
        "Pupils do not use their own phones as equipment for lessons.",
    ]


def test_staff_may_reach_families_through_a_named_app_or_in_an_emergency_with_a_hidden_number() -> None:
    values = {
        "staff-contact-families-personal-device": "app-or-emergency",
        "parent-messaging-app": "PlainTalk",
        "staff-contact-hide-number": True,
    }
    text = policy(**values)
    start = text.index("Contact with families")
    assert text[start + 1 : start + 6] == [
        "Staff may contact parents from their own devices only through PlainTalk or, in an emergency, by a call.",
        "They use a work account in PlainTalk, so that their own number stays private.",
        "They hide their number when they call, for example by dialling 141 first.",
        "They tell the headteacher of such a call and record it on the same day.",
        "They never contact pupils from their own devices.",
    ]


def test_a_confiscated_phone_has_a_place_a_time_a_receiver_and_an_authority_for_its_search() -> None:
    values = {
        "confiscation-storage": "safe",
        "confiscation-release": "agreed",
        "confiscation-release-to": "parents",
        "search-authority": "leader-or-authorised",
        "search-consent": "reasonable-grounds",
        "behaviour-policy-names-devices": True,
    }
    starts = ("A device that was taken", "Only the headteacher", "A search takes place", "It does not need")
    assert [s for s in policy(**values) if s.startswith(starts)] == [
        "A device that was taken away is kept in the safe. It is given back at an agreed date and time to a parent.",
        "Only the headteacher or a member of staff whom the headteacher has authorised may search a pupil’s device.",
        "A search takes place only on reasonable grounds for suspecting that the device holds, or was used for, "
        "something that this policy or our behaviour policy forbids.",
        "It does not need the consent of the pupil or of a parent.",
    ]


@pytest.mark.parametrize(
    ("named", "printed"),
    [
        (True, ["It does not need the consent of the pupil or of a parent."]),
        (
            False,
            [
                "Without the consent of the pupil or of a parent it takes place only as far as the law and our "
                "behaviour policy allow.",
            ],
        ),
    ],
)
def test_a_search_without_consent_hangs_on_what_the_behaviour_policy_names(named: bool, printed: list[str]) -> None:
    for section in ("full", "short"):
        text = policy(
            **{
                "search-section": section,
                "search-consent": "reasonable-grounds",
                "behaviour-policy-names-devices": named,
            }
        )
        assert [s for s in text if "the consent of the pupil" in s] == printed


def test_a_phone_may_be_given_back_only_when_a_parent_collects_it() -> None:
    values = {**SCHOOL_WITH_ALL, "confiscation-storage": "office", "confiscation-release": "parent-collects"}
    answers = settled(MOBILE, values)
    assert "confiscation-release-to" not in answers.values
    assert [
        s for s in sentences(composed(MOBILE, answers, FACTS).document) if s.startswith("A device that was taken")
    ] == ["A device that was taken away is kept in the main office. It is given back when a parent collects it."]


def test_what_a_deputy_looks_after_is_printed_and_a_deputy_without_an_area_is_not() -> None:
    deputies = [
        {"id": "r-1", "person": {"name": "Ina Loft", "role": "Deputy"}, "remit": "early years"},
        {"id": "r-2", "person": {"name": "Bo Sands", "role": "Deputy"}},
    ]
    lead_in = "Safeguarding leads and deputies who look after an area of their own:"
    text = policy(**{"school.dsl-team": deputies, "school.dsl-name-format": "name-role"})
    assert text[text.index(lead_in) + 1] == "Ina Loft (Deputy): early years"
    assert [s for s in text if "Bo Sands" in s] == [
        "Other safeguarding leads and deputies: Ina Loft (Deputy) and Bo Sands (Deputy)"
    ]
    assert lead_in not in policy(**{"school.dsl-team": deputies[1:]})


def test_a_school_that_provides_no_devices_does_not_promise_any() -> None:
    assert [s for s in policy(**{"provided-devices-section": True}) if "we provide one" in s] == [
        "Where a lesson needs a device, we provide one."
    ]
    assert [s for s in policy(**{"provided-devices-section": False}) if "provide" in s] == []


def test_policies_with_and_in_their_names_are_listed_and_not_joined() -> None:
    own = {"option": "other", "own": "Relationships and Behaviour Policy"}
    text = policy(**{"school.behaviour-policy-name": own, "abusive-messages-policies": ["anti-bullying", "behaviour"]})
    start = text.index("We deal with any such message under our:")
    assert text[start + 1 : start + 3] == ["anti-bullying policy", "Relationships and Behaviour Policy"]
    assert [s for s in text if ", and Relationships" in s or ", or Relationships" in s] == []


def test_staff_neither_look_at_nor_delete_an_indecent_picture_and_evidence_goes_to_the_police() -> None:
    assert [s for s in policy() if s.startswith("If a device may hold")] == [
        "If a device may hold an indecent picture of a child, staff take the device away, do not look at, copy, send "
        "or delete the picture, and tell the designated safeguarding lead or a deputy at once.",
        "If a device may hold evidence of an offence, staff delete nothing and give the device to the designated "
        "safeguarding lead or a deputy, who hands it to the police as soon as possible.",
    ]
