"""The pages around the questions: a person's schools, a school's policies, the library, the task list, the checks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_GET, require_http_methods

from apps.policies import actions, states
from apps.policies.models import Policy, Version
from apps.policydoc.html import to_html
from apps.policydoc.index import index_of
from apps.policydoc.openness import Open
from apps.schools.doors import entered, school_for, schools_of
from apps.templates_lib import editions
from apps.templates_lib.models import Edition
from apps.wizard.addresses import page_url
from apps.wizard.beside import gap_address, picture_address
from apps.wizard.doors import Opened, draft_for, while_a_draft
from apps.wizard.groups import Group, groups_of
from apps.wizard.printed import usual_labels, usual_words
from apps.wizard.shown import NOTES, notes_beside, registered_facts, shown_answers
from apps.wizard.walk import Stop, Walk


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The person's schools; somebody with one school, and nothing else to do here, goes straight to it."""
    schools = schools_of(request.user)
    if len(schools) == 1 and not request.user.is_superuser:
        return redirect("school", schools[0].slug)
    return render(request, "wizard/home.html", {"schools": schools})


@require_GET
def school_page(request: HttpRequest, school: str) -> HttpResponse:
    """The school's policies. Who may not see drafts sees only that there is nothing for them yet."""
    found, verbs = entered(request.user, school, can="read")
    policies = []
    if "see-drafts" in verbs:
        open_versions = Prefetch("versions", Version.objects.filter(state__in=states.OPEN), to_attr="open_versions")
        policies = list(Policy.objects.filter(school=found, is_live=True).prefetch_related(open_versions))
    context = {"school": found, "here": "policies", "policies": policies, "can_edit": "edit" in verbs}
    return render(request, "wizard/school.html", context)


@dataclass(frozen=True)
class Card:
    """One template of the library as its page shows it: `policy` is what the school has started from it already.

    `begins_with` are the titles of the school's policies whose answers it takes over.
    """

    edition: Edition
    about: str
    policy: Policy | None
    begins_with: tuple[str, ...]


@require_http_methods(["GET", "POST"])
def library(request: HttpRequest, school: str) -> HttpResponse:
    """The templates that a policy can start from. Starting twice is harmless."""
    found = school_for(request.user, school, can="edit")
    startable = list(editions.to_start())
    if request.method == "POST":
        edition = next((edition for edition in startable if edition.family.name == request.POST.get("family")), None)
        if edition is None:
            raise Http404("There is no such template.")
        version = actions.start_policy(found, edition, by=request.user)
        return redirect("tasks", found.slug, version.policy.slug)
    policies = list(Policy.objects.filter(school=found, is_live=True))
    context = {"school": found, "here": "library", "offers": offers_of(startable, policies), "can_edit": True}
    return render(request, "wizard/library.html", context)


def offers_of(startable: list[Edition], policies: list[Policy]) -> list[Card]:
    asked = {edition.family_id: questions_of(edition) for edition in startable}
    return [
        Card(
            edition,
            editions.bundle_of(edition).template.about,
            next((policy for policy in policies if policy.family_id == edition.family_id), None),
            tuple(policy.title for policy in policies if asked[edition.family_id] & asked.get(policy.family_id, set())),
        )
        for edition in startable
    ]


def questions_of(edition: Edition) -> set[str]:
    """The questions of its own, without those about the school and about document control."""
    bundle = editions.bundle_of(edition)
    return {question for question in index_of(bundle).asked if bundle.questions[question].scope == "policy"}


@require_GET
def tasks(request: HttpRequest, school: str, policy: str) -> HttpResponse:
    """The policy's sections, each with what is still to decide there."""
    opened = draft_for(request, school, policy, can="see-drafts")
    walk = opened.walk
    context = opened.context | {
        "groups": list(groups_of(walk)),
        "open": len(walk.open),
        "usual": sum(item.why == "unconfirmed" for item in walk.open),
        "yourself": sum(item.why != "unconfirmed" for item in walk.open),
        "may_take": bool(walk.usual),
        "done": sum(stop.is_done for stop in walk.stops),
        "stops": walk.stops,
        "next": next((stop for stop in walk.stops if stop.open), None),
        "missing": missing_of(opened),
        "registered": registered_facts(walk),
    }
    return render(request, "wizard/tasks.html", context)


