"""Which pages a policy's template makes: one for each heading that asks something, in the order of the document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from apps.policydoc.bundle import Bundle
from apps.policydoc.template import CONTROL, SCHOOL, Ask, Node, Template

CONTROL_HEADING = "Title, approval, dates and signatures"
PageKind = Literal["school", "section", "control"]


@dataclass(frozen=True)
class Page:
    """`heading` is source with tokens; `id` is the section's node id. `statements` are its optional nodes.

    `groups` are the questions once more, each run of them under a heading of its own: (heading, questions).
    """

    kind: PageKind
    id: str
    heading: str
    part: str
    level: int = 1
    questions: tuple[str, ...] = ()
    statements: tuple[Node, ...] = ()
    guidance: tuple[str, ...] = ()
    groups: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def place(self) -> tuple[str, str]:
        """Tells it from every other page of the policy, in whichever walk it was made."""
        return self.kind, self.id

    @property
    def is_empty(self) -> bool:
        return not self.questions and not self.statements

    def asks(self, item: str) -> bool:
        return item in self.questions or any(node.id == item for node in self.statements)


def pages_of(bundle: Bundle) -> tuple[Page, ...]:
    """School facts first, then the policy's own sections, then document control.

    A question that several sections ask stands on the page of each: which of them asks it depends on the answers.
    """
    sections = [page for part in bundle.parts for page in _section_pages(part)]
    school = list(_school_pages(bundle, {question for page in sections for question in page.questions}))
    pages = [*school, *sections, _control_page(bundle)]
    return tuple(page for page in pages if not page.is_empty)


def _section_pages(part: Template) -> Iterator[Page]:
    for node in part.walk():
        if node.is_section:
            questions = tuple(name for name in _placed(node) if not name.startswith(f"{CONTROL}."))
            statements = ((node,) if node.optional else ()) + tuple(_optional_statements(node))
            yield Page("section", node.id, node.text, part.family, node.level, questions, statements, node.guidance)


def _school_pages(bundle: Bundle, asked: set[str]) -> Iterator[Page]:
    """The school's questions that no section of the policy asks."""
    if bundle.school is None or bundle.school in bundle.parts:
        return
    for node in bundle.school.walk():
        if node.is_section:
            names = (name for name in _placed(node) if name not in asked)
            questions = tuple(name for name in names if bundle.questions[name].scope == SCHOOL)
            yield Page("school", node.id, node.text, bundle.school.family, node.level, questions, (), node.guidance)


def _control_page(bundle: Bundle) -> Page:
    """All questions of document control, under the headings of the files that ask them."""
    found: dict[str, list[str]] = {}
    known: set[str] = set()
    for node in (node for file in bundle.files for node in file.walk() if node.is_section):
        names = [name for name in _placed(node) if name.startswith(f"{CONTROL}.") and name not in known]
        known.update(names)
        found.setdefault(node.text, []).extend(names)
    groups = tuple((heading, tuple(names)) for heading, names in found.items() if names)
    questions = tuple(name for _, names in groups for name in names)
    family = bundle.template.family
    return Page("control", "control", CONTROL_HEADING, family, 1, questions, groups=groups if len(groups) > 1 else ())


def _placed(node: Node) -> Iterator[str]:
    """The ids of the questions placed under this heading."""
    for placed in node.questions:
        yield placed.question if isinstance(placed, Ask) else placed.id


def _optional_statements(node: Node) -> Iterator[Node]:
    """The optional statements under a heading, at any depth, without those of its sub-headings."""
    for child in node.children:
        if not child.is_section:
            if child.optional:
                yield child
            yield from _optional_statements(child)
