"""Composing by rule (template-format.md §2 and §4), each on a template of a few lines."""

from __future__ import annotations

from dataclasses import replace

import pytest

from apps.policydoc.document import ControlValue, Detail, Front, Gap, Link, Reference, Text, body_digest, plain
from apps.policydoc.given import SchoolFacts
from apps.policydoc.openness import Open
from apps.policydoc.standing import Standing
from tests.policydoc.composing import FACTS, bundle, composed, ids, line_of, lines, opened, template

CHOICES = bundle("""
# Rules {#rules}

::: choose-one rule
What is the rule?
- home *: At home => stay at home
- bag !: In the bag => stay in the bag
- other: Other => {own}
- none: No rule =>
:::

::: choose-many places
Where are they kept?
- office *: Office => the office
- hall *: Hall => the hall
- nursery: Nursery => the nursery {when=school.nursery}
- other: Elsewhere => {own}
:::

- Phones {rule}. {#phones}
- Left in {places|or}. {#left when=places}
- Kept in: {#kept when=places}
  - {Places} {#kept-each each=places}
- Nowhere is set aside. {#nowhere when=!places}
""")


# --- choose-one and choose-many ---


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


# --- other kinds ---

KINDS = bundle("""
# All {#all}

::: yes-no flag
Is it so?
- yes *: Yes => always
- no: No => never
:::

::: text storage
Where?
:::

::: date since
Since when?
:::

::: link page
Which page?
:::

::: list apps
Which apps?
- name: App
- site? (link): Site => , at {own}
- lead (person): Who
- until? (date): Until => (until {own})
:::

- We {flag} do it in {storage}, since {since}. {#one}
- See {page}, that is {page.text}, at {page.url}. {#two}
- Ask {school.lead}, our {school.lead.role}, or {school.lead.name}. {#three}
- {School.lead's} word counts. {#four}
- In short {apps}, kept by {apps.lead.name}: {apps|it is|they are} all. {#five when=apps}
- {apps}{apps.site}, kept by {apps.lead} {apps.until}. {#six each=apps}
  - It ends. {#six-ends when=apps.until}
- No apps. {#seven when=!apps}
""")
ANSWERS = {
    "flag": False,
    "storage": "the safe.",
    "since": "2026-02-09",
    "page": {"text": "our page", "url": "https://example.org/p"},
    "school.lead": {"title": "Ms", "name": "Ann Field", "role": "lead"},
    "apps": [
        {"id": "r-1", "name": "Chatter", "lead": {"name": "Bo Reed", "role": "clerk"}},
        {
            "id": "r-2",
            "name": "Postbox",
            "lead": {"title": "Mr", "name": "Cy Lane"},
            "site": {"url": "https://example.org/b"},
            "until": "2027-01",
        },
    ],
}


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


LONG = bundle("""
# Vision {#vision}

::: ask school.vision-statement
:::

- We believe: {#believe when=school.vision-statement}
  - {school.vision-statement} {#words each=school.vision-statement}
- Else. {#else}
""")


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


# --- terms ---

TERMS = bundle("""
# {Pupils'} things {#things}

- {A pupil} asks; {pupils} answer; {the pupil's} bag; {pupils'} bags. {#ask}
- {The governing body} {governing body|meets|meet}; {a governing body} {governing body|is|are} heard. {#meet}
""")


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, [
            "1 Pupils' things",
            "1.1 A pupil asks; pupils answer; the pupil's bag; pupils' bags.",
            "1.2 The governing body meets; a governing body is heard.",
        ]),
        ({"school.learner-term": "children", "school.board-term": "trustees"}, [
            "1 Children's things",
            "1.1 A child asks; children answer; the child's bag; children's bags.",
            "1.2 The trustees meet; a trustees are heard.",
        ]),
        ({"school.learner-term": "infants"}, [
            "1 Infants' things",
            "1.1 An infant asks; infants answer; the infant's bag; infants' bags.",
            "1.2 The governing body meets; a governing body is heard.",
        ]),
        ({"school.learner-term": {"singular": "ukulelist", "plural": "ukulelists", "article": "a"}}, [
            "1 Ukulelists' things",
            "1.1 A ukulelist asks; ukulelists answer; the ukulelist's bag; ukulelists' bags.",
            "1.2 The governing body meets; a governing body is heard.",
        ]),
    ],
)  # fmt: skip
def test_a_term_takes_every_form(values, expected):
    assert lines(composed(TERMS, values)) == expected


