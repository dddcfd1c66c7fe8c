"""The schools here and their numbers: for the people who look after the installation, and for nobody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from unittest.mock import patch
from urllib.parse import quote_from_bytes

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import html
from pytest_django import DjangoAssertNumQueries

from apps.schools.events import SYSTEM, verify
from apps.schools.models import Event, Identifier, School, User
from apps.schools.register.actions import set_urn
from apps.schools.register.file import INVENTED_REGISTER, RegisterFile
from apps.schools.register.loading import load
from apps.schools.register.search import by_urn
from tests.wizard.test_register_adding import ODD, TYPED, words

ALL = "/all-schools/"
PAGE = "/all-schools/oak-lane/"


@pytest.fixture(autouse=True)
def invented(db: None) -> None:
    load(RegisterFile(INVENTED_REGISTER), by=SYSTEM)


@pytest.fixture
def window(db: None, signed_in: Callable[[User], Client]) -> Client:
    """An administrator's, who has no role at any school."""
    user = User.objects.create_user("administrator@trust.example", name="Ada Keeper")
    user.is_superuser = True
    user.save()
    return signed_in(user)


@pytest.fixture
def mistaken(school: School, head: User) -> School:
    """Oak Lane with the number of St Zéphyrine’s, which its head put in long ago."""
    with patch(
        "django.utils.timezone.now", return_value=datetime(2026, 9, 1, 12, tzinfo=timezone.get_current_timezone())
    ):
        set_urn(school, by_urn(900_006), by=head)  # type: ignore[arg-type]
    return school


def urns(school: School) -> dict[str, bool]:
    found = Identifier.objects.filter(school=school, kind=Identifier.Kind.URN)
    return {number.value: number.valid_to is None for number in found}


