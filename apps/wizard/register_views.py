"""What the school register says of a school: shown to its people, compared, and taken where they say so."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from apps.policydoc.document import digest
from apps.schools.doors import Verb, entered, school_for
from apps.schools.models import Identifier, RegisterEntry, School
from apps.schools.register import search
from apps.schools.register.actions import set_urn, take_facts
from apps.schools.register.facts import Fact, compared, in_words_of, refusal
from apps.wizard.register_forms import UrnForm


@require_GET
def by_urn(request: HttpRequest, urn: str) -> HttpResponse:
    """Leads from a URN, old or new, to the school's own address; to its people only."""
    held = Identifier.objects.filter(kind=Identifier.Kind.URN, value=urn).select_related("school").first()
    school = school_for(request.user, held.school.slug if held else urn, can="read")
    return redirect("school", school.slug)


@require_http_methods(["GET", "POST"])
def register(request: HttpRequest, school: str) -> HttpResponse:
    """`?urn=` shows the entry of that number, so that its head can say that it is theirs.

    Only who looks after the installation changes a number that stands: a wrong one keeps out the school that it
    belongs to.
    """
    found, verbs = entered(request.user, school, can="edit")
    if request.method == "GET":
        is_asked = "urn" in request.GET and _may_tell(request, verbs, _urn_of(found))
        form = UrnForm(request.GET) if is_asked else UrnForm()
        wrong = form.is_bound and not form.is_valid()
        return _show(request, found, verbs, form, status=422 if wrong else 200)
    if request.POST.get("action") == "take":
        return _taken(request, found, verbs)
    if not _may_tell(request, verbs, _urn_of(found)):
        raise PermissionDenied
    return _told_urn(request, found, verbs)


def _may_tell(request: HttpRequest, verbs: frozenset[Verb], urn: str) -> bool:
    return request.user.is_superuser or ("number" in verbs and not urn)


def _taken(request: HttpRequest, school: School, verbs: frozenset[Verb]) -> HttpResponse:
    """Takes what the page showed and nothing else: if the register or the school changed since, it is shown anew."""
    entry = _entry_of(school)
    if entry is None or refusal(entry) or request.POST.get("shown") != _seal(compared(school, entry)):
        messages.warning(request, "Something changed since you opened this page. Read it once more: nothing was taken.")
        return _show(request, school, verbs, UrnForm(), status=409)
    try:
        taken = take_facts(school, entry, by=request.user)
    except ValidationError as error:
        messages.error(request, f"The register’s values do not fit: {' '.join(error.messages)}")
        return _show(request, School.objects.select_related("trust").get(pk=school.pk), verbs, UrnForm(), status=422)
    messages.success(request, f"Your school now has what the register says ({len(taken)} changed).")
    return redirect("register", school.slug)


def _told_urn(request: HttpRequest, school: School, verbs: frozenset[Verb]) -> HttpResponse:
    form = UrnForm(request.POST)
    if not form.is_valid():
        return _show(request, school, verbs, form, status=422)
    try:
        set_urn(school, form.entry, by=request.user)
    except ValidationError as error:
        form.add_error("urn", error.messages)
        return _show(request, school, verbs, form, status=422)
    messages.success(request, f"Your school is number {form.cleaned_data['urn']} in the register.")
    return redirect("register", school.slug)


def _show(
    request: HttpRequest, school: School, verbs: frozenset[Verb], form: UrnForm, *, status: int = 200
) -> HttpResponse:
    urn = _urn_of(school)
    entry = search.by_urn(urn)
    facts = compared(school, entry) if entry else []
    meant = form.entry if form.is_bound and form.is_valid() else None
    context: dict[str, Any] = {
        "school": school,
        "here": "register",
        "can_edit": True,
        "may_tell": _may_tell(request, verbs, urn),
        "urn": urn,
        "entry": entry,
        "closed": refusal(entry) if entry else "",
        "facts": facts,
        "differing": [fact for fact in facts if fact.differs],
        "shown": _seal(facts),
        "form": form,
        "meant": meant,
        "meant_facts": in_words_of(meant) if meant else [],
        "not_meant": _why_not(school, meant, urn) if meant else "",
        "loaded": search.last_load(),
    }
    return render(request, "wizard/register.html", context, status=status)


def _why_not(school: School, meant: RegisterEntry, urn: str) -> str:
    if str(meant.urn) == urn:
        return "This is the number that your school has already."
    if meant.is_here and not school.identifiers.filter(kind=Identifier.Kind.URN, value=str(meant.urn)).exists():  # type: ignore[attr-defined]
        return "Another school here has this number. Tell the person who looks after Policywright for you."
    return refusal(meant)


def _urn_of(school: School) -> str:
    numbers = school.identifiers.filter(kind=Identifier.Kind.URN, valid_to=None)
    return numbers.values_list("value", flat=True).first() or ""


def _entry_of(school: School) -> RegisterEntry | None:
    return search.by_urn(_urn_of(school))


def _seal(facts: list[Fact]) -> str:
    """Stands for what differs, as the page shows it."""
    return digest([[fact.field, fact.register, fact.here] for fact in facts if fact.differs])
