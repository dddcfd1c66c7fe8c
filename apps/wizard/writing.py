"""The kinds of question that somebody writes an answer to: text, long-text, date, link, person and list."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import forms

from apps.policydoc.template import CONTROL
from apps.wizard.asked import BLANK, Asked
from apps.wizard.fields import LONG, DatePartsField, Incomplete, Notes, WordsField

LINK_SCHEMES = ("https", "mailto")
YEARS, YEARS_OF_POLICIES = (1800, 2199), (2000, 2099)


class Text:
    """A string on one line."""

    def fields(self, asked: Asked) -> dict[str, forms.Field]:
        return {asked.id: WordsField(label=asked.prompt, required=False)}

    def initial(self, asked: Asked) -> dict[str, Any]:
        return {} if asked.value is BLANK else {asked.id: asked.value}

    def read(self, asked: Asked, cleaned: dict[str, Any]) -> Any:
        return cleaned.get(asked.id) or BLANK


class LongText(Text):
    """A string with line breaks: one paragraph on each line."""

    def fields(self, asked: Asked) -> dict[str, forms.Field]:
        widget = forms.Textarea({"rows": 6})
        return {asked.id: WordsField(label=asked.prompt, required=False, longest=LONG, lines=True, widget=widget)}


class Date(Text):
    """`"2026-11-20"`, or `"2026-11"` where only the month is known."""

    def fields(self, asked: Asked) -> dict[str, forms.Field]:
        return {
            asked.id: DatePartsField(
                label=asked.prompt,
                help_text="For example, 20 11 2026. The day may be left out.",
                required=False,
                years=YEARS_OF_POLICIES if asked.question.scope == CONTROL else YEARS,
            )
        }


class Link:
    """`{"text", "url"}`."""

    needed = "url"

    def fields(self, asked: Asked) -> dict[str, forms.Field]:
        return {
            asked.name("text"): WordsField(label="Words of the link", required=False, notes=Notes(small=True)),
            asked.name("url"): WordsField(
                label="Address",
                help_text="For example, https://www.example.sch.uk/policies",
                required=False,
                notes=Notes(small=True),
            ),
        }

    def initial(self, asked: Asked) -> dict[str, Any]:
        return {} if asked.value is BLANK else {asked.name(part): asked.value.get(part, "") for part in ("text", "url")}

    def read(self, asked: Asked, cleaned: dict[str, Any]) -> Any:
        text, url = (cleaned.get(asked.name(part)) or "" for part in ("text", "url"))
        if not text and not url:
            return BLANK
        problem = link_problem(url)
        if problem:
            raise Incomplete({asked.name("url"): problem})
        return {"text": text or url, "url": url}


def link_problem(url: str) -> str:
    """What to do about an address that cannot be printed as a link; "" if it can."""
    if not url:
        return "Enter the address that the link leads to."
    try:
        parts = urlsplit(url)
    except ValueError:
        return "Enter a web address that works, for example https://www.example.sch.uk."
    if parts.scheme not in LINK_SCHEMES or not (parts.netloc or parts.scheme == "mailto") or set(url) & set(' <>"\\'):
        return "Enter a web address that starts with https:// (or mailto: for an e-mail address)."
    return ""


class Person:
    """`{"title", "name", "role"}`; only the name is needed."""

    needed = "name"

    parts = (
        ("title", "Title (optional)", "For example, Mrs or Dr.", 5),
        ("name", "Name", "", 20),
        ("role", "Role (optional)", "For example, deputy headteacher.", 20),
    )

    def fields(self, asked: Asked) -> dict[str, forms.Field]:
        return {
            asked.name(part): WordsField(
                label=label, help_text=hint, required=False, notes=Notes(small=True, width=width)
            )
            for part, label, hint, width in self.parts
        }

    def initial(self, asked: Asked) -> dict[str, Any]:
        return {} if asked.value is BLANK else {asked.name(part): asked.value.get(part, "") for part, *_ in self.parts}

    def read(self, asked: Asked, cleaned: dict[str, Any]) -> Any:
        given = {part: cleaned.get(asked.name(part)) or "" for part, *_ in self.parts}
        if not any(given.values()):
            return BLANK
        if not given["name"]:
            raise Incomplete({asked.name("name"): f"Enter the name for {asked.quoted}."})
        return {part: words for part, words in given.items() if words}


class Rows:
    """A list: its rows are changed one at a time on pages of their own; here stands only that there are none."""

    def fields(self, asked: Asked) -> dict[str, forms.Field]:
        if asked.value:
            return {}
        return {asked.name("none"): forms.BooleanField(label="There are none", required=False)}

    def initial(self, asked: Asked) -> dict[str, Any]:
        return {asked.name("none"): True} if asked.value == [] else {}

    def read(self, asked: Asked, cleaned: dict[str, Any]) -> Any:
        if asked.value:
            return asked.value
        return [] if cleaned.get(asked.name("none")) else BLANK