def test_a_terms_apostrophe_stays_the_one_that_was_typed():
    curly = bundle("""
# {Pupils’} things {#things}

- {The pupil’s} bag, {a pupil’s} coat, {pupils’} shoes, {The governing body’s} view. {#curly}
- {The pupil's} bag, {a pupil's} coat, {pupils'} shoes, {The governing body's} view. {#straight}
""")
    values = {"school.learner-term": "children", "school.board-term": "trustees"}
    assert lines(composed(curly, values)) == [
        "1 Children’s things",
        "1.1 The child’s bag, a child’s coat, children’s shoes, The trustees’ view.",
        "1.2 The child's bag, a child's coat, children's shoes, The trustees' view.",
    ]


def test_a_terms_default_prints_plainly_and_is_open():
    result = composed(TERMS)
    assert list(result.document.gaps()) == []
    assert [(entry.id, entry.why, entry.part, entry.section, entry.suggestion) for entry in result.open] == [
        ("school.learner-term", "unconfirmed", "school", "school-words", "pupil"),
        ("school.board-term", "unconfirmed", "school", "school-words", "governing body"),
    ]


def test_a_term_that_is_set_aside_is_a_gap():
    result = composed(TERMS, undecided={"school.learner-term": {}})
    assert lines(result)[0] == "1 [to decide: What do you call those who learn?]'s things"


# --- conditions, sections, numbers ---

NUMBERS = bundle("""
# One {#one}

::: yes-no first
Is one in?
:::

::: yes-no deep
Is deep in?
:::

- A. {#a}
- B: {#b}
  - B1. {#b1 when=first}
  - B2: {#b2}
    - B2i. {#b2i when=deep}
    - B2ii. {#b2ii when=deep}
- C. {#c when=first}

## Sub {#sub when=first}

- D. {#d}

### Deepest {#deepest}

- E. {#e}

## Sub two {#sub-two}

- F. {#f}

# Two {#two when=!first}

- G. {#g}

# Three {#three}

- H. {#h}
""")


def test_sections_and_statements_share_one_counter():
    assert lines(composed(NUMBERS, {"first": True, "deep": True})) == [
        "1 One",
        "1.1 A.",
        "1.2 B:",
        "(a) B1.",
        "(b) B2:",
        "(i) B2i.",
        "(ii) B2ii.",
        "1.3 C.",
        "1.4 Sub",
        "1.4.1 D.",
        "1.4.2 Deepest",
        "1.4.2.1 E.",
        "1.5 Sub two",
        "1.5.1 F.",
        "2 Three",
        "2.1 H.",
    ]


def test_numbers_close_up_and_lead_ins_go_with_their_last_child():
    assert lines(composed(NUMBERS, {"first": False, "deep": False})) == [
        "1 One",
        "1.1 A.",
        "1.2 Sub two",
        "1.2.1 F.",
        "2 Two",
        "2.1 G.",
        "3 Three",
        "3.1 H.",
    ]


def test_a_draft_holds_the_place_of_what_is_undecided_and_the_numbers_do_not_count_it():
    result = composed(NUMBERS)
    assert [(line_of(block), block.id) for block in result.document.walk() if not block.number] == [
        (" [to decide: Is one in?] [to decide: Is deep in?]", "b/undecided"),
        (" [to decide: Is one in?]", "two/undecided"),
    ]
    assert lines(result) == [
        "1 One",
        "1.1 A.",
        " [to decide: Is one in?] [to decide: Is deep in?]",
        "1.2 Sub two",
        "1.2.1 F.",
        " [to decide: Is one in?]",
        "2 Three",
        "2.1 H.",
    ]
    assert opened(result) == [("first", "unanswered"), ("deep", "unanswered")]


