"""Leads from an address to the draft that its pages work on, through the school's door."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from apps.policies import drafts, states
from apps.policies.models import Policy, Version
from apps.policies.states import WrongState
from apps.schools.doors import Verb, entered
from apps.schools.models import School
from apps.wizard.walk import Walk


@dataclass(frozen=True)
class Opened:
    """What a page of one draft stands on; `names` are what its templates need to make addresses."""

    school: School
    policy: Policy
    version: Version
    walk: Walk
    can_edit: bool

    def reloaded(self) -> Opened:
        """The same after a save."""
        return replace(self, walk=Walk(drafts.load(self.version)))

    @property
    def context(self) -> dict[str, object]:
        return {
            "school": self.school,
            "policy": self.policy,
            "version": self.version,
            "can_edit": self.can_edit,
            "late_review": self.walk.late_review,
            "here": "policies",
        }


def version_for(school: School, slug: str, *, read_with: Iterable[str] = ("policy__school",)) -> Version:
    """The open version of the school's live policy; a policy of another school does not exist here. One query."""
    versions = Version.objects.filter(policy__school=school, policy__slug=slug, policy__is_live=True)
    version = versions.filter(state__in=states.OPEN).select_related(*read_with).first()
    if version is None:
        raise Http404("There is no such page.")
    return version


def draft_for(request: HttpRequest, school: str, policy: str, *, can: Verb) -> Opened:
    """Raises WrongState for `can="edit"` where the version is a draft no longer."""
    found, verbs = entered(request.user, school, can=can)
    version = version_for(found, policy, read_with=drafts.READ_WITH)
    if can == "edit" and not version.is_draft:
        raise WrongState(f"{version} is not a draft")
    can_edit = version.is_draft and "edit" in verbs
    return Opened(found, version.policy, version, Walk(drafts.as_read(version)), can_edit)


def while_a_draft(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For views that change answers: once the version has gone to the governors, nothing changes any more."""

    @wraps(view)
    def guarded(request: HttpRequest, school: str, policy: str, **rest: Any) -> HttpResponse:
        try:
            return view(request, school, policy, **rest)
        except WrongState:
            messages.error(request, "This version is with your governors: its answers cannot be changed any more.")
            return redirect("tasks", school, policy)

    return guarded
