"""The shipped library: its texts, whatever a school chooses, are whole English sentences, and every decision fits."""

from __future__ import annotations

import os
import random
import re
from pathlib import Path
from typing import Any

import pytest

from apps.policydoc.answers import Answers
from apps.policydoc.checks import check_bundle
from apps.policydoc.compose import Composed, compose
from apps.policydoc.document import Document, plain
from apps.policydoc.given import SchoolFacts
from apps.policydoc.source import read, write
from apps.policydoc.state import State
from apps.policydoc.template import Option, Question
from apps.policydoc.validation import validate
from apps.templates_lib import library

from .settling import demands, settled, value_of

LIBRARY = Path(library.__file__).parent / "library"
EXAMPLES = Path(__file__).parents[2] / "examples"
DECISIONS = (Path(__file__).parent / "decisions.txt").read_text().split()
Phrases = tuple[str, ...]
REAL_DATA = os.environ.get("POLICYWRIGHT_REAL_DATA", "")
AS_OF = "2026-11-20"
FACTS = {"school.name": "Alder Brook School", "school.short-name": "Alder Brook", "school.trust-name": "The Sea Trust"}
SCHOOL_WITH_ALL = {
    "school.phase": "secondary",
    "school.eyfs-applicable": True,
    "school.sixth-form-or-boarding": ["sixth-form", "boarding"],
    "school.examinations": True,
    "school.who-decides": "headteacher",
    "school.behaviour-guidance-applicable": True,
    "school.searching-guidance-applicable": True,
}

FAULTS = (r"  ", r" [,.;:)]", r"\.\.", r",,", r"[{}\[\]/]", r"\b(\w+) \1\b", r"\bundecided\b")

BUNDLE = library.bundle_at("mobile-and-smart-technology@2026-27")
REGISTER = library.guidance_register()
OPTIONS = [
    pytest.param(question, option, id=f"{question.id}:{option.value}")
    for question in BUNDLE.questions.values()
    for option in question.options
]


def composed(answers: Answers, facts: dict[str, Any] | None = None) -> Composed:
    school = SchoolFacts("Alder Brook School", "Alder Brook School", facts or {})
    return compose(BUNDLE, answers, school=school, guidance=REGISTER, as_of=AS_OF)


def sentences(document: Document) -> list[str]:
    """Everything that a reader reads: title, document control, key details, headings and statements."""
    read_out = [document.title]
    read_out += [f"{label}: {plain(inline)}" for label, inline in document.front_details()]
    read_out += [plain(inline) for inline in document.front_statements()]
    for part in document.body.parts:
        read_out += [f"{label}: {plain(inline)}" for label, inline in document.details(part)]
        read_out += [plain(block.inline) for block in part.walk()]
    return read_out


def policy(**values: Any) -> list[str]:
    """The sentences of a complete policy with these answers, the usual ones for the rest."""
    return sentences(composed(settled(BUNDLE, {**SCHOOL_WITH_ALL, **values}), FACTS).document)


def faults(document: Document) -> list[str]:
    """What no policy may print; a slash is a fault but in a word that the school chose for parents."""
    found = []
    for sentence in sentences(document):
        words = sentence.replace("parents/carers", "parents").replace("parent/carer", "parent")
        words = words.replace("Parents/carers", "Parents").replace("Parent/carer", "Parent")
        found += [f"{fault}: {sentence}" for fault in FAULTS if re.search(fault, words)]
        found += [f"no capital: {sentence}"] if re.match(r"[a-z].*\.$", sentence) else []
        found += [f"empty: {sentence!r}"] if not sentence.strip() else []
        found += [f"a or an: {sentence}"] if re.search(r"\b(a [aeio]|an [^aeiou8])", words, re.IGNORECASE) else []
    return found


# --- the files ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted(LIBRARY.glob("*.policy.md")), ids=lambda path: path.name)
def test_a_file_is_written_as_it_is_read(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert write(read(source)) == source


def test_the_policy_has_no_problems() -> None:
    assert check_bundle(BUNDLE, REGISTER.families) == []


def test_no_year_and_no_bare_instruction_stands_in_the_body_of_a_template() -> None:
    for path in LIBRARY.glob("*.policy.md"):
        body = path.read_text(encoding="utf-8").split("+++\n", 2)[2]
        assert re.findall(r"\b(?:19|20)\d\d\b|\bTODO\b|and/or|is/is not", body) == []


def test_every_question_has_guidance_beside_it() -> None:
    bare = [question.id for question in BUNDLE.questions.values() if not question.guidance]
    assert bare == ["school.part-of-trust"]


def test_prompts_and_choices_say_the_schools_own_word_for_its_leader_and_its_board() -> None:
    asked = [words for q in BUNDLE.questions.values() for words in (q.prompt, *(option.label for option in q.options))]
    assert [words for words in asked if re.search(r"\bthe leader\b|\bgoverning board\b", words, re.IGNORECASE)] == [
        "What is the governing board called?"
    ]


def test_no_choice_is_ticked_beforehand_that_prints_national_advice_a_second_time() -> None:
    linked = BUNDLE.questions["linked-policies-mobile"]
    assert [option.value for option in linked.options if option.recommended] == [
        "anti-bullying",
        "acceptable-use",
        "behaviour",
        "images",
        "child-protection",
        "staff-conduct",
    ]


def test_every_decision_has_its_place() -> None:
    places = {*BUNDLE.questions, *BUNDLE.nodes}
    assert [decision for decision in DECISIONS if decision not in places] == []


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
        "as section 550C of the Education Act requires."
    )
    assert [s for s in policy(**who_decides) if "550C" in s] == [words + rest for words in printed]


