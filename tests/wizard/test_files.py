"""The finished files: asked for, watched, tried again, downloaded."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from apps.exports import storage
from apps.exports.models import Export
from apps.exports.registry import KINDS
from apps.policies import actions
from apps.policies.models import Version
from apps.schools.models import User
from apps.wizard.file_views import OFFERED
from tests.exports.s3 import NOBODY, keep_files_at
from tests.wizard.conftest import POLICY

pytestmark = pytest.mark.usefixtures("file_folder")

FILES = f"{POLICY}files/"


def finish(export: Export, content: bytes = b"the file") -> None:
    Export.objects.filter(pk=export.pk).update(
        state=Export.State.DONE,
        stage=Export.Stage.DONE,
        sha256=storage.store(content),
        size=len(content),
        finished_at=timezone.now(),
    )


def fail(export: Export) -> None:
    Export.objects.filter(pk=export.pk).update(
        state=Export.State.FAILED, reason="The Word file and the policy differ.", finished_at=timezone.now()
    )


def test_both_files_are_asked_for_once(window: Client, draft: Version) -> None:
    for _ in range(2):
        response = window.post(FILES)
        assert (response.status_code, response["Location"]) == (302, FILES)
    assert sorted(draft.files.values_list("kind", flat=True)) == ["docx", "pdf"]


def test_every_kind_of_file_is_offered() -> None:
    assert set(OFFERED) == set(KINDS)


def test_large_print_is_made_when_somebody_asks_for_it_and_then_with_the_others(window: Client, draft: Version) -> None:
    page = html.fromstring(window.get(FILES).content)
    assert [" ".join(button.text_content().split()) for button in page.xpath("//main//form//button")] == [
        "Make the large print PDF",
        "Make the Word and PDF files",
    ]
    window.post(FILES, {"kind": "large-print"})
    assert list(draft.files.values_list("kind", flat=True)) == ["large-print"]
    window.post(f"{POLICY}sections/end/", {"goodbye": "no", "action": "later"})
    window.post(FILES)
    assert sorted(draft.files.values_list("kind", flat=True)) == ["docx", "large-print", "large-print", "pdf"]
    assert window.post(FILES, {"kind": "exe"}).status_code == 302
    assert draft.files.count() == 4


def test_large_print_has_a_name_of_its_own(window: Client, draft: Version, head: User) -> None:
    finish(actions.export_version(draft, "large-print", by=head))
    assert "Download large print PDF" in window.get(FILES).content.decode()
    response = window.get(f"{FILES}large-print/")
    assert response["Content-Disposition"] == 'attachment; filename="oak-lane-pets-v1-large-print-draft.pdf"'


def test_the_page_says_that_no_worker_is_running(window: Client) -> None:
    window.post(FILES)
    page = window.get(FILES).content.decode()
    assert "no worker is running" in page
    assert 'hx-trigger="every 1s"' in page
    assert '<meta http-equiv="refresh" content="3">' in page


def test_progress_comes_without_the_rest_of_the_page(window: Client) -> None:
    window.post(FILES)
    piece = window.get(FILES, headers={"HX-Request": "true"}).content.decode()
    assert piece.startswith('<div id="files"')
    assert "Waiting" in piece


def test_a_failure_gives_its_reason_and_another_try(window: Client, draft: Version, head: User) -> None:
    export = actions.export_version(draft, "docx", by=head)
    fail(export)
    assert "The Word file and the policy differ." in window.get(FILES).content.decode()
    assert window.post(f"{FILES}docx/again/").status_code == 302
    export.refresh_from_db()
    assert export.state == Export.State.QUEUED


def test_a_download_has_a_name_of_ours_and_is_kept_nowhere(window: Client, draft: Version, head: User) -> None:
    finish(actions.export_version(draft, "pdf", by=head))
    response = window.get(f"{FILES}pdf/")
    assert response.content == b"the file"
    assert dict(response.headers) | {
        "Content-Type": "application/pdf",
        "Content-Disposition": 'attachment; filename="oak-lane-pets-v1-draft.pdf"',
        "Cache-Control": "no-store, private",
        "X-Content-Type-Options": "nosniff",
    } == dict(response.headers)


def test_a_download_takes_four_queries(window: Client, draft: Version, head: User) -> None:
    """Session, person, role at the school, file: the first three are those of any page of a school."""
    finish(actions.export_version(draft, "pdf", by=head))
    with CaptureQueriesContext(connection) as found:
        assert window.get(f"{FILES}pdf/").status_code == 200
    assert len(found) == 4


def test_a_file_that_is_not_made_or_was_lost(window: Client, draft: Version, head: User) -> None:
    assert window.get(f"{FILES}pdf/").status_code == 404
    export = actions.export_version(draft, "pdf", by=head)
    assert window.get(f"{FILES}pdf/").status_code == 404
    finish(export)
    export.refresh_from_db()
    storage.delete(export.sha256)
    response = window.get(f"{FILES}pdf/", follow=True)
    assert response.redirect_chain == [(f"{FILES}?lost=pdf", 302)]
    assert "Try again" in response.content.decode()
    window.post(f"{FILES}pdf/again/")
    export.refresh_from_db()
    assert export.state == Export.State.QUEUED


def test_a_storage_that_is_down_says_so_and_the_download_stays(
    window: Client, draft: Version, head: User, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    finish(actions.export_version(draft, "pdf", by=head))
    keep_files_at(NOBODY, settings, monkeypatch)
    response = window.get(f"{FILES}pdf/", follow=True)
    assert response.redirect_chain == [(f"{FILES}?unreachable=pdf", 302)]
    page = response.content.decode()
    assert "The file cannot be fetched at the moment." in page
    assert "Download PDF" in page
    assert "Try again" not in page


def test_making_both_again_brings_back_what_was_lost_or_failed(window: Client, draft: Version, head: User) -> None:
    lost, failed = (actions.export_version(draft, kind, by=head) for kind in ("docx", "pdf"))
    finish(lost)
    lost.refresh_from_db()
    storage.delete(lost.sha256)
    fail(failed)
    window.post(FILES)
    assert set(Export.objects.values_list("kind", "state")) == {("docx", "queued"), ("pdf", "queued")}


def test_a_file_that_waits_for_its_next_try_says_why(window: Client, draft: Version, head: User) -> None:
    actions.export_version(draft, "pdf", by=head)
    assert "The last try" not in window.get(FILES).content.decode()
    Export.objects.update(attempts=1, reason="There was no room left to keep the file.")
    page = window.get(FILES).content.decode()
    assert "The last try did not succeed. There was no room left to keep the file. It is tried again by itself." in page


def test_a_file_of_an_older_text_says_so(window: Client, draft: Version, head: User) -> None:
    finish(actions.export_version(draft, "pdf", by=head))
    assert "You have changed the policy" not in window.get(FILES).content.decode()
    window.post(f"{POLICY}sections/end/", {"goodbye": "no", "action": "later"})
    assert "You have changed the policy since this file was made." in window.get(FILES).content.decode()


@pytest.mark.parametrize("kind", ["html", "exe", "pdfx"])
def test_kinds_that_nobody_asked_for(window: Client, kind: str) -> None:
    assert window.get(f"{FILES}{kind}/").status_code == 404
    assert window.post(f"{FILES}{kind}/again/").status_code == 404
