"""The reasoning behind the checks: circles, chains, and what one condition says about another."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.policydoc.bundle import Bundle
from apps.policydoc.checks import check_bundle
from apps.policydoc.checks.circles import circles_in, longest_chain
from apps.policydoc.checks.reach import implied
from apps.policydoc.source import read
from apps.policydoc.source.grammar import read_when
from apps.policydoc.template import When
from tests.policydoc.examples import bundle_of

graphs = st.dictionaries(st.sampled_from("abcdefg"), st.lists(st.sampled_from("abcdefg"), unique=True), max_size=7)
HEADER = '+++\nformat = 1\nfamily = "invented"\nedition = "1"\ntitle = "Invented"\n+++\n\n# Rules {#rules}\n\n'
ASKED = """::: yes-no gate
Is there a gate?
:::

::: choose-one key
Which key?
- red: Red
- blue: Blue
- green: Green
:::

::: choose-many pets
Which pets?
- cat: Cat
- dog: Dog
- cow: Cow
:::
"""


@given(graphs)
def test_a_circle_is_found_where_there_is_one_and_only_there(graph: dict[str, list[str]]) -> None:
    try:
        TopologicalSorter(graph).prepare()
        expected = False
    except CycleError:
        expected = True
    found = list(circles_in(graph))
    assert bool(found) == expected
    for circle in found:
        assert circle[0] == circle[-1]
        assert all(after in graph[before] for before, after in pairwise(circle))


def test_the_longest_chain() -> None:
    assert longest_chain({"a": ["b", "c"], "b": ["d"], "c": [], "d": []}) == ["a", "b", "d"]
    assert longest_chain({}) == []


def when(text: str) -> When:
    found = read_when(text)
    assert found
    return found


def holds(condition: When, answer: object) -> bool:
    """The truth of a condition about an answered question, as the format defines it."""
    chosen = answer if isinstance(answer, tuple) else (answer,)
    if condition.values:
        hit = any(value in condition.values for value in chosen)
    else:
        hit = answer == "yes" if answer in ("yes", "no") else bool(answer)
    return hit != condition.negated


SUBSETS = [tuple(name for name, on in zip("abc", bits, strict=True) if on) for bits in product([0, 1], repeat=3)]
NAMED = {"gate": ("yes", "no"), "key": ("red", "blue", "green"), "pets": ("cat", "dog", "cow")}
ANSWERS: dict[str, list[object]] = {
    "gate": ["yes", "no"],
    "key": ["red", "blue", "green"],
    "pets": [tuple(NAMED["pets"]["abc".index(sign)] for sign in subset) for subset in SUBSETS],
}


@pytest.mark.parametrize("question", ["gate", "key", "pets"])
@given(data=st.data())
def test_a_condition_follows_only_if_it_holds_for_every_answer(question: str, data: st.DataObject) -> None:
    """Never more than is true; for questions with one answer also never less."""
    conditions = st.builds(
        When, st.just(question), st.lists(st.sampled_from(NAMED[question]), unique=True).map(tuple), st.booleans()
    )
    known = tuple(data.draw(st.lists(conditions, max_size=2)))
    condition = data.draw(conditions)
    truth = all(holds(condition, answer) for answer in ANSWERS[question] if all(holds(k, answer) for k in known))
    follows = implied(BUNDLE, condition, known)
    assert truth or not follows
    if question != "pets" and known:
        assert follows == truth


BUNDLE = bundle_of(HEADER + ASKED)


@pytest.mark.parametrize(
    ("known", "condition", "follows"),
    [
        ("key:red", "key:red,blue", True),
        ("key:red,blue", "key:red", False),
        ("!key:green", "key:red,blue", True),
        ("gate:no", "!gate", True),
        ("pets:cat", "pets", True),
        ("pets", "pets:cat", False),
        ("!pets:cat,dog", "!pets:cat", True),
        ("gate", "key:red", False),
    ],
)
def test_what_follows_from_a_condition(known: str, condition: str, follows: bool) -> None:
    assert implied(BUNDLE, when(condition), (when(known),)) is follows


def test_checks_need_no_school() -> None:
    assert check_bundle(Bundle(read(HEADER + "- Gates are shut. {#gates}\n")), ()) == []
