"""Answering the pages of a policy as somebody does who has made up their mind: quickly, and whatever is asked."""

from __future__ import annotations

import re

from django.utils import timezone
from playwright.sync_api import Locator

from tests.journeys.visitor import Visitor

WORDS = {"singular": "learner", "plural": "learners", "name": "Ada Finch", "url": "https://thistlewick.example/help"}
MOST_PAGES = 60
CHECKED_WITHOUT_SCRIPTS = 8  # pages of a walk: they are the same pages, and a look at one takes seconds


def walk_to_the_check(visitor: Visitor, *, one_by_one: str = "") -> list[str]:
    """Answers page after page; the headings passed, in order. Ends at "Check your answers".

    Takes the usual choices of a page with one click and answers the rest; on the page `one_by_one` answers each.
    """
    passed: list[str] = []
    while visitor.heading != "Check your answers":
        assert len(passed) < MOST_PAGES, passed
        if visitor.heading not in passed and (visitor.scripts or len(passed) < CHECKED_WITHOUT_SCRIPTS):
            visitor.check()
        passed.append(visitor.heading)
        usual = visitor.page.get_by_role("button", name=re.compile("^Take the usual choice"))
        if usual.count() and visitor.heading != one_by_one:
            usual.click()
            visitor.page.wait_for_load_state("load")
            continue
        answer_page(visitor)
        visitor.press("Save and continue")
        assert visitor.page.locator(".govuk-error-summary").count() == 0, visitor.page.inner_text("main")
    return list(dict.fromkeys(passed))


def answer_what_is_open(visitor: Visitor) -> list[str]:
    """Takes all usual choices at once, then answers what is left, one page after the other; the pages' headings.

    Begins on the task list and ends at "What is still open", where nothing is.
    """
    visitor.follow("Take all usual choices")
    visitor.check()
    visitor.page.get_by_role("button", name=re.compile("^Take these")).click()
    visitor.page.wait_for_load_state("load")
    passed: list[str] = []
    while visitor.heading == "What is still open" and (links := visitor.page.locator(".pw-rows a")).count():
        assert len(passed) < MOST_PAGES, passed
        links.first.click()
        visitor.page.wait_for_load_state("load")
        if visitor.heading not in passed:
            visitor.check()
        passed.append(visitor.heading)
        answer_page(visitor)
        visitor.press("Save and continue")
        assert visitor.page.locator(".govuk-error-summary").count() == 0, visitor.page.inner_text("main")
    return list(dict.fromkeys(passed))


def answer_page(visitor: Visitor) -> None:
    """Answers every question that has no answer yet, also those that come up while answering."""
    answered: set[str] = set()
    while True:
        waiting = [
            question
            for question in visitor.page.locator(".pw-question:not([hidden])").all()
            if question.get_attribute("id") not in answered
        ]
        if not waiting:
            return
        answered.add(waiting[0].get_attribute("id") or "")
        answer_question(waiting[0])
        if visitor.scripts:
            visitor.page.locator("#beside[aria-busy=true]").wait_for(state="detached")


def answer_question(question: Locator) -> None:
    """The usual choice where there is one, else the first that needs no reason; invented words elsewhere."""
    if question.locator("input:checked").count() or question.locator(".pw-rows").count():
        return
    usual = question.locator("input[data-usual]")
    for box in usual.all():
        box.check()
    if usual.count():
        return
    choices = question.locator("input[type=radio]:not([data-asks-reason])")
    if choices.count():
        choices.first.check()
    elif question.get_by_label("There are none").count():
        question.get_by_label("There are none").check()
    elif question.locator("input[type=checkbox][value]").count():
        question.locator("input[type=checkbox]").first.check()
    else:
        write_words(question)


def write_words(question: Locator) -> None:
    parts = question.locator("input[inputmode=numeric]")
    if parts.count():
        # Days that are possible: an approval is never still to come, and the next review comes after it.
        years = 1 if question.get_attribute("id") == "q-control.date-next-review" else 0
        today = timezone.localdate()
        for part, number in zip(parts.all(), (1, today.month, today.year + years), strict=True):
            part.fill(str(number))
        return
    for box in question.locator("input[type=text]:visible, textarea:visible").all():
        name = (box.get_attribute("name") or "").rpartition("__")[2]
        if name not in ("title", "role", "article", "note") and not box.input_value():
            box.fill(WORDS.get(name, "the safe in the office"))
