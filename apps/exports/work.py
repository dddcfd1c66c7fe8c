"""What a worker does with one export: claim it, make the file in a child, keep it, write the result."""

from __future__ import annotations

import errno
import time
import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import structlog
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone

from apps.exports import health, registry, storage
from apps.exports.child import LIMITS, ChildFailed, Limits, make_file
from apps.exports.models import Export

log = structlog.get_logger(__name__)

LEASE = timedelta(seconds=20)
"""How long a claim holds without a sign of life: after that the worker is taken for dead."""
RENEW_EVERY = 5.0
STORING = timedelta(seconds=90)
"""The lease while a file travels to a distant storage, when nothing can be renewed."""
WAITS = tuple(timedelta(seconds=seconds) for seconds in (5, 30, 120))
"""Between the attempts."""
ATTEMPTS = len(WAITS) + 1
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class LeaseLost(Exception):
    """Another worker has taken the export over: whatever this one made is not written."""


@dataclass
class Lease:
    """The right to write one export's result, for as long as the row carries this token."""

    export: Export
    token: uuid.UUID
    renewed: float = field(default_factory=time.monotonic)

    def write(self, **values: Any) -> None:
        """Raises LeaseLost when the row is no longer ours."""
        if not Export.objects.filter(pk=self.export.pk, lease_token=self.token).update(**values):
            raise LeaseLost(f"export {self.export.pk}")

    def renew(self) -> None:
        if time.monotonic() - self.renewed < RENEW_EVERY:
            return
        self.renewed = time.monotonic()
        self.write(lease_until=timezone.now() + LEASE)
        health.seen()


def claim(export_id: int) -> Lease | None:
    """One conditional UPDATE: of all workers that try, one gets the lease."""
    now, token = timezone.now(), uuid.uuid4()
    due = Q(state=Export.State.QUEUED) & (Q(next_try_at=None) | Q(next_try_at__lte=now))
    abandoned = Q(state=Export.State.RUNNING, lease_until__lt=now)
    claimed = Export.objects.filter(due | abandoned, pk=export_id, attempts__lt=ATTEMPTS).update(
        state=Export.State.RUNNING,
        stage=Export.Stage.MAKING,
        attempts=F("attempts") + 1,
        lease_token=token,
        lease_until=now + LEASE,
    )
    if not claimed:
        return None
    # Read with the token: between the two statements a very slow worker can have lost the row again.
    export = Export.objects.select_related("input").filter(pk=export_id, lease_token=token).first()
    return Lease(export, token) if export else None


def make(export_id: int, limits: Limits = LIMITS) -> None:
    """Makes the file if this export is to be made now, and writes how it went; a second call finds nothing to do."""
    lease = claim(export_id)
    if lease is None:
        return
    health.seen()
    try:
        _make(lease, limits)
    except LeaseLost:
        log.warning("export_lease_lost", export=export_id)
    except ChildFailed as failure:
        _fail(lease, failure)
    except Exception as error:
        log.exception("export_fault", export=export_id)
        _fail(lease, ChildFailed(_plain(error), detail=type(error).__name__))


def _make(lease: Lease, limits: Limits) -> None:
    renderer = registry.KINDS.get(lease.export.kind)
    if renderer is None:
        raise ChildFailed(f"The worker does not know how to make {lease.export.kind} files.")
    _adopt(lease, renderer.version())
    content = lease.export.input.content.encode()
    made = make_file(
        renderer,
        content,
        {sha256: storage.read(sha256) for sha256 in renderer.needs(content)},
        on_checking=lambda: lease.write(stage=Export.Stage.CHECKING, lease_until=timezone.now() + LEASE),
        on_tick=lease.renew,
        limits=limits,
    )
    lease.write(lease_until=timezone.now() + STORING)
    sha256 = storage.store(made)
    lease.write(
        state=Export.State.DONE,
        stage=Export.Stage.DONE,
        sha256=sha256,
        size=len(made),
        finished_at=timezone.now(),
        **_NO_LEASE,
        reason="",
    )
    log.info("export_done", export=lease.export.pk, kind=renderer.kind, bytes=len(made))


def _adopt(lease: Lease, version: str) -> None:
    """A row asked for by another release is made by this one, and says so."""
    if lease.export.renderer_version == version:
        return
    try:
        with transaction.atomic():
            lease.write(renderer_version=version)
    except IntegrityError as error:
        log.error("export_versions_differ", export=lease.export.pk, fix="Run the same release on web and worker")
        reason = "The program was updated while this file was waiting. Ask for the file again."
        raise ChildFailed(reason, final=True) from error


def _fail(lease: Lease, failure: ChildFailed) -> None:
    attempts = lease.export.attempts
    last = failure.final or attempts >= ATTEMPTS
    log.warning("export_attempt_failed", export=lease.export.pk, attempt=attempts, last=last, detail=failure.detail)
    now = timezone.now()
    state: dict[str, Any] = (
        {"state": Export.State.FAILED, "finished_at": now}
        if last
        else {"state": Export.State.QUEUED, "next_try_at": now + WAITS[attempts - 1]}
    )
    try:
        lease.write(**state, **_NO_LEASE, stage=Export.Stage.WAITING, reason=str(failure))
    except LeaseLost:
        log.warning("export_lease_lost", export=lease.export.pk)


def _plain(error: Exception) -> str:
    if isinstance(error, OSError) and error.errno in NO_ROOM:
        return "There was no room left to keep the file."
    if isinstance(error, storage.FileLost):
        return "A picture that the policy uses is missing."
    if isinstance(error, OSError):
        return "The file could not be kept: the storage did not work."
    return "The file could not be made because of a fault in the program."


_NO_LEASE: dict[str, None] = {"lease_token": None, "lease_until": None}
