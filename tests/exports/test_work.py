"""One export in a worker's hands: claimed once, made once, and told plainly when it failed."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.exports import registry, storage, work
from apps.exports.child import LIMITS
from apps.exports.models import Export
from tests.exports import kinds
from tests.exports.s3 import NOBODY, ObjectService, keep_files_at
from tests.exports.test_storage import names, room_for

Ask = Callable[..., Export]
State = Export.State


def make(export: Export) -> Export:
    work.make(export.pk, replace(LIMITS, computing=1))
    export.refresh_from_db()
    return export


def due(export: Export) -> None:
    """As if the wait before the next attempt were over."""
    Export.objects.filter(pk=export.pk).update(next_try_at=timezone.now())


def abandon(export: Export) -> None:
    """As if the worker that claimed it had died a while ago."""
    Export.objects.filter(pk=export.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def test_a_file_is_made_checked_kept_and_written_down(ask: Ask, file_folder: Path) -> None:
    export = make(ask(title="One"))
    content = b'made from {"title":"One"}'
    assert (export.state, export.progress_words, export.percent) == (State.DONE, "Done", 100)
    assert (export.size, export.attempts, export.reason) == (len(content), 1, "")
    assert (export.lease_token, export.lease_until, export.is_finished) == (None, None, True)
    assert storage.read(export.sha256) == content
    assert names(file_folder) == [storage.name_of(export.sha256)]


def test_a_second_message_for_the_same_export_does_nothing(ask: Ask) -> None:
    export = make(ask(title="One"))
    finished_at = export.finished_at
    assert make(export).finished_at == finished_at
    assert export.attempts == 1


def test_only_one_worker_gets_the_lease(ask: Ask) -> None:
    export = ask()
    assert work.claim(export.pk) is not None
    assert work.claim(export.pk) is None
    export.refresh_from_db()
    assert (export.state, export.progress_words) == (State.RUNNING, "Making the file")


def test_an_export_that_is_gone_or_must_wait_is_not_claimed(ask: Ask) -> None:
    export = ask()
    Export.objects.update(next_try_at=timezone.now() + timedelta(minutes=1))
    assert work.claim(export.pk) is None
    assert work.claim(export.pk + 1) is None


def test_a_worker_that_lost_its_lease_writes_nothing(ask: Ask) -> None:
    export = ask()
    slow = work.claim(export.pk)
    assert slow is not None
    abandon(export)
    assert make(export).state == State.DONE
    with pytest.raises(work.LeaseLost):
        slow.write(state=State.FAILED, reason="late")
    with pytest.raises(work.LeaseLost):
        replace(slow, renewed=-1e9).renew()
    export.refresh_from_db()
    assert (export.state, export.attempts) == (State.DONE, 2)


def test_losing_the_lease_in_the_middle_leaves_the_row_to_its_new_owner(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    export, thief = ask(), uuid.uuid4()

    def steal(content: bytes) -> str:
        Export.objects.update(lease_token=thief)
        return "f" * 64

    monkeypatch.setattr(storage, "store", steal)
    make(export)
    assert (export.state, export.lease_token, export.sha256) == (State.RUNNING, thief, "")


def test_a_lease_is_renewed_while_the_file_is_made(ask: Ask) -> None:
    export = ask()
    lease = work.claim(export.pk)
    assert lease is not None
    abandon(export)
    lease.renew()  # too soon: nothing happens
    export.refresh_from_db()
    assert export.lease_until < timezone.now()
    lease.renewed -= work.RENEW_EVERY
    lease.renew()
    export.refresh_from_db()
    assert export.lease_until > timezone.now()


def test_a_failed_attempt_waits_longer_each_time_and_the_fourth_is_the_last(ask: Ask) -> None:
    export = ask("broken")
    reason = "The file could not be made because of a fault in the program."
    for attempt, seconds in enumerate((5, 30, 120), start=1):
        before = timezone.now()
        make(export)
        assert (export.state, export.attempts, export.reason) == (State.QUEUED, attempt, reason)
        assert before <= export.next_try_at - timedelta(seconds=seconds) <= timezone.now()
        assert make(export).attempts == attempt  # not before its time
        due(export)
    make(export)
    assert (export.state, export.attempts, export.reason) == (State.FAILED, 4, reason)
    due(export)
    assert make(export).attempts == 4


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("refusing", "The policy has no title. Give it one, then ask for the file again."),
        ("differing", "The file did not say the same as the policy, so it was not kept. Section 2 is missing."),
    ],
)
def test_what_cannot_get_better_fails_at_once_and_keeps_no_file(
    ask: Ask, file_folder: Path, kind: str, reason: str
) -> None:
    export = make(ask(kind))
    assert (export.state, export.attempts, export.reason) == (State.FAILED, 1, reason)
    assert names(file_folder) == []


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("looping", "Making the file needed more computing time than one file may use."),
        ("hungry", "Making the file needed more memory than one file may use."),
        ("crashing", "The program that makes the file stopped unexpectedly."),
    ],
)
def test_a_renderer_out_of_control_costs_an_attempt_and_not_the_worker(ask: Ask, kind: str, reason: str) -> None:
    export = make(ask(kind))
    assert (export.state, export.attempts, export.reason) == (State.QUEUED, 1, reason)


def test_a_full_disk_is_told_plainly_and_the_next_attempt_succeeds(ask: Ask, file_folder: Path) -> None:
    export = ask("large", bytes=80_000_000)
    with room_for(64_000_000):
        make(export)
    assert (export.state, export.reason) == (State.QUEUED, "There was no room left to keep the file.")
    assert names(file_folder) == []
    due(export)
    assert (make(export).state, export.size, export.reason) == (State.DONE, 80_000_000, "")


def test_a_storage_that_does_not_work_is_told_plainly(ask: Ask, file_folder: Path) -> None:
    file_folder.write_text("a file where the folder should be")
    export = make(ask())
    assert (export.state, export.reason) == (State.QUEUED, "The file could not be kept: the storage did not work.")


def test_an_object_storage_that_is_down_is_told_plainly_and_the_next_attempt_succeeds(
    ask: Ask, bucket: ObjectService, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_files_at(NOBODY, settings, monkeypatch)
    export = make(ask(title="One"))
    assert (export.state, export.reason) == (State.QUEUED, "The file could not be kept: the storage did not work.")
    keep_files_at(bucket.url, settings, monkeypatch)
    due(export)
    assert storage.read(make(export).sha256) == b'made from {"title":"One"}'


def test_pictures_are_read_before_the_child_starts(ask: Ask) -> None:
    picture = storage.store(b"a logo")
    export = make(ask("picture", pictures=[picture]))
    assert storage.read(export.sha256) == b"a logo"
    missing = make(ask("picture", pictures=["f" * 64]))
    assert (missing.state, missing.reason) == (State.QUEUED, "A picture that the policy uses is missing.")


def test_a_kind_that_only_the_web_process_knows(ask: Ask) -> None:
    export = ask()
    del registry.KINDS["test-echo"]
    assert make(export).reason == "The worker does not know how to make test-echo files."


def test_a_row_from_another_release_is_made_and_says_by_which(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    export = ask()
    kinds.release(monkeypatch, "2")
    make(export)
    assert (export.state, export.renderer_version) == (State.DONE, "2")


def test_a_row_from_another_release_never_overwrites_the_newer_file(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    old = ask()
    kinds.release(monkeypatch, "2")
    new = make(ask())
    make(old)
    assert (old.state, old.renderer_version) == (State.FAILED, "1")
    assert old.reason == "The program was updated while this file was waiting. Ask for the file again."
    assert new.state == State.DONE


@pytest.mark.parametrize(
    "values",
    [
        {"state": State.RUNNING},
        {"state": State.DONE},
        {"state": State.FAILED, "finished_at": timezone.now()},
        {"sha256": "f" * 64},
        {"lease_token": uuid.uuid4(), "lease_until": timezone.now()},
    ],
)
def test_the_database_refuses_a_row_that_contradicts_itself(ask: Ask, values: dict[str, object]) -> None:
    export = ask()
    with pytest.raises(IntegrityError), transaction.atomic():
        Export.objects.filter(pk=export.pk).update(**values)
