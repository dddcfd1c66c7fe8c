"""The pets policy of the school, as its head has just started it, and a browser window on it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from apps.policies import actions
from apps.policies.models import Version
from apps.schools.models import School, User
from tests.policies.texts import publish
from tests.wizard.texts import FILES

POLICY = "/schools/oak-lane/policies/pets/"


@pytest.fixture
def file_folder(tmp_path: Path, settings: Any) -> Path:
    """The storage of files, empty and of this test alone."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "apps.exports.storage.AtomicFileSystemStorage", "OPTIONS": {"location": tmp_path}},
    }
    return tmp_path


@pytest.fixture
def draft(school: School, head: User) -> Version:
    return actions.start_policy(school, publish(FILES)["pets"], by=head)


@pytest.fixture
def window(draft: Version, head: User, signed_in: Callable[[User], Client]) -> Client:
    """The head's."""
    return signed_in(head)


@pytest.fixture
def answers(draft: Version) -> Callable[..., dict[str, Any]]:
    """What is stored: (kind, key) -> value, without what was cleared."""

    def read() -> dict[tuple[str, str], Any]:
        from apps.policies.models import Answer

        return {(row.kind, row.key): row.value for row in Answer.objects.all() if row.value is not None}

    return read
