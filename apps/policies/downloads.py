"""Which files a version has: a file is served through a version alone, by the rules of its policy."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet

from apps.exports.models import Export
from apps.exports.registry import KINDS
from apps.policydoc.canonical import digest
from apps.policydoc.document import to_json
from apps.schools.prepared import Prepared

from . import drafts, states
from .drafts import Draft
from .models import Version, VersionFile


def file_of(version: Version, kind: str) -> Export | None:
    """The newest export of this kind that was asked for through the version."""
    asked = VersionFile.objects.filter(version=version, kind=kind).select_related("export").first()
    return asked.export if asked else None


@dataclass(frozen=True)
class Handed:
    """What handing a file over needs to know. `name` is made of addresses and numbers, never of a typed text."""

    kind: str
    state: str
    sha256: str
    name: str


def _files(school: str, policy: str, kind: str) -> QuerySet[VersionFile, Any]:
    """The newest file of this kind of the open version of the school's policy; both are named by their slugs."""
    versions = {
        "version__policy__school__slug": school, "version__policy__slug": policy, "version__policy__is_live": True,
    }  # fmt: skip
    asked = VersionFile.objects.filter(kind=kind, version__state__in=states.OPEN, **versions)
    return asked.values_list("export__state", "export__sha256", "version__number", "version__state")[:1]


_newest_file = Prepared(_files, {"school": "(a school)", "policy": "(a policy)", "kind": "(a kind)"})


def file_for(school: str, policy: str, kind: str) -> Handed | None:
    """What to hand over for these slugs, to whom the school's door has admitted. One small query, built once."""
    found = _newest_file.rows(school=school, policy=policy, kind=kind)
    if not found:
        return None
    ((state, sha256, number, standing),) = found
    draft = "-draft" if standing == states.DRAFT else ""
    told = f"-{KINDS[kind].told_in_name}" if KINDS[kind].told_in_name else ""
    name = f"{school}-{policy}-v{number}{told}{draft}.{KINDS[kind].extension}"
    return Handed(kind, state, sha256, name)


def current_inputs(version: Version, exports: Iterable[Export]) -> frozenset[str]:
    """The inputs of these exports that nothing has changed since: composed for the same day, they would be the same.

    Each input is composed once, however many kinds of file were made of it.
    """
    inputs = {export.input_id: export for export in exports}
    if not inputs:
        return frozenset()
    draft = drafts.load(version)
    return frozenset(asked for asked, export in inputs.items() if asked == _digest_on(draft, _day_of(export)))


def _digest_on(draft: Draft, day: str) -> str:
    return digest(to_json(replace(draft, as_of=day).composed.document))


def _day_of(export: Export) -> str:
    day: str = json.loads(export.input.content)["control"]["as_of"]
    return day
