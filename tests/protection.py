"""Tests with real transactions end with a flush, which the triggers of protected rows refuse: they go before it.

The flush sends post_migrate, which puts them back.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection

from apps.policies.protection import PROTECTED as POLICY_ROWS
from apps.templates_lib.protection import PROTECTED as LIBRARY_ROWS
from apps.templates_lib.protection import remove


@pytest.fixture(autouse=True)
def flush_without_triggers(request: pytest.FixtureRequest) -> Iterator[None]:
    marker = request.node.get_closest_marker("django_db")
    flushed = {"transactional_db", "live_server", "django_db_serialized_rollback", "django_db_reset_sequences"}
    if not (marker and marker.kwargs.get("transaction")) and not flushed & set(request.fixturenames):
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    remove(connection, (*POLICY_ROWS, *LIBRARY_ROWS))
