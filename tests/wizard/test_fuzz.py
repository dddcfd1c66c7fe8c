"""Whatever is posted to a page: an answer that a person can do something with, never a fault of ours."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote_from_bytes

import pytest
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from apps.policies import rows
from apps.policies.models import Version
from apps.schools.models import User
from tests.wizard.conftest import POLICY
from tests.wizard.test_sections import shown

LIST = f"{POLICY}lists/school.vets/"
PAGES = (
    f"{POLICY}sections/pets/", f"{POLICY}sections/care/", f"{POLICY}school/school-words/", f"{POLICY}control/",
    f"{LIST}add/", f"{LIST}r-aaa/", "/schools/oak-lane/library/",
)  # fmt: skip
NAMES = (
    "pets-kept", "pets-kept__note", "pets-kept__seen", "pet-kinds", "pet-kinds__own__other", "pet-visits",
    "pet-visits__own__other", "pet-visits__reason", "pet-place", "pet-place__undecided", "statement__feeding",
    "statement__feeding__seen", "pet-care", "pet-check_day", "pet-check_month", "pet-check_year", "pet-page__url",
    "pet-page__text", "school.learner-term", "school.learner-term__singular", "school.learner-term__plural",
    "school.pet-lead__name", "school.pet-lead__title", "school.vets__none", "control.approver",
    "control.approved-on_year", "shown", "action", "back", "clash", "stays-0", "row", "seen", "name", "lead__name",
    "page__url", "family",
)  # fmt: skip
TYPED = (
    b"", b"yes", b"other", b"always", b"__undecided", b"__none", b"__own", b"save", b"usual", b"later", b"settle",
    b"add school.vets", b"change school.vets r-aaa", b"up school.vets r-aaa", b"remove none none", b"mine", b"pets",
    b"\x00", b"\xed\xa0\x80", b"\xff\xfe", b"a" * 100_000, b"a b " * 25_000, "🐇".encode(), "مرحبا".encode(),
    "\u202eabc\u2066".encode(), b"<script>alert(1)</script>", b"{pupils}", b"{own}", b"[](ref:kcsie)", b"{{ form }}",
    b"value=3.abcdef012345 undecided=9.x", b"value=999999999.000000000000", b"javascript:alert(1)", b"https://[",
    b"https://a.example/\x00", b"9999999999999999999", "٣".encode(), b"pets-kept:", b"no-such-question:x", b"r-aaa",
    b'{"kind":"value","key":"pets-kept","value":{"a":[1,null]},"seen":""}',
    b'{"kind":"added","key":"a-1","value":{},"seen":""}',
    b'{"kind":"value","key":"\\u0000","value":"\\ud800","seen":""}', b"[" * 1000,
)  # fmt: skip
FIELDS = st.lists(
    st.tuples(st.sampled_from(NAMES), st.one_of(st.sampled_from(TYPED), st.binary(max_size=60))), max_size=12
)


def encoded(fields: list[tuple[str, bytes]]) -> str:
    return "&".join(f"{name}={quote_from_bytes(value)}" for name, value in fields)


@pytest.fixture
def pages(window: Client, draft: Version, head: User) -> Client:
    rows.add_row(draft, "school.vets", {"name": "Paws", "lead": {"name": "Dr Reed"}}, row="r-aaa", by=head)
    return window


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(page=st.sampled_from(PAGES), fields=FIELDS, by_htmx=st.booleans())
@example(page=PAGES[0], fields=[("action", b"settle"), ("stays-0", b"mine"), ("clash", TYPED[-2])], by_htmx=False)
@example(page=PAGES[0], fields=[("pet-place", b"a" * 100_000)], by_htmx=True)
def test_no_post_is_a_fault(pages: Client, page: str, fields: list[tuple[str, bytes]], by_htmx: bool) -> None:
    headers = {"HX-Request": "true"} if by_htmx else {}
    response = pages.post(page, encoded(fields), content_type="application/x-www-form-urlencoded", headers=headers)
    assert response.status_code in (200, 302, 400, 404, 409, 422)
    assert pages.get(page).status_code == 200


@pytest.mark.parametrize("typed", TYPED)
def test_words_are_kept_whole_or_refused_with_a_reason(
    window: Client, draft: Version, typed: bytes, answers: Callable[[], dict[tuple[str, str], object]]
) -> None:
    fields = [("pet-place", typed), *((name, value.encode()) for name, (value,) in shown_once(window).items())]
    response = window.post(PAGES[0], encoded(fields), content_type="application/x-www-form-urlencoded")
    assert response.status_code in (302, 422)
    beside = window.get(f"{POLICY}preview/").content.decode()
    assert "<script>alert" not in beside


def shown_once(window: Client) -> dict[str, list[str]]:
    return {name: values for name, values in shown(window.get(PAGES[0])).items() if len(values) == 1} | {
        "action": ["later"]
    }
