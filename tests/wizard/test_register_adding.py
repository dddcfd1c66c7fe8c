"""Adding a school: for the people who look after the installation, and as if it did not exist for everybody else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote_from_bytes

import pytest
from django.core import mail
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import html
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from apps.schools.doors import verbs_of
from apps.schools.events import SYSTEM
from apps.schools.models import School, User
from apps.schools.register.actions import add_school
from apps.schools.register.file import INVENTED_REGISTER, RegisterFile
from apps.schools.register.loading import load
from apps.schools.register.search import by_urn
from tests.schools.invented_register import school as row
from tests.schools.invented_register import write

SEARCH = "/add-school/"
CONFIRM = "/add-school/900006/"
FOUND = f"{SEARCH}?name=zephyrine&council=991&postcode=zz99"
TYPED = {
    "display_name": "St Zéphyrine’s School", "short_name": "St Zéphyrine’s", "head_name": "Zachary Pellew",
    "head_email": "head@zephyrine.example",
}  # fmt: skip


@pytest.fixture(autouse=True)
def invented(db: None) -> None:
    load(RegisterFile(INVENTED_REGISTER), by=SYSTEM)


@pytest.fixture
def window(db: None, signed_in: Callable[[User], Client]) -> Client:
    """An administrator's, who has no role at any school."""
    user = User.objects.create_user("administrator@trust.example", name="Ada")
    user.is_superuser = True
    user.save()
    return signed_in(user)


