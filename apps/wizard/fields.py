"""The form fields that questions need beside Django's own, and the notes our form templates read from a field."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from apps.policydoc.days import MONTHS
from apps.policydoc.normalise import LONG, SHORT, clean

__all__ = [
    "LONG",
    "SHORT",
    "Damageable",
    "DateParts",
    "DatePartsField",
    "Incomplete",
    "Notes",
    "WordsField",
    "notes_of",
]


@dataclass(frozen=True)
class Notes:
    """What a template prints around a field's choices; every key is a choice's value.

    `reveals` names the fields that open below a choice. `before` and `after` are the words of the sentence in which a
    text field's own words will stand. `counted`: the box says from the start how many characters are left.
    """

    hints: Mapping[str, str] = field(default_factory=dict)
    usual: frozenset[str] = frozenset()
    ask_reason: frozenset[str] = frozenset()
    dividers: Mapping[str, str] = field(default_factory=dict)
    exclusive: frozenset[str] = frozenset()
    reveals: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    before: str = ""
    after: str = ""
    width: int = 0
    small: bool = False
    counted: bool = False


class Incomplete(Exception):
    """The fields do not make an answer yet; `errors` says what to do, by field name."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(errors)
        self.errors = dict(errors)


def notes_of(form_field: forms.Field) -> Notes:
    return getattr(form_field, "notes", None) or Notes()


class Damageable(forms.CharField):
    """A hidden field: what is wrong with it is no mistake of the person, who can only load the page again."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except ValidationError as error:
            raise ValidationError("This form is damaged: load the page again.") from error


class WordsField(forms.CharField):
    """Words that somebody typed, through the boundary normaliser; `removed` says what it took out.

    `named` is what messages call the field: its label in quotes unless told.
    """

    def __init__(
        self, *, longest: int = SHORT, notes: Notes | None = None, lines: bool = False, named: str = "", **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.named = named or f"“{self.label}”"
        self.longest = longest
        self.lines = lines
        self.notes = notes
        self.removed: tuple[str, ...] = ()

    def to_python(self, value: Any) -> str:
        cleaned = clean("" if value is None else str(value), limit=self.longest, lines=self.lines)
        self.removed = cleaned.removed
        if cleaned.problems:
            raise ValidationError([f"{self.named}: {problem}" for problem in cleaned.problems])
        return cleaned.text


class DateParts(forms.MultiWidget):
    """Day, month and year as three text boxes; a date is the string "2026-11-20", or "2026-11" for a month."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            {
                "day": forms.TextInput({"label": "Day", "width": 2}),
                "month": forms.TextInput({"label": "Month", "width": 2}),
                "year": forms.TextInput({"label": "Year", "width": 4}),
            },
            attrs,
        )

    def decompress(self, value: str | None) -> list[str]:
        if not value:
            return ["", "", ""]
        year, month, *day = value.split("-")
        return [day[0].lstrip("0") if day else "", month.lstrip("0"), year]

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_0"


class DatePartsField(forms.Field):
    """Cleans to "2026-11-20"; where `month_is_enough`, the day may be left out: "2026-11".

    `years` are the first and the last year that anybody can mean here.
    """

    widget = DateParts

    def __init__(
        self,
        *,
        month_is_enough: bool = True,
        years: tuple[int, int] = (1800, 2199),
        notes: Notes | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.month_is_enough = month_is_enough
        self.years = years
        self.notes = notes

    def clean(self, value: Any) -> str:
        day, month, year = ((part or "").strip() for part in (value or ("", "", "")))
        if not (day or month or year):
            if self.required:
                raise ValidationError(f"Enter a date for “{self.label}”, for example 20 11 2026.")
            return ""
        self._refuse_missing(day, month, year)
        if problem := self._problem(day, month_number(month), year):
            raise ValidationError(f"The date for “{self.label}” cannot be right: {problem}")
        date = datetime.date(int(year), month_number(month), int(day or "1"))
        return date.isoformat() if day else date.isoformat()[:7]

    def _refuse_missing(self, day: str, month: str, year: str) -> None:
        parts = (("day", day or self.month_is_enough), ("month", month), ("year", year))
        missing = [name for name, given in parts if not given]
        if missing:
            raise ValidationError(f"The date for “{self.label}” needs a {' and a '.join(missing)}.")

    def _problem(self, day: str, month: int, year: str) -> str:
        """What to put right, with the part that is wrong; "" if the date is a real one."""
        if not 1 <= month <= 12:
            return "write the month as a number from 1 to 12, or its name."
        if not (is_number(year) and len(year) == 4):
            return "write the year with four digits, for example 2026."
        first, last = self.years
        if not first <= int(year) <= last:
            return f"the year must be from {first} to {last}."
        days = calendar.monthrange(int(year), month)[1]
        if day and not (is_number(day) and 1 <= int(day) <= days):
            return f"{MONTHS[month - 1]} {year} has the days 1 to {days}."
        return ""


def is_number(typed: str) -> bool:
    return typed.isascii() and typed.isdigit() and len(typed) <= 4


def month_number(typed: str) -> int:
    """The month for "9", "09", "Sep" or "September"; 0 if it is none of these."""
    if is_number(typed):
        return int(typed)
    matches = [number for number, name in enumerate(MONTHS, 1) if name.lower().startswith(typed.lower())]
    return matches[0] if len(typed) >= 3 and len(matches) == 1 else 0
