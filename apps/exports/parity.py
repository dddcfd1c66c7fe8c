"""Reads a made file back and compares its words, numbers, headings and links with the Document it was made from."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from urllib.parse import quote

from apps.exports import furniture
from apps.exports.expected import ANY_HEADING, IN_CONTENTS, Expected, expected
from apps.policydoc import captions, letterhead
from apps.policydoc.document import Document
from apps.reading.paragraphs import Paragraph, ReadFile, UnreadableFile

SHOWN = 60  # characters of a text in a message
ACCENT = re.compile(" ?([\u0300-\u036f]) ?")


def check(kind: str, document: Document, file_bytes: bytes) -> list[str]:
    """The differences as sentences, each with the id of its block; empty where the file says what the Document says."""
    try:
        found = _read(kind, file_bytes)
    except UnreadableFile as error:
        return [f"The file cannot be read back: {error}."]
    problems = list(_paragraph_problems(list(expected(kind, document)), found.paragraphs))
    problems += _file_problems(document, found)
    problems += _furniture_problems(document, found)
    if kind == "pdf":
        problems += _pdf_problems(document, found)
    return problems


def _read(kind: str, file_bytes: bytes) -> ReadFile:
    """Imported on use: a check of one format should not load the libraries of the other."""
    match kind:
        case "pdf":
            from apps.reading.pdf import read_pdf

            return read_pdf(file_bytes)
        case "docx":
            from apps.reading.word import read_word

            return read_word(file_bytes)
    raise ValueError(f"no parity check for {kind}")


# --- comparing --------------------------------------------------------------------------------------------------------


def _paragraph_problems(wanting: list[Expected], lines: Sequence[Paragraph]) -> Iterator[str]:
    """Walks both in step; one paragraph too many or too few is told where the two part, and ends the walk."""
    lines = _aligned(wanting, lines)
    for place, wanted in enumerate(wanting):
        if place == len(lines):
            yield f"{wanted.where}: the file ends before “{_short(wanted.text)}”."
            return
        yield from _differences(wanted, lines[place])
        if not _says(wanted, lines[place]) and not _go_on_together(wanting[place + 1 :], lines[place + 1 :]):
            return
    if len(lines) > len(wanting):
        yield f"The file says more than the policy: “{_short(lines[len(wanting)].text)}”."


def _aligned(wanting: Sequence[Expected], lines: Sequence[Paragraph]) -> list[Paragraph]:
    """Mends what the reader of a PDF cannot know where a page ends: it takes the place of undecided text, an item
    without a number, for the rest of the item before it, and the rest of a paragraph for one of its own."""
    found = list(lines)
    for place, wanted in enumerate(wanting):
        if place >= len(found):
            break
        if _says(wanted, found[place]):
            continue
        following = wanting[place + 1] if place + 1 < len(wanting) else None
        if pieces := _parted(wanted, following, found[place]):
            found[place : place + 1] = pieces
        elif whole := _joined(wanted, found[place:]):
            found[place : place + whole[0]] = [whole[1]]
    return found


def _parted(wanted: Expected, following: Expected | None, item: Paragraph) -> tuple[Paragraph, Paragraph] | None:
    """An item that holds the one after it as well, in two."""
    if item.place != "list" or following is None or following.number or following.heading:
        return None
    for end in range(1, len(item.lines)):
        halves = _cut(item, end, len(wanted.links))
        if _says(wanted, halves[0]) and _says(following, halves[1]):
            return halves
    return None


def _joined(wanted: Expected, found: Sequence[Paragraph]) -> tuple[int, Paragraph] | None:
    """(how many, the paragraph) of one that goes on at the top of the next page, and perhaps of the one after it."""
    whole = found[0]
    for count, (before, rest) in enumerate(pairwise(found), 2):
        if rest.place != whole.place or rest.number or rest.heading or rest.page != before.page + 1:
            return None
        whole = replace(whole, lines=whole.lines + rest.lines, links=whole.links + rest.links)
        if _says(wanted, whole):
            return count, whole
    return None


def _cut(paragraph: Paragraph, line: int, link: int) -> tuple[Paragraph, Paragraph]:
    return (
        replace(paragraph, lines=paragraph.lines[:line], links=paragraph.links[:link]),
        replace(paragraph, lines=paragraph.lines[line:], links=paragraph.links[link:], number=""),
    )


def _go_on_together(wanting: Sequence[Expected], found: Sequence[Paragraph]) -> bool:
    return bool(wanting and found) and _says(wanting[0], found[0])


def _says(wanted: Expected, found: Paragraph) -> bool:
    """Whether the paragraph has the words: an entry of the contents has them in its link, before the page number."""
    if wanted.number == IN_CONTENTS:
        return len(found.links) == 1 and _is_spelt(wanted.text, tuple(found.links[0].text.split("\n")))
    return _is_spelt(_text_in(wanted, found), found.lines)


def _text_in(wanted: Expected, found: Paragraph) -> str:
    """A PDF's heading holds its number as text."""
    inside = wanted.heading > 0 and wanted.number and not found.number
    return f"{wanted.number} {wanted.text}" if inside else wanted.text


