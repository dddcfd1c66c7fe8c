"""The heads of the demo schools make the whole mobile policy, from signing in to both files on the desk."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import docx
import pypdfium2
import pytest
from playwright.sync_api import Dialog

from tests.journeys.site import Site
from tests.journeys.visitor import Visitor
from tests.journeys.walking import walk_to_the_check

pytestmark = pytest.mark.journey

HEAD = "head@thistlewick.example"
HEAD_WITHOUT_SCRIPTS = "head@marrowdown.example"
HEAD_ON_A_PHONE = "head@quillhaven.example"
LOCKED_AWAY = "They are kept in a locker or a locked pouch"
FILES_TAKE = 150_000  # milliseconds at most, on a machine that does ten other things
TITLE = "Mobile and smart technology policy"
PUPILS = "Pupils’ own devices"


def start(head: Visitor) -> None:
    head.follow("Choose from the library")
    head.check()
    head.page.get_by_role("button", name=f"Start {TITLE}", exact=True).click()
    assert head.heading == TITLE


def download(visitor: Visitor, name: str) -> tuple[str, bytes]:
    with visitor.page.expect_download() as waiting:
        visitor.page.get_by_role("link", name=f"Download {name}").click()
    path = visitor.folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path.name, Path(path).read_bytes()


def words_of_docx(content: bytes) -> str:
    """With plain spaces only: some of those in the file keep words together."""
    return " ".join(" ".join(paragraph.text.split()) for paragraph in docx.Document(io.BytesIO(content)).paragraphs)


def words_of_pdf(content: bytes) -> str:
    pdf = pypdfium2.PdfDocument(content)
    return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in pdf)


def test_the_head_walks_the_whole_policy_to_both_downloads(visit: Callable[..., Visitor]) -> None:
    head = visit(HEAD)
    head.check()
    start(head)
    head.check()
    head.follow("Front page")
    passed = walk_to_the_check(head, one_by_one=PUPILS)
    assert (passed[0], passed[-1]) == ("Front page", "Title, approval, dates and signatures")
    assert "Everything is decided." in head.page.inner_text("main")
    head.check()
    head.follow("Read the whole policy")
    assert head.page.locator("mark.gap").count() == 0
    head.check()
    head.follow("Continue to your files")
    head.press("Make the Word and PDF files")
    head.check()
    head.page.get_by_role("link", name="Download PDF").wait_for(timeout=FILES_TAKE)
    head.page.get_by_role("link", name="Download Word").wait_for(timeout=FILES_TAKE)
    head.check()
    names = {}
    names["docx"], word = download(head, "Word")
    names["pdf"], pdf = download(head, "PDF")
    assert names == {
        kind: f"thistlewick-primary-mobile-and-smart-technology-v1-draft.{kind}" for kind in ("docx", "pdf")
    }
    rule = "own phones, smart watches and other devices must not be brought onto our site."
    assert rule in words_of_docx(word)
    assert rule in words_of_pdf(pdf)


def test_the_same_without_scripts(visit: Callable[..., Visitor]) -> None:
    head = visit(HEAD_WITHOUT_SCRIPTS, scripts=False)
    start(head)
    head.follow("Front page")
    walk_to_the_check(head, one_by_one=PUPILS)
    assert "Everything is decided." in head.page.inner_text("main")
    head.follow("Continue to your files")
    head.press("Make the Word and PDF files")
    head.page.get_by_role("link", name="Download PDF").wait_for(timeout=FILES_TAKE)  # the page loads itself again
    head.page.get_by_role("link", name="Download Word").wait_for(timeout=FILES_TAKE)
    assert len({download(head, name)[0] for name in ("Word", "PDF")}) == 2


def test_the_pages_on_a_phone(visit: Callable[..., Visitor]) -> None:
    head = visit(HEAD_ON_A_PHONE, width=320)
    head.check()
    start(head)
    head.check()
    for place in ("Words", "People", PUPILS):
        head.follow(place)
        head.check()
        head.page.go_back()
    head.follow("People")
    head.page.get_by_role("button", name=re.compile("^Add one")).first.click()
    head.check()
    head.press("Save")
    head.check()
    for page in ("check/", "open/", "preview/", "files/", "control/"):
        head.page.goto(f"{head.site.address}/schools/quillhaven/policies/mobile-and-smart-technology/{page}")
        head.check()


def test_mistakes_are_named_and_led_to(visit: Callable[..., Visitor]) -> None:
    head = visit(HEAD)
    head.page.goto(
        f"{head.site.address}/schools/thistlewick-primary/policies/mobile-and-smart-technology/sections/learners/"
    )
    head.page.get_by_label("The pupil keeps them, off and out of sight all day").check()
    head.page.get_by_label("Your reason").fill("")
    head.press("Save and continue")
    head.check()
    assert head.page.title().startswith(f"Error: {PUPILS}")
    head.page.locator(".govuk-error-summary a").first.click()
    assert head.page.evaluate("document.activeElement.labels[0].innerText") == "Your reason"


def test_two_people_at_one_question_see_both_answers(visit: Callable[..., Visitor]) -> None:
    head, editor = visit(HEAD), visit("editor@thistlewick.example")
    place = "/schools/thistlewick-primary/policies/mobile-and-smart-technology/sections/learners/"
    for person in (head, editor):
        person.page.goto(f"{person.site.address}{place}")
    for person, rule in ((editor, "They are handed in"), (head, LOCKED_AWAY)):
        person.page.get_by_label(rule, exact=True).check()
        person.press("Save and come back later")
    assert head.heading == "Somebody else answered too"
    head.check()
    head.page.get_by_label(f"Yours: {LOCKED_AWAY}").check()
    head.press("Save my decision")
    head.page.goto(f"{head.site.address}{place}")
    assert head.page.get_by_label(LOCKED_AWAY, exact=True).is_checked()


def test_the_keyboard_reaches_everything(visit: Callable[..., Visitor]) -> None:
    """From the top of a section's page to its button, by Tab alone; every stop can be seen."""
    head = visit(HEAD)
    head.page.goto(
        f"{head.site.address}/schools/thistlewick-primary/policies/mobile-and-smart-technology/sections/visitors/"
    )
    stops: list[str] = []
    while stops[-1:] != ["Save and come back later"]:
        assert len(stops) < 120, stops
        head.page.keyboard.press("Tab")
        stops.append(
            head.page.evaluate(
                "(document.activeElement.labels?.[0] ?? document.activeElement).innerText.split('\\n')[0].trim()"
            )
        )
        visible = head.page.evaluate(
            "(() => { const box = document.activeElement.getBoundingClientRect(); return box.width * box.height })()"
        )
        assert visible > 0, stops
    assert stops[0] == "Skip to main content"
    assert "Save and continue" in stops


