"""Each kind of question as form fields: which fields ask it, what stands in them, and the answer they give back.

Reading the fields filled with `initial` gives the stored answer again: tests/wizard/test_kinds.py holds it.
"""

from __future__ import annotations

from typing import Any, Protocol

from django import forms

from apps.policydoc.template import Kind
from apps.wizard.asked import Asked
from apps.wizard.choosing import ChooseMany, ChooseOne, Term, YesNo
from apps.wizard.writing import Date, Link, LongText, Person, Rows, Text


class AsFields(Protocol):
    """`read` returns the answer as its JSON value, or BLANK, or raises `Incomplete`."""

    def fields(self, asked: Asked) -> dict[str, forms.Field]: ...
    def initial(self, asked: Asked) -> dict[str, Any]: ...
    def read(self, asked: Asked, cleaned: dict[str, Any]) -> Any: ...


AS_FIELDS: dict[Kind, AsFields] = {
    "yes-no": YesNo(),
    "choose-one": ChooseOne(),
    "choose-many": ChooseMany(),
    "text": Text(),
    "long-text": LongText(),
    "date": Date(),
    "link": Link(),
    "person": Person(),
    "list": Rows(),
    "term": Term(),
}
