"""The parity gate: silent for every file we make, and loud for every difference that a file could have."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.exports import fonts
from apps.exports.parity import check
from apps.exports.pdf import to_pdf
from apps.policydoc.document import (
    Block,
    Detail,
    Document,
    Image,
    Link,
    Text,
    canonical,
    document_from_json,
    to_json,
)
from tests.exports import documents
from tests.exports.made import KINDS, MAKERS, made, made_of_payload
from tests.exports.payloads import PAYLOADS


@pytest.mark.parametrize("name", documents.ALL)
@pytest.mark.parametrize("kind", KINDS)
def test_what_we_make_says_what_the_document_says(kind: str, name: str) -> None:
    assert check(kind, documents.ALL[name](), made(kind, name)) == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", PAYLOADS)
def test_what_people_type_comes_back_as_they_typed_it(kind: str, name: str) -> None:
    document = documents.with_words_everywhere(PAYLOADS[name])

    assert check(kind, document, made_of_payload(kind, name)) == []


LETTERS = sorted(chr(point) for point in fonts.printable() if not 0x0300 <= point < 0x0370)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(words=st.text(st.sampled_from(LETTERS), min_size=1, max_size=150))
@pytest.mark.parametrize("kind", KINDS)
def test_any_printable_words_come_back(kind: str, words: str) -> None:
    document = _with_statement(documents.small(), (Text(f"x{words}x"),))

    assert check(kind, document, MAKERS[kind](document)) == []


@pytest.mark.parametrize("before", [0, 1])
@pytest.mark.parametrize("kind", KINDS)
def test_a_key_detail_longer_than_a_page_comes_back_whole(kind: str, before: int) -> None:
    names = ", ".join(f"Alex Merryweather {number} (deputy designated safeguarding lead)" for number in range(60))
    deputies = Detail("Deputies", (Text(names), Link("their page", "https://oak-lane.example/deputies")))
    document = documents.full()
    [part] = document.body.parts
    details = (*part.key_details[:before], deputies, *part.key_details[before:])
    document = replace(document, body=replace(document.body, parts=(replace(part, key_details=details),)))

    assert check(kind, document, MAKERS[kind](document)) == []


@pytest.mark.parametrize("large", [False, True])
def test_a_front_of_several_pages_comes_back_whole(large: bool) -> None:
    document = documents.full()
    words = " ".join(f"word{place}" for place in range(600))
    front = replace(
        document.body.front,
        vision=(words[:3900], "And a short one."),
        values=tuple(f"value {place} {words[:180]}" for place in range(20)),
        statements=((Text(words[:2500]),), (Text("Ask for a copy."),)),
        control=tuple(Detail(f"Row {place}", (Text("So it is."),)) for place in range(60)),
    )
    long = replace(document, body=replace(document.body, front=front))
    assert check("pdf", long, to_pdf(long, large=large)) == []
    missing = replace(front, vision=(words[:3000], "And a short one."))
    assert check("pdf", replace(long, body=replace(long.body, front=missing)), to_pdf(long))


def test_a_long_address_beside_words_comes_back_over_a_page_end() -> None:
    address = "https://oak-lane.example/" + "x" * 175
    statements = tuple(
        Block(f"s{number}", "statement", f"1.{number}", (Text("("), Link(address, address), Text(").")))
        for number in range(1, 40)
    )
    document = _with_statements(documents.small(), statements)

    assert check("pdf", document, MAKERS["pdf"](document)) == []


# --- differences ------------------------------------------------------------------------------------------------------


def _other_texts(document: Document, seed: int, count: int) -> Iterator[tuple[str, Document]]:
    """The document with one character of one text of a block replaced, dropped or doubled, and that block's id."""
    chance = random.Random(seed)
    spelt = canonical(to_json(document)).decode()
    blocks = [block for block in document.walk() if any(isinstance(item, Text) and item.text for item in block.inline)]
    for _ in range(count):
        block = chance.choice(blocks)
        item = chance.choice([item for item in block.inline if isinstance(item, Text) and item.text])
        place = chance.randrange(len(item.text))
        letter = item.text[place]
        new = chance.choice(["", letter * 2, "q" if letter != "q" else "p"])
        if letter == " " and new != "q":
            new = "q"  # one space more or less is no difference
        text = item.text[:place] + new + item.text[place + 1 :]
        changed = replace(block, inline=tuple(Text(text) if other is item else other for other in block.inline))
        if text.strip() != item.text.strip():
            yield block.id, _with_block(document, changed)
    assert canonical(to_json(document)).decode() == spelt