def test_enter_in_a_text_box_saves_and_takes_no_usual_choice(visit: Callable[..., Visitor]) -> None:
    head = visit(HEAD_ON_A_PHONE)
    head.page.goto(f"{head.site.address}/schools/quillhaven/policies/mobile-and-smart-technology/school/school-people/")
    head.page.get_by_label("Name").last.fill("Ada Finch")
    head.page.keyboard.press("Enter")
    head.page.locator(".govuk-error-summary").wait_for()


def test_who_leaves_what_is_not_saved_is_asked_first(visit: Callable[..., Visitor]) -> None:
    head = visit(HEAD_ON_A_PHONE)
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    head.page.on("dialog", stay)
    people = f"{head.site.address}/schools/quillhaven/policies/mobile-and-smart-technology/school/school-people/"
    head.page.goto(people)
    head.follow("Back")
    assert (asked, head.heading) == ([], TITLE)
    head.page.goto(people)
    head.page.get_by_label("Name").last.fill("Ada Finch")
    head.page.get_by_role("link", name="Back", exact=True).click()
    head.page.get_by_role("heading", name="People").wait_for()
    assert asked == ["beforeunload"]
    head.press("Save and come back later")
    assert (asked, head.heading) == (["beforeunload"], TITLE)
    assert head.page.locator(".pw-saved").inner_text() == "Saved: People."


def test_without_a_worker_the_page_says_so_and_the_file_comes_when_one_is_back(
    visit: Callable[..., Visitor], site: Site
) -> None:
    head = visit(HEAD_ON_A_PHONE)
    site.stop("worker")
    site.manage("shell", "-c", "from apps.exports.models import WorkerSeen; WorkerSeen.objects.all().delete()")
    head.page.goto(f"{site.address}/schools/quillhaven/policies/mobile-and-smart-technology/files/")
    head.press("Make the Word and PDF files")
    head.page.get_by_text("no worker is running").wait_for()
    head.check()
    site.start_worker()
    head.page.get_by_role("link", name="Download PDF").wait_for(timeout=FILES_TAKE)
