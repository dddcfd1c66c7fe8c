"""Waits until a worker has really carried out a task: bin/run says Ready only then."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from apps.exports.models import WorkerSeen
from apps.exports.tasks import sweep_up

LOOK_EVERY = 0.1


class Command(BaseCommand):
    help = "Waits until a worker has carried out a task; exit status 1 when none did in time."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--timeout", type=float, default=30.0, metavar="SECONDS")

    def handle(self, *args: Any, timeout: float, **options: Any) -> None:
        asked_at = timezone.now()
        try:
            sweep_up.apply_async(retry=False)
        except Exception as error:
            raise CommandError(
                f"The message broker cannot be reached ({type(error).__name__}): see REDIS_URL."
            ) from error
        end = time.monotonic() + timeout
        while not WorkerSeen.objects.filter(seen_at__gte=asked_at).exists():
            if time.monotonic() >= end:
                raise CommandError(f"No worker has carried out a task within {timeout:g} seconds.")
            time.sleep(LOOK_EVERY)
