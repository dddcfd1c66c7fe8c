"""Document -> the HTML element tree that is printed; text becomes text nodes, so no answer is ever read as markup."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement

from apps.exports import furniture
from apps.policydoc import captions, contents, letterhead
from apps.policydoc.document import (
    SAFE_ADDRESSES,
    Block,
    ControlValue,
    Document,
    Gap,
    Inline,
    Link,
    Part,
    Text,
    plain,
)
from apps.policydoc.typography import bound, bound_text

IMAGE_SCHEME = "policy-image:"
LONG_WORD = 26  # letters; a shorter word fits every column and heading
INLINE = {"a", "span"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
ADDRESS = re.compile(r"(?=\S*[@/.])\S{1,40}")  # an e-mail or web address that is shown, and fits a line
KEPT_WORD = 45  # letters that still fit a line, with what stands before and behind an address
MOST_ON_A_PAGE = 30  # entries of the contents
LONG_NUMBER = 6  # characters: "4.12.1" fits its column, "10.12.1" needs a wider one
SECTIONS = ("section", "subsection", "minor")  # headings by their depth, the same in a document of one part and of many
LONG_TITLE, LONGEST_TITLE = 44, 90  # characters: longer ones are set smaller, so that the front stays one page
SHORT_LIST = 3  # items that a page end never cuts; of a longer list two stay on each side
SURELY_TWO_LINES = 90  # characters of a statement: below a heading it needs no other beside it
FEW_REFERENCES = 8  # that stand on one page
CROWDED = 26  # lines on the front, as _front_lines() counts them: with more, all of it is set closer
LETTERS_OF_A_LINE = 70


def print_tree(document: Document, long_word: int = LONG_WORD) -> Element:
    """The whole page tree, from <html>; images are named by their digest in a scheme of our own.

    Words of at least `long_word` letters may break.
    """
    html = Element("html", lang=document.body.language)
    _add_head(html, document)
    body = SubElement(
        html, "body", {"data-header": furniture.header(document), "data-footer": furniture.footer(document)}
    )
    _add_front(body, document)
    _add_contents(body, document)
    for part in document.body.parts:
        _add_part(body, document, part)
    _add_end(body, document)
    _add_signatures(body, document)
    _let_long_words_break(body, long_word)
    return html


def _add_head(html: Element, document: Document) -> None:
    head = SubElement(html, "head")
    SubElement(head, "title").text = document.title
    moment = f"{document.control.as_of}T00:00:00Z"
    for name, content in (
        ("author", letterhead.owner(document)),
        ("generator", "Policywright"),
        ("dcterms.created", moment),
        ("dcterms.modified", moment),
    ):
        if content:
            SubElement(head, "meta", name=name, content=content)


def _add_front(body: Element, document: Document) -> None:
    front = document.body.front
    rows = list(document.front_details())
    if _front_lines(document, len(rows)) > CROWDED:
        body = SubElement(body, "div", {"class": "crowded"})
    header = SubElement(body, "div", {"class": "front"})
    for image in front.images:
        alt = image.alt or letterhead.owner(document)
        SubElement(header, "img", {"src": IMAGE_SCHEME + image.sha256, "alt": alt, "class": "logo"})
    for line in letterhead.letterhead(document):
        _add(header, "p", line.words, line.place)
    _add(header, "h1", document.title, _title_size(document.title))
    if rows:
        _add_heading(body, 2, captions.CONTROL, "details")
        _add_details(body, rows)
    for statement in document.front_statements():
        _add_inline(SubElement(body, "p", {"class": "front-statement"}), statement)
    if front.vision:
        _add_heading(body, 2, captions.VISION, "details")
        for paragraph in front.vision:
            _add(body, "p", paragraph)
    if front.values:
        _add_heading(body, 2, captions.VALUES, "details")
        values = SubElement(body, "ul")
        for value in front.values:
            _add(values, "li", value)


def _front_lines(document: Document, rows: int) -> int:
    """Roughly how many lines of text would stand there, the title left out; a heading and a logo count as a few."""
    front = document.body.front
    lines = sum(-(-len(words) // LETTERS_OF_A_LINE) for words in front.vision) + len(front.values)
    headings = 2 * (bool(rows) + bool(front.vision) + bool(front.values))
    return lines + headings + 4 * len(front.images) + rows + 2 * len(list(document.front_statements()))


def _title_size(title: str) -> str:
    return "many-lines" if len(title) > LONGEST_TITLE else "two-lines" if len(title) > LONG_TITLE else ""


def _add_contents(body: Element, document: Document) -> None:
    """Titles with links and page numbers; the page stands beside its link, because inside it would nest links.

    All of it is on one page, the first if there is room below the front.
    """
    found = contents.contents(document)
    if not found:
        return
    holder = SubElement(body, "div", {"class": "whole" if len(found) <= MOST_ON_A_PAGE else "many"})
    _add_heading(holder, 2, captions.CONTENTS, "outside")
    entries = SubElement(holder, "ul", {"class": "contents"})
    for entry in found:
        item = SubElement(entries, "li", {"class": "entry" if entry.number else "entry part"})
        link = SubElement(item, "a", href=f"#{entry.target}")
        words = bound_text(entry.words)
        link.text = f"{entry.number} \t{words}" if entry.number else words
        SubElement(item, "span", {"class": "page", "data-target": f"#{entry.target}"})


def _add_part(body: Element, document: Document, part: Part) -> None:
    level = contents.section_level(document) + 1
    if title := contents.part_heading(document, part):
        opening = "part running" if furniture.is_short(document) else "part"
        _add_heading(body, 2, title, opening, contents.part_target(part))
    if rows := list(document.details(part)):
        _add_heading(body, level, captions.KEY_DETAILS, "details")
        _add_details(body, rows)
    _add_blocks(body, part.blocks, level)
    if body[-1].tag == "ol":
        body[-1].set("class", f"{body[-1].get('class', '')} ending".strip())


def _add_details(body: Element, rows: list[tuple[str, tuple[Inline, ...]]]) -> None:
    table = SubElement(body, "table")
    heading = SubElement(SubElement(table, "thead"), "tr")
    for words in captions.DETAIL_COLUMNS:
        _add(heading, "th", words).set("scope", "col")
    rest = SubElement(table, "tbody")
    for label, inline in rows:
        row = SubElement(rest, "tr")
        _add(row, "th", label).set("scope", "row")
        _add_inline(SubElement(row, "td"), inline)


def _add_blocks(parent: Element, blocks: Iterable[Block], level: int, depth: int = 0) -> None:
    """Sections as headings, each run of statements as one list."""
    for kind, run in groupby(blocks, key=lambda block: block.kind):
        if kind == "statement":
            statements = tuple(run)
            alone = parent[-1].tag in HEADINGS and _may_be_one_line(statements[0])
            _add_statements(parent, statements, "after-heading" if alone else "")
            continue
        for section in run:
            heading = SubElement(parent, f"h{min(level, 6)}", id=section.id)
            heading.set("class", _with_width(SECTIONS[min(depth, len(SECTIONS) - 1)], section.number))
            heading.set("data-bookmark", f"{section.number} {plain(section.inline)}".strip())
            heading.text = f"{section.number} \t" if section.number else None
            _add_inline(heading, section.inline)
            _add_blocks(parent, section.children, level + 1, depth + 1)


def _may_be_one_line(statement: Block) -> bool:
    return not statement.callout and not statement.children and len(plain(statement.inline)) < SURELY_TWO_LINES


def _add_statements(parent: Element, run: Iterable[Block], classes: str = "") -> None:
    statements = tuple(run)
    items = SubElement(parent, "ol")
    if classes := _with_width(classes, max((item.number for item in statements), key=len)):
        items.set("class", classes)
    for statement in statements:
        item = SubElement(items, "li", {"id": statement.id, "data-number": statement.number})
        if statement.callout:
            item.set("class", "callout")
            _add(item, "span", captions.KEY_POINT, "label")
            SubElement(item, "br")
        _add_inline(item, statement.inline)
        if statement.children:
            _add_statements(item, statement.children, "short" if _is_short(statement.children) else "")


def _is_short(items: tuple[Block, ...]) -> bool:
    return len(items) <= SHORT_LIST and not any(item.children for item in items)


def _let_long_words_break(body: Element, letters: int) -> None:
    """Only where they are: a page on which any word may break takes a fifth longer to lay out."""
    long_word = re.compile(rf"\S{{{letters},}}")
    for element in list(body.iter()):
        if element.tag in INLINE:
            continue
        if words := [found.span() for found in long_word.finditer(_own_text(element))]:
            element.set("class", f"{element.get('class', '')} breaks".strip())
            _let_glued_words_break(element, words)


def _let_glued_words_break(element: Element, words: list[tuple[int, int]]) -> None:
    """WeasyPrint breaks a long word only where it begins its line, not where a link or a gap begins inside it.

    So what follows such a place may break anywhere.
    """
    words = _let_addresses_be(element, words)
    place = len(element.text or "")
    for child in list(element):
        inline = child.text or "" if child.tag in INLINE else " "
        if _rest_of_word(words, place) and child.tag in INLINE:
            child.set("class", f"{child.get('class', '')} glued".strip())
        place += len(inline)
        tail = child.tail or ""
        if tail and (rest := _rest_of_word(words, place)):
            glued = Element("span", {"class": "glued"})
            glued.text, glued.tail, child.tail = tail[:rest], tail[rest:], None
            element.insert(list(element).index(child) + 1, glued)
        place += len(tail)


def _let_addresses_be(element: Element, words: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The words that have to break. An address that fits a line with what touches it is whole; in others it breaks."""
    place, whole = len(element.text or ""), set()
    for child in element:
        around = next((word for word in words if word[0] <= place < word[1]), None)
        if child.get("class") == "kept" and around:
            if around[1] - around[0] <= KEPT_WORD:
                whole.add(around)
            else:
                del child.attrib["class"]
        place += len((child.text or "") if child.tag in INLINE else " ") + len(child.tail or "")
    return [word for word in words if word not in whole]


