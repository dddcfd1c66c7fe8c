"""PDF files that we did not write: made with WeasyPrint as anybody would."""

from __future__ import annotations

import pytest

from apps.exports import fonts
from apps.reading.paragraphs import Paragraph, ReadLink, UnreadableFile
from apps.reading.pdf import read_pdf

CONFIGURATION = fonts.configuration()
from weasyprint import HTML  # noqa: E402


def printed(body: str, *, tagged: bool = True) -> bytes:
    html = f'<html lang="en-GB"><title>A test</title><body style="font-family: Noto Sans">{body}</body></html>'
    options = {"pdf_variant": "pdf/ua-1"} if tagged else {}
    made: bytes = HTML(string=html).write_pdf(font_config=CONFIGURATION, **options)
    return made


def paragraphs(body: str) -> list[Paragraph]:
    return list(read_pdf(printed(body)).paragraphs)


def test_headings_lists_and_tables_are_read_in_order() -> None:
    read = paragraphs(
        "<h1>Aims</h1><p>Words.</p><ol><li>One<ol><li>Inner</li></ol></li><li>Two</li></ol>"
        "<table><thead><tr><th>H</th></tr></thead><tbody><tr><th>L</th><td>C</td></tr></tbody></table>"
    )

    assert [(item.text, item.heading, item.place) for item in read] == [
        ("Aims", 1, "text"),
        ("Words.", 0, "text"),
        ("One", 0, "list"),
        ("Inner", 0, "list"),
        ("Two", 0, "list"),
        ("H", 0, "column-header"),
        ("L", 0, "row-header"),
        ("C", 0, "cell"),
    ]


def test_a_link_over_two_lines_is_one_link() -> None:
    words = "a link with so many words that it cannot stand on one line of this page " * 2
    [read] = paragraphs(f'<p>See <a href="https://oak-lane.example/x">{words.strip()}</a>, please.</p>')
    [link] = read.links

    assert len(read.lines) > 1
    assert (" ".join(link.text.split()), link.url) == (words.strip(), "https://oak-lane.example/x")


def test_two_links_beside_each_other_stay_two() -> None:
    [read] = paragraphs('<p><a href="https://a.example/">one</a><a href="https://b.example/">two</a></p>')

    assert read.links == (ReadLink("one", "https://a.example/"), ReadLink("two", "https://b.example/"))


def test_the_rest_of_an_item_on_the_next_page_belongs_to_it() -> None:
    filler = "<div style='height: 225mm'></div>"
    words = "word " * 120
    read = paragraphs(f"{filler}<ol style='list-style-position: inside'><li>{words}</li><li>next</li></ol>")

    assert [(item.text.count("word"), item.page) for item in read] == [(120, 2), (0, 2)]


def test_a_hyphen_at_the_end_of_a_line_stays_one() -> None:
    [read] = paragraphs("<p style='width: 20mm'>well-being</p>")

    assert read.lines == ("well-", "being")


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"%PDF-1.7 and nothing more"])
def test_what_is_no_pdf_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match=r"^not a PDF: "):
        read_pdf(data)


def test_a_pdf_without_tags_is_refused() -> None:
    with pytest.raises(UnreadableFile, match=r"^the PDF has no tags"):
        read_pdf(printed("<p>Words.</p>", tagged=False))


def test_a_link_over_a_page_end_is_one_link() -> None:
    address = "https://oak-lane.example/" + "x" * 900
    filler = "<div style='height: 225mm'></div>"
    item = f"<li style='overflow-wrap: anywhere'>See <a href='{address}'>{address}</a></li>"
    [read] = paragraphs(f"{filler}<ol style='list-style-position: inside'>{item}</ol>")

    assert read.page == 2
    assert [("".join(link.text.split()), link.url) for link in read.links] == [(address, address)]
