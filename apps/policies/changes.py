"""What a person changed, what they had read before they changed it, and what somebody else did meanwhile."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from apps.policydoc.document import digest
from apps.policydoc.template import CONTROL

Key = tuple[str, str]  # (kind, key) of an Answer
TOKEN = re.compile(r"(0|[1-9][0-9]{0,8})\.([0-9a-f]{12})?(?:~([1-9][0-9]{0,8}))?", re.ASCII)


@dataclass(frozen=True)
class Seen:
    """An answer as somebody read it: which revision (0: there was none) and the fingerprint of its value.

    With both, a page can be posted whole: a question whose posted value is the one that was read was not touched.
    `other` is the revision of the answer that excludes this one (see `opposite`), 0 if there was none.
    """

    revision: int = 0
    fingerprint: str = ""
    other: int = 0

    @classmethod
    def of(cls, revision: int, value: Any, other: int = 0) -> Seen:
        return cls(revision, fingerprint(value), other)

    @classmethod
    def parse(cls, token: str) -> Seen | None:
        """None where the token is not one of ours: then nothing can be said about what was read."""
        found = TOKEN.fullmatch(token)
        return cls(int(found[1]), found[2] or "", int(found[3] or 0)) if found else None

    def __str__(self) -> str:
        return f"{self.revision}.{self.fingerprint}" + (f"~{self.other}" if self.other else "")


def fingerprint(value: Any) -> str:
    """Twelve hexadecimal digits for a value as stored; empty for none."""
    return "" if value is None else digest(value)[:12]


def answer_of(question: str) -> Key:
    """Where the answer to a question is kept: those of document control stand apart, without their prefix."""
    scope, _, name = question.partition(".")
    return ("control", name) if scope == CONTROL else ("value", question)


def opposite(answer: Key) -> Key | None:
    """The answer that this one excludes: a question has a value or is not decided yet, a node is kept or left out."""
    match answer:
        case ("kept", node):
            return ("left-out", node)
        case ("left-out", node):
            return ("kept", node)
        case ("value", key):
            return ("undecided", key)
        case ("control", name):
            return ("undecided", f"{CONTROL}.{name}")
        case ("undecided", question):
            return answer_of(question)
    return None


@dataclass(frozen=True)
class Change:
    """One answer as a person gave it; `value` None clears it.

    `seen` is the token that Draft.seen gave with the form. "" means that no answer stood there; a token that is not
    ours counts as that, so that it clashes with any answer instead of overwriting it. Where no answer stands, nothing
    can be overwritten and any token will do (the policy was started afresh while the page was open). None overwrites
    whatever is there: for changes that follow from another one, never for what a person typed.
    """

    kind: str
    key: str
    value: Any
    seen: str | None = ""

    @property
    def id(self) -> Key:
        return (self.kind, self.key)


@dataclass(frozen=True)
class Clash:
    """Two people answered the same question: both values. Posting `yours` again with `seen` insists on it.

    `theirs_kind` is another one than `kind` where one of them gave a value and the other said "not decided yet".
    """

    kind: str
    key: str
    theirs: Any
    yours: Any
    changed_by: Any
    changed_at: datetime
    seen: str
    theirs_kind: str

    @property
    def id(self) -> Key:
        return (self.kind, self.key)


@dataclass(frozen=True)
class Saved:
    """What came of a save: the answers that now stand as asked, by their new token, and the clashes."""

    seen: Mapping[Key, str]
    clashes: tuple[Clash, ...] = ()


class AnswersRefused(Exception):
    """Changes that no answer may hold; `problems` says for each what is wrong, in words for the person."""

    def __init__(self, problems: Mapping[Key, list[str]]) -> None:
        self.problems = dict(problems)
        super().__init__("; ".join(message for messages in self.problems.values() for message in messages))