def test_neighbours_that_wait_for_the_same_question_share_one_place():
    many = bundle("""
# One {#one}

::: yes-no pond
Is there a pond?
:::

- A. {#a when=pond}
- B. {#b when=!pond}
- C. {#c}
- D: {#d}
  - E. {#e when=pond}
- F. {#f}
""")
    place = " [to decide: Is there a pond?]"
    assert lines(composed(many)) == ["1 One", place, "1.1 C.", place, "1.2 F."]


@pytest.mark.parametrize("status", ["ratified", "withdrawn"])
def test_a_final_document_holds_no_place(status):
    result = composed(NUMBERS, standing=Standing(status=status))
    assert lines(result) == ["1 One", "1.1 A.", "1.2 Sub two", "1.2.1 F.", "2 Three", "2.1 H."]


def test_letters_go_on_as_word_counts_them():
    many = bundle("""
# Many {#many}

::: list rows
Which?
- name: Name
:::

- All: {#all when=rows}
  - {rows} {#row each=rows}
""")
    rows = [{"id": f"r-{n}", "name": f"n{n}"} for n in range(1, 55)]
    numbers = [line.split(" ")[0] for line in lines(composed(many, {"rows": rows}))[2:]]
    assert (numbers[0], numbers[25], numbers[26], numbers[27], numbers[51], numbers[52]) == (
        "(a)", "(z)", "(aa)", "(bb)", "(zz)", "(aaa)",
    )  # fmt: skip


GATED = bundle("""
# Devices {#devices when=handed-out}

::: yes-no handed-out
Are devices handed out?
:::

::: text kind
Which kind?
:::

::: text makers when=kind
Who makes them?
:::

- We hand out {kind}. {#hand}
- Made by {makers}. {#made when=makers}

# Rest {#rest}

- Rest. {#still}
""")


def test_the_condition_of_a_section_on_its_own_question_does_not_hide_that_question():
    assert opened(composed(GATED)) == [("handed-out", "unanswered")]
    assert opened(composed(GATED, {"handed-out": True})) == [("handed-out", "unanswered"), ("kind", "unanswered")][1:]
    assert opened(composed(GATED, {"handed-out": False})) == []


def test_answers_to_questions_that_are_not_live_are_kept_and_never_rendered():
    hidden = {"handed-out": False, "kind": "canary", "makers": "canary"}
    result = composed(GATED, hidden)
    assert lines(result) == ["1 Rest", "1.1 Rest."]
    assert result.document.control.answers == {}


# --- left out, kept, accepted ---

OPTIONAL = bundle("""
# Rules {#rules}

::: text place
Where?
:::

- Always. {#always}
- Usual, in {place}. {#usual optional}
- Rare. {#rare optional=off}

# Extra {#extra optional=off}

::: text more
What more?
:::

- Extra: {more}. {#extra-more}
""")


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


# --- rewording, additions, order ---

WORDED = bundle("""
# Rules {#rules}

::: text place
Where?
:::

::: list rows
Which?
- name: Name
:::

- In {place}. {#in}
- Row {rows}. {#row each=rows}
- Last. {#last}

## Sub {#sub}

- Under. {#under}

# End {#end}

- End. {#stop}
""")
WORDED_VALUES = {"place": "here", "rows": [{"id": "r-1", "name": "x"}, {"id": "r-2", "name": "y"}]}


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


# --- same=, parts ---

SHARED = template("""
# Shared {#shared-things}

- Tell {school.lead}. {#tell}
""", family="shared")  # fmt: skip
PHONES = template("""
# Phones {#phones}

::: text twin
Which twin?
:::

- Phones, {twin}. {#phones-twin}
- {#phones-tell optional same=tell}
""", 'uses = ["shared"]\n[[key-details]]\nlabel = "Twin"\ntext = "{twin}"\n', family="phones")  # fmt: skip
SOCIAL = template("""
# Social {#social}

::: text twin
Which twin?
:::

- Social, {twin}. {#social-twin}
- {#social-tell optional same=tell}

# Close {#close}

- Close. {#social-close}
""", 'uses = ["shared"]\nacknowledgement = "With thanks."\n', family="social")  # fmt: skip


