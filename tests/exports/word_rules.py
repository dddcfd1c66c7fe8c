"""What a Word file owes to somebody who can't see its pages, as rules that any .docx can be held to.

The rules are those of the project's domain notes (real headings and lists, properties, header rows, descriptions of
pictures, no empty paragraphs, no stale fields), and a few that the same readers need: link texts that make sense alone,
contrast, one column of reading, nothing hidden.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO

from lxml import etree

from apps.reading.word import read_word
from apps.reading.word_styles import Styles
from apps.reading.word_xml import CORE, DUBLIN_CORE, R, W, parsed, value

WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
LANGUAGE = "en-GB"
WHITE, COLOUR = "FFFFFF", re.compile("[0-9A-Fa-f]{6}")
READABLE = 4.5  # WCAG 2.2, 1.4.3
TYPED_NUMBER = re.compile(r"\s*(\d+(\.\d+)+\.?\s|\d+\.\s|\(?[a-z]{1,4}\)\s|[•▪◦‣*–-]\s)")
BARE_ADDRESS = re.compile(r"\s*(https?://|www\.)", re.IGNORECASE)
STALE = re.compile(r"Error!|not defined|not found")
HEADING = re.compile(r"heading ([1-9])", re.IGNORECASE)
LIST = re.compile(r"List (Number|Bullet)( [2-5])?", re.IGNORECASE)
OUT_OF_THE_TEXT = ("anchor", "txbxContent", "framePr", "AlternateContent")
LEFT_OVER = ("ins", "del", "moveFrom", "moveTo", "commentRangeStart", "commentReference", "vanish")


def problems(data: bytes) -> list[str]:
    """What the file owes, as sentences in the order of the rules; empty for a good one."""
    file = _File(data)
    return [problem for rule in RULES for problem in rule(file)]


class _File:
    def __init__(self, data: bytes) -> None:
        self.read = read_word(data)
        with zipfile.ZipFile(BytesIO(data)) as archive:
            self.parts = {name: parsed(archive.read(name)) for name in archive.namelist() if name.endswith(".xml")}
            self.targets = {
                item.get("Id", ""): item.get("Target", "")
                for item in parsed(archive.read("word/_rels/document.xml.rels"))
            }
        self.document = self.parts["word/document.xml"]
        self.styles = Styles(self.parts["word/styles.xml"])
        by_id = {value(style, "styleId"): style for style in self.parts["word/styles.xml"].iter(f"{W}style")}
        self.grounds = {identifier: _ground(style) for identifier, style in by_id.items()}
        self.inks = {identifier: _colours(style) for identifier, style in by_id.items()}
        self.texts = [part for name, part in self.parts.items() if re.match(r"word/(document|header|footer)", name)]

    def lines(self) -> Iterator[etree._Element]:
        return self.document.iter(f"{W}p")

    def style(self, line: etree._Element) -> str:
        return self.styles.name(self.styles.of(line))

    def family(self, line: etree._Element) -> list[str]:
        """The names of the paragraph's style and of those that it is based on."""
        names, style = [], self.styles.of(line)
        by_id = {value(item, "styleId"): item for item in self.parts["word/styles.xml"].iter(f"{W}style")}
        while style in by_id and len(names) < len(by_id):
            names.append(value(by_id[style].find(f"{W}name")))
            style = value(by_id[style].find(f"{W}basedOn"))
        return names

    def is_numbered(self, line: etree._Element) -> bool:
        own = line.find(f"{W}pPr/{W}numPr/{W}numId")
        return (value(own) if own is not None else self.styles.numbering(self.styles.of(line))[0]) not in {"", "0"}


def words(element: etree._Element) -> str:
    """The text, with fixed spaces as what they are to a reader."""
    return "".join(item.text or "" for item in element.iter(f"{W}t")).replace("\u00a0", " ")


# --- what the file says about itself ----------------------------------------------------------------------------------


def _properties(file: _File) -> Iterator[str]:
    told = file.parts.get("docProps/core.xml", etree.Element("absent"))
    title = told.findtext(f"{{{DUBLIN_CORE}}}title") or ""
    titles = [words(line) for line in file.lines() if file.style(line) == "Title"]
    if titles != [title] or not title:
        yield f"The file is called “{title}”, but its title says {titles}."
    if not told.findtext(f"{{{DUBLIN_CORE}}}creator"):
        yield "The file names no author."
    if (language := told.findtext(f"{{{DUBLIN_CORE}}}language")) != LANGUAGE:
        yield f"The file says that its language is {language}, not {LANGUAGE}."
    if told.find(f"{{{CORE}}}lastPrinted") is not None:
        yield "The file says when it was printed."


