"""Which words a line end never parts, in every form that is printed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.policydoc.document import Gap, Inline, Link, Text
from apps.policydoc.typography import FIXED_SPACE, bound, bound_text

GOING_ON = " and so on, comprehensively"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("section 3 says", "section~3 says"),
        ("as section 550C, and Part B, have it", "as section~550C, and Part~B, have it"),
        ("on 10 October 2026 we", "on 10~October~2026 we"),
        ("on 10 May 2026 all 30 may", "on 10~May~2026 all 30 may"),
        ("from 8.50 am to 3 pm", "from 8.50~am to 3~pm"),
        ("ask Mr J. Smith or Dr. Lund", "ask Mr~J.~Smith or Dr.~Lund"),
        ("in Year 9, key stage 2 and aged 13 to 16", "in Year~9, key stage~2 and aged~13 to 16"),
        ("the Equality Act 2010 and", "the Equality Act~2010 and"),
        ("phones – and watches – too", "phones~–~and watches~–~too"),
        ("30 pupils, 2 days (3 weeks) long", "30~pupils, 2~days (3~weeks) long"),
        ("an A level course", "an A~level course"),
    ],
)
def test_these_words_stay_together(text: str, shown: str) -> None:
    assert bound_text(text + GOING_ON) == shown.replace("~", FIXED_SPACE) + GOING_ON


@pytest.mark.parametrize(
    "text",
    [
        "in 2026 the school",
        "rule of law",
        "2 or more",
        "no I said",
        "Mr or Mrs",
        "3.  Two spaces",
        "part of it",
        "may be seen",
        "a miss is a miss",
        "",
        " ",
    ],
)
def test_these_do_not_belong_together(text: str) -> None:
    assert bound_text(text + GOING_ON) == text + GOING_ON


def test_no_short_word_ends_a_paragraph_alone() -> None:
    assert bound_text("A pupil asks and the office makes the call.").endswith(" makes the\u00a0call.")
    assert bound_text("We tell them of the risk if it is so.").endswith(" if it\u00a0is\u00a0so.")
    assert bound_text("Everybody here is responsible for that technology.").endswith(" technology.")


def test_short_words_of_a_label_are_left_alone() -> None:
    assert bound_text("Named governor or head") == "Named governor or head"


def test_what_is_bound_fits_a_narrow_column() -> None:
    words = bound_text("1 a – b – c – d – e – f – g – h – i – j – k – l – m – n – o – p – q – r – s – t").split(" ")

    assert max(map(len, words)) <= 24
    assert len(words) > 2


def test_links_and_gaps_keep_their_places() -> None:
    inline: tuple[Inline, ...] = (
        Text("It is said in "),
        Link("section 3", "https://a.example"),
        Text(" and by "),
        Gap("q", "Who? Mr Vale"),
        Text(", on 3"),
        Gap("r", "When?", "October 2026"),
    )

    assert bound(inline) == (
        inline[0],
        Link("section\u00a03", "https://a.example"),
        inline[2],
        Gap("q", "Who? Mr\u00a0Vale"),
        inline[4],
        Gap("r", "When?", "October\u00a02026"),
    )


def test_a_pair_is_bound_across_a_link() -> None:
    inline = (Text("It is said in section "), Link("3 of the guidance", "https://a.example"))

    assert bound(inline) == (Text("It is said in section\u00a0"), inline[1])


@given(st.text(alphabet="Mr 3section –.10(am)October\u00a0", max_size=60))
def test_nothing_but_spaces_changes(text: str) -> None:
    fixed = bound_text(text)

    assert fixed.replace(FIXED_SPACE, " ") == text.replace(FIXED_SPACE, " ")
    assert bound_text(fixed.replace(FIXED_SPACE, " ")) == bound_text(text.replace(FIXED_SPACE, " "))