def words(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    (main,) = html.fromstring(response.content).xpath("//main")
    return " ".join(" ".join(main.itertext()).split()).replace(" :", ":").replace(" .", ".")


class TestDoor:
    ADDRESSES = (SEARCH, FOUND, f"{SEARCH}?urn=900006", f"{SEARCH}?urn=1", CONFIRM, "/add-school/900999/")

    @pytest.mark.parametrize("address", ADDRESSES)
    @pytest.mark.parametrize("method", ["get", "post"])
    def test_heads_find_nothing(
        self, head: User, signed_in: Callable[[User], Client], address: str, method: str
    ) -> None:
        client = signed_in(head)
        there, absent = getattr(client, method)(address), client.get("/no-such-page/")
        if there.status_code == 405:
            assert (method, address.partition("?")[0]) == ("post", SEARCH)
            return
        assert (there.status_code, there.content) == (404, absent.content)
        assert School.objects.count() == 1

    def test_a_closed_account_finds_nothing(self, window: Client) -> None:
        User.objects.update(is_active=False)
        assert window.get(SEARCH).status_code == 302

    @pytest.mark.parametrize("address", ADDRESSES)
    def test_strangers_sign_in_first(self, client: Client, address: str) -> None:
        response = client.get(address)
        assert (response.status_code, response["Location"].partition("?")[0]) == (302, "/account/login/")

    def test_home_shows_the_way_to_administrators_only(
        self, window: Client, head: User, signed_in: Callable[[User], Client]
    ) -> None:
        assert b'href="/add-school/"' in window.get("/").content
        assert b"/add-school/" not in signed_in(head).get("/", follow=True).content


class TestSearch:
    def test_by_urn_leads_to_the_school(self, window: Client) -> None:
        response = window.get(SEARCH, {"urn": " 900 006 "})
        assert (response.status_code, response["Location"]) == (302, CONFIRM)

    @pytest.mark.parametrize(
        ("query", "error"),
        [
            ({"urn": ""}, "Type in the URN: six digits."),
            ({"urn": "9000"}, "A URN has six digits, such as 900001."),
            ({"urn": "٩٠٠٠٠١"}, "A URN has six digits, such as 900001."),
            ({"urn": "900999"}, "The register here has no school with this URN."),
            (
                {"name": "", "council": "991", "postcode": "ZZ99"},
                "Type in the name of the school, or some words of it.",
            ),
            ({"name": "!!", "council": "991", "postcode": "ZZ99"}, "Type in at least one word of the name."),
            ({"name": "Oak", "council": "", "postcode": "ZZ99"}, "Choose the council in whose area the school is."),
            ({"name": "Oak", "council": "5", "postcode": "ZZ99"}, "Choose a council from the list."),
            ({"name": "Oak", "council": "991", "postcode": ""}, "Type in the postcode, or its beginning."),
            ({"name": "Oak", "council": "991", "postcode": "Z"}, "Type in a postcode, or at least its first two"),
        ],
    )
    def test_says_what_is_missing(self, window: Client, query: dict[str, str], error: str) -> None:
        response = window.get(SEARCH, query)
        assert response.status_code == 422
        page = html.fromstring(response.content)
        (told,) = page.xpath("//*[@class='govuk-error-summary']//li")
        assert told.text_content().startswith(error)
        assert page.xpath("//title")[0].text.startswith("Error: ")
        target = told.xpath(".//a")[0].get("href").removeprefix("#")
        assert len(page.xpath(f"//*[@id='{target}']")) == 1

    def test_by_name_lists_what_may_be_meant(self, window: Client) -> None:
        said = words(window, FOUND)
        assert "One school found St Zéphyrine’s Church of England (Aided) Junior School Priory Street, Wexmoor" in said
        assert "Choose: St Zéphyrine’s" in said

    def test_by_name_says_why_a_school_cannot_be_added(self, window: Client) -> None:
        add_school(by_urn(900_002), by=SYSTEM)  # type: ignore[arg-type]
        said = words(window, f"{SEARCH}?name=marrowdown&council=991&postcode=ZZ99+1BB")
        assert "2 schools found" in said
        assert "URN 900011. It closed on 31 March 2019." in said
        assert "URN 900002. This school is here already." in said

    def test_by_name_says_that_there_is_none(self, window: Client) -> None:
        assert "No school found The register has no school of that name there." in words(
            window, f"{SEARCH}?name=nowhere&council=991&postcode=ZZ99"
        )

    def test_tells_that_no_register_is_loaded(self, window: Client) -> None:
        from apps.schools.models import Event, RegisterEntry

        RegisterEntry.objects.all().delete()
        Event.objects.all()._raw_delete("default")
        assert "The school register is not loaded here yet" in words(window, SEARCH)

    @pytest.mark.parametrize("count", [1, 3, 45])
    def test_takes_as_many_queries_however_many_are_found(
        self, window: Client, tmp_path: Path, count: int, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        many = (row(910_000 + place, EstablishmentName=f"Larch {place:02}") for place in range(count))
        load(RegisterFile(write(tmp_path / "more.csv", *many)), by=SYSTEM, whole=False)
        address = f"{SEARCH}?name=larch&council=991&postcode=ZZ99+9AA"
        with django_assert_num_queries(6):  # session, person, councils, last load, count, the page
            said = words(window, address)
        assert said.count("Choose: Larch") == min(count, 20)

    def test_has_pages(self, window: Client, tmp_path: Path) -> None:
        many = (row(910_000 + place, EstablishmentName=f"Larch {place:02}") for place in range(45))
        load(RegisterFile(write(tmp_path / "more.csv", *many)), by=SYSTEM, whole=False)
        address = f"{SEARCH}?name=larch&council=991&postcode=ZZ99+9AA"
        assert "Page 1 of 3 Next page" in words(window, address)
        assert "Previous page Page 3 of 3" in words(window, f"{address}&page=3")
        for odd in ("99", "0", "x", "-1", "9" * 5000):
            assert "of 3" in words(window, f"{address}&page={odd}")


class TestConfirm:
    def test_shows_what_the_register_says(self, window: Client) -> None:
        said = words(window, CONFIRM)
        assert "Type of school Voluntary aided school" in said
        assert "Head Mr Zachary Pellew" in said
        shown = {field.name: field.value for field in html.fromstring(window.get(CONFIRM).content).forms[0].inputs
                 if field.name in TYPED}  # fmt: skip
        assert shown == {
            "display_name": "St Zéphyrine’s Church of England (Aided) Junior School",
            "short_name": "St Zéphyrine’s",
            "head_name": "Zachary Pellew",
            "head_email": None,
        }

    def test_adds_the_school_and_invites_its_head(
        self, window: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            response = window.post(CONFIRM, TYPED)
        assert (response.status_code, response["Location"]) == (302, SEARCH)
        school = School.objects.get()
        head = User.objects.get(email="head@zephyrine.example")
        assert (school.display_name, school.slug) == ("St Zéphyrine’s School", "st-zephyrines-school")
        assert "decide" in verbs_of(head, school)
        assert [message.to for message in mail.outbox] == [["head@zephyrine.example"]]
        assert "St Zéphyrine’s School is here now. Its head is told by e-mail." in words(window, SEARCH)
        assert window.get(f"/schools/{school.slug}/").status_code == 404  # its policies are not the administrator's

    def test_twice_is_once(self, window: Client) -> None:
        assert [window.post(CONFIRM, TYPED).status_code for _ in range(2)] == [302, 409]
        assert School.objects.count() == 1
        assert "This school cannot be added. This school is here already." in words(window, CONFIRM)

    def test_asks_for_the_trust_of_an_academy_only(self, window: Client) -> None:
        assert b'name="trust_name"' not in window.get(CONFIRM).content
        typed = TYPED | {"trust_name": "The Wexmoor Vale Learning Trust"}
        assert window.post("/add-school/900002/", typed).status_code == 302
        assert School.objects.get().trust.legal_name == "The Wexmoor Vale Learning Trust"

    @pytest.mark.parametrize("urn", [900_010, 900_011, 900_017])
    def test_offers_no_form_where_it_cannot_be(self, window: Client, urn: int) -> None:
        address = f"/add-school/{urn}/"
        assert "This school cannot be added. It " in words(window, address)
        assert html.fromstring(window.get(address).content).xpath("//main//form") == []
        assert window.post(address, TYPED).status_code == 409
        assert not School.objects.exists()

    @pytest.mark.parametrize(
        ("field", "value", "error"),
        [
            ("head_email", "", "Type in the e-mail address of the head."),
            ("head_email", "nonsense", "Type in an e-mail address, such as head@school.example."),
            ("head_email", "x" * 190 + "@" + "y" * 20 + ".example", None),
            ("display_name", " ", "Type in the name that stands on the front page."),
            ("display_name", "x" * 201, None),
            ("head_email", "closed@oak.example", "The account with this e-mail address was closed."),
        ],
    )
    def test_says_what_is_wrong(self, window: Client, field: str, value: str, error: str | None) -> None:
        User.objects.create(email="closed@oak.example", is_active=False)
        response = window.post(CONFIRM, TYPED | {field: value})
        assert response.status_code == 422
        told = [
            link.text_content()
            for link in html.fromstring(response.content).xpath("//*[@class='govuk-error-summary']//li")
        ]
        assert told == [error] if error else len(told) >= 1
        assert not School.objects.exists()

    def test_a_number_that_the_register_does_not_have(self, window: Client) -> None:
        assert window.get("/add-school/900999/").status_code == 404


ODD = (
    b"", b"900006", b"\x00", b"\xed\xa0\x80", b"\xff", b"a" * 100_000, "🐇".encode(), "\u202eabc".encode(), b"%", b"_",
    b"<script>alert(1)</script>", b"991", b"99999999999999999999", "٩".encode(), b"{{ 7 }}", b"\"onload=",
    b"a@b.example", b"a@b.example\r\nBcc: x@y.example", b"-1",
)  # fmt: skip
NAMES = ("urn", "name", "council", "postcode", "page", *TYPED, "trust_name", "slug")
FIELDS = st.lists(
    st.tuples(st.sampled_from(NAMES), st.one_of(st.sampled_from(ODD), st.binary(max_size=40))), max_size=8
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fields=FIELDS)
@example(fields=[("name", b"\x00"), ("council", b"991"), ("postcode", b"ZZ99")])
@example(fields=[("display_name", b"\xed\xa0\x80"), ("short_name", b"a"), ("head_email", b"a@b.example")])
def test_nothing_typed_is_a_fault(window: Client, fields: list[tuple[str, bytes]]) -> None:
    query = "&".join(f"{name}={quote_from_bytes(value)}" for name, value in fields)
    got = window.get(f"{SEARCH}?{query}")
    assert got.status_code in (200, 302, 422)
    assert b"<script>alert" not in got.content
    posted = window.post(CONFIRM, query, content_type="application/x-www-form-urlencoded")
    assert posted.status_code in (302, 400, 409, 422)
