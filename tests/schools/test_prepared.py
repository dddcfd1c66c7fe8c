"""Queries that are built once: the same rows as Django's own, for whatever values."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from apps.schools.models import Membership, Role, School, User
from apps.schools.prepared import Prepared

EXAMPLES = {"slug": "(a slug)", "user": -1}


def roles(slug: str, user: int) -> QuerySet[Membership, Any]:
    found = Membership.objects.filter(school__slug=slug, user=user, role__in=[Role.HEAD, Role.GOVERNOR])
    return found.order_by("role").values_list("role", "school__slug")


def test_it_finds_what_the_query_finds(school: School, head: User, outsider: User) -> None:
    Membership.objects.create(school=school, user=head, role=Role.GOVERNOR)
    prepared = Prepared(roles, EXAMPLES)
    for slug in ("oak-lane", "elm-road", "no-such-school"):
        for user in (head, outsider):
            assert prepared.rows(slug=slug, user=user.pk) == list(roles(slug, user.pk))


@pytest.mark.parametrize("slug", ["' OR 1=1 --", "%s", "oak-lane%", "'; DROP TABLE schools_membership; --"])
def test_values_are_values_and_never_sql(school: School, head: User, slug: str) -> None:
    prepared = Prepared(roles, EXAMPLES)
    assert prepared.rows(slug=slug, user=head.pk) == []
    assert prepared.rows(slug="oak-lane", user=head.pk) == [("head", "oak-lane")]


def test_it_is_built_once_and_asks_once(school: School, head: User) -> None:
    built: list[int] = []

    def query(slug: str, user: int) -> QuerySet[Membership, Any]:
        built.append(user)
        return roles(slug, user)

    prepared = Prepared(query, EXAMPLES)
    with CaptureQueriesContext(connection) as queries:
        for _ in range(3):
            prepared.rows(slug="oak-lane", user=head.pk)
    assert (built, len(queries)) == ([-1], 3)


def test_a_value_that_has_no_place_is_a_mistake(db: None) -> None:
    prepared = Prepared(lambda slug, user: roles("oak-lane", user), EXAMPLES)
    with pytest.raises(ValueError, match="the query has no place for slug"):
        prepared.rows(slug="oak-lane", user=1)