def test_a_statement_with_same_takes_the_words_of_another_and_a_rewording_of_either():
    both = bundle("", 'parts = ["phones", "social"]\n', PHONES, SOCIAL, SHARED)
    values = {"twin": "t", "school.lead": {"name": "Ann"}}
    kept = {"kept": ["phones-tell", "social-tell"]}
    assert lines(composed(both, values, **kept)) == [
        "1 Phones", "1.1 Phones, t.", "1.2 Tell Ann.",
        "1 Social", "1.1 Social, t.", "1.2 Tell Ann.",
        "2 Close", "2.1 Close.",
    ]  # fmt: skip
    reworded = composed(both, values, **kept, reworded={"tell": "Call {school.lead}.", "social-tell": "Write."})
    assert [lines(reworded)[2], lines(reworded)[5]] == ["1.2 Call Ann.", "1.2 Write."]


def test_parts_have_their_own_titles_details_and_numbers_and_ask_a_twin_once():
    both = bundle("", 'parts = ["phones", "social"]\n', PHONES, SOCIAL, SHARED)
    result = composed(both, {}, left_out=["phones-tell", "social-tell"])
    assert [(part.id, part.title) for part in result.document.body.parts] == [
        ("phones", "Sample"),
        ("social", "Sample"),
    ]
    assert [entry.id for entry in result.open] == ["twin"]
    assert result.open[0].part == "phones"
    assert result.document.body.parts[0].key_details == (Detail("Twin", (Gap("twin", "Which twin?"),)),)
    assert result.document.body.acknowledgements == ("With thanks.",)
    assert lines(result) == ["1 Phones", "1.1 Phones, [to decide: Which twin?].", "1 Social",
                             "1.1 Social, [to decide: Which twin?].", "2 Close", "2.1 Close."]  # fmt: skip


def test_parts_may_be_numbered_in_one_run():
    both = bundle("", 'parts = ["phones", "social"]\n', PHONES, SOCIAL, SHARED)
    result = composed(both, {"twin": "t"}, left_out=["phones-tell", "social-tell"], control={"numbering": "one"})
    assert [line.split(" ")[0] for line in lines(result)] == ["1", "1.1", "2", "2.1", "3", "3.1"]
    assert result.document.control.numbering == "one"


# --- guidance ---

CITING = bundle("""
# Sources {#sources}

::: yes-no guidance-years-shown
Are years shown?
- yes *: Yes
- no: No
:::

- See [](ref:safe) and [the advice](ref:safe), or [us](mailto:office@fern.example). {#see}
- See [that](ref:later) too. {#later}
""")


def test_references_name_the_edition_in_force_on_the_day():
    shown = composed(CITING, {"guidance-years-shown": True})
    assert shown.document.body.parts[0].blocks[0].children[0].inline == (
        Text("See "),
        Link("Keeping safe (2026)", "https://example.org/2026", "safe"),
        Text(" and "),
        Link("the advice", "https://example.org/2026", "safe"),
        Text(", or "),
        Link("us", "mailto:office@fern.example"),
        Text("."),
    )
    assert shown.document.body.references == (
        Reference("safe", "Keeping safe", "https://example.org/2026", "2026", True),
    )


def test_references_of_an_earlier_day_without_years():
    hidden = composed(CITING, {"guidance-years-shown": False}, as_of="2026-08-31")
    assert hidden.document.body.references == (Reference("safe", "Keeping safe", "https://example.org/2025"),)
    assert lines(hidden)[1] == "1.1 See Keeping safe and the advice, or us."


def test_guidance_that_is_not_in_force_yet_is_named_without_a_link():
    assert lines(composed(CITING, {"guidance-years-shown": True}))[2] == "1.2 See that too."


# --- front, key details, control ---

DETAILED = bundle("""
# Rules {#rules}

::: choose-many who
Who?
- a *: A => the a
- b: B => the b
:::

- Rule. {#rule}
- For {who}. {#for when=who}
""", """
[[key-details]]
label = "For"
text = "{who}"

[[key-details]]
label = "{Pupils'} lead"
text = "{school.lead.name}"

[[key-details]]
label = "Signed"
text = "By {control.signatories}"

[[key-details]]
label = "Review"
text = "{control.date-next-review}"

[[key-details]]
label = "Number"
text = "{control.policy-number}"
""")  # fmt: skip


