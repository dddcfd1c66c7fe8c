"""Finds what fell by the wayside: told too long ago, abandoned by a dead worker, or too old to keep."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import structlog
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from apps.exports import health, storage
from apps.exports.models import Export, ExportInput
from apps.exports.work import ATTEMPTS

log = structlog.get_logger(__name__)

RESEND_AFTER = timedelta(seconds=15)
AT_MOST = 200
"""Messages per sweep: the oldest first, the others by the next sweep."""
DRAFTS_LIVE = timedelta(days=30)


@dataclass(frozen=True)
class Swept:
    """How many exports were taken back from dead workers, given up, and sent again."""

    taken_back: int
    given_up: int
    sent: int


def sweep(send: Callable[[int], bool]) -> Swept:
    """Safe to run twice, at once too: each step is a conditional UPDATE. `send` tells a worker, False if it cannot."""
    health.seen()
    now = timezone.now()
    abandoned = Export.objects.filter(state=Export.State.RUNNING, lease_until__lt=now)
    no_lease = {"lease_until": None, "lease_token": None, "stage": Export.Stage.WAITING}
    given_up = abandoned.filter(attempts__gte=ATTEMPTS).update(
        state=Export.State.FAILED,
        finished_at=now,
        reason=f"The program that makes files stopped {ATTEMPTS} times while it was making this one.",
        **no_lease,
    )
    taken_back = abandoned.filter(attempts__lt=ATTEMPTS).update(
        state=Export.State.QUEUED,
        next_try_at=None,
        sent_at=None,
        reason="The program that was making the file stopped.",
        **no_lease,
    )
    swept = Swept(taken_back, given_up, _send_waiting(send))
    if any((swept.taken_back, swept.given_up, swept.sent)):
        log.info("exports_swept", **vars(swept))
    return swept


def _send_waiting(send: Callable[[int], bool]) -> int:
    now = timezone.now()
    due = Q(next_try_at=None) | Q(next_try_at__lte=now)
    untold = Q(sent_at=None) | Q(sent_at__lt=now - RESEND_AFTER) | Q(sent_at__lt=F("next_try_at"))
    waiting = Export.objects.filter(due, untold, state=Export.State.QUEUED).order_by("pk")
    sent = 0
    for export_id, seen in waiting.values_list("pk", "sent_at")[:AT_MOST]:
        ours = Export.objects.filter(pk=export_id, sent_at=seen, state=Export.State.QUEUED).update(sent_at=now)
        if not ours:
            continue  # another sweep or worker was faster
        if not send(export_id):
            break  # the broker is down: all the others would wait for its timeout too
        sent += 1
    return sent


def delete_old() -> int:
    """Exports nobody asked for in 30 days, with files and inputs; never those that a ratified version rests on."""
    health.forget_the_gone()
    storage.remove_leftovers()
    finished = Q(state__in=(Export.State.DONE, Export.State.FAILED))
    old = Export.objects.filter(finished, keep=False, requested_at__lt=timezone.now() - DRAFTS_LIVE)
    return sum(_delete(old.filter(pk=export_id)) for export_id in list(old.values_list("pk", flat=True)))


def _delete(old: QuerySet[Export]) -> int:
    """The row first and its file last: when we die between, a file nobody names is left, never a row without a file.

    Whoever asks for the export at this moment waits for the lock of its input, as in request_export.
    """
    with transaction.atomic():
        wanted = old.values("input_id")
        stored = ExportInput.objects.select_for_update().filter(pk__in=wanted).first()
        export = old.select_for_update().first()
        if stored is None or export is None:
            return 0  # asked for again, kept, or deleted by another run
        export.delete()
        if not stored.exports.exists():
            stored.delete()
    if export.sha256 and not Export.objects.filter(sha256=export.sha256).exists():
        storage.delete(export.sha256)
    return 1
