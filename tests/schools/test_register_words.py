"""Names and postcodes that mean the same come to one form, and others don't."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from apps.schools.register import columns, facts, words
from apps.schools.register.words import name_words, postcode_key


@pytest.mark.parametrize("module", [words, facts, columns])
def test_the_examples_in_the_docstrings(module: object) -> None:
    found = doctest.testmod(module)
    assert (found.failed, found.attempted > 0) == (0, True)


@pytest.mark.parametrize(
    "ways",
    [
        ("St Mary's", "St. Mary’s", "Saint Mary`s", "ST MARYS", "st.  mary's", "St-Marys"),
        ("Elm C of E Primary", "Elm CofE Primary", "Elm C.E. Primary", "Elm CE Primary",
         "Elm Church of England Primary", "ELM C. of E. PRIMARY", "Elm (Church of England) Primary"),
        ("St Zoë's RC School", "Saint Zoe’s R.C. School", "St Zoes Roman Catholic School", "St Zoe's Catholic School"),
        ("Oak & Ash VA", "Oak and Ash V.A.", "Oak and Ash Voluntary Aided"),
        ("SS Peter and Paul", "Saints Peter & Paul", "S.S. Peter and Paul"),
        ("Ysgol Tŷ Ŵyn", "ysgol ty wyn"),
        ("Søren Kierkegård", "Soren Kierkegard"),
    ],
)  # fmt: skip
def test_one_name_in_many_ways(ways: tuple[str, ...]) -> None:
    assert len({name_words(name) for name in ways}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("St Mary's", "St Martin's"), ("Elm Infant", "Elm Junior"), ("Stanton", "St Anton"), ("Oak VA", "Oak VC")],
)
def test_two_names(one: str, other: str) -> None:
    assert name_words(one) != name_words(other)


@given(st.text(max_size=300))
@example("𝕊t")
def test_any_text_becomes_words_with_a_space_before_each(name: str) -> None:
    found = name_words(name)
    assert found == "".join(f" {word}" for word in found.split())
    assert name_words(name.upper()) == name_words(name.upper().casefold())


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("zz9 9aa", "ZZ99AA"),
        (" ZZ99AA ", "ZZ99AA"),
        ("Z Z 9", "ZZ9"),
        ("", ""),
        ("ZZ9%", ""),
        ("ZZ9_", ""),
        ("ÉÉ9", ""),
    ],
)
def test_postcodes(typed: str, key: str) -> None:
    assert postcode_key(typed) == key
