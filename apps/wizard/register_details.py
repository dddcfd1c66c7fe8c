"""What a school says of itself: the names that it uses, its address and website. The register's name stays as it is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from apps.policydoc.document import digest
from apps.schools.actions import change_facts
from apps.schools.doors import school_for
from apps.schools.models import School
from apps.schools.register.facts import web_address
from apps.schools.register.words import postcode_key
from apps.wizard.answer_form import AnswerForm
from apps.wizard.fields import Damageable, Notes, WordsField
from apps.wizard.signed_out import take_typed

KEPT = ("display_name", "short_name", "address", "postcode", "website")
LONGEST_ADDRESS = 500
MOST_LINES = 7


class DetailsForm(AnswerForm):
    """`seen` stands for what was stored when the page was read: a change by somebody else is not written over."""

    display_name = WordsField(
        label="Name of the school",
        help_text="As you use it: it stands on the front page and in the text.",
        error_messages={"required": "Type in the name of the school."},
    )
    short_name = WordsField(
        label="Short name (optional)", help_text="For running text, where the whole name is too long.", required=False
    )
    address = WordsField(
        label="Address (optional)",
        help_text="One line for each part, as on a letter, without the postcode.",
        required=False,
        lines=True,
        longest=LONGEST_ADDRESS,
        widget=forms.Textarea({"rows": 5}),
    )
    postcode = WordsField(label="Postcode (optional)", required=False, notes=Notes(width=10))
    website = WordsField(label="Website (optional)", required=False)
    seen = Damageable(required=False, max_length=64)

    def __init__(self, data: QueryDict | None = None, *, school: School) -> None:
        self.school = school
        stored = {name: getattr(school, name) for name in KEPT}
        super().__init__(data, initial={**stored, "seen": seal(school)})

    def clean_address(self) -> str:
        lines = [line for line in self.cleaned_data["address"].splitlines() if line.strip()]
        if len(lines) > MOST_LINES:
            raise ValidationError(f"Write the address in {MOST_LINES} lines or fewer.")
        return "\n".join(lines)

    def clean_postcode(self) -> str:
        typed = str(self.cleaned_data["postcode"]).upper()
        if typed and not 5 <= len(postcode_key(typed)) <= 7:
            raise ValidationError("Type in a postcode, such as ZZ99 1AA.")
        key = postcode_key(typed)
        return f"{key[:-3]} {key[-3:]}" if key else ""

    def clean_website(self) -> str:
        typed = str(self.cleaned_data["website"])
        if typed and not web_address(typed):
            raise ValidationError("Type in the address of the website, such as https://www.school.example.")
        return web_address(typed)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("seen") != seal(self.school):
            self.data = self.data.copy()
            self.data["seen"] = seal(self.school)
            now = ", ".join(f"“{words}”" for words in (self.school.display_name, *_one_line(self.school)) if words)
            raise ValidationError(f"Somebody changed this meanwhile. It is now: {now}. Save again to keep yours.")
        return cleaned


@require_http_methods(["GET", "POST"])
def details(request: HttpRequest, school: str) -> HttpResponse:
    found = school_for(request.user, school, can="edit")
    if request.method == "GET":
        typed = take_typed(request)
        return _show(request, found, DetailsForm(typed, school=found))
    form = DetailsForm(request.POST, school=found)
    if not form.is_valid():
        return _show(request, found, form, status=422)
    try:
        change_facts(found, by=request.user, **{name: form.cleaned_data[name] for name in KEPT})
    except ValidationError as error:
        form.add_error(None, error.messages)
        return _show(request, found, form, status=422)
    for sentence in form.removed:
        messages.warning(request, sentence)
    messages.success(request, "Your school’s details are saved.", extra_tags="quiet")
    return redirect("details", found.slug)


def seal(school: School) -> str:
    """Stands for what is stored."""
    return digest([getattr(school, name) for name in KEPT])


def _one_line(school: School) -> list[str]:
    return [school.short_name, school.address.replace("\n", ", "), school.postcode, school.website]


def _show(request: HttpRequest, school: School, form: DetailsForm, *, status: int = 200) -> HttpResponse:
    context = {"school": school, "here": "details", "can_edit": True, "form": form}
    return render(request, "wizard/register_details.html", context, status=status)
