"""Composing what stands only under conditions, and the numbers that close up around it."""

from __future__ import annotations

import pytest

from apps.policydoc.standing import Standing
from tests.policydoc.composing import bundle, composed, line_of, lines, opened

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
