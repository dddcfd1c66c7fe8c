"""What every form of questions does: reads its fields as answers, says what is missing and what was taken out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.http import QueryDict

from apps.wizard.asked import BLANK, Asked
from apps.wizard.fields import Damageable, Incomplete, WordsField, notes_of
from apps.wizard.kinds import AS_FIELDS


class AnswerForm(forms.Form):
    """What a form of questions does with its fields: read them as answers, and say what was taken out of words."""

    asked: tuple[Asked, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.given: dict[str, Any] = {}
        super().__init__(*args, label_suffix="", **kwargs)

    def read(self, asked: Asked, cleaned: dict[str, Any]) -> Any:
        """The answer as JSON, or BLANK where none is needed; raises Incomplete."""
        answer = AS_FIELDS[asked.question.kind].read(asked, cleaned)
        if answer is BLANK and asked.required:
            raise Incomplete({first_field(asked): self.missing(asked)})
        return answer

    def missing(self, asked: Asked) -> str:
        """What to do about a question without an answer."""
        return f"Answer {asked.quoted}."

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for asked in self.asked:
            if any(name in self.errors for name in self.fields if name.partition("__")[0] == asked.id):
                continue
            try:
                self.given[asked.id] = self.read(asked, cleaned)
            except Incomplete as incomplete:
                for name, message in incomplete.errors.items():
                    self.add_error(name, message)
        return cleaned

    def fields_of(self, asked: Asked) -> list[forms.BoundField]:
        """The fields that stand at the top level of a question: what a choice reveals stands inside it."""
        fields = AS_FIELDS[asked.question.kind].fields(asked)
        revealed = {name for field in fields.values() for names in notes_of(field).reveals.values() for name in names}
        return [self[name] for name in fields if name not in revealed]

    @property
    def removed(self) -> list[str]:
        """What the boundary took out of the person's words, one sentence per field."""
        return [
            f"From {field.named[0].lower()}{field.named[1:]} we removed what cannot be printed: "
            f"{', '.join(field.removed)}."
            for field in self.fields.values()
            if isinstance(field, WordsField) and field.removed
        ]


class RowForm(AnswerForm):
    """One row of a list: each column is asked like a question. `row` is its id, `seen` the row as it was read."""

    def __init__(self, data: QueryDict | None = None, *, asked: Sequence[Asked], row: str = "", seen: str = "") -> None:
        self.asked = tuple(asked)
        initial: dict[str, Any] = {}
        for column in self.asked:
            initial |= AS_FIELDS[column.question.kind].initial(column)
        super().__init__(data, initial=initial)
        for column in self.asked:
            self.fields.update(AS_FIELDS[column.question.kind].fields(column))
        row_id = RegexValidator(r"\Ar-[a-z0-9]{1,20}\Z")
        self.fields["row"] = Damageable(initial=row, validators=[row_id])
        self.fields["seen"] = Damageable(initial=seen, required=False, max_length=100)

    @property
    def cells(self) -> dict[str, Any]:
        return {column: value for column, value in self.given.items() if value is not BLANK}

    def insist(self, seen: str) -> None:
        """The next time this form is sent, it is known that the person has read the other's row."""
        self.data = self.data.copy()
        self.data["seen"] = seen


def first_field(asked: Asked) -> str:
    """The field that an error about the whole question stands at."""
    form_fields = AS_FIELDS[asked.question.kind]
    if needed := getattr(form_fields, "needed", ""):
        return asked.name(needed)
    return next(iter(form_fields.fields(asked)), asked.name("undecided"))
