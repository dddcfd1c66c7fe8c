"""Says whether exports move: when a worker was last seen, and how long files have been waiting."""

from __future__ import annotations

import socket
from datetime import timedelta
from typing import Any

from django.utils import timezone

from apps.exports.models import Export, WorkerSeen

SEEN_LATELY = timedelta(seconds=30)
"""Sweeps come every 5 s, and a worker renews its lease every 5 s: six of them may go missing."""
FORGET_AFTER = timedelta(days=1)


def seen() -> None:
    """Notes that a worker of this machine is at work."""
    WorkerSeen.objects.bulk_create(
        [WorkerSeen(name=socket.gethostname(), seen_at=timezone.now())],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["seen_at"],
    )


def forget_the_gone() -> None:
    """Each container that ever ran has left a row."""
    WorkerSeen.objects.filter(seen_at__lt=timezone.now() - FORGET_AFTER).delete()


def worker_is_running() -> bool:
    return WorkerSeen.objects.filter(seen_at__gte=timezone.now() - SEEN_LATELY).exists()


def warning() -> str:
    """For the pages on which somebody waits for a file; empty when all is well."""
    return "" if worker_is_running() else "Exports are waiting: no worker is running."


def report() -> dict[str, Any]:
    """For /healthz: whether a worker was seen lately, how many exports wait, and for how many seconds the oldest."""
    waiting = Export.objects.filter(state=Export.State.QUEUED).order_by("requested_at")
    oldest = waiting.values_list("requested_at", flat=True).first()
    return {
        "worker": worker_is_running(),
        "waiting": waiting.count(),
        "oldest_seconds": int((timezone.now() - oldest).total_seconds()) if oldest else 0,
    }