def _language(file: _File) -> Iterator[str]:
    default = file.parts["word/styles.xml"].find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    if value(default) != LANGUAGE:
        yield f"Text is in “{value(default)}” unless it says otherwise, not in {LANGUAGE}."
    for part in file.texts:
        for other in {value(found) for found in part.iter(f"{W}lang")} - {"", LANGUAGE}:
            yield f"Some text is marked as {other}."


# --- structure --------------------------------------------------------------------------------------------------------


def _headings(file: _File) -> Iterator[str]:
    before = 0
    for line in file.lines():
        level = file.styles.heading(file.styles.of(line))
        own = value(line.find(f"{W}pPr/{W}outlineLvl"))
        built_in = [found for name in file.family(line) if (found := HEADING.fullmatch(name))]
        if (level or own) and not built_in:
            yield f"“{words(line)}” is a heading without a built-in heading style."
        elif built_in:
            level = int(built_in[0][1])
            if level > before + 1:
                yield f"The heading “{words(line)}” is of level {level} after one of level {before}."
            before = level
    if not before:
        yield "The file has no heading."


def _heading_lookalikes(file: _File) -> Iterator[str]:
    """A whole paragraph in bold that is no heading, title or label of a row reads as one and is none."""
    for line in file.document.iterfind(f"{W}body/{W}p"):
        runs = [run for run in line.iter(f"{W}r") if words(run).strip()]
        if runs and all(run.find(f"{W}rPr/{W}b") is not None for run in runs):
            yield f"“{words(line)}” is made to look like a heading."


def _lists(file: _File) -> Iterator[str]:
    for line in file.lines():
        family, numbered = file.family(line), file.is_numbered(line)
        is_list = any(LIST.fullmatch(name) for name in family)
        if numbered and not is_list and not any(HEADING.fullmatch(name) for name in family):
            yield f"“{words(line)}” is in a list without a built-in list style."
        if not numbered and not any(name.startswith("toc ") for name in family) and TYPED_NUMBER.match(words(line)):
            yield f"“{words(line)}” has its number or bullet typed by hand."


def _empty_paragraphs(file: _File) -> Iterator[str]:
    for part in file.texts:
        lines = list(part.iter(f"{W}p"))
        for place, line in enumerate(lines):
            if not words(line).strip() and not any(True for _ in line.iter(f"{WP}inline")):
                before = words(lines[place - 1]) if place else "the beginning"
                yield f"There is an empty paragraph after “{before}”."


def _spacing_by_hand(file: _File) -> Iterator[str]:
    for line in file.lines():
        if "  " in words(line):
            yield f"“{words(line)}” holds several spaces in a row."
        if re.search(
            "(tab ){2}", " ".join(etree.QName(item).localname for item in line.iter(f"{W}t", f"{W}tab")) + " "
        ):
            yield f"“{words(line)}” holds several tabs in a row."


def _tables(file: _File) -> Iterator[str]:
    for place, table in enumerate(file.document.iter(f"{W}tbl"), start=1):
        rows = table.findall(f"{W}tr")
        if not rows or rows[0].find(f"{W}trPr/{W}tblHeader") is None:
            yield f"Table {place} has no header row."
        if not value(table.find(f"{W}tblPr/{W}tblCaption")):
            yield f"Table {place} has no title for those who can't see it."
        if (
            any(True for _ in table.iter(f"{W}gridSpan", f"{W}vMerge"))
            or len({len(row.findall(f"{W}tc")) for row in rows}) > 1
        ):
            yield f"Table {place} has joined cells."
        if any(True for _ in table.iterfind(f".//{W}tc//{W}tbl")):
            yield f"Table {place} has a table inside."
        if any(row.find(f"{W}trPr/{W}cantSplit") is None for row in rows):
            yield f"Table {place} has a row that may be cut by the end of a page."


def _pictures(file: _File) -> Iterator[str]:
    for part in file.texts:
        for told in part.iter(f"{WP}docPr"):
            if not (told.get("descr") or "").strip():
                yield f"The picture “{told.get('name')}” has no description."


def _out_of_the_text(file: _File) -> Iterator[str]:
    for part in file.texts:
        for name in OUT_OF_THE_TEXT:
            if any(etree.QName(item).localname == name for item in part.iter(etree.Element)):
                yield f"Something stands outside the text ({name}), where not every reader finds it."


