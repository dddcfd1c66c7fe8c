"""Composing the answers of each kind of question, each on a template of a few lines."""

from __future__ import annotations

from dataclasses import replace

import pytest

from apps.policydoc.document import Detail, Gap, Link, Text
from apps.policydoc.standing import Standing
from tests.policydoc.composing import FACTS, bundle, composed, ids, lines, opened
from tests.policydoc.samples import ANSWERS, CHOICES, KINDS, LONG


def test_an_answer_prints_its_words():
    assert lines(composed(CHOICES, {"rule": "home", "places": ["office"]})) == [
        "1 Rules",
        "1.1 Phones stay at home.",
        "1.2 Left in the office.",
        "1.3 Kept in:",
        "(a) The office",
    ]


def test_a_recommended_option_is_a_gap_with_a_suggestion_until_it_is_confirmed():
    result = composed(CHOICES)
    assert result.document.body.parts[0].blocks[0].children[0].inline == (
        Text("Phones "),
        Gap("rule", "What is the rule?", "stay at home"),
        Text("."),
    )
    assert lines(result)[2:] == [
        "1.2 Left in [to confirm: the office or the hall].",
        "1.3 Kept in:",
        "(a) [to confirm: The office]",
        "(b) [to confirm: The hall]",
    ]
    assert opened(result) == [("rule", "unconfirmed"), ("places", "unconfirmed")]


def test_confirming_a_section_settles_its_recommended_options():
    result = composed(CHOICES, accepted=["rule", "places"])
    assert opened(result) == []
    assert lines(result)[1] == "1.1 Phones stay at home."


def test_own_words_are_printed_as_typed_and_never_read_as_source():
    typed = "stay {home} [here](https://example.org)."
    result = composed(CHOICES, {"rule": {"option": "other", "own": typed}, "places": []})
    assert lines(result) == [
        "1 Rules",
        "1.1 Phones stay {home} [here](https://example.org).",
        "1.2 Nowhere is set aside.",
    ]


def test_missing_own_words_are_a_gap_and_open():
    result = composed(CHOICES, {"rule": "other", "places": []})
    assert lines(result)[1] == "1.1 Phones [to decide: Other]."
    assert opened(result) == [("rule", "own-words")]


def test_an_option_that_asks_for_a_reason_is_open_without_one_and_prints_the_same():
    without = composed(CHOICES, {"rule": "bag", "places": []})
    given = composed(CHOICES, {"rule": "bag", "places": []}, reasons={"rule": {"reason": "canary", "risk": "canary"}})
    assert (opened(without), opened(given)) == ([("rule", "reason")], [])
    assert without.document == given.document


def test_an_option_without_words_prints_nothing():
    assert lines(composed(CHOICES, {"rule": "none", "places": []}))[1] == "1.1 Phones."


def test_choices_stand_in_the_order_of_the_template_and_own_entries_as_typed():
    own = [{"option": "other", "own": "the shed.", "id": "r-1"}, {"option": "other", "own": "the loft", "id": "r-2"}]
    result = composed(CHOICES, {"rule": "home", "places": [own[0], "hall", own[1], "office"]})
    assert lines(result)[2:] == [
        "1.2 Left in the office, the hall, the shed or the loft.",
        "1.3 Kept in:",
        "(a) The office",
        "(b) The hall",
        "(c) The shed",
        "(d) The loft",
    ]
    assert ids(result)[4:] == ["kept-each/office", "kept-each/hall", "kept-each/r-1", "kept-each/r-2"]


def test_an_empty_list_of_choices_means_none():
    result = composed(CHOICES, {"rule": "home", "places": []})
    assert lines(result) == ["1 Rules", "1.1 Phones stay at home.", "1.2 Nowhere is set aside."]
    assert opened(result) == []


def test_an_option_that_is_not_offered_is_not_printed():
    chosen = {"rule": "home", "places": ["office", "nursery"]}
    assert lines(composed(CHOICES, chosen))[2] == "1.2 Left in the office."
    with_nursery = replace(FACTS, derived={"school.nursery": True})
    assert lines(composed(CHOICES, chosen, facts=with_nursery))[2] == "1.2 Left in the office or the nursery."


def test_choices_of_which_none_is_offered_any_more_count_as_not_made():
    result = composed(CHOICES, {"rule": "home", "places": ["nursery"]})
    assert opened(result) == [("places", "unconfirmed")]


