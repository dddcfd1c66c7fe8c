"""A school's logo: kept under its SHA-256 beside the finished files, with the words for those who do not see it."""

from __future__ import annotations

from apps.exports import storage
from apps.schools.actions import change_facts
from apps.schools.events import Actor
from apps.schools.models import School

from .models import Version
from .pictures import kept_picture, media_type


def set_logo(school: School, upload: bytes, *, alt: str, by: Actor) -> School:
    """Keep the picture and name it as the school's logo. Raises PictureRefused, OSError where it cannot be kept, and
    ValidationError where `alt` is empty or too long.

    The picture that it replaces stays in the storage: files and versions may name it.
    """
    return change_facts(school, logo_sha256=storage.store(kept_picture(upload)), logo_alt=alt, by=by)


def describe_logo(school: School, *, alt: str, by: Actor) -> School:
    """Other words for the same picture."""
    return change_facts(school, logo_alt=alt, by=by)


def remove_logo(school: School, *, by: Actor) -> School:
    return change_facts(school, logo_sha256="", logo_alt="", by=by)


def picture_of(school: School, sha256: str) -> tuple[bytes, str] | None:
    """(bytes, media type) of a picture that the school or one of its submitted versions names, and of no other.

    Raises storage.FileLost, and OSError when the storage does not answer.
    """
    if not _is_named(school, sha256):
        return None
    content = storage.read(sha256)
    return content, media_type(content)


def _is_named(school: School, sha256: str) -> bool:
    if school.logo_sha256 == sha256:
        return bool(sha256)
    return Version.objects.filter(policy__school=school, frozen__contains=f'"sha256":"{sha256}"').exists()
