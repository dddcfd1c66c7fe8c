"""The rules that a bundle of files must keep before anything is composed from it."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from apps.policydoc.problem import Problem

if TYPE_CHECKING:
    from apps.policydoc.bundle import Bundle


def check_bundle(bundle: Bundle, guidance_ids: Collection[str]) -> list[Problem]:
    """Every mistake of the bundle; `guidance_ids` are the families of the guidance register that `ref:` may name."""
    return []


def warnings(bundle: Bundle) -> list[Problem]:
    """What is allowed and probably not meant."""
    return []
