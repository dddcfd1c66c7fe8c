"""One edition of a template after another."""

from __future__ import annotations

from apps.policydoc.checks import check_succession
from apps.policydoc.source import read
from apps.policydoc.template import Template

BODY = "# Rules {#rules}\n\n::: text gate\nWhich gate?\n:::\n\n- {Gate} is shut. {#shut}\n- Bells ring. {#bells}\n"


def edition(name: str, body: str = BODY, changes: str = "", family: str = "invented") -> Template:
    header = f'format = 1\nfamily = "{family}"\nedition = "{name}"\ntitle = "Invented"\n'
    return read(f"+++\n{header}{changes}+++\n\n{body}")


def messages(previous: Template, template: Template) -> list[str]:
    return [str(problem) for problem in check_succession(previous, template)]


def test_an_edition_that_changes_only_words_follows() -> None:
    after = edition("2", BODY.replace("Bells ring", "Bells chime"), '[changes]\nsince = "1"\n')
    assert messages(edition("1"), after) == []


def test_a_new_statement_needs_no_mention() -> None:
    after = edition("2", BODY + "- Lamps are lit. {#lamps}\n", '[changes]\nsince = "1"\n')
    assert messages(edition("1"), after) == []


def test_what_is_gone_must_be_named() -> None:
    body = BODY.replace("- Bells ring. {#bells}\n", "").replace("gate", "door").replace("{Gate}", "{Door}")
    assert messages(edition("1"), edition("2", body, '[changes]\nsince = "1"\n')) == [
        "line 6: “bells” is gone since 1: name it in [changes], renamed or retired",
        "line 6: “gate” is gone since 1: name it in [changes], renamed or retired",
    ]
    changes = '[changes]\nsince = "1"\nrenamed = { gate = "door" }\nretired = ["bells"]\n'
    assert messages(edition("1"), edition("2", body, changes)) == []


def test_changes_are_cumulative_over_all_editions() -> None:
    before = edition("2", BODY, '[changes]\nsince = "1"\nretired = ["whistles"]\nrenamed = { horns = "bells" }\n')
    after = edition("3", BODY + "- Whistles. {#whistles}\n", '[changes]\nsince = "2"\n')
    assert messages(before, after) == [
        "line 6: “horns” was given up by 2 or before: [changes] keeps naming it",
        "line 6: “whistles” was given up before: an id is never used again",
    ]


def test_an_id_keeps_its_kind() -> None:
    body = BODY.replace("::: text gate", "::: long-text gate").replace(
        "- Bells ring. {#bells}\n", "\n## Bells {#bells}\n"
    )
    after = edition("2", body, '[changes]\nsince = "1"\n')
    assert messages(edition("1"), after) == [
        "line 12: “gate” was a text: a question of another kind needs another id",
        "line 18: “bells” changed between heading and statement: it needs another id",
    ]


def test_the_edition_before_is_named() -> None:
    assert messages(edition("1"), edition("1")) == ["line 4: the edition “1” exists already: name another"]
    assert messages(edition("1"), edition("2")) == ['line 2: [changes] must say: since = "1"']
    assert messages(edition("1"), edition("2", BODY, '[changes]\nsince = "1"\n', family="other")) == [
        "line 3: the edition before this is of the family “invented”"
    ]
