"""Which of the school's own questions a policy asks: those that its text, as it stands, comes to ask after."""

from __future__ import annotations

import pytest

from apps.policydoc.answers import Answers
from apps.policydoc.bundle import resolve_bundle
from apps.policydoc.given import SchoolFacts
from apps.policydoc.source import read
from apps.policydoc.state import State
from tests.policydoc.composing import AS_OF, REGISTER, SCHOOL, bundle, composed, ids, lines, template

QUESTIONS = """
# Site {#site}

::: yes-no school.pond
Is there a pond?
:::

::: yes-no school.shed
Is there a shed?
:::

::: text school.key when=school.shed
Where is the key?
:::

::: choose-one school.days
Which days?
- all: All days
- some: Some days {when=school.pond}
:::
"""


def opened(body: str, values: dict[str, object] | None = None, **rest: object) -> list[str]:
    files = {"school": read(SCHOOL + QUESTIONS)}
    made = resolve_bundle(template(body), files.__getitem__)
    result = composed(made, values, facts=SchoolFacts("Fern", "Fern"), **rest)  # type: ignore[arg-type]
    return [entry.id for entry in result.open if entry.id.startswith("school.")]


SECTION = """
# One {#one}

::: yes-no digs
Do you dig?
:::

- Always. {#always}

# Two {#two when=digs}

- Mind the pond. {#mind when=school.pond}
"""


@pytest.mark.parametrize(("digs", "asked"), [(True, ["school.pond"]), (False, []), (None, [])])
def test_a_condition_in_a_section_that_is_not_printed_asks_nothing(digs, asked):
    assert opened(SECTION, {} if digs is None else {"digs": digs}) == asked


def test_of_two_conditions_the_first_is_asked_and_then_the_second():
    body = "\n# One {#one}\n\n- Always. {#always}\n- Mind. {#mind when=school.pond when=school.shed}\n"
    assert opened(body) == ["school.pond"]
    assert opened(body, {"school.pond": True}) == ["school.shed"]
    assert opened(body, {"school.pond": False}) == []


@pytest.mark.parametrize("place", [0, 1])
def test_conditions_in_either_order_wait_for_each_other_nowhere(place):
    both = ["- Mind. {#a when=school.pond when=school.shed}", "- Look. {#b when=school.shed when=school.pond}"]
    body = "\n# One {#one}\n\n- Always. {#always}\n" + "\n".join([both[place], both[1 - place]]) + "\n"
    assert opened(body) == ["school.pond", "school.shed"]
    assert opened(body, {"school.pond": True}) == ["school.shed"]
    assert opened(body, {"school.shed": True}) == ["school.pond"]


def test_the_condition_of_a_question_is_asked_only_where_that_question_would_be():
    body = SECTION.replace("- Mind the pond. {#mind when=school.pond}",
                           "- Look: {#look when=school.shed}\n  - It is {school.key}. {#key}")  # fmt: skip
    assert opened(body, {"digs": False}) == []
    assert opened(body, {"digs": True}) == ["school.shed"]
    assert opened(body, {"digs": True, "school.shed": True}) == ["school.key"]


def test_a_question_that_decides_which_options_there_are_is_asked_with_them():
    body = SECTION.replace("Mind the pond. {#mind when=school.pond}", "On {school.days}. {#mind}")
    assert opened(body, {"digs": False}) == []
    assert opened(body, {"digs": True}) == ["school.pond", "school.days"]


ROWS = """
# One {#one}

::: list beds
Which beds?
- name: Name
- plan? (link): Plan
:::

- Always. {#always}
- Beds: {#lead when=beds}
  - {beds.name} {#bed each=beds%s}
"""


@pytest.mark.parametrize("condition", ["", " when=beds.plan", " when=!beds.plan"])
def test_rows_that_nobody_has_given_have_one_place_whatever_their_cells_may_decide(condition):
    made = resolve_bundle(
        template((ROWS % condition).replace(" when=beds}", "}")), {"school": read(SCHOOL)}.__getitem__
    )
    assert ids(composed(made)) == ["one", "always", "lead", "bed/undecided"]


CROSSED = """
# One {#one when=school.shed when=!school.pond}

::: ask school.shed
:::

- Always. {#always}
"""


@pytest.mark.parametrize("pond", [True, False, None])
@pytest.mark.parametrize("shed", [True, False, None])
def test_whether_a_question_is_asked_does_not_hang_on_which_is_looked_at_first(pond, shed):
    made = resolve_bundle(template(CROSSED), {"school": read(SCHOOL + QUESTIONS)}.__getitem__)
    given = {"school.pond": pond, "school.shed": shed}
    answers = Answers.from_json({"values": {key: value for key, value in given.items() if value is not None}})
    found = []
    for order in (["school.pond", "school.shed"], ["school.shed", "school.pond"]):
        state = State(made, answers, SchoolFacts(), None, REGISTER, AS_OF)
        found.append({key: state.live(key) for key in order})
    assert found[0] == found[1]
    assert found[0]["school.pond"]


ROLES = """
# One {#one}

::: person lead
Who leads?
:::

::: list staff
Who helps?
- who (person): Who
:::

::: yes-no named
Are roles named?
:::

- {lead.name} leads. {#leads}
- {lead.name} is our {lead.role}. {#role when=named}
- Help: {#help when=staff}
  - {staff.who.role}: {staff.who.name}. {#helper each=staff}
"""


def test_a_role_that_the_text_prints_is_wanted():
    made = resolve_bundle(template(ROLES), {"school": read(SCHOOL)}.__getitem__)
    values = {"lead": {"name": "Ann"}, "staff": [{"id": "r-1", "who": {"name": "Bo"}}], "named": True}
    draft = composed(made, values)
    assert [(entry.id, entry.why) for entry in draft.open] == [("lead", "column"), ("staff", "column")]
    assert lines(draft)[2:] == [
        "1.2 Ann is our [to decide: What is the role of Ann?].",
        "1.3 Help:",
        "(a) [to decide: What is the role of Bo?]: Bo.",
    ]
    helper = [{"id": "r-1", "who": {"name": "Bo", "role": "cook"}}]
    assert [entry.id for entry in composed(made, {**values, "staff": helper}).open] == ["lead"]
    assert composed(made, {**values, "staff": helper, "named": False}).open == ()


def test_a_question_that_only_an_emptied_lead_in_or_heading_prints_is_not_open():
    made = bundle("""
# Rules {#rules}

::: text who
Who?
:::

::: text what
What?
:::

- Always. {#always}
- For {who}: {#lead optional}
  - Shoes. {#shoes optional}

## On {what} {#sub}

- Under. {#under optional}
""")
    result = composed(made, {}, left_out=["shoes", "under"])
    assert (lines(result), result.open) == (["1 Rules", "1.1 Always."], ())
    ours = [{"after": "shoes", "id": "a-1", "text": "Hats."}]
    held = composed(made, {}, left_out=["shoes", "under"], added=ours)
    assert [(entry.kind, entry.id) for entry in held.open] == [("question", "who"), ("statement", "lead")]


def test_what_decides_about_a_section_that_starts_empty_is_asked_all_the_same():
    made = bundle("""
# Rules {#rules}

::: yes-no wanted
Is it wanted?
:::

- Always. {#always}

## More {#more when=wanted}

- It may be put in. {#late optional=off}
""")
    assert [entry.id for entry in composed(made, {}).open] == ["wanted"]
    assert lines(composed(made, {"wanted": True}, kept=["late"]))[-1] == "1.2.1 It may be put in."
