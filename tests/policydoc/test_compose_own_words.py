"""Composing what a school leaves out, keeps, rewords, adds and puts in another order."""

from __future__ import annotations

from apps.policydoc.openness import Open
from tests.policydoc.composing import bundle, composed, ids, lines, opened
from tests.policydoc.samples import OPTIONAL, WORDED, WORDED_VALUES


def test_a_usual_statement_is_in_and_open_until_it_is_settled():
    result = composed(OPTIONAL, {"place": "here"})
    assert lines(result) == ["1 Rules", "1.1 Always.", "1.2 Usual, in here."]
    assert result.open == (
        Open("statement", "usual", "sample", "rules", "unconfirmed", "Usual, in here."),
    )  # fmt: skip
    for settled in ({"kept": ["usual"]}, {"accepted": ["usual"]}):
        assert composed(OPTIONAL, {"place": "here"}, **settled).open == ()


def test_leaving_out_a_statement_takes_the_question_that_only_it_prints():
    result = composed(OPTIONAL, {}, left_out=["usual"])
    assert (lines(result), result.open) == (["1 Rules", "1.1 Always."], ())


def test_what_starts_left_out_is_put_in_by_keeping_it():
    result = composed(OPTIONAL, {"more": "songs"}, left_out=["usual"], kept=["rare", "extra"])
    assert lines(result) == ["1 Rules", "1.1 Always.", "1.2 Rare.", "2 Extra", "2.1 Extra: songs."]
    assert opened(composed(OPTIONAL, {}, left_out=["usual"], kept=["extra"])) == [("more", "unanswered")]


def test_a_rewording_is_filled_like_the_templates_words():
    result = composed(WORDED, WORDED_VALUES, reworded={
        "in": {"text": "{Pupils} in \\{{place}\\} only.", "edition": "1"},
        "row": "Any {rows}.",
        "row/r-2": "Special {rows}.",
        "end": "Close",
    })  # fmt: skip
    assert lines(result)[1:4] == ["1.1 Pupils in {here} only.", "1.2 Any x.", "1.3 Special y."]
    assert [block.origin for block in result.document.walk()] == [
        "template", "reworded", "reworded", "reworded", "template", "template", "template", "reworded", "template",
    ]  # fmt: skip


def test_a_question_that_the_schools_own_words_no_longer_print_is_not_asked():
    assert opened(composed(WORDED, {"rows": []}, reworded={"in": "At home."})) == []


def test_additions_stand_behind_what_they_come_after():
    added = [
        {"after": "in", "id": "a-1", "text": "One in {place}."},
        {"after": "a-1", "id": "a-2", "text": "Two."},
        {"after": "row", "id": "a-3", "text": "After rows."},
        {"after": "sub", "id": "a-4", "text": "First under sub."},
        {"after": "rules", "id": "a-5", "text": "New section", "section": True},
        {"after": "a-5", "id": "a-6", "text": "In it."},
        {"after": "rules", "id": "a-7", "text": "At the head."},
    ]
    result = composed(WORDED, WORDED_VALUES, added=added)
    assert lines(result) == [
        "1 Rules",
        "1.1 At the head.",
        "1.2 In here.",
        "1.3 One in here.",
        "1.4 Two.",
        "1.5 Row x.",
        "1.6 Row y.",
        "1.7 After rows.",
        "1.8 Last.",
        "1.9 Sub",
        "1.9.1 First under sub.",
        "1.9.2 Under.",
        "2 New section",
        "2.1 In it.",
        "3 End",
        "3.1 End.",
    ]
    assert [block.id for block in result.document.walk() if block.origin == "added"] == [
        "a-7", "a-1", "a-2", "a-3", "a-4", "a-5", "a-6",
    ]  # fmt: skip


def test_each_of_very_many_additions_may_come_after_the_one_before():
    chain = [
        {"after": f"a-{place}" if place else "in", "id": f"a-{place + 1}", "text": "More."} for place in range(1500)
    ]
    result = composed(WORDED, WORDED_VALUES, added=[*chain, {"after": "a-2", "id": "a-branch", "text": "Aside."}])
    added = [block.id for block in result.document.walk() if block.origin == "added"]
    assert added == ["a-1", "a-2", *(f"a-{place}" for place in range(3, 1501)), "a-branch"]


def test_an_addition_keeps_a_lead_in_or_section_alive():
    gone = bundle("""
# Rules {#rules}

::: yes-no kept
Is it kept?
:::

- For example: {#lead}
  - Kept. {#kept-one when=kept}
""")
    added = [{"after": "kept-one", "id": "a-1", "text": "Ours."}]
    assert lines(composed(gone, {"kept": False})) == []
    assert lines(composed(gone, {"kept": False}, added=added)) == ["1 Rules", "1.1 For example:", "(a) Ours."]


def test_an_order_moves_the_children_that_it_names_among_their_own_places():
    result = composed(WORDED, WORDED_VALUES, order={"rules": ["last", "in"], "sample": ["end", "rules"]})
    assert lines(result) == [
        "1 End",
        "1.1 End.",
        "2 Rules",
        "2.1 Last.",
        "2.2 Row x.",
        "2.3 Row y.",
        "2.4 In here.",
        "2.5 Sub",
        "2.5.1 Under.",
    ]


def test_a_statement_never_moves_behind_a_sub_section():
    result = composed(WORDED, WORDED_VALUES, order={"rules": ["sub", "last", "row", "in"]})
    assert ids(result) == ["rules", "last", "row/r-1", "row/r-2", "in", "sub", "under", "end", "stop"]
