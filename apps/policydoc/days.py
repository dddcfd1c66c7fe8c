"""Days: as data ("2026-11-20", or "2026-11" for a month) and as people read them."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def is_day(value: Any) -> bool:
    """Whether it is an ISO day as text, such as "2026-11-20"."""
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def is_day_or_month(value: Any) -> bool:
    """Whether it is an ISO day, or a month such as "2026-11"."""
    is_month = isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}", value)
    return is_day(f"{value}-01" if is_month else value)


def date_words(value: str) -> str:
    """ "2026-11-20" -> "20 November 2026", "2026-11" -> "November 2026"."""
    if not re.fullmatch(r"\d{4}-(?:0[1-9]|1[0-2])(?:-\d{2})?", value):
        return value
    year, month, *day = value.split("-")
    return " ".join([*(str(int(item)) for item in day), MONTHS[int(month) - 1], year])
