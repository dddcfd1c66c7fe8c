"""What a careful typesetter would mend on the pages of a finished PDF, each told in a sentence with its page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from tests.exports.laid_out import Laid, laid_out

PAGES = 10
FEWEST_LINES = 4  # on a page
NUMBER_WORDS = (
    "section|sections|part|page|pages|paragraph|paragraphs|chapter|article|schedule|appendix|annex|year|years|stage|"
    "act|regulations|version|aged?|under|over|level|table|figure|step|tier"
)
UNITS = (
    "am|pm|a\\.m\\.|p\\.m\\.|noon|days?|weeks?|months?|years?|hours?|minutes?|seconds?|pupils?|staff|people|times?|"
    "points?|pounds|per|percent|mm|cm|km|school|working|January|February|March|April|May|June|July|August|September|"
    "October|November|December"
)
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
TORN = (
    ("a number from the word before it", re.compile(rf"\b(?:{NUMBER_WORDS})\|\(?\d", re.IGNORECASE)),
    ("a number from its unit", re.compile(rf"(?:^|[\s(£])(?!(?:19|20)\d\d\|)[\d.,:]*\d\|(?:{UNITS})\b")),
    ("a month from its number", re.compile(rf"\b(?:{MONTHS})\|\d")),
    ("a name from its title", re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sir|Dame|Rev|Revd)\.?\|[A-ZŁÇÉ]")),
    ("an initial from its name", re.compile(r"(?:^|\s)[A-Z]\.\|[A-Z]")),
    ("a dash from its words", re.compile(r"(?:[–—]\||\|[–—](?:\s|$))")),
    ("a bracket from its words", re.compile(r"[(\[“‘]\||\|[)\]”.,;:!?]")),
)  # fmt: skip
ADDRESS = re.compile(r"\S*(?:@|://|www\.)\S*$")
LONGEST_ADDRESS = 60


def problems(data: bytes, pages: int = PAGES) -> list[str]:
    """Empty where the first pages are well set."""
    return problems_of(laid_out(data), pages)


def problems_of(found: list[Laid], pages: int = PAGES) -> list[str]:
    told = [*_headings(found), *_paragraphs(found), *_lists(found), *_empty_pages(found)]
    return [f"page {page}: {words}" for page, words in sorted(told) if page <= pages]


Told = Iterator[tuple[int, str]]


def _headings(found: list[Laid]) -> Told:
    for place, heading in enumerate(found):
        if heading.kind != "heading":
            continue
        page, below = heading.lines[-1].page, 0
        for paragraph in found[place + 1 :]:
            here = sum(1 for line in paragraph.lines if line.page == page)
            if paragraph.kind != "heading":
                below += here
            if below >= 2 or here < len(paragraph.lines) or not here:
                break
        else:
            continue
        if below < 2:
            yield page, f"the heading “{heading.text}” has {below} lines below it"


def _paragraphs(found: list[Laid]) -> Told:
    for paragraph, following in zip(found, [*found[1:], None], strict=True):
        yield from _cut(paragraph)
        if paragraph.kind != "heading":
            yield from _torn(paragraph)
        lead = paragraph.text.endswith(":") and paragraph.lines and following and following.lines
        if lead and following.kind == "item" and following.lines[0].page != paragraph.lines[-1].page:  # type: ignore[union-attr]
            yield paragraph.lines[-1].page, f"“{_end(paragraph.text)}” stands without what it announces"


def _cut(paragraph: Laid) -> Told:
    if paragraph.label and (not paragraph.lines or paragraph.label.page != paragraph.lines[0].page):
        yield paragraph.label.page, f"the number {paragraph.label.text} stands alone"
    if not paragraph.lines:
        return
    first, last = paragraph.lines[0].page, paragraph.lines[-1].page
    if first == last:
        return
    if paragraph.kind in {"cell", "heading"}:
        yield first, f"a page end cuts the {paragraph.kind} “{_end(paragraph.text)}”"
    if sum(line.page == first for line in paragraph.lines) == 1:
        yield first, f"the first line of “{_end(paragraph.text)}” ends the page"
    if sum(line.page == last for line in paragraph.lines) == 1:
        yield last, f"the last line of “{_end(paragraph.text)}” begins the page"


def _torn(paragraph: Laid) -> Told:
    for line, following in pairwise(paragraph.lines):
        around = f"{_end(line.text)}|{following.text[:20]}"
        for what, torn in TORN:
            if torn.search(around):
                yield line.page, f"a line end tears {what}: “{around}”"
        address = ADDRESS.search(line.text)
        if address and re.search(r"[-/._@&=?]$", line.text):
            whole = address[0] + following.text.split(" ")[0]
            if len(whole) <= LONGEST_ADDRESS:
                yield line.page, f"a line end breaks the address {whole}"
    if len(paragraph.lines) > 1:
        last = paragraph.lines[-1]
        letters = re.sub(r"[^\w]", "", last.text)
        if " " not in last.text and len(letters) < 5:
            yield last.page, f"“{last.text}” is alone on the last line of “{_end(paragraph.lines[-2].text)}”"


def _lists(found: list[Laid]) -> Told:
    """A list below a lead-in is cut with two items on each side at least, and not where it is short."""
    lists: dict[int, list[Laid]] = {}
    for paragraph in found:
        if paragraph.kind == "item" and paragraph.lines and paragraph.label and paragraph.label.text.startswith("("):
            lists.setdefault(paragraph.list, []).append(paragraph)
    for items in lists.values():
        for page in {line.page for item in items for line in item.lines}:
            here = sum(1 for item in items if item.lines[0].page == page)
            if here == 1 and len(items) > 1:
                yield page, f"one item of a list stands apart from {len(items) - 1} others: “{_end(items[-1].text)}”"


def _empty_pages(found: list[Laid]) -> Told:
    lines: dict[int, set[float]] = {}
    for paragraph in found:
        for line in paragraph.lines:
            lines.setdefault(line.page, set()).add(round(line.height))
    for page, heights in lines.items():
        if len(heights) < FEWEST_LINES:
            yield page, f"only {len(heights)} lines stand on the page"


def _end(text: str) -> str:
    return text if len(text) <= 40 else f"…{text[-39:]}"
