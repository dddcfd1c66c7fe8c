"""Which files a version has: a file is served through a version alone, by the rules of its policy."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from apps.exports.models import Export
from apps.exports.registry import KINDS
from apps.policydoc.canonical import digest
from apps.policydoc.document import to_json
from apps.schools.models import School

from . import drafts, states
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


def file_for(school: School, policy: str, kind: str) -> Handed | None:
    """The newest file of this kind of the open version of the school's policy, by its slug. One small query."""
    versions = {"version__policy__school": school, "version__policy__slug": policy, "version__policy__is_live": True}
    asked = VersionFile.objects.filter(kind=kind, version__state__in=states.OPEN, **versions)
    found = asked.values_list("export__state", "export__sha256", "version__number", "version__state").first()
    if found is None:
        return None
    state, sha256, number, standing = found
    draft = "-draft" if standing == states.DRAFT else ""
    told = f"-{KINDS[kind].told_in_name}" if KINDS[kind].told_in_name else ""
    name = f"{school.slug}-{policy}-v{number}{told}{draft}.{KINDS[kind].extension}"
    return Handed(kind, state, sha256, name)


def is_current(version: Version, export: Export) -> bool:
    """Whether nothing was changed since the file was asked for: composed for the same day, it would be the same."""
    day = json.loads(export.input.content)["control"]["as_of"]
    document = replace(drafts.load(version), as_of=day).compose().document
    return export.input_id == digest(to_json(document))
