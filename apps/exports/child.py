"""Makes a file in a child process with hard limits, so that no policy can take a worker down.

The child is forked from the warm worker: `multiprocessing` is refused inside prefork workers, and a fresh interpreter
takes almost twice as long. It reports over a pipe and never touches the database or the broker, whose connections
belong to its parent.
"""

from __future__ import annotations

import ctypes
import gc
import os
import resource
import select
import signal
import struct
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import NoReturn

from apps.exports.refusal import CannotRender
from apps.exports.registry import Files, Renderer

FRAME = struct.Struct(">cI")
CHECKING, FILE, DIFFERENT, REFUSED, NO_MEMORY, FAULT = b"C", b"F", b"D", b"R", b"M", b"X"
KILL_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)


@dataclass(frozen=True)
class Limits:
    """Seconds of computing, bytes of address space, seconds on the clock, steps of `nice` behind the web process."""

    computing: int = 20
    memory: int = 2 * 1024**3
    clock: float = 60.0
    niceness: int = 5


LIMITS = Limits()


class ChildFailed(Exception):
    """The text is for the person who asked; `detail` is for the operator's log; `final`: trying again cannot help."""

    def __init__(self, reason: str, *, detail: str = "", final: bool = False) -> None:
        super().__init__(reason)
        self.detail = detail
        self.final = final


def make_file(
    renderer: Renderer,
    content: bytes,
    files: Files,
    *,
    on_checking: Callable[[], None],
    on_tick: Callable[[], None],
    limits: Limits = LIMITS,
) -> bytes:
    """The checked file. Raises ChildFailed. `on_tick` is called at least once a second; an exception in it ends all."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        _work(writer, renderer, content, files, limits)
    os.close(writer)
    try:
        made = _listen(reader, time.monotonic() + limits.clock, on_checking, on_tick)
    except BaseException:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        raise
    finally:
        os.close(reader)
    _, status = os.waitpid(child, 0)
    if made is None:
        raise _death(status)
    return made


# --- the parent -------------------------------------------------------------------------------------------------------


def _listen(reader: int, deadline: float, on_checking: Callable[[], None], on_tick: Callable[[], None]) -> bytes | None:
    """The file, or None when the child went away without a word."""
    for kind, text in _frames(reader, deadline, on_tick):
        if kind == CHECKING:
            on_checking()
        elif kind == FILE:
            return text
        else:
            raise _failure(kind, text.decode("utf-8", "replace"))
    return None


def _failure(kind: bytes, text: str) -> ChildFailed:
    if kind == DIFFERENT:
        return ChildFailed(f"The file did not say the same as the policy, so it was not kept. {text}", final=True)
    if kind == REFUSED:
        return ChildFailed(text, final=True)
    if kind == NO_MEMORY:
        return ChildFailed("Making the file needed more memory than one file may use.", detail=text)
    return ChildFailed("The file could not be made because of a fault in the program.", detail=text)


def _frames(reader: int, deadline: float, on_tick: Callable[[], None]) -> Iterator[tuple[bytes, bytes]]:
    """What the child reports, until it closes the pipe; raises ChildFailed at the deadline."""
    waiting = select.poll()
    waiting.register(reader, select.POLLIN)
    buffer = bytearray()
    while True:
        left = deadline - time.monotonic()
        if left <= 0:
            raise ChildFailed("Making the file took too long, so it was stopped.")
        ready = waiting.poll(min(left, 1.0) * 1000)
        on_tick()
        if not ready:
            continue
        part = os.read(reader, 1 << 20)
        if not part:
            return
        buffer += part
        while len(buffer) >= FRAME.size:
            kind, length = FRAME.unpack_from(buffer)
            if len(buffer) < FRAME.size + length:
                break
            yield kind, bytes(buffer[FRAME.size : FRAME.size + length])
            del buffer[: FRAME.size + length]


def _death(status: int) -> ChildFailed:
    if not os.WIFSIGNALED(status):
        return ChildFailed("The program that makes the file stopped unexpectedly.", detail=f"exit status {status}")
    number = os.WTERMSIG(status)
    detail = f"the child ended by {signal.Signals(number).name}"
    if number == signal.SIGXCPU:
        return ChildFailed("Making the file needed more computing time than one file may use.", detail=detail)
    if number == signal.SIGKILL:
        return ChildFailed("The machine stopped the making of the file, most likely to free memory.", detail=detail)
    return ChildFailed("The program that makes the file stopped unexpectedly.", detail=detail)


# --- the child --------------------------------------------------------------------------------------------------------


def _work(writer: int, renderer: Renderer, content: bytes, files: Files, limits: Limits) -> NoReturn:
    """Never returns: what is below on the stack belongs to the parent."""
    try:
        _limit(limits)
        _report(writer, *_made(writer, renderer, content, files))
    except CannotRender as refusal:
        _report(writer, REFUSED, str(refusal))
    except MemoryError as error:
        _report(writer, NO_MEMORY, _places(error))
    except BaseException as error:  # whatever it is, the parent is told and this process ends here
        _report(writer, FAULT, _places(error))
    finally:
        os._exit(0)


def _made(writer: int, renderer: Renderer, content: bytes, files: Files) -> tuple[bytes, bytes | str]:
    made = renderer.render(content, files)
    _report(writer, CHECKING, "")
    differences = renderer.check(content, files, made)
    if differences:
        return DIFFERENT, differences[0]
    return FILE, made


def _limit(limits: Limits) -> None:
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in a terminal asks the worker to finish this job and stop
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(KILL_WITH_PARENT, signal.SIGKILL)
    os.nice(limits.niceness)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.computing, limits.computing + 2))
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    _collect_seldom()


def _collect_seldom() -> None:
    """A page layout makes many objects and few circles: looking for them as often as usual is a tenth of the time."""
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)


def _report(writer: int, kind: bytes, text: bytes | str) -> None:
    content = text if isinstance(text, bytes) else text.encode("utf-8", "replace")
    left = memoryview(FRAME.pack(kind, len(content)) + content)
    while left:
        left = left[os.write(writer, left) :]


def _places(error: BaseException) -> str:
    """Type and places without the message or locals, which may hold what people wrote."""
    return f"{type(error).__name__}\n{''.join(traceback.format_tb(error.__traceback__)[-8:])}"
