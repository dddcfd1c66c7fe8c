"""Leaving out: what else goes from the text when something is left out of it."""

from __future__ import annotations

from collections.abc import Callable, Collection

from apps.policydoc.index import Index
from apps.policydoc.template import Node


def emptied(
    index: Index, left_out: Collection[str], anchors: Collection[str], words_of: Callable[[Node], str]
) -> frozenset[str]:
    """The headings and lead-ins that go with the last of their children.

    `anchors` are the nodes that additions come after: these keep all that stands above them.
    """
    if not left_out:
        return frozenset()
    held = {above.id for anchor in anchors if anchor in index.places for above in index.places[anchor].above}
    gone = set(left_out)
    waiting = [index.parents.get(node_id, "") for node_id in left_out]
    while waiting:
        above = waiting.pop()
        if above in gone or above in held or above not in index.places:
            continue
        node = index.places[above].above[-1]
        if all(child.id in gone for child in node.children) and (node.is_section or node.is_lead_in(words_of(node))):
            gone.add(above)
            waiting.append(index.parents[above])
    return frozenset(gone.difference(left_out))
