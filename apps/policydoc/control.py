"""Composing document control: what its questions print around the text, and the same as data."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from typing import Any, Literal

from apps.policydoc.around import APPROVED, SIGNATORIES, SIGNING, VERSION, control_places, control_questions
from apps.policydoc.choices import chosen
from apps.policydoc.document import Control, Inline, Text
from apps.policydoc.phrases import control_name
from apps.policydoc.printing import Printer
from apps.policydoc.standing import Standing
from apps.policydoc.template import CONTROL

Signing = Literal["", "typed", "lines"]


def control_of(printer: Printer, standing: Standing, numbering: Literal["own", "one"]) -> Control:
    """Called when everything else is composed: `answers` holds what the printer has shown until then."""
    return _Controls(printer, standing).control(numbering)


class _Controls:
    def __init__(self, printer: Printer, standing: Standing) -> None:
        self.printer = printer
        self.standing = standing
        self.state = printer.state
        self.questions = printer.bundle.questions

    def control(self, numbering: Literal["own", "one"]) -> Control:
        template = self.printer.bundle.template
        signing = self._signing()
        return Control(
            as_of=self.state.as_of,
            status=self.standing.status,
            version=self.standing.version,
            template=f"{template.family}@{template.edition}",
            numbering=numbering,
            printed=dict(self._printed()),
            values={**self._values(), **self.standing.facts},
            signatures=tuple(self.printer.apart(SIGNATORIES)) if signing else (),
            signing=signing,
            answers=self._shown_answers(),
        )

    def _values(self) -> dict[str, Any]:
        """The control values that count, as data: what the trust locks hides the school's; without ids of persons."""
        typed = self.state.answers.control
        known = {name: value for name, value in typed.items() if f"{CONTROL}.{name}" not in self.questions}
        for question in control_questions(self.printer.bundle):
            name = question.removeprefix(f"{CONTROL}.")
            if name in self.standing.values or self.state.live(question):
                value, confirmed = self.state.value(question)
                if confirmed and value is not None:
                    known[name] = value
        return {name: _without_person_ids(value) for name, value in sorted(known.items())}

    def _printed(self) -> Iterator[tuple[str, tuple[Inline, ...]]]:
        """What each control value that is asked prints, in each form that a place has for it.

        Who signs is shown where the signatures stand and nowhere else.
        """
        for raw, question in control_places(self.printer.bundle):
            if self.state.live(question) and not self._still_to_come(question):
                with self.printer.unshown() if question == SIGNATORIES else nullcontext():
                    printed = self.printer.control(raw) or self._counted(question)
                if printed:
                    yield control_name(raw), printed

    def _still_to_come(self, question: str) -> bool:
        """Whether it is the day of an approval that has not been given: a draft does not claim it."""
        return question == APPROVED and not self.standing.final and self.state.value(question)[1]

    def _counted(self, question: str) -> tuple[Inline, ...]:
        """A version that nobody has numbered has the number of its record."""
        return (Text(self.standing.version),) if question == VERSION and self.standing.version else ()

    # --- signatures -------------------------------------------------------------------------------------------------

    def _signing(self) -> Signing:
        if not (self.state.live(SIGNING) and self.state.live(SIGNATORIES)):
            return ""
        match chosen(self.state.value(SIGNING)[0]):
            case "typed":
                return "typed"
            case "lines":
                return "lines"
        return ""

    # --- answers ----------------------------------------------------------------------------------------------------

    def _shown_answers(self) -> dict[str, Any]:
        shown = sorted(key for key in self.printer.shown.names() if self.questions[key].scope != CONTROL)
        values = {key: self.state.value(key)[0] for key in shown}
        printed = {key: value for key, value in values.items() if value is not None}
        return self.printer.shown.answers(self.questions, printed)


def _without_person_ids(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_person_ids(item) for item in value]
    if isinstance(value, dict):
        return {key: _without_person_ids(item) for key, item in value.items() if key != "person_id"}
    return value
