"""Composing with a trust's layer over the school's answers."""

from __future__ import annotations

from tests.policydoc.composing import composed, lines, opened
from tests.policydoc.samples import CHOICES, OPTIONAL, WORDED, WORDED_VALUES


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
