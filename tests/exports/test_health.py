"""Whether exports move: what the pages and /healthz are told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from apps.exports import health, work
from apps.exports.management.commands import await_worker
from apps.exports.models import Export, WorkerSeen
from apps.exports.sweep import delete_old, sweep

Ask = Callable[..., Export]
NO_WORKER = "Exports are waiting: no worker is running."


def test_without_a_worker_the_pages_say_so(db: None) -> None:
    assert (health.worker_is_running(), health.warning()) == (False, NO_WORKER)


def test_a_sweep_and_a_job_show_that_a_worker_runs(ask: Ask) -> None:
    sweep(lambda export_id: True)
    assert health.warning() == ""
    WorkerSeen.objects.all().delete()
    work.make(ask().pk)
    assert health.warning() == ""


def test_a_worker_that_was_silent_for_long_counts_no_more(db: None) -> None:
    health.seen()
    WorkerSeen.objects.update(seen_at=timezone.now() - timedelta(seconds=31))
    assert health.warning() == NO_WORKER


def test_machines_that_are_gone_are_forgotten(db: None) -> None:
    WorkerSeen.objects.create(name="an old container", seen_at=timezone.now() - timedelta(days=2))
    health.seen()
    health.seen()
    delete_old()
    assert WorkerSeen.objects.count() == 1


def test_the_report_counts_what_waits(ask: Ask) -> None:
    assert health.report() == {"worker": False, "waiting": 0, "oldest_seconds": 0}
    for number in range(2):
        ask(number=number)
    Export.objects.filter(pk=Export.objects.earliest("pk").pk).update(
        requested_at=timezone.now() - timedelta(seconds=90)
    )
    assert health.report() == {"worker": False, "waiting": 2, "oldest_seconds": 90}


def test_await_worker_gives_up_in_one_line(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(await_worker.sweep_up, "apply_async", lambda **options: None)
    with pytest.raises(CommandError, match=r"^No worker has carried out a task within 0 seconds\.$"):
        call_command("await_worker", "--timeout", "0")