# --- pupils' phones, staff calling home, confiscation ----------------------------------------------------------------


def test_the_rules_on_pupils_phones_exclude_each_other_and_lessons_are_not_offered() -> None:
    rule = BUNDLE.questions["learner-devices-permitted"]
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
    answers = settled(BUNDLE, {**SCHOOL_WITH_ALL, "school.sixth-form-or-boarding": []})
    offered = [option.value for option in State(BUNDLE, answers).offered("learner-devices-permitted")]
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
    }
    starts = ("A device that was taken", "Only the headteacher", "A search takes place")
    assert [s for s in policy(**values) if s.startswith(starts)] == [
        "A device that was taken away is kept in the safe. "
        "It is given back at an agreed date and time to the pupil’s parents.",
        "Only the headteacher or a member of staff whom the headteacher has authorised may search a pupil’s device.",
        "A search takes place only on reasonable grounds for suspecting that the device holds, or was used for, "
        "something that this policy or our behaviour policy forbids, whether or not the pupil or a parent consents.",
    ]


def test_a_phone_may_be_given_back_only_when_a_parent_collects_it() -> None:
    values = {**SCHOOL_WITH_ALL, "confiscation-storage": "office", "confiscation-release": "parent-collects"}
    answers = settled(BUNDLE, values)
    assert "confiscation-release-to" not in answers.values
    assert [s for s in sentences(composed(answers, FACTS).document) if s.startswith("A device that was taken")] == [
        "A device that was taken away is kept in the main office. It is given back when a parent collects it."
    ]


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
        "If a device may hold evidence of an offence, staff delete nothing, give the device to the designated "
        "safeguarding lead or a deputy, and hand it to the police as soon as they can.",
    ]


# --- whatever a school chooses --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("question", "option"), OPTIONS)
def test_every_option_composes_into_whole_sentences(question: Question, option: Option) -> None:
    met = demands(BUNDLE, question, option)
    answers = settled(BUNDLE, {**SCHOOL_WITH_ALL, **met, question.id: value_of(question, [option])})
    assert [str(problem) for problem in validate(BUNDLE, answers)] == []
    result = composed(answers, FACTS)
    assert [item.id for item in result.open] == []
    assert list(result.document.gaps()) == []
    assert faults(result.document) == []
    if option.words and not re.search(r"[{\[]", option.words) and State(BUNDLE, answers).live(question.id):
        assert option.words.lower() in " ".join(sentences(result.document)).lower()


@pytest.mark.parametrize("seed", [*range(20), *(pytest.param(n, marks=pytest.mark.long) for n in range(20, 120))])
def test_any_mixture_of_choices_composes_into_whole_sentences(seed: int) -> None:
    """A pairwise sample by chance: 20 mixtures of up to 125 questions, and 100 more in the long suite."""
    chance = random.Random(seed)

    def choose(question: Question, offered: list[Option]) -> list[Option]:
        if question.kind == "choose-many":
            return [option for option in offered if chance.random() < 0.5]
        return [chance.choice(offered)] if offered else []

    values: dict[str, Any] = {}
    for question in BUNDLE.questions.values():
        if question.kind == "term" or (question.id.startswith("school.") and question.options and not question.when):
            values[question.id] = value_of(question, choose(question, list(question.options)))
    result = composed(settled(BUNDLE, values, choose), FACTS)
    assert list(result.document.gaps()) == []
    assert faults(result.document) == []


def test_without_any_answer_the_draft_has_a_gap_or_a_usual_choice_for_everything() -> None:
    result = composed(Answers())
    unconfirmed = [item for item in result.open if item.why == "unconfirmed" and item.kind == "question"]
    assert [item.id for item in unconfirmed if not item.suggestion] == []
    assert faults_of_draft(result.document) == []


def faults_of_draft(document: Document) -> list[str]:
    return [s for s in sentences(document) if re.search(r"  | [,.;:)]|\.\.|[{}]", s)]