def _differences(wanted: Expected, found: Paragraph) -> Iterator[str]:
    text = _text_in(wanted, found)
    if wanted.number == IN_CONTENTS:
        if not _says(wanted, found):
            yield f"{wanted.where}: the contents say “{_short(found.text)}” instead of “{_short(text)}”."
        return
    if text == wanted.text and found.number != wanted.number:
        yield f"{wanted.where}: the number is “{found.number}” instead of “{wanted.number}”."
    if not _says(wanted, found):
        yield f"{wanted.where}: the file says “{_around(found.text, text)}” instead of “{_around(text, found.text)}”."
    if wanted.heading != ANY_HEADING and found.heading != wanted.heading:
        yield f"{wanted.where}: the heading level is {found.heading} instead of {wanted.heading} (0 is running text)."
    yield from _link_differences(wanted, found)


def _link_differences(wanted: Expected, found: Paragraph) -> Iterator[str]:
    if len(wanted.links) != len(found.links):
        yield f"{wanted.where}: the file has {len(found.links)} links instead of {len(wanted.links)}."
        return
    for right, link in zip(wanted.links, found.links, strict=True):
        if _address(right.url) != _address(link.url):
            yield f"{wanted.where}: a link leads to {link.url} instead of {right.url}."
        if not _is_spelt(right.text, tuple(link.text.split("\n"))):
            yield f"{wanted.where}: a link says “{_short(link.text)}” instead of “{_short(right.text)}”."


def _is_spelt(text: str, lines: tuple[str, ...]) -> bool:
    """Whether the lines, one after the other, are the text: between lines a space may be there or not."""
    rest = _spaced(text)
    for line in lines:
        words = _spaced(line)
        rest = rest.lstrip(" ")
        if not rest.startswith(words):
            return False
        rest = rest[len(words) :]
    return not rest.strip(" ")


def _spaced(text: str) -> str:
    """White space as one space, and letters with accents in one spelling; a PDF may keep either.

    Beside an accent that has no letter of its own, PDFium guesses the spaces: there they don't count.
    """
    words = " ".join(unicodedata.normalize("NFC", text).split())
    return words if words.isascii() else ACCENT.sub(r"\1", words)


def _address(url: str) -> str:
    """As a PDF must write it: only the characters of RFC 3986."""
    return quote(url, safe="/:?#[]@!$&'()*+,;=~%")


def _short(text: str) -> str:
    text = _spaced(text)
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def _around(text: str, other: str) -> str:
    """The part of the text where it begins to differ from the other."""
    text = _spaced(text)
    start = max(0, _beginning_of_difference(text, _spaced(other)) - SHOWN // 3)
    return ("…" if start else "") + _short(text[start:])


def _beginning_of_difference(text: str, other: str) -> int:
    """Where lines end, spaces may be more or fewer: they count only where nothing else differs."""
    if "".join(text.split()) == "".join(other.split()):
        return _agreeing(text, other)
    letters = [place for place, character in enumerate(text) if character != " "]
    agreeing = _agreeing("".join(text.split()), "".join(other.split()))
    return letters[agreeing] if agreeing < len(letters) else len(text)


def _agreeing(text: str, other: str) -> int:
    """How many characters the two have in common at their beginning."""
    pairs = zip(text, other, strict=False)
    return next((place for place, (ours, theirs) in enumerate(pairs) if ours != theirs), min(len(text), len(other)))


# --- the file around the text -----------------------------------------------------------------------------------------


def _file_problems(document: Document, found: ReadFile) -> Iterator[str]:
    for name, wanted, there in (
        ("title", document.title, found.title),
        ("author", letterhead.owner(document), found.author),
        ("language", document.body.language, found.language),
    ):
        if wanted != there:
            yield f"The file's {name} is “{there}” instead of “{wanted}”."


def _furniture_problems(document: Document, found: ReadFile) -> Iterator[str]:
    """Headers and footers: whose document, which version, and the mark of what is not in force.

    The first page has the title instead of the header.
    """
    pages, mark = [_unspaced(page) for page in found.furniture], captions.mark(document.control.status)
    if mark != captions.DRAFT and any(_unspaced(captions.DRAFT) in page for page in pages):
        yield f"The file carries the draft mark although the policy is {document.control.status}."
    if mark and not all(_unspaced(mark) in page for page in pages):
        yield f"A page of the file does not carry the mark “{mark}”."
    for words, where in ((furniture.header(document), pages[1:]), (furniture.footer(document), pages)):
        if not all(_unspaced(words) in page for page in where):
            yield f"The header or footer does not say “{_short(words)}”."


def _unspaced(text: str) -> str:
    """For words that may be broken into lines anywhere."""
    return "".join(_spaced(text).split())


def _pdf_problems(document: Document, found: ReadFile) -> Iterator[str]:
    from apps.exports.pdf import ATTACHMENT_NAME, attached_answers

    if found.attachments != ((ATTACHMENT_NAME, attached_answers(document)),):
        yield "The data inside the PDF is not the data of the policy."
    wanted = [
        (item.heading - 1, _spaced(f"{item.number} {item.text}"))
        for item in expected("pdf", document)
        if item.heading > 1
    ]
    there = [(level, _spaced(words)) for level, words in found.outline]
    for right, bookmark in zip(wanted, there, strict=False):
        if right != bookmark:
            yield f"The bookmark “{_short(bookmark[1])}” should be “{_short(right[1])}” on level {right[0]}."
            return
    if len(wanted) != len(there):
        yield f"The PDF has {len(there)} bookmarks instead of {len(wanted)}."
