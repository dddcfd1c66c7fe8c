"""The Document as HTML: every element means what it is, and no answer becomes markup."""

from __future__ import annotations

from dataclasses import replace

from apps.policydoc.document import (
    Block,
    Body,
    Control,
    ControlValue,
    Detail,
    Document,
    Front,
    Gap,
    Image,
    Link,
    Part,
    Reference,
    Text,
)
from apps.policydoc.html import to_html, to_page

KEEP = Block("keep", "statement", "1.1", (Text("Keep <it> "), Link("here & now", "https://e.example/?a=1&b=2")),
             callout=True, children=(Block("sub/r-1", "statement", "(a)", (Gap("q", "Which?", "this"),)),))  # fmt: skip
RULES = Block("rules", "section", "1", (Text("Rules"),), children=(
    KEEP, Block("deep", "section", "1.2", (Text("Deep"),), children=(Block("d", "statement", "1.2.1", (Text("D."),)),)),
))  # fmt: skip
PART = Part("sample", "Sample", (Detail("Lead", (Text("Ann"),)), Detail("Review", (ControlValue("review"),))), (RULES,))
DOCUMENT = Document(
    Body(
        "Sample",
        Front("Fern & Lane"),
        (PART,),
        (Reference("safe", "Safe", "https://e.example/s", "2026"),),
        ("Thanks.",),
    ),
    Control("2026-11-20"),
)
STATEMENTS = (
    '<ol class="statements" role="list">\n'
    '<li class="statement callout" id="keep"><p><span class="number">1.1</span> '
    '<span class="callout-label">Key point:</span> Keep &lt;it&gt; '
    '<a href="https://e.example/?a=1&amp;b=2">here\u00a0&amp;\u00a0now</a></p>\n'
    '<ol class="statements" role="list">\n'
    '<li class="statement" id="sub/r-1"><p><span class="number">(a)</span> '
    '<mark class="gap">[to confirm: this]</mark></p></li>\n'
    "</ol>\n"
    "</li>\n"
    "</ol>\n"
)


def test_a_whole_document_has_its_title_and_front_and_headings_in_order():
    assert to_html(DOCUMENT) == (
        '<p class="draft-mark">DRAFT – not approved</p>\n'
        '<p class="school-name">Fern &amp; Lane</p>\n'
        "<h1>Sample</h1>\n"
        '<h2 class="unnumbered">Key details</h2>\n'
        '<table class="key-details">\n'
        '<thead><tr><th scope="col">Item</th><th scope="col">Detail</th></tr></thead>\n'
        "<tbody>\n"
        '<tr><th scope="row">Lead</th><td>Ann</td></tr>\n'
        "</tbody>\n"
        "</table>\n"
        '<h2 id="rules"><span class="number">1</span> Rules</h2>\n'
        + STATEMENTS
        + '<h3 id="deep"><span class="number">1.2</span> Deep</h3>\n'
        '<ol class="statements" role="list">\n'
        '<li class="statement" id="d"><p><span class="number">1.2.1</span> D.</p></li>\n'
        "</ol>\n"
        '<h2 class="unnumbered">References</h2>\n'
        '<ul class="references">\n'
        '<li><a href="https://e.example/s">Safe</a> (2026)</li>\n'
        "</ul>\n"
        '<h2 class="unnumbered">Acknowledgements</h2>\n'
        "<p>Thanks.</p>\n"
    )


def test_a_fragment_begins_at_the_level_that_it_is_given_and_has_no_title():
    one = Document(Body("Sample", parts=(Part("sample", "Sample", (), (RULES,)),)), Control("2026-11-20"))
    assert to_html(one, heading_level=3).startswith('<h3 id="rules"><span class="number">1</span> Rules</h3>\n<ol')
    assert '<h4 id="deep">' in to_html(one, heading_level=3)


def test_several_parts_have_their_titles_and_one_level_more():
    two = replace(DOCUMENT, body=replace(DOCUMENT.body, parts=(PART, replace(PART, id="other", title="Other"))))
    html = to_html(two)
    assert [line for line in html.split("\n") if line.startswith(("<h1", "<h2", "<h3"))] == [
        "<h1>Sample</h1>",
        '<h2 class="unnumbered" id="table-of-contents">Contents</h2>',
        '<h2 class="part" id="part-sample">Sample</h2>',
        '<h3 class="unnumbered">Key details</h3>',
        '<h3 id="rules"><span class="number">1</span> Rules</h3>',
        '<h2 class="part" id="part-other">Other</h2>',
        '<h3 class="unnumbered">Key details</h3>',
        '<h3 id="rules"><span class="number">1</span> Rules</h3>',
        '<h2 class="unnumbered">References</h2>',
        '<h2 class="unnumbered">Acknowledgements</h2>',
    ]


