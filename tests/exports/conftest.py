"""What the tests of background exports share: kinds that misbehave, and a storage of their own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from apps.exports import actions, tasks
from apps.exports.models import Export
from config.jobs import redis_broker
from tests.exports import kinds, s3
from tests.exports.workers import Redis, broker


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


@pytest.fixture(scope="module")
def object_service() -> Iterator[s3.ObjectService]:
    service = s3.ObjectService()
    yield service
    service.remove()


@pytest.fixture
def bucket(object_service: s3.ObjectService, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The storage in an empty bucket, by the one setting."""
    s3.keep_files_at(object_service.url, settings, monkeypatch)
    yield object_service
    object_service.start()
    object_service.empty()


@pytest.fixture
def redis(tmp_path: Path, settings: Any) -> Iterator[Redis]:
    """A Redis of the test's own, through which messages travel meanwhile."""
    if shutil.which("redis-server") is None:
        pytest.skip("redis-server is not installed")
    server = Redis(tmp_path)
    with broker(**redis_broker(server.url, settings.DEPLOYMENT)):
        yield server
    server.kill()


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The ids that workers would have been told of, while no broker is there."""
    told: list[int] = []

    def send(export_id: int) -> bool:
        told.append(export_id)
        return True

    monkeypatch.setattr(tasks, "send", send)
    return told


@pytest.fixture
def ask(db: None, test_kinds: None, file_folder: Path, sent: list[int]) -> Callable[..., Export]:
    """Asks for an export as a page does; nobody works on it unless the test does."""

    def request(kind: str = "echo", **content: Any) -> Export:
        return actions.request_export(f"test-{kind}", content, by=None)

    return request
