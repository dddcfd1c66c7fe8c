"""The doors: who gets in where, and that no view stands beside them."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django import DjangoAssertNumQueries

from apps.schools.doors import ROLES, admitted, school_for, schools_of, verbs_of
from apps.schools.models import Membership, Role, School, User

# Views that belong to no school. Each line is a decision: what such a view shows must be nobody's.
EXCEPTIONS = {
    "config.health.healthz",  # for load balancers
    "apps.wizard.views.home",  # the person's own schools, by schools_of
}


class TestSchoolFor:
    def test_opens_to_a_member(self, school: School, head: User) -> None:
        assert school_for(head, "oak-lane", can="edit") == school

    def test_answers_an_outsider_as_if_there_were_no_such_school(self, school: School, outsider: User) -> None:
        with pytest.raises(Http404) as foreign:
            school_for(outsider, "oak-lane", can="read")
        with pytest.raises(Http404) as missing:
            school_for(outsider, "no-such-school", can="read")
        assert str(foreign.value) == str(missing.value)

    def test_answers_nobody_in_particular_the_same(self, school: School) -> None:
        with pytest.raises(Http404):
            school_for(AnonymousUser(), "oak-lane", can="read")

    def test_forbids_what_the_role_does_not_allow(self, school: School, staff_reader: User) -> None:
        assert school_for(staff_reader, "oak-lane", can="read") == school
        with pytest.raises(PermissionDenied):
            school_for(staff_reader, "oak-lane", can="see-drafts")

    def test_adds_up_the_roles_of_one_person(self, school: School, governor: User) -> None:
        Membership.objects.create(school=school, user=governor, role=Role.EDITOR)
        assert school_for(governor, "oak-lane", can="edit") == school

    def test_a_role_elsewhere_counts_nothing_here(self, school: School, other_school: School, outsider: User) -> None:
        Membership.objects.create(school=school, user=outsider, role=Role.GOVERNOR)
        with pytest.raises(PermissionDenied):
            school_for(outsider, "oak-lane", can="edit")
        assert school_for(outsider, "elm-road", can="edit") == other_school

    def test_is_shut_to_an_account_that_was_closed(self, school: School, head: User) -> None:
        head.is_active = False
        with pytest.raises(Http404):
            school_for(head, "oak-lane", can="read")

    @pytest.mark.parametrize("roles", [[Role.HEAD], [Role.EDITOR, Role.GOVERNOR, Role.CLERK]])
    def test_takes_one_query(
        self,
        school: School,
        outsider: User,
        roles: list[Role],
        django_assert_num_queries: DjangoAssertNumQueries,
    ) -> None:
        for role in roles:
            Membership.objects.create(school=school, user=outsider, role=role)
        with django_assert_num_queries(1):
            assert school_for(outsider, "oak-lane", can="read").trust is None


class TestRoles:
    def test_say_what_each_may_do(self) -> None:
        assert {role.value: " ".join(sorted(verbs)) for role, verbs in ROLES.items()} == {
            "head": "decide edit number people read see-drafts submit",
            "editor": "edit read see-drafts",
            "dsl": "edit read see-drafts submit",
            "clerk": "decide read see-drafts",
            "chair": "decide read see-drafts",
            "governor": "read",
            "staff-reader": "read",
        }

    def test_give_every_role_its_verbs(self) -> None:
        assert set(ROLES) == set(Role)

    def test_verbs_of_somebody(self, school: School, dsl: User, outsider: User) -> None:
        assert verbs_of(dsl, school) == {"read", "see-drafts", "edit", "submit"}
        assert verbs_of(outsider, school) == frozenset()
        assert verbs_of(AnonymousUser(), school) == frozenset()

    def test_schools_of_somebody(self, school: School, head: User, outsider: User) -> None:
        Membership.objects.create(school=school, user=head, role=Role.GOVERNOR)
        assert schools_of(head) == [school]
        assert [found.slug for found in schools_of(outsider)] == ["elm-road"]
        assert schools_of(AnonymousUser()) == []


@pytest.mark.parametrize("role", list(Role))
def test_to_be_admitted_is_to_pass_the_same_door(
    school: School, outsider: User, role: Role, member: Callable[[Role], User]
) -> None:
    gone = User.objects.create_user("gone@oak-lane.example")
    Membership.objects.create(school=school, user=gone, role=role)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    gone.refresh_from_db()
    verbs = sorted(frozenset().union(*ROLES.values()))
    for user in (member(role), outsider, gone, AnonymousUser()):
        for slug in ("oak-lane", "no-such-school"):
            for verb in verbs:
                assert answer_of(admitted, user, slug, verb) == answer_of(school_for, user, slug, verb)


def answer_of(door: Callable[..., Any], user: Any, slug: str, verb: Any) -> str:
    try:
        door(user, slug, can=verb)
    except (Http404, PermissionDenied) as refusal:
        return repr(refusal)
    return "open"


# --- every view -------------------------------------------------------------------------------------------------------


def patterns(found: URLResolver, prefix: str = "/") -> Iterator[tuple[str, URLPattern]]:
    """Every address pattern of ours (allauth keeps its own doors), with its whole route."""
    for entry in found.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            if not str(getattr(entry.urlconf_name, "__name__", "")).startswith("allauth"):
                yield from patterns(entry, route)
        else:
            yield route, entry


OURS = list(patterns(get_resolver()))
IN_SCHOOLS = [(route, entry) for route, entry in OURS if "school" in entry.pattern.converters or "<school:" in route]


def name_of(view: Callable[..., Any]) -> str:
    return f"{view.__module__}.{view.__qualname__}"


def opens_a_door(function: Any, seen: frozenset[str] = frozenset()) -> bool:
    """Whether the function, or one of ours that it calls by name, calls one of the doors."""
    function = inspect.unwrap(function)
    if name_of(function) in seen:
        return False
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    names = {call.func.id for call in ast.walk(tree) if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)}
    if names & {"admitted", "entered", "school_for", "trust_for", "public_school", "installation_for"}:
        return True
    called = [inspect.unwrap(function).__globals__.get(name) for name in names]
    ours = [each for each in called if inspect.isfunction(each) and each.__module__.startswith("apps.")]
    return any(opens_a_door(each, seen | {name_of(function)}) for each in ours)


def view_functions(view: Any) -> list[Any]:
    """The functions that answer: the view itself, or the methods of its class."""
    cls = getattr(view, "view_class", None)
    if cls is None:
        return [view]
    return [getattr(cls, method) for method in ("get", "post") if hasattr(cls, method)]


@pytest.mark.parametrize(("route", "entry"), OURS, ids=[route for route, _ in OURS])
def test_every_view_goes_through_a_door(route: str, entry: URLPattern) -> None:
    view = entry.callback
    if name_of(inspect.unwrap(view)) in EXCEPTIONS:
        return
    assert [name_of(function) for function in view_functions(view) if not opens_a_door(function)] == []


def address(route: str, school: str) -> str:
    """The route with the school's slug and something for every other part."""
    parts = []
    for part in route.split("/"):
        if part.startswith("<school:"):
            parts.append(school)
        elif part.startswith("<int:"):
            parts.append("1")
        elif part.startswith("<uuid:"):
            parts.append("00000000-0000-4000-8000-000000000000")
        else:
            parts.append("anything" if part.startswith("<") else part)
    return "/".join(parts)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("route", [route for route, _ in IN_SCHOOLS])
def test_an_outsider_learns_nothing_from_any_page(
    school: School, outsider: User, signed_in: Callable[[User], Client], route: str, method: str
) -> None:
    """The answer to a foreign school and to one that does not exist are the same, byte for byte."""
    browser = signed_in(outsider)
    foreign = getattr(browser, method)(address(route, "oak-lane"))
    missing = getattr(browser, method)(address(route, "oak-tree"))
    assert foreign.status_code == missing.status_code
    assert foreign.status_code in {404, 405}
    assert foreign.content.replace(b"oak-lane", b"") == missing.content.replace(b"oak-tree", b"")


@pytest.mark.parametrize("route", [route for route, _ in IN_SCHOOLS])
def test_somebody_who_is_not_signed_in_is_asked_to(school: School, client: Client, route: str) -> None:
    answer = client.get(address(route, "oak-lane"))
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/account/login/")
