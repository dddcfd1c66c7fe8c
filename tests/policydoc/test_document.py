"""The Document's canonical JSON: one spelling, an exact round trip, and digests that see what they should."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.policydoc.document import (
    Block,
    Body,
    Control,
    ControlValue,
    Detail,
    Document,
    DocumentError,
    Front,
    Gap,
    Image,
    Link,
    Part,
    Reference,
    Style,
    Text,
    body_digest,
    canonical,
    digest,
    document_from_json,
    input_digest,
    plain,
    to_json,
)

DOCUMENT = Document(
    body=Body(
        title="Phones",
        front=Front(display_name="Fern Lane", vision=("Be kind.",), images=(Image("ab" * 32, "A fern"),)),
        parts=(
            Part(
                id="phones",
                title="Phones",
                key_details=(
                    Detail("Lead", (Text("Ms Field"),)),
                    Detail("Next review", (Text("By "), ControlValue("date-next-review"))),
                ),
                blocks=(
                    Block(
                        id="rules",
                        kind="section",
                        number="1",
                        inline=(Text("Rules"),),
                        children=(
                            Block(
                                id="keep",
                                kind="statement",
                                number="1.1",
                                inline=(
                                    Text("See "),
                                    Link("the advice", "https://example.org/a", "advice"),
                                    Gap("place", "Where?", "the office"),
                                ),
                                origin="reworded",
                                callout=True,
                            ),
                        ),
                    ),
                ),
            ),
        ),
        references=(Reference("advice", "The advice", "https://example.org/a", "2026", True),),
    ),
    control=Control(
        as_of="2026-11-20",
        template="phones@1",
        printed={"date-next-review": (Text("May 2027"),)},
        values={"date-next-review": "2027-05"},
        answers={"place": "office"},
    ),
    style=Style(colour="#123456"),
)


def test_the_json_is_spelt_as_the_schema_says():
    body = to_json(DOCUMENT)["body"]
    assert body["parts"][0] == {
        "id": "phones",
        "title": "Phones",
        "key_details": [
            {"label": "Lead", "inline": [{"t": "text", "text": "Ms Field"}]},
            {"label": "Next review", "inline": [{"t": "text", "text": "By "}, {"control": "date-next-review"}]},
        ],
        "blocks": [
            {
                "id": "rules",
                "kind": "section",
                "number": "1",
                "inline": [{"t": "text", "text": "Rules"}],
                "origin": "template",
                "children": [
                    {
                        "id": "keep",
                        "kind": "statement",
                        "number": "1.1",
                        "inline": [
                            {"t": "text", "text": "See "},
                            {"t": "link", "text": "the advice", "url": "https://example.org/a", "ref": "advice"},
                            {"t": "gap", "question": "place", "prompt": "Where?", "suggestion": "the office"},
                        ],
                        "origin": "reworded",
                        "callout": True,
                        "children": [],
                    }
                ],
            }
        ],
    }


def test_empty_text_and_false_have_no_key():
    assert to_json(Document(Body("T"), Control("2026-11-20"))) == {
        "schema": 1,
        "body": {
            "title": "T",
            "front": {"vision": [], "values": [], "images": []},
            "parts": [],
            "references": [],
            "acknowledgements": [],
            "caption_gaps": [],
            "language": "en-GB",
        },
        "control": {
            "as_of": "2026-11-20",
            "status": "draft",
            "numbering": "own",
            "printed": {},
            "values": {},
            "answers": {},
        },
        "style": {},
    }


def test_json_comes_back_as_the_same_document():
    assert document_from_json(to_json(DOCUMENT)) == DOCUMENT


words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=20)
inline = st.lists(
    st.one_of(
        words.map(Text),
        st.builds(Link, words, words.map("https://".__add__), words),
        st.builds(Gap, words, words, words),
        words.map(ControlValue),
    ),
    max_size=3,
).map(tuple)
block = st.recursive(
    st.builds(Block, words, st.sampled_from(["section", "statement"]), words, inline, callout=st.booleans()),
    lambda inner: st.builds(
        Block, words, st.just("section"), words, inline, children=st.lists(inner, max_size=3).map(tuple)
    ),
    max_leaves=5,
)
documents = st.builds(
    Document,
    st.builds(
        Body,
        title=words,
        parts=st.lists(st.builds(Part, words, words, blocks=st.lists(block, max_size=3).map(tuple)), max_size=2).map(
            tuple
        ),
    ),
    st.builds(Control, as_of=words, printed=st.dictionaries(words, inline, max_size=2)),
)


@given(documents)
def test_any_document_comes_back(document: Document):
    assert document_from_json(to_json(document)) == document


BLOCK = "body.parts[0].blocks[0]"


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (("schema",), 2, "this is not a document with “schema”: 1"),
        (("schema",), True, "this is not a document with “schema”: 1"),
        (("colour",), "red", "Document has no “colour”"),
        (("body", "title"), None, "body.title must be text"),
        (("body", "parts"), {}, "body.parts must be a list"),
        (("body", "parts", 0, "blocks", 0, "kind"), "clause", BLOCK + ".kind must be one of: section, statement"),
        (
            ("body", "parts", 0, "blocks", 0, "children", 0, "callout"),
            1,
            BLOCK + ".children[0].callout must be true or false",
        ),
        (
            ("body", "parts", 0, "blocks", 0, "inline", 0),
            {"t": "html", "text": "x"},
            BLOCK + ".inline[0] must have “t”: text, link, gap, or be a control value",
        ),
        (
            ("body", "parts", 0, "blocks", 0, "inline", 0),
            {"t": "link", "text": "", "url": "java:"},
            BLOCK + ".inline[0].url must begin with https:// or mailto:",
        ),
        (
            ("control", "values"),
            {"a": 1.5},
            "control.values.a must be text, a whole number, true, false, a list or an object",
        ),
        (("style", "font"), "", "this document holds keys that are empty or lacks lists: write it with to_json"),
    ],
)
def test_json_that_we_would_not_write_is_refused(path, value, message):
    spelt = to_json(DOCUMENT)
    place = spelt
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    with pytest.raises(DocumentError) as error:
        document_from_json(spelt)
    assert str(error.value) == message


def test_a_missing_key_is_refused():
    spelt = to_json(DOCUMENT)
    del spelt["body"]["parts"][0]["blocks"][0]["number"]
    with pytest.raises(DocumentError) as error:
        document_from_json(spelt)
    assert str(error.value) == "body.parts[0].blocks[0] lacks “number”"


def test_deep_nesting_is_refused_and_not_a_crash():
    spelt = to_json(DOCUMENT)
    block = spelt["body"]["parts"][0]["blocks"][0]
    for _ in range(5000):
        block["children"] = [{**block, "children": []}]
        block = block["children"][0]
    with pytest.raises(DocumentError, match="nested too deeply"):
        document_from_json(spelt)


def test_canonical_json_sorts_keys_and_normalises_letters():
    assert canonical({"b": ["é", True, 2], "a": 'x"\n/'}) == '{"a":"x\\"\\n/","b":["é",true,2]}'.encode()


@pytest.mark.parametrize("value", [None, 1.0, float("nan"), {"a": None}, b"x"])
def test_canonical_json_has_no_null_and_no_fractions(value):
    with pytest.raises(TypeError):
        canonical(value)


def test_the_body_digest_does_not_see_the_review_date_but_the_input_digest_does():
    later = replace(DOCUMENT, control=replace(DOCUMENT.control, printed={"date-next-review": (Text("June 2027"),)}))
    assert body_digest(later) == body_digest(DOCUMENT)
    assert input_digest(later) != input_digest(DOCUMENT)
    assert input_digest(DOCUMENT) == digest(to_json(DOCUMENT))


def test_the_body_digest_sees_every_word():
    other = replace(DOCUMENT, body=replace(DOCUMENT.body, title="Phones."))
    assert body_digest(other) != body_digest(DOCUMENT)


def test_a_key_detail_shows_its_control_value_and_goes_without_one():
    part = DOCUMENT.body.parts[0]
    assert list(DOCUMENT.details(part)) == [
        ("Lead", (Text("Ms Field"),)),
        ("Next review", (Text("By "), Text("May 2027"))),
    ]
    bare = replace(DOCUMENT, control=replace(DOCUMENT.control, printed={}))
    assert list(bare.details(part)) == [("Lead", (Text("Ms Field"),))]


def test_gaps_are_found_in_key_details_and_text():
    open_date = Gap("control.date-next-review", "When?")
    document = replace(DOCUMENT, control=replace(DOCUMENT.control, printed={"date-next-review": (open_date,)}))
    assert list(document.gaps()) == [open_date, Gap("place", "Where?", "the office")]


def test_plain_says_what_a_reader_hears():
    assert plain((Text("a "), Link("b", "https://b.example"), Gap("q", "Which?"), Gap("q", "Which?", "c"))) == (
        "a b[to decide: Which?][to confirm: c]"
    )


def test_gaps_of_titles_are_read_back_and_nothing_else_stands_there():
    document = Document(Body("Of [to decide: Who?]", caption_gaps=(Gap("who", "Who?"),)), Control("2026-11-20"))
    data = to_json(document)
    assert data["body"]["caption_gaps"] == [{"t": "gap", "question": "who", "prompt": "Who?"}]
    assert document_from_json(data) == document
    for other in ({"t": "text", "text": "x"}, {"question": "who", "prompt": "Who?"}, {"control": "x"}):
        data["body"]["caption_gaps"] = [other]
        with pytest.raises(DocumentError):
            document_from_json(data)


@pytest.mark.parametrize(
    ("printed", "rows"),
    [
        ({"from": (Text("May"),), "to": (Text("June"),)}, [("Time", (Text("May"), Text(" to "), Text("June")))]),
        ({"from": (Text("May"),)}, [("Time", (Text("May"), Text(" to ")))]),
        ({}, []),
    ],
)
def test_a_key_detail_stands_as_long_as_one_of_its_control_values_has_something_to_say(printed, rows):
    detail = Detail("Time", (ControlValue("from"), Text(" to "), ControlValue("to")))
    part = Part("sample", "Sample", (detail,))
    document = Document(Body("Sample", parts=(part,)), Control("2026-11-20", printed=printed))
    assert list(document.details(part)) == rows


def test_canonical_json_writes_accented_letters_as_one_character():
    assert canonical({"nai\u0308ve": ["cafe\u0301"]}) == '{"naïve":["café"]}'.encode()


# --- what joined the schema after documents had been stored ---

STORED = Path(__file__).with_name("stored") / "document-of-november-2026.json"


def test_a_document_stored_before_the_front_had_control_keeps_its_bytes_and_digests():
    stored = STORED.read_bytes().rstrip(b"\n")
    document = document_from_json(json.loads(stored))
    assert canonical(to_json(document)) == stored
    assert (body_digest(document), input_digest(document)) == (
        "ade5267116341159762812e37ba1d218efc49b564b283d30fdd3c926228504f7",
        "7a0e54451a72aa9e7074e89be1bc5792067803e8719917794fa81706680d0b36",
    )


REVIEW = Detail("Next review", (ControlValue("date-next-review"),))
FRONTED = Document(
    Body(
        "Phones",
        front=Front(
            address=("1 Fern Lane", "Ferntown"),
            control=(REVIEW, Detail("Number", (Text("No. "), ControlValue("policy-number")))),
            statements=((Text("Checked by "), ControlValue("checker"), Text(".")), (Text("In large print too."),)),
        ),
        parts=(Part("phones", "Phones", (Detail("Lead", (Text("Ms Field"),)),)),),
    ),
    Control(
        "2026-11-20",
        printed={"date-next-review": (Text("May 2027"),)},
        signatures=((Text("Ms Field, headteacher"),),),
        signing="lines",
    ),
)


def test_what_joined_later_is_written_where_it_holds_something_and_comes_back():
    data = to_json(FRONTED)
    assert {key: item for key, item in data["body"]["front"].items() if item} == {
        "address": ["1 Fern Lane", "Ferntown"],
        "control": [
            {"label": "Next review", "inline": [{"control": "date-next-review"}]},
            {"label": "Number", "inline": [{"t": "text", "text": "No. "}, {"control": "policy-number"}]},
        ],
        "statements": [
            [{"t": "text", "text": "Checked by "}, {"control": "checker"}, {"t": "text", "text": "."}],
            [{"t": "text", "text": "In large print too."}],
        ],
    }
    assert data["control"]["signatures"] == [[{"t": "text", "text": "Ms Field, headteacher"}]]
    assert data["control"]["signing"] == "lines"
    assert document_from_json(data) == FRONTED


@pytest.mark.parametrize(
    ("place", "key"),
    [("front", "address"), ("front", "control"), ("front", "statements"), ("control", "signatures")],
)
def test_an_empty_list_that_joined_later_is_not_written_and_so_not_read(place, key):
    data = to_json(FRONTED)
    (data["body"] | data)[place][key] = []
    with pytest.raises(DocumentError) as error:
        document_from_json(data)
    assert str(error.value) == "this document holds keys that are empty or lacks lists: write it with to_json"


def test_the_front_shows_the_rows_and_statements_that_have_something_to_say():
    assert list(FRONTED.front_details()) == [("Next review", (Text("May 2027"),))]
    assert list(FRONTED.front_statements()) == [(Text("In large print too."),)]


def _with_control(document: Document, **fields) -> Document:
    return replace(document, control=replace(document.control, **fields))


def test_document_control_can_give_a_document_another_title():
    assert FRONTED.title == "Phones"
    assert _with_control(FRONTED, printed={"document-title": (Text("Phones at Fern Lane"),)}).title == (
        "Phones at Fern Lane"
    )


@pytest.mark.parametrize(("block", "rows"), [(False, []), (True, [("Lead", (Text("Ms Field"),))])])
def test_document_control_can_leave_the_key_details_out(block, rows):
    document = _with_control(FRONTED, values={"key-details-block": block})
    assert list(document.details(document.body.parts[0])) == rows


def test_gaps_are_found_in_the_title_the_front_and_the_signatures():
    title, review, checker, signatory = (Gap(name, "?") for name in ("title", "review", "checker", "signatory"))
    document = _with_control(
        FRONTED,
        printed={"document-title": (title,), "date-next-review": (review,), "checker": (checker,)},
        signatures=((signatory,),),
    )
    assert list(document.gaps()) == [title, review, checker, signatory]
