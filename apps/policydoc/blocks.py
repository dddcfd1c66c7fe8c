"""Blocks: the sections and statements of one part, with their numbers, rows, additions and held places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from apps.policydoc.answers import Addition
from apps.policydoc.arrangement import Arrangement, Child
from apps.policydoc.choices import all_of, chosen
from apps.policydoc.document import Block, Gap, Inline, Text
from apps.policydoc.numbering import number
from apps.policydoc.phrases import paragraphs_of
from apps.policydoc.printing import Printer
from apps.policydoc.state import NO_ROW, Row
from apps.policydoc.template import Node, Template

UNDECIDED = "undecided"


class Blocks:
    """Composes the blocks of one part; as it goes, `lenders` grows: the files that only lend their words.

    Where text may stand whose condition is undecided, a draft holds a place: a block without a number that names the
    questions. A `final` document holds none.
    """

    def __init__(self, template: Template, printer: Printer, arrangement: Arrangement, *, final: bool) -> None:
        self.template = template
        self.printer = printer
        self.state = printer.state
        self.arrangement = arrangement
        self.final = final
        self.lenders: set[str] = set()

    def top(self, count: int) -> tuple[Block, ...]:
        """The blocks of the part, numbered from `count` + 1."""
        found = self.arrangement.children(self.template.family, self.template.nodes)
        return self._blocks(found, _Spot(start=count))

    def _blocks(self, children: Sequence[Child], spot: _Spot) -> tuple[Block, ...]:
        out: list[Block] = []
        position = spot.start + 1  # of the next block: places without a number do not count
        for child in children:
            for row_id, row in self._rows(child, spot.row):
                block = self._of(child, row_id, row, spot, position, out)
                if block:
                    out.append(block)
                    position += block.number != ""
        return tuple(out)

    def _of(self, child: Child, row_id: str, row: Row, spot: _Spot, position: int, before: list[Block]) -> Block | None:
        if isinstance(child, Addition):
            return self._addition(child, spot, position)
        holds = self._holds(child, row_id, row)
        if holds is None:
            return self._place(child, spot, self._waiting(child, row), before)
        return self._node(child, row_id, row, spot, position, before) if holds else None

    def _holds(self, node: Node, row_id: str, row: Row) -> bool | None:
        """What the conditions say; of a row that is not there yet, nobody knows which cells are filled."""
        if not node.when:
            return True
        if row_id != UNDECIDED:
            return self.state.node_holds(node, row)
        return all_of(
            self.state.holds(when, row) for when in node.when if not (when.column and when.question == node.each)
        )

    def _addition(self, added: Addition, spot: _Spot, position: int) -> Block | None:
        own = number(spot.prefix, position, spot.depth)
        kids: tuple[Block, ...] = ()
        if added.section:
            under = self.arrangement.children(added.id, ())
            kids = self._blocks(under, _Spot(prefix=f"{own}.", row=spot.row, suffix=spot.suffix))
            if not any(kid.number for kid in kids):
                return None
        return Block(
            id=added.id + spot.suffix,
            kind="section" if added.section else "statement",
            number=own,
            inline=self.printer.line(added.text, spot.row),
            origin=self.arrangement.origin(added),
            children=kids,
        )

    def _node(self, node: Node, row_id: str, row: Row, spot: _Spot, position: int, before: list[Block]) -> Block | None:
        suffix = f"{spot.suffix}/{row_id}" if row_id else spot.suffix
        own = number(spot.prefix, position, spot.depth)
        key = node.id + suffix
        kind: Literal["section", "statement"] = "section" if node.is_section else "statement"
        if row_id == UNDECIDED:
            return Block(key, kind, own, (self._gap(node.each),), callout=node.callout)
        reworded = self.state.rewording_of(node, key)
        text = reworded if reworded is not None else self.state.bundle.source(node)
        under = self.arrangement.children(node.id, node.children, statements_only=not node.is_section)
        kids = self._blocks(under, spot.under(node, own, suffix, row)) if under else ()
        if (node.is_section or (node.children and node.is_lead_in(text))) and not any(kid.number for kid in kids):
            return self._place(node, spot, (gap for kid in kids for gap in kid.inline), before)
        inline = self.printer.line(text, row)
        if not inline and not kids:
            return None
        if reworded is None and node.same in self.state.index.homes:
            self.lenders.add(self.state.index.homes[node.same].family)
        return Block(key, kind, own, inline, "template" if reworded is None else "reworded", node.callout, kids)

    # --- rows of each= ----------------------------------------------------------------------------------------------

    def _rows(self, child: Child, row: Row) -> Iterable[tuple[str, Row]]:
        """(row id, row) for each block that may come of it; one without a row id if it has no `each=`."""
        if isinstance(child, Node) and self.state.left_out(child):
            return ()
        return self._each(child, row) if isinstance(child, Node) and child.each else (("", row),)

    def _each(self, node: Node, row: Row) -> Iterator[tuple[str, Row]]:
        if not self.state.live(node.each) and node.each not in self.state.school.derived:
            return
        value, _ = self.state.value(node.each)
        question = self.state.bundle.questions[node.each]
        if value is None:
            waiting = not question.optional or question.id in self.state.answers.undecided
            if waiting and not self.final:
                yield UNDECIDED, row
        elif question.kind == "list":
            yield from ((str(item.get("id", "")), {**row, question.id: item}) for item in value)
        elif question.kind == "long-text":
            for place, text in enumerate(paragraphs_of(value), 1):
                yield f"p{place}", {**row, question.id: text}
        else:
            yield from ((_choice_id(item), {**row, question.id: item}) for item in value)

    # --- places held for what is undecided --------------------------------------------------------------------------

    def _waiting(self, node: Node, row: Row) -> Iterator[Gap]:
        return (self._gap(when.question) for when in node.when if self.state.holds(when, row) is None)

    def _place(self, node: Node, spot: _Spot, waiting: Iterable[Inline], before: list[Block]) -> Block | None:
        """The place of a node that waits for questions; one place is enough for neighbours that wait for the same."""
        gaps = list(dict.fromkeys(item for item in waiting if isinstance(item, Gap)))
        held = before[-1].inline if before and before[-1].id.endswith(f"/{UNDECIDED}") else ()
        if not gaps or self.final or set(gaps) <= set(held):
            return None
        inline = [item for gap in gaps for item in (Text(" "), gap)]
        return Block(f"{node.id}{spot.suffix}/{UNDECIDED}", "statement", "", tuple(inline[1:]))

    def _gap(self, question_id: str) -> Gap:
        return Gap(question_id, self.printer.said(self.state.bundle.questions[question_id].prompt))


class _Spot(NamedTuple):
    """Where children are being composed: the start of their numbers, and the rows around them."""

    prefix: str = ""
    depth: int = 0
    start: int = 0
    suffix: str = ""
    row: Row = NO_ROW

    def under(self, node: Node, own: str, suffix: str, row: Row) -> _Spot:
        depth = 0 if node.is_section else self.depth + 1
        return _Spot(f"{own}.", depth, 0, suffix, row)


def _choice_id(item: Any) -> str:
    return str(item.get("id") or chosen(item)) if isinstance(item, Mapping) else str(item)
