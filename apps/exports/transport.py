"""The default message broker: a folder of files, one per message, which appear and disappear only by atomic rename.

kombu's own filesystem transport writes a message in place, so a reader can see half of it and the worker dies.
Here a message (and a table of bindings) is written beside its place and renamed into it, and a reader takes a message
by renaming it away: of several readers exactly one succeeds. Messages are hints (the Export row is the truth), so they
are not synchronised to disk one by one.
"""

from __future__ import annotations

import fcntl
import os
import time
import uuid
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty
from typing import Any

from kombu.exceptions import ConnectionError as BrokerConnectionError
from kombu.transport import TRANSPORT_ALIASES, filesystem, virtual
from kombu.utils.json import dumps, loads

SCHEME = "atomicfiles"
LEFTOVER_AFTER = 3600
"""Seconds after which a half-written or half-read file belongs to a process that died."""
LOOK_UP_AFTER = 0.25
"""Seconds."""


def register() -> None:
    """Make `broker_url = "atomicfiles://"` known to kombu; `transport_options` needs `folder`."""
    TRANSPORT_ALIASES[SCHEME] = f"{__name__}:Transport"


class Channel(filesystem.Channel):
    """Four folders: messages, those being written, those just taken, and the tables of bindings."""

    def __init__(self, connection: Any, **options: Any) -> None:
        super().__init__(connection, **options)
        folder = Path(self.transport_options["folder"])
        self.messages, self.writing, self.taken, self.tables = (
            folder / name for name in ("messages", "writing", "taken", "tables")
        )
        self._listed: dict[str, deque[str]] = {}
        try:
            for path in (self.messages, self.writing, self.taken, self.tables):
                path.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._remove_leftovers()
        except OSError as error:
            raise BrokerConnectionError(f"The message folder {folder} cannot be used: {error}") from error

    @property
    def control_folder(self) -> Path:
        return self.tables

    def _put(self, queue: str, payload: Any, **options: Any) -> None:
        # The wall clock, zero padded: sorting by name is oldest first, across processes and restarts.
        self._publish(self.messages / f"{time.time_ns():020d}-{uuid.uuid4().hex}.{queue}.msg", payload)

    def _get(self, queue: str) -> Any:
        while True:
            name = self._next_name(queue)
            taken = self.taken / name
            try:
                (self.messages / name).rename(taken)
            except FileNotFoundError:
                continue  # another reader was faster
            content = taken.read_bytes()
            taken.unlink(missing_ok=True)
            try:
                return loads(content.decode())
            except ValueError:
                continue  # damaged by a power cut: the sweeper sends a new one

    def _next_name(self, queue: str) -> str:
        """From the last listing while it lasts, so that emptying a long queue lists the folder once."""
        names = self._listed.setdefault(queue, deque())
        if not names:
            names.extend(self._names(queue))
        if not names:
            raise Empty
        return names.popleft()

    def _names(self, queue: str) -> list[str]:
        try:
            names = os.listdir(self.messages)
        except OSError as error:
            raise BrokerConnectionError(f"The message folder {self.messages} cannot be read: {error}") from error
        return sorted(name for name in names if name.partition(".")[2] == f"{queue}.msg")

    def _size(self, queue: str) -> int:
        return len(self._names(queue))

    def _purge(self, queue: str) -> int:
        self._listed.pop(queue, None)
        removed = 0
        for name in self._names(queue):
            try:
                (self.messages / name).unlink()
            except FileNotFoundError:
                continue  # a reader took it meanwhile
            removed += 1
        return removed

    def get_table(self, exchange: str) -> list[filesystem.exchange_queue_t]:
        try:
            rows = loads(self._exchange_file(exchange).read_bytes().decode())
        except FileNotFoundError:
            return []
        return [filesystem.exchange_queue_t(*row) for row in rows]

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str, queue: str) -> None:
        binding = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue or "")
        with self._table_lock():
            table = self.get_table(exchange)
            if binding not in table:
                self._publish(self._exchange_file(exchange), [binding, *table])

    def _delete(self, queue: str, exchange: str, routing_key: str, pattern: str, *args: Any, **options: Any) -> None:
        virtual.Channel._delete(self, queue)
        binding = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue or "")
        with self._table_lock():
            table = self.get_table(exchange)
            if binding in table:
                self._publish(self._exchange_file(exchange), [row for row in table if row != binding])

    def _publish(self, place: Path, content: Any) -> None:
        """Write beside and rename: readers see all or nothing. Raises the error after which workers connect again."""
        part = self.writing / uuid.uuid4().hex
        try:
            part.write_bytes(dumps(content).encode())
            part.rename(place)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise BrokerConnectionError(f"The message {place.name} cannot be written: {error}") from error

    @contextmanager
    def _table_lock(self) -> Iterator[None]:
        with (self.tables / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _remove_leftovers(self) -> None:
        oldest = time.time() - LEFTOVER_AFTER
        for folder in (self.writing, self.taken):
            for path in folder.iterdir():
                try:
                    if path.stat().st_mtime < oldest:
                        path.unlink()
                except FileNotFoundError:
                    continue  # its owner finished it


class Transport(filesystem.Transport):
    Channel = Channel
    global_state = virtual.BrokerState()
    driver_type = driver_name = SCHEME

    def drain_events(self, connection: Any, timeout: float | None = None) -> None:
        """A worker looks only between two of these whether it is asked to stop."""
        super().drain_events(connection, timeout=None if timeout is None else min(timeout, LOOK_UP_AFTER))
