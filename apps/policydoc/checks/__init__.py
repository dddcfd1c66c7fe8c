"""The rules that a bundle of files must keep before anything is composed from it."""

from __future__ import annotations

from collections.abc import Collection

from apps.policydoc.bundle import Bundle
from apps.policydoc.checks.asking import check_asking
from apps.policydoc.checks.circles import check_circles
from apps.policydoc.checks.conditions import check_conditions
from apps.policydoc.checks.identity import check_identity
from apps.policydoc.checks.letters import check_letters
from apps.policydoc.checks.names import check_names
from apps.policydoc.checks.reach import check_reach
from apps.policydoc.checks.succession import check_succession
from apps.policydoc.checks.unused import warn_of_empty, warn_of_unused
from apps.policydoc.problem import Problem, in_order

__all__ = ["check_bundle", "check_succession", "warnings"]


def check_bundle(bundle: Bundle, guidance_ids: Collection[str]) -> list[Problem]:
    """Every mistake of the bundle; `guidance_ids` are the families of the guidance register that `ref:` may name."""
    problems = [
        *check_identity(bundle),
        *check_conditions(bundle),
        *check_names(bundle, guidance_ids),
        *check_circles(bundle),
        *check_letters(bundle),
    ]
    return in_order(problems or [*check_reach(bundle), *check_asking(bundle)])


def warnings(bundle: Bundle) -> list[Problem]:
    """What is allowed and probably not meant."""
    return in_order([*warn_of_unused(bundle), *warn_of_empty(bundle)])
