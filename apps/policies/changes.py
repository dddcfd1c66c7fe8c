"""What a person changed, what they had read before they changed it, and what somebody else did meanwhile."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from apps.policydoc.document import digest

Key = tuple[str, str]  # (kind, key) of an Answer
TOKEN = re.compile(r"(0|[1-9][0-9]{0,8})\.([0-9a-f]{12})?", re.ASCII)


@dataclass(frozen=True)
class Seen:
    """An answer as somebody read it: which revision (0: there was none) and the fingerprint of its value.

    With both, a page can be posted whole: a question whose posted value is the one that was read was not touched.
    """

    revision: int = 0
    fingerprint: str = ""

    @classmethod
    def of(cls, revision: int, value: Any) -> Seen:
        return cls(revision, fingerprint(value))

    @classmethod
    def parse(cls, token: str) -> Seen | None:
        """None where the token is not one of ours: then nothing can be said about what was read."""
        found = TOKEN.fullmatch(token)
        return cls(int(found[1]), found[2] or "") if found else None

    def __str__(self) -> str:
        return f"{self.revision}.{self.fingerprint}"


def fingerprint(value: Any) -> str:
    """Twelve hexadecimal digits for a value as stored; empty for none."""
    return "" if value is None else digest(value)[:12]


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
    """Two people answered the same question: both values. Posting `yours` again with `seen` insists on it."""

    kind: str
    key: str
    theirs: Any
    yours: Any
    changed_by: Any
    changed_at: datetime
    seen: str

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