def test_every_kind_prints_as_the_table_says():
    assert lines(composed(KINDS, ANSWERS)) == [
        "1 All",
        "1.1 We never do it in the safe, since 9 February 2026.",
        "1.2 See our page, that is our page, at https://example.org/p.",
        "1.3 Ask Ann Field (lead), our lead, or Ms Ann Field.",
        "1.4 Ann Field's word counts.",
        "1.5 In short Chatter and Postbox, kept by Bo Reed and Mr Cy Lane: they are all.",
        "1.6 Chatter, kept by Bo Reed (clerk).",
        "1.7 Postbox, at https://example.org/b, kept by Cy Lane (until January 2027).",
        "(a) It ends.",
    ]


def test_blocks_of_a_list_carry_the_rows_id_and_so_do_the_blocks_inside():
    assert ids(composed(KINDS, ANSWERS))[-3:] == ["six/r-1", "six/r-2", "six-ends/r-2"]


def test_a_link_is_a_link():
    assert composed(KINDS, ANSWERS).document.body.parts[0].blocks[0].children[1].inline == (
        Text("See "),
        Link("our page", "https://example.org/p"),
        Text(", that is our page, at "),
        Link("https://example.org/p", "https://example.org/p"),
        Text("."),
    )


def test_the_words_of_a_link_have_single_spaces_as_all_words_have():
    page = {"text": "our  page", "url": "https://example.org/p"}
    assert composed(KINDS, {**ANSWERS, "page": page}).document.body.parts[0].blocks[0].children[1].inline[1] == (
        Link("our page", "https://example.org/p")
    )


@pytest.mark.parametrize(
    ("way", "printed"),
    [
        ("name", "Ann Field"),
        ("title-name", "Ms Ann Field"),
        ("name-role", "Ann Field (lead)"),
        ("title-name-role", "Ms Ann Field (lead)"),
        ("role", "the lead"),
    ],
)
def test_people_are_shown_as_the_school_shows_people(way, printed):
    result = composed(KINDS, {**ANSWERS, "school.dsl-name-format": way})
    assert lines(result)[3] == f"1.3 Ask {printed}, our lead, or Ms Ann Field."


NAMED = bundle("""
# One {#one}

- Ask {school.lead}. {#ask}
""", '[[key-details]]\nlabel = "Lead"\ntext = "{school.lead.without-role}"\n')  # fmt: skip


@pytest.mark.parametrize(
    ("way", "printed"),
    [("name", "Ann Field"), ("name-role", "Ann Field"), ("title-name-role", "Ms Ann Field"), ("role", "the lead")],
)
def test_a_key_detail_whose_label_is_the_role_shows_the_person_without_it(way, printed):
    values = {"school.lead": {"title": "Ms", "name": "Ann Field", "role": "lead"}, "school.dsl-name-format": way}
    assert composed(NAMED, values).document.body.parts[0].key_details == (Detail("Lead", (Text(printed),)),)


def test_a_cell_that_must_be_filled_is_a_gap_and_open():
    result = composed(KINDS, {**ANSWERS, "apps": [{"id": "r-1", "name": "Chatter"}]})
    assert lines(result)[-1] == "1.6 Chatter, kept by [to decide: Who]."
    assert opened(result) == [("apps", "column")]


def test_an_answered_list_of_none_prints_the_other_statement():
    assert lines(composed(KINDS, {**ANSWERS, "apps": []}))[-1] == "1.5 No apps."


def test_each_without_an_answer_is_one_gap_in_a_draft():
    answers = {key: value for key, value in ANSWERS.items() if key != "apps"}
    draft = composed(KINDS, answers)
    assert ids(draft)[-1] == "six/undecided"
    assert lines(draft)[-1] == "1.5 [to decide: Which apps?]"
    assert [block.id for block in draft.document.walk() if not block.number] == ["five/undecided"]
    final = composed(KINDS, answers, standing=Standing(status="ratified"))
    assert ids(final)[-1] == "four"


def test_a_long_text_gives_one_block_per_paragraph():
    result = composed(LONG, {"school.vision-statement": "First.\n\nSecond {a}."})
    assert lines(result) == ["1 Vision", "1.1 We believe:", "(a) First.", "(b) Second {a}.", "1.2 Else."]
    assert ids(result)[2:4] == ["words/p1", "words/p2"]


def test_an_optional_question_left_empty_is_settled_and_not_open():
    result = composed(LONG)
    assert (lines(result), opened(result)) == (["1 Vision", "1.1 Else."], [])


def test_an_optional_question_that_somebody_set_aside_is_undecided():
    result = composed(LONG, undecided={"school.vision-statement": {"owner": "the board"}})
    assert lines(result) == ["1 Vision", " [to decide: What is the vision?]", "1.1 Else."]
    assert [entry.why for entry in result.open if entry.id == "school.vision-statement"] == ["undecided"]
    assert [block.id for block in result.document.walk() if not block.number] == ["believe/undecided"]
