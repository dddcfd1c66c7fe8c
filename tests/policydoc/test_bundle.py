"""The files that compose one policy, looked at as one: what every name means in them."""

from __future__ import annotations

import pytest

from apps.policydoc.bundle import Bundle, resolve_bundle
from apps.policydoc.checks import check_bundle, warnings
from apps.policydoc.source import SourceError, read
from apps.policydoc.words import Token
from tests.policydoc.examples import GUIDANCE, bundle, bundle_of, load

HEADER = '+++\nformat = 1\nfamily = "invented"\nedition = "1"\ntitle = "Invented"\n+++\n\n# Rules {#rules}\n\n'


# --- files ----------------------------------------------------------------------------------------------------------


def test_a_file_without_parts_is_its_own_single_part() -> None:
    garden = bundle("garden")
    assert [part.family for part in garden.parts] == ["garden"]
    assert [file.family for file in garden.files] == ["garden", "school", "shared"]


def test_a_combined_file_prints_its_parts_in_order_and_brings_what_they_use_once() -> None:
    grounds = bundle("grounds")
    assert [part.family for part in grounds.parts] == ["garden", "kitchen"]
    assert [file.family for file in grounds.files] == ["grounds", "garden", "kitchen", "school", "shared"]


def test_the_schools_file_is_its_own_school() -> None:
    school = bundle("school")
    assert school.school is school.template
    assert [file.family for file in school.files] == ["school"]


def test_a_bundle_needs_no_school() -> None:
    assert Bundle(read(HEADER + "- Gates are shut. {#gates}\n")).school is None


def test_every_file_that_is_missing_is_named_at_once() -> None:
    source = HEADER.replace("+++\n\n", 'uses = ["shared", "nowhere"]\n+++\n\n')
    with pytest.raises(SourceError) as raised:
        resolve_bundle(read(source), {"shared": load("shared")}.__getitem__)
    assert [str(problem) for problem in raised.value.problems] == [
        "line 2: the school's own questions are not to be found: no template is called “school”",
        "line 6: “uses” names “nowhere”, which is not to be found: no template is called “nowhere”",
    ]


def test_a_file_that_is_of_another_family_is_not_taken() -> None:
    source = HEADER.replace("+++\n\n", 'uses = ["shared"]\n+++\n\n')
    with pytest.raises(SourceError) as raised:
        resolve_bundle(read(source), {"shared": load("garden"), "school": load("school")}.__getitem__)
    assert str(raised.value) == 'line 6: “uses” names “shared”, but the file found says family = "garden"'


def test_a_question_that_two_parts_ask_is_one_question() -> None:
    grounds = bundle("grounds")
    assert grounds.questions["allergies"] == load("kitchen").nodes[0].questions[0]
    assert list(grounds.questions)[:2] == ["crops", "water-source"]
    assert check_bundle(grounds, GUIDANCE) == []


# --- names ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "token"),
    [
        ("pond", Token("pond")),
        ("Pond", Token("pond", capital=True)),
        ("school.running-name", Token("school.running-name")),
        ("School.running-name’s", Token("school.running-name", capital=True, possessive="’")),
        ("control.next-look", Token("control.next-look")),
        ("crops|or", Token("crops", joined="or")),
        ("crops|grows|grow", Token("crops", agree=("grows", "grow"))),
        ("beds.keeper", Token("beds", ("keeper",))),
        ("beds.keeper.role", Token("beds", ("keeper", "role"))),
        ("school.garden-lead.name", Token("school.garden-lead", ("name",))),
        ("child", Token("school.child-term", number="singular")),
        ("Children", Token("school.child-term", capital=True, number="plural")),
        ("children's", Token("school.child-term", number="plural", possessive="'")),
        ("a child", Token("school.child-term", number="singular", article="a")),
        ("A child's", Token("school.child-term", number="singular", article="a", capital=True, possessive="'")),
        ("An child", Token("school.child-term", number="singular", article="a", capital=True)),
        ("the board", Token("school.board-term", number="singular", article="the")),
        ("The boards", Token("school.board-term", number="plural", article="the", capital=True)),
        ("board|meets|meet", Token("school.board-term", number="singular", agree=("meets", "meet"))),
        ("own", Token("own")),
        ("Own", Token("own", capital=True)),
        ("own|or", None),
        ("nobody", None),
        ("a pond", None),
        ("POND", None),
        ("school", None),
        ("school.nobody", None),
        ("pond.a.b.c", Token("pond", ("a", "b", "c"))),
        ("pond.a.b.c.d", None),
        (" child", None),
        ("a  child", None),
        ("", None),
    ],
)
def test_what_a_name_asks_for(raw: str, token: Token | None) -> None:
    assert bundle("garden").token(raw) == token


