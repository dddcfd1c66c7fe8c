"""What the database itself refuses, whoever writes to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import IntegrityError, models

from apps.schools.models import Chain, Identifier, Membership, Person, School, Trust, User


def refused(make: Callable[[], models.Model | int]) -> bool:
    try:
        make()
    except IntegrityError:
        return True
    return False


@pytest.mark.django_db(transaction=True)
def test_an_address_is_one_person_however_it_is_typed() -> None:
    User.objects.create_user("Ann@Oak.Example", name="Ann")
    assert User.objects.get_by_natural_key(" ann@OAK.example ").name == "Ann"
    assert refused(lambda: User.objects.create_user("ANN@oak.example"))
    assert refused(lambda: User.objects.create(email="Bob@oak.example"))


@pytest.mark.django_db(transaction=True)
def test_ages_are_in_order(school: School) -> None:
    assert refused(lambda: School.objects.filter(pk=school.pk).update(low_age=12, high_age=11))
    assert not refused(lambda: School.objects.filter(pk=school.pk).update(low_age=11, high_age=11))
    assert not refused(lambda: School.objects.filter(pk=school.pk).update(low_age=12, high_age=None))


@pytest.mark.django_db(transaction=True)
def test_a_number_names_one_school(school: School, other_school: School) -> None:
    def give(to: School, value: str, kind: str = "urn", until: date | None = None) -> Identifier:
        return Identifier.objects.create(school=to, kind=kind, value=value, valid_to=until)

    give(school, "900001", until=date(2026, 8, 31))
    give(school, "900002")
    assert refused(lambda: give(other_school, "900001"))
    assert refused(lambda: give(school, "900003"))
    assert not refused(lambda: give(school, "900002", kind="ukprn"))
    backwards = {"valid_from": date(2026, 9, 1), "valid_to": date(2026, 8, 31)}
    assert refused(lambda: Identifier.objects.create(school=other_school, kind="urn", value="900009", **backwards))


@pytest.mark.django_db(transaction=True)
def test_a_role_is_one_of_ours_and_given_once(school: School, head: User) -> None:
    assert refused(lambda: Membership.objects.create(school=school, user=head, role="head"))
    assert refused(lambda: Membership.objects.create(school=school, user=head, role="owner"))
    assert not refused(lambda: Membership.objects.create(school=school, user=head, role="governor"))


@pytest.mark.django_db(transaction=True)
def test_a_user_is_one_person_of_a_school(school: School, other_school: School, head: User) -> None:
    Person.objects.create(school=school, name="Ann", user=head)
    assert refused(lambda: Person.objects.create(school=school, name="Ann again", user=head))
    assert not refused(lambda: Person.objects.create(school=other_school, name="Ann", user=head))
    for name in ("Bea", "Bea"):  # two people of one name
        Person.objects.create(school=school, name=name)


@pytest.mark.django_db(transaction=True)
def test_a_chain_has_one_owner_and_an_owner_one_chain(school: School) -> None:
    trust = Trust.objects.create(slug="vale", legal_name="Vale", display_name="Vale")
    Chain.objects.create(school=school)
    Chain.objects.create(trust=trust)
    Chain.objects.create()
    assert refused(lambda: Chain.objects.create(school=school))
    assert refused(lambda: Chain.objects.create())
    Chain.objects.filter(school=school).delete()
    assert refused(lambda: Chain.objects.create(school=school, trust=trust))