def _rest_of_word(words: list[tuple[int, int]], place: int) -> int:
    return next((end - place for start, end in words if start < place < end), 0)


def _own_text(element: Element) -> str:
    """Without the text of lists and other blocks inside."""
    return "".join(
        [
            element.text or "",
            *(((child.text or "") if child.tag in INLINE else " ") + (child.tail or "") for child in element),
        ]
    )


def _with_width(classes: str, number: str) -> str:
    return f"{classes} long".strip() if len(number) > LONG_NUMBER else classes


def _add_end(body: Element, document: Document) -> None:
    if document.body.references:
        few = len(document.body.references) <= FEW_REFERENCES
        holder = SubElement(body, "div", {"class": "whole" if few else "many"})
        _add_heading(holder, 2, captions.REFERENCES, "end", "references")
        items = SubElement(holder, "ul", {"class": "references"})
        for reference in document.body.references:
            _add_inline(SubElement(items, "li"), furniture.reference_inline(reference))
    if document.body.acknowledgements:
        _add_heading(body, 2, captions.ACKNOWLEDGEMENTS, "end")
        for words in document.body.acknowledgements:
            _add(body, "p", words)


def _add_signatures(body: Element, document: Document) -> None:
    """All on one page; a line to sign on is an empty box with a rule below it."""
    lines = letterhead.signatures(document)
    if not lines:
        return
    holder = SubElement(body, "div", {"class": "whole signatures"})
    _add_heading(holder, 2, captions.SIGNATURES, "end")
    for line in lines:
        paragraph = SubElement(holder, "p", {"class": line.place})
        if line.place != "to-sign":
            _add_inline(paragraph, line.inline)
            continue
        for words, space in zip(letterhead.TO_SIGN, ("name", "date"), strict=True):
            _append_text(paragraph, f"{words} ")
            SubElement(paragraph, "span", {"class": f"rule {space}"})


