"""The files of the library, each by itself and all together, before anybody answers."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from apps.policydoc.checks import check_bundle, warnings
from apps.policydoc.choices import wants_own_words
from apps.policydoc.index import index_of
from apps.policydoc.source import read, write
from apps.policydoc.template import Node, Question, Template
from apps.policydoc.words import Anchor, pieces
from apps.templates_lib import library

from .shipped import AS_OF, OVERVIEW, POLICIES, REGISTER

FILES = {file.family: library.read_file(file.path) for file in library.shipped(library.LIBRARY)}
# The questions whose answers stand in some text: only then are the words of their options printed.
NAMED = {key for bundle in OVERVIEW.bundles.values() for key in (*index_of(bundle).printers, *index_of(bundle).always)}
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
# Words of a claim about what the law or a national document says; "where the law calls for it" claims nothing.
CLAIM = re.compile(
    r"\b[Bb]y law\b|\bthe law (?:requires|says|forbids|allows|lets|obliges|makes it)|"
    r"\blegal(?:ly)? (?:duty|required|obliged|bound)|"
    r"\bAct (?:\d|requires|says|of\b)|\bthe Act\b|\bDfE\b|\bDepartment for Education\b|\bOfsted\b|\bminimum age\b|"
    r"\bguidance (?:says|requires|expects|asks|tells)|\bstatutory (?:duty|guidance|framework|requirement)|"
    r"\boffence (?:to|under)\b|\bunder section\b|\bage (?:limit )?of \d|\b\d+ years old\b|\baged? \d"
)


@pytest.mark.parametrize("path", library.shipped_paths(), ids=lambda path: path.name)
def test_a_file_is_written_as_it_is_read(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert write(read(source)) == source


@pytest.mark.parametrize("family", OVERVIEW.bundles)
def test_a_file_has_no_problems(family: str) -> None:
    assert check_bundle(OVERVIEW.bundles[family], REGISTER.families) == []


@pytest.mark.parametrize("family", POLICIES)
def test_nothing_in_a_policy_asks_for_what_nobody_uses(family: str) -> None:
    ours = {part.family for part in POLICIES[family].parts}
    assert [str(problem) for problem in warnings(POLICIES[family]) if problem.family in ours] == []


def test_a_policy_says_to_the_head_who_chooses_what_it_is_for() -> None:
    assert [family for family, bundle in POLICIES.items() if len(bundle.template.about) < 40] == []
    assert [family for family, file in FILES.items() if file.only_as_part and file.about] == []


# --- words ----------------------------------------------------------------------------------------------------------


def printed(file: Template) -> Iterator[tuple[str, str]]:
    """Every line of a file that may stand in a policy, with the id that it belongs to."""
    yield "title", file.title
    for detail in file.key_details:
        yield from (("key details", words) for words in (detail.label, detail.text))
    yield from (("front", words) for words in (*file.front_statements, file.acknowledgement))
    yield from ((node.id, node.text) for node in file.walk())
    for question in file.questions():
        if question.id in NAMED:
            yield from ((question.id, option.source) for option in question.options)
        yield from ((question.id, column.frame) for column in question.columns if column.frame)


def read_by_the_head(file: Template) -> Iterator[tuple[str, str]]:
    """What is never printed: prompts, labels and guidance."""
    yield "about", file.about
    for node in file.walk():
        yield from ((node.id, line) for line in node.guidance)
    for question in file.questions():
        yield question.id, question.prompt
        yield from ((question.id, line) for line in question.guidance)
        for item in (*question.options, *question.columns):
            yield from ((question.id, line) for line in (item.label, *item.guidance))


@pytest.mark.parametrize("family", FILES)
def test_no_year_stands_in_any_text_and_no_instruction_to_its_author(family: str) -> None:
    lines = [*printed(FILES[family]), *read_by_the_head(FILES[family])]
    found = [f"{key}: {words}" for key, words in lines if YEAR.search(words)]
    assert found == []
    wrong = re.compile(r"\bTODO\b|and/or|is/is not|\bif applicable\b|\bdelete as\b|\(Name\)", re.IGNORECASE)
    assert [f"{key}: {words}" for key, words in lines if wrong.search(words)] == []


@pytest.mark.parametrize("family", FILES)
def test_a_national_claim_cites_the_register(family: str) -> None:
    lines = [(key, re.sub(r"\{[^}]*\}", "", words)) for key, words in printed(FILES[family])]
    assert [f"{key}: {words}" for key, words in lines if CLAIM.search(words) and "(ref:" not in words] == []


@pytest.mark.parametrize(
    ("words", "claims"),
    [
        ("By law, staff do not look.", True),
        ("We do so by law.", True),
        ("Guidance says so; national guidance requires it.", True),
        ("It is an offence to share it.", True),
        ("If somebody may have broken the law, we tell the police.", False),
        ("Nobody under the age of 13 has an account.", True),
        ("The Education Act requires it.", True),
    ],
)
def test_what_counts_as_a_claim(words: str, claims: bool) -> None:
    assert bool(CLAIM.search(words)) == claims


def test_what_is_not_law_is_told_to_the_head_and_never_printed() -> None:
    cited = {
        (piece.ref, key)
        for file in FILES.values()
        for key, words in printed(file)
        for piece in pieces(words)
        if isinstance(piece, Anchor) and piece.ref
    }
    announced = {family for family in REGISTER.families if not REGISTER.entry(family, AS_OF).is_law}  # type: ignore[union-attr]
    assert {(family, key) for family, key in cited if family in announced} == set()


def test_every_question_has_guidance_beside_it() -> None:
    bare = {question.id for file in FILES.values() for question in file.questions() if not question.guidance}
    assert bare == {"school.part-of-trust"}


def test_prompts_and_choices_say_the_schools_own_word_for_its_leader_and_its_board() -> None:
    asked = [words for file in FILES.values() for _, words in read_by_the_head(file)]
    assert [words for words in asked if re.search(r"\bthe leader\b|\bgoverning board\b", words, re.IGNORECASE)] == [
        "What is the governing board called?"
    ]


def test_no_own_words_are_the_usual_choice() -> None:
    options = [(q.id, option) for file in FILES.values() for q in file.questions() for option in q.options]
    assert [key for key, option in options if option.recommended and wants_own_words(option)] == []


# --- ids ------------------------------------------------------------------------------------------------------------


def test_a_question_has_one_definition_across_the_library() -> None:
    """Its line is no part of it, so two files may define it alike; then it is asked once."""
    defined: dict[str, set[Question]] = defaultdict(set)
    for file in FILES.values():
        for question in file.questions():
            defined[question.id].add(question)
    assert {key: len(same) for key, same in defined.items() if len(same) > 1} == {}


def test_no_id_of_one_file_is_used_for_something_else_in_another() -> None:
    """Two policies may have the same heading or take the same statement; then they say the same under its id."""
    said: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for file in FILES.values():
        for node in file.walk():
            said[node.id].add((_kind(node), OVERVIEW.bundles[file.family].source(node)))
        for question in file.questions():
            said[question.id].add(("question", ""))
    assert {key: sorted(uses) for key, uses in said.items() if len(uses) > 1} == {}


def _kind(node: Node) -> str:
    return "section" if node.is_section else "statement"


def test_the_register_knows_every_document_that_is_cited_and_every_family_is_a_file() -> None:
    named = {family for file in FILES.values() for family in (*file.parts, *file.uses)}
    assert named - set(FILES) == set()
    headers = [tomllib.loads(file.header_source)["edition"] for file in FILES.values()]
    assert set(headers) == {"2026-27"}
