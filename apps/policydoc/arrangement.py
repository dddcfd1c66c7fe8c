"""The order in which the children of a node stand, with what the school and the trust have added between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from apps.policydoc.answers import Addition
from apps.policydoc.document import Origin
from apps.policydoc.state import State
from apps.policydoc.template import Node

Child = Node | Addition


class Arrangement:
    """Puts additions behind what they come after, then applies the school's order."""

    def __init__(self, state: State) -> None:
        self._order = state.answers.order
        self._after: dict[str, list[Addition]] = {}
        self._trusts = {added.id for added in state.trust.added}
        for added in (*state.trust.added, *state.answers.added):
            self._after.setdefault(added.after.partition("/")[0], []).append(added)
        self._places = state.index.places
        self._parts = {part.family for part in state.bundle.parts}

    def children(self, parent: str, nodes: Sequence[Node], *, statements_only: bool = False) -> Sequence[Child]:
        """The children of `parent` (a node, an addition or a part's family), statements before sub-sections.

        `statements_only` is for the children of statements, which are never headings.
        """
        if not self._order and not self._after:
            return nodes
        found: list[Child] = []
        if not statements_only:
            heads_part = parent in self._parts
            for added in self._after.get(parent, ()):
                if added.section == heads_part:
                    found += self._with_followers(added)
        for node in nodes:
            found.append(node)
            found += self._followers(node.id, node.is_section)
        return sorted(self._ordered(parent, found), key=_is_section)

    def origin(self, addition: Addition) -> Origin:
        return "trust" if addition.id in self._trusts else "added"

    def lost(self) -> Iterator[Addition]:
        """Additions that come after nothing that exists."""
        if not self._after:
            return iter(())
        reached = set(self._places) | self._parts
        waiting = list(reached)
        while waiting:
            for added in self._after.get(waiting.pop(), ()):
                if added.id not in reached:
                    reached.add(added.id)
                    waiting.append(added.id)
        return (added for group in self._after.values() for added in group if added.id not in reached)

    def empty_sections(self) -> Iterator[Addition]:
        """Added headings with nothing under them: they are not printed."""
        for group in self._after.values():
            for added in group:
                if added.section and not any(not under.section for under in self._after.get(added.id, ())):
                    yield added

    def _followers(self, anchor: str, is_section: bool) -> Iterator[Child]:
        """What stands beside `anchor` because it comes after it, directly or behind another addition.

        A loop and no recursion: each of hundreds of additions may come after the one before.
        """
        waiting = self._beside(anchor, is_section)
        while waiting:
            added = waiting.pop()
            yield added
            waiting += self._beside(added.id, added.section)

    def _beside(self, anchor: str, is_section: bool) -> list[Addition]:
        """The additions that name `anchor`, the last first; a statement after a heading stands under it."""
        return [added for added in reversed(self._after.get(anchor, ())) if added.section or not is_section]

    def _with_followers(self, added: Addition) -> Iterator[Child]:
        yield added
        yield from self._followers(added.id, added.section)

    def _ordered(self, parent: str, children: list[Child]) -> list[Child]:
        """The children that the school's order names change places among themselves; all others keep theirs."""
        wanted = list(dict.fromkeys(self._order.get(parent, ())))
        by_id = {child.id: child for child in children}
        named = [by_id[key] for key in wanted if key in by_id]
        slots = [place for place, child in enumerate(children) if child.id in set(wanted)]
        out = list(children)
        for place, child in zip(slots, named, strict=True):
            out[place] = child
        return out


def _is_section(child: Child) -> bool:
    return child.section if isinstance(child, Addition) else child.is_section
