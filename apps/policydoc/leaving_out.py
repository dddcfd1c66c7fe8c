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
    for node_id, place in reversed(index.places.items()):  # children before what stands above them
        node = place.above[-1]
        introduces = node.is_section or node.is_lead_in(words_of(node))
        if node.children and introduces and node_id not in held and all(child.id in gone for child in node.children):
            gone.add(node_id)
    return frozenset(gone.difference(left_out))
