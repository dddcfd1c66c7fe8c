"""The folder of messages: whole, once, in order, and still there after a restart."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Iterator
from pathlib import Path
from queue import Empty
from typing import Any

import pytest
from kombu import Connection, Exchange, Queue
from kombu.exceptions import OperationalError

from apps.exports import transport

transport.register()
FORK = multiprocessing.get_context("fork")


def connection(folder: Path) -> Connection:
    return Connection(
        f"{transport.SCHEME}://localhost",
        transport_options={"folder": str(folder), "polling_interval": 0.001, "max_retries": 1, "interval_start": 0},
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "messages"


@pytest.fixture
def channel(folder: Path) -> Iterator[Any]:
    with connection(folder) as opened:
        yield opened.channel()


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".exchange")


def test_messages_come_out_whole_once_and_in_order(channel: Any, folder: Path) -> None:
    for number in range(20):
        channel._put("one", {"number": number})
    assert [channel._get("one")["number"] for _ in range(20)] == list(range(20))
    with pytest.raises(Empty):
        channel._get("one")
    assert files(folder) == []


def test_queues_are_apart_even_when_one_name_ends_like_the_other(channel: Any) -> None:
    channel._put("sweep", "mine")
    channel._put("other-sweep", "theirs")
    assert (channel._size("sweep"), channel._size("other-sweep")) == (1, 1)
    assert channel._purge("other-sweep") == 1
    assert channel._get("sweep") == "mine"


def test_messages_survive_the_end_of_every_process(folder: Path) -> None:
    with connection(folder) as first:
        first.channel()._put("one", "kept")
    with connection(folder) as second:
        assert second.channel()._get("one") == "kept"


def test_a_message_that_another_reader_took_is_passed_over(folder: Path) -> None:
    with connection(folder) as first, connection(folder) as second:
        slow, fast = first.channel(), second.channel()
        for number in range(3):
            slow._put("one", number)
        assert slow._get("one") == 0  # has listed all three
        assert fast._get("one") == 1
        assert slow._get("one") == 2


def test_a_damaged_message_is_thrown_away_and_stops_nobody(channel: Any, folder: Path) -> None:
    (folder / "messages" / f"{0:020d}-damaged.one.msg").write_bytes(b'{"half')
    channel._put("one", "whole")
    assert channel._get("one") == "whole"
    assert files(folder) == []


def test_what_a_dead_process_left_goes_after_an_hour(folder: Path) -> None:
    with connection(folder) as first:
        first.channel()
    for place, age in (("writing", 4000), ("taken", 4000), ("writing", 100)):
        left = folder / place / f"left-{age}"
        left.touch()
        os.utime(left, (time.time() - age,) * 2)
    with connection(folder) as second:
        second.channel()
    assert [path.name for path in files(folder)] == ["left-100"]


def test_a_folder_that_cannot_be_used_is_an_error_of_the_broker(tmp_path: Path) -> None:
    (tmp_path / "messages").write_text("a file where the folder should be")
    with pytest.raises(OperationalError), connection(tmp_path / "messages") as opened:
        opened.default_channel  # noqa: B018


def test_bindings_of_several_processes_add_up(folder: Path) -> None:
    fanout = Exchange("news", type="fanout")

    def bind(number: int) -> None:
        with connection(folder) as opened:
            Queue(f"reader-{number}", fanout)(opened.channel()).declare()

    _in_parallel([(bind, (number,)) for number in range(6)])
    with connection(folder) as opened:
        channel = opened.channel()
        assert sorted(row.queue for row in channel.get_table("news")) == [f"reader-{number}" for number in range(6)]
        channel._put_fanout("news", "hello", "")
        assert [channel._get(f"reader-{number}") for number in range(6)] == ["hello"] * 6
        channel._delete("reader-0", "news", "", "")
        assert len(channel.get_table("news")) == 5


def _in_parallel(jobs: list[tuple[Any, tuple[Any, ...]]]) -> None:
    started = [FORK.Process(target=work, args=args) for work, args in jobs]
    for process in started:
        process.start()
    for process in started:
        process.join()
    assert [process.exitcode for process in started] == [0] * len(started)


def _produce(folder: Path, producer: int, count: int) -> None:
    with connection(folder) as opened:
        channel = opened.channel()
        for number in range(count):
            channel._put("one", {"from": producer, "number": number, "filling": "x" * (number % 50) * 100})


def _consume(folder: Path, found: Path, total: int) -> None:
    """Takes messages until all consumers together have `total`; each writes what it got as a file's name."""
    with connection(folder) as opened:
        channel = opened.channel()
        while len(os.listdir(found)) < total:
            try:
                message = channel._get("one")
            except Empty:
                continue
            assert len(message["filling"]) == message["number"] % 50 * 100
            (found / f"{message['from']}-{message['number']}").touch(exist_ok=False)


def _hammer(folder: Path, found: Path, producers: int, consumers: int, each: int) -> None:
    found.mkdir()
    producing = [(_produce, (folder, producer, each)) for producer in range(producers)]
    consuming = [(_consume, (folder, found, producers * each)) for _ in range(consumers)]
    _in_parallel(producing + consuming)
    expected = {f"{producer}-{number}" for producer in range(producers) for number in range(each)}
    assert set(os.listdir(found)) == expected
    assert files(folder) == []


def test_parallel_producers_and_consumers_lose_nothing_and_read_no_half_message(folder: Path, tmp_path: Path) -> None:
    _hammer(folder, tmp_path / "found", producers=3, consumers=3, each=150)


@pytest.mark.long
def test_many_parallel_producers_and_consumers(folder: Path, tmp_path: Path) -> None:
    _hammer(folder, tmp_path / "found", producers=6, consumers=6, each=3_000)
