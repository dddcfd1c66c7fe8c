"""Telling workers: what a person who asks for files feels of a broker in trouble."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import Any

import pytest

from apps.exports import tasks
from config.jobs import redis_broker
from tests.exports.workers import broker


@pytest.fixture
def hanging_broker(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    """Takes connections and never answers, as a stopped Redis does."""
    monkeypatch.setattr(tasks, "_spare_until", float("-inf"))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        with broker(**redis_broker(f"redis://127.0.0.1:{listener.getsockname()[1]}/0", settings.DEPLOYMENT)):
            yield listener


def asked(listener: socket.socket) -> int:
    """How many connections came since the last call."""
    count = 0
    while True:
        try:
            listener.accept()[0].close()
        except BlockingIOError:
            return count
        count += 1


def test_a_broker_that_hangs_is_waited_for_once(hanging_broker: socket.socket) -> None:
    assert not tasks.send(1)
    assert asked(hanging_broker) > 0
    assert not tasks.send(2)
    assert asked(hanging_broker) == 0


def test_a_broker_that_hung_is_asked_again_later(
    hanging_broker: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "SPARED", 0.0)
    tasks.send(1)
    asked(hanging_broker)
    tasks.send(2)
    assert asked(hanging_broker) > 0