@pytest.mark.parametrize("address", [ALL, f"{ALL}?words=oak", PAGE, f"{PAGE}?urn=900015", f"{ALL}nowhere/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_heads_find_nothing(head: User, signed_in: Callable[[User], Client], address: str, method: str) -> None:
    client = signed_in(head)
    there, absent = getattr(client, method)(address), client.get("/no-such-page/")
    if there.status_code == 405:
        assert (method, address.partition("?")[0]) == ("post", ALL)
        return
    assert (there.status_code, there.content) == (404, absent.content)


@pytest.mark.parametrize("address", [ALL, PAGE])
def test_strangers_sign_in_first(client: Client, school: School, address: str) -> None:
    assert client.get(address)["Location"].startswith("/account/login/")


def test_home_shows_the_way_to_administrators_only(
    window: Client, head: User, signed_in: Callable[[User], Client]
) -> None:
    assert b'href="/all-schools/"' in window.get("/").content
    assert b"/all-schools/" not in signed_in(head).get("/", follow=True).content


class TestList:
    @pytest.mark.parametrize(
        ("typed", "found"),
        [
            ("", ["Elm Road School", "Oak Lane Primary School"]), ("oak prim", ["Oak Lane Primary School"]),
            ("900006", ["Oak Lane Primary School"]), ("900015", []), ("%", []), ("ROAD", ["Elm Road School"]),
        ],
    )  # fmt: skip
    def test_finds_by_name_and_number(
        self, window: Client, mistaken: School, other_school: School, typed: str, found: list[str]
    ) -> None:
        page = html.fromstring(window.get(ALL, {"words": typed}).content)
        assert [name.text_content() for name in page.xpath("//ul[@class='pw-rows']//strong")] == found

    def test_shows_the_number_of_each(self, window: Client, mistaken: School, other_school: School) -> None:
        said = words(window, ALL)
        assert "Elm Road School no URN Its number" in said
        assert "Oak Lane Primary School URN 900006 Its number" in said

    @pytest.mark.parametrize("count", [1, 45])
    def test_has_pages_and_takes_as_many_queries_however_many_there_are(
        self, window: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        School.objects.bulk_create(
            School(slug=f"larch-{place}", legal_name="Larch", display_name=f"Larch {place:02}")
            for place in range(count)
        )
        with django_assert_num_queries(4):  # session, person, count, the page
            said = words(window, f"{ALL}?words=larch&page=9")
        assert ("Previous page Page 3 of 3" in said) == (count == 45)


class TestNumbers:
    def test_shows_who_put_it_in_and_when(self, window: Client, mistaken: School) -> None:
        said = words(window, PAGE)
        assert "URN 900006: St Zéphyrine’s Church of England (Aided) Junior School" in said
        assert "Put in on 1 September 2026 by The Headteacher" in said
        assert "/schools/oak-lane/" not in window.get(PAGE).content.decode().replace(PAGE, "")

    def test_a_mistake_goes_and_its_school_can_be_added(
        self, window: Client, mistaken: School, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        told = words(window, "/add-school/900006/")
        assert "This school cannot be added. This school is here already." in told
        assert "Oak Lane Primary School has its number" in told
        assert "That was put in on 1 September 2026 by The Headteacher." in told
        assert f'href="{PAGE}"' in window.get("/add-school/900006/").content.decode()

        assert window.post(PAGE, {"action": "remove", "urn": "900006"})["Location"] == PAGE
        assert not Identifier.objects.filter(school=mistaken).exists()
        newest = Event.objects.filter(chain__school=mistaken, verb="identifier-removed").first()
        assert newest is not None
        assert (newest.actor.email, verify(mistaken)) == ("administrator@trust.example", [])
        assert "900006 is no number of Oak Lane Primary School any more." in words(window, PAGE)
        assert window.post("/add-school/900006/", TYPED).status_code == 302
        assert urns(School.objects.get(slug="st-zephyrines-school")) == {"900006": True}

    @pytest.mark.parametrize("urn", ["", "900015", "x", "\0"])
    def test_a_number_that_it_does_not_have_is_not_taken(self, window: Client, mistaken: School, urn: str) -> None:
        assert window.post(PAGE, {"action": "remove", "urn": urn}).status_code == 409
        assert urns(mistaken) == {"900006": True}

    def test_a_new_number_follows_the_one_before(self, window: Client, mistaken: School) -> None:
        page = html.fromstring(window.get(PAGE, {"urn": "900015"}).content)
        (form,) = [form for form in page.forms if form.method == "POST" and "urn" in form.fields]
        assert "Hollin Bank Primary School" in words(window, f"{PAGE}?urn=900015")
        assert window.post(PAGE, {"urn": form.fields["urn"]}).status_code == 302
        assert urns(mistaken) == {"900006": False, "900015": True}
        assert Identifier.objects.get(value="900015").valid_from == timezone.localdate() > date(2026, 1, 1)

    @pytest.mark.parametrize(
        ("urn", "why"),
        [
            ("900015", "Elm Road School has this number. If that is a mistake, take it away there first."),
            ("900006", "This is its number already."),
            ("900011", "It closed on 31 March 2019."),
        ],
    )
    def test_says_why_a_number_cannot_be_its(
        self, window: Client, mistaken: School, other_school: School, urn: str, why: str
    ) -> None:
        set_urn(other_school, by_urn(900_015), by=SYSTEM)  # type: ignore[arg-type]
        assert why in words(window, f"{PAGE}?urn={urn}")
        assert window.post(PAGE, {"urn": urn}).status_code == (302 if urn == "900006" else 422)
        assert urns(mistaken) == {"900006": True}

    def test_a_school_without_one(self, window: Client, school: School) -> None:
        assert "has no number in the national register yet" in words(window, PAGE)
        assert window.post(PAGE, {"urn": "900015"}).status_code == 302
        assert urns(school) == {"900015": True}

    def test_a_school_that_is_not_here(self, window: Client) -> None:
        assert window.get(f"{ALL}nowhere/").status_code == 404


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    fields=st.lists(
        st.tuples(
            st.sampled_from(["urn", "action", "words", "page"]),
            st.one_of(st.sampled_from((*ODD, b"remove")), st.binary(max_size=40)),
        ),
        max_size=4,
    )
)
@example(fields=[("words", b"\x00")])
@example(fields=[("action", b"remove"), ("urn", b"\xed\xa0\x80")])
def test_nothing_typed_is_a_fault(window: Client, mistaken: School, fields: list[tuple[str, bytes]]) -> None:
    query = "&".join(f"{name}={quote_from_bytes(value)}" for name, value in fields)
    for address in (ALL, PAGE):
        assert window.get(f"{address}?{query}").status_code in (200, 422)
    posted = window.post(PAGE, query, content_type="application/x-www-form-urlencoded")
    assert posted.status_code in (302, 400, 409, 422)
