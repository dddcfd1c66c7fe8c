"""Looking a school up: by its number, or by its name with its council and its postcode."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from apps.schools.events import SYSTEM
from apps.schools.models import Event, Identifier, RegisterEntry, School
from apps.schools.register.file import INVENTED_REGISTER, RegisterFile
from apps.schools.register.loading import load
from apps.schools.register.search import by_name, by_urn, councils, last_load

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def invented(db: None) -> None:
    load(RegisterFile(INVENTED_REGISTER), by=SYSTEM)


def found(name: str, council: int = 991, postcode: str = "ZZ99") -> list[int]:
    return [entry.urn for entry in by_name(name, council=council, postcode=postcode)]


@pytest.mark.parametrize(
    ("urn", "name"), [(900_001, "Thistlewick"), ("900001", "Thistlewick"), (" 900001\n", "Thistlewick")]
)
def test_by_urn(urn: str | int, name: str) -> None:
    entry = by_urn(urn)
    assert entry is not None
    assert entry.name.startswith(name)


@pytest.mark.parametrize(
    "urn", ["", "900999", "90000", "9000011", "٩٠٠٠٠١", "x", "\0", "-90001", "900001; --", "\ud800"]
)
def test_no_such_urn(urn: str) -> None:
    assert by_urn(urn) is None


def test_two_schools_of_one_name_are_told_apart() -> None:
    assert found("Hollin Bank Primary School", 991) == [900_015]
    assert found("Hollin Bank Primary School", 992) == [900_016]


@pytest.mark.parametrize(
    "name",
    ["St Zéphyrine’s", "saint zephyrines", "ST. ZEPHYRINE'S C OF E", "St Zephyrine's CE Aided Junior", "zeph",
     "junior zephyrine", "St Zéphyrine’s Church of England (Aided) Junior School"],
)  # fmt: skip
def test_a_name_however_it_is_typed(name: str) -> None:
    assert found(name) == [900_006]


@pytest.mark.parametrize("postcode", ["ZZ99 1EF", "zz991ef", "ZZ99 1", "zz99", "ZZ"])
def test_a_postcode_or_its_beginning(postcode: str) -> None:
    assert found("zephyrine", postcode=postcode) == [900_006]


@pytest.mark.parametrize(
    ("name", "council", "postcode"),
    [("zephyrine", 992, "ZZ99"), ("zephyrine", 991, "ZZ98"), ("zephyrine", 991, "Z"), ("zephyrine", 991, ""),
     ("zephyrine", 991, "%"), ("zephyrine", 991, "1EF"), ("", 991, "ZZ99"), ("!!", 991, "ZZ99"), ("yrine", 991, "ZZ99"),
     ("zephyrine infant", 991, "ZZ99"), ("%", 991, "ZZ99"), ("_", 991, "ZZ99")],
)  # fmt: skip
def test_nothing_is_found(name: str, council: int, postcode: str) -> None:
    assert found(name, council, postcode) == []


def test_closed_schools_are_found_too() -> None:
    assert found("Marrowdown", postcode="ZZ99 1BB") == [900_011, 900_002]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(max_size=40), postcode=st.text(max_size=10), council=st.integers(0, 999))
def test_anything_can_be_typed(name: str, postcode: str, council: int) -> None:
    assert set(found(name, council, postcode)) <= set(range(900_001, 900_019))


def test_councils_by_name() -> None:
    assert councils() == [
        (992, "Fennimore"), (704, "Fieldwork Overseas Establishments"), (681, "Glanafon"), (991, "Wexmoor"),
    ]  # fmt: skip


def test_it_is_known_which_are_here_already(school: School) -> None:
    Identifier.objects.create(school=school, kind=Identifier.Kind.URN, value="900015")
    Identifier.objects.create(school=school, kind=Identifier.Kind.UKPRN, value="900001")
    here = {entry.urn: entry.is_here for entry in by_name("primary", council=991, postcode="ZZ99")}
    assert here == {900_001: False, 900_002: False, 900_015: True}
    assert by_urn(900_015).is_here is True  # type: ignore[union-attr]


def test_queries_do_not_grow_with_what_is_found(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for name, count in (("zephyrine", 1), ("primary", 3)):
        with django_assert_num_queries(1):
            assert len(found(name)) == count


def test_the_day_of_the_last_load() -> None:
    first = last_load()
    call_command("load_schools", str(INVENTED_REGISTER), verbosity=0)
    assert Event.objects.filter(verb="register-loaded").count() == 2
    assert last_load() > first  # type: ignore[operator]


def test_the_register_keeps_every_row_of_its_file() -> None:
    assert RegisterEntry.objects.count() == 18
