"""Thin Celery wrappers: messages carry ids only, and losing one loses nothing."""

from __future__ import annotations

import time
from typing import Any

import structlog
from celery import shared_task
from celery.signals import worker_init

from apps.exports import registry, sweep, work

log = structlog.get_logger(__name__)

SLOW = 1.0
"""Seconds: a broker that fails later than this hangs; one that is gone fails at once."""
SPARED = 5.0
"""Seconds in which a broker that hangs is not asked again, so that a page with several files waits for it once."""
_spare_until = float("-inf")


@shared_task(name="exports.render", ignore_result=True)
def render(export_id: int) -> None:
    work.make(export_id)


@shared_task(name="exports.sweep", ignore_result=True)
def sweep_up() -> None:
    sweep.sweep(send)


@shared_task(name="exports.delete_old", ignore_result=True)
def delete_old() -> None:
    sweep.delete_old()


def send(export_id: int) -> bool:
    """Tells a worker of the row. Never raises: without a broker the row waits until the sweeper reaches one."""
    global _spare_until
    began = time.monotonic()
    if began < _spare_until:
        return False
    try:
        render.apply_async((export_id,), retry=False, ignore_result=True)
    except Exception as error:  # each transport has its own errors, and none of them may reach the person
        if time.monotonic() - began > SLOW:
            _spare_until = time.monotonic() + SPARED
        log.warning("export_not_sent", export=export_id, error=type(error).__name__, fix="Is the broker running?")
        return False
    return True


@worker_init.connect
def warm_up(**_: Any) -> None:
    """One tiny file of each kind before the first job, so that its children start with everything loaded."""
    for renderer in registry.KINDS.values():
        try:
            renderer.warm_up()
        except Exception:
            log.exception("renderer_not_ready", kind=renderer.kind, fix="Compare the installed packages with README.md")
