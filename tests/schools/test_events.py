"""The chains of events: what they record, and which change to them shows."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction

from apps.schools.events import SYSTEM, Break, blank_payload, record_event, verify
from apps.schools.models import Chain, Event, School, Trust, User


def three_events(school: School, user: User) -> list[Event]:
    return [record_event(school, "tried", {"number": number}, by=user) for number in (1, 2, 3)]


class TestRecordEvent:
    def test_says_who_did_what(self, school: School, head: User) -> None:
        event = record_event(school, "facts-changed", {"changed": ["phase"]}, by=head, subject="school")
        assert (event.seq, event.actor, event.verb, event.subject) == (1, head, "facts-changed", "school")
        assert event.payload == {"changed": ["phase"]}

    def test_the_system_is_nobody(self, school: School) -> None:
        assert record_event(school, "swept", by=SYSTEM).actor is None

    def test_each_owner_has_a_chain_of_its_own(self, school: School, other_school: School) -> None:
        trust = Trust.objects.create(slug="vale", legal_name="Vale", display_name="Vale")
        owners = [school, other_school, trust, None]
        assert [record_event(owner, "tried", by=SYSTEM).seq for owner in owners] == [1, 1, 1, 1]
        assert [record_event(owner, "tried", by=SYSTEM).seq for owner in owners] == [2, 2, 2, 2]
        assert [verify(owner) for owner in owners] == [[], [], [], []]

    def test_it_falls_with_the_change_it_records(self, school: School) -> None:
        def fail() -> None:
            with transaction.atomic():
                record_event(school, "tried", by=SYSTEM)
                raise RuntimeError

        with pytest.raises(RuntimeError):
            fail()
        assert not Event.objects.exists()
        assert record_event(school, "tried", by=SYSTEM).seq == 1
        assert verify(school) == []

    def test_refuses_what_canonical_json_does_not_hold(self, school: School) -> None:
        with pytest.raises(TypeError):
            record_event(school, "tried", {"ratio": 0.5}, by=SYSTEM)
        with pytest.raises(TypeError):
            record_event(school, "tried", {"nothing": None}, by=SYSTEM)

    def test_folds_a_run_of_saves_by_one_person_into_the_first(self, school: School, head: User) -> None:
        ten = timedelta(minutes=10)
        first = record_event(school, "answered", {"before": "a"}, by=head, subject="q", fold_within=ten)
        again = record_event(school, "answered", {"before": "b"}, by=head, subject="q", fold_within=ten)
        assert again == first
        assert list(Event.objects.values_list("payload", flat=True)) == [{"before": "a"}]

    def test_does_not_fold_over_somebody_else(self, school: School, head: User, editor: User) -> None:
        ten = timedelta(minutes=10)
        told = [
            record_event(school, "answered", {"before": before}, by=by, subject="q", fold_within=ten).seq
            for before, by in [("a", head), ("b", editor), ("c", head)]
        ]
        assert told == [1, 2, 3]

    def test_does_not_fold_another_subject_or_verb_or_an_older_event(self, school: School, head: User) -> None:
        ten = timedelta(minutes=10)
        record_event(school, "answered", by=head, subject="q", fold_within=ten)
        assert record_event(school, "answered", by=head, subject="other", fold_within=ten).seq == 2
        assert record_event(school, "cleared", by=head, subject="q", fold_within=ten).seq == 3
        assert record_event(school, "cleared", by=head, subject="q", fold_within=timedelta()).seq == 4


class TestVerify:
    def test_a_chain_that_nobody_wrote_is_well(self, school: School) -> None:
        assert verify(school) == []

    def test_shows_a_changed_payload(self, school: School, head: User) -> None:
        three_events(school, head)
        Event.objects.filter(seq=2).update(payload={"number": 20})
        assert verify(school) == [Break(2, "its payload was changed")]

    def test_shows_a_changed_actor(self, school: School, head: User, editor: User) -> None:
        three_events(school, head)
        Event.objects.filter(seq=2).update(actor=editor)
        assert verify(school) == [Break(3, "it does not follow the event before it")]

    def test_shows_a_changed_newest_event(self, school: School, head: User) -> None:
        three_events(school, head)
        Event.objects.filter(seq=3).update(verb="untried")
        assert verify(school) == [Break(3, "the newest event was changed")]

    def test_shows_a_removed_event(self, school: School, head: User) -> None:
        three_events(school, head)
        Event.objects.filter(seq=2).delete()
        assert verify(school) == [
            Break(2, "events 2 to 2 are missing"),
            Break(3, "it does not follow the event before it"),
        ]

    def test_shows_a_cut_end(self, school: School, head: User) -> None:
        three_events(school, head)
        Event.objects.filter(seq=3).delete()
        assert verify(school) == [Break(3, "the chain ends at 2 and should end at 3")]

    def test_stays_well_when_a_payload_is_blanked_and_tells_who_did_it(
        self, school: School, head: User, clerk: User
    ) -> None:
        second = three_events(school, head)[1]
        told = blank_payload(second, by=clerk)
        second.refresh_from_db()
        assert (second.payload, second.salt, second.actor) == (None, "", head)
        assert (told.seq, told.verb, told.actor, told.payload) == (4, "payload-blanked", clerk, {"seq": 2})
        assert verify(school) == []

    def test_a_payload_of_the_installation_is_blanked_in_its_own_chain(self, db: None) -> None:
        blank_payload(record_event(None, "tried", by=SYSTEM), by=SYSTEM)
        assert list(Event.objects.values_list("seq", "verb")) == [(1, "tried"), (2, "payload-blanked")]
        assert verify(None) == []


def test_an_event_is_never_saved_again_nor_deleted(school: School) -> None:
    event = record_event(school, "tried", by=SYSTEM)
    with pytest.raises(TypeError, match="never changed"):
        event.save()
    with pytest.raises(TypeError, match="never removed"):
        event.delete()


@pytest.mark.django_db(transaction=True)
def test_many_writers_at_once_make_one_unbroken_chain(school: School) -> None:
    """Also when the chain does not exist yet, and they all try to make it."""
    together = threading.Barrier(4)
    failures: list[Exception] = []

    def write() -> None:
        together.wait()
        try:
            for number in range(5):
                record_event(school, "tried", {"number": number}, by=SYSTEM)
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    writers = [threading.Thread(target=write) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert failures == []
    assert list(Event.objects.order_by("seq").values_list("seq", flat=True)) == list(range(1, 21))
    assert Chain.objects.get(school=school).length == 20
    assert verify(school) == []
