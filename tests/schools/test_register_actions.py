"""Schools from the register: what is taken, what is refused, who is told."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, time, timedelta
from threading import Barrier, Thread
from typing import Any
from unittest.mock import patch

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from apps.schools.derived import derived_values, school_facts
from apps.schools.doors import verbs_of
from apps.schools.events import SYSTEM, verify
from apps.schools.models import Event, Identifier, Person, RegisterEntry, School, Trust, User
from apps.schools.register.actions import ALREADY_HERE, add_school, free_slug, release_urn, set_urn, take_facts
from apps.schools.register.facts import compared, facts_of, refusal
from apps.schools.register.file import INVENTED_REGISTER, RegisterFile
from apps.schools.register.loading import load

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def invented(db: None) -> None:
    load(RegisterFile(INVENTED_REGISTER), by=SYSTEM)


def entry(urn: int) -> RegisterEntry:
    return RegisterEntry.objects.get(urn=urn)


def numbers(school: School) -> list[tuple[str, str, date | None, date | None]]:
    found = Identifier.objects.filter(school=school).order_by("kind", "value")
    return [(number.kind, number.value, number.valid_from, number.valid_to) for number in found]


def on(day: date) -> AbstractContextManager[object]:
    """It is noon of that day."""
    noon = datetime.combine(day, time(12), timezone.get_current_timezone())
    return patch("django.utils.timezone.now", return_value=noon)


def differing(school: School, urn: int) -> list[str]:
    return [fact.field for fact in compared(School.objects.get(pk=school.pk), entry(urn)) if fact.differs]


class TestAddSchool:
    def test_takes_everything_that_the_register_knows(self) -> None:
        school = add_school(entry(900_013), by=SYSTEM)
        assert {name: getattr(school, name) for name in facts_of(entry(900_013))} == {
            "legal_name": "Starling Park School", "type_code": 35, "phase": "all-through", "low_age": 4,
            "high_age": 18, "has_nursery": False, "has_sixth_form": True, "has_boarders": False,
            "religious_character": "", "local_authority": "Fennimore", "address": "Park Rise\nFennimore",
            "postcode": "ZZ99 3CC", "website": "https://www.starlingpark.example",
        }  # fmt: skip
        assert (school.slug, school.display_name, school.short_name) == (
            "starling-park-school", "Starling Park School", "Starling Park",
        )  # fmt: skip
        assert (school.trust.legal_name, school.trust.slug) == (
            "Starling Park Academy Trust",
            "starling-park-academy-trust",
        )
        opened = date(2014, 9, 1)
        assert numbers(school) == [
            ("establishment", "992/4013", opened, None),
            ("ukprn", "99990013", opened, None),
            ("urn", "900013", opened, None),
        ]
        assert verify(school) == []

    def test_asks_next_to_nothing_of_a_primary_school(self) -> None:
        school = add_school(entry(900_001), by=SYSTEM)
        assert derived_values(school) == {
            "school.name": "Thistlewick Community Primary School", "school.short-name": "Thistlewick",
            "school.part-of-trust": False, "school.who-decides": "headteacher", "school.phase": "primary",
            "school.eyfs-applicable": True, "school.sixth-form-or-boarding": [], "school.examinations": False,
            "school.behaviour-guidance-applicable": True, "school.searching-guidance-applicable": True,
        }  # fmt: skip
        assert school_facts(school).address == ("Mill Lane", "Thistlewick", "Wexmoor", "Wexmoorshire", "ZZ99 1AA")

    def test_two_schools_of_one_trust_share_it(self) -> None:
        first, second = (add_school(entry(urn), by=SYSTEM) for urn in (900_013, 900_018))
        assert first.trust == second.trust
        assert Trust.objects.count() == 1

    def test_finds_the_trust_however_it_is_written(self) -> None:
        trust = Trust.objects.create(slug="vale", legal_name="The Wexmoor Vale Learning Trust", display_name="Vale")
        assert add_school(entry(900_002), by=SYSTEM).trust == trust

    def test_leaves_trusts_of_schools_that_are_no_academies_alone(self) -> None:
        RegisterEntry.objects.filter(urn=900_001).update(trust_name="THE FOUNDATION TRUST")
        assert add_school(entry(900_001), trust_name="The Foundation Trust", by=SYSTEM).trust is None

    @pytest.mark.parametrize(
        ("urn", "why"),
        [
            (900_010, "It is outside England: the rules that our policies follow are those of England."),
            (900_017, "It is outside England: the rules that our policies follow are those of England."),
            (
                900_011,
                "It closed on 31 March 2019. Look for the school that took its place: an academy has a URN of its own.",
            ),
        ],
    )
    def test_refuses_what_cannot_be_a_school_here(self, urn: int, why: str) -> None:
        with pytest.raises(ValidationError) as refused:
            add_school(entry(urn), by=SYSTEM)
        assert refused.value.message_dict == {"urn": [why]}
        assert not School.objects.exists()

    def test_refuses_what_the_register_calls_no_school_or_no_longer_has(self) -> None:
        RegisterEntry.objects.filter(urn=900_001).update(type_code=47, type_name="Children's centre")
        RegisterEntry.objects.filter(urn=900_002).update(missing_since=date(2026, 11, 20))
        assert refusal(entry(900_001)) == "It is not a school: the register calls it “Children's centre”."
        assert refusal(entry(900_002)) == "The register no longer has it (seen on 20 November 2026)."

    @pytest.mark.parametrize("urn", [900_005, 900_014, 900_018])
    def test_takes_schools_about_to_close_or_to_open_and_colleges(self, urn: int) -> None:
        assert refusal(entry(urn)) == ""

    def test_refuses_the_same_school_twice(self) -> None:
        add_school(entry(900_001), by=SYSTEM)
        with pytest.raises(ValidationError) as refused:
            add_school(entry(900_001), by=SYSTEM)
        assert refused.value.message_dict == {"urn": [ALREADY_HERE]}
        assert School.objects.count() == 1

    def test_invites_a_new_head(self, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            school = add_school(entry(900_006), head_email=" Head@Zephyrine.example ", by=SYSTEM)
        head = User.objects.get(email="head@zephyrine.example")
        assert "people" in verbs_of(head, school)
        assert (head.name, head.has_usable_password()) == ("Zachary Pellew", False)
        person = Person.objects.get(school=school)
        assert (str(person), person.role, person.user) == ("Mr Zachary Pellew", "Headteacher", head)
        (message,) = mail.outbox
        assert (message.to, message.subject) == (["head@zephyrine.example"], f"{school.display_name} on Policywright")
        assert "http://localhost:8000/account/login/" in message.body
        assert "’" in message.body
        assert "&" not in message.body

    def test_makes_somebody_with_an_account_head(self, outsider: User) -> None:
        school = add_school(entry(900_006), head_email="HEAD@elm-road.example", head_name="Olga Brook", by=SYSTEM)
        assert "people" in verbs_of(outsider, school)
        assert (str(Person.objects.get(school=school)), User.objects.count()) == ("Olga Brook", 1)

    @pytest.mark.parametrize(
        "email", ["nonsense", "a@b", "x" * 300 + "@a.example", "head@a.example\nBcc: you@b.example"]
    )
    def test_adds_nothing_where_the_head_cannot_be_invited(self, email: str) -> None:
        with pytest.raises(ValidationError) as refused:
            add_school(entry(900_006), head_email=email, by=SYSTEM)
        assert list(refused.value.message_dict) == ["head_email"]
        assert (School.objects.count(), User.objects.count(), mail.outbox) == (0, 0, [])

    def test_does_not_open_a_closed_account(self, outsider: User) -> None:
        User.objects.update(is_active=False)
        with pytest.raises(ValidationError, match="was closed"):
            add_school(entry(900_006), head_email=outsider.email, by=SYSTEM)


class TestTakeFacts:
    @pytest.fixture
    def academy(self) -> School:
        return add_school(entry(900_002), display_name="Marrowdown", by=SYSTEM)

    def test_changes_what_differs_and_tells_what_was(self, academy: School) -> None:
        School.objects.filter(pk=academy.pk).update(low_age=3, has_nursery=True, address="Elsewhere", trust=None)
        academy.refresh_from_db()
        assert take_facts(academy, entry(900_002), by=SYSTEM) == ["low_age", "has_nursery", "trust", "address"]
        assert differing(academy, 900_002) == []
        changed, joined = Event.objects.filter(chain__school=academy).order_by("-seq")[:2][::-1]
        assert (changed.verb, changed.payload) == (
            "facts-changed",
            {"changed": ["address", "has_nursery", "low_age"], "source": "register/900002",
             "before": {"address": "Elsewhere", "has-nursery": True, "low-age": 3}},
        )  # fmt: skip
        assert (joined.verb, joined.payload) == ("trust-joined", {"trust": "The Wexmoor Vale Learning Trust"})

    def test_leaves_the_names_that_the_school_uses(self, academy: School) -> None:
        RegisterEntry.objects.filter(urn=900_002).update(name="Marrowdown Academy")
        assert take_facts(academy, entry(900_002), by=SYSTEM) == ["legal_name"]
        assert (academy.legal_name, academy.display_name) == ("Marrowdown Academy", "Marrowdown")

    @pytest.mark.parametrize(
        ("field", "unknown"),
        [
            ("low_age", None),
            ("has_boarders", None),
            ("phase_name", "Not applicable"),
            ("phase_name", ""),
            ("website", ""),
        ],
    )
    def test_what_the_register_does_not_say_is_no_difference(self, academy: School, field: str, unknown: Any) -> None:
        RegisterEntry.objects.filter(urn=900_002).update(**{field: unknown})
        assert differing(academy, 900_002) == []

    def test_nothing_differs_right_after_a_school_was_added(self) -> None:
        addable = [row for row in RegisterEntry.objects.order_by("urn") if not refusal(row)]
        schools = [(add_school(row, by=SYSTEM), row.urn) for row in addable]
        assert [differing(school, urn) for school, urn in schools] == [[]] * 15

    def test_gives_a_new_number_of_another_kind_a_day(self, academy: School) -> None:
        RegisterEntry.objects.filter(urn=900_002).update(ukprn="99999999")
        assert take_facts(academy, entry(900_002), by=SYSTEM) == ["ukprn"]
        assert differing(academy, 900_002) == []
        today = timezone.localdate()
        assert {value: (begin, end) for kind, value, begin, end in numbers(academy) if kind == "ukprn"} == {
            "99990002": (date(2019, 4, 1), today - timedelta(days=1)),
            "99999999": (today, None),
        }


class TestSetUrn:
    def test_of_a_school_without_one(self, school: School) -> None:
        set_urn(school, entry(900_015), by=SYSTEM)
        assert [(kind, value, end) for kind, value, _, end in numbers(school)] == [
            ("establishment", "991/2015", None), ("ukprn", "99990015", None), ("urn", "900015", None),
        ]  # fmt: skip

    def test_of_a_school_that_became_an_academy(self, school: School) -> None:
        set_urn(school, entry(900_015), by=SYSTEM)
        set_urn(school, entry(900_002), valid_from=date(2026, 9, 1), by=SYSTEM)
        urns = {value: (begin, end) for kind, value, begin, end in numbers(school) if kind == "urn"}
        assert urns == {"900015": (None, date(2026, 8, 31)), "900002": (date(2026, 9, 1), None)}

    def test_a_slip_is_put_right_on_the_same_day(self, school: School) -> None:
        set_urn(school, entry(900_015), by=SYSTEM)
        set_urn(school, entry(900_001), by=SYSTEM)
        set_urn(school, entry(900_015), by=SYSTEM)
        urns = {value: end for kind, value, _, end in numbers(school) if kind == "urn"}
        assert urns == {"900015": None}

    def test_a_slip_leaves_no_past_number_behind(self, school: School) -> None:
        set_urn(school, entry(900_013), by=SYSTEM)
        assert Identifier.objects.get(value="900013").valid_from == date(2014, 9, 1)
        set_urn(school, entry(900_002), by=SYSTEM)
        assert [(kind, value, end) for kind, value, _, end in numbers(school)] == [
            ("establishment", entry(900_002).establishment_key, None), ("ukprn", "99990002", None),
            ("urn", "900002", None),
        ]  # fmt: skip
        assert add_school(entry(900_013), by=SYSTEM).identifiers.filter(value="900013").exists()
        assert verify(school) == []

    def test_a_number_told_on_another_day_stays_its_past_one(self, school: School) -> None:
        with on(date(2026, 9, 1)):
            set_urn(school, entry(900_013), by=SYSTEM)
        with on(date(2026, 9, 3)):
            set_urn(school, entry(900_002), by=SYSTEM)
        urns = {value: (begin, end) for kind, value, begin, end in numbers(school) if kind == "urn"}
        assert urns == {"900013": (date(2014, 9, 1), date(2026, 9, 2)), "900002": (date(2026, 9, 3), None)}

    def test_refuses_the_number_of_another_school_here(self, school: School, other_school: School) -> None:
        set_urn(other_school, entry(900_015), by=SYSTEM)
        with pytest.raises(ValidationError, match=r"here already"):
            set_urn(school, entry(900_015), by=SYSTEM)
        with pytest.raises(ValidationError, match="It closed"):
            set_urn(school, entry(900_011), by=SYSTEM)
        assert numbers(school) == []


class TestReleaseUrn:
    @pytest.fixture
    def mistaken(self, school: School) -> School:
        """A school that became another in the register by mistake, and nobody saw it until today."""
        with on(date(2026, 9, 1)):
            set_urn(school, entry(900_013), by=SYSTEM)
        with on(date(2026, 9, 3)):
            set_urn(school, entry(900_002), by=SYSTEM)
        return school

    def test_gives_back_what_it_had_before(self, mistaken: School) -> None:
        release_urn(mistaken, "900002", by=SYSTEM)
        since = date(2014, 9, 1)
        assert numbers(mistaken) == [
            ("establishment", "992/4013", since, None),
            ("ukprn", "99990013", since, None),
            ("urn", "900013", since, None),
        ]
        removed = Event.objects.filter(chain__school=mistaken, verb="identifier-removed").order_by("seq")
        assert removed[0].payload == {"kind": "urn", "value": "900002", "again": "900013"}
        assert (removed.count(), verify(mistaken)) == (3, [])
        assert add_school(entry(900_002), by=SYSTEM).pk

    def test_takes_a_past_number_away(self, mistaken: School) -> None:
        release_urn(mistaken, "900013", by=SYSTEM)
        assert {(value, end) for _, value, _, end in numbers(mistaken)} == {
            ("900002", None), ("99990002", None), (entry(900_002).establishment_key, None),
        }  # fmt: skip
        assert add_school(entry(900_013), by=SYSTEM).pk

    def test_leaves_numbers_that_the_right_entry_has_too(self, mistaken: School) -> None:
        RegisterEntry.objects.filter(urn=900_013).update(ukprn="99990002")
        release_urn(mistaken, "900013", by=SYSTEM)
        assert ("ukprn", "99990002") in {(kind, value) for kind, value, *_ in numbers(mistaken)}

    def test_of_a_number_that_it_does_not_have_changes_nothing(self, mistaken: School) -> None:
        before = numbers(mistaken)
        release_urn(mistaken, "900018", by=SYSTEM)
        assert numbers(mistaken) == before


@pytest.mark.parametrize(
    ("names", "slug"),
    [
        (("Oak Lane Primary School", "Oak Lane Primary School Wexmoor"), "oak-lane-primary-school"),
        (("Oak Lane", "Oak Lane Wexmoor"), "oak-lane-wexmoor"),
        (("Oak Lane",), "oak-lane-2"),
        (("St Zéphyrine’s",), "st-zephyrines"),
        (("900001",), "school-900001"),
        (("学校",), "school"),
        (("a" * 90,), "a" * 60),
    ],
)
def test_slugs(school: School, names: tuple[str, ...], slug: str) -> None:
    assert free_slug(School, *names) == slug


def test_a_school_in_capitals_has_one_name() -> None:
    RegisterEntry.objects.filter(urn=900_001).update(name="WEXMOOR CIT ACADEMY")
    school = add_school(entry(900_001), by=SYSTEM)
    assert {school.legal_name, school.display_name} == {"Wexmoor CIT Academy"}
    assert (school.short_name, differing(school, 900_001)) == ("Wexmoor CIT", [])


class TestCommands:
    def test_create_school(self) -> None:
        call_command("create_school", urn="900006", head_email="head@z.example", slug="zephyrine", verbosity=0)
        assert School.objects.get(slug="zephyrine").memberships.get().user.email == "head@z.example"

    def test_create_school_without_urn(self) -> None:
        call_command("create_school", name="Kite Nursery", head_email="kite@k.example", verbosity=0)
        school = School.objects.get()
        assert (school.slug, school.legal_name, numbers(school)) == ("kite-nursery", "Kite Nursery", [])
        assert derived_values(school) == {"school.name": "Kite Nursery", "school.short-name": "Kite"}

    @pytest.mark.parametrize(
        ("options", "why"),
        [
            ({"urn": "900999"}, "URN 900999: not in the school register here. Is it loaded (load_schools)?"),
            ({"urn": "900010"}, "It is outside England: the rules that our policies follow are those of England."),
            ({"urn": "900001", "slug": "Oak Lane"}, "Use lower-case letters, numbers and hyphens."),
            ({"urn": "900001", "head_email": "x"}, "Enter a valid email address."),
        ],
    )
    def test_create_school_says_what_is_wrong(self, options: dict[str, str], why: str) -> None:
        with pytest.raises(CommandError) as refused:
            call_command("create_school", **{"head_email": "head@z.example", **options})
        assert (str(refused.value), School.objects.count()) == (why, 0)

    def test_make_administrator(self, head: User) -> None:
        for email in ("Head@oak-lane.example", "new@trust.example", "new@trust.example"):
            call_command("make_administrator", email, verbosity=0)
        administrators = User.objects.filter(is_superuser=True).order_by("email")
        assert [user.email for user in administrators] == ["head@oak-lane.example", "new@trust.example"]
        assert Event.objects.filter(verb="administrator-made").count() == 2


def test_two_schools_may_have_one_number_of_another_kind(other_school: School, school: School) -> None:
    RegisterEntry.objects.filter(urn__in=[900_013, 900_018, 900_002]).update(
        ukprn="99990013", establishment_number=4013
    )
    academies = [add_school(entry(urn), by=SYSTEM) for urn in (900_013, 900_018)]
    set_urn(school, entry(900_002), by=SYSTEM)
    assert {found[1] for found in numbers(academies[1])} == {"992/4013", "99990013", "900018"}
    assert {value for kind, value, *_ in numbers(school) if kind == "ukprn"} == {"99990013"}
    assert [differing(academy, urn) for academy, urn in zip(academies, (900_013, 900_018), strict=True)] == [[], []]


@pytest.mark.django_db(transaction=True)
def test_schools_of_one_name_and_one_trust_added_at_once_are_all_added() -> None:
    urns = (900_013, 900_018, 900_002, 900_003)
    RegisterEntry.objects.filter(urn__in=urns).update(name="Race School", type_code=34, trust_name="THE RACE TRUST")
    failed: list[Exception] = []
    together = Barrier(len(urns))

    def run(mine: RegisterEntry) -> None:
        together.wait()
        try:
            add_school(mine, by=SYSTEM)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    at_once(run, [entry(urn) for urn in urns])
    assert failed == []
    assert (School.objects.count(), Trust.objects.count()) == (len(urns), 1)
    assert School.objects.filter(slug="race-school").exists()


@pytest.mark.django_db(transaction=True)
def test_one_school_added_several_times_at_once_is_added_once() -> None:
    told: list[str] = []
    together = Barrier(4)

    def run(mine: RegisterEntry) -> None:
        together.wait()
        try:
            add_school(mine, by=SYSTEM)
        except ValidationError as error:
            told.extend(error.messages)
        finally:
            connection.close()

    at_once(run, [entry(900_013)] * 4)
    assert (told, School.objects.count()) == ([ALREADY_HERE] * 3, 1)


def at_once(run: Callable[[RegisterEntry], None], entries: list[RegisterEntry]) -> None:
    threads = [Thread(target=run, args=[mine]) for mine in entries]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
