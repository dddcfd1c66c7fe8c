"""A child process makes each file: what it may not do, and what the person reads when it did it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace

import pytest

from apps.exports.child import LIMITS, ChildFailed, Limits, make_file
from apps.exports.registry import KINDS
from tests.exports import kinds

QUICK = replace(LIMITS, computing=1, clock=30)
pytestmark = pytest.mark.usefixtures("test_kinds")


def made(kind: str, content: bytes = b"{}", limits: Limits = QUICK) -> bytes:
    return make_file(KINDS[kind], content, {}, on_checking=lambda: None, on_tick=lambda: None, limits=limits)


@pytest.fixture(autouse=True)
def no_child_is_left() -> Iterator[None]:
    yield
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_the_file_comes_back_whole() -> None:
    assert made("test-echo", b"{}") == b"made from {}"
    assert made("test-large") == b"x" * 3_000_000


def test_the_parent_hears_of_the_check() -> None:
    heard: list[str] = []
    make_file(
        KINDS["test-echo"], b"{}", {}, on_checking=lambda: heard.append("checking"), on_tick=lambda: None, limits=QUICK
    )
    assert heard == ["checking"]


@pytest.mark.parametrize(
    ("kind", "limits", "reason", "final"),
    [
        ("test-looping", QUICK, "Making the file needed more computing time than one file may use.", False),
        ("test-hungry", QUICK, "Making the file needed more memory than one file may use.", False),
        ("test-stuck", replace(QUICK, clock=0.2), "Making the file took too long, so it was stopped.", False),
        ("test-crashing", QUICK, "The program that makes the file stopped unexpectedly.", False),
        ("test-leaving", QUICK, "The program that makes the file stopped unexpectedly.", False),
        ("test-broken", QUICK, "The file could not be made because of a fault in the program.", False),
        ("test-refusing", QUICK, "The policy has no title. Give it one, then ask for the file again.", True),
        (
            "test-differing",
            QUICK,
            "The file did not say the same as the policy, so it was not kept. Section 2 is missing.",
            True,
        ),
    ],
)
def test_a_child_that_misbehaves_is_ended_and_explained(kind: str, limits: Limits, reason: str, final: bool) -> None:
    with pytest.raises(ChildFailed) as failure:
        made(kind, limits=limits)
    assert (str(failure.value), failure.value.final) == (reason, final)


def test_the_operator_reads_where_it_broke_but_never_what_people_wrote() -> None:
    with pytest.raises(ChildFailed) as failure:
        made("test-broken", b"what a parent wrote")
    assert failure.value.detail.startswith("ValueError\n")
    assert f'{kinds.__file__}", line ' in failure.value.detail
    assert "what a parent wrote" not in failure.value.detail


def test_an_error_while_waiting_ends_the_child() -> None:
    def lost() -> None:
        raise LookupError("the lease")

    with pytest.raises(LookupError):
        make_file(KINDS["test-stuck"], b"{}", {}, on_checking=lambda: None, on_tick=lost, limits=QUICK)
