"""Composing: a template edition and a school's answers become one Document, and the list of what is still open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from apps.policydoc.answers import Answers
from apps.policydoc.arrangement import Arrangement
from apps.policydoc.blocks import Blocks
from apps.policydoc.bundle import Bundle
from apps.policydoc.choices import chosen
from apps.policydoc.document import Body, Control, Detail, Document, Front, Gap, Inline, Part
from apps.policydoc.given import SchoolFacts, Trust
from apps.policydoc.guidance import Register
from apps.policydoc.lost import lost_words
from apps.policydoc.openness import Open, open_items
from apps.policydoc.phrases import control_name, paragraphs_of
from apps.policydoc.printing import REF, Printer
from apps.policydoc.standing import Standing
from apps.policydoc.state import State
from apps.policydoc.template import CONTROL, Template
from apps.policydoc.words import names

NUMBERING = "control.numbering"


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
        self.lenders: set[str] = set()
        self.open = open_items(self.printer)

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
            caption_gaps=tuple(self.printer.caption_gaps),
        )
        document = Document(body, self._control())
        return Composed(document, (*self.open, *self._also_open(document)))

    def _numbering(self) -> Literal["own", "one"]:
        """Each part counts for itself, unless the question `control.numbering` is answered with `one`."""
        asked = NUMBERING in self.state.bundle.questions
        return "one" if asked and chosen(self.state.value(NUMBERING)[0]) == "one" else "own"

    # --- parts ------------------------------------------------------------------------------------------------------

    def _parts(self) -> Iterator[Part]:
        count = 0
        for template in self.state.bundle.parts:
            maker = Blocks(template, self.printer, self.arrangement, final=self.standing.final)
            blocks = maker.top(count if self.numbering == "one" else 0)
            self.lenders |= maker.lenders
            count += sum(1 for block in blocks if block.number)
            yield Part(template.family, self._title(template), tuple(self._details(template)), blocks)

    def _title(self, template: Template) -> str:
        return self.printer.caption(template.title)

    def _details(self, template: Template) -> Iterator[Detail]:
        for row in template.key_details:
            inline = self.printer.detail(row.text)
            if inline:
                yield Detail(self.printer.caption(row.label), inline)

    def _acknowledgements(self) -> tuple[str, ...]:
        """The thanks of every file whose words are printed, also of those that only `same=` takes words from."""
        shared = (file for file in self.state.bundle.shared if file.family in self.lenders)
        files = (self.state.bundle.template, *self.state.bundle.parts, *shared)
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
        printers = self.state.index.printers.get(question, ())
        if question != "school.short-name" and any(self.state.section_state(node) == "on" for node in printers):
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

    def _control(self) -> Control:
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
        """The control values that count, as data: what the trust locks hides the school's; without ids of persons."""
        questions, typed = self.state.bundle.questions, self.state.answers.control
        known = {name: value for name, value in typed.items() if f"control.{name}" not in questions}
        for question in questions.values():
            if question.scope == CONTROL and self._is_asked(question.id):
                value, confirmed = self.state.value(question.id)
                if confirmed and value is not None:
                    known[question.id.removeprefix("control.")] = value
        return {name: _without_person_ids(value) for name, value in sorted(known.items())}

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
        values = {key: self.state.value(key)[0] for key in shown}
        printed = {key: value for key, value in values.items() if value is not None}
        return self.printer.shown.answers(questions, printed)

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


def _without_person_ids(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_person_ids(item) for item in value]
    if isinstance(value, dict):
        return {key: _without_person_ids(item) for key, item in value.items() if key != "person_id"}
    return value


def _gaps_of(body: Body) -> Iterator[tuple[str, str, Gap]]:
    """(part, block or "", gap) of each gap that no control value leaves."""
    first = body.parts[0].id if body.parts else ""
    yield from ((first, "", gap) for gap in body.caption_gaps)
    for part in body.parts:
        for detail in part.key_details:
            yield from ((part.id, "", item) for item in detail.inline if isinstance(item, Gap))
        for block in part.walk():
            yield from ((part.id, block.id, item) for item in block.inline if isinstance(item, Gap))