# --- links, contents, fields ------------------------------------------------------------------------------------------


def _links(file: _File) -> Iterator[str]:
    for link in file.document.iter(f"{W}hyperlink"):
        text, address = words(link), file.targets.get(link.get(f"{R}id", ""), "")
        if not text.strip():
            yield f"The link to {address or value(link, 'anchor')} has no words."
        elif BARE_ADDRESS.match(text):
            yield f"The link “{text}” is a bare address."
        if address and not address.startswith(("https://", "mailto:")):
            yield f"The link “{text}” leads to {address}."


def _fields(file: _File) -> Iterator[str]:
    marks = {value(mark, "name") for mark in file.document.iter(f"{W}bookmarkStart")}
    for anchor in {value(link, "anchor") for link in file.document.iter(f"{W}hyperlink")} - {""} - marks:
        yield f"A link leads to the bookmark {anchor}, which is not there."
    for part in file.texts:
        kinds = [value(mark, "fldCharType") for mark in part.iter(f"{W}fldChar")]
        if kinds.count("begin") != kinds.count("end") or kinds.count("separate") != kinds.count("end"):
            yield "A field has no end, or no result."
        for line in part.iter(f"{W}p"):
            if STALE.search(words(line)):
                yield f"“{words(line)}” is the message of a broken field."
        for instruction in [*(item.text or "" for item in part.iter(f"{W}instrText")),
                            *(value(item, "instr") for item in part.iter(f"{W}fldSimple"))]:  # fmt: skip
            found = re.match(r"\s*(?:PAGEREF|REF)\s+(\S+)", instruction)
            if found and found[1] not in marks:
                yield f"A field points to the bookmark {found[1]}, which is not there."
    if file.parts["word/settings.xml"].find(f"{W}updateFields") is not None or any(
        value(mark, "dirty") for part in file.texts for mark in part.iter(f"{W}fldChar", f"{W}fldSimple")
    ):
        yield "Word would ask whether it should update the file."


def _contents(file: _File) -> Iterator[str]:
    """The entries say what the headings say, number and all."""
    headings = {" ".join(f"{line.number} {line.text}".split()) for line in file.read.paragraphs if line.heading}
    for entry in (line for line in file.read.paragraphs if line.place == "contents"):
        if " ".join(entry.text.split()) not in headings:
            yield f"The contents name “{entry.text}”, which is no heading."


# --- what the eye needs -----------------------------------------------------------------------------------------------


def _contrast(file: _File) -> Iterator[str]:
    """Each colour of letters with the ground that its style or its paragraph says, white where none does."""
    pairs = set()
    for style in file.parts["word/styles.xml"].iter(f"{W}style"):
        pairs |= {(colour, _ground(style)) for colour in _colours(style)}
    for part in file.texts:
        for line in part.iter(f"{W}p"):
            ground = _ground(line) or file.grounds.get(file.styles.of(line), "")
            pairs |= {(colour, ground) for colour in _colours(line)}
            marks = {value(item) for item in line.iter(f"{W}rStyle")}
            pairs |= {(colour, ground) for mark in marks for colour in file.inks.get(mark, ())}
    for ink, ground in sorted(pairs):
        if _ratio(ink, ground or WHITE) < READABLE:
            yield f"Text of the colour {ink} on {ground or WHITE} is too faint."


def _colours(element: etree._Element) -> set[str]:
    return {found for item in element.iter(f"{W}color") if COLOUR.fullmatch(found := value(item))}


def _ground(element: etree._Element) -> str:
    fills = [value(item, "fill") for item in element.iterfind(f"{W}pPr/{W}shd")]
    return next((fill for fill in fills if COLOUR.fullmatch(fill)), "")


def _ratio(one: str, other: str) -> float:
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    shares = [int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _nothing_left_over(file: _File) -> Iterator[str]:
    for part in file.texts:
        for name in LEFT_OVER:
            if any(True for _ in part.iter(f"{W}{name}")):
                yield f"Something of the making is left in the file ({name})."


RULES: tuple[Callable[[_File], Iterator[str]], ...] = (
    _properties,
    _language,
    _headings,
    _heading_lookalikes,
    _lists,
    _empty_paragraphs,
    _spacing_by_hand,
    _tables,
    _pictures,
    _out_of_the_text,
    _links,
    _fields,
    _contents,
    _contrast,
    _nothing_left_over,
)
