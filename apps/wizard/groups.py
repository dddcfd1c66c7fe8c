"""The pages of a policy in the groups that its lists show: the school's, each part's, document control."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from apps.wizard.pages import Page
from apps.wizard.walk import Stop, Walk


@dataclass(frozen=True)
class Group:
    heading: str
    note: str
    stops: tuple[Stop, ...]


def part_title(walk: Walk, page: Page) -> str:
    """Of the part that a section belongs to; "" in a policy of one part, whose title says it."""
    parts = walk.bundle.parts
    part = next((part for part in parts if page.kind == "section" and part.family == page.part), None)
    return walk.words(part.title) if part and len(parts) > 1 else ""


def groups_of(walk: Walk) -> Iterator[Group]:
    """In the order of the walk; a policy of several parts has a group for each."""
    titles = {part.family: walk.words(part.title) for part in walk.bundle.parts}
    for (kind, part), stops in groupby(walk.stops, key=lambda stop: (stop.page.kind, stop.page.part)):
        match kind:
            case "school":
                heading, note = "About your school", "Asked once, and used by every policy of your school."
            case "section":
                heading, note = titles[part], ""
            case _:
                heading, note = "Before it goes to governors", ""
        yield Group(heading, note, tuple(stops))
