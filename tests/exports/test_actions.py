"""Asking for an export: one row and one file, however often and by however many it is asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from apps.exports import storage, work
from apps.exports.actions import keep_export, request_export, retry_export
from apps.exports.models import Export, ExportInput
from apps.schools.models import User
from tests.exports import kinds
from tests.exports.s3 import NOBODY, keep_files_at

Ask = Callable[..., Export]


def test_a_request_stores_everything_that_a_worker_needs(ask: Ask, head: User) -> None:
    export = request_export("test-echo", {"title": "Caf\u00e9"}, by=head)
    content = '{"title":"Caf\u00e9"}'
    assert (export.state, export.progress_words, export.percent) == (Export.State.QUEUED, "Waiting", 0)
    assert (export.requested_by, export.attempts, export.is_finished) == (head, 0, False)
    assert (export.input.content, export.input_id) == (content, hashlib.sha256(content.encode()).hexdigest())


def test_asking_twice_gives_one_row(ask: Ask) -> None:
    assert ask(title="One") == ask(title="One")
    assert Export.objects.count() == 1


def test_two_kinds_share_one_stored_input(ask: Ask) -> None:
    assert ask("echo", title="One") != ask("large", title="One")
    assert (Export.objects.count(), ExportInput.objects.count()) == (2, 1)


def test_another_version_of_the_renderer_makes_another_file(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    first = ask(title="One")
    kinds.release(monkeypatch, "2")
    assert ask(title="One") != first


def test_workers_are_told_after_the_commit_and_never_of_what_was_rolled_back(
    ask: Ask, sent: list[int], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        export = ask(title="One")
        assert sent == []
    assert sent == [export.pk]
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        ask(title="Two")
        transaction.set_rollback(True)
    assert (sent, Export.objects.count()) == ([export.pk], 1)


def test_a_finished_export_is_found_and_nobody_is_told(
    ask: Ask, sent: list[int], django_capture_on_commit_callbacks: Any
) -> None:
    work.make(ask(title="One").pk)
    with django_capture_on_commit_callbacks(execute=True):
        assert ask(title="One").state == Export.State.DONE
    assert sent == []


def test_an_unknown_kind_names_the_known_ones(ask: Ask) -> None:
    with pytest.raises(ValueError, match=r"there is no export kind 'html'; known: docx, large-print, pdf, test-"):
        request_export("html", {}, by=None)


def test_an_input_that_is_not_canonical_is_refused(ask: Ask) -> None:
    with pytest.raises(TypeError):
        request_export("test-echo", {"ratio": 0.5}, by=None)
    assert ExportInput.objects.count() == 0


def test_a_failed_export_starts_afresh(
    ask: Ask, head: User, sent: list[int], django_capture_on_commit_callbacks: Any
) -> None:
    export = ask("refusing")
    work.make(export.pk)
    export.refresh_from_db()
    assert (export.state, export.progress_words) == (Export.State.FAILED, "Failed")
    with django_capture_on_commit_callbacks(execute=True):
        again = retry_export(export, by=head)
    assert (again.state, again.attempts, again.reason, again.finished_at) == (Export.State.QUEUED, 0, "", None)
    assert (again.requested_by, sent) == (head, [export.pk])


def test_trying_a_waiting_or_finished_export_again_changes_nothing(ask: Ask) -> None:
    waiting, finished = ask(title="One"), ask(title="Two")
    work.make(finished.pk)
    finished.refresh_from_db()
    assert retry_export(waiting, by=None).state == Export.State.QUEUED
    assert retry_export(finished, by=None).state == Export.State.DONE
    assert storage.read(finished.sha256) == b'made from {"title":"Two"}'


def damage(sha256: str) -> None:
    default_storage.save(storage.name_of(sha256), ContentFile(b"half a fi"))


@pytest.mark.parametrize("harm", [storage.delete, damage])
def test_a_lost_or_damaged_file_is_made_again(ask: Ask, harm: Callable[[str], None]) -> None:
    export = ask(title="One")
    work.make(export.pk)
    export.refresh_from_db()
    harm(export.sha256)
    retry_export(export, by=None)
    work.make(export.pk)
    export.refresh_from_db()
    assert storage.read(export.sha256) == b'made from {"title":"One"}'


def test_a_file_that_cannot_be_looked_at_now_is_not_made_again(
    ask: Ask, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    export = ask(title="One")
    work.make(export.pk)
    export.refresh_from_db()
    keep_files_at(NOBODY, settings, monkeypatch)
    assert retry_export(export, by=None).state == Export.State.DONE


def test_keeping_an_export(ask: Ask) -> None:
    export = ask(title="One")
    keep_export(export, by=None)
    export.refresh_from_db()
    assert export.keep
    Export.objects.all().delete()
    with pytest.raises(Export.DoesNotExist):
        keep_export(export, by=None)


def test_asking_again_counts_as_use(ask: Ask) -> None:
    export = ask(title="One")
    Export.objects.update(requested_at=timezone.now() - timedelta(days=29))
    ask(title="One")
    export.refresh_from_db()
    assert timezone.now() - export.requested_at < timedelta(days=1)
