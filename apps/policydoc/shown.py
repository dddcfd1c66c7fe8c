"""Which parts of which answers a document shows, so that the data which travels with it holds nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from apps.policydoc.template import Question

Cell = tuple[str, str]  # (row id, column id); ("", "") for a value that is not in a list
NO_CELL: Cell = ("", "")


class Shown:
    """A notebook: for each question what was printed of its answer."""

    def __init__(self) -> None:
        self._wholes: dict[str, set[Cell]] = {}
        self._fields: dict[str, dict[Cell, set[str]]] = {}
        self._choices: dict[str, list[Any]] = {}

    def whole(self, question: str, cell: Cell = NO_CELL) -> None:
        self._wholes.setdefault(question, set()).add(cell)

    def fields(self, question: str, cell: Cell, names: tuple[str, ...]) -> None:
        self._fields.setdefault(question, {}).setdefault(cell, set()).update(names)

    def choice(self, question: str, item: Any, *, with_own: bool) -> None:
        """One option of a choose-one or choose-many; own words count only where the option prints them."""
        printed = item if with_own or not isinstance(item, dict) else item["option"]
        known = self._choices.setdefault(question, [])
        if printed not in known:
            known.append(printed)

    def answers(self, questions: Mapping[str, Question], value_of: Mapping[str, Any]) -> dict[str, Any]:
        """The shown part of each answer in `value_of`, by question id."""
        found = {}
        for key, value in value_of.items():
            part = self._part(questions[key], value)
            if part is not None:
                found[key] = part
        return found

    def names(self) -> set[str]:
        return {*self._wholes, *self._fields, *self._choices}

    def _part(self, question: Question, value: Any) -> Any:
        key = question.id
        if question.kind == "list":
            rows = [self._row(key, row) for row in value]
            return [row for row in rows if len(row) > 1] or None
        if question.kind in ("choose-one", "choose-many"):
            known = self._choices.get(key, [])
            return (list(known) if isinstance(value, list) else known[0]) if known else None
        return self._cell(key, NO_CELL, value)

    def _row(self, key: str, row: Mapping[str, Any]) -> dict[str, Any]:
        cells = {column: self._cell(key, (str(row.get("id", "")), column), cell) for column, cell in row.items()}
        return {"id": row.get("id", "")} | {column: cell for column, cell in cells.items() if cell is not None}

    def _cell(self, key: str, cell: Cell, value: Any) -> Any:
        if cell in self._wholes.get(key, ()):
            return value
        names = self._fields.get(key, {}).get(cell, set())
        if isinstance(value, dict) and names:
            return {name: part for name, part in value.items() if name in names and part} or None
        return None