def test_the_contents_lead_to_parts_and_sections():
    two = replace(DOCUMENT, body=replace(DOCUMENT.body, parts=(PART, replace(PART, id="other", title="Other"))))
    assert to_html(two).partition("<nav")[2].partition("</nav>")[0] == (
        ' class="contents" aria-labelledby="table-of-contents">\n'
        '<h2 class="unnumbered" id="table-of-contents">Contents</h2>\n'
        "<ul>\n"
        '<li class="part-entry"><a href="#part-sample">Sample</a>\n'
        "<ul>\n"
        '<li class="entry"><a href="#rules"><span class="number">1</span> Rules</a></li>\n'
        "</ul>\n"
        "</li>\n"
        '<li class="part-entry"><a href="#part-other">Other</a>\n'
        "<ul>\n"
        '<li class="entry"><a href="#rules"><span class="number">1</span> Rules</a></li>\n'
        "</ul>\n"
        "</li>\n"
        "</ul>\n"
    )
    assert "<nav" not in to_html(two, heading_level=2)
    assert "<nav" not in to_html(DOCUMENT)  # one section is no contents


def test_a_ratified_document_has_no_draft_mark():
    assert "DRAFT" not in to_html(replace(DOCUMENT, control=Control("2026-11-20", status="ratified")))


def test_a_control_value_stands_in_its_place():
    control = Control("2026-11-20", printed={"review": (Text("May <2027>"),)})
    assert '<tr><th scope="row">Review</th><td>May &lt;2027&gt;</td></tr>' in to_html(
        replace(DOCUMENT, control=control)
    )


def test_places_of_undecided_text_are_list_items_without_a_number():
    place = Block("pond/undecided", "statement", "", (Gap("pond", "Is <it> so?"),))
    rules = replace(RULES, children=(place, *RULES.children))
    html = to_html(Document(Body("", parts=(Part("sample", "", (), (rules, place)),)), Control("")), heading_level=2)
    words = '<mark class="gap">[to decide: Is\u00a0&lt;it&gt;\u00a0so?]</mark>'
    item = f'<li class="placeholder" id="pond/undecided"><p>{words}</p></li>\n'
    assert f'Rules</h2>\n<ol class="statements" role="list">\n{item}<li class="statement callout" id="keep">' in html
    assert html.endswith(f'<ol class="statements" role="list">\n{item}</ol>\n')


def test_a_gap_may_link_to_the_place_where_it_is_decided():
    html = to_html(DOCUMENT, gap_address=lambda gap: f'/x?q="{gap.question}"')
    assert '<mark class="gap"><a href="/x?q=&quot;q&quot;">[to confirm: this]</a></mark>' in html


def test_only_safe_addresses_become_links():
    block = Block("b", "statement", "1", (Link("x", "javascript:alert(1)"),))
    html = to_html(Document(Body("", parts=(Part("p", "", (), (block,)),)), Control("")), heading_level=2)
    assert html == (
        '<ol class="statements" role="list">\n'
        '<li class="statement" id="b"><p><span class="number">1</span> x</p></li>\n</ol>\n'
    )


def test_headings_stop_at_the_sixth_level():
    deep = Block("s3", "section", "1.1.1", (Text("S3"),), children=(Block("x", "statement", "1.1.1.1", (Text("X"),)),))
    top = Block(
        "s1", "section", "1", (Text("S1"),), children=(Block("s2", "section", "1.1", (Text("S2"),), children=(deep,)),)
    )
    html = to_html(Document(Body("", parts=(Part("p", "", (), (top,)),)), Control("")), heading_level=5)
    assert [line[:3] for line in html.split("\n") if line.startswith("<h")] == ["<h5", "<h6", "<h6"]


def test_a_page_stands_alone():
    page = to_page(DOCUMENT)
    assert page.startswith('<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n')
    assert "<title>Sample – Fern &amp; Lane</title>" in page
    assert f'<main class="pw-policy">\n{to_html(DOCUMENT)}</main>' in page
    assert "<style>" not in page
    assert "<style>\np { margin: 0 }</style>\n</head>" in to_page(DOCUMENT, "p { margin: 0 }")


