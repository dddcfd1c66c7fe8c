"""Which pages a policy's template makes: one for each heading that asks something, in the order of the document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from apps.policydoc.bundle import Bundle
from apps.policydoc.template import CONTROL, SCHOOL, Ask, Node, Template

PageKind = Literal["school", "section", "control"]


@dataclass(frozen=True)
class Page:
    """`heading` is source with tokens; `id` is the section's node id. `statements` are its optional nodes."""

    kind: PageKind
    id: str
    heading: str
    part: str
    level: int = 1
    questions: tuple[str, ...] = ()
    statements: tuple[Node, ...] = ()
    guidance: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.questions and not self.statements

    def asks(self, item: str) -> bool:
        return item in self.questions or any(node.id == item for node in self.statements)


def pages_of(bundle: Bundle) -> tuple[Page, ...]:
    """School facts first, then the policy's own sections, then document control; no question stands on two pages."""
    taken: set[str] = set()
    sections = [page for part in bundle.parts for page in _section_pages(bundle, part, taken)]
    school = list(_school_pages(bundle, taken)) if bundle.school else []
    control = tuple(q.id for q in bundle.questions.values() if q.scope == CONTROL and q.id not in taken)
    pages = [*school, *sections]
    if control:
        pages.append(Page("control", "control", "Approval, dates and signatures", bundle.template.family, 1, control))
    return tuple(page for page in pages if not page.is_empty)


def _section_pages(bundle: Bundle, part: Template, taken: set[str]) -> Iterator[Page]:
    for node in part.walk():
        if node.is_section:
            questions = tuple(_questions(node, taken, but=CONTROL))
            statements = ((node,) if node.optional else ()) + tuple(_optional_statements(node))
            yield Page("section", node.id, node.text, part.family, node.level, questions, statements, node.guidance)


def _school_pages(bundle: Bundle, taken: set[str]) -> Iterator[Page]:
    if bundle.school is None or bundle.school in bundle.parts:
        return
    for node in bundle.school.walk():
        if node.is_section:
            questions = tuple(q for q in _questions(node, taken, but=CONTROL) if bundle.questions[q].scope == SCHOOL)
            yield Page("school", node.id, node.text, bundle.school.family, node.level, questions, (), node.guidance)


def _questions(node: Node, taken: set[str], *, but: str) -> Iterator[str]:
    """The questions placed under this heading that no earlier page asks, without those of the scope `but`."""
    for placed in node.questions:
        name = placed.question if isinstance(placed, Ask) else placed.id
        if name not in taken and not name.startswith(f"{but}."):
            taken.add(name)
            yield name


def _optional_statements(node: Node) -> Iterator[Node]:
    """The optional statements under a heading, at any depth, without those of its sub-headings."""
    for child in node.children:
        if not child.is_section:
            if child.optional:
                yield child
            yield from _optional_statements(child)