def _missed(kind: str, seed: int, count: int) -> list[tuple[str, list[str]]]:
    document, file = documents.full(), made(kind, "full")
    told = [(identifier, check(kind, other, file)) for identifier, other in _other_texts(document, seed, count)]
    return [
        (identifier, problems)
        for identifier, problems in told
        if not any(problem.startswith(f"{identifier}: ") for problem in problems)
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_one_wrong_character_is_found_and_its_block_named(kind: str) -> None:
    assert _missed(kind, seed=7, count=50) == []


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
def test_one_wrong_character_is_found_wherever_it_is(kind: str) -> None:
    assert _missed(kind, seed=8, count=2000) == []


def test_the_reason_shows_the_words_around_the_difference() -> None:
    words = "We want every pupil to learn without being interrupted, " * 3
    document, shorter = (_with_statement(documents.small(), (Text(text),)) for text in (f"{words}always", words))

    assert [check(kind, document, MAKERS[kind](shorter))[0] for kind in KINDS] == [
        "aims-why: the file says “…t being interrupted,” instead of “…being interrupted, always”."
    ] * len(KINDS)


CHANGES: dict[str, tuple[Callable[[Document], Document], str, str]] = {}


def change(
    pdf: str, docx: str | None = None
) -> Callable[[Callable[[Document], Document]], Callable[[Document], Document]]:
    """Registers a change of the full document with the sentences that the two gates answer it with."""

    def register(function: Callable[[Document], Document]) -> Callable[[Document], Document]:
        CHANGES[function.__name__] = (function, pdf, pdf if docx is None else docx)
        return function

    return register


@change("safe: the number is “1.1” instead of “1.9”.")
def a_number(document: Document) -> Document:
    return _with_block(document, replace(_block(document, "safe"), number="1.9"))


@change("scope: the file says “1.4 Scope” instead of “1.5 Scope”.", "scope: the number is “1.4” instead of “1.5”.")
def the_number_of_a_heading(document: Document) -> Document:
    return _with_block(document, replace(_block(document, "scope"), number="1.5"))


@change(
    "safe: the heading level is 0 instead of 3 (0 is running text).",
    "safe: the heading level is 0 instead of 2 (0 is running text).",
)
def a_statement_as_a_section(document: Document) -> Document:
    return _with_block(document, replace(_block(document, "safe"), kind="section"))


@change("law: a link leads to https://guidance.example/keeping-children-safe instead of https://elsewhere.example.")
def an_address(document: Document) -> Document:
    block = _block(document, "law")
    link = Link("Keeping children safe in education", "https://elsewhere.example")
    return _with_block(document, replace(block, inline=(block.inline[0], link, *block.inline[2:])))


@change("law: the file has 2 links instead of 1.")
def a_link_less(document: Document) -> Document:
    block = _block(document, "law")
    words = Text("Keeping children safe in education")
    return _with_block(document, replace(block, inline=(block.inline[0], words, *block.inline[2:])))


@change("law: a link says “Keeping children safe in education” instead of “Keeping children safe in”.")
def where_a_link_ends(document: Document) -> Document:
    block = _block(document, "law")
    link = Link("Keeping children safe in", block.inline[1].url)
    return _with_block(document, replace(block, inline=(block.inline[0], link, Text(" education"), *block.inline[2:])))


@change(
    "law: the file says “We follow Keeping children safe in education, and we ask fo…” instead of "
    "“Our safeguarding team is Siân Llŷr-Ŵyn, Zoë Çelik, Łukasz Ż…”."
)
def two_statements_in_the_other_order(document: Document) -> Document:
    law, names = _block(document, "law"), _block(document, "names")
    swapped = {"law": replace(names, id="law", number="1.2"), "names": replace(law, id="names", number="1.3")}
    return _mapped(document, lambda block: swapped.get(block.id, block))


@change("control detail “Approved by”: the file says “the full governing body” instead of “the headteacher”.")
def a_control_value(document: Document) -> Document:
    printed = {**document.control.printed, "approval-body": (Text("the headteacher"),)}
    return replace(document, control=replace(document.control, printed=printed))


@change("key detail “Wrote it”: the file says “Designated safeguarding lead” instead of “Wrote it”.")
def the_label_of_a_key_detail(document: Document) -> Document:
    [part] = document.body.parts
    details = (Detail("Wrote it", part.key_details[0].inline), *part.key_details[1:])
    return replace(document, body=replace(document.body, parts=(replace(part, key_details=details),)))


@change("reference kcsie: the file says “…fe in education (2026)” instead of “…fe in education (2025)”.")
def the_edition_of_a_reference(document: Document) -> Document:
    references = (replace(document.body.references[0], edition="2025"), *document.body.references[1:])
    return replace(document, body=replace(document.body, references=references))


@change("The file's title is “Mobile and smart technology policy” instead of “Phones”.")
def the_title(document: Document) -> Document:
    return replace(document, body=replace(document.body, title="Phones"))


@change("The header or footer does not say “Version 1.3 · Next review September 2027”.")
def the_version(document: Document) -> Document:
    return replace(document, control=replace(document.control, version="1.3"))


@change("The file carries the draft mark although the policy is ratified.")
def ratification(document: Document) -> Document:
    return replace(document, control=replace(document.control, status="ratified"))


@change(
    "signatures: the file says “To be signed by: [to decide: Who is the chair?]” instead of "
    "“To be signed by: Siân Llŷr-Ŵyn, headteacher”."
)
def a_signature_more(document: Document) -> Document:
    signatures = (*document.control.signatures[:1], *document.control.signatures)
    return replace(document, control=replace(document.control, signatures=signatures))


@change("The file says more than the policy: “Signatures”.")
def the_end_missing(document: Document) -> Document:
    return replace(document, control=replace(document.control, signing=""))


@change("signatures: the file says “To be signed by: Siân Llŷr-Ŵyn, headteacher” instead of “Signed Date”.")
def lines_to_sign_on(document: Document) -> Document:
    return replace(document, control=replace(document.control, signing="lines"))


@change(
    "signatures: the file says “To be signed by: Siân Llŷr-Ŵyn, headteacher” "
    "instead of “To be signed by: Somebody else”."
)
def who_signs(document: Document) -> Document:
    return replace(document, control=replace(document.control, signatures=((Text("Somebody else"),),)))


@change("acknowledgements: the file says “Signatures” instead of “Thank you.”.")
def thanks(document: Document) -> Document:
    acknowledgements = (*document.body.acknowledgements, "Thank you.")
    return replace(document, body=replace(document.body, acknowledgements=acknowledgements))


@change("title: the file says “Mobile and smart technology policy” instead of “Phones”.")
def a_title_of_the_school_s_own(document: Document) -> Document:
    printed = {**document.control.printed, "document-title": (Text("Phones"),)}
    return replace(document, control=replace(document.control, printed=printed))


@change("address: the file says “…ak Lane, Oakbury, OK1 1ZZ” instead of “…ak Lane, Oakbury, OK2 2ZZ”.")
def the_address_of_the_school(document: Document) -> Document:
    return _with_front(document, address=("Oak Lane", "Oakbury", "OK2 2ZZ"))


@change("legal-name: the file says “Oak Lane Community Primary School” instead of “Oak Lane School Trust”.")
def the_legal_name(document: Document) -> Document:
    return _with_front(document, legal_name="Oak Lane School Trust")


@change("control detail “Policy number”: the file says “OL-57” instead of “OL-58”.")
def a_row_of_document_control(document: Document) -> Document:
    control = (Detail("Policy number", (Text("OL-58"),)), *document.body.front.control[1:])
    return _with_front(document, control=control)


@change("control detail “Approved by”: the file says “Policy number” instead of “Approved by”.")
def a_row_of_document_control_too_many(document: Document) -> Document:
    return _with_front(document, control=document.body.front.control[1:])


@change(
    "front statement: the file says “…is policy works all year round.” instead of “…is policy works all the time.”."
)
def a_statement_of_the_front(document: Document) -> Document:
    statements = ((Text("We watch how this policy works all the time."),), *document.body.front.statements[1:])
    return _with_front(document, statements=statements)


@change("front statement: the file says “Our vision” instead of “Ask for a copy.”.")
def a_statement_of_the_front_that_is_lost(document: Document) -> Document:
    return _with_front(document, statements=(*document.body.front.statements, (Text("Ask for a copy."),)))


@change("picture: the file says “Oak Lane Primary School” instead of “Our oak”.")
def a_picture_that_is_lost(document: Document) -> Document:
    return _with_front(document, images=(Image("0" * 64, "Our oak"),))


@change("The data inside the PDF is not the data of the policy.", "")
def the_data_inside(document: Document) -> Document:
    return replace(document, control=replace(document.control, answers={}))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", CHANGES)
def test_each_kind_of_difference_is_told_in_a_sentence(kind: str, name: str) -> None:
    function, pdf, docx = CHANGES[name]
    problems = check(kind, function(documents.full()), made(kind, "full"))
    sentence = pdf if kind == "pdf" else docx

    assert problems if sentence else problems == []
    assert [problem for problem in problems if problem == sentence][:1] == ([sentence] if sentence else [])


# --- changing documents -----------------------------------------------------------------------------------------------


def _with_front(document: Document, **changes: Any) -> Document:
    return replace(document, body=replace(document.body, front=replace(document.body.front, **changes)))


def _block(document: Document, identifier: str) -> Block:
    return next(block for block in document.walk() if block.id == identifier)


def _with_block(document: Document, changed: Block) -> Document:
    return _mapped(
        document, lambda block: replace(changed, children=block.children) if block.id == changed.id else block
    )


def _mapped(document: Document, change: Callable[[Block], Block]) -> Document:
    def walk(block: Block) -> Block:
        return replace(change(block), children=tuple(walk(child) for child in block.children))

    parts = tuple(replace(part, blocks=tuple(walk(block) for block in part.blocks)) for part in document.body.parts)
    mapped = replace(document, body=replace(document.body, parts=parts))
    assert document_from_json(to_json(mapped)) == mapped
    return mapped


def _with_statements(document: Document, statements: tuple[Block, ...]) -> Document:
    return _mapped(document, lambda block: replace(block, children=statements) if block.kind == "section" else block)


def _with_statement(document: Document, inline: tuple[Text | Link, ...]) -> Document:
    return _mapped(document, lambda block: replace(block, inline=inline) if block.kind == "statement" else block)