def test_key_details_keep_the_place_of_control_values_and_leave_out_empty_rows():
    document = composed(DETAILED, {"who": [], "school.lead": {"title": "Dr", "name": "Lee"}},
                        control={"signatories": ["chair", "head"]}).document  # fmt: skip
    assert document.body.parts[0].key_details == (
        Detail("Pupils' lead", (Text("Dr Lee"),)),
        Detail("Signed", (Text("By "), ControlValue("signatories"))),
        Detail("Review", (ControlValue("date-next-review"),)),
        Detail("Number", (ControlValue("policy-number"),)),
    )
    assert [(label, plain(inline)) for label, inline in document.details(document.body.parts[0])] == [
        ("Pupils' lead", "Dr Lee"),
        ("Signed", "By the head and the chair of the governing body"),
        ("Review", "[to decide: When is the next review?]"),
    ]


def test_a_control_value_answered_with_none_leaves_its_row_out():
    document = composed(DETAILED, {"who": []}, control={"signatories": []}).document
    assert [label for label, _ in document.details(document.body.parts[0])] == ["Pupils' lead", "Review"]


def test_a_control_value_is_never_open_and_never_in_the_digest_of_the_body():
    before = composed(DETAILED, {"who": []})
    after = composed(DETAILED, {"who": []}, control={"date-next-review": "2027-05"})
    assert [entry.id for entry in before.open if entry.id.startswith("control.")] == []
    assert body_digest(before.document) == body_digest(after.document)
    assert after.document.control.printed["date-next-review"] == (Text("May 2027"),)


def test_the_standing_of_a_version_wins_over_what_its_author_answered():
    standing = Standing.from_json({
        "status": "ratified", "version": "3", "in_force_from": "2026-12-01",
        "approvals": [{"by": "full board"}], "values": {"date-next-review": "2027-12-01"},
    })  # fmt: skip
    control = composed(DETAILED, {}, control={"date-next-review": "2027-05"}, standing=standing).document.control
    assert (control.status, control.version, control.final, control.as_of, control.template) == (
        "ratified", "3", True, "2026-11-20", "sample@1",
    )  # fmt: skip
    assert control.values == {
        "date-next-review": "2027-12-01",
        "in-force-from": "2026-12-01",
        "approvals": [{"by": "full board"}],
    }
    assert control.printed["date-next-review"] == (Text("1 December 2027"),)


def test_the_front_holds_names_and_what_the_policy_does_not_print_itself():
    values = {"school.short-name": "Fern Lane", "school.vision-statement": "Kind.\nBrave.",
              "school.strapline": "Grow", "school.values": [{"id": "r-1", "value": "Care"}]}  # fmt: skip
    assert composed(TERMS, values).document.body.front == Front(
        display_name="Fern Lane Primary",
        legal_name="Fern Lane Primary School",
        short_name="Fern Lane",
        strapline="Grow",
        vision=("Kind.", "Brave."),
        values=("Care",),
    )
    assert composed(LONG, values).document.body.front.vision == ()
    assert composed(LONG, values, undecided={"school.vision-statement": {}}).document.body.front.vision == ()
    assert composed(TERMS).document.body.front == Front("Fern Lane Primary", "Fern Lane Primary School")


def test_control_carries_only_the_live_values_that_the_text_shows():
    control = composed(KINDS, {
        **ANSWERS,
        "school.lead": {"title": "Ms", "name": "Ann Field", "role": "lead", "person_id": "canary"},
        "apps": [{"id": "r-1", "name": "Chatter", "lead": {"title": "canary", "name": "Bo", "role": "clerk"}}],
    }, reasons={"flag": {"reason": "canary"}}, reworded={"three": "Ask {school.lead}.", "four": "Yes.",
        "five": "{apps}", "six": "{apps} of {apps.lead}"}).document.control  # fmt: skip
    assert control.answers == {
        "flag": False,
        "storage": "the safe.",
        "since": "2026-02-09",
        "page": {"text": "our page", "url": "https://example.org/p"},
        "school.lead": {"name": "Ann Field", "role": "lead"},
        "apps": [{"id": "r-1", "name": "Chatter", "lead": {"name": "Bo", "role": "clerk"}}],
    }


