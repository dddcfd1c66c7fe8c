"""Finished files, by the SHA-256 of their bytes: whole or absent, in a folder and on an S3-compatible service."""

from __future__ import annotations

import hashlib
import os
import resource
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from apps.exports import storage
from tests.exports.s3 import BUCKET, FOLDER, NOBODY, ObjectService, keep_files_at

CONTENT = b"%PDF finished"
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """As on a full disk: a file cannot grow beyond the size in bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def names(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@pytest.fixture(params=["file_folder", "bucket"])
def place(request: pytest.FixtureRequest) -> Any:
    return request.getfixturevalue(request.param)


@pytest.mark.usefixtures("place")
def test_bytes_are_kept_under_their_digest_once() -> None:
    assert storage.store(CONTENT) == SHA256
    assert storage.store(CONTENT) == SHA256
    assert storage.is_whole(SHA256)
    assert storage.read(SHA256) == CONTENT
    assert default_storage.listdir(SHA256[:2]) == ([], [SHA256])


@pytest.mark.usefixtures("place")
def test_a_deleted_file_is_lost_and_deleting_it_twice_is_harmless() -> None:
    storage.store(CONTENT)
    storage.delete(SHA256)
    storage.delete(SHA256)
    assert not storage.is_whole(SHA256)
    with pytest.raises(storage.FileLost):
        storage.read(SHA256)


@pytest.mark.usefixtures("place")
def test_a_damaged_file_is_never_served() -> None:
    default_storage.save(storage.name_of(SHA256), ContentFile(b"%PDF finis"))
    with pytest.raises(storage.FileLost):
        storage.read(SHA256)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", SHA256.upper(), SHA256[:-1], f"{SHA256[:-1]}/"])
def test_only_digests_are_names(name: str) -> None:
    with pytest.raises(SuspiciousFileOperation):
        storage.name_of(name)


def test_the_folder_is_two_letters_and_the_digest(file_folder: Path) -> None:
    storage.store(CONTENT)
    assert names(file_folder) == [f"{SHA256[:2]}/{SHA256}"]


def test_a_full_disk_leaves_nothing_behind_and_room_again_is_enough(file_folder: Path) -> None:
    content = bytes(10_000)
    with room_for(4_096), pytest.raises(OSError, match="File too large"):
        storage.store(content)
    assert names(file_folder) == []
    assert storage.read(storage.store(content)) == content


def test_what_a_killed_worker_left_half_written_goes_after_a_day(file_folder: Path) -> None:
    storage.store(CONTENT)
    for age in (90_000, 100):
        part = file_folder / SHA256[:2] / f".{age}.part"
        part.touch()
        os.utime(part, (time.time() - age,) * 2)
    storage.remove_leftovers()
    assert names(file_folder) == [f"{SHA256[:2]}/.100.part", f"{SHA256[:2]}/{SHA256}"]


def test_the_same_file_stored_by_many_at_once_is_one_whole_file(file_folder: Path) -> None:
    content = bytes(range(256)) * 4_000
    with ThreadPoolExecutor(8) as pool:
        stored = set(pool.map(lambda _: storage.store(content), range(24)))
    assert names(file_folder) == [storage.name_of(sha256) for sha256 in stored]
    assert storage.read(stored.pop()) == content


def test_one_setting_chooses_the_object_storage(bucket: ObjectService) -> None:
    storage.store(CONTENT)
    assert bucket.names() == [f"{FOLDER}/{SHA256[:2]}/{SHA256}"]


@pytest.mark.parametrize("act", [storage.read, storage.is_whole, storage.delete, lambda _: storage.store(CONTENT)])
def test_an_object_storage_that_does_not_answer_has_not_lost_the_file(
    act: Callable[[str], Any], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_files_at(NOBODY, settings, monkeypatch)
    with pytest.raises(storage.StorageDown):
        act(SHA256)


def test_an_object_storage_that_refuses_us_is_down(bucket: ObjectService) -> None:
    bucket.client.delete_bucket(Bucket=BUCKET)
    try:
        with pytest.raises(storage.StorageDown):
            storage.store(CONTENT)
    finally:
        bucket.client.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-2"})