def missing_of(opened: Opened) -> list[tuple[str, str]]:
    """What the files still mark when everything is decided: (what, where it is filled in)."""
    found = []
    for gap in opened.walk.missing:
        page = opened.walk.page_of(gap.question)
        found.append((gap.prompt, f"{page_url(opened, page)}#q-{gap.question}" if page else ""))
    return found


@require_http_methods(["GET", "POST"])
@while_a_draft
def usual_choices(request: HttpRequest, school: str, policy: str) -> HttpResponse:
    """All usual choices of the policy at once: GET shows them, POST takes those that were shown."""
    opened = draft_for(request, school, policy, can="edit")
    walk = opened.walk
    if request.method == "GET":
        context = opened.context | {
            "groups": grouped(walk, lambda stop: list(usual_rows(walk, stop))),
            "usual": len(walk.usual),
        }
        return render(request, "wizard/usual_choices.html", context)
    before = {item.id for item in walk.usual}
    taken = before.intersection(request.POST.getlist("item"))
    actions.confirm_items(opened.version, taken, by=request.user)
    after = opened.reloaded().walk
    count = len(taken.difference(item.id for item in after.usual))
    messages.success(request, "One usual choice is taken." if count == 1 else f"{count} usual choices are taken.")
    if new := len({item.id for item in after.open}.difference(item.id for item in walk.open)):
        follows = "One more question follows" if new == 1 else f"{new} more questions follow"
        messages.info(request, f"{follows} from them.")
    return redirect("still-open" if after.open else "check", school, policy)


@require_GET
def check_answers(request: HttpRequest, school: str, policy: str) -> HttpResponse:
    opened = draft_for(request, school, policy, can="see-drafts")
    walk = opened.walk
    context = opened.context | {
        "groups": grouped(walk, lambda stop: shown_answers(walk, stop.page)),
        "open": len(walk.open),
        "missing": missing_of(opened),
        "doubted": walk.doubted,
    }
    return render(request, "wizard/check.html", context)


@require_GET
def still_open(request: HttpRequest, school: str, policy: str) -> HttpResponse:
    """What is left to decide, each with a link to where it is decided."""
    opened = draft_for(request, school, policy, can="see-drafts")
    walk = opened.walk
    elsewhere = [item.prompt for item in walk.open_elsewhere]
    context = opened.context | {
        "groups": grouped(walk, lambda stop: list(open_rows(opened, stop))),
        "elsewhere": elsewhere,
        "open": len(walk.open),
        "missing": missing_of(opened),
    }
    return render(request, "wizard/open.html", context)


def usual_rows(walk: Walk, stop: Stop) -> Iterator[tuple[Open, tuple[str, ...], tuple[SafeString, ...]]]:
    """(what is asked, the usual choice as it is offered, what the policy then says) of each on one page."""
    for item in walk.usual_on(stop.page):
        yield item, usual_labels(walk, item), usual_words(walk, item)


def open_rows(opened: Opened, stop: Stop) -> Iterator[tuple[str, str, str, tuple[tuple[str, str], ...]]]:
    """(what is asked, why it is open, where it is decided, what the school noted about it) of each on one page."""
    address = page_url(opened, stop.page, back="open")
    for item in opened.walk.open_on(stop.page):
        because = tuple(notes_beside(opened.walk, item.id))
        yield item.prompt, NOTES.get(item.why, ""), f"{address}#q-{item.id}", because


def grouped(walk: Walk, items_of: Callable[[Stop], list[Any]]) -> list[tuple[Group, list[tuple[Stop, list[Any]]]]]:
    """The groups with their pages and what a list shows of each; without the pages that it has nothing to show of."""
    found = [(group, [(stop, items) for stop in group.stops if (items := items_of(stop))]) for group in groups_of(walk)]
    return [(group, pages) for group, pages in found if pages]


@require_GET
def preview(request: HttpRequest, school: str, policy: str) -> HttpResponse:
    opened = draft_for(request, school, policy, can="see-drafts")
    composed = opened.walk.composed
    address = partial(gap_address, opened, opened.walk) if opened.can_edit else None
    html = to_html(composed.document, gap_address=address, image_address=partial(picture_address, opened.school))
    context = opened.context | {
        "policy_html": mark_safe(html),  # noqa: S308 - escaped there
        "open": len(composed.open),
        "missing": missing_of(opened),
        "doubted": opened.walk.doubted,
    }
    return render(request, "wizard/preview.html", context)
