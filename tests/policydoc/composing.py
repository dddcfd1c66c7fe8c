"""Small invented templates and short ways to compose them and to say what a document holds."""

from __future__ import annotations

from typing import Any

from apps.policydoc.answers import Answers
from apps.policydoc.bundle import Bundle, resolve_bundle
from apps.policydoc.checks import check_bundle
from apps.policydoc.compose import Composed, compose
from apps.policydoc.document import Block, Document, plain
from apps.policydoc.given import SchoolFacts, Trust
from apps.policydoc.guidance import Register
from apps.policydoc.source import read
from apps.policydoc.standing import Standing
from apps.policydoc.template import Template
from apps.policydoc.validation import validate

SCHOOL = """+++
format = 1
family = "school"
edition = "1"
title = "About the school"
+++

# Words and people {#school-words}

::: text school.short-name
What is the school called?
:::

::: term school.learner-term = pupil | pupils
What do you call those who learn?
- pupils *: pupil | pupils
- children: child | children
- infants: infant | infants
:::

::: term school.board-term = governing body | governing bodies
What is the board called?
- governing-body *: governing body | governing bodies
- trustees: trustees | trustees
:::

::: choose-one school.dsl-name-format
How are people shown?
- name: Name
- title-name: Title and name
- name-role *: Name and role
- title-name-role: Title, name and role
- role: Role
:::

::: person school.lead
Who leads?
:::

::: yes-no school.nursery derived
Is there a nursery?
:::

::: long-text school.vision-statement optional
What is the vision?
:::

::: list school.values optional
Which values?
- value: Value
:::

::: text school.strapline optional
What is the motto?
:::

::: choose-many control.signatories
Who signs?
- head *: Head => the head
- chair *: Chair => the chair of {the governing body}
:::

::: date control.date-next-review
When is the next review?
:::

::: text control.policy-number optional
Which number?
:::

::: choose-one control.numbering
How are the parts numbered?
- each *: Each on its own
- one: In one run
:::
"""

REGISTER = Register.from_json([
    {"id": "safe-2025", "family": "safe", "title": "Keeping safe", "edition": "2025", "in_force_from": "2025-09-01",
     "url": "https://example.org/2025"},
    {"id": "safe-2026", "family": "safe", "title": "Keeping safe", "edition": "2026", "in_force_from": "2026-09-01",
     "url": "https://example.org/2026", "checked": True},
    {"id": "later-2030", "family": "later", "title": "Later", "in_force_from": "2030-01-01",
     "url": "https://example.org/later"},
])  # fmt: skip
FACTS = SchoolFacts("Fern Lane Primary School", "Fern Lane Primary", {"school.nursery": False})
AS_OF = "2026-11-20"


def template(body: str, header: str = "", family: str = "sample") -> Template:
    return read(f'+++\nformat = 1\nfamily = "{family}"\nedition = "1"\ntitle = "Sample"\n{header}+++\n{body}')


def bundle(body: str, header: str = "", *others: Template) -> Bundle:
    """The bundle of a template with this body, with the school's file above and `others` by their family.

    It must keep every rule of the format, so that no test rests on a template that nobody could publish.
    """
    files = {"school": read(SCHOOL)} | {other.family: other for other in others}
    made = resolve_bundle(template(body, header), files.__getitem__)
    assert [str(problem) for problem in check_bundle(made, set(REGISTER.families))] == []
    return made


def composed(
    made: Bundle,
    values: dict[str, Any] | None = None,
    *,
    facts: SchoolFacts = FACTS,
    trust: dict[str, Any] | None = None,
    standing: Standing | None = None,
    as_of: str = AS_OF,
    guidance: Register = REGISTER,
    **rest: Any,
) -> Composed:
    """Composes valid answers: `values` and, by keyword, the other fields of Answers as JSON."""
    answers = Answers.from_json({"values": values or {}, **rest})
    layer = Trust.from_json(trust) if trust else None
    assert validate(made, answers, layer) == []
    return compose(made, answers, school=facts, trust=layer, guidance=guidance, as_of=as_of, standing=standing)


def lines(document: Document | Composed) -> list[str]:
    """Every numbered line of the text: "1 Rules", "1.1 Be kind."."""
    document = document.document if isinstance(document, Composed) else document
    return [line_of(block) for block in document.walk()]


def line_of(block: Block) -> str:
    return f"{block.number} {plain(block.inline)}"


def ids(result: Composed) -> list[str]:
    return [block.id for block in result.document.walk()]


def opened(result: Composed) -> list[tuple[str, str]]:
    """(id, why) of everything open, but for the questions of the school's file, which are the same everywhere."""
    return [(entry.id, entry.why) for entry in result.open if not entry.id.startswith("school.")]
