"""Changes to schools and their people: what they refuse, and the event that each leaves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError

from apps.schools import actions
from apps.schools.events import SYSTEM, verify
from apps.schools.models import Event, Identifier, Membership, Role, School, User


def told() -> list[tuple[str, object]]:
    """Verb and payload of every event, in order."""
    return list(Event.objects.order_by("pk").values_list("verb", "payload"))


def test_an_account_has_its_address_in_lower_case_and_confirmed(db: None) -> None:
    user = actions.create_user("Head@Oak-Lane.Example", "a long password", name="H", by=SYSTEM)
    address = EmailAddress.objects.get(user=user)
    assert (user.email, address.email, address.verified, address.primary) == (
        "head@oak-lane.example", "head@oak-lane.example", True, True,
    )  # fmt: skip
    assert user.check_password("a long password")
    assert told() == [("user-created", {})]


def test_an_account_without_a_password_has_none(db: None) -> None:
    assert not actions.create_user("a@b.example", name="A", by=SYSTEM).has_usable_password()


def test_a_school_is_made_with_its_facts(db: None) -> None:
    school = actions.create_school("fen-end", legal_name="Fen End School", display_name="Fen End", low_age=4, by=SYSTEM)
    assert (school.slug, school.low_age) == ("fen-end", 4)
    assert told() == [("school-created", {"legal-name": "Fen End School"})]


@pytest.mark.parametrize(
    "facts",
    [
        {"slug": "Fen End"},
        {"slug": "fen--end"},
        {"slug": "fen-end\n"},
        {"legal_name": ""},
        {"legal_name": "x" * 201},
        {"low_age": 12, "high_age": 11},
        {"low_age": -1},
        {"phase": "kindergarten"},
        {"website": "javascript:alert(1)"},
    ],
)
def test_a_school_with_a_wrong_fact_is_refused(db: None, facts: dict[str, object]) -> None:
    right = {"slug": "fen-end", "legal_name": "Fen End School", "display_name": "Fen End"}
    with pytest.raises(ValidationError):
        actions.create_school(by=SYSTEM, **{**right, **facts})  # type: ignore[arg-type]
    assert not School.objects.exists()
    assert told() == []


def test_a_slug_is_taken_once(school: School) -> None:
    with pytest.raises(ValidationError):
        actions.create_school(school.slug, legal_name="Other", display_name="Other", by=SYSTEM)


def test_changed_facts_are_told_with_what_stood_there(school: School, head: User) -> None:
    actions.change_facts(school, phase="all-through", high_age=18, has_nursery=True, by=head)
    school.refresh_from_db()
    assert (school.phase, school.high_age) == ("all-through", 18)
    assert told() == [
        ("facts-changed", {"changed": ["high_age", "phase"], "before": {"high-age": 11, "phase": "primary"}})
    ]
    assert verify(school) == []


def test_facts_that_stay_the_same_leave_no_event(school: School, head: User) -> None:
    actions.change_facts(school, phase="primary", by=head)
    assert told() == []


def test_a_wrong_fact_changes_nothing(school: School, head: User) -> None:
    with pytest.raises(ValidationError):
        actions.change_facts(school, low_age=12, by=head)
    school.refresh_from_db()
    assert school.low_age == 3
    assert told() == []


def test_the_slug_is_permanent(school: School, head: User) -> None:
    with pytest.raises(TypeError):
        actions.change_facts(school, slug="oak-tree", by=head)


def test_an_academy_gets_a_new_urn_and_keeps_the_old(school: School) -> None:
    urn = Identifier.Kind.URN
    actions.add_identifier(school, kind=urn, value="900001", by=SYSTEM)
    actions.add_identifier(school, kind=urn, value="900002", valid_from=date(2026, 9, 1), by=SYSTEM)
    rows = Identifier.objects.order_by("value").values_list("value", "valid_from", "valid_to")
    assert list(rows) == [("900001", None, date(2026, 8, 31)), ("900002", date(2026, 9, 1), None)]


def test_a_urn_names_one_school(school: School, other_school: School) -> None:
    actions.add_identifier(school, kind=Identifier.Kind.URN, value="900001", by=SYSTEM)
    with pytest.raises(ValidationError):
        actions.add_identifier(other_school, kind=Identifier.Kind.URN, value="900001", by=SYSTEM)


def test_a_school_has_one_urn_at_a_time(school: School) -> None:
    actions.add_identifier(school, kind=Identifier.Kind.URN, value="900001", by=SYSTEM)
    with pytest.raises(ValidationError):
        actions.add_identifier(school, kind=Identifier.Kind.URN, value="900002", by=SYSTEM)


def test_a_role_is_given_and_taken_once(school: School, head: User, member: Callable[[Role], User]) -> None:
    clerk = member(Role.CLERK)
    for _ in range(2):
        actions.give_role(school, user=clerk, role=Role.EDITOR, by=head)
    for _ in range(2):
        actions.take_role(school, user=clerk, role=Role.CLERK, by=head)
    assert list(Membership.objects.filter(user=clerk).values_list("role", flat=True)) == ["editor"]
    assert told() == [("role-given", {"role": "editor"}), ("role-taken", {"role": "clerk"})]
    assert set(Event.objects.values_list("actor", "subject")) == {(head.pk, f"user/{clerk.pk}")}


def test_an_event_about_people_holds_no_name(school: School, head: User) -> None:
    actions.add_person(school, title="Ms", name="Nell Quince", role="Governor", user=head, by=head)
    assert told() == [("person-added", {})]


def test_a_user_is_one_person_of_a_school(school: School, head: User) -> None:
    actions.add_person(school, name="Nell Quince", user=head, by=head)
    with pytest.raises(ValidationError):
        actions.add_person(school, name="Nell Again", user=head, by=head)
