"""Real workers: on PostgreSQL and Redis, or SQLite and the folder of messages, as the environment says."""

from __future__ import annotations

import itertools
import os
import signal
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from apps.exports import actions, storage, tasks, work
from apps.exports.models import Export
from apps.exports.sweep import delete_old, sweep
from config.celery import app
from tests.exports.test_sweep import told
from tests.exports.test_work import State, abandon
from tests.exports.workers import DEAD_BROKER, Workers, broker, until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("test_kinds")]


@pytest.fixture
def workers(transactional_db: None, tmp_path: Path) -> Iterator[Workers]:
    app.control.purge()
    started = Workers(tmp_path / "workers.log")
    yield started
    started.end()
    sys.stdout.write(started.said())  # pytest shows it when the test failed


def request(kind: str = "echo", **content: Any) -> Export:
    with transaction.atomic():
        return actions.request_export(f"test-{kind}", content, by=None)


def is_now(export: Export, state: str) -> Callable[[], bool]:
    return lambda: Export.objects.filter(pk=export.pk, state=state).exists()


def gate(folder: Path) -> dict[str, str]:
    return {"begun": str(folder / "begun"), "gate": str(folder / "gate")}


def alive(process_id: int) -> bool:
    """A dead child of a dead parent may still be listed as a zombie."""
    try:
        return " Z " not in Path(f"/proc/{process_id}/stat").read_text()
    except FileNotFoundError:
        return False


def child_parent(process_id: int) -> int:
    """The worker process that forked it."""
    return int(Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[1])


def test_a_request_becomes_a_file(workers: Workers) -> None:
    workers.start()
    call_command("await_worker", "--timeout", "60")
    export = request(title="One")
    until(is_now(export, State.DONE), "the file is made")
    export.refresh_from_db()
    assert storage.read(export.sha256) == b'made from {"title":"One"}'
    assert export.attempts == 1


def test_what_was_asked_for_before_a_worker_runs_is_made_when_it_runs(workers: Workers) -> None:
    export = request(title="Early")
    workers.start()
    until(is_now(export, State.DONE), "the file is made")


def test_a_broker_that_is_down_is_no_error_and_the_sweeper_brings_the_request_later(workers: Workers) -> None:
    with broker(**DEAD_BROKER):
        export = request(title="One")
        told(seconds_ago=16)
        assert sweep(tasks.send).sent == 0
    assert is_now(export, State.QUEUED)()
    told(seconds_ago=16)
    assert sweep(tasks.send).sent == 1
    workers.start()
    until(is_now(export, State.DONE), "the file is made")


def test_a_killed_workers_job_is_finished_by_another_and_there_is_one_file(workers: Workers, tmp_path: Path) -> None:
    order = gate(tmp_path)
    first = workers.start()
    export = request("gated", **order)
    until(lambda: Path(order["begun"]).exists() and bool(Path(order["begun"]).read_text()), "the child works")
    child = int(Path(order["begun"]).read_text())
    os.kill(child_parent(child), signal.SIGKILL)
    until(lambda: not alive(child), "the child ends with its worker")

    workers.kill(first)

    abandon(export)
    assert sweep(tasks.send).taken_back == 1
    Path(order["gate"]).touch()
    workers.start()
    until(is_now(export, State.DONE), "another worker finishes")
    export.refresh_from_db()
    assert export.attempts == 2
    assert default_storage.listdir(export.sha256[:2]) == ([], [export.sha256])


def test_a_worker_that_is_asked_to_stop_finishes_its_job(workers: Workers, tmp_path: Path) -> None:
    order = gate(tmp_path)
    worker = workers.start()
    export = request("gated", **order)
    until(lambda: Path(order["begun"]).exists(), "the child works")
    worker.terminate()
    Path(order["gate"]).touch()
    assert worker.wait(timeout=60) == 0
    export.refresh_from_db()
    assert (export.state, export.attempts) == (State.DONE, 1)


def test_a_child_out_of_control_leaves_the_worker_at_work(workers: Workers) -> None:
    workers.start()
    hungry, next_one = request("hungry"), request("echo")
    until(is_now(next_one, State.DONE), "the worker goes on")
    until(lambda: Export.objects.filter(pk=hungry.pk, attempts=1, state=State.QUEUED).exists(), "it is told")
    hungry.refresh_from_db()
    assert hungry.reason == "Making the file needed more memory than one file may use."


def test_two_workers_make_each_file_once(workers: Workers) -> None:
    workers.start()
    workers.start()
    exports = [request(number=number) for number in range(12)]
    for export in exports:
        tasks.send(export.pk)  # every message twice
    until(lambda: Export.objects.filter(state=State.DONE).count() == 12, "all are made")
    assert set(Export.objects.values_list("attempts", flat=True)) == {1}


# --- races in the database --------------------------------------------------------------------------------------------


def _at_once(act: Callable[[], Any], times: int = 8) -> list[Any]:
    def on_own_connection(_: int) -> Any:
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(on_own_connection, range(times)))


def test_of_many_claims_at_once_one_succeeds(file_folder: Path, sent: list[int]) -> None:
    for number in range(10):
        export = request(number=number)
        claims = _at_once(lambda export=export: work.claim(export.pk))
        assert sum(claim is not None for claim in claims) == 1


def test_of_many_requests_at_once_all_get_the_same_row(file_folder: Path, sent: list[int]) -> None:
    for number in range(10):
        assert len({export.pk for export in _at_once(lambda number=number: request(number=number))}) == 1
    assert Export.objects.count() == 10


def test_of_many_sweeps_at_once_each_message_is_sent_once(file_folder: Path, sent: list[int]) -> None:
    exports = {request(number=number).pk for number in range(10)}
    sent.clear()
    told(seconds_ago=16)
    swept = _at_once(lambda: sweep(tasks.send))
    assert (sorted(sent), sum(one.sent for one in swept)) == (sorted(exports), 10)


def test_what_is_asked_for_while_old_files_are_deleted_is_not_deleted(file_folder: Path, sent: list[int]) -> None:
    for number in range(8):
        work.make(request(number=number).pk)
    Export.objects.update(requested_at=timezone.now() - timedelta(days=31))
    turns = itertools.count()

    def ask_or_delete() -> list[int]:
        if next(turns) % 2:
            delete_old()
            return []
        return [request(number=number).pk for number in range(8)]

    asked = {pk for found in _at_once(ask_or_delete) for pk in found}
    assert asked >= set(Export.objects.values_list("pk", flat=True))
    assert Export.objects.count() == 8
    for export in Export.objects.filter(state=State.DONE):
        assert storage.is_whole(export.sha256)
