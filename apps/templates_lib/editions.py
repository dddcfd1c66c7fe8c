"""Editions as they compose: their bundles, read once in a process, and the ones a school can start from."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from threading import Lock

from django.db.models import F, OuterRef, QuerySet, Subquery

from apps.policydoc.bundle import Bundle, resolve_bundle
from apps.policydoc.source import read

from .models import Edition, SourceFile

# A bundle is some hundred kilobytes in memory and some milliseconds to read; it never changes under its digest.
KEPT = 64
_bundles: OrderedDict[tuple[str, str], Bundle] = OrderedDict()
_lock = Lock()


def text_digest(text: str) -> str:
    """Lower-case hexadecimal SHA-256 of a source file."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def bundle_of(edition: Edition) -> Bundle:
    """The bundle that the edition was stored with: one query the first time, none after that."""
    key = (edition.family.name, edition.bundle_digest)
    with _lock:
        if key in _bundles:
            _bundles.move_to_end(key)
            return _bundles[key]
    bundle = _read(edition)
    with _lock:
        _bundles[key] = bundle
        while len(_bundles) > KEPT:
            _bundles.popitem(last=False)
    return bundle


def to_start() -> QuerySet[Edition]:
    """The newest edition of each family that a policy can be started from, in the order of their titles."""
    newest = (
        Edition.objects.filter(family=OuterRef("family"), startable=True)
        .order_by(F("changed_at").desc(), F("id").desc())
        .values("pk")[:1]
    )
    return (
        Edition.objects.filter(startable=True, pk=Subquery(newest)).select_related("family").order_by("family__title")
    )


def _read(edition: Edition) -> Bundle:
    texts = dict(SourceFile.objects.filter(digest__in=edition.files.values()).values_list("digest", "text"))
    files = {family: read(texts[digest]) for family, digest in edition.files.items()}
    return resolve_bundle(files[edition.family.name], files.__getitem__)