# --- the front and the signatures -----------------------------------------------------------------------------------

FRONT = Front(
    "Fern Lane", "Fern & Lane School", strapline="Grow", vision=("Be kind.",), values=("Care",),
    images=(Image("ab" * 32, "A <fern>"), Image("cd" * 32, "")), address=("1 Fern Lane", "Ferntown"),
    control=(Detail("Review", (ControlValue("review"),)), Detail("Number", (ControlValue("number"),))),
    statements=((ControlValue("watched"),), (Text("Ask for a copy."),)),
)  # fmt: skip
SIGNED = Control(
    "2026-11-20", "ratified",
    printed={"review": (Text("May 2027"),), "date-approved": (Text("1 May 2026"),), "document-title": (Text("Rules"),)},
    signatures=((Text("Ann Field"),), (Gap("control.signatories", "Who?"),)), signing="typed",
)  # fmt: skip
CONTROL_TABLE = (
    "Document control</{tag}>\n"
    '<table class="control-details">\n'
    '<thead><tr><th scope="col">Item</th><th scope="col">Detail</th></tr></thead>\n'
    "<tbody>\n"
    '<tr><th scope="row">Review</th><td>May\u00a02027</td></tr>\n'
    "</tbody>\n"
    "</table>\n"
    '<p class="front-statement">Ask for a copy.</p>\n'
)
SIGNATURES = (
    'Signatures</{tag}>\n<div class="signatures">\n'
    '<p class="signed">Signed: Ann Field</p>\n'
    '<p class="signed">Signed: <mark class="gap">[to decide: Who?]</mark></p>\n'
    '<p class="approved">Approved on: 1\u00a0May\u00a02026</p>\n'
    "</div>\n"
)


def test_the_front_and_the_signatures_stand_around_the_text():
    assert to_html(Document(Body("Sample", FRONT), SIGNED)) == (
        '<p class="school-name">Fern Lane</p>\n'
        '<p class="strapline">Grow</p>\n'
        '<p class="legal-name">Fern &amp; Lane School</p>\n'
        '<p class="address">1 Fern Lane, Ferntown</p>\n'
        "<h1>Rules</h1>\n"
        f'<h2 class="unnumbered">{CONTROL_TABLE.format(tag="h2")}'
        '<h2 class="unnumbered">Our vision</h2>\n'
        "<p>Be kind.</p>\n"
        '<h2 class="unnumbered">Our values</h2>\n'
        "<ul>\n"
        "<li>Care</li>\n"
        "</ul>\n"
        f'<h2 class="unnumbered">{SIGNATURES.format(tag="h2")}'
    )


def test_a_fragment_holds_the_table_and_the_signatures_of_its_document_without_letterhead_and_title():
    front = replace(FRONT, vision=(), values=())
    assert to_html(Document(Body("Sample", front), SIGNED), heading_level=3) == (
        f'<h3 class="unnumbered">{CONTROL_TABLE.format(tag="h3")}<h3 class="unnumbered">{SIGNATURES.format(tag="h3")}'
    )


def test_signatures_by_hand_have_lines_to_sign_on():
    document = Document(Body("Sample"), replace(SIGNED, signatures=((Text("Ann"),),), signing="lines"))
    assert to_html(document).partition("</h2>\n")[2] == (
        '<div class="signatures">\n'
        '<p class="lines"><span class="to-sign">Signed <span class="rule"></span></span> '
        '<span class="to-sign">Date <span class="rule"></span></span></p>\n'
        '<p class="signatory">Ann</p>\n'
        "</div>\n"
    )


def test_an_image_stands_where_its_address_is_known():
    addresses = {"ab" * 32: '/pictures/"a"', "cd" * 32: ""}
    document = Document(Body("Sample", FRONT), SIGNED)
    html = to_html(document, image_address=addresses.__getitem__)
    assert html.startswith(
        '<img class="logo" src="/pictures/&quot;a&quot;" alt="A &lt;fern&gt;">\n<p class="school-name">'
    )
    assert "<img" not in to_html(document)


def test_the_page_is_called_as_the_document_is():
    assert "<title>Rules – Fern Lane</title>" in to_page(Document(Body("Sample", FRONT), SIGNED))
