"""Every rule of the format, by a small file that breaks it and the messages its author gets.

Each `invalid/NAME.policy.md` stands beside `NAME.txt` with all its messages, in order.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from apps.policydoc.checks import check_bundle
from apps.policydoc.source import Problem, SourceError, read
from tests.policydoc.examples import GUIDANCE, INVALID, VALID, bundle, bundle_of

FILES = sorted(INVALID.glob("*.policy.md"))
HEADER = '+++\nformat = 1\nfamily = "invented"\nedition = "1"\ntitle = "Invented"\n+++\n\n# Rules {#rules}\n\n'


def problems_of(source: str) -> list[Problem]:
    try:
        return check_bundle(bundle_of(source), GUIDANCE)
    except SourceError as error:
        return error.problems


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name.removesuffix(".policy.md"))
def test_a_mistake_is_named_with_its_line(path: Path) -> None:
    expected = path.with_name(path.name.replace(".policy.md", ".txt")).read_text(encoding="utf-8").splitlines()
    assert expected
    assert [str(problem) for problem in problems_of(path.read_text(encoding="utf-8"))] == expected


def test_there_is_a_file_for_every_message_list_and_the_other_way_round() -> None:
    assert {path.stem for path in INVALID.glob("*.txt")} == {path.name.removesuffix(".policy.md") for path in FILES}


@pytest.mark.parametrize("family", sorted(path.name.removesuffix(".policy.md") for path in VALID.glob("*.policy.md")))
def test_the_valid_files_have_no_mistake(family: str) -> None:
    assert check_bundle(bundle(family), GUIDANCE) == []


@pytest.mark.parametrize(
    ("line", "messages"),
    [
        ("- Gates\tare shut. {#gates}", ["use spaces, not tabs"]),
        ("- Gates are shut. {#gates} ", ["remove the spaces at the end of this line"]),
        ("- Ga\0tes are shut. {#gates}", ["remove the character U+0000"]),
        ("- Ga\u200btes are shut. {#gates}", ["remove the character U+200B (zero width space)"]),
        ("- Ga\u202etes are shut. {#gates}", ["remove the character U+202E (right-to-left override)"]),
        ("- Ga\xadtes are shut. {#gates}", ["remove the character U+00AD (soft hyphen)"]),
        ("- Gates\u2028are shut. {#gates}", ["remove the character U+2028 (line separator)"]),
        ("- Gates\x0bare shut. {#gates}", ["remove the character U+000B"]),
        ("- Gates\ud800 are shut. {#gates}", ["remove the character U+D800"]),
        ("- Gates\uffff are shut. {#gates}", ["remove the character U+FFFF"]),
        ("- Cafe\u0301 gates are shut. {#gates}", ["write accented letters as one character each (Unicode NFC)"]),
        ("- " + "x" * 4000 + " {#gates}", ["this line has 4,011 characters; 4,000 is the most: divide it"]),
    ],
    ids=["tab", "trailing", "nul", "zero-width", "bidi", "hyphen", "separator", "vt", "surrogate", "ffff",
         "nfd", "long"],
)  # fmt: skip
def test_a_character_that_nobody_sees_is_refused(line: str, messages: list[str]) -> None:
    assert [problem.message for problem in problems_of(HEADER + line + "\n")] == messages


def test_a_file_from_windows_is_told_about_its_line_ends_once() -> None:
    source = "\ufeff" + (HEADER + "- Gates are shut. {#gates}\n").replace("\n", "\r\n")
    assert [str(problem) for problem in problems_of(source)] == [
        "line 1: end each line with a line feed alone (\\n), without a carriage return (\\r)",
        "line 1: remove the character U+FEFF (zero width no-break space)",
    ]


def test_all_mistakes_are_told_at_once_in_the_order_of_their_lines() -> None:
    source = HEADER.replace('title = "Invented"', "titel = 1") + "- Gates\n\n::: number a\n:::\n> x\n# B\n"
    with pytest.raises(SourceError) as raised:
        read(source)
    assert [problem.line for problem in raised.value.problems] == [2, 5, 10, 12, 12, 12, 14, 15]
    assert str(raised.value) == "\n".join(str(problem) for problem in raised.value.problems)


@pytest.mark.parametrize(
    "source",
    [
        "+++\nformat = " + "[" * 60_000 + "\n+++\n",
        "+++\nformat = " + "{a = " * 12_000 + "\n+++\n",
        "+++\nformat = " + "9" * 5_000 + "\n+++\n",
        HEADER + "".join("  " * depth + f"- a {{#a{depth}}}\n" for depth in range(1_000)),
        HEADER + "- " + "{" * 100_000 + "\n",
        HEADER + "- " + "[" * 100_000 + "\n",
        HEADER + "- " + "[a](" * 25_000 + "\n",
        HEADER + "- " + "\\[" * 50_000 + " {#a}\n",
        HEADER + "::: text a\n" * 20_000,
        HEADER + "::: choose-one a\nWhich?\n" + "- a: A\n" * 20_000 + ":::\n",
        "x" * 1_000_001,
    ],
    ids=[
        "arrays",
        "tables",
        "digits",
        "indents",
        "braces",
        "brackets",
        "links",
        "escapes",
        "fences",
        "options",
        "size",
    ],
)
def test_a_file_made_to_break_the_reader_is_refused(source: str) -> None:
    with pytest.raises(SourceError):
        read(source)


def test_a_chain_of_questions_that_depend_on_each_other_has_an_end() -> None:
    def chain(length: int) -> str:
        asked = "".join(f"::: yes-no q{n} when=q{n + 1}\nIs it?\n:::\n\n" for n in range(length - 1))
        return f"{HEADER}{asked}::: yes-no q{length - 1}\nIs it?\n:::\n"

    assert problems_of(chain(50)) == []
    assert [str(problem) for problem in problems_of(chain(51))] == [
        "line 10: 51 questions are asked only after one another; 50 is the most"
    ]
    assert len(problems_of(chain(5_000))) == 1
