"""Rows that the database itself refuses to change, by triggers that are put back after every migration."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True)
class Protected:
    """Rows of `table` for which `when` holds keep their `columns` and are never deleted.

    `when` is SQL over the row as it stands, written `OLD.column`; `moves`, over OLD and NEW, names changes of other
    columns that are refused too. `name` names the triggers.
    """

    name: str
    table: str
    when: str
    columns: tuple[str, ...]
    message: str
    moves: str = "1 = 0"


PUBLISHED_EDITIONS = Protected(
    "published_edition",
    "templates_lib_edition",
    "OLD.published_at IS NOT NULL",
    ("family_id", "name", "title", "files", "bundle_digest", "startable", "published_at"),
    "a published edition never changes",
)
SOURCE_FILES = Protected(
    "source_file", "templates_lib_sourcefile", "1 = 1", ("digest", "text"), "a stored source file never changes"
)
PROTECTED = (PUBLISHED_EDITIONS, SOURCE_FILES)


def install(connection: BaseDatabaseWrapper, protected: Iterable[Protected] = PROTECTED) -> None:
    """Create the triggers of tables that exist; safe to run twice."""
    for rows in _existing(connection, protected):
        remove(connection, [rows])
        _run(connection, _postgresql(rows) if connection.vendor == "postgresql" else _sqlite(rows))


def remove(connection: BaseDatabaseWrapper, protected: Iterable[Protected] = PROTECTED) -> None:
    """Drop the triggers: before a migration alters a table, before a test's flush, and in retention's one path."""
    for rows in _existing(connection, protected):
        place = f" ON {rows.table}" if connection.vendor == "postgresql" else ""
        _run(connection, [f"DROP TRIGGER IF EXISTS {rows.name}_{verb}{place}" for verb in ("keep", "stay", "whole")])


def install_after_migrate(using: str, **_: Any) -> None:
    install(connections[using])


def remove_before_migrate(using: str, **_: Any) -> None:
    remove(connections[using])


def _existing(connection: BaseDatabaseWrapper, protected: Iterable[Protected]) -> list[Protected]:
    tables = set(connection.introspection.table_names())
    return [rows for rows in protected if rows.table in tables]


def _run(connection: BaseDatabaseWrapper, statements: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _sqlite(rows: Protected) -> list[str]:
    changed = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in rows.columns)
    refuse = f"BEGIN SELECT RAISE(ABORT, '{rows.message}'); END"
    return [
        f"CREATE TRIGGER {rows.name}_keep BEFORE UPDATE ON {rows.table} WHEN ({rows.when})"
        f" AND ({changed} OR {rows.moves}) {refuse}",
        f"CREATE TRIGGER {rows.name}_stay BEFORE DELETE ON {rows.table} WHEN {rows.when} {refuse}",
    ]


def _postgresql(rows: Protected) -> list[str]:
    """TRUNCATE fires no row trigger, so it has one of its own."""
    changed = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in rows.columns)
    refuse = f"{rows.name}_refuse"
    return [
        f"CREATE OR REPLACE FUNCTION {refuse}() RETURNS trigger LANGUAGE plpgsql AS $$"
        f" BEGIN RAISE EXCEPTION '{rows.message}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        f"CREATE TRIGGER {rows.name}_keep BEFORE UPDATE ON {rows.table} FOR EACH ROW"
        f" WHEN (({rows.when}) AND ({changed} OR {rows.moves})) EXECUTE FUNCTION {refuse}()",
        f"CREATE TRIGGER {rows.name}_stay BEFORE DELETE ON {rows.table} FOR EACH ROW"
        f" WHEN ({rows.when}) EXECUTE FUNCTION {refuse}()",
        f"CREATE TRIGGER {rows.name}_whole BEFORE TRUNCATE ON {rows.table} EXECUTE FUNCTION {refuse}()",
    ]
