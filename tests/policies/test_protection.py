"""Triggers against a whole-table delete, which no row trigger sees, and the path around a migration."""

from __future__ import annotations

import pytest
from django.db import Error, connection, transaction

from apps.policies.models import Version
from apps.policies.protection import PROTECTED
from apps.templates_lib.protection import install, remove

from .test_models import IN_FORCE, change


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL has TRUNCATE")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("table", ["policies_version", "policies_ratification", "templates_lib_edition"])
def test_truncate_is_refused(table: str) -> None:
    with pytest.raises(Error, match=r"never|only be withdrawn"), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {table} CASCADE")


@pytest.mark.django_db(transaction=True)
def test_a_flush_leaves_the_next_test_its_triggers(version: Version) -> None:
    """Stands twice, so that the second run follows the flush of the first."""
    change(version, **IN_FORCE)
    with pytest.raises(Error, match="keeps its content"), transaction.atomic():
        version.delete()


test_the_same_after_a_flush = test_a_flush_leaves_the_next_test_its_triggers


@pytest.mark.django_db(transaction=True)
def test_removed_and_installed_again_however_often(version: Version) -> None:
    change(version, **IN_FORCE)
    remove(connection, PROTECTED)
    remove(connection, PROTECTED)
    change(version, number=2)
    install(connection, PROTECTED)
    install(connection, PROTECTED)
    with pytest.raises(Error, match="keeps its content"):
        change(version, number=3)
    assert Version.objects.get(pk=version.pk).number == 2
