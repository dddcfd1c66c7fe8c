"""Files on an S3-compatible service by one setting, FILES_URL: asked for on the page, made by a worker, downloaded."""

from __future__ import annotations

import io
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import docx
import pypdfium2
import pytest
from django.test import Client

from apps.exports.models import Export
from apps.exports.work import ATTEMPTS
from apps.policies import actions
from apps.schools.models import School, User
from config.celery import app
from tests.exports.s3 import FOLDER, ObjectService
from tests.exports.workers import Workers, until
from tests.policies.texts import publish
from tests.wizard.texts import FILES as TEMPLATES

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]

FILES = "/schools/oak-lane/policies/pets/files/"
State = Export.State


@pytest.fixture
def workers(transactional_db: None, bucket: ObjectService, tmp_path: Path) -> Iterator[Workers]:
    """A worker and the clock; FILES_URL stands in their environment and in the site's."""
    app.control.purge()
    started = Workers(tmp_path / "workers.log")
    started.start()
    started.start_beat()
    yield started
    started.end()
    sys.stdout.write(started.said())


@pytest.fixture
def window(school: School, head: User, signed_in: Callable[[User], Client]) -> Client:
    actions.start_policy(school, publish(TEMPLATES)["pets"], by=head)
    return signed_in(head)


@pytest.fixture
def download(live_server: Any, window: Client) -> Callable[[str], bytes]:
    """Over the wire, in the head's session."""

    def fetch(kind: str) -> bytes:
        session = window.cookies["sessionid"].value
        address = f"{live_server.url}{FILES}{kind}/"
        asked = urllib.request.Request(address, headers={"Cookie": f"sessionid={session}"})  # noqa: S310 - our own
        with urllib.request.urlopen(asked, timeout=60) as answer:  # noqa: S310 - our own
            content: bytes = answer.read()
            return content

    return fetch


def is_done(kind: str) -> Callable[[], bool]:
    return lambda: Export.objects.filter(kind=kind, state=State.DONE).exists()


def page(window: Client, query: str = "") -> str:
    return window.get(f"{FILES}{query}").content.decode()


def words_of_pdf(content: bytes) -> str:
    return " ".join(each.get_textpage().get_text_range() for each in pypdfium2.PdfDocument(content))


def test_word_and_pdf_by_way_of_the_bucket(
    workers: Workers, bucket: ObjectService, window: Client, download: Callable[[str], bytes]
) -> None:
    window.post(FILES)
    for kind in ("docx", "pdf"):
        until(is_done(kind), f"the {kind} is made")
    digests = Export.objects.values_list("sha256", flat=True)
    assert bucket.names() == sorted(f"{FOLDER}/{sha256[:2]}/{sha256}" for sha256 in digests)
    word = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(download("docx"))).paragraphs)
    pdf = words_of_pdf(download("pdf"))
    assert "Oak Lane" in word
    assert "Oak Lane" in pdf


def test_while_the_service_is_down_the_worker_tries_again_by_itself(
    workers: Workers, bucket: ObjectService, window: Client, download: Callable[[str], bytes]
) -> None:
    bucket.stop()
    window.post(FILES)
    failed = Export.objects.filter(state=State.QUEUED, attempts=1)
    until(lambda: failed.count() == 2, "both first attempts fail")
    reasons = set(failed.values_list("reason", flat=True))
    assert reasons == {"The file could not be kept: the storage did not work."}
    bucket.start()
    for kind in ("docx", "pdf"):
        until(is_done(kind), f"the {kind} is made")
    assert download("pdf").startswith(b"%PDF")


def test_a_service_that_stays_down_is_told_on_the_page_and_trying_again_later_helps(
    workers: Workers, bucket: ObjectService, window: Client, download: Callable[[str], bytes]
) -> None:
    bucket.stop()
    window.post(FILES)
    until(lambda: Export.objects.filter(state=State.QUEUED, attempts=1).count() == 2, "both first attempts fail")
    Export.objects.update(attempts=ATTEMPTS - 1)
    until(lambda: Export.objects.filter(state=State.FAILED).count() == 2, "the last attempts fail")
    assert page(window).count("The file could not be kept: the storage did not work.") == 2
    bucket.start()
    window.post(f"{FILES}pdf/again/")
    until(is_done("pdf"), "the PDF is made")
    bucket.stop()
    assert "The file cannot be fetched at the moment." in download("pdf").decode()
    bucket.start()
    assert download("pdf").startswith(b"%PDF")


def test_a_file_that_is_gone_from_the_bucket_is_made_again(
    workers: Workers, bucket: ObjectService, window: Client, download: Callable[[str], bytes]
) -> None:
    window.post(FILES)
    for kind in ("docx", "pdf"):
        until(is_done(kind), f"the {kind} is made")
    before = download("pdf")
    bucket.empty()
    shown = download("pdf").decode()
    assert "The file is not there any more." in shown
    assert "Try again" in shown
    window.post(f"{FILES}pdf/again/")
    until(is_done("pdf"), "the PDF is made again")
    assert download("pdf") == before
