"""Leads from an address to the draft that its pages work on, through the school's door."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from apps.policies import drafts
from apps.policies.models import Policy, Version
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
    found = school_for(request.user, school, can=can)
    row, version = policy_for(found, policy)
    can_edit = can == "edit" or "edit" in verbs_of(request.user, found)
    return Opened(found, row, version, Walk(drafts.load(version)), can_edit)
