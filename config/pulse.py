"""Lets a container engine see that beat still beats: it touches a file each time that it sends something."""

from __future__ import annotations

from typing import Any

from celery.signals import beat_init, before_task_publish
from django.conf import settings


@beat_init.connect
def begin(**_: Any) -> None:
    """Only in beat: web and worker send messages too."""
    before_task_publish.connect(beat, dispatch_uid="pulse")


def beat(**_: Any) -> None:
    """Also while the broker is down: that is not beat's illness."""
    (settings.VAR / "beat-pulse").touch()
