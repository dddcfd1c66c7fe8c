"""The promise itself: a hundred exports, while workers and the broker are killed again and again, and none is lost."""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

import pytest

from apps.exports import storage
from apps.exports.models import Export
from config.celery import app
from tests.exports.test_work import State
from tests.exports.test_worker import request
from tests.exports.workers import Redis, Workers, until

pytestmark = [
    pytest.mark.long,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("test_kinds"),
]
JOBS = 100
WORKER_KILLS = 12
BROKER_KILLS = 3


def test_on_the_brokers_of_this_run(transactional_db: None, tmp_path: Path) -> None:
    app.control.purge()
    _kill_while_working(Workers(tmp_path / "workers.log"), None)


def test_on_a_redis_that_is_killed_too(transactional_db: None, redis: Redis, tmp_path: Path) -> None:
    _kill_while_working(Workers(tmp_path / "workers.log", REDIS_URL=redis.url), redis)


def _kill_while_working(workers: Workers, redis: Redis | None) -> None:
    chance = random.Random(20261120)
    try:
        workers.start_beat()
        at_work = [workers.start(), workers.start()]
        exports = [request("slow", number=number, tenths=5) for number in range(JOBS)]
        for kill in range(WORKER_KILLS):
            made = Export.objects.filter(state=State.DONE).count()
            until(lambda made=made: Export.objects.filter(state=State.DONE).count() >= made + 5, "workers are at work")
            time.sleep(chance.uniform(0, 0.5))  # the moment is the test
            workers.kill(at_work.pop(0))
            if redis and kill % (WORKER_KILLS // BROKER_KILLS) == 1:
                redis.kill()
                redis.start()
            at_work.append(workers.start())
        until(lambda: not Export.objects.exclude(state=State.DONE).exists(), "all files are made", seconds=240)
    finally:
        workers.end()
        sys.stdout.write(workers.said())
    _each_has_its_own_whole_file(exports)


def _each_has_its_own_whole_file(exports: list[Export]) -> None:
    for export in exports:
        export.refresh_from_db()
        assert storage.read(export.sha256) == b"made from " + export.input.content.encode()
    assert len({export.sha256 for export in exports}) == JOBS
    assert any(export.attempts > 1 for export in exports), "no kill hit a job: the test shows nothing"
