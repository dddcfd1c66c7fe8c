"""How jobs travel: settings that several places must agree on, and deployments that share a Redis."""

from __future__ import annotations

from typing import Any

from celery import Celery

from apps.exports import tasks
from config import jobs
from config.celery import app
from tests.exports.workers import Redis, broker, until


def test_messages_are_given_to_another_worker_only_after_every_time_limit() -> None:
    redis = jobs.redis_broker("redis://localhost/0", "one")
    assert redis["broker_transport_options"]["visibility_timeout"] == jobs.REDELIVER_AFTER
    assert app.conf.visibility_timeout == jobs.REDELIVER_AFTER
    assert app.conf.result_backend_transport_options["visibility_timeout"] == jobs.REDELIVER_AFTER
    assert app.conf.task_soft_time_limit < app.conf.task_time_limit < jobs.REDELIVER_AFTER


def test_only_json_is_read_and_a_job_is_taken_only_when_it_is_finished() -> None:
    assert app.conf.accept_content == ["json"]
    assert app.conf.task_acks_late
    assert app.conf.task_reject_on_worker_lost
    assert app.conf.worker_prefetch_multiplier == 1


def test_every_task_of_the_timetable_exists_and_expires() -> None:
    app.loader.import_default_modules()
    for entry in app.conf.beat_schedule.values():
        assert entry["task"] in app.tasks
        assert entry["options"]["expires"] > 0


def test_two_deployments_on_one_redis_never_take_each_others_jobs(redis: Redis) -> None:
    assert tasks.send(1)
    theirs: dict[str, Any] = {**jobs.redis_broker(redis.url, "theirs"), **jobs.queues("theirs")}
    with Celery("theirs", set_as_current=False, config_source=theirs) as other:
        assert other.control.purge() == 0
    assert app.control.purge() == 1


def test_a_redis_that_comes_back_takes_messages_again(redis: Redis) -> None:
    assert tasks.send(1)
    redis.kill()
    assert not tasks.send(2)
    redis.start()
    until(lambda: tasks.send(3), "it answers again")


def test_a_publisher_gives_up_at_once_when_nothing_listens() -> None:
    with broker(broker_url="redis://127.0.0.1:1/0"):
        assert not tasks.send(1)
