"""Leads from an address to the draft that its pages work on, through the school's door."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from apps.policies import drafts
from apps.policies.models import Policy, Version
from apps.policies.states import WrongState
from apps.schools.doors import Verb, school_for, verbs_of
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
            "here": "policies",
        }


def policy_for(school: School, slug: str) -> tuple[Policy, Version]:
    """The school's live policy with its open version; a policy of another school does not exist here."""
    policy = get_object_or_404(Policy.objects.select_related("school__trust"), school=school, slug=slug, is_live=True)
    version = policy.draft
    if version is None:
        raise Http404("There is no such page.")
    return policy, version


def draft_for(request: HttpRequest, school: str, policy: str, *, can: Verb) -> Opened:
    """Raises WrongState for `can="edit"` where the version is a draft no longer."""
    found = school_for(request.user, school, can=can)
    row, version = policy_for(found, policy)
    if can == "edit" and not version.is_draft:
        raise WrongState(f"{version} is not a draft")
    can_edit = version.is_draft and (can == "edit" or "edit" in verbs_of(request.user, found))
    return Opened(found, row, version, Walk(drafts.load(version)), can_edit)


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
