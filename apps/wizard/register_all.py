"""The schools of this installation and their numbers, for the people who look after it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from apps.schools.doors import installation_for
from apps.schools.models import Identifier, RegisterEntry, School
from apps.schools.register import search
from apps.schools.register.actions import release_urn, set_urn, telling
from apps.schools.register.facts import in_words_of, refusal
from apps.wizard.register_forms import HereForm, UrnForm

ON_ONE_PAGE = 20


@require_GET
def all_schools(request: HttpRequest) -> HttpResponse:
    """`?words=&page=` lists those whose name holds the words, or that have or had that URN."""
    installation_for(request.user)
    form = HereForm(request.GET) if "words" in request.GET else HereForm()
    typed = form.cleaned_data["words"] if form.is_bound and form.is_valid() else ""
    page = Paginator(search.here(typed), ON_ONE_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {"form": form, "page": page, "query": query.urlencode(), "typed": typed}
    wrong = form.is_bound and not form.is_valid()
    return render(request, "wizard/register_all.html", context, status=422 if wrong else 200)


@require_http_methods(["GET", "POST"])
def numbers(request: HttpRequest, school: str) -> HttpResponse:
    """A school's URNs, now and before. `?urn=` shows the entry of another, so that it can become this school's.

    Posting `action=remove` takes one away that never was its, anything else gives it the one that was looked up.
    """
    installation_for(request.user)
    found = get_object_or_404(School, slug=school)
    if request.method == "GET":
        form = UrnForm(request.GET) if "urn" in request.GET else UrnForm()
        return _show(request, found, form, status=422 if form.is_bound and not form.is_valid() else 200)
    if request.POST.get("action") == "remove":
        return _removed(request, found)
    form = UrnForm(request.POST)
    if not form.is_valid():
        return _show(request, found, form, status=422)
    try:
        set_urn(found, form.entry, by=request.user)
    except ValidationError as error:
        form.add_error("urn", error.messages)
        return _show(request, found, form, status=422)
    messages.success(request, f"{found} is number {form.cleaned_data['urn']} now.")
    return redirect("school-numbers", found.slug)


def _removed(request: HttpRequest, school: School) -> HttpResponse:
    urn = request.POST.get("urn", "")
    held = Identifier.objects.filter(school=school, kind=Identifier.Kind.URN)
    if urn not in held.values_list("value", flat=True):
        messages.warning(request, "The school does not have this number any more: nothing was changed.")
        return _show(request, school, UrnForm(), status=409)
    release_urn(school, urn, by=request.user)
    messages.success(request, f"{urn} is no number of {school} any more. The school that it belongs to can be added.")
    return redirect("school-numbers", school.slug)


def _show(request: HttpRequest, school: School, form: UrnForm, *, status: int = 200) -> HttpResponse:
    held = list(Identifier.objects.filter(school=school, kind=Identifier.Kind.URN).order_by("-pk"))
    meant = form.entry if form.is_bound and form.is_valid() else None
    context: dict[str, Any] = {
        "held_by": school,  # not "school": that would lead to pages which are only for its own people
        "numbers": [(number, search.by_urn(number.value), telling(number)) for number in held],
        "has_one": any(number.valid_to is None for number in held),
        "form": form,
        "meant": meant,
        "meant_facts": in_words_of(meant) if meant else [],
        "not_meant": _why_not(school, meant) if meant else "",
    }
    return render(request, "wizard/register_numbers.html", context, status=status)


def _why_not(school: School, meant: RegisterEntry) -> str:
    holder = search.holder_of(meant.urn)
    if holder is None or (holder.school == school and holder.valid_to):
        return refusal(meant)
    if holder.school == school:
        return "This is its number already."
    return f"{holder.school} has this number. If that is a mistake, take it away there first."
