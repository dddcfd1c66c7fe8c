"""The piece of the policy that stands beside its questions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from apps.policydoc.around import FRONT_PAGE
from apps.policydoc.document import Block, Document, Front, Gap, Part
from apps.policydoc.html import to_html
from apps.schools.models import School
from apps.wizard.addresses import page_url
from apps.wizard.doors import Opened
from apps.wizard.pages import Page
from apps.wizard.walk import Walk

NOTHING = SafeString("")
NO_FRONT = Front()


@dataclass(frozen=True)
class Beside:
    """`html` is the section as it reads now; empty with the reason in `instead` where nothing is printed."""

    html: SafeString = NOTHING
    instead: str = ""


def beside(opened: Opened, walk: Walk, page: Page) -> Beside:
    """`walk` may be ahead of what `opened` has saved."""
    if page.kind == "school" and page.asks(FRONT_PAGE):
        return Beside(instead="The front page stands before the whole policy: read it there.")
    if page.kind == "school":
        return Beside(instead="These answers are used all over the policy: you will meet them in its sentences.")
    document = walk.composed.document
    if page.kind == "control":
        return Beside(_rendered(opened, walk, _controlled(document)))
    block = next((block for block in document.walk() if block.id == page.id), None)
    if block is None:
        return Beside(instead=_why_not(walk, page))
    block = _without_pages(block, walk)
    part = next(part for part in document.body.parts if part.id == page.part)
    return Beside(_rendered(opened, walk, _only(document, (replace(part, key_details=(), blocks=(block,)),))))


def _why_not(walk: Walk, page: Page) -> str:
    match walk.state.section_state(page.id):
        case "undecided":
            return "Whether this section is printed depends on a question that is still open."
        case "off":
            return "With your answers, this section is not part of the policy."
    return "Nothing of this section is printed yet: its sentences come with your answers."


def _without_pages(block: Block, walk: Walk) -> Block:
    """The section without the sub-sections that have pages of their own."""
    own = {page.id for page in walk.all_pages} - {block.id}
    return replace(block, children=tuple(child for child in block.children if child.id not in own))


def _only(document: Document, parts: tuple[Part, ...], front: Front = NO_FRONT) -> Document:
    """These parts, with nothing around them but `front`."""
    body = replace(document.body, front=front, references=(), acknowledgements=(), parts=parts)
    return replace(document, body=body, control=replace(document.control, signatures=()))


def _controlled(document: Document) -> Document:
    """What document control prints: its table, the statements beside it, key details, signatures."""
    front = document.body.front
    parts = tuple(replace(part, blocks=()) for part in document.body.parts)
    around = _only(document, parts, Front(control=front.control, statements=front.statements))
    return replace(around, control=document.control)


def _rendered(opened: Opened, walk: Walk, document: Document) -> SafeString:
    """`to_html` escapes every word. The piece stands under the page's own second-level heading."""
    address = partial(gap_address, opened, walk)
    pictures = partial(picture_address, opened.school)
    return mark_safe(to_html(document, heading_level=3, gap_address=address, image_address=pictures))  # noqa: S308


def gap_address(opened: Opened, walk: Walk, gap: Gap) -> str:
    """Where a gap is decided: the place of its question on the page that asks it."""
    page = walk.page_of(gap.question)
    return f"{page_url(opened, page)}#q-{gap.question}" if page else ""


def picture_address(school: School, sha256: str) -> str:
    """Where the people of the school see a picture of its own."""
    return reverse("picture", args=[school.slug, sha256])
