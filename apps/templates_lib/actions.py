"""Publishes the shipped template files as Edition rows, each with the whole bundle that it composes with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from apps.policydoc.checks import check_bundle, check_succession
from apps.policydoc.document import digest
from apps.policydoc.problem import ProblemsError, SourceError
from apps.policydoc.source import read
from apps.policydoc.template import Template
from apps.schools.events import Actor, record_event

from . import library
from .editions import text_digest
from .models import Edition, Family, SourceFile


class NotPublished(ProblemsError[str]):
    """Nothing was published; `problems` says all that stands in the way, each with its file."""


@dataclass(frozen=True)
class File:
    """One shipped file with what it composes with: family -> source text, its own included."""

    name: str
    template: Template
    text: str
    bundle: Mapping[str, str]
    startable: bool

    @property
    def digests(self) -> dict[str, str]:
        return {family: text_digest(text) for family, text in sorted(self.bundle.items())}


@transaction.atomic
def publish_library(*, by: Actor, folder: Path = library.LIBRARY, drafts: bool = False) -> list[Edition]:
    """Bring the rows up to the files of `folder`; the editions that were added or changed. Safe to run twice.

    A published edition never changes: another text under its name is refused, and needs a new edition name in the
    file's header. With `drafts`, editions that are not published yet are stored as drafts, whose text is replaced.
    Raises NotPublished, and then nothing was written.
    """
    files = _read(folder)
    present = {(row.family.name, row.name): row for row in Edition.objects.select_related("family")}
    refused = [message for file in files if (message := _refusal(file, present))]
    if refused := refused or _broken_successions(files, present):
        raise NotPublished(refused)
    now = timezone.now()
    changed = [row for file in files if (row := _store(file, present, drafts=drafts, now=now))]
    if changed:
        names = [str(row) for row in changed]
        record_event(None, "library-published", {"editions": names, "drafts": drafts}, by=by, subject="library")
    return changed


def _refusal(file: File, present: Mapping[tuple[str, str], Edition]) -> str:
    template = file.template
    row = present.get((template.family, template.edition))
    if row is None or row.is_draft or row.files[template.family] == text_digest(file.text):
        return ""
    return (
        f"{file.name}: {row} was published with another text on {row.published_at:%d %B %Y} and never changes. "
        f'Give the changed file a new edition in its header, for example edition = "{template.edition}.1".'
    )


def _broken_successions(files: list[File], present: Mapping[tuple[str, str], Edition]) -> list[str]:
    """What keeps a new edition from following the one before it: ids are kept for ever, or said to be gone."""
    known = {name: row.files[name[0]] for name, row in present.items() if not row.is_draft}
    texts = dict(SourceFile.objects.filter(digest__in=known.values()).values_list("digest", "text"))
    templates = {name: read(texts[digest]) for name, digest in known.items()}
    templates |= {(file.template.family, file.template.edition): file.template for file in files}
    problems = []
    for file in files:
        name = (file.template.family, file.template.edition)
        before = [other for other in templates if other[0] == name[0] and _edition_order(other) < _edition_order(name)]
        if name not in known and before:
            previous = templates[max(before, key=_edition_order)]
            problems += [f"{file.name}: {problem}" for problem in check_succession(previous, file.template)]
    return problems


def _edition_order(name: tuple[str, str]) -> tuple[tuple[int, str], ...]:
    return library.in_order(name[1])


def _store(file: File, present: Mapping[tuple[str, str], Edition], *, drafts: bool, now: datetime) -> Edition | None:
    """The row where something changed. A published edition keeps the bundle it was published with."""
    template = file.template
    row = present.get((template.family, template.edition))
    if row and (not row.is_draft or (drafts and row.files == file.digests)):
        return None
    for text in file.bundle.values():
        SourceFile.objects.get_or_create(digest=text_digest(text), defaults={"text": text})
    row = row or Edition(family=_family(template), name=template.edition)
    row.title = template.title
    row.files = file.digests
    row.bundle_digest = digest(file.digests)
    row.startable = file.startable
    row.published_at = None if drafts else now
    row.changed_at = now
    row.save()
    return row


def _family(template: Template) -> Family:
    """The family's row; it is called what its newest edition is called."""
    family, _ = Family.objects.update_or_create(name=template.family, defaults={"title": template.title})
    return family


def _read(folder: Path) -> list[File]:
    """Every file of the folder, read, resolved and checked; NotPublished with the mistakes of all of them."""
    problems: list[str] = []
    templates: dict[Path, Template] = {}
    for path in library.shipped_paths(folder):
        try:
            templates[path] = library.read_file(path)
        except SourceError as error:
            problems += [f"{path.name}: {problem}" for problem in error.problems]
    files = []
    startable = library.startable(templates.values())
    for path, template in templates.items():
        try:
            files.append(_resolve(path, template, startable=template.family in startable))
        except SourceError as error:
            problems += [f"{path.name}: {problem}" for problem in error.problems]
    if problems:
        raise NotPublished(problems)
    return files


def _resolve(path: Path, template: Template, *, startable: bool) -> File:
    """The file with its bundle: what the resolver asked for is what it composes with."""
    resolved = library.resolve_at(path, (path.parent,))
    if problems := check_bundle(resolved.bundle, library.guidance_register().families):
        raise SourceError(problems)
    return File(path.name, template, resolved.texts[template.family], resolved.texts, startable)
