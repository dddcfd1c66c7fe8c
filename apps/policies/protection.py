"""What the database keeps of a ratified version: its text, the day it came into force, and that it was ratified."""

from __future__ import annotations

from typing import Any

from django.db import connections

from apps.templates_lib.protection import Protected, install, remove

DECIDED = "('RATIFIED', 'WITHDRAWN')"

RATIFIED_VERSIONS = Protected(
    "ratified_version",
    "policies_version",
    f"OLD.state IN {DECIDED}",
    ("policy_id", "edition_id", "stored_file", "number", "frozen", "body_digest", "in_force_from", "submitted_at",
     "ratified_at", "created_by_id", "created_at"),
    "a ratified version keeps its content and can only be withdrawn, once",
    moves=f"NEW.state NOT IN {DECIDED} OR (OLD.state = 'WITHDRAWN'"
    " AND (NEW.state <> OLD.state OR NEW.withdrawn_from <> OLD.withdrawn_from))",
)  # fmt: skip
DONE_RATIFICATIONS = Protected(
    "done_ratification",
    "policies_ratification",
    "OLD.state = 'DONE'",
    ("version_id", "state", "body_digest", "asked_by_id", "asked_at", "ended_at"),
    "a ratification that is done never changes",
)
PROTECTED = (RATIFIED_VERSIONS, DONE_RATIFICATIONS)


def install_after_migrate(using: str, **_: Any) -> None:
    install(connections[using], PROTECTED)


def remove_before_migrate(using: str, **_: Any) -> None:
    remove(connections[using], PROTECTED)
