"""Which files a version has: a file is served through a version alone, by the rules of its policy."""

from __future__ import annotations

import json
from dataclasses import replace

from apps.exports.models import Export
from apps.policydoc.canonical import digest
from apps.policydoc.document import to_json

from . import drafts
from .models import Version, VersionFile


def file_of(version: Version, kind: str) -> Export | None:
    """The newest export of this kind that was asked for through the version."""
    asked = VersionFile.objects.filter(version=version, kind=kind).select_related("export").first()
    return asked.export if asked else None


def is_current(version: Version, export: Export) -> bool:
    """Whether nothing was changed since the file was asked for: composed for the same day, it would be the same."""
    day = json.loads(export.input.content)["control"]["as_of"]
    document = replace(drafts.load(version), as_of=day).compose().document
    return export.input_id == digest(to_json(document))


def file_name(version: Version, export: Export) -> str:
    """School and policy by their addresses, the version and, for a draft, that it is one: never a typed text."""
    policy = version.policy
    draft = "-draft" if version.is_draft else ""
    return f"{policy.school.slug}-{policy.slug}-v{version.number}{draft}.{export.renderer.extension}"
