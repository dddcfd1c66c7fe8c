"""The dict of states is the truth about what a version can become."""

from __future__ import annotations

import pytest

from apps.policies.states import (
    DECIDED,
    DRAFT,
    OPEN,
    RATIFIED,
    STATES,
    SUBMITTED,
    TRANSITIONS,
    WITHDRAWN,
    WrongState,
    after,
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


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("verb", ["submit", "send-back", "ratify", "withdraw", "supersede"])
def test_a_move_that_is_not_there_is_refused_in_plain_words(state: str, verb: str) -> None:
    if verb in TRANSITIONS[state]:
        assert after(state, verb) == TRANSITIONS[state][verb]
        return
    with pytest.raises(WrongState, match="it cannot be changed in this way"):
        after(state, verb)
