"""The dict of states is the truth about what a version can become."""

from __future__ import annotations

from apps.policies.states import (
    DECIDED,
    DRAFT,
    OPEN,
    RATIFIED,
    STATES,
    SUBMITTED,
    TRANSITIONS,
    WITHDRAWN,
)


def test_every_move() -> None:
    assert {(state, verb, then) for state, moves in TRANSITIONS.items() for verb, then in moves.items()} == {
        (DRAFT, "submit", SUBMITTED),
        (SUBMITTED, "ratify", RATIFIED),
        (SUBMITTED, "send-back", DRAFT),
        (RATIFIED, "withdraw", WITHDRAWN),
    }


def test_every_state_is_open_or_decided() -> None:
    assert (*OPEN, *DECIDED) == STATES == tuple(TRANSITIONS)
