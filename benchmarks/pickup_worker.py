"""The workers of queue_pickup.py: the program's own, with one task more that notes when it ran."""

from __future__ import annotations

import os
import time
from pathlib import Path

from config.celery import app

__all__ = ["app"]


@app.task(name="benchmark.note", ignore_result=True)
def note(number: int) -> None:
    now = time.time_ns()
    place = Path(os.environ["PICKUP_FOLDER"]) / str(number)
    part = place.with_suffix(".part")
    part.write_text(str(now))
    part.rename(place)
