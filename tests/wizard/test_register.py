"""What the school register says of a school: shown, compared, and taken by its people where they say so."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote_from_bytes

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import html
from pytest_django import DjangoAssertNumQueries

from apps.policies.models import Version
from apps.schools.events import SYSTEM, verify
from apps.schools.models import Event, Identifier, RegisterEntry, Role, School, User
from apps.schools.register.actions import set_urn
from apps.schools.register.file import INVENTED_REGISTER, RegisterFile
from apps.schools.register.loading import load
from apps.schools.register.search import by_urn
from tests.wizard.test_register_adding import ODD, words

PAGE = "/schools/oak-lane/register/"


@pytest.fixture(autouse=True)
def invented(db: None) -> None:
    load(RegisterFile(INVENTED_REGISTER), by=SYSTEM)


@pytest.fixture
def numbered(school: School) -> School:
    """Oak Lane as number 900015, which has another name and address in the register."""
    set_urn(school, by_urn(900_015), by=SYSTEM)  # type: ignore[arg-type]
    return school


@pytest.fixture
def browser(school: School, head: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(head)


def sealed(client: Client) -> str:
    """What the page says that it shows, as its button sends it."""
    (hidden,) = html.fromstring(client.get(PAGE).content).xpath("//input[@name='shown']")
    return str(hidden.get("value"))


def urns(school: School) -> dict[str, bool]:
    """The school's numbers, and whether each is its number now."""
    found = Identifier.objects.filter(school=school, kind=Identifier.Kind.URN)
    return {number.value: number.valid_to is None for number in found}


class TestByUrn:
    def test_leads_members_to_the_school(self, numbered: School, browser: Client) -> None:
        response = browser.get("/schools/900015/")
        assert (response.status_code, response["Location"]) == (302, "/schools/oak-lane/")

    def test_leads_from_an_old_number_too(self, numbered: School, browser: Client) -> None:
        set_urn(numbered, by_urn(900_002), by=SYSTEM, valid_from=timezone.localdate())  # type: ignore[arg-type]
        assert urns(numbered) == {"900015": False, "900002": True}
        assert browser.get("/schools/900015/")["Location"] == "/schools/oak-lane/"

    @pytest.mark.parametrize("role", [Role.GOVERNOR, Role.STAFF_READER])
    def test_leads_readers(
        self, numbered: School, member: Callable[[Role], User], signed_in: Callable[[User], Client], role: Role
    ) -> None:
        assert signed_in(member(role)).get("/schools/900015/").status_code == 302

    def test_tells_an_outsider_nothing(
        self, numbered: School, outsider: User, signed_in: Callable[[User], Client]
    ) -> None:
        client = signed_in(outsider)
        there, absent = client.get("/schools/900015/"), client.get("/schools/900999/")
        assert (there.status_code, there.content) == (404, absent.content)
        assert client.get("/schools/oak-lane/").content == there.content

    def test_takes_as_many_queries_for_a_number_that_is_not_here(
        self, numbered: School, outsider: User, signed_in: Callable[[User], Client],
        django_assert_num_queries: DjangoAssertNumQueries,
    ) -> None:  # fmt: skip
        client = signed_in(outsider)
        for urn in ("900015", "900999"):
            with django_assert_num_queries(4):
                client.get(f"/schools/{urn}/")

    def test_asks_strangers_to_sign_in(self, numbered: School, client: Client) -> None:
        assert client.get("/schools/900015/")["Location"].startswith("/account/login/")


