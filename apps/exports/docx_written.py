"""What is gathered while the body of a Word file is written, and how words, bullets and headings are put into it."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from apps.exports.docx_numbering import Numbering, bullets_id
from apps.exports.docx_styles import Palette
from apps.exports.docx_words import R, W, add, add_run, new, paragraph
from apps.policydoc.document import SAFE_ADDRESSES, ControlValue, Gap, Inline, Link, Text, plain
from apps.policydoc.typography import bound, bound_text

BULLETS = "bullets"
BOOKMARK = "_Toc"  # Word takes names that begin so for its own contents


@dataclass
class Written:
    """What the body needs from the rest of the package: links and images by relationship id, and its numbers."""

    palette: Palette
    body: etree._Element = field(default_factory=lambda: new("body"))
    links: dict[str, str] = field(default_factory=dict)
    images: dict[str, str] = field(default_factory=dict)
    numbering: Numbering = field(default_factory=Numbering)
    bullets: list[etree._Element] = field(default_factory=list)
    bookmarks: dict[str, str] = field(default_factory=dict)
    callouts: int = 0

    def link(self, url: str) -> str:
        return self.links.setdefault(url, f"rIdLink{len(self.links) + 1}")

    def image(self, digest: str) -> str:
        return self.images.setdefault(digest, f"rIdImage{len(self.images) + 1}")

    def bookmark(self, identifier: str) -> str:
        """Word's own names for the targets of a contents field: at most 40 characters, letters and digits."""
        return self.bookmarks.setdefault(identifier, f"{BOOKMARK}{len(self.bookmarks) + 1:06d}")

    def line(self, style: str, words: str = "") -> etree._Element:
        """A paragraph at the end of the body; `style` is the id of its style."""
        line = paragraph(self.body, style)
        if words:
            add_run(line, bound_text(words))
        return line

    def heading(self, words: str, level: int = 1) -> etree._Element:
        """A heading without a number, which the contents leave out."""
        return self.line(f"UnnumberedHeading{level}", words)

    def details_heading(self, words: str, level: int = 1) -> etree._Element:
        """The smaller heading of a table, and of what stands on the front."""
        return self.line(f"DetailsHeading{level}", words)

    def bullet(self) -> etree._Element:
        """The id of its list is set when it is known: with number_bullets."""
        line = paragraph(self.body, "ListBullet")
        numbering = add(line[0], "numPr")
        add(numbering, "ilvl", val="0")
        self.bullets.append(add(numbering, "numId", val=BULLETS))
        return line

    def number_bullets(self) -> None:
        for bullet in self.bullets:
            bullet.set(f"{W}val", str(bullets_id(self.numbering)))

    def mark(self, line: etree._Element, identifier: str) -> None:
        """Makes a heading a target of the contents."""
        name = self.bookmark(identifier)
        number = name.removeprefix(BOOKMARK)
        add(line, "bookmarkStart", id=number, name=name)
        add(line, "bookmarkEnd", id=number)

    def inline(self, line: etree._Element, inline: tuple[Inline, ...]) -> None:
        for item in bound(inline):
            match item:
                case Text(text):
                    add_run(line, text)
                case Link(text, url) if url.startswith(SAFE_ADDRESSES):
                    link = add(line, "hyperlink", history="1")
                    link.set(f"{R}id", self.link(url))
                    add_run(link, text or url, "Hyperlink")
                case Link(text, url):
                    add_run(line, text or url)
                case Gap():
                    add_run(line, plain((item,)), "Gap")
                case ControlValue(name):
                    raise ValueError(f"resolve {name} with Document.resolve first")


def keep_with_next(line: etree._Element) -> None:
    """On the page of what comes after it. Word wants it right behind the style."""
    line[0].insert(1, new("keepNext"))


def set_space(line: etree._Element, **points: float) -> None:
    """`before` and `after` one paragraph, where its style says otherwise. Word wants them in front of indents."""
    properties = line[0]
    place = len(properties) - (etree.QName(properties[-1]).localname == "ind")
    properties.insert(place, new("spacing", **{side: f"{space * 20:g}" for side, space in points.items()}))
