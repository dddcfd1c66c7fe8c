"""The PDF of a policy: valid, the same bytes each time, closed to what people type, saying only what it should."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from itertools import groupby
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from pypdfium2 import raw

from apps.exports import parity
from apps.exports.docx import to_docx
from apps.exports.pdf import ImagesOnly, attached_answers, to_pdf, warm
from apps.exports.refusal import CannotRender
from apps.policydoc.document import ControlValue, Detail, Document, Front, Gap, Image, Link, Style, Text, body_digest
from apps.reading.pdf import read_pdf
from tests.exports import documents
from tests.exports.made import made, made_of_payload
from tests.exports.payloads import PAYLOADS
from tests.exports.pictures import JPEG, PNG, drawn
from tests.exports.validators import pdf_failures


@pytest.mark.parametrize("name", documents.ALL)
def test_each_file_is_archivable_and_accessible(name: str) -> None:
    assert pdf_failures(made("pdf", name)) == []


def test_two_processes_make_the_same_bytes() -> None:
    program = (
        "import hashlib; from apps.exports.pdf import to_pdf; from tests.exports import documents; "
        "print(hashlib.sha256(to_pdf(documents.full())).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", program], env={**os.environ, **changes}, capture_output=True, text=True, check=True
        ).stdout.strip()
        for changes in (
            {"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "1", "LC_ALL": "C"},
            {"TZ": "America/New_York", "PYTHONHASHSEED": "2", "FONTCONFIG_FILE": "/dev/null"},
        )
    }

    assert digests == {hashlib.sha256(made("pdf", "full")).hexdigest()}


def test_a_file_says_who_it_is_from_and_when_by_the_day_it_was_composed_for() -> None:
    with pikepdf.open(BytesIO(made("pdf", "full"))) as pdf:
        told = {str(key): str(value) for key, value in pdf.docinfo.items()}
        language = str(pdf.Root.Lang)

    assert language == "en-GB"
    assert told == {
        "/Title": "Mobile and smart technology policy",
        "/Author": "Oak Lane Primary School",
        "/Creator": "Policywright",
        "/Producer": "WeasyPrint 70.0",
        "/CreationDate": "D:20261120000000Z",
        "/ModDate": "D:20261120000000Z",
    }


def test_the_data_inside_is_what_the_text_shows_and_nothing_else() -> None:
    document = documents.full()
    [(name, data)] = read_pdf(to_pdf(document)).attachments

    assert name == "answers.json"
    assert json.loads(data) == {
        "schema": 1,
        "edition": "mobile@2026-27",
        "answers": {"handed-back": "end", "school.dsl-lead": {"name": "Siân Llŷr-Ŵyn"}},
        "control": {
            "status": "draft",
            "version": "1.2",
            "approval-body": "the full governing body",
            "continuous-monitoring-statement": "We watch how this policy works all year round.",
            "date-approved": "19 November 2026",
            "date-next-review": "September 2027",
        },
        "digests": {"body": body_digest(document)},
    }


def test_what_the_key_details_say_is_not_in_the_data_where_they_are_left_out() -> None:
    document = documents.full()
    [part] = document.body.parts
    part = replace(part, key_details=(Detail("Chair", (ControlValue("chair"),)),))
    control = replace(
        document.control,
        printed={**document.control.printed, "chair": (Text("CANARY"),)},
        values={"key-details-block": False},
    )
    shown, hidden = (
        attached_answers(replace(document, body=replace(document.body, parts=(part,)), control=held))
        for held in (replace(control, values={}), control)
    )

    assert b"CANARY" in shown
    assert b"CANARY" not in hidden


def test_a_title_of_two_hundred_letters_stays_on_its_page() -> None:
    document = documents.small()
    body = replace(document.body, title=f"{'M' * 100} {'W' * 99}")

    assert parity.check("pdf", replace(document, body=body), to_pdf(replace(document, body=body))) == []


def test_the_data_is_declared_as_the_source_of_the_file() -> None:
    with pikepdf.open(BytesIO(made("pdf", "small"))) as pdf:
        [file] = pdf.Root.AF

        assert str(file.AFRelationship) == "/Source"
        assert str(file.EF.F.Params.ModDate) == "D:20261120000000Z"


def test_a_withdrawn_policy_says_so_on_each_page_and_not_that_it_is_a_draft() -> None:
    document = documents.ratified()
    withdrawn = replace(document, control=replace(document.control, status="withdrawn"))
    data = to_pdf(withdrawn)
    assert read_pdf(data).furniture == ("Withdrawn\nVersion 2 Page 1 of 1\nW I T H D R A W N",)
    assert parity.check("pdf", withdrawn, data) == []
    assert parity.check("pdf", replace(document, control=replace(document.control, status="draft")), data) == [
        "A page of the file does not carry the mark “DRAFT – not approved”.",
        "The data inside the PDF is not the data of the policy.",
    ]


def test_a_draft_is_marked_on_each_page_and_a_ratified_policy_on_none() -> None:
    draft, final = made("pdf", "full"), made("pdf", "ratified")

    assert [("DRAFT – not approved" in page) for page in read_pdf(draft).furniture] == [True] * _pages(draft)
    assert [("DRAFT" in page) for page in read_pdf(final).furniture] == [False]


def test_each_page_says_which_version_it_is_of_and_its_number() -> None:
    data = made("pdf", "full")
    count = _pages(data)

    assert count > 3
    assert [re.search(r"Version .*? of \d+", page)[0] for page in read_pdf(data).furniture] == [
        f"Version 1.2 · Next review September 2027 Page {page} of {count}" for page in range(1, count + 1)
    ]


def _pages(data: bytes) -> int:
    with pypdfium2.PdfDocument(data) as pdf:
        return len(pdf)


def test_page_furniture_is_no_part_of_the_text() -> None:
    read = read_pdf(made("pdf", "full"))

    assert [paragraph.text for paragraph in read.paragraphs if "DRAFT" in paragraph.text] == []


def test_bookmarks_follow_the_headings() -> None:
    assert read_pdf(made("pdf", "in_one_run")).outline == (
        (1, "Document control"),
        (1, "Our vision"),
        (1, "Our values"),
        (1, "Mobile and smart technology"),
        (2, "Key details"),
        (2, "1 Aims and who this policy is for"),
        (3, "1.4 Scope"),
        (4, "1.4.3 On trips and visits"),
        (2, "2 Pupils’ phones"),
        (1, "Social media"),
        (2, "Key details"),
        (2, "3 Aims and who this policy is for"),
        (3, "3.4 Scope"),
        (4, "3.4.3 On trips and visits"),
        (2, "4 Staff"),
        (1, "References"),
        (1, "Acknowledgements"),
        (1, "Signatures"),
    )


def test_numbers_stand_beside_the_items_of_real_lists() -> None:
    with pikepdf.open(BytesIO(made("pdf", "full"))) as pdf:
        items = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/LI"]
        shapes = {tuple(str(kid.S) for kid in item.K) for item in items}

    assert shapes == {("/Lbl", "/LBody"), ("/LBody",)}  # the entries of the contents have no number of their own


def test_only_our_fonts_are_in_the_file() -> None:
    with pikepdf.open(BytesIO(made("pdf", "full"))) as pdf:
        names = {str(font.BaseFont).partition("+")[2] for font in pdf.objects if _is_font(font)}

    assert names == {"Noto-Sans", "Noto-Sans-Bold", "Policy-Symbols"}


def _is_font(item: pikepdf.Object) -> bool:
    return isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font"


def test_links_lead_to_https_and_mail_only() -> None:
    read = read_pdf(made("pdf", "full"))
    schemes = {link.url.partition(":")[0] for paragraph in read.paragraphs for link in paragraph.links}

    assert schemes - {"#aims", "#pupils", "#staff"} == {"https", "mailto"}


def test_a_link_to_anything_else_is_printed_as_words() -> None:
    document = _with_inline((Link("run me", "javascript:alert(1)"), Text(" and "), Link("", "file:///etc/passwd")))
    statement = read_pdf(to_pdf(document)).paragraphs[-1]

    assert (statement.text, statement.links) == ("run me and file:///etc/passwd", ())


# --- what people type -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAYLOADS)
def test_markup_in_any_field_is_text(name: str) -> None:
    """Nothing is fetched (the fetcher raises), nothing attached, and the words come back as they were typed."""
    data = made_of_payload("pdf", name)
    read = read_pdf(data)

    assert [name for name, _ in read.attachments] == ["answers.json"]
    assert {link.url for paragraph in read.paragraphs for link in paragraph.links if not link.url.startswith("#")} == {
        "https://oak-lane.example/x",
        "https://guidance.example/a",
    }
    assert pdf_failures(data) == []


def test_nothing_is_fetched_whatever_the_address() -> None:
    fetcher = ImagesOnly({"aa": PNG})
    refused = []
    for address in ("http://127.0.0.1/", "file:///etc/passwd", "data:text/plain,x", "policy-image:bb", "ftp://a/"):
        try:
            fetcher.fetch(address)
        except BaseException as refusal:  # the class that WeasyPrint does not swallow is none of Exception's
            refused.append((address, type(refusal).__name__))

    assert {name for _, name in refused} == {"FatalURLFetchingError"}
    assert len(refused) == 5
    assert fetcher.fetch("policy-image:aa").read() == PNG


def test_what_only_the_school_knows_is_never_in_the_file() -> None:
    """Control values as data hold owners and reasons of any kind; only what is printed and `answers` may be seen."""
    document = documents.full()
    secret = {"date-next-review": "2027-09", "reason": "CANARY reason", "owner": "CANARY owner"}
    data = to_pdf(replace(document, control=replace(document.control, values=secret)))

    assert b"CANARY" not in _everything(data)
    assert b"Policywright" in _everything(data)


def _everything(data: bytes) -> bytes:
    with pikepdf.open(BytesIO(data)) as pdf:
        streams = [item.read_bytes() for item in pdf.objects if isinstance(item, pikepdf.Stream) and _is_readable(item)]
        unpacked = BytesIO()
        pdf.save(unpacked, object_stream_mode=pikepdf.ObjectStreamMode.disable, compress_streams=False)
    return b"".join([unpacked.getvalue(), *streams])


def _is_readable(stream: pikepdf.Stream) -> bool:
    return str(stream.get("/Filter", "/FlateDecode")) == "/FlateDecode"


GLUED = {
    "a link in a word": (Text("glued"), Link("w" * 200, "https://a.example"), Text("glued")),
    "after a full line": (Text("Some words that fill almost the whole of the line, (glued"), Link("w" * 200, "")),
    "two links": (Link("v" * 200, "https://a.example"), Link("w" * 200, "https://b.example")),
    "a gap in a word": (Text("glued"), Gap("q", "w" * 200), Text("w" * 200)),
    "addresses that touch": tuple(
        Link("office@a-school-with-a-long-name.example", f"mailto:a{number}@b.example") for number in range(9)
    ),
    "an address in a word": (Text("glued" * 30), Link("office@a-school.example", "mailto:office@a-school.example")),
    "many short links": tuple(Link("W" * 24, f"https://a.example/{number}") for number in range(9)),
    "text between links": tuple(
        item for number in range(9) for item in (Text("q" * 20), Link("W" * 24, f"https://a.example/{number}"))
    ),
}


@pytest.mark.parametrize("name", GLUED)
def test_no_word_runs_off_the_page_where_a_link_begins_in_it(name: str) -> None:
    data = to_pdf(_with_inline(GLUED[name]))
    with pypdfium2.PdfDocument(data) as pdf:
        page = pdf[0]
        rights = [item.get_bounds()[2] for item in page.get_objects() if item.type == raw.FPDF_PAGEOBJ_TEXT]

    assert [right for right in rights if right > 595 - 62 and right < 560] == []
    assert max(rights) < 595


@pytest.mark.parametrize("before", ["", "(", "Write to us, and we will say more: ", "Write to us, "])
def test_an_address_is_not_broken_where_it_fits_a_line(before: str) -> None:
    address = "the-school-office@oak-lane.example"
    inline = (Text(f"Words and words, {before}"), Link(address, f"mailto:{address}"), Text(") and so on, at any time."))
    lines = [line for paragraph in read_pdf(to_pdf(_with_inline(inline))).paragraphs for line in paragraph.lines]

    assert len([line for line in lines if address in line]) == 1


# --- pictures and style -----------------------------------------------------------------------------------------------


def _with_images(alt: str = "The oak tree of our badge") -> tuple[Document, dict[str, bytes]]:
    images = {hashlib.sha256(data).hexdigest(): data for data in (PNG, JPEG)}
    front = Front(display_name="Oak Lane", images=tuple(Image(digest, alt) for digest in images))
    document = documents.small()
    return replace(document, body=replace(document.body, front=front)), images


def test_a_logo_is_in_the_file_with_its_description() -> None:
    document, images = _with_images()
    data = to_pdf(document, images)
    with pikepdf.open(BytesIO(data)) as pdf:
        figures = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure"]

        assert [str(figure.Alt) for figure in figures] == ["The oak tree of our badge"] * 2
    assert pdf_failures(data) == []


@pytest.mark.parametrize(
    ("pixels", "millimetres"),
    [((60, 40), (15.9, 10.6)), ((1200, 1200), (26, 26)), ((2000, 200), (80, 8)), ((200, 2000), (2.6, 26))],
)
def test_a_logo_fits_in_its_own_proportions(pixels: tuple[int, int], millimetres: tuple[float, float]) -> None:
    picture = drawn("PNG", pixels)
    digest = hashlib.sha256(picture).hexdigest()
    front = Front(display_name="Oak Lane", images=(Image(digest, "Our oak tree"),))
    document = replace(documents.small(), body=replace(documents.small().body, front=front))
    with pypdfium2.PdfDocument(to_pdf(document, {digest: picture})) as pages:
        [found] = [item for item in pages[0].get_objects() if item.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]
        left, bottom, right, top = found.get_bounds()

    assert tuple(round(points / 72 * 25.4, 1) for points in (right - left, top - bottom)) == millimetres


def test_a_picture_that_is_not_at_hand_is_refused() -> None:
    document, _ = _with_images()

    for maker in (to_pdf, to_docx):
        with pytest.raises(CannotRender, match=r"^A picture on the front page is missing\. Upload it again"):
            maker(document)


def test_a_font_that_we_do_not_ship_is_refused() -> None:
    with pytest.raises(CannotRender, match=r"^There is no font called Comic Sans\. Choose one of: Noto Sans\.$"):
        to_pdf(replace(documents.small(), style=Style(font="Comic Sans")))


def test_a_worker_can_be_warmed() -> None:
    warm()


def _with_inline(inline: tuple[Text | Link | Gap, ...]) -> Document:
    document = documents.small()
    [part] = document.body.parts
    [section] = part.blocks
    statement = replace(section.children[0], inline=inline)
    blocks = (replace(section, children=(statement,)),)
    return replace(document, body=replace(document.body, parts=(replace(part, blocks=blocks),)))


def test_the_style_sheet_reads_no_file() -> None:
    sheets = [path.read_text("utf-8") for path in Path("apps/exports").glob("*.css")]

    assert [re.findall(r"url\(|@import", sheet) for sheet in sheets] == [[]] * 3


@pytest.mark.parametrize(("large", "title"), [(False, "and even more about them all " * 2), (True, "and more")])
def test_the_head_of_a_page_is_not_cut_by_a_printer(large: bool, title: str) -> None:
    document = documents.combined()
    body = replace(document.body, title=f"{document.body.title}, watches and other smart technology {title}")
    tops = []
    with pypdfium2.PdfDocument(to_pdf(replace(document, body=body), large=large)) as pdf:
        for page in pdf:
            texts = [item for item in page.get_objects() if item.type == raw.FPDF_PAGEOBJ_TEXT]
            tops.append(page.get_height() - max(item.get_bounds()[3] for item in texts))

    assert min(tops) > 17  # points: 6 mm


def test_an_open_page_says_which_part_it_is_of() -> None:
    """Where numbers begin again in each part, 3.2 alone names two statements."""
    heads = [page.partition("Version")[0] for page in read_pdf(made("pdf", "combined")).furniture]
    told = ["social" if "\nSocial media" in head else "mobile" if "\nMobile" in head else "" for head in heads]

    assert [part for part, _ in groupby(told)] == ["", "mobile", "social", ""]