# --- the trust's layer ---


def test_a_lock_hides_the_schools_value():
    result = composed(
        CHOICES, {"rule": "home", "places": []}, trust={"locks": {"rule": {"value": "bag", "reason": "r"}}}
    )
    assert (lines(result)[1], opened(result)) == ("1.1 Phones stay in the bag.", [])


def test_a_trusts_default_has_to_be_confirmed():
    trust = {"defaults": {"rule": "bag"}}
    assert lines(composed(CHOICES, {"places": []}, trust=trust))[1] == "1.1 Phones [to confirm: stay in the bag]."
    assert lines(composed(CHOICES, {"places": [], "rule": "home"}, trust=trust))[1] == "1.1 Phones stay at home."
    assert lines(composed(CHOICES, {"places": []}, trust=trust, accepted=["rule"]))[1] == "1.1 Phones stay in the bag."


def test_only_allowed_options_count():
    trust = {"allowed": {"rule": ["bag", "none"], "places": ["hall"]}}
    result = composed(CHOICES, {"rule": "home", "places": ["hall", "office"]}, trust=trust)
    assert lines(result)[1:3] == ["1.1 Phones [to decide: What is the rule?].", "1.2 Left in the hall."]


def test_a_trust_says_what_may_be_left_out_or_reworded():
    keep = {"statements": {"usual": "must-stay", "always": "may-leave-out"}}
    result = composed(OPTIONAL, {"place": "here"}, trust=keep, left_out=["always"])
    assert (lines(result), opened(result)) == (["1 Rules", "1.1 Usual, in here."], [])


def test_a_trusts_additions_come_before_the_schools():
    trust = {"added": [{"after": "in", "id": "a-t1", "text": "The trust's."}]}
    added = [{"after": "in", "id": "a-1", "text": "Ours."}, {"after": "a-t1", "id": "a-2", "text": "On theirs."}]
    result = composed(WORDED, {**WORDED_VALUES, "rows": []}, trust=trust, added=added)
    assert lines(result)[1:6] == ["1.1 In here.", "1.2 The trust's.", "1.3 On theirs.", "1.4 Ours.", "1.5 Last."]
    assert [block.origin for block in result.document.walk()][2:5] == ["trust", "added", "added"]


# --- gaps and what is open ---


def test_what_somebody_set_aside_has_no_suggestion_and_decides_nothing():
    result = composed(CHOICES, {"places": ["hall"]}, undecided={"rule": {"owner": "Ann"}, "places": {}})
    assert lines(result) == [
        "1 Rules", "1.1 Phones [to decide: What is the rule?].", " [to decide: Where are they kept?]",
    ]  # fmt: skip
    assert opened(result) == [("rule", "undecided"), ("places", "undecided")]


def test_a_gap_in_the_schools_own_words_is_open_too():
    empty = bundle("""
# Rules {#rules}

::: choose-many who
Who?
- a: A => the a
:::

- Rule. {#rule}
- For {who}. {#for when=who}
""")
    result = composed(empty, {"who": []}, reworded={"rule": "For {who}."})
    assert lines(result) == ["1 Rules", "1.1 For [to decide: Who?]."]
    assert opened(result) == [("who", "unanswered")]


def test_a_derived_value_is_never_open_and_a_missing_one_is():
    nursery = bundle("""
# Nursery {#nursery}

- Yes. {#yes when=school.nursery}
- Always. {#always}
""")
    assert composed(nursery).open == ()
    unknown = composed(nursery, facts=SchoolFacts("Fern Lane"))
    assert [(entry.id, entry.why) for entry in unknown.open] == [("school.nursery", "unanswered")]
    assert lines(composed(nursery, {"school.nursery": True}, facts=SchoolFacts("Fern Lane")))[1] == "1.1 Yes."


def test_a_school_question_is_open_only_where_a_part_uses_it():
    assert [entry.id for entry in composed(OPTIONAL, {"place": "x"}, kept=["usual"]).open] == []
    assert [entry.id for entry in composed(KINDS, {}).open if entry.id.startswith("school.")] == [
        "school.dsl-name-format",
        "school.lead",
    ]
