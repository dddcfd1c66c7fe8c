"""What the answers of one page opened on pages where everything was decided."""

from __future__ import annotations

from collections.abc import Iterator

from apps.wizard.pages import Page
from apps.wizard.walk import Walk


def more_elsewhere(before: Walk, after: Walk, saved: Page) -> Iterator[str]:
    """One sentence for each page that the person had finished and now has to see again.

    A page that was still to do says by itself what it asks, when they come to it.
    """
    was_open = {item.id for item in before.open}
    new = [item for item in after.open if item.id not in was_open]
    pages = [page for item in new if (page := after.page_of(item.id)) and page.id != saved.id]
    for page in {page.id: page for page in pages}.values():
        if before.open_on(page) or not (before.live_questions(page) or before.live_statements(page)):
            continue
        count = sum(page.id == other.id for other in pages)
        heading = after.words(page.heading)
        if count == 1:
            yield f"One more thing is to be decided on “{heading}”, because of what you answered."
        else:
            yield f"{count} more things are to be decided on “{heading}”, because of what you answered."