class TestShown:
    def test_what_differs_and_what_it_is_used_for(self, numbered: School, browser: Client) -> None:
        said = words(browser, PAGE)
        assert "knows Oak Lane Primary School as number 900015" in said
        assert "Name in the register The register: Hollin Bank Primary School Here now: Oak Lane Primary School" in said
        assert "Website The register: https://www.hollinbank-wexmoor.example Here now: nothing" in said
        assert "Type of school Community school Decides who in law makes the rules on phones" in said

    def test_a_school_without_a_number(self, browser: Client) -> None:
        assert "We do not know the number of Oak Lane Primary School" in words(browser, PAGE)

    def test_a_number_that_the_register_does_not_have(self, numbered: School, browser: Client) -> None:
        RegisterEntry.objects.all().delete()
        assert "is kept here as number 900015, and the register here does not have that number" in words(browser, PAGE)

    def test_a_school_that_the_register_calls_closed(self, numbered: School, browser: Client) -> None:
        RegisterEntry.objects.filter(urn=900_015).update(status_code=2)
        assert "It closed. Look for the school that took its place" in words(browser, PAGE)
        assert html.fromstring(browser.get(PAGE).content).xpath("//button[@value='take']") == []

    def test_no_other_schools_head_is_named(self, browser: Client) -> None:
        assert "Nightingale" not in words(browser, f"{PAGE}?urn=900004")

    def test_takes_seven_queries_whatever_differs(
        self, numbered: School, browser: Client, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        for _ in range(2):
            with django_assert_num_queries(7):  # session, person, door, number, entry, other numbers, last load
                browser.get(PAGE)
            School.objects.filter(pk=numbered.pk).update(legal_name="Hollin Bank Primary School")

    def test_the_way_there(
        self, draft: Version, browser: Client, governor: User, signed_in: Callable[[User], Client]
    ) -> None:
        assert f'href="{PAGE}"' in browser.get("/schools/oak-lane/").content.decode()
        assert PAGE not in signed_in(governor).get("/schools/oak-lane/").content.decode()


class TestTake:
    def test_takes_what_was_shown(self, numbered: School, browser: Client, head: User) -> None:
        response = browser.post(PAGE, {"action": "take", "shown": sealed(browser)})
        assert (response.status_code, response["Location"]) == (302, PAGE)
        numbered.refresh_from_db()
        assert (numbered.legal_name, numbered.display_name, numbered.postcode) == (
            "Hollin Bank Primary School", "Oak Lane Primary School", "ZZ99 1GG",
        )  # fmt: skip
        assert "Your school here says the same as the register." in words(browser, PAGE)
        newest = Event.objects.filter(chain__school=numbered).order_by("-seq").first()
        assert newest is not None
        assert (newest.actor, newest.verb, newest.payload["source"]) == (head, "facts-changed", "register/900015")
        assert verify(numbered) == []

    @pytest.mark.parametrize("shown", ["", "0" * 64, "\x00"])
    def test_takes_nothing_that_was_not_shown(self, numbered: School, browser: Client, shown: str) -> None:
        assert browser.post(PAGE, {"action": "take", "shown": shown}).status_code == 409
        numbered.refresh_from_db()
        assert numbered.legal_name == "Oak Lane Primary School"

    def test_takes_nothing_where_the_register_changed_meanwhile(self, numbered: School, browser: Client) -> None:
        shown = sealed(browser)
        RegisterEntry.objects.filter(urn=900_015).update(low_age=5)
        response = browser.post(PAGE, {"action": "take", "shown": shown})
        assert response.status_code == 409
        assert "Something changed since you opened this page" in response.content.decode()
        numbered.refresh_from_db()
        assert (numbered.low_age, numbered.legal_name) == (3, "Oak Lane Primary School")

    def test_says_so_where_the_values_do_not_fit(self, numbered: School, browser: Client) -> None:
        RegisterEntry.objects.filter(urn=900_015).update(low_age=15, high_age=None)
        response = browser.post(PAGE, {"action": "take", "shown": sealed(browser)})
        assert response.status_code == 422
        assert "The register’s values do not fit" in response.content.decode()
        numbered.refresh_from_db()
        assert numbered.low_age == 3


class TestNumber:
    def test_is_shown_first_and_then_said(self, school: School, browser: Client) -> None:
        page = html.fromstring(browser.get(PAGE, {"urn": "900015"}).content)
        (form,) = [form for form in page.forms if form.method == "POST" and "urn" in form.fields]
        assert "Hollin Bank Primary School" in words(browser, f"{PAGE}?urn=900015")
        assert urns(school) == {}
        fields = {name: form.fields[name] for name in ("urn", "action")}
        assert browser.post(PAGE, fields)["Location"] == PAGE
        assert urns(school) == {"900015": True}
        school.refresh_from_db()
        assert school.legal_name == "Oak Lane Primary School"  # nothing else is taken silently

    @pytest.mark.parametrize(
        ("urn", "error"),
        [
            ("", "Type in the URN: six digits."),
            ("12", "A URN has six digits, such as 900001."),
            ("900999", "The register here has no school with this URN."),
        ],
    )
    def test_that_is_wrong(self, school: School, browser: Client, urn: str, error: str) -> None:
        for response in (browser.get(PAGE, {"urn": urn}), browser.post(PAGE, {"action": "number", "urn": urn})):
            assert response.status_code == 422
            (told,) = html.fromstring(response.content).xpath("//*[@class='govuk-error-summary']//li")
            assert told.text_content().startswith(error)
        assert urns(school) == {}

    def test_of_another_school_here(self, school: School, other_school: School, browser: Client) -> None:
        set_urn(other_school, by_urn(900_015), by=SYSTEM)  # type: ignore[arg-type]
        assert "Another school here has this number." in words(browser, f"{PAGE}?urn=900015")
        response = browser.post(PAGE, {"action": "number", "urn": "900015"})
        assert (response.status_code, urns(school)) == (422, {})

    def test_of_a_closed_school(self, school: School, browser: Client) -> None:
        assert "It closed on 31 March 2019." in words(browser, f"{PAGE}?urn=900011")
        assert browser.post(PAGE, {"action": "number", "urn": "900011"}).status_code == 422

    @pytest.mark.parametrize("urn", ["900001", "900015", "x"])
    def test_of_a_school_that_has_one_is_the_administrators(self, numbered: School, browser: Client, urn: str) -> None:
        said = words(browser, f"{PAGE}?urn={urn}")
        assert "Tell the person who looks after Policywright for you: they put it in." in said
        assert "Look it up" not in said
        assert browser.post(PAGE, {"action": "number", "urn": urn}).status_code == 403
        assert urns(numbered) == {"900015": True}

    def test_that_it_has_already(self, numbered: School, browser: Client, head: User) -> None:
        User.objects.filter(pk=head.pk).update(is_superuser=True)
        assert "This is the number that your school has already." in words(browser, f"{PAGE}?urn=900015")
        assert browser.post(PAGE, {"action": "number", "urn": "900015"}).status_code == 302
        assert urns(numbered) == {"900015": True}

    @pytest.mark.parametrize("role", [Role.EDITOR, Role.DSL])
    def test_is_told_by_the_head_only(
        self, school: School, member: Callable[[Role], User], signed_in: Callable[[User], Client], role: Role
    ) -> None:
        client = signed_in(member(role))
        assert "Your headteacher can look it up here." in words(client, f"{PAGE}?urn=900015")
        assert client.post(PAGE, {"action": "number", "urn": "900015"}).status_code == 403
        assert urns(school) == {}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    fields=st.lists(
        st.tuples(
            st.sampled_from(["urn", "action", "shown"]),
            st.one_of(st.sampled_from((*ODD, b"take")), st.binary(max_size=40)),
        ),
        max_size=4,
    )
)
@example(fields=[("action", b"take"), ("shown", b"\xed\xa0\x80")])
@example(fields=[("urn", b"\x00")])
def test_nothing_typed_is_a_fault(numbered: School, browser: Client, fields: list[tuple[str, bytes]]) -> None:
    query = "&".join(f"{name}={quote_from_bytes(value)}" for name, value in fields)
    assert browser.get(f"{PAGE}?{query}").status_code in (200, 422)
    posted = browser.post(PAGE, query, content_type="application/x-www-form-urlencoded")
    assert posted.status_code in (302, 400, 403, 409, 422)
