"""What the tests of background exports share: kinds that misbehave, and a storage of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage, storages

from tests.exports import kinds


@pytest.fixture
def test_kinds() -> Iterator[None]:
    kinds.register_all()
    yield
    kinds.unregister_all()


@pytest.fixture
def file_folder(tmp_path: Path, settings: Any) -> Path:
    """The storage in an empty folder."""
    folder = tmp_path / "files"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "apps.exports.storage.AtomicFileSystemStorage", "OPTIONS": {"location": folder}},
    }
    return folder
