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
    '<li class="statement callout" id="keep"><p><span class="number">1.1</span> Keep &lt;it&gt; '
    '<a href="https://e.example/?a=1&amp;b=2">here &amp; now</a></p>\n'
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
        '<h2 class="part" id="part-sample">Sample</h2>',
        '<h3 class="unnumbered">Key details</h3>',
        '<h3 id="rules"><span class="number">1</span> Rules</h3>',
        '<h2 class="part" id="part-other">Other</h2>',
        '<h3 class="unnumbered">Key details</h3>',
        '<h3 id="rules"><span class="number">1</span> Rules</h3>',
        '<h2 class="unnumbered">References</h2>',
        '<h2 class="unnumbered">Acknowledgements</h2>',
    ]


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
    words = '<mark class="gap">[to decide: Is &lt;it&gt; so?]</mark>'
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
    assert f"<main>\n{to_html(DOCUMENT)}</main>" in page
