"""The school's logo: given, described, replaced, removed, and shown to the people of the school alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from lxml import html

from apps.exports import storage, sweep
from apps.policies import actions
from apps.policies.models import Version
from apps.schools.models import School, User
from tests.exports.s3 import NOBODY, keep_files_at
from tests.policies.pictures import bomb, drawn
from tests.policies.seen import events

pytestmark = pytest.mark.usefixtures("file_folder")

LOGO = "/schools/oak-lane/logo/"
ALT = "An oak tree above the words Oak Lane"


@pytest.fixture
def editing(editor: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(editor)


def upload(client: Client, picture: bytes | None, alt: str = ALT, **fields: str) -> Any:
    file = {} if picture is None else {"picture": SimpleUploadedFile("logo.png", picture)}
    return client.post(LOGO, {"alt": alt, **file, **fields})


def complaints(response: Any) -> list[str]:
    return [
        link.text_content()
        for link in html.fromstring(response.content).xpath("//*[@class='govuk-error-summary']//li/a")
    ]


def test_a_logo_is_kept_and_shown(editing: Client, school: School) -> None:
    response = upload(editing, drawn("PNG"))
    assert (response.status_code, response["Location"]) == (302, LOGO)
    school.refresh_from_db()
    assert school.logo_alt == ALT
    (picture,) = html.fromstring(editing.get(LOGO).content).xpath("//figure/img")
    assert (picture.get("src"), picture.get("alt")) == (f"/schools/oak-lane/pictures/{school.logo_sha256}/", ALT)
    assert editing.get(picture.get("src")).content == storage.read(school.logo_sha256)


def test_giving_it_is_told_in_the_chain(editing: Client, school: School) -> None:
    upload(editing, drawn("PNG"))
    verb, payload = events(school)[-1]
    assert (verb, payload["changed"]) == ("facts-changed", ["logo_alt", "logo_sha256"])


def test_other_words_for_the_same_picture(editing: Client, school: School) -> None:
    upload(editing, drawn("PNG"))
    school.refresh_from_db()
    before = school.logo_sha256
    upload(editing, None, alt="Our oak")
    school.refresh_from_db()
    assert (school.logo_sha256, school.logo_alt) == (before, "Our oak")


def test_replaced_and_removed(editing: Client, school: School) -> None:
    upload(editing, drawn("PNG"))
    school.refresh_from_db()
    first = school.logo_sha256
    upload(editing, drawn("JPEG"))
    school.refresh_from_db()
    assert school.logo_sha256 not in ("", first)
    assert editing.get(f"/schools/oak-lane/pictures/{first}/").status_code == 404
    assert "Remove your logo?" in editing.get(f"{LOGO}remove/").content.decode()
    for _ in range(2):
        assert editing.post(f"{LOGO}remove/")["Location"] == LOGO
    school.refresh_from_db()
    assert (school.logo_sha256, school.logo_alt) == ("", "")
    assert editing.get(f"{LOGO}remove/")["Location"] == LOGO


@pytest.mark.parametrize(
    ("picture", "alt", "words"),
    [
        (None, ALT, ["Choose the picture of your logo."]),
        (b"", ALT, ["Choose a PNG or a JPEG picture. Other kinds, such as SVG or GIF, have to be saved as PNG."]),
        (None, "", ["Choose the picture of your logo.", "Say in a few words what the logo shows."]),
        (drawn("PNG"), "  ", ["Say in a few words what the logo shows."]),
        (drawn("PNG")[:70], ALT, ["This picture is damaged or not complete. Open it on your computer, save it again as "
                                  "PNG, and choose that."]),
        (bomb(30_000, 30_000), ALT, ["This picture has 30000 by 30000 pixels, which is too many. Save it smaller, for "
                                     "example 2000 pixels across, and choose it again."]),
        (bytes(10_000_001), ALT, ["This picture is larger than 10 MB. Save it smaller, and choose it again."]),
    ],
    ids=["nothing", "empty", "neither", "no words", "half", "bomb", "11 MB"],
)  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_kept(
    editing: Client, school: School, file_folder: Path, picture: bytes | None, alt: str, words: list[str]
) -> None:
    response = upload(editing, picture, alt)
    assert (response.status_code, complaints(response)) == (422, words)
    school.refresh_from_db()
    assert (school.logo_sha256, list(file_folder.iterdir())) == ("", [])


def test_words_that_cannot_be_printed_are_refused(editing: Client, school: School) -> None:
    (complaint,) = complaints(upload(editing, drawn("PNG"), alt="An oak 🌳"))
    assert "🌳" in complaint


def test_from_a_policy_it_leads_back_to_the_policy(window: Client, draft: Version) -> None:
    page = window.get(f"{LOGO}?policy=pets")
    (back,) = html.fromstring(page.content).find_class("govuk-back-link")
    assert (back.get("href"), back.text_content()) == ("/schools/oak-lane/policies/pets/", "Pets")
    assert upload(window, drawn("PNG"), policy="pets")["Location"] == f"{LOGO}?policy=pets"
    for made_up in ("nothing", "//evil.example", "a?b", "\0"):
        page = window.get(LOGO, {"policy": made_up})
        assert html.fromstring(page.content).find_class("govuk-back-link")[0].get("href") == "/schools/oak-lane/"


def test_a_browser_does_nothing_with_the_picture_but_show_it(editing: Client, school: School) -> None:
    upload(editing, drawn("JPEG"))
    school.refresh_from_db()
    response = editing.get(f"/schools/oak-lane/pictures/{school.logo_sha256}/")
    assert dict(response.headers) | {
        "Content-Type": "image/jpeg",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-store, private",
    } == dict(response.headers)


def test_outsiders_do_not_learn_that_there_is_a_picture(
    editing: Client, school: School, outsider: User, signed_in: Callable[[User], Client], client: Client
) -> None:
    upload(editing, drawn("PNG"))
    school.refresh_from_db()
    address = f"/schools/oak-lane/pictures/{school.logo_sha256}/"
    stranger = signed_in(outsider)
    assert stranger.get(address).status_code == 404
    assert stranger.get(address.replace("oak-lane", "elm-road")).status_code == 404  # nor through their own school
    assert stranger.get(address).content == stranger.get(address.replace("oak-lane", "no-such-school")).content
    assert client.get(address)["Location"].startswith("/account/login/")


def test_another_file_of_the_storage_is_no_picture(editing: Client, school: School) -> None:
    """Only what the school names: not any file whose SHA-256 somebody knows."""
    other = storage.store(b"%PDF of another school")
    assert editing.get(f"/schools/oak-lane/pictures/{other}/").status_code == 404


def test_no_sweep_takes_the_logo(editing: Client, school: School, draft: Version, head: User) -> None:
    upload(editing, drawn("PNG"))
    school.refresh_from_db()
    export = actions.export_version(draft, "pdf", by=head)
    long_ago = timezone.now() - 2 * sweep.DRAFTS_LIVE
    type(export).objects.update(state="done", stage="done", sha256=storage.store(b"%PDF"), size=4, finished_at=long_ago,
                                requested_at=long_ago)  # fmt: skip
    assert sweep.delete_old() == 1
    assert storage.is_whole(school.logo_sha256)


def test_a_storage_that_is_down_or_lost_it_is_no_fault_of_the_page(
    editing: Client, school: School, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload(editing, drawn("PNG"))
    school.refresh_from_db()
    address = f"/schools/oak-lane/pictures/{school.logo_sha256}/"
    storage.delete(school.logo_sha256)
    assert editing.get(address).status_code == 404
    keep_files_at(NOBODY, settings, monkeypatch)
    assert editing.get(address).status_code == 503
    assert complaints(upload(editing, drawn("JPEG"))) == [
        "The picture could not be kept at the moment. Try again in a few minutes."
    ]
