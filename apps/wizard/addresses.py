"""Where the pages of a draft are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from apps.wizard.pages import Page

if TYPE_CHECKING:
    from apps.wizard.doors import Opened

# Pages that a change may start from, and where Save and continue then leads back to.
SECTIONS = {"school": "school-facts", "section": "section"}
BACK = {"check": "check", "open": "still-open", "preview": "preview"}


def page_url(opened: Opened, page: Page, *, back: str = "") -> str:
    names = [opened.school.slug, opened.policy.slug]
    url = (
        reverse("control", args=names)
        if page.kind == "control"
        else reverse(SECTIONS[page.kind], args=[*names, page.id])
    )
    return f"{url}?back={back}" if back in BACK else url


def back_url(opened: Opened, back: str) -> str:
    """The page that somebody came from, by its name in BACK; "" for any other name."""
    return reverse(BACK[back], args=[opened.school.slug, opened.policy.slug]) if back in BACK else ""
