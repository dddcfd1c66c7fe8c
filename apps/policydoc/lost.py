"""Lost words: what a school or its trust wrote that no place of the text prints any more, so that none is forgotten."""

from __future__ import annotations

from collections.abc import Iterator

from apps.policydoc.arrangement import Arrangement
from apps.policydoc.blocks import UNDECIDED
from apps.policydoc.document import Body
from apps.policydoc.openness import Open
from apps.policydoc.printing import Printer
from apps.policydoc.state import State


def lost_words(printer: Printer, arrangement: Arrangement, body: Body) -> Iterator[Open]:
    """One entry for each text, which says what there is to do. Words under what is left out are not lost: they rest."""
    lost = list(arrangement.lost())
    for added in lost:
        yield _entry(added.id, f"Where does this belong now? “{printer.said(added.text)}”")
    for added in (section for section in arrangement.empty_sections() if section not in lost):
        yield _entry(added.id, f"What stands under this heading? “{printer.said(added.text)}”")
    for key in _lost_rewordings(printer.state, body):
        words = printer.said(printer.state.answers.reworded[key].text)
        yield _entry(key, f"What these words were written for is gone. Are they still wanted? “{words}”")


def _entry(key: str, prompt: str) -> Open:
    return Open("addition", key, "", "", "undecided", prompt)


def _lost_rewordings(state: State, body: Body) -> Iterator[str]:
    """The rewordings of nodes that no file has any more, and of rows that are gone."""
    printed = {block.id for part in body.parts for block in part.walk()} if state.answers.reworded else set()
    for key in state.answers.reworded:
        name, _, row = key.partition("/")
        if name not in state.bundle.nodes or (
            row
            and _rows_print(state, name, printed)
            and not any(f"{node}/{row}" in printed for node in _printers(state, name))
        ):
            yield key


def _printers(state: State, name: str) -> list[str]:
    """The nodes of the parts that print the words of a node: itself, and those that take them with `same=`."""
    return [key for key, place in state.index.places.items() if name in (key, place.above[-1].same)]


def _rows_print(state: State, name: str, printed: set[str]) -> bool:
    """Whether the text is to print rows here and knows which: it is on, and its list is answered."""
    on = [node for node in _printers(state, name) if state.section_state(node) == "on"]
    return bool(on) and all(_is_known(state, node) and f"{node}/{UNDECIDED}" not in printed for node in on)


def _is_known(state: State, node: str) -> bool:
    lists = [above.each for above in state.index.places[node].above if above.each]
    return all(
        (state.live(each) or each in state.school.derived) and state.value(each)[0] is not None for each in lists
    )
