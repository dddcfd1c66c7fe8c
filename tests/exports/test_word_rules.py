"""The rules for accessible Word files: our own files keep them, and each rule finds the file that doesn't."""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from io import BytesIO

import pytest

from apps.exports.docx import to_docx
from apps.policydoc.document import Block, Front, Image, Link
from tests.exports import documents
from tests.exports.pictures import PNG
from tests.exports.word_rules import problems

DOCUMENT, STYLES = "word/document.xml", "word/styles.xml"
CORE, SETTINGS = "docProps/core.xml", "word/settings.xml"
FIRST = "We want every pupil to learn without being interrupted by a phone."


@pytest.mark.parametrize("name", [name for name in documents.ALL if name != "bare"])
def test_our_files_owe_nothing(name: str) -> None:
    assert problems(to_docx(documents.ALL[name]())) == []


def test_a_policy_without_a_school_has_no_author() -> None:
    assert problems(to_docx(documents.bare())) == ["The file names no author."]


@cache
def good() -> bytes:
    digest = hashlib.sha256(PNG).hexdigest()
    document = documents.full()
    front = replace(document.body.front, images=(Image(digest, "Our oak tree"),))
    return to_docx(replace(document, body=replace(document.body, front=front)), {digest: PNG})


def test_the_file_that_is_spoilt_below_is_a_good_one() -> None:
    assert problems(good()) == []


