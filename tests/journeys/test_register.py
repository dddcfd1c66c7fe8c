"""An administrator adds a school that they know by name; its head comes in by a code and sees the register."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from email import message_from_string, policy
from pathlib import Path

import pytest

from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.journey

ADMINISTRATOR = "administrator@policywright.example"


@pytest.mark.parametrize(
    ("name", "postcode", "width", "scripts"),
    [("st zephyrines c of e", "zz991", 1280, True), ("nettlefold", "ZZ99 3BB", 320, False)],
)
def test_a_school_is_added_and_its_head_comes_in(
    visit: Callable[..., Visitor], name: str, postcode: str, width: int, scripts: bool
) -> None:
    administrator = visit(ADMINISTRATOR, width=width, scripts=scripts)
    page = administrator.page
    administrator.check()
    administrator.follow("Add a school")
    administrator.check()
    administrator.press("Search by name")
    assert page.title().startswith("Error: ")
    administrator.check()
    page.get_by_label("Name of the school").fill(name)
    page.get_by_label("Council").select_option(label="Wexmoor" if postcode == "zz991" else "Fennimore")
    page.get_by_label("Postcode").fill(postcode)
    administrator.press("Search by name")
    administrator.check()
    page.get_by_role("link", name=re.compile("^Choose")).click()
    administrator.check()
    email = f"head-{width}@zephyrine.example"
    page.get_by_label("E-mail address of the head").fill(email)
    administrator.press("Add the school and invite its head")
    assert "is here now. Its head is told by e-mail." in page.inner_text("main")
    page.goto(f"{administrator.site.address}/")
    administrator.follow("Schools here")
    administrator.check()
    page.get_by_label("Name or URN").fill(name.split()[0])
    administrator.press("Search")
    page.get_by_role("link", name=re.compile("^Its number")).first.click()
    assert "by Ada Keeper" in page.inner_text("main")
    administrator.check()

    head = visit(width=width, scripts=scripts)
    head.page.goto(f"{head.site.address}/account/login/code/")
    head.page.get_by_label("E-mail address").fill(email)
    head.press("Send me a code")
    head.page.get_by_label("Code").fill(code_for(email, head.site.folder / "var" / "mail"))
    head.page.get_by_role("button", name=re.compile("Sign in|Continue|Confirm")).last.click()
    head.page.wait_for_load_state("load")
    head.follow("Your school in the register")
    assert "Your school here says the same as the register." in head.page.inner_text("main")
    head.check()


def code_for(email: str, folder: Path) -> str:
    """The code of the e-mail to that address, as soon as it is there."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        for file in sorted(folder.glob("*"), reverse=True):
            message = message_from_string(file.read_text(encoding="utf-8"), policy=policy.default)
            code = re.search(r"^([A-Z0-9]{3,6}-?[A-Z0-9]{3,6})$", message.get_content(), re.MULTILINE)
            if message["To"] == email and code:
                return code[1]
        time.sleep(0.1)
    raise AssertionError(f"No code for {email} in {[file.name for file in folder.glob('*')]}")
