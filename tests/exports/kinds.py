"""Kinds of export that only tests know: some behave, the others misbehave each in its own way."""

from __future__ import annotations

import ctypes
import faulthandler
import json
import os
import sys
import time
from pathlib import Path

import pytest

from apps.exports.refusal import CannotRender
from apps.exports.registry import KINDS, Files, Renderer, register

LARGE = 4 * 1024**3
RELEASE = "1"


def echo(content: bytes, files: Files) -> bytes:
    return b"made from " + content


def slow(content: bytes, files: Files) -> bytes:
    """Takes the seconds that the input says, on the clock and not in computing."""
    time.sleep(json.loads(content)["tenths"] / 10)
    return echo(content, files)


def gated(content: bytes, files: Files) -> bytes:
    """Says that it has begun, and goes on when the gate opens."""
    order = json.loads(content)
    Path(order["begun"]).write_text(str(os.getpid()))
    while not Path(order["gate"]).exists():
        time.sleep(0.01)
    return echo(content, files)


def looping(content: bytes, files: Files) -> bytes:
    while True:
        pass


def hungry(content: bytes, files: Files) -> bytes:
    return bytes(LARGE)


def stuck(content: bytes, files: Files) -> bytes:
    time.sleep(3600)
    return b""


def crashing(content: bytes, files: Files) -> bytes:
    faulthandler.disable()  # pytest's would print pages
    ctypes.string_at(0)
    return b""


def leaving(content: bytes, files: Files) -> bytes:
    os._exit(3)


def refusing(content: bytes, files: Files) -> bytes:
    raise CannotRender("The policy has no title. Give it one, then ask for the file again.")


def broken(content: bytes, files: Files) -> bytes:
    raise ValueError(content)


def large(content: bytes, files: Files) -> bytes:
    return b"x" * json.loads(content).get("bytes", 3_000_000)


def differs(content: bytes, files: Files, made: bytes) -> list[str]:
    return ["Section 2 is missing.", "Section 3 is missing."]


def picture(content: bytes, files: Files) -> bytes:
    return b"".join(files[sha256] for sha256 in pictures(content))


def pictures(content: bytes) -> tuple[str, ...]:
    return tuple(json.loads(content)["pictures"])


def register_all() -> None:
    for work in (echo, slow, gated, looping, hungry, stuck, crashing, leaving, refusing, broken, large):
        _register(work.__name__, work)
    register(Renderer("test-differing", "Test", "txt", "text/plain", version, echo, check=differs))
    register(Renderer("test-picture", "Test", "txt", "text/plain", version, picture, needs=pictures))


def _register(name: str, work: object) -> None:
    register(Renderer(f"test-{name}", "Test", "txt", "text/plain", version, work))


def version() -> str:
    return RELEASE


def release(monkeypatch: pytest.MonkeyPatch, number: str) -> None:
    """As if the program had been updated."""
    monkeypatch.setattr(sys.modules[__name__], "RELEASE", number)


def unregister_all() -> None:
    for kind in [kind for kind in KINDS if kind.startswith("test-")]:
        del KINDS[kind]