def spoilt(part: str, old: str, new: str) -> bytes:
    """The good file with the first match of a pattern in one part replaced."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(good())) as archive, zipfile.ZipFile(made, "w") as copy:
        for name in archive.namelist():
            content = archive.read(name).decode("utf-8", "surrogateescape")
            if name == part:
                assert re.search(old, content, re.DOTALL), old
                content = re.sub(old, new, content, count=1, flags=re.DOTALL)
            copy.writestr(name, content.encode("utf-8", "surrogateescape"))
    return made.getvalue()


def paragraph(words: str, properties: str = "", run: str = "") -> str:
    run = f"<w:rPr>{run}</w:rPr>" if run else ""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r>{run}<w:t xml:space='preserve'>{words}</w:t></w:r></w:p>"


def with_paragraph(words: str, properties: str = "", run: str = "") -> bytes:
    """The good file with one paragraph more at its end."""
    return spoilt(DOCUMENT, "<w:sectPr", paragraph(words, properties, run) + "<w:sectPr")


STYLE = '<w:pStyle w:val="{}"/>'
FIELD = '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:t>x</w:t></w:r></w:p>'
NESTED = (
    '<w:tbl><w:tblPr><w:tblCaption w:val="x"/></w:tblPr><w:tblGrid/><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>'
    "<w:tc><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
)

BAD: dict[str, tuple[Callable[[], bytes], list[str]]] = {
    "another title": (
        lambda: spoilt(CORE, "<dc:title>.*?</dc:title>", "<dc:title>Template</dc:title>"),
        ["The file is called “Template”, but its title says ['Mobile and smart technology policy']."],
    ),
    "no author": (lambda: spoilt(CORE, "<dc:creator>.*?</dc:creator>", ""), ["The file names no author."]),
    "another language": (
        lambda: spoilt(CORE, "en-GB", "en-US"),
        ["The file says that its language is en-US, not en-GB."],
    ),
    "text of another language": (
        lambda: spoilt(STYLES, '<w:lang w:val="en-GB"', '<w:lang w:val="en-US"'),
        ["Text is in “en-US” unless it says otherwise, not in en-GB."],
    ),
    "a run of another language": (
        lambda: with_paragraph("Colour", run='<w:lang w:val="de-DE"/>'),
        ["Some text is marked as de-DE."],
    ),
    "a printing date": (
        lambda: spoilt(CORE, "</cp:coreProperties>", "<cp:lastPrinted>2026-01-01T00:00:00Z</cp:lastPrinted>\\g<0>"),
        ["The file says when it was printed."],
    ),
    "a heading of its own style": (
        lambda: with_paragraph("Beware", '<w:outlineLvl w:val="0"/>'),
        ["“Beware” is a heading without a built-in heading style."],
    ),
    "a level left out": (
        lambda: with_paragraph("Deep down", STYLE.format("Heading3") + '<w:numPr><w:numId w:val="0"/></w:numPr>'),
        ["The heading “Deep down” is of level 3 after one of level 1."],
    ),
    "bold that looks like a heading": (
        lambda: with_paragraph("Looks like one", run="<w:b/>"),
        ["“Looks like one” is made to look like a heading."],
    ),
    "a list of its own style": (
        lambda: with_paragraph("Item", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'),
        ["“Item” is in a list without a built-in list style."],
    ),
    "a number typed by hand": (
        lambda: with_paragraph("4.1 Reputation"),
        ["“4.1 Reputation” has its number or bullet typed by hand."],
    ),
    "a bullet typed by hand": (
        lambda: with_paragraph("• Reputation"),
        ["“• Reputation” has its number or bullet typed by hand."],
    ),
    "an empty paragraph": (
        lambda: with_paragraph(" "),
        ["There is an empty paragraph after “Approved on: 19 November 2026”."],
    ),
    "spaces in a row": (
        lambda: with_paragraph("Name:    Ms Field"),
        ["“Name:    Ms Field” holds several spaces in a row."],
    ),
    "tabs in a row": (
        lambda: spoilt(DOCUMENT, "<w:sectPr", paragraph("a").replace("</w:t>", "</w:t><w:tab/><w:tab/>") + "<w:sectPr"),
        ["“a” holds several tabs in a row."],
    ),
    "no header row": (lambda: spoilt(DOCUMENT, "<w:tblHeader/>", ""), ["Table 1 has no header row."]),
    "no name of the table": (
        lambda: spoilt(DOCUMENT, '<w:tblCaption w:val="[^"]*"/>', ""),
        ["Table 1 has no title for those who can't see it."],
    ),
    "joined cells": (
        lambda: spoilt(DOCUMENT, "</w:tcPr>", '<w:gridSpan w:val="1"/></w:tcPr>'),
        ["Table 1 has joined cells."],
    ),
    "a table in a table": (
        lambda: spoilt(DOCUMENT, "</w:tc>", NESTED + paragraph("y") + "</w:tc>"),
        ["Table 1 has a table inside."],
    ),
    "a row that breaks": (
        lambda: spoilt(DOCUMENT, "<w:cantSplit/>", ""),
        ["Table 1 has a row that may be cut by the end of a page."],
    ),
    "a picture without description": (
        lambda: spoilt(DOCUMENT, 'descr="Our oak tree"', 'descr=" "'),
        ["The picture “Picture 1” has no description."],
    ),
    "a picture that floats": (
        lambda: spoilt(DOCUMENT, "<w:sectPr", paragraph("x", "<w:framePr/>") + "<w:sectPr"),
        ["Something stands outside the text (framePr), where not every reader finds it."],
    ),
    "a link without words": (
        lambda: spoilt(DOCUMENT, ">office@oak-lane.example<", "><"),
        ["The link to mailto:office@oak-lane.example has no words."],
    ),
    "a bare address": (
        lambda: spoilt(DOCUMENT, "On our website", "https://oak-lane.example/policies"),
        ["The link “https://oak-lane.example/policies” is a bare address."],
    ),
    "a link to a file": (
        lambda: spoilt("word/_rels/document.xml.rels", "https://oak-lane.example/policies", "file:///c:/policies"),
        ["The link “On our website” leads to file:///c:/policies."],
    ),
    "a link to nowhere": (
        lambda: spoilt(DOCUMENT, 'w:bookmarkStart w:id="000001" w:name="_Toc000001"',
                       'w:bookmarkStart w:id="000001" w:name="other"'),
        ["A link leads to the bookmark _Toc000001, which is not there."],
    ),
    "a field without end": (
        lambda: spoilt(DOCUMENT, "<w:sectPr", FIELD + "<w:sectPr"),
        ["A field has no end, or no result."],
    ),
    "the message of a broken field": (
        lambda: with_paragraph("See page Error! Bookmark not defined."),
        ["“See page Error! Bookmark not defined.” is the message of a broken field."],
    ),
    "a field that points nowhere": (
        lambda: spoilt(DOCUMENT, "<w:sectPr", '<w:p><w:fldSimple w:instr=" PAGEREF _Toc99 "><w:r><w:t>3</w:t></w:r>'
                       "</w:fldSimple></w:p><w:sectPr"),
        ["A field points to the bookmark _Toc99, which is not there."],
    ),
    "a question when it is opened": (
        lambda: spoilt(SETTINGS, "</w:settings>", '<w:updateFields w:val="true"/></w:settings>'),
        ["Word would ask whether it should update the file."],
    ),
    "contents that are out of date": (
        lambda: spoilt(DOCUMENT, "(<w:hyperlink w:anchor=.*?)Staff", "\\1Teachers"),
        ["The contents name “3\tTeachers”, which is no heading."],
    ),
    "faint text": (
        lambda: with_paragraph("Faint", run='<w:color w:val="9A9A9A"/>'),
        ["Text of the colour 9A9A9A on FFFFFF is too faint."],
    ),
    "faint text on a ground": (
        lambda: with_paragraph("Faint", '<w:shd w:val="clear" w:fill="17486B"/>', '<w:color w:val="17486B"/>'),
        ["Text of the colour 17486B on 17486B is too faint."],
    ),
    "a tracked change": (
        lambda: spoilt(DOCUMENT, "<w:sectPr", "<w:p><w:ins><w:r><w:t>More.</w:t></w:r></w:ins></w:p><w:sectPr"),
        ["Something of the making is left in the file (ins)."],
    ),
    "hidden text": (
        lambda: with_paragraph("Remove if not needed", run="<w:vanish/>"),
        ["Something of the making is left in the file (vanish)."],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_each_rule_finds_what_breaks_it(name: str) -> None:
    make, sentences = BAD[name]

    assert problems(make()) == sentences


def test_a_school_that_gives_an_address_for_the_words_of_a_link_is_told() -> None:
    bare = Block("a", "statement", "1.2", (Link("https://oak-lane.example/x", "https://oak-lane.example/x"),))
    document = documents.small()
    [part] = document.body.parts
    aims = replace(part.blocks[0], children=(*part.blocks[0].children, bare))
    body = replace(document.body, parts=(replace(part, blocks=(aims,)),), front=Front(display_name="Oak Lane"))

    assert problems(to_docx(replace(document, body=body))) == [
        "The link “https://oak-lane.example/x” is a bare address."
    ]
