"""The school's own names, address and website: kept as typed, refused with a reason, never written over unseen."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote_from_bytes

import pytest
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import html

from apps.schools.derived import school_facts
from apps.schools.events import verify
from apps.schools.models import Event, School, User
from tests.wizard.test_register_adding import ODD

PAGE = "/schools/oak-lane/details/"
TYPED = {
    "display_name": "Oak Lane School", "short_name": "Oak Lane", "address": "Oak Lane\r\n\r\n Wexmoor ",
    "postcode": "zz991aa", "website": "www.oaklane.example",
}  # fmt: skip


@pytest.fixture
def browser(school: School, head: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(head)


def seen(client: Client) -> str:
    (hidden,) = html.fromstring(client.get(PAGE).content).xpath("//input[@name='seen']")
    return str(hidden.get("value"))


def save(client: Client, **changed: str) -> int:
    return client.post(PAGE, {"seen": seen(client), **TYPED, **changed}).status_code


def errors(client: Client, **changed: str) -> list[str]:
    response = client.post(PAGE, {"seen": seen(client), **TYPED, **changed})
    assert response.status_code == 422
    return [
        told.text_content() for told in html.fromstring(response.content).xpath("//*[@class='govuk-error-summary']//li")
    ]


def test_details_are_saved_with_an_event(school: School, browser: Client, head: User) -> None:
    assert save(browser) == 302
    school.refresh_from_db()
    assert (school.display_name, school.legal_name, school.postcode, school.website) == (
        "Oak Lane School", "Oak Lane Primary School", "ZZ99 1AA", "https://www.oaklane.example",
    )  # fmt: skip
    assert school_facts(school).address == ("Oak Lane", "Wexmoor", "ZZ99 1AA")
    event = Event.objects.get(chain__school=school)
    assert (event.actor, event.verb, event.payload["changed"]) == (
        head, "facts-changed", ["address", "display_name", "postcode", "website"],
    )  # fmt: skip
    assert verify(school) == []


def test_saving_what_stands_changes_nothing(school: School, browser: Client) -> None:
    save(browser)
    count = Event.objects.count()
    assert save(browser) == 302
    assert Event.objects.count() == count


@pytest.mark.parametrize(
    ("field", "typed", "error"),
    [
        ("display_name", " ", "Type in the name of the school."),
        ("postcode", "Wexmoor Town", "Type in a postcode, such as ZZ99 1AA."),
        ("postcode", "ZZ9", "Type in a postcode, such as ZZ99 1AA."),
        ("website", "our website", "Type in the address of the website, such as https://www.school.example."),
        ("website", "javascript:alert(1)", "Type in the address of the website, such as https://www.school.example."),
        ("address", "a\n" * 8, "Write the address in 7 lines or fewer."),
    ],
)
def test_what_is_wrong_is_told(school: School, browser: Client, field: str, typed: str, error: str) -> None:
    assert errors(browser, **{field: typed}) == [error]
    school.refresh_from_db()
    assert school.display_name == "Oak Lane Primary School"


def test_nothing_is_written_over_that_was_not_seen(school: School, browser: Client) -> None:
    read = seen(browser)
    School.objects.filter(pk=school.pk).update(display_name="Oak Lane Academy")
    response = browser.post(PAGE, {"seen": read, **TYPED})
    assert response.status_code == 422
    assert "Somebody changed this meanwhile. It is now: “Oak Lane Academy”" in response.content.decode()
    school.refresh_from_db()
    assert school.display_name == "Oak Lane Academy"
    (again,) = html.fromstring(response.content).xpath("//input[@name='seen']")
    assert browser.post(PAGE, {"seen": again.get("value"), **TYPED}).status_code == 302


def test_a_name_that_nobody_typed_stays_the_registers(school: School, browser: Client) -> None:
    save(browser)
    assert "In the register, your school is called Oak Lane Primary School." in browser.get(PAGE).content.decode()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    fields=st.lists(
        st.tuples(st.sampled_from([*TYPED, "seen"]), st.one_of(st.sampled_from(ODD), st.binary(max_size=40))),
        max_size=6,
    )
)
@example(fields=[("display_name", b"a\x00"), ("address", b"\xed\xa0\x80")])
def test_nothing_typed_is_a_fault(school: School, browser: Client, fields: list[tuple[str, bytes]]) -> None:
    body = "&".join(f"{name}={quote_from_bytes(value)}" for name, value in (*fields, ("seen", seen(browser).encode())))
    assert browser.post(PAGE, body, content_type="application/x-www-form-urlencoded").status_code in (302, 422)
    assert browser.get(PAGE).status_code == 200
