"""The sweeper: what was forgotten is sent again, what a dead worker held is freed, what is old goes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from apps.exports import storage, work
from apps.exports.actions import keep_export
from apps.exports.models import Export, ExportInput
from apps.exports.sweep import AT_MOST, Swept, delete_old, sweep
from tests.exports.test_storage import names
from tests.exports.test_work import State, abandon

Ask = Callable[..., Export]


class Broker:
    """Notes whom it was told of, and can be down."""

    def __init__(self, up: bool = True) -> None:
        self.up = up
        self.asked: list[int] = []

    def __call__(self, export_id: int) -> bool:
        self.asked.append(export_id)
        return self.up


def told(seconds_ago: float) -> None:
    Export.objects.update(sent_at=timezone.now() - timedelta(seconds=seconds_ago))


def test_a_fresh_request_is_left_to_the_message_on_its_way(ask: Ask) -> None:
    ask()
    assert sweep(Broker()) == Swept(taken_back=0, given_up=0, sent=0)


def test_a_request_whose_message_was_lost_is_sent_again_and_only_once(ask: Ask) -> None:
    export, broker = ask(), Broker()
    told(seconds_ago=16)
    assert sweep(broker).sent == 1
    assert sweep(broker).sent == 0
    assert broker.asked == [export.pk]


def test_while_the_broker_is_down_one_message_is_tried_and_nothing_is_lost(ask: Ask) -> None:
    exports = [ask(number=number) for number in range(3)]
    told(seconds_ago=16)
    down, up = Broker(up=False), Broker()
    assert (sweep(down).sent, down.asked) == (0, [exports[0].pk])
    told(seconds_ago=16)
    assert (sweep(up).sent, up.asked) == (3, [export.pk for export in exports])


def test_a_long_line_is_sent_in_portions_oldest_first(ask: Ask) -> None:
    ask()
    first = Export.objects.get()
    Export.objects.bulk_create(
        [
            Export(kind="test-echo", input_id=first.input_id, renderer_version=str(number))
            for number in range(2, AT_MOST + 12)
        ]
    )
    told(seconds_ago=16)
    broker = Broker()
    assert [sweep(broker).sent for _ in range(3)] == [AT_MOST, 11, 0]
    assert broker.asked == sorted(broker.asked)


def test_an_attempt_whose_wait_is_over_is_sent_at_once(ask: Ask) -> None:
    export, broker = ask("broken"), Broker()
    work.make(export.pk)
    assert sweep(broker).sent == 0
    past = timezone.now() - timedelta(milliseconds=1)
    Export.objects.update(next_try_at=past, sent_at=past - timedelta(seconds=5))
    assert (sweep(broker).sent, sweep(broker).sent) == (1, 0)


def test_a_dead_workers_export_is_freed_and_sent(ask: Ask) -> None:
    export, broker = ask(), Broker()
    work.claim(export.pk)
    assert sweep(broker) == Swept(0, 0, 0)  # it is at work
    abandon(export)
    assert sweep(broker) == Swept(taken_back=1, given_up=0, sent=1)
    assert sweep(broker) == Swept(0, 0, 0)
    export.refresh_from_db()
    assert (export.state, export.progress_words, export.attempts) == (State.QUEUED, "Waiting", 1)
    assert export.reason == "The program that was making the file stopped."


def test_an_export_that_four_workers_died_of_is_given_up(ask: Ask) -> None:
    export = ask()
    for _ in range(3):
        work.claim(export.pk)
        abandon(export)
        sweep(Broker())
    work.claim(export.pk)
    abandon(export)
    assert sweep(Broker()) == Swept(taken_back=0, given_up=1, sent=0)
    export.refresh_from_db()
    assert export.state == State.FAILED
    assert export.reason == "The program that makes files stopped 4 times while it was making this one."


def test_sweeping_costs_the_same_for_one_and_three(
    ask: Ask, django_assert_num_queries: Callable[[int], object]
) -> None:
    for number in range(1):
        ask(number=number)
    with django_assert_num_queries(4):
        sweep(Broker())
    for number in range(1, 3):
        ask(number=number)
    with django_assert_num_queries(4):
        sweep(Broker())


# --- old drafts -------------------------------------------------------------------------------------------------------


def finished(export: Export, days_ago: int) -> Export:
    work.make(export.pk)
    Export.objects.filter(pk=export.pk).update(requested_at=timezone.now() - timedelta(days=days_ago))
    export.refresh_from_db()
    return export


def test_drafts_go_after_thirty_days_with_their_file_and_input(ask: Ask, file_folder: Path) -> None:
    finished(ask(title="Old"), days_ago=31)
    young = finished(ask(title="Young"), days_ago=29)
    assert (delete_old(), delete_old()) == (1, 0)
    assert list(Export.objects.all()) == [young]
    assert list(ExportInput.objects.all()) == [young.input]
    assert names(file_folder) == [storage.name_of(young.sha256)]


def test_what_a_ratified_version_rests_on_stays(ask: Ask) -> None:
    export = finished(ask(), days_ago=4_000)
    keep_export(export, by=None)
    assert delete_old() == 0
    assert storage.read(export.sha256) == b"made from {}"


def test_what_still_waits_or_runs_stays(ask: Ask) -> None:
    ask(title="Waiting")
    work.claim(ask(title="Running").pk)
    Export.objects.update(requested_at=timezone.now() - timedelta(days=31))
    assert delete_old() == 0


def test_an_input_or_file_that_another_export_shares_stays(ask: Ask) -> None:
    old = finished(ask("echo", title="Shared"), days_ago=31)
    other = finished(ask("slow", title="Shared", tenths=0), days_ago=0)
    same_input = finished(ask("large", title="Shared"), days_ago=0)
    Export.objects.filter(pk=other.pk).update(sha256=old.sha256)
    assert delete_old() == 1
    assert storage.read(old.sha256) == b'made from {"title":"Shared"}'
    assert ExportInput.objects.filter(pk=same_input.input_id).exists()


@pytest.mark.parametrize("kind", ["refusing"])
def test_failed_drafts_go_too(ask: Ask, kind: str) -> None:
    finished(ask(kind), days_ago=31)
    assert (delete_old(), Export.objects.count()) == (1, 0)