def test_a_form_that_starts_with_a_capital_keeps_it_and_asks_for_none() -> None:
    source = HEADER + "::: term school.helper-term = SENCO | SENCOs\nWho helps?\n- senco *: SENCO | SENCOs\n:::\n"
    assert bundle_of(source).token("SENCO") == Token("school.helper-term", number="singular")
    assert bundle_of(source).token("The SENCO").capital is True  # type: ignore[union-attr]


def test_same_lends_words_and_guidance() -> None:
    garden = bundle("garden")
    lent = garden.nodes["tell-here"]
    assert garden.source(lent) == "Whoever sees an accident tells {school.garden-lead} at once."
    assert garden.guidance(lent) == ("Agree first who stands in during holidays.",)
    assert garden.source(garden.nodes["gloves"]) == garden.nodes["gloves"].text


# --- problems and warnings ------------------------------------------------------------------------------------------


def test_problems_of_another_file_say_which() -> None:
    whole = bundle("grounds")
    assert [str(problem) for problem in check_bundle(whole, ())] == [
        "garden, line 95: no guidance is called “safety-advice” in the register"
    ]
    assert [str(problem) for problem in check_bundle(bundle("garden"), ())] == [
        "line 95: no guidance is called “safety-advice” in the register"
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("::: text gate\nWhich gate?\n:::\n\n- Gates. {#gates}\n",
         ["line 10: nothing prints “gate” or asks after it"]),
        ("::: text gate\nWhich gate?\n:::\n\n- {Gate} {#gates}\n", []),
        ("::: text gate optional\nWhich gate?\n:::\n\n- Gates. {#gates when=gate}\n", []),
        ("::: yes-no gate\nA gate?\n:::\n\n::: text key when=gate\nWhich key?\n:::\n",
         ["line 14: nothing prints “key” or asks after it"]),
        ("::: ask school.under-fives\n:::\n\n- Gates. {#gates}\n",
         ["line 10: nothing prints “school.under-fives” or asks after it"]),
        ("::: text control.gate\nWhich gate?\n:::\n\n- Gates. {#gates}\n", []),
        ("- Gates. {#gates}\n\n## Doors {#doors}\n> Think.\n",
         ["line 12: the heading “doors” never prints: nothing stands under it"]),
    ],
)  # fmt: skip
def test_warnings(body: str, expected: list[str]) -> None:
    found = bundle_of(HEADER + body)
    assert check_bundle(found, GUIDANCE) == []
    assert [str(problem) for problem in warnings(found)] == expected


@pytest.mark.parametrize("family", ["garden", "kitchen", "grounds", "school", "shared"])
def test_the_valid_files_give_no_warning(family: str) -> None:
    assert warnings(bundle(family)) == []


# --- questions of shared files ---------------------------------------------------------------------------------------

SHARED = (
    '+++\nformat = 1\nfamily = "common"\nedition = "1"\ntitle = "Common"\n+++\n\n# Told {#told}\n\n'
    "::: text office\nWhere is the office?\n:::\n\n- Tell the office, {office}. {#tell-office}\n"
)
USING = HEADER.replace("+++\n\n", 'uses = ["common"]\n+++\n\n')


def using(body: str) -> Bundle:
    return resolve_bundle(read(USING + body), {"common": read(SHARED), "school": load("school")}.__getitem__)


def test_a_question_of_a_shared_file_needs_a_place_in_the_file_that_prints_it() -> None:
    assert [str(problem) for problem in check_bundle(using("- {#tell same=tell-office}\n"), GUIDANCE)] == [
        "line 11: “office” of common is asked nowhere: add ::: ask office under a heading"
    ]
    assert check_bundle(using("::: ask office\n:::\n\n- {#tell same=tell-office}\n"), GUIDANCE) == []


def test_a_question_of_a_shared_file_that_a_condition_asks_after_needs_a_place_too() -> None:
    assert [str(problem) for problem in check_bundle(using("- Gates are shut. {#gates when=office}\n"), GUIDANCE)] == [
        "line 11: “office” of common is asked nowhere: add ::: ask office under a heading"
    ]
    assert check_bundle(using("- Gates are shut. {#gates}\n"), GUIDANCE) == []
