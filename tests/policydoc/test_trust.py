"""The trust's layer: what it keeps in, whose words it keeps, and how its JSON is read."""

from __future__ import annotations

import pytest

from apps.policydoc.answers import Addition, Answers
from apps.policydoc.bundle import resolve_bundle
from apps.policydoc.given import Trust, TrustError
from apps.policydoc.source import read
from apps.policydoc.validation import problems_of_trust, validate
from tests.policydoc.composing import SCHOOL, bundle, composed, lines, opened, template

KEPT = bundle("""
# One {#one optional}

- Kept. {#kept}
- Loose. {#loose optional}

# Two {#two optional=off}

- Below: {#lead optional}
  - Also kept. {#also}
""")
TWINS = bundle("""
# One {#one}

- Nobody shouts. {#words}
- {#twin same=words}
""")


def messages(made, answers, trust):
    return [str(problem) for problem in validate(made, Answers.from_json(answers), Trust.from_json(trust))]


@pytest.mark.parametrize("rule", ["must-stay", "may-reword"])
def test_the_headings_above_what_a_trust_keeps_stay_too(rule):
    trust = {"statements": {"kept": rule, "also": rule}}
    result = composed(KEPT, trust=trust)
    assert lines(result) == ["1 One", "1.1 Kept.", "1.2 Loose.", "2 Two", "2.1 Below:", "(a) Also kept."]
    assert opened(result) == [("loose", "unconfirmed")]
    assert messages(KEPT, {"left_out": ["one", "lead"]}, trust) == [
        "left-out “lead”: Your trust keeps this in: it cannot be left out.",
        "left-out “one”: Your trust keeps this in: it cannot be left out.",
    ]


def test_what_the_trust_keeps_stays_though_older_answers_leave_its_heading_out():
    state = composed(KEPT, left_out=["loose"], trust={"statements": {"kept": "must-stay"}})
    assert lines(state) == ["1 One", "1.1 Kept."]
    assert lines(composed(KEPT, left_out=["one"])) == []


@pytest.mark.parametrize("keeper", ["twin", "words"])
def test_words_that_a_trust_keeps_at_either_end_of_same_are_not_reworded_there(keeper):
    trust = {"statements": {keeper: "must-stay"}}
    assert messages(TWINS, {"reworded": {"twin": "Mine."}}, trust) == [
        "reworded “twin”: Your trust keeps the words of this statement."
    ]


def test_a_rewording_of_the_shared_words_passes_by_the_twin_that_the_trust_keeps():
    result = composed(TWINS, reworded={"words": "Mine."}, trust={"statements": {"twin": "must-stay"}})
    assert lines(result) == ["1 One", "1.1 Mine.", "1.2 Nobody shouts."]


def test_shared_words_whose_every_print_the_trust_keeps_are_not_reworded():
    shared = template("\n# Told {#told}\n\n- Nobody shouts. {#words}\n", family="common")
    files = {"school": read(SCHOOL), "common": shared}
    made = resolve_bundle(
        template("\n# One {#one}\n\n- {#twin same=words}\n", 'uses = ["common"]\n'), files.__getitem__
    )
    trust = {"statements": {"twin": "must-stay"}}
    assert messages(made, {"reworded": {"words": "Mine."}}, trust) == [
        "reworded “words”: Your trust keeps the words of this statement."
    ]
    assert messages(made, {"reworded": {"words": "Mine."}}, {}) == []


def test_a_layer_is_read_and_its_texts_cleaned():
    assert Trust.from_json({
        "locks": {"place": {"value": " the hall ", "reason": "one rule for all"}, "pond": {"value": True}},
        "defaults": {"rule": "bag"},
        "allowed": {"rule": ["bag", "home"]},
        "statements": {"kept": "must-stay"},
        "added": [{"after": "kept", "id": "a-1", "text": "The trust’s."}],
    }) == Trust(
        locks={"place": "the hall", "pond": True},
        defaults={"rule": "bag"},
        allowed={"rule": ("bag", "home")},
        statements={"kept": "must-stay"},
        added=(Addition("kept", "a-1", "The trust’s."),),
    )  # fmt: skip
    assert Trust.from_json({}) == Trust()


def test_all_mistakes_of_a_layer_are_told_at_once():
    with pytest.raises(TrustError) as error:
        Trust.from_json({
            "lock": {},
            "locks": {"place": "the hall", "pond": {"value": 1.5}},
            "defaults": ["rule"],
            "allowed": {"rule": "bag"},
            "statements": {"kept": "stay"},
            "added": [{"id": "a-1"}],
        })  # fmt: skip
    assert error.value.problems == [
        "“lock” is not a part of what a trust settles; these are: locks, defaults, allowed, statements, added.",
        "“defaults” must be an object: { id: … }.",
        "locks “place”: This is an object with value and, if you like, reason.",
        "locks “pond”: An answer is text, true, false, a list or an object.",
        "allowed “rule”: This is a list of options.",
        "statements “kept”: The rule is one of: must-stay, may-reword, may-leave-out.",
        "added “a-1”: This is an object with after, id, text.",
    ]


@pytest.mark.parametrize("data", [None, [], "x", 1])
def test_a_layer_is_an_object(data):
    with pytest.raises(TrustError, match="What a trust has settled is an object"):
        Trust.from_json(data)


CHOSEN = bundle("""
# One {#one}

::: choose-one rule
What is the rule?
- home: At home => at home
- bag: In the bag => in the bag
:::

- Phones stay {rule}, {pupils}. {#stay}
""")


def test_a_layer_that_does_not_fit_its_template_is_told():
    trust = Trust.from_json({
        "locks": {"rule": {"value": "pocket"}, "gone": {"value": True}},
        "defaults": {"rule": ["bag"]},
        "allowed": {"rule": ["bag", "pocket"], "school.short-name": ["x"]},
        "statements": {"stay": "must-stay", "lost": "may-reword"},
        "added": [{"after": "lost", "id": "a-1", "text": "Ours."}],
    })  # fmt: skip
    assert [str(problem) for problem in problems_of_trust(CHOSEN, trust)] == [
        "value “rule”: A locked value: “pocket” is not an option; these are: home, bag.",
        "value “gone”: A locked value: No question is called so.",
        "value “rule”: A usual value: The answer is the name of an option.",
        "value “rule”: “pocket” is not an option; these are: home, bag.",
        "value “school.short-name”: No question with options is called so.",
        "left-out “lost”: No section or statement is called so.",
        "added “a-1”: It stands after “lost”, which does not exist.",
    ]
    assert problems_of_trust(CHOSEN, Trust()) == []


def test_a_lock_that_its_template_has_no_option_for_settles_nothing():
    trust = {"locks": {"rule": {"value": "pocket"}}}
    assert lines(composed(CHOSEN, trust=trust))[1] == "1.1 Phones stay [to decide: What is the rule?], pupils."
    assert opened(composed(CHOSEN, trust=trust)) == [("rule", "unanswered")]
    assert lines(composed(CHOSEN, {"rule": "bag"}, trust=trust))[1] == "1.1 Phones stay in the bag, pupils."


def test_where_a_trust_allows_some_words_a_school_has_no_word_of_its_own():
    own = {"rule": "bag", "school.learner-term": {"singular": "kid", "plural": "kids"}}
    assert lines(composed(CHOSEN, own))[1] == "1.1 Phones stay in the bag, kids."
    trust = {"allowed": {"school.learner-term": ["pupils", "children"]}}
    assert lines(composed(CHOSEN, own, trust=trust))[1] == "1.1 Phones stay in the bag, pupils."
