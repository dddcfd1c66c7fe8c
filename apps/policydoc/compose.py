"""Composing: a template edition and a school's answers become one Document, and the list of what is still open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, NamedTuple

from apps.policydoc.answers import Addition, Answers
from apps.policydoc.arrangement import Arrangement, Child
from apps.policydoc.bundle import Bundle
from apps.policydoc.document import (
    Block,
    Body,
    Control,
    Detail,
    Document,
    Front,
    Gap,
    Inline,
    Part,
)
from apps.policydoc.guidance import Register
from apps.policydoc.numbering import number
from apps.policydoc.printing import Printer, control_name, paragraphs_of
from apps.policydoc.standing import Standing
from apps.policydoc.state import NO_ROW, Open, Row, SchoolFacts, State, Trust, chosen
from apps.policydoc.template import CONTROL, Node, Template
from apps.policydoc.words import names

__all__ = ["Composed", "Open", "Placeholder", "SchoolFacts", "Standing", "State", "Trust", "compose"]


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


@dataclass(frozen=True)
class Composed:
    """`open` and `placeholders` are beside the Document and outside its digest."""

    document: Document
    open: tuple[Open, ...] = ()
    placeholders: tuple[Placeholder, ...] = ()


def compose(
    bundle: Bundle,
    answers: Answers,
    *,
    school: SchoolFacts,
    trust: Trust | None = None,
    guidance: Register,
    as_of: str,
    standing: Standing | None = None,
) -> Composed:
    """One policy as of the ISO day `as_of`. Valid answers (see `answers.validate`) never raise."""
    if standing:
        answers = replace(answers, control={**answers.control, **standing.values})
    state = State(bundle, answers, school, trust, guidance, as_of)
    return _Composer(state, standing or Standing()).composed()


class _Composer:
    def __init__(self, state: State, standing: Standing) -> None:
        self.state = state
        self.standing = standing
        self.printer = Printer(state)
        self.arrangement = Arrangement(state)
        self.numbering: Literal["own", "one"] = "one" if state.answers.control.get("numbering") == "one" else "own"
        self.placeholders: list[Placeholder] = []

    def composed(self) -> Composed:
        parts = tuple(self._parts())
        title = self._title(self.state.bundle.template)
        front = self._front()
        body = Body(
            title=title,
            front=front,
            parts=parts,
            references=tuple(self.printer.cited.values()),
            acknowledgements=self._acknowledgements(),
        )
        document = Document(body, self._control(parts))
        return Composed(document, (*self.state.open, *self._also_open(document)), tuple(self.placeholders))

    # --- parts ------------------------------------------------------------------------------------------------------

    def _parts(self) -> Iterator[Part]:
        count = 0
        for template in self.state.bundle.parts:
            blocks = _Blocks(self, template).top(count if self.numbering == "one" else 0)
            count += len(blocks)
            yield Part(template.family, self._title(template), tuple(self._details(template)), blocks)

    def _title(self, template: Template) -> str:
        return self.printer.caption(template.title)

    def _details(self, template: Template) -> Iterator[Detail]:
        for row in template.key_details:
            inline = self.printer.detail(row.text)
            if inline:
                yield Detail(self.printer.caption(row.label), inline)

    def _acknowledgements(self) -> tuple[str, ...]:
        files = (self.state.bundle.template, *self.state.bundle.parts)
        return tuple(dict.fromkeys(file.acknowledgement for file in files if file.acknowledgement))

    # --- front ------------------------------------------------------------------------------------------------------

    def _front(self) -> Front:
        facts = self.state.school
        return Front(
            display_name=facts.display_name or facts.legal_name,
            legal_name=facts.legal_name,
            short_name=self._fact("school.short-name"),
            strapline=self._fact("school.strapline"),
            vision=tuple(paragraphs_of(self._fact("school.vision-statement"))),
            values=self._front_values(),
        )

    def _fact(self, question: str) -> str:
        """A school's text for the front: confirmed, and not printed by the policy itself already."""
        value = self._for_front(question)
        if not isinstance(value, str):
            return ""
        self.printer.shown.whole(question)
        return value

    def _for_front(self, question: str) -> Any:
        """The front asks for nothing: a question that no part uses is printed here only if the school answered it."""
        if question not in self.state.bundle.questions:
            return None
        if question != "school.short-name" and question in self.state.index.printers:
            return None
        value, confirmed = self.state.value(question)
        return value if confirmed else None

    def _front_values(self) -> tuple[str, ...]:
        rows = self._for_front("school.values")
        if not isinstance(rows, list):
            return ()
        column = self.state.bundle.questions["school.values"].columns[0].id
        for row in rows:
            self.printer.shown.whole("school.values", (str(row.get("id", "")), column))
        return tuple(str(row[column]) for row in rows if row.get(column))

    # --- control ----------------------------------------------------------------------------------------------------

    def _control(self, parts: Sequence[Part]) -> Control:
        template = self.state.bundle.template
        return Control(
            as_of=self.state.as_of,
            status=self.standing.status,
            version=self.standing.version,
            template=f"{template.family}@{template.edition}",
            numbering=self.numbering,
            printed=dict(self._printed_control()),
            values={**self._control_values(), **self.standing.facts},
            answers=self._shown_answers(),
        )

    def _control_values(self) -> dict[str, Any]:
        """The control answers as data, without those that are not asked for and without ids of persons."""
        return {
            name: _without_person_ids(value)
            for name, value in sorted(self.state.answers.control.items())
            if f"control.{name}" not in self.state.bundle.questions or self._is_asked(f"control.{name}")
        }

    def _is_asked(self, question: str) -> bool:
        return all(self.state.holds(when) is True for when in self.state.bundle.questions[question].when)

    def _printed_control(self) -> Iterator[tuple[str, tuple[Inline, ...]]]:
        """What each control value prints: all that are answered, and those that a key detail has a place for."""
        for question in self.state.bundle.questions.values():
            if (
                question.scope == CONTROL
                and self._is_asked(question.id)
                and self.state.value(question.id)[0] is not None
            ):
                printed = self.printer.control(question.id)
                if printed:
                    yield question.id.removeprefix("control."), printed
        for template in self.state.bundle.parts:
            for raw in (raw for row in template.key_details for raw in names(row.text)):
                token = self.state.bundle.token(raw)
                if token and self.state.bundle.questions[token.name].scope == CONTROL:
                    printed = self.printer.control(raw)
                    if printed:
                        yield control_name(raw), printed

    def _shown_answers(self) -> dict[str, Any]:
        questions = self.state.bundle.questions
        shown = sorted(key for key in self.printer.shown.names() if questions[key].scope != CONTROL)
        values = {key: self.state.value(key) for key in shown}
        printed = {
            key: value
            for key, (value, confirmed) in values.items()
            if value is not None and (confirmed or questions[key].kind == "term")
        }
        return self.printer.shown.answers(questions, printed)

    # --- open -------------------------------------------------------------------------------------------------------

    def _also_open(self, document: Document) -> Iterator[Open]:
        """What is open although no rule names it: a gap that was printed all the same, an addition without a place."""
        known = {entry.id for entry in self.state.open}
        for part in document.body.parts:
            for block_id, gap in _gaps_of(part):
                if gap.question not in known and not gap.question.startswith("control."):
                    known.add(gap.question)
                    place = self.state.index.places.get(block_id.partition("/")[0])
                    section = place.section if place else ""
                    yield Open("question", gap.question, part.id, section, "unanswered", gap.prompt, gap.suggestion)
        for added in self.arrangement.lost():
            yield Open("statement", added.id, "", "", "undecided", added.text)


