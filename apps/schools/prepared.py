"""A query whose SQL is built once in a process: Django builds it anew each time, and takes longer than the database."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db import connection
from django.db.models import QuerySet


class Prepared:
    """`query` makes the query for the values that it is given by name; `examples` are values of their types.

    The examples stand for the places of the values in the SQL, so each must be one that occurs nowhere else in it. For
    queries of plain columns (`values_list`) alone: what a row holds is what the database gives.
    """

    def __init__(self, query: Callable[..., QuerySet[Any, Any]], examples: Mapping[str, Any]) -> None:
        self.query = query
        self.examples = examples
        self._built: dict[str, tuple[str, list[tuple[str, Any]]]] = {}

    def rows(self, **values: Any) -> list[tuple[Any, ...]]:
        sql, places = self._built.get(connection.vendor) or self._build()
        with connection.cursor() as cursor:
            cursor.execute(sql, [values[name] if name else constant for name, constant in places])
            return list(cursor.fetchall())

    def _build(self) -> tuple[str, list[tuple[str, Any]]]:
        """The SQL, and for each of its places the name of a value, or "" and what always stands there."""
        names = {(type(value), value): name for name, value in self.examples.items()}
        sql, given = self.query(**self.examples).query.sql_with_params()
        places = [(names.get((type(value), value), ""), value) for value in given]
        missing = set(self.examples) - {name for name, _ in places}
        if missing:
            raise ValueError(f"the query has no place for {', '.join(sorted(missing))}")
        self._built[connection.vendor] = sql, places
        return sql, places
