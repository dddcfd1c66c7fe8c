"""Adding a school: its administrator looks it up in the register, chooses it, and invites its head."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from apps.schools.doors import installation_for
from apps.schools.models import Identifier, RegisterEntry
from apps.schools.register import search
from apps.schools.register.actions import ALREADY_HERE, add_school, telling
from apps.schools.register.facts import in_words_of, refusal
from apps.wizard.register_forms import AddForm, NameForm, UrnForm
from apps.wizard.signed_out import take_typed

ON_ONE_PAGE = 20


@require_GET
def search_page(request: HttpRequest) -> HttpResponse:
    """`?urn=` leads on to that school; `?name=&council=&postcode=&page=` lists those that may be meant."""
    installation_for(request.user)
    by_urn, by_name = "urn" in request.GET, "name" in request.GET
    councils = search.councils()
    urn_form = UrnForm(request.GET) if by_urn else UrnForm()
    name_form = NameForm(request.GET, councils=councils) if by_name and not by_urn else NameForm(councils=councils)
    if urn_form.is_valid():
        return redirect("add-school-confirm", urn_form.cleaned_data["urn"])
    context: dict[str, Any] = {"urn_form": urn_form, "name_form": name_form, "loaded": search.last_load()}
    if name_form.is_valid():
        context |= _found(request, name_form)
    bound = next((form for form in (urn_form, name_form) if form.is_bound), None)
    wrong = bound is not None and not bound.is_valid()
    return render(request, "wizard/register_search.html", context | {"form": bound}, status=422 if wrong else 200)


@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, urn: str) -> HttpResponse:
    """What the register says of the school, and what it leaves open; the button adds it."""
    installation_for(request.user)
    entry = search.by_urn(urn)
    if entry is None:
        raise Http404("There is no such page.")
    holder = search.holder_of(entry.urn)
    why_not = ALREADY_HERE if holder else refusal(entry)
    if why_not:
        return _show(request, entry, None, why_not, holder=holder, status=409 if request.method == "POST" else 200)
    if request.method == "GET":
        typed = take_typed(request)
        return _show(request, entry, AddForm(typed, entry=entry))
    form = AddForm(request.POST, entry=entry)
    if not form.is_valid() or not _added(request, entry, form):
        return _show(request, entry, form, status=422)
    messages.success(request, f"{form.cleaned_data['display_name']} is here now. Its head is told by e-mail.")
    return redirect("add-school")


def _found(request: HttpRequest, form: NameForm) -> dict[str, Any]:
    """A page of the entries that may be meant, each with why it cannot be added."""
    asked = form.cleaned_data
    entries = search.by_name(asked["name"], council=asked["council"], postcode=asked["postcode"])
    page = Paginator(entries, ON_ONE_PAGE).get_page(request.GET.get("page"))
    shown = [(entry, ALREADY_HERE if entry.is_here else refusal(entry)) for entry in page]
    query = request.GET.copy()
    query.pop("page", None)
    return {"found": shown, "page": page, "query": query.urlencode()}


def _added(request: HttpRequest, entry: RegisterEntry, form: AddForm) -> bool:
    """False where it was refused: the form then says why."""
    try:
        add_school(entry, by=request.user, **form.cleaned_data)
    except ValidationError as error:
        form.refuse(error.message_dict)
        return False
    return True


def _show(
    request: HttpRequest,
    entry: RegisterEntry,
    form: AddForm | None,
    why_not: str = "",
    *,
    holder: Identifier | None = None,
    status: int = 200,
) -> HttpResponse:
    head = " ".join(filter(None, (entry.head_title, entry.head_name)))
    facts = [*in_words_of(entry), *([("Head", head)] if head else [])]
    context: dict[str, Any] = {"entry": entry, "facts": facts, "form": form, "why_not": why_not}
    if holder:
        context |= {"holder": holder, "told": telling(holder)}
    return render(request, "wizard/register_confirm.html", context, status=status)
