"""The doors: one visible call opens each view, and decides whether this person may go in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404

from apps.schools.models import Membership, Role, School, User
from apps.schools.prepared import Prepared

Verb = Literal["read", "see-drafts", "edit", "submit", "decide", "people", "number"]

# read: the school's pages and its policies in force. see-drafts: policies that nobody has approved yet.
# edit: change drafts and school facts. submit: send a draft to the governors. decide: record what they decided.
# people: say who has which role. number: say which school of the register this is, as long as nobody has.
ROLES: Mapping[Role, frozenset[Verb]] = {
    Role.HEAD: frozenset({"read", "see-drafts", "edit", "submit", "decide", "people", "number"}),
    Role.EDITOR: frozenset({"read", "see-drafts", "edit"}),
    Role.DSL: frozenset({"read", "see-drafts", "edit", "submit"}),
    Role.CLERK: frozenset({"read", "see-drafts", "decide"}),
    Role.CHAIR: frozenset({"read", "see-drafts", "decide"}),
    Role.GOVERNOR: frozenset({"read"}),
    Role.STAFF_READER: frozenset({"read"}),
}


def school_for(user: User | AnonymousUser, slug: str, *, can: Verb) -> School:
    """The school, if this person may do that there; raises as `entered` does."""
    return entered(user, slug, can=can)[0]


def entered(user: User | AnonymousUser, slug: str, *, can: Verb) -> tuple[School, frozenset[Verb]]:
    """The school, if this person may do that there, and everything else that they may do there.

    Raises Http404 to somebody without a role there, exactly as if the school did not exist, and PermissionDenied
    (403) to somebody whose roles do not allow it. One query.
    """
    memberships = list(Membership.objects.filter(school__slug=slug, user_id=user.pk).select_related("school__trust"))
    verbs = _allowed([membership.role for membership in memberships], user, can)
    return memberships[0].school, verbs


def admitted(user: User | AnonymousUser, slug: str, *, can: Verb) -> None:
    """The same door for who needs no more than to pass: it reads nothing of the school. One query, built once."""
    _allowed([role for (role,) in _roles.rows(slug=slug, user=user.pk)], user, can)


def _roles_at(slug: str, user: int) -> QuerySet[Membership, Any]:
    return Membership.objects.filter(school__slug=slug, user_id=user).values_list("role")


_roles = Prepared(_roles_at, {"slug": "(a slug)", "user": -1})


def _allowed(roles: Sequence[str], user: User | AnonymousUser, can: Verb) -> frozenset[Verb]:
    if not roles or not user.is_active:
        raise Http404("There is no such page.")
    verbs = frozenset().union(*(ROLES[Role(role)] for role in roles))
    if can not in verbs:
        raise PermissionDenied
    return verbs


def installation_for(user: User | AnonymousUser) -> None:
    """Opens what belongs to no school to the people who look after this installation: `manage.py make_administrator`.

    Raises Http404 for everybody else, as if there were no such page. No query.
    """
    if not (user.is_active and user.is_superuser):
        raise Http404("There is no such page.")


def verbs_of(user: User | AnonymousUser, school: School) -> frozenset[Verb]:
    """Everything that this person may do there: decides which buttons a page shows. Nothing, for an outsider."""
    roles = Membership.objects.filter(school=school, user_id=user.pk).values_list("role", flat=True)
    return frozenset().union(*(ROLES[Role(role)] for role in roles))


def schools_of(user: User | AnonymousUser) -> list[School]:
    """The schools where this person has a role, by name."""
    found = School.objects.filter(memberships__user_id=user.pk).distinct()
    return list(found.order_by("display_name", "pk"))
