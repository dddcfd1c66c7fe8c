"""What people ask of exports: make a file, try again, keep it for ever."""

from __future__ import annotations

import hashlib
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from apps.exports import registry, storage, tasks
from apps.exports.models import Export, ExportInput
from apps.policydoc.document import canonical
from apps.schools.models import User


def request_export(kind: str, input_json: dict[str, Any], *, by: User | None) -> Export:
    """The export of this input, made now or found: asking twice gives one row and one file. `by=None` is the system.

    Belongs to the caller's transaction; a worker is told after the commit, and a broker that is down is no error.
    Raises ValueError for an unknown kind and TypeError for what canonical JSON does not hold.
    """
    if kind not in registry.KINDS:
        raise ValueError(f"there is no export kind {kind!r}; known: {', '.join(sorted(registry.KINDS))}")
    content = canonical(input_json)
    now = timezone.now()
    with transaction.atomic():
        stored, _ = ExportInput.objects.select_for_update().get_or_create(
            digest=hashlib.sha256(content).hexdigest(), defaults={"content": content.decode()}
        )
        export, created = Export.objects.get_or_create(
            kind=kind,
            input=stored,
            renderer_version=registry.KINDS[kind].version(),
            defaults={"requested_by": by, "requested_at": now, "created_at": now, "sent_at": now},
        )
        if not created:
            Export.objects.filter(pk=export.pk).update(requested_at=now)
        _tell_a_worker(export)
    return export


def retry_export(export: Export, *, by: User | None) -> Export:
    """Starts a failed export afresh, or a finished one whose file is lost or damaged; any other is left as it is."""
    now = timezone.now()
    lost = export.state == Export.State.DONE and _is_lost(export)
    again = Export.objects.filter(pk=export.pk, state=Export.State.DONE if lost else Export.State.FAILED)
    with transaction.atomic():
        restarted = again.update(
            state=Export.State.QUEUED,
            stage=Export.Stage.WAITING,
            attempts=0,
            next_try_at=None,
            sent_at=now,
            reason="",
            sha256="",
            size=None,
            requested_by=by,
            requested_at=now,
            finished_at=None,
        )
        export.refresh_from_db()
        if restarted:
            _tell_a_worker(export)
    return export


def keep_export(export: Export, *, by: User | None) -> None:
    """A ratified version rests on this file from now on: it is never deleted. Raises DoesNotExist if it just was."""
    if not Export.objects.filter(pk=export.pk).update(keep=True):
        raise Export.DoesNotExist(f"export {export.pk}")


def _is_lost(export: Export) -> bool:
    """Not when nobody can tell: a storage that is down may still hold the file."""
    try:
        return not storage.is_whole(export.sha256)
    except OSError:
        return False


def _tell_a_worker(export: Export) -> None:
    if export.state == Export.State.QUEUED:
        transaction.on_commit(partial(tasks.send, export.pk), robust=True)
