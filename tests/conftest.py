"""The cast: the invented school that most tests play at, its people, and one person who must see nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from hypothesis import HealthCheck, settings

from apps.schools.models import Membership, Role, School, User
from tests.protection import flush_without_triggers

__all__ = ["flush_without_triggers"]

# No test may fail because the machine is slow, nor because Hypothesis first works out its table of characters.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

ON_THE_DATABASE = frozenset({"db", "transactional_db", "live_server"})


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--only-database", action="store_true", help="only the tests that touch the database")
    parser.addoption("--renew-golden", action="store_true", help="keep the texts of the library as they read now")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """`bin/test` runs everything on PostgreSQL, and then only what touches the database again on SQLite."""
    if not config.getoption("--only-database"):
        return
    chosen = [item for item in items if touches_the_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if not touches_the_database(item)])
    items[:] = chosen


def touches_the_database(item: pytest.Item) -> bool:
    marked = any(item.get_closest_marker(name) for name in ("django_db", "journey"))
    return marked or not ON_THE_DATABASE.isdisjoint(getattr(item, "fixturenames", ()))


@pytest.fixture
def school(db: None) -> School:
    return School.objects.create(
        slug="oak-lane",
        legal_name="Oak Lane Primary School",
        display_name="Oak Lane Primary School",
        short_name="Oak Lane",
        type_code=1,
        phase="primary",
        low_age=3,
        high_age=11,
        has_nursery=True,
        has_sixth_form=False,
        has_boarders=False,
    )


@pytest.fixture
def other_school(db: None) -> School:
    return School.objects.create(
        slug="elm-road", legal_name="Elm Road School", display_name="Elm Road School", short_name="Elm Road"
    )


@pytest.fixture
def member(school: School) -> Callable[[Role], User]:
    """Makes a user with the given role at the school."""

    def make(role: Role) -> User:
        user = User.objects.create_user(f"{role}@oak-lane.example", name=f"The {role.label}")
        Membership.objects.create(school=school, user=user, role=role)
        return user

    return make


@pytest.fixture
def head(member: Callable[[Role], User]) -> User:
    return member(Role.HEAD)


@pytest.fixture
def editor(member: Callable[[Role], User]) -> User:
    return member(Role.EDITOR)


@pytest.fixture
def dsl(member: Callable[[Role], User]) -> User:
    return member(Role.DSL)


@pytest.fixture
def clerk(member: Callable[[Role], User]) -> User:
    return member(Role.CLERK)


@pytest.fixture
def chair(member: Callable[[Role], User]) -> User:
    return member(Role.CHAIR)


@pytest.fixture
def governor(member: Callable[[Role], User]) -> User:
    return member(Role.GOVERNOR)


@pytest.fixture
def staff_reader(member: Callable[[Role], User]) -> User:
    return member(Role.STAFF_READER)


@pytest.fixture
def outsider(other_school: School) -> User:
    """Head of another school: whatever belongs to Oak Lane must look to them as if it did not exist."""
    user = User.objects.create_user("head@elm-road.example", name="The outsider")
    Membership.objects.create(school=other_school, user=user, role=Role.HEAD)
    return user


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    """A browser (without JavaScript) in which the user is signed in."""

    def make(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return make
