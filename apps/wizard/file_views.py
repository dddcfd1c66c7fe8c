"""The finished files: ask for Word and PDF, watch them being made, try again, download."""

from __future__ import annotations

from dataclasses import dataclass

import structlog
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from apps.exports import health, storage
from apps.exports.actions import retry_export
from apps.exports.models import Export
from apps.exports.registry import KINDS
from apps.policies import actions, downloads, drafts
from apps.policies.models import Version, VersionFile
from apps.schools.doors import admitted, entered
from apps.wizard.doors import version_for
from apps.wizard.walk import Walk

log = structlog.get_logger(__name__)

# The files that a head asks for here, in the order of the page: what each is called in a sentence, and what it is for.
# Tests hold that it is every kind whose input is a policy.
OFFERED = {
    "docx": ("Word", "To work with: to print, to change a word, to send to somebody who answers in it."),
    "pdf": ("PDF", "To send to your governors, and to put on your website once they have approved it."),
    "large-print": ("large print PDF", "In letters of 18 point, for everybody who reads these more easily."),
}
BOTH = ("docx", "pdf")  # what one press of the button makes; the others are made when somebody asks for them


@dataclass(frozen=True)
class Offer:
    """One kind of file as the page shows it. `is_current` is False where the policy has changed since.

    `is_unreachable`: the storage has just not answered, so nobody knows whether the file is there.
    """

    kind: str
    name: str
    purpose: str
    export: Export | None
    is_current: bool = False
    is_lost: bool = False
    is_unreachable: bool = False

    @property
    def is_waiting(self) -> bool:
        return self.export is not None and not self.export.is_finished

    @property
    def is_done(self) -> bool:
        return self.export is not None and self.export.state == Export.State.DONE and not self.is_lost

    @property
    def has_failed(self) -> bool:
        return self.export is not None and self.export.state == Export.State.FAILED


@require_http_methods(["GET", "POST"])
def files(request: HttpRequest, school: str, policy: str) -> HttpResponse:
    """GET: what there is. POST: make the file that `kind` names, else both and whatever was made before.

    They are made from the policy as it stands; asking twice makes them once.
    """
    found, verbs = entered(request.user, school, can="edit" if request.method == "POST" else "see-drafts")
    version = version_for(found, policy)
    if request.method == "POST":
        for kind in wanted(version, request.POST.get("kind", "")):
            # Where the same file was made before and is lost, or failed, it is made again.
            retry_export(actions.export_version(version, kind, by=request.user), by=request.user)
        return redirect("files", school, policy)
    offers = offers_of(version, lost=request.GET.get("lost", ""), unreachable=request.GET.get("unreachable", ""))
    context = {
        "school": found,
        "policy": version.policy,
        "version": version,
        "here": "policies",
        "offers": offers,
        "any_made": any(offer.export for offer in offers if offer.kind in BOTH),
        "all_current": all(
            offer.is_done and offer.is_current for offer in offers if offer.kind in BOTH or offer.export
        ),
        "for_itself": [offer.kind for offer in offers if offer.kind not in BOTH],
        "waiting": any(offer.is_waiting for offer in offers),
        "warning": health.warning() if any(offer.is_waiting for offer in offers) else "",
        "can_edit": "edit" in verbs,
        "doubted": () if request.htmx else Walk(drafts.load(version)).doubted,
    }
    return render(request, "wizard/files_state.html" if request.htmx else "wizard/files.html", context)


@require_http_methods(["GET", "POST"])
def file_again(request: HttpRequest, school: str, policy: str, kind: str) -> HttpResponse:
    """Try a failed file again. GET, which is where signing in leads back to, only shows the files."""
    found, _ = entered(request.user, school, can="edit")
    version = version_for(found, policy)
    if request.method == "GET":
        return redirect("files", school, policy)
    export = downloads.file_of(version, kind)
    if export is None:
        raise Http404("There is no such file.")
    retry_export(export, by=request.user)
    return redirect("files", school, policy)


@require_GET
def download(request: HttpRequest, school: str, policy: str, kind: str) -> HttpResponse:
    """The bytes, through the version that they belong to; the name is made by us, never typed by anybody."""
    admitted(request.user, school, can="see-drafts")
    asked = downloads.file_for(school, policy, kind)
    if asked is None or asked.state != Export.State.DONE:
        raise Http404("There is no such file.")
    try:
        content = storage.read(asked.sha256)
    except storage.FileLost:
        return redirect(f"{reverse('files', args=[school, policy])}?lost={asked.kind}")
    except OSError:
        log.exception("storage_down", sha256=asked.sha256, fix="Is the storage of FILES_URL running?")
        return redirect(f"{reverse('files', args=[school, policy])}?unreachable={asked.kind}")
    response = HttpResponse(content, content_type=KINDS[kind].media_type)
    response["Content-Disposition"] = f'attachment; filename="{asked.name}"'
    response["Cache-Control"] = "no-store, private"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def wanted(version: Version, kind: str) -> list[str]:
    if kind:
        return [kind] if kind in OFFERED else []
    made = set(VersionFile.objects.filter(version=version).values_list("kind", flat=True))
    return [kind for kind in OFFERED if kind in BOTH or kind in made]


def offers_of(version: Version, *, lost: str, unreachable: str) -> list[Offer]:
    """`lost` is the kind whose file a download has just missed in the storage, `unreachable` that of one it did not
    get an answer about."""
    exports = {kind: downloads.file_of(version, kind) for kind in OFFERED}
    done = [export for export in exports.values() if export and export.state == Export.State.DONE]
    current = downloads.current_inputs(version, done)
    found = []
    for kind, (name, purpose) in OFFERED.items():
        export = exports[kind]
        is_done = export in done
        is_current = export is not None and is_done and export.input_id in current
        found.append(
            Offer(kind, name, purpose, export, is_current, is_done and kind == lost, is_done and kind == unreachable)
        )
    return found
