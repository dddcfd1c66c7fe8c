"""A draft as its pages see it: which are live, what each still asks, and where to go next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from apps.policies.changes import Change, answer_of
from apps.policies.drafts import Draft
from apps.policies.elsewhere import Elsewhere, differing
from apps.policydoc.answers import AnswerError, Answers
from apps.policydoc.around import ADDRESS
from apps.policydoc.choices import chosen
from apps.policydoc.compose import Composed
from apps.policydoc.days import date_words
from apps.policydoc.document import Gap
from apps.policydoc.guidance import GuidanceEdition
from apps.policydoc.openness import Open
from apps.policydoc.printing import Printer
from apps.policydoc.state import State
from apps.policydoc.template import CONTROL, Node, Option, Question
from apps.wizard.asked import BLANK, Asked, Offered
from apps.wizard.forms import KEEP, LEAVE_OUT, NEXT_REVIEW, Statement, is_before
from apps.wizard.pages import Page, pages_of

# Stands in for the words that somebody will type, while we look for the sentence around them.
OWN_WORDS = "\u2402\u2403"
SENTENCES_TRIED = 3
SENTENCE_SHOWN = 120
PARTS_OF_ANSWERS = {
    "value": "values", "control": "control", "undecided": "undecided", "reason": "reasons",
    "kept": "kept", "left-out": "left_out", "accepted": "accepted",
}  # fmt: skip


@dataclass(frozen=True)
class Stop:
    """One page of the walk as the task list shows it; `open` counts what is still to decide there.

    `answered` of `asked` questions have an answer, without those that may stay empty.
    """

    page: Page
    heading: str
    open: int
    answered: int
    asked: int

    @property
    def status(self) -> str:
        if self.page.kind == "control":
            return "Done" if self.answered == self.asked else f"{self.answered} of {self.asked} filled in"
        return "Done" if not self.open else f"{self.open} to decide"

    @property
    def is_done(self) -> bool:
        return self.status == "Done"


class Walk:
    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.bundle = draft.bundle
        self._live: dict[tuple[str, str], list[str]] = {}

    @property
    def state(self) -> State:
        return self.draft.state

    @property
    def composed(self) -> Composed:
        return self.draft.composed

    @property
    def open(self) -> tuple[Open, ...]:
        return self.composed.open

    @cached_property
    def missing(self) -> tuple[Gap, ...]:
        """What the files still mark although nothing is open: document control, such as the date of approval."""
        gaps = (gap for gap in self.composed.document.gaps() if gap.question.startswith(f"{CONTROL}."))
        return tuple({gap.question: gap for gap in gaps}.values())

    @property
    def late_review(self) -> str:
        """The day of the next review in words, where it is past already; "" where it is to come or not known."""
        if NEXT_REVIEW not in self.bundle.questions or not self.state.live(NEXT_REVIEW):
            return ""
        review, _ = self.state.value(NEXT_REVIEW)
        return date_words(review) if is_before(review, self.draft.as_of) else ""

    @cached_property
    def doubted(self) -> tuple[GuidanceEdition, ...]:
        """Newer editions of what the policy cites, whose day has come and which nobody has seen at their source.

        What a usual choice cites counts too: it is read before it is confirmed.
        """
        cited = {reference.id for reference in self.composed.document.body.references}
        usual = [option.source for item in self.usual for option in self._chosen_options(item.id)]
        return tuple(
            found
            for found in self.draft.guidance.to_be_checked(self.draft.as_of)
            if found.family in cited or any(f"(ref:{found.family})" in source for source in usual)
        )

    def _chosen_options(self, question_id: str) -> Iterator[Option]:
        question = self.bundle.questions.get(question_id)
        value = self.state.value(question_id)[0] if question and question.options else None
        for item in value if isinstance(value, list) else [value]:
            if question and isinstance(item, str | dict) and (option := question.option(chosen(item))):
                yield option

    @cached_property
    def elsewhere(self) -> Mapping[str, tuple[Elsewhere, ...]]:
        """question -> what other policies of the school answer instead; read from the database when first asked for."""
        return differing(self.draft)

    @cached_property
    def open_elsewhere(self) -> list[Open]:
        """What is open and no page asks now.

        For example a reference to guidance that is not in force yet, or a question that only the school's own words
        print.
        """
        return [item for item in self.open if item.id not in self._shown]

    @cached_property
    def _shown(self) -> frozenset[str]:
        """What some page asks as things stand."""
        questions = (question for page in self.pages for question in self.live_questions(page))
        return frozenset(questions) | {node.id for page in self.pages for node in self.live_statements(page)}

    @cached_property
    def all_pages(self) -> tuple[Page, ...]:
        return pages_of(self.bundle)

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """The pages on which something is to be decided as things stand."""
        return tuple(page for page in self.all_pages if self.live_questions(page) or self.live_statements(page))

    def page(self, kind: str, page_id: str) -> Page | None:
        """A page of the template, live or not: an answer elsewhere may have closed it while it was open here."""
        return next((page for page in self.all_pages if page.kind == kind and page.id == page_id), None)

    def page_of(self, item: str) -> Page | None:
        """The page that asks this question or statement: of several, the first whose section is in the text."""
        pages = self._asking.get(item, [])
        if len(pages) < 2:
            return pages[0] if pages else None
        live = (place for place in self.state.index.asked.get(item, []) if self.state.place_is_live(place, item))
        section = next((place.section for place in live), pages[0].id)
        return next((page for page in pages if page.id == section), pages[0])

    @cached_property
    def _asking(self) -> dict[str, list[Page]]:
        """The pages that ask each question or optional statement, in their order."""
        found: dict[str, list[Page]] = {}
        for page in self.all_pages:
            for item in dict.fromkeys([*page.questions, *(node.id for node in page.statements)]):
                found.setdefault(item, []).append(page)
        return found

    @cached_property
    def known(self) -> frozenset[str]:
        """The questions that nobody is asked: the school register, or what is kept of the school, answers them."""
        return frozenset(self.draft.school.derived) | ({ADDRESS} if self.draft.school.address else frozenset())

    def live_questions(self, page: Page) -> list[str]:
        """The questions to be asked now, without those whose answer is known."""
        if page.place not in self._live:
            live = [question for question in page.questions if question not in self.known and self.state.live(question)]
            self._live[page.place] = [question for question in live if self._is_asked_on(page, question)]
        return self._live[page.place]

    def _is_asked_on(self, page: Page, question: str) -> bool:
        asking = self.page_of(question)
        return asking is not None and asking.place == page.place

    def live_statements(self, page: Page) -> list[Node]:
        """The optional nodes whose place is in the text, whether they are left out themselves or not."""
        return [node for node in page.statements if self._may_stand(node)]

    def _may_stand(self, node: Node) -> bool:
        place = self.state.index.places.get(node.id)
        if place is None or any(self.state.left_out(above) for above in place.above[:-1]):
            return False
        return all(self.state.holds(when) is True for above in place.above for when in above.when if not when.column)

    def open_on(self, page: Page) -> list[Open]:
        return self._open_by_page.get(page.place, [])

    @cached_property
    def _open_by_page(self) -> dict[tuple[str, str], list[Open]]:
        return self._by_page(self.open)

    @cached_property
    def usual(self) -> tuple[Open, ...]:
        """What one click can confirm: nobody has said yes yet to the usual choice."""
        return tuple(item for stop in self.pages for item in self.usual_on(stop))

    def usual_on(self, page: Page) -> list[Open]:
        return self._usual_by_page.get(page.place, [])

    @cached_property
    def _usual_by_page(self) -> dict[tuple[str, str], list[Open]]:
        in_the_text = (item for item in self.open if item.why == "unconfirmed")
        return self._by_page([*in_the_text, *self.draft.unconfirmed_control])

    def _by_page(self, items: Iterable[Open]) -> dict[tuple[str, str], list[Open]]:
        found: dict[tuple[str, str], list[Open]] = {}
        for item in items:
            if item.id in self._shown and (page := self.page_of(item.id)):
                found.setdefault(page.place, []).append(item)
        return found

    def stop(self, page: Page) -> Stop:
        live = [question for question in self.live_questions(page) if not self.bundle.questions[question].optional]
        answered = sum(1 for question in live if self.stored(self.bundle.questions[question]) is not BLANK)
        return Stop(page, self.words(page.heading), len(self.open_on(page)), answered, len(live))

    @cached_property
    def stops(self) -> tuple[Stop, ...]:
        return tuple(self.stop(page) for page in self.pages)

    def next_page(self, page: Page) -> Page | None:
        """The live page after this one, or None where it was the last."""
        order = {candidate.id: place for place, candidate in enumerate(self.all_pages)}
        return next((later for later in self.pages if order[later.id] > order[page.id]), None)

    # --- questions and statements ---------------------------------------------------------------------------------

    def words(self, source: str) -> str:
        return self.draft.printer.said(source)

    def stored(self, question: Question) -> Any:
        kind, key = answer_of(question.id)
        answers = self.draft.answers.control if kind == CONTROL else self.draft.answers.values
        return answers.get(key, BLANK)

    def asked(self, question_id: str) -> Asked:
        question = self.bundle.questions[question_id]
        value, confirmed = self.state.value(question_id)
        stored = self.stored(question)
        undecided = self.draft.answers.undecided.get(question_id)
        reason = self.draft.answers.reasons.get(question_id)
        row = answer_of(question.id)
        return Asked(
            question=question,
            prompt=self.words(question.prompt),
            options=tuple(self.offered(question, option) for option in self.state.offered(question_id)),
            guidance=question.guidance,
            value=value if stored is BLANK and confirmed and value is not None else stored,
            undecided=vars(undecided) if undecided else None,
            reason=vars(reason) if reason else None,
            accepted=question_id in self.draft.answers.accepted,
            may_wait=question.scope == CONTROL,
            withdrawn=self._withdrawn(question, stored),
            seen={
                "value": self.draft.seen(*row),
                "undecided": self.draft.seen("undecided", question_id),
                "reason": self.draft.seen("reason", question_id),
            },
        )

    def _withdrawn(self, question: Question, stored: Any) -> tuple[str, ...]:
        """Somebody chose it, and what was answered elsewhere has closed it since."""
        if question.kind not in ("choose-one", "choose-many") or stored is BLANK:
            return ()
        was = {chosen(item) for item in (stored if isinstance(stored, list) else [stored])}
        offered = {option.value for option in self.state.offered(question.id)}
        gone = [option for option in question.options if option.value in was - offered]
        return tuple(self.words(option.label) for option in gone)

    def offered(self, question: Question, option: Option) -> Offered:
        label = self.words(option.label)
        if question.kind == "term":
            label = f"{label} – {self.words(option.plural)}" if option.plural != option.label else label
        hint = " ".join(self.words(line) for line in option.guidance)
        before, after = self.sentence(question, option) if "{own}" in option.source else ("", "")
        return Offered(option, label, hint, before, after)

    def sentence(self, question: Question, option: Option) -> tuple[str, str]:
        """The words of the policy before and after the school's own ones, where a statement prints them."""
        entry = {"option": option.value, "id": "r-sentence", "own": OWN_WORDS}
        value: Any = [entry] if question.kind == "choose-many" else {"option": option.value, "own": OWN_WORDS}
        answers = replace(self.draft.answers, values={**self.draft.answers.values, question.id: value})
        trial = Printer(replace(self.draft, answers=answers).state)
        for name in self.state.index.printers.get(question.id, [])[:SENTENCES_TRIED]:
            node = self.bundle.nodes[name]
            before, found, after = trial.said(self.bundle.source(node)).partition(OWN_WORDS)
            if found and not node.is_section and not node.each and (before or after):
                return before.strip()[-SENTENCE_SHOWN:], after.strip()[:SENTENCE_SHOWN]
        return "", ""

    def statement(self, node: Node) -> Statement:
        source = self.state.rewording_of(node) or self.bundle.source(node)
        seen = {kind: self.draft.seen(kind, node.id) for kind in ("kept", "left-out")}
        return Statement(
            node.id, source, self.words(source), self.bundle.guidance(node), node.is_section,
            node.optional == "on", self._standing(node), seen,
        )  # fmt: skip

    def _standing(self, node: Node) -> str:
        """What starts left out is left out until somebody puts it in: nobody has to say so."""
        answers = self.draft.answers
        if node.id in answers.kept:
            return KEEP
        if node.id in answers.left_out or node.optional == "off":
            return LEAVE_OUT
        return KEEP if node.id in answers.accepted else ""

    # --- what would be ----------------------------------------------------------------------------------------------

    def with_changes(self, changes: Iterable[Change]) -> Walk:
        """The walk as it would be after these changes, unsaved; the same walk where they hold something unreadable."""
        data = self.draft.answers.to_json()
        for change in changes:
            part = PARTS_OF_ANSWERS[change.kind]
            if part in ("kept", "left_out", "accepted"):
                ids = [item for item in data.get(part, []) if item != change.key]
                data[part] = ids if change.value is None else [*ids, change.key]
            else:
                held = {key: value for key, value in data.get(part, {}).items() if key != change.key}
                data[part] = held if change.value is None else held | {change.key: change.value}
        try:
            return Walk(replace(self.draft, answers=Answers.from_json(data)))
        except AnswerError:
            return self
