"""The states of a version and the moves between them: the one dict behind actions, buttons, tests and the diagram.

No action moves a version yet: those of governors come with their pages, and take their moves from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

DRAFT = "DRAFT"
SUBMITTED = "SUBMITTED"
RATIFIED = "RATIFIED"
WITHDRAWN = "WITHDRAWN"

LABELS: Mapping[str, str] = MappingProxyType(
    {DRAFT: "Draft", SUBMITTED: "With the governors", RATIFIED: "Ratified", WITHDRAWN: "Withdrawn"}
)
STATES: tuple[str, ...] = tuple(LABELS)

# state -> verb -> the next state. There is no "superseded": what is in force on a day is worked out from the dates.
TRANSITIONS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        DRAFT: MappingProxyType({"submit": SUBMITTED}),
        SUBMITTED: MappingProxyType({"ratify": RATIFIED, "send-back": DRAFT}),
        RATIFIED: MappingProxyType({"withdraw": WITHDRAWN}),
        WITHDRAWN: MappingProxyType({}),
    }
)

OPEN: tuple[str, ...] = (DRAFT, SUBMITTED)
DECIDED: tuple[str, ...] = (RATIFIED, WITHDRAWN)


class WrongState(Exception):
    """The version is not in a state that allows the verb; the message is for the person who asked."""
