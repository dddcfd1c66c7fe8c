"""What tests look at after a save."""

from __future__ import annotations

from typing import Any

from apps.policies import drafts
from apps.policies.models import Version
from apps.schools.models import Event, School


def stands(version: Version) -> dict[tuple[str, str], Any]:
    """What is answered, school-wide answers included."""
    return {(row.kind, row.key): row.value for row in drafts.stored_answers(version) if row.value is not None}


def events(school: School) -> list[tuple[str, dict[str, Any]]]:
    return list(Event.objects.filter(chain__school=school).order_by("seq").values_list("verb", "payload"))