class _Blocks:
    """Composes the blocks of one part."""

    def __init__(self, composer: _Composer, template: Template) -> None:
        self.composer = composer
        self.state = composer.state
        self.printer = composer.printer
        self.template = template

    def top(self, count: int) -> tuple[Block, ...]:
        """The blocks of the part, numbered from `count` + 1."""
        found = self.composer.arrangement.children(self.template.family, self.template.nodes)
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
            holds = self.state.node_holds(child, row)
            if holds is None:
                self._hold_place(child, spot, before)
            elif holds:
                block = self._node(child, row_id, row, spot, spot.start + len(before) + 1, before)
                if block:
                    yield block

    def _addition(self, added: Addition, spot: _Spot, position: int) -> Block | None:
        own = number(spot.prefix, position, spot.depth)
        kids: tuple[Block, ...] = ()
        if added.section:
            under = self.composer.arrangement.children(added.id, ())
            kids = self._blocks(under, _Spot(parent=added.id, prefix=f"{own}.", row=spot.row, suffix=spot.suffix))
            if not kids:
                return None
        return Block(
            id=added.id + spot.suffix,
            kind="section" if added.section else "statement",
            number=own,
            inline=self.printer.line(added.text, spot.row),
            origin=self.composer.arrangement.origin(added),
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
        held = len(self.composer.placeholders)
        kids = self._children(node, spot.under(node, key, own, suffix, row))
        if not kids and (node.is_section or (node.children and text.endswith(":"))):
            self._fold(held, node, spot, before)
            return None
        inline = self.printer.line(text, row)
        if not inline and not kids:
            return None
        return Block(key, kind, own, inline, "template" if reworded is None else "reworded", node.callout, kids)

    def _children(self, node: Node, spot: _Spot) -> tuple[Block, ...]:
        found = self.composer.arrangement.children(node.id, node.children, statements_only=not node.is_section)
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
            if waiting and not self.composer.standing.final:
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
        inside = self.composer.placeholders[held:]
        if inside:
            del self.composer.placeholders[held:]
            self._place(node, spot, before, tuple(dict.fromkeys(gap for place in inside for gap in place.questions)))

    def _place(self, node: Node, spot: _Spot, before: list[Block], gaps: tuple[Gap, ...]) -> None:
        after = before[-1].id if before else ""
        self.composer.placeholders.append(
            Placeholder(node.id + spot.suffix, self.template.family, spot.parent, after, gaps)
        )

    def _gap(self, question_id: str) -> Gap:
        return Gap(question_id, self.state.plain(self.state.bundle.questions[question_id].prompt))


UNDECIDED = "undecided"


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


def _without_person_ids(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_person_ids(item) for item in value]
    if isinstance(value, dict):
        return {key: _without_person_ids(item) for key, item in value.items() if key != "person_id"}
    return value


def _choice_id(item: Any) -> str:
    return str(item.get("id") or chosen(item)) if isinstance(item, Mapping) else str(item)


def _gaps_of(part: Part) -> Iterator[tuple[str, Gap]]:
    for detail in part.key_details:
        yield from (("", item) for item in detail.inline if isinstance(item, Gap))
    for block in part.walk():
        yield from ((block.id, item) for item in block.inline if isinstance(item, Gap))
