"""What stands around the text of a Word file: front, contents, references, acknowledgements, signatures."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from apps.exports import furniture
from apps.exports.docx_picture import add_picture
from apps.exports.docx_table import write_table
from apps.exports.docx_words import SPACE, W, add, add_run, new, paragraph
from apps.exports.docx_written import Written, keep_with_next, set_space
from apps.policydoc import captions, contents, letterhead
from apps.policydoc.document import Document
from apps.policydoc.typography import bound_text

HEAD_STYLES = {"school": "School", "strapline": "Subtitle", "legal-name": "LegalName", "address": "Address"}
# How many lines of a table something is as high as.
PAGE_LINES, TITLE_LINES, LOGO_LINES, HEADING_LINES = 34, 11, 4.5, 3
SHORT_LIST = 8  # references that a page end never cuts; of more, two stay on each side
FIRST_ENTRY = 2  # behind the title of the contents
APART = "\u2003"  # an em: between the line to sign on and the next word
SIGNING_STYLES = {"to-sign": "ToSign", "signatory": "Signatory", "signed": "Signed", "approved": "Signed"}


def write_front(written: Written, document: Document, images: Mapping[str, bytes]) -> None:
    front = document.body.front
    for place, image in enumerate(front.images, start=1):
        data = furniture.picture(images, image.sha256)
        add_picture(
            written.line("Logo"), written.image(image.sha256), data, place, image.alt or letterhead.owner(document)
        )
    for line in letterhead.letterhead(document):
        written.line(HEAD_STYLES[line.place], line.words)
    written.line("Title", document.title)
    if rows := list(document.front_details()):
        written.details_heading(captions.CONTROL)
        write_table(written, captions.CONTROL, rows)
    for statement in document.front_statements():
        written.inline(written.line("FrontStatement"), statement)
    if front.vision:
        written.details_heading(captions.VISION)
        for words in front.vision:
            written.line("BodyText", words)
    if front.values:
        written.details_heading(captions.VALUES)
        for words in front.values:
            add_run(written.bullet(), bound_text(words))


def write_contents(written: Written, document: Document) -> None:
    """The contents as Word's own gallery builds them: a field with its entries filled in, on one page with its title.

    They show no page numbers, so they can never be stale.
    """
    entries = contents.contents(document)
    if not entries:
        return
    holder = add(written.body, "sdt")
    gallery = add(add(holder, "sdtPr"), "docPartObj")
    add(gallery, "docPartGallery", val="Table of Contents")
    add(gallery, "docPartUnique")
    lines = add(holder, "sdtContent")
    title = paragraph(lines, "TOCHeading")
    if not _fit_below_front(document, len(entries)):
        title[0].append(new("pageBreakBefore"))
        set_space(title, before=0)
    add_run(title, captions.CONTENTS)
    for entry in entries:
        line = paragraph(lines, f"TOC{entry.level}")
        keep_with_next(line)
        if len(lines) == FIRST_ENTRY:
            _begin_field(line, f'TOC \\o "1-{contents.section_level(document)}" \\n \\h \\z')
        link = add(line, "hyperlink", anchor=written.bookmark(entry.target), history="1")
        words = bound_text(entry.words)
        add_run(link, f"{entry.number}\t{words}" if entry.number else words)
    _add_field_mark(lines[-1], "end")
    lines[-1][0].remove(lines[-1][0][1])  # the last one stays with nothing


def _fit_below_front(document: Document, entries: int) -> bool:
    """Whether the contents surely stand on the first page, in lines of a table; if not they open a page.

    Word would keep them together by itself; LibreOffice leaves their title behind.
    """
    front = document.body.front
    rows, statements = len(list(document.front_details())), len(list(document.front_statements()))
    lines = TITLE_LINES + LOGO_LINES * len(front.images) + 1.7 * statements + entries
    lines += 1.15 * rows + HEADING_LINES if rows else 0
    lines += 2 * len(front.vision) + HEADING_LINES if front.vision else 0
    lines += len(front.values) + HEADING_LINES if front.values else 0
    return lines + HEADING_LINES <= PAGE_LINES


def _begin_field(line: etree._Element, instruction: str) -> None:
    _add_field_mark(line, "begin")
    words = add(add(line, "r"), "instrText")
    words.text = f" {instruction} "
    words.set(SPACE, "preserve")
    _add_field_mark(line, "separate")


def _add_field_mark(line: etree._Element, kind: str) -> None:
    add(add(line, "r"), "fldChar", fldCharType=kind)


def write_end(written: Written, document: Document) -> None:
    if document.body.references:
        written.heading(captions.REFERENCES)
        lines = [written.bullet() for _ in document.body.references]
        for place, (line, reference) in enumerate(zip(lines, document.body.references, strict=True)):
            written.inline(line, furniture.reference_inline(reference))
            if place < len(lines) - 1 and (len(lines) <= SHORT_LIST or place in {0, len(lines) - 2}):
                keep_with_next(line)
    if document.body.acknowledgements:
        written.heading(captions.ACKNOWLEDGEMENTS)
        for words in document.body.acknowledgements:
            written.line("BodyText", words)
    _write_signatures(written, document)


def _keep_last_with_next(written: Written) -> None:
    """No page holds signatures and nothing of what is signed."""
    last = written.body[-1]
    if last.tag == f"{W}p" and last.find(f"{W}pPr/{W}keepNext") is None:
        keep_with_next(last)


def _write_signatures(written: Written, document: Document) -> None:
    """Lines to sign on are drawn by tab stops: read aloud they are the words before them, and no cell is empty."""
    lines = letterhead.signatures(document)
    if lines:
        _keep_last_with_next(written)
        written.heading(captions.SIGNATURES)
    for place, line in enumerate(lines):
        element = written.line(SIGNING_STYLES[line.place])
        if line.place == "to-sign":
            add_run(element, APART.join(f"{words} \t" for words in letterhead.TO_SIGN))
        else:
            written.inline(element, line.inline)
        if place < len(lines) - 1:
            keep_with_next(element)