def _add_inline(parent: Element, inline: tuple[Inline, ...]) -> None:
    for item in bound(inline):
        match item:
            case Text(text):
                _append_text(parent, text)
            case Link(text, url) if url.startswith(SAFE_ADDRESSES):
                link = SubElement(parent, "a", href=url)
                link.text = text or url
                if ADDRESS.fullmatch(link.text):
                    link.set("class", "kept")
            case Link(text, url):
                _append_text(parent, text or url)
            case Gap():
                SubElement(parent, "span", {"class": "gap"}).text = plain((item,))
            case ControlValue(name):
                raise ValueError(f"resolve {name} with Document.resolve first")


def _add_heading(parent: Element, level: int, words: str, classes: str = "", identifier: str = "") -> None:
    """One without a number, which the bookmarks hold with ordinary spaces."""
    heading = _add(parent, f"h{level}", words, f"unnumbered {classes}".strip(), identifier)
    heading.set("data-bookmark", words)


def _append_text(parent: Element, text: str) -> None:
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def _add(parent: Element, tag: str, text: str, classes: str = "", identifier: str = "") -> Element:
    element = SubElement(parent, tag)
    element.text = bound_text(text)
    if classes:
        element.set("class", classes)
    if identifier:
        element.set("id", identifier)
    return element
