"""Days: what counts as one, and how people read it."""

from __future__ import annotations

import pytest

from apps.policydoc.days import date_words, is_day, is_day_or_month


@pytest.mark.parametrize(
    ("value", "day", "day_or_month"),
    [
        ("2026-11-20", True, True),
        ("2026-11", False, True),
        ("2026-13", False, False),
        ("2026-02-30", False, False),
        ("20261120", False, False),
        ("2026-W47-5", False, False),
        ("soon", False, False),
        ("", False, False),
        (20261120, False, False),
        (None, False, False),
    ],
)
def test_what_counts_as_a_day(value: object, day: bool, day_or_month: bool) -> None:
    assert (is_day(value), is_day_or_month(value)) == (day, day_or_month)


@pytest.mark.parametrize(
    ("value", "words"),
    [("2026-11-05", "5 November 2026"), ("2026-01", "January 2026"), ("2026-13-01", "2026-13-01"), ("soon", "soon")],
)
def test_a_day_in_words(value: str, words: str) -> None:
    assert date_words(value) == words
