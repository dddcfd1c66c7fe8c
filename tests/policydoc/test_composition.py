"""`when=part:family`: what a file says alone and what it says beside others, decided before anybody answers."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from apps.policydoc.bundle import Bundle, resolve_bundle
from apps.policydoc.checks import check_bundle
from apps.policydoc.problem import SourceError
from apps.policydoc.source import read, write
from apps.policydoc.template import Ask

HEADER = '+++\nformat = 1\nfamily = "{family}"\nedition = "1"\ntitle = "{family}"\n{rest}+++\n\n'
POND = """# Pond {#pond-rules}

::: choose-one gate when=!part:field
Which gate?
- north *: North => north
- south: South => south {when=part:field}
- road: Road => road {when=!part:field,hedge}
> The usual one is near the road.
:::

- The {gate} gate is shut. {#pond-gate when=!part:field}
- The field says which gate is shut. {#pond-field when=part:field}
- Ducks are fed. {#pond-ducks}

## Bridge {#pond-bridge}

::: ask school.keeper when=!part:field
:::

- {School.keeper} oils the bridge. {#pond-oil}
"""
FIELD = "# Field {#field-rules}\n\n- The gate is shut. {#field-gate when=part:pond,field}\n"
SCHOOL = "# People {#people}\n\n::: text school.keeper\nWho looks after gates?\n> Write a role.\n:::\n"


def texts(**rest: str) -> Mapping[str, str]:
    bodies = {"pond": POND, "field": FIELD, "school": SCHOOL, "both": ""}
    return {name: HEADER.format(family=name, rest=rest.get(name, "")) + body for name, body in bodies.items()}


def bundle(family: str) -> Bundle:
    files = {name: read(text) for name, text in texts(both='parts = ["field", "pond"]\n').items()}
    return resolve_bundle(files[family], files.__getitem__)


def said(found: Bundle) -> list[str]:
    return [node.id for part in found.parts for node in part.walk()]


def placed(found: Bundle) -> list[str]:
    """What the parts ask, in order."""
    asked = (question for part in found.parts for node in part.walk() for question in node.questions)
    return [question.question if isinstance(question, Ask) else question.id for question in asked]


def test_a_file_alone_says_what_it_says_without_the_other() -> None:
    alone = bundle("pond")
    assert said(alone) == ["pond-rules", "pond-gate", "pond-ducks", "pond-bridge", "pond-oil"]
    assert [option.value for option in alone.questions["gate"].options] == ["north", "road"]
    assert {node.when for node in alone.template.walk()} == {()}
    assert placed(alone) == ["gate", "school.keeper"]
    assert alone.template is alone.parts[0]


def test_beside_the_other_it_neither_says_nor_asks_it_again() -> None:
    both = bundle("both")
    assert said(both) == [
        "field-rules",
        "field-gate",
        "pond-rules",
        "pond-field",
        "pond-ducks",
        "pond-bridge",
        "pond-oil",
    ]
    assert list(both.questions) == ["school.keeper"]
    assert placed(both) == []
    assert "pond-gate" not in both.nodes


@pytest.mark.parametrize("family", ["pond", "field", "both"])
def test_each_composition_is_checked_for_itself(family: str) -> None:
    assert check_bundle(bundle(family), ()) == []


def test_a_file_that_does_not_ask_after_its_parts_is_left_as_it_is() -> None:
    template = read(HEADER.format(family="pond", rest="") + "# Pond {#pond-rules}\n\n- Ducks are fed. {#ducks}\n")
    assert Bundle(template).template is template


def test_the_condition_is_written_as_it_is_read() -> None:
    for text in texts().values():
        assert write(read(text)).replace("\n", "") == text.replace("\n", "")


@pytest.mark.parametrize("condition", ["part", "part.name:pond", "part:Pond"])
def test_a_condition_on_parts_names_families(condition: str) -> None:
    with pytest.raises(SourceError):
        read(
            HEADER.format(family="pond", rest="") + f"# Pond {{#pond-rules}}\n\n- Ducks. {{#ducks when={condition}}}\n"
        )


def test_no_question_is_called_part() -> None:
    question = "::: yes-no part\nIs it?\n:::\n\n- It is. {#is when=gate}\n"
    with pytest.raises(SourceError) as refused:
        read(HEADER.format(family="pond", rest="") + "# Pond {#pond-rules}\n\n" + question)
    assert [problem.message for problem in refused.value.problems] == [
        "the id “part” is reserved: when=part:family asks which files compose"
    ]


def test_a_place_of_a_question_waits_for_no_answer() -> None:
    bridge = "# Bridge {#bridge}\n\n::: ask school.keeper when=gate\n:::\n\n- Oiled by {school.keeper}. {#oiled}\n"
    with pytest.raises(SourceError) as refused:
        read(HEADER.format(family="pond", rest="") + bridge)
    assert [problem.message for problem in refused.value.problems] == [
        "::: ask takes the id of a question, and at most when=part:…"
    ]
