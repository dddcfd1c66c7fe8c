"""How jobs travel from the web to a worker, and what beat starts by the clock: Celery's settings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from celery.schedules import crontab
from django.conf import settings
from kombu import Queue

from apps.exports import transport

REDELIVER_AFTER = 300
"""Seconds after which Redis gives an unacknowledged message to another worker; above every time limit below."""
PUBLISH_ONCE = {"max_retries": 1, "interval_start": 0, "interval_step": 0, "interval_max": 0}
"""A person never waits for a dead broker: the row is stored, and the sweeper sends it later."""


def embedded_broker(folder: Path) -> dict[str, Any]:
    """A folder of messages, and workers that do one job at a time each."""
    return {
        "broker_url": f"{transport.SCHEME}://localhost",
        "broker_transport_options": {"folder": str(folder), "polling_interval": 0.03, **PUBLISH_ONCE},
        "worker_pool": "solo",
        "worker_concurrency": 1,
    }


def redis_broker(url: str, deployment: str) -> dict[str, Any]:
    """Keys carry the deployment's name: two deployments on one Redis would eat each other's jobs silently."""
    return {
        "broker_url": url,
        "broker_transport_options": {
            "global_keyprefix": f"{deployment}:",
            "visibility_timeout": REDELIVER_AFTER,
            "socket_connect_timeout": 2,
            "socket_timeout": 3,
            "socket_keepalive": True,
            **PUBLISH_ONCE,
        },
        "worker_pool": "prefork",
        "worker_concurrency": 2,
    }


def queues(deployment: str) -> dict[str, Any]:
    """Sweeps travel apart from renders, so that a long line of renders does not hold them up.

    Sweep messages expire after 5 s: when no worker runs, they pile up and are then thrown away at once.
    """
    exports, upkeep = f"{deployment}-exports", f"{deployment}-upkeep"
    return {
        "task_queues": [Queue(exports, routing_key=exports), Queue(upkeep, routing_key=upkeep)],
        "task_default_queue": exports,
        "task_routes": {"exports.sweep": {"queue": upkeep}, "exports.delete_old": {"queue": upkeep}},
        "beat_schedule": {
            "sweep": {"task": "exports.sweep", "schedule": 5.0, "options": {"expires": 5, "retry": False}},
            "delete-old": {
                "task": "exports.delete_old",
                "schedule": crontab(hour="3", minute="15"),
                "options": {"expires": 3600, "retry": False},
            },
        },
    }


globals().update(
    embedded_broker(settings.VAR / "messages")
    if settings.EMBEDDED
    else redis_broker(settings.REDIS_URL, settings.DEPLOYMENT)
)
globals().update(queues(settings.DEPLOYMENT))
beat_schedule_filename = str(settings.VAR / "beat-schedule")
accept_content = ["json"]
task_serializer = "json"
# The database is the truth, so nobody reads results.
result_backend = None
task_ignore_result = True
result_backend_transport_options = {"visibility_timeout": REDELIVER_AFTER}
visibility_timeout = REDELIVER_AFTER
# A job counts as taken only when it is finished; a worker holds no job that another could do meanwhile.
task_acks_late = True
task_reject_on_worker_lost = True
worker_prefetch_multiplier = 1
task_soft_time_limit = 90
task_time_limit = 120
worker_max_tasks_per_child = 100
worker_soft_shutdown_timeout = 30
worker_timer_precision = 0.25  # seconds: stopping waits for it
worker_cancel_long_running_tasks_on_connection_loss = False
broker_connection_retry_on_startup = True
broker_connection_max_retries = None
broker_connection_timeout = 2
# Whether a worker runs is told by rows (apps.exports.health), so there are no further queues to keep.
worker_enable_remote_control = False
worker_send_task_events = False
timezone = "UTC"
enable_utc = True
