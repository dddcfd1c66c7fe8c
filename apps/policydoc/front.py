"""Composing the front: what the school shows of itself, the document-control table and the front's statements."""

from __future__ import annotations

from typing import Any

from apps.policydoc.around import (
    ADDRESS,
    FRONT_PAGE,
    SHORT_NAME,
    STRAPLINE,
    VALUES,
    VISION,
    front_rows,
    front_statements,
)
from apps.policydoc.choices import chosen
from apps.policydoc.document import Detail, Front
from apps.policydoc.phrases import paragraphs_of
from apps.policydoc.printing import Printer

BEFORE_IT_COULD_BE_CHOSEN = frozenset({"legal-name", "strapline", "values", "vision"})


def front_of(printer: Printer) -> Front:
    return _Fronts(printer).front()


class _Fronts:
    def __init__(self, printer: Printer) -> None:
        self.printer = printer
        self.state = printer.state
        self.questions = printer.bundle.questions
        self.chosen = self._chosen()

    def front(self) -> Front:
        facts, bundle = self.state.school, self.printer.bundle
        rows = [(row.label, self.printer.detail(row.text)) for row in front_rows(bundle)]
        statements = [self.printer.detail(source) for source in front_statements(bundle)]
        return Front(
            display_name=facts.display_name or facts.legal_name,
            legal_name=facts.legal_name if "legal-name" in self.chosen else "",
            short_name=self._text(SHORT_NAME),
            strapline=self._text(STRAPLINE) if "strapline" in self.chosen else "",
            vision=tuple(paragraphs_of(self._text(VISION))) if "vision" in self.chosen else (),
            values=self._values() if "values" in self.chosen else (),
            images=(facts.logo,) if facts.logo and "logo" in self.chosen else (),
            address=self._address() if "address" in self.chosen else (),
            control=tuple(Detail(self.printer.caption(label), inline) for label, inline in rows if inline),
            statements=tuple(inline for inline in statements if inline),
        )

    def _chosen(self) -> frozenset[str]:
        """What the school wants to see on the front; what is usual stands there until somebody says otherwise."""
        value = self.state.value(FRONT_PAGE)[0] if self.state.live(FRONT_PAGE) else None
        return BEFORE_IT_COULD_BE_CHOSEN if value is None else frozenset(map(chosen, value))

    def _address(self) -> tuple[str, ...]:
        return self.state.school.address or tuple(paragraphs_of(self._text(ADDRESS)))

    def _text(self, question: str) -> str:
        """A school's text for the front: confirmed, and not printed by the policy itself already."""
        value = self._value(question)
        if not isinstance(value, str):
            return ""
        self.printer.shown.whole(question)
        return value

    def _values(self) -> tuple[str, ...]:
        rows = self._value(VALUES)
        if not isinstance(rows, list):
            return ()
        column = self.questions[VALUES].columns[0].id
        for row in rows:
            self.printer.shown.whole(VALUES, (str(row.get("id", "")), column))
        return tuple(str(row[column]) for row in rows if row.get(column))

    def _value(self, question: str) -> Any:
        if question not in self.questions:
            return None
        printers = self.state.index.printers.get(question, ())
        if question != SHORT_NAME and any(self.state.section_state(node) == "on" for node in printers):
            return None
        value, confirmed = self.state.value(question)
        return value if confirmed else None
