"""Blocks: the sections and statements of one part, with their numbers, rows, additions and held places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from apps.policydoc.answers import Addition
from apps.policydoc.arrangement import Arrangement, Child
from apps.policydoc.choices import all_of, chosen
from apps.policydoc.document import Block, Gap
from apps.policydoc.numbering import number
from apps.policydoc.phrases import paragraphs_of
from apps.policydoc.printing import Printer
from apps.policydoc.state import NO_ROW, Row
from apps.policydoc.template import Node, Template

UNDECIDED = "undecided"


@dataclass(frozen=True)
class Placeholder:
    """Where a section or statement would stand whose condition is undecided; a preview shows it, a document never.

    `parent` is the block that it stands in ("" at the top of the part), `after` the block before it there.
    """

    id: str
    part: str
    parent: str
    after: str
    questions: tuple[Gap, ...]


class Blocks:
    """Composes the blocks of one part. A `final` document holds no undecided rows.

    As it goes, `placeholders` grows, and `lenders`: the families of the files that only lend their words.
    """

    def __init__(self, template: Template, printer: Printer, arrangement: Arrangement, *, final: bool) -> None:
        self.template = template
        self.printer = printer
        self.state = printer.state
        self.arrangement = arrangement
        self.final = final
        self.placeholders: list[Placeholder] = []
        self.lenders: set[str] = set()

    def top(self, count: int) -> tuple[Block, ...]:
        """The blocks of the part, numbered from `count` + 1."""
        found = self.arrangement.children(self.template.family, self.template.nodes)
        return self._blocks(found, _Spot(start=count))

    def _blocks(self, children: Sequence[Child], spot: _Spot) -> tuple[Block, ...]:
        out: list[Block] = []
        for child in children:
            for block in self._of(child, spot, out):
                out.append(block)
        return tuple(out)

    def _of(self, child: Child, spot: _Spot, before: list[Block]) -> Iterator[Block]:
        if isinstance(child, Addition):
            block = self._addition(child, spot, spot.start + len(before) + 1)
            if block:
                yield block
            return
        if self.state.left_out(child):
            return
        for row_id, row in self._rows(child, spot.row):
            holds = self._holds(child, row_id, row)
            if holds is None:
                self._hold_place(child, spot, before)
            elif holds:
                block = self._node(child, row_id, row, spot, spot.start + len(before) + 1, before)
                if block:
                    yield block

    def _holds(self, node: Node, row_id: str, row: Row) -> bool | None:
        """What the conditions say; of a row that is not there yet, nobody knows which cells are filled."""
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
            kids = self._blocks(under, _Spot(parent=added.id, prefix=f"{own}.", row=spot.row, suffix=spot.suffix))
            if not kids:
                return None
        return Block(
            id=added.id + spot.suffix,
            kind="section" if added.section else "statement",
            number=own,
            inline=self.printer.line(added.text, spot.row),
            origin=self.arrangement.origin(added),
            children=kids,
        )

    def _node(
        self, node: Node, row_id: str, row: Row, spot: _Spot, position: int, before: list[Block]
    ) -> Block | None:  # fmt: skip
        suffix = f"{spot.suffix}/{row_id}" if row_id else spot.suffix
        own = number(spot.prefix, position, spot.depth)
        key = node.id + suffix
        kind: Literal["section", "statement"] = "section" if node.is_section else "statement"
        if row_id == UNDECIDED:
            return Block(key, kind, own, (self._gap(node.each),), callout=node.callout)
        reworded = self.state.rewording_of(node, key)
        text = reworded if reworded is not None else self.state.bundle.source(node)
        held = len(self.placeholders)
        kids = self._children(node, spot.under(node, key, own, suffix, row))
        if not kids and (node.is_section or (node.children and text.endswith(":"))):
            self._fold(held, node, spot, before)
            return None
        inline = self.printer.line(text, row)
        if not inline and not kids:
            return None
        if reworded is None and node.same in self.state.index.homes:
            self.lenders.add(self.state.index.homes[node.same].family)
        return Block(key, kind, own, inline, "template" if reworded is None else "reworded", node.callout, kids)

    def _children(self, node: Node, spot: _Spot) -> tuple[Block, ...]:
        found = self.arrangement.children(node.id, node.children, statements_only=not node.is_section)
        return self._blocks(found, spot) if found else ()

    # --- rows of each= ----------------------------------------------------------------------------------------------

    def _rows(self, node: Node, row: Row) -> Iterator[tuple[str, Row]]:
        """(row id, row) for each block that the node gives; one without a row id if it has no `each=`."""
        if not node.each:
            yield "", row
            return
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

    def _hold_place(self, node: Node, spot: _Spot, before: list[Block]) -> None:
        waiting = [when.question for when in node.when if self.state.holds(when, spot.row) is None]
        gaps = tuple(self._gap(question) for question in dict.fromkeys(waiting))
        self._place(node, spot, before, gaps)

    def _fold(self, held: int, node: Node, spot: _Spot, before: list[Block]) -> None:
        """The places held inside a block that vanished become one place for the block."""
        inside = self.placeholders[held:]
        if inside:
            del self.placeholders[held:]
            self._place(node, spot, before, tuple(dict.fromkeys(gap for place in inside for gap in place.questions)))

    def _place(self, node: Node, spot: _Spot, before: list[Block], gaps: tuple[Gap, ...]) -> None:
        after = before[-1].id if before else ""
        self.placeholders.append(Placeholder(node.id + spot.suffix, self.template.family, spot.parent, after, gaps))

    def _gap(self, question_id: str) -> Gap:
        return Gap(question_id, self.state.plain(self.state.bundle.questions[question_id].prompt))


class _Spot(NamedTuple):
    """Where children are being composed: their parent block, the start of their numbers, and the rows around them."""

    parent: str = ""
    prefix: str = ""
    depth: int = 0
    start: int = 0
    suffix: str = ""
    row: Row = NO_ROW

    def under(self, node: Node, block_id: str, own: str, suffix: str, row: Row) -> _Spot:
        depth = 0 if node.is_section else self.depth + 1
        return _Spot(block_id, f"{own}.", depth, 0, suffix, row)


def _choice_id(item: Any) -> str:
    return str(item.get("id") or chosen(item)) if isinstance(item, Mapping) else str(item)
