"""The Word file of a policy: opens without repair, counts as the Document does, and says only what it should."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from apps.exports.docx import to_docx
from apps.exports.docx_numbering import CannotNumber
from apps.policydoc.captions import KEY_POINT
from apps.policydoc.document import Block, Document, Link, Text, plain
from apps.reading.word import read_word
from tests.exports import documents
from tests.exports.made import made_of_payload
from tests.exports.payloads import PAYLOADS
from tests.exports.validators import word_errors


def spaced(text: str) -> str:
    """With ordinary spaces, wherever the line was told not to break."""
    return " ".join(text.split())


@pytest.mark.parametrize("name", documents.ALL)
def test_each_file_is_valid(name: str, tmp_path: Path) -> None:
    assert word_errors(to_docx(documents.ALL[name]()), tmp_path) == []


def test_two_processes_make_the_same_bytes() -> None:
    program = (
        "import hashlib; from apps.exports.docx import to_docx; from tests.exports import documents; "
        "print(hashlib.sha256(to_docx(documents.full())).hexdigest())"
    )
    made = {
        subprocess.run(
            [sys.executable, "-c", program], env={**os.environ, **changes}, capture_output=True, text=True, check=True
        ).stdout.strip()
        for changes in (
            {"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "1", "LC_ALL": "C"},
            {"TZ": "America/New_York", "PYTHONHASHSEED": "2"},
        )
    }

    assert made == {hashlib.sha256(to_docx(documents.full())).hexdigest()}


def test_no_clock_is_in_the_file() -> None:
    with zipfile.ZipFile(BytesIO(to_docx(documents.small()))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_package_holds_what_a_policy_needs_and_nothing_else() -> None:
    with zipfile.ZipFile(BytesIO(to_docx(documents.small()))) as archive:
        assert archive.namelist() == [
            "[Content_Types].xml",
            "_rels/.rels",
            "docProps/app.xml",
            "docProps/core.xml",
            "word/_rels/document.xml.rels",
            "word/document.xml",
            "word/fontTable.xml",
            "word/footer1.xml",
            "word/footer2.xml",
            "word/header1.xml",
            "word/header2.xml",
            "word/numbering.xml",
            "word/settings.xml",
            "word/styles.xml",
            "word/theme/theme1.xml",
            "word/webSettings.xml",
        ]


def test_a_file_says_who_it_is_from_and_when_by_the_day_it_was_composed_for() -> None:
    told = docx.Document(BytesIO(to_docx(documents.full()))).core_properties

    assert (told.title, told.author, told.last_modified_by, told.language, told.version) == (
        "Mobile and smart technology policy",
        "Oak Lane Primary School",
        "Oak Lane Primary School",
        "en-GB",
        "1.2",
    )
    assert {told.created.isoformat(), told.modified.isoformat()} == {"2026-11-20T00:00:00+00:00"}


@pytest.mark.parametrize("name", ["full", "combined", "in_one_run"])
def test_word_counts_as_the_document_does(name: str) -> None:
    document = documents.ALL[name]()
    read = read_word(to_docx(document)).paragraphs

    assert [paragraph.number for paragraph in read if paragraph.number not in {"", "•"}] == [
        block.number for block in document.walk()
    ]


@pytest.mark.long
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("name", ["full", "combined", "in_one_run"])
def test_libreoffice_counts_as_the_document_does(name: str, tmp_path: Path) -> None:
    document = documents.ALL[name]()
    (tmp_path / "policy.docx").write_bytes(to_docx(document))
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "txt:Text"]
    subprocess.run([*command, "--outdir", tmp_path, tmp_path / "policy.docx"], check=True, capture_output=True)
    shown = (" ".join(line.split()) for line in (tmp_path / "policy.txt").read_text("utf-8-sig").splitlines())
    wanted = [" ".join(f"{block.number} {KEY_POINT if block.callout else plain(block.inline)}".split())
              for block in document.walk()]  # fmt: skip

    assert [next((line for line in shown if line == words), "") for words in wanted] == wanted


def test_sections_are_real_headings() -> None:
    word = docx.Document(BytesIO(to_docx(documents.full())))

    assert [(line.style.name, spaced(line.text)) for line in word.paragraphs if line.style.name[:7] == "Heading"] == [
        ("Heading 1", "Aims and who this policy is for"),
        ("Heading 2", "Scope"),
        ("Heading 3", "On trips and visits"),
        ("Heading 1", "Pupils’ phones"),
        ("Heading 1", "Staff"),
    ]


def test_statements_are_real_list_paragraphs() -> None:
    word = docx.Document(BytesIO(to_docx(documents.full())))
    styles = {spaced(line.text): line.style.name for line in word.paragraphs}

    assert styles["We want every pupil to learn without being interrupted by a phone."] == "List Number"
    assert styles["mobile phones, with or without a camera;"] == "List Number 2"
    assert styles["make a call;"] == "List Number 3"
    assert {line.style.name for line in word.paragraphs if "In short" in line.text} == {"Callout"}


def test_a_heading_added_in_word_is_numbered_too() -> None:
    """The heading styles carry the list, not only the paragraphs that we wrote."""
    word = docx.Document(BytesIO(to_docx(documents.full())))
    word.add_paragraph("Added by hand", style="Heading 1")
    saved = BytesIO()
    word.save(saved)

    assert read_word(saved.getvalue()).paragraphs[-1].number == "4"


def test_the_contents_are_filled_in_and_show_no_page_that_could_be_stale() -> None:
    document = documents.combined()
    read = read_word(to_docx(document))
    body = docx.Document(BytesIO(to_docx(document))).element.body
    marks = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    entries = [paragraph for paragraph in read.paragraphs if paragraph.place == "contents"]

    assert [spaced(entry.text) for entry in entries] == [
        "Mobile and smart technology",
        "1 Aims and who this policy is for",
        "2 Pupils’ phones",
        "Social media",
        "1 Aims and who this policy is for",
        "2 Staff",
    ]
    assert {link.url.removeprefix("#") for entry in entries for link in entry.links} <= marks
    assert [instruction.text for instruction in body.iter(qn("w:instrText"))] == [' TOC \\o "1-2" \\n \\h \\z ']


def test_page_numbers_are_fields() -> None:
    with zipfile.ZipFile(BytesIO(to_docx(documents.small()))) as archive:
        footer = archive.read("word/footer1.xml").decode()

    assert [name in footer for name in ('w:instr=" PAGE "', 'w:instr=" NUMPAGES "')] == [True, True]


def test_a_draft_is_marked_on_each_page_and_a_ratified_policy_on_none() -> None:
    assert read_word(to_docx(documents.full())).furniture == (
        "DRAFT – not approved\nVersion 1.2 · Next review September 2027\tPage 1 of 1",
        "Oak Lane Primary School · Mobile and smart technology policy\tDRAFT – not approved\n"
        "Version 1.2 · Next review September 2027\tPage 1 of 1",
    )
    assert read_word(to_docx(documents.ratified())).furniture == (
        "Version 2\tPage 1 of 1",
        "Oak Lane Primary School · Phones policy\nVersion 2\tPage 1 of 1",
    )


@pytest.mark.parametrize(("name", "fields"), [("full", []), ("combined", [" STYLEREF 1 "])])
def test_the_header_names_the_part_where_there_are_several(name: str, fields: list[str]) -> None:
    """Word fills it in page by page; until then it is empty, and so never wrong."""
    header = docx.Document(BytesIO(to_docx(documents.ALL[name]()))).sections[0].header._element

    assert [field.get(qn("w:instr")) for field in header.iter(qn("w:fldSimple"))] == fields
    assert [text.text for field in header.iter(qn("w:fldSimple")) for text in field.iter(qn("w:t"))] == []


def test_the_mark_stands_above_a_long_header() -> None:
    document = documents.full()
    long = replace(document, body=replace(document.body, title="A policy with a title that needs the whole line"))
    _, other_pages = read_word(to_docx(long)).furniture

    assert other_pages.split("\n")[:2] == [
        "\tDRAFT – not approved",
        "Oak Lane Primary School · A policy with a title that needs the whole line",
    ]


def test_a_withdrawn_policy_says_so_and_not_that_it_is_a_draft() -> None:
    document = documents.ratified()
    withdrawn = replace(document, control=replace(document.control, status="withdrawn"))
    assert read_word(to_docx(withdrawn)).furniture == (
        "Withdrawn\nVersion 2\tPage 1 of 1",
        "Oak Lane Primary School · Phones policy\tWithdrawn\nVersion 2\tPage 1 of 1",
    )


@pytest.mark.parametrize("name", documents.ALL)
def test_no_paragraph_is_empty(name: str) -> None:
    read = read_word(to_docx(documents.ALL[name]()))

    assert [paragraph for paragraph in read.paragraphs if not paragraph.text] == []


def test_a_link_to_anything_but_https_and_mail_is_printed_as_words() -> None:
    document = _with_statement(
        Block("a", "statement", "1.1", (Link("run me", "javascript:alert(1)"), Text(" "), Link("", "file:///etc/x")))
    )
    statement = read_word(to_docx(document)).paragraphs[-1]

    assert (statement.text, statement.links) == ("run me file:///etc/x", ())


@pytest.mark.parametrize("name", PAYLOADS)
def test_markup_in_any_field_is_text(name: str, tmp_path: Path) -> None:
    data = made_of_payload("docx", name)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        relationships = archive.read("word/_rels/document.xml.rels").decode()

    assert relationships.count('TargetMode="External"') == 2
    assert word_errors(data, tmp_path) == []


def test_what_only_the_school_knows_is_never_in_the_file() -> None:
    document = documents.full()
    secret = {"date-next-review": "2027-09", "reason": "CANARY reason", "owner": "CANARY owner"}
    control = replace(document.control, values=secret, answers={"q": "CANARY answer"})
    with zipfile.ZipFile(BytesIO(to_docx(replace(document, control=control)))) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())

    assert b"CANARY" not in everything
    assert b"Together we grow" in everything


@pytest.mark.parametrize("number", ["2.1", "1.7.1", "IV", "(a)", "1.1.1.1.1"])
def test_a_number_that_no_list_shows_here_is_refused(number: str) -> None:
    with pytest.raises(CannotNumber, match=r"^odd: "):
        to_docx(_with_statement(Block("odd", "statement", number, (Text("Odd"),))))


def test_a_list_may_begin_at_any_number() -> None:
    document = _with_statement(Block("later", "statement", "1.7", (Text("Later"),)))

    assert read_word(to_docx(document)).paragraphs[-1].number == "1.7"


def _with_statement(statement: Block) -> Document:
    document = documents.small()
    [part] = document.body.parts
    blocks = (replace(part.blocks[0], children=(statement,)),)
    return replace(document, body=replace(document.body, parts=(replace(part, blocks=blocks),)))
