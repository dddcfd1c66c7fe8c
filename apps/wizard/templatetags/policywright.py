"""What the form templates of the "policywright" pack ask about a bound field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django import template
from django.forms import BaseForm, BoundField
from django.utils.safestring import SafeString

from apps.wizard.answer_form import AnswerForm
from apps.wizard.asked import Asked
from apps.wizard.fields import Notes, notes_of

register = template.Library()

KINDS = {
    "RadioSelect": "radios",
    "CheckboxSelectMultiple": "checkboxes",
    "DateParts": "date",
    "Textarea": "textarea",
    "CheckboxInput": "checkbox",
    "ClearableFileInput": "file",
    "FileInput": "file",
    "Select": "select",
    "PasswordInput": "password",
}


@dataclass(frozen=True)
class Choice:
    """One radio button or checkbox as the templates print it."""

    id: str
    name: str
    type: str
    value: str
    label: str
    checked: bool
    notes: Notes
    value_key: str
    revealed: tuple[BoundField, ...]

    @property
    def described_by(self) -> str:
        return f"{self.id}-hint" if self.notes.hints.get(self.value_key) else ""

    @property
    def hint(self) -> str:
        return self.notes.hints.get(self.value_key, "")

    @property
    def usual(self) -> bool:
        return self.value_key in self.notes.usual

    @property
    def asks_reason(self) -> bool:
        return self.value_key in self.notes.ask_reason

    @property
    def divider(self) -> str:
        return self.notes.dividers.get(self.value_key, "")

    @property
    def exclusive(self) -> bool:
        return self.value_key in self.notes.exclusive


@register.filter
def kind(field: BoundField) -> str:
    """Which template of the pack prints this field."""
    return KINDS.get(type(field.field.widget).__name__, "input")


@register.filter
def notes(field: BoundField) -> Notes:
    return notes_of(field.field)


@register.filter
def choices(field: BoundField) -> Iterator[Choice]:
    """The choices in order; the first has the id of the field itself, so that an error can link to it."""
    about = notes_of(field.field)
    for index, item in enumerate(field):
        key = str(item.data["value"])
        revealed = tuple(field.form[name] for name in about.reveals.get(key, ()) if name in field.form.fields)
        yield Choice(
            id=field.auto_id if index == 0 else f"{field.auto_id}-{index}",
            name=item.data["name"], type=item.data["type"], value=key, label=item.choice_label,
            checked=bool(item.data["selected"]), notes=about, value_key=key, revealed=revealed,
        )  # fmt: skip


@register.filter
def described_by(field: BoundField) -> str:
    """The ids that belong into aria-describedby: the hint, the error, or both."""
    parts = []
    if field.help_text:
        parts.append(f"{field.auto_id}-hint")
    if field.errors:
        parts.append(f"{field.auto_id}-error")
    return " ".join(parts)


@register.filter
def first_id(field: BoundField) -> str:
    """The id of the first thing to focus when somebody follows an error's link."""
    if field.is_hidden:
        return "main-content"
    return f"{field.auto_id}_0" if kind(field) == "date" else field.auto_id


@register.filter
def control(field: BoundField, classes: str) -> SafeString:
    """The widget itself, with its classes and, on an error, the first class's error form."""
    attrs = {"class": classes}
    field.field.widget.attrs.pop("placeholder", None)  # it vanishes while somebody types; the label stays
    if width := notes_of(field.field).width:
        attrs["class"] += f" govuk-input--width-{width}"
    if ids := described_by(field):
        attrs["aria-describedby"] = ids
    if field.errors:
        attrs["class"] += f" {classes.split()[0]}--error"
    return field.as_widget(attrs=attrs)


@register.filter
def date_parts(field: BoundField) -> list[dict[str, object]]:
    widgets = field.field.widget.get_context(field.html_name, field.value(), {"id": field.auto_id})["widget"]
    return list(widgets["subwidgets"])


@register.filter
def errors_in_order(form: BaseForm) -> list[tuple[str, str]]:
    """(id to link to, message) for every error of the form, in the order of the page."""
    found = [(first_id(field), str(message)) for field in form for message in field.errors]
    return found + [("main-content", str(message)) for message in form.non_field_errors()]


@register.filter
def not_revealed(form: BaseForm) -> list[BoundField]:
    """The fields that stand by themselves: what a choice reveals is printed below it."""
    inside = {name for field in form for names in notes_of(field.field).reveals.values() for name in names}
    return [field for field in form if field.name not in inside]


@register.filter
def fields_in(asked: Asked, form: AnswerForm) -> list[BoundField]:
    """The fields of one question that are not revealed by another."""
    return form.fields_of(asked)
