"""Keeps finished files under the SHA-256 of their bytes: a file is whole or absent, and is never changed."""

from __future__ import annotations

import hashlib
import os
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, default_storage, storages

CHUNK = 1 << 20
PART = ".part"
LEFTOVER_AFTER = 24 * 3600
"""Seconds after which an unfinished file belongs to a worker that died."""


class FileLost(Exception):
    """The stored file is gone or damaged; the export can be made again."""


class StorageDown(OSError):
    """A distant storage cannot be reached or refuses us: whether the file is there cannot be told now."""


def name_of(sha256: str) -> str:
    if len(sha256) != 64 or set(sha256) - set("0123456789abcdef"):
        raise SuspiciousFileOperation(f"{sha256!r} is no SHA-256")
    return f"{sha256[:2]}/{sha256}"


def store(content: bytes) -> str:
    """Keeps the bytes and answers with their SHA-256. Storing the same bytes twice, or at once, is harmless.

    Raises OSError, of which StorageDown is one.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    with _faults_told():
        default_storage.save(name_of(sha256), ContentFile(content))
    return sha256


def read(sha256: str) -> bytes:
    """The bytes, proved to be those that were stored. Raises FileLost, and OSError when that cannot be told."""
    try:
        with _faults_told(), default_storage.open(name_of(sha256)) as file:
            content: bytes = file.read()
    except FileNotFoundError as error:
        raise FileLost(f"The file {sha256} is not in the storage.") from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise FileLost(f"The file {sha256} is damaged.")
    return content


def is_whole(sha256: str) -> bool:
    """Raises OSError when that cannot be told."""
    try:
        read(sha256)
    except FileLost:
        return False
    return True


def delete(sha256: str) -> None:
    """Raises OSError when the storage does not do it."""
    with _faults_told():
        default_storage.delete(name_of(sha256))


@contextmanager
def _faults_told() -> Iterator[None]:
    """Each storage has its own errors; callers know one."""
    try:
        yield
    except getattr(storages["default"], "faults", ()) as error:
        raise StorageDown(f"The storage does not work: {type(error).__name__}") from error


def remove_leftovers() -> None:
    """What workers left that were killed while writing; an object storage has no half files."""
    if isinstance(storages["default"], AtomicFileSystemStorage):
        storages["default"].remove_leftovers()


class AtomicFileSystemStorage(FileSystemStorage):
    """Django's own leaves a truncated file under the final name when the disk is full or the process dies."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"allow_overwrite": True, **options})

    def _save(self, name: str, content: File[bytes]) -> str:
        place = Path(self.path(name))
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = place.with_name(f".{place.name}.{uuid.uuid4().hex}{PART}")
        try:
            with part.open("xb") as file:
                for chunk in content.chunks(CHUNK):
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            part.replace(place)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        _sync_folder(place.parent)
        return name

    def remove_leftovers(self) -> None:
        oldest = time.time() - LEFTOVER_AFTER
        for part in Path(self.location).glob(f"*/.*{PART}"):
            with suppress(FileNotFoundError):
                if part.stat().st_mtime < oldest:
                    part.unlink()


def _sync_folder(folder: Path) -> None:
    """The new name itself must survive a power cut."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
