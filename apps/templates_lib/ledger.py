"""The ledger: the decisions that schools were found to take, and how the library lets them take each."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from apps.policydoc.problem import ProblemsError

LEDGER = Path(__file__).resolve().parent / "ledger.toml"
NOT_ASKED = "not-asked"


class LedgerError(ProblemsError[str]):
    """All the mistakes of the ledger at once."""


@dataclass(frozen=True)
class Choice:
    """How one choice that was found is made: by an `option`, `otherwise` in these words, or `refused` and why."""

    option: str = ""
    otherwise: str = ""
    refused: str = ""


@dataclass(frozen=True)
class Decision:
    """`group` is the heading that it stands under; `not_asked` says why no page asks it, else it is empty."""

    id: str
    group: str
    choices: tuple[Choice, ...]
    not_asked: str = ""


def read_ledger(path: Path = LEDGER) -> tuple[Decision, ...]:
    """The decisions in the order of the file; raises LedgerError."""
    groups = tomllib.loads(path.read_text(encoding="utf-8"))
    not_asked: Mapping[str, Any] = groups.pop(NOT_ASKED, {})
    problems = list(_problems(groups, not_asked))
    if problems:
        raise LedgerError(problems)
    return tuple(
        Decision(key, group, tuple(map(_choice, choices)), not_asked.get(key, ""))
        for group, decisions in groups.items()
        for key, choices in decisions.items()
    )


def _choice(entry: Any) -> Choice:
    match entry:
        case str(option):
            return Choice(option=option)
        case {"as": str(words)}:
            return Choice(otherwise=words)
        case _:
            return Choice(refused=entry["not"])


def _problems(groups: Mapping[str, Any], not_asked: Mapping[str, Any]) -> Iterator[str]:
    seen: set[str] = set()
    for group, decisions in groups.items():
        if not isinstance(decisions, dict):
            yield f"“{group}” stands under no heading"
            continue
        for key, choices in decisions.items():
            if key in seen:
                yield f"“{key}” stands twice"
            seen.add(key)
            if not isinstance(choices, list) or not all(map(_is_choice, choices)):
                yield f"“{key}” must be a list of option ids, {{ as = … }} and {{ not = … }}"
    yield from (f"[{NOT_ASKED}] names “{key}”, which is no decision" for key in not_asked if key not in seen)


def _is_choice(entry: Any) -> bool:
    if isinstance(entry, str):
        return bool(entry)
    return isinstance(entry, dict) and len(entry) == 1 and all(
        key in ("as", "not") and isinstance(words, str) and words for key, words in entry.items()
    )  # fmt: skip
