"""Composing: a template edition and a school's answers become one Document, and the list of what is still open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import Any, Literal

from apps.policydoc.answers import Answers
from apps.policydoc.around import DETAILS, NUMBERING
from apps.policydoc.arrangement import Arrangement
from apps.policydoc.blocks import Blocks
from apps.policydoc.bundle import Bundle
from apps.policydoc.choices import chosen
from apps.policydoc.control import control_of
from apps.policydoc.document import Body, Detail, Document, Gap, Part
from apps.policydoc.front import front_of
from apps.policydoc.given import SchoolFacts, Trust
from apps.policydoc.guidance import Register
from apps.policydoc.lost import lost_words
from apps.policydoc.openness import Open, open_items
from apps.policydoc.printing import REF, Printer
from apps.policydoc.standing import Standing
from apps.policydoc.state import State
from apps.policydoc.template import Template


@dataclass(frozen=True)
class Composed:
    """`open` is beside the Document and outside its digest."""

    document: Document
    open: tuple[Open, ...] = ()


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
    """One policy as of the ISO day `as_of`. Valid answers (see `validation.validate`) never raise."""
    if standing:
        answers = _with_record(answers, standing.values)
    state = State(bundle, answers, school, trust, guidance, as_of)
    return _Composer(state, standing or Standing()).composed()


class _Composer:
    def __init__(self, state: State, standing: Standing) -> None:
        self.state = state
        self.standing = standing
        self.printer = Printer(state)
        self.arrangement = Arrangement(state)
        self.numbering: Literal["own", "one"] = self._numbering()
        self.hides_details = state.live(DETAILS) and state.value(DETAILS) == (False, True)
        self.lenders: set[str] = set()
        self.open = open_items(self.printer)

    def composed(self) -> Composed:
        parts = tuple(self._parts())
        title = self._title(self.state.bundle.template)
        front = front_of(self.printer)
        body = Body(
            title=title,
            front=front,
            parts=parts,
            references=tuple(self.printer.cited.values()),
            acknowledgements=self._acknowledgements(),
            caption_gaps=tuple(self.printer.caption_gaps),
        )
        document = Document(body, control_of(self.printer, self.standing, self.numbering))
        return Composed(document, (*self.open, *self._also_open(document)))

    def _numbering(self) -> Literal["own", "one"]:
        """Each part counts for itself, unless the question `control.numbering` is asked and answered with `one`."""
        one = self.state.live(NUMBERING) and chosen(self.state.value(NUMBERING)[0]) == "one"
        return "one" if one else "own"

    # --- parts ------------------------------------------------------------------------------------------------------

    def _parts(self) -> Iterator[Part]:
        count = 0
        told: set[Detail] = set()
        for template in self.state.bundle.parts:
            maker = Blocks(template, self.printer, self.arrangement, final=self.standing.final)
            blocks = maker.top(count if self.numbering == "one" else 0)
            self.lenders |= maker.lenders
            count += sum(1 for block in blocks if block.number)
            title, details = self._title(template), tuple(self._details(template))
            if self.numbering == "one" and told.issuperset(details):
                details = ()  # the parts read as one text, which has told all of this already
            told.update(details)
            yield Part(template.family, title, details, blocks)

    def _title(self, template: Template) -> str:
        return self.printer.caption(template.title)

    def _details(self, template: Template) -> Iterator[Detail]:
        """Made also where document control leaves them out: then nobody is shown the names that stand in them."""
        for row in template.key_details if template is not self.state.bundle.school else ():
            with self.printer.unshown() if self.hides_details else nullcontext():
                inline = self.printer.detail(row.text)
            if inline:
                yield Detail(self.printer.caption(row.label), inline)

    def _acknowledgements(self) -> tuple[str, ...]:
        """The thanks of every file whose words are printed, also of those that only `same=` takes words from."""
        shared = (file for file in self.state.bundle.shared if file.family in self.lenders)
        files = (self.state.bundle.template, *self.state.bundle.parts, *shared)
        return tuple(dict.fromkeys(file.acknowledgement for file in files if file.acknowledgement))

    # --- open -------------------------------------------------------------------------------------------------------

    def _also_open(self, document: Document) -> Iterator[Open]:
        """What is open although no question is asked for it: guidance not in force, words without a place.

        A gap that was printed for any other reason is open in any case.
        """
        known = {entry.id for entry in self.open}
        for part_id, block_id, gap in _gaps_of(document.body):
            if gap.question not in known and not gap.question.startswith("control."):
                known.add(gap.question)
                place = self.state.index.places.get(block_id.partition("/")[0])
                kind: Literal["question", "reference"] = "reference" if gap.question.startswith(REF) else "question"
                section = place.section if place else ""
                yield Open(kind, gap.question, part_id, section, "unanswered", gap.prompt, gap.suggestion)
        yield from lost_words(self.printer, self.arrangement, document.body)


def _with_record(answers: Answers, values: Mapping[str, Any]) -> Answers:
    """What a version's record says wins over its author's answers, and over their being set aside."""
    undecided = {key: item for key, item in answers.undecided.items() if key.removeprefix("control.") not in values}
    return replace(answers, control={**answers.control, **values}, undecided=undecided)


def _gaps_of(body: Body) -> Iterator[tuple[str, str, Gap]]:
    """(part, block or "", gap) of each gap that no control value leaves."""
    first = body.parts[0].id if body.parts else ""
    yield from ((first, "", gap) for gap in body.caption_gaps)
    for words in (*(row.inline for row in body.front.control), *body.front.statements):
        yield from ((first, "", item) for item in words if isinstance(item, Gap))
    for part in body.parts:
        for detail in part.key_details:
            yield from ((part.id, "", item) for item in detail.inline if isinstance(item, Gap))
        for block in part.walk():
            yield from ((part.id, block.id, item) for item in block.inline if isinstance(item, Gap))
