"""Whatever somebody posts: it is saved and reads back, or it is refused with its key and nothing is saved at all."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from apps.policies import actions, drafts
from apps.policies.actions import AnswersRefused, Change, Saved
from apps.policies.models import Answer, Version
from apps.policydoc.answers import Answers
from apps.policydoc.text import to_text
from apps.policydoc.validation import validate
from apps.schools.events import verify
from apps.schools.models import User
from tests.policies.seen import stands

pytestmark = pytest.mark.django_db

KEYS = [
    "garden-open", "with-adult", "plants", "shed-key", "school.learner-term", "school.gardener", "school.tools",
    "eating", "bees", "entry", "tools", "open-when", "a-one", "r-one", "control.x", "school.", ".", "",
]  # fmt: skip
OPTIONS = ["breaks", "lessons", "always", "other", "beans", "roses", "children", "yes", "after", "id", "text", "name",
           "option", "own", "reason", "risk", "owner", "note", "singular", "plural", "place", "section"]  # fmt: skip
# Hypothesis leaves lone surrogates out of text() unless it is asked for them.
texts = st.text(st.characters(codec=None), max_size=30) | st.sampled_from(
    [
        "<b>&amp;</b>",
        "{pupils}",
        "\x00",
        "\ud800",
        "x" * 100_000,
        "\u202eevil",
        "\U0001f600",
        "שלום",
        "a\x0bb",
        "[to decide: x]",
    ]
)
words = st.sampled_from(OPTIONS + KEYS) | texts
plain = words | st.booleans() | st.integers() | st.floats() | st.none()
values = st.recursive(
    plain, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4), max_leaves=12
)
changes = st.builds(
    Change,
    kind=st.sampled_from([*Answer.Kind.values, "nonsense"]),
    key=st.sampled_from(KEYS) | texts,
    value=values
    | st.just(True)
    | st.sampled_from(["breaks", ["beans"], "the office", [{"id": "r-1", "name": "spade"}]]),
    seen=st.sampled_from(["", None, "1.", "1.000000000000"]) | texts,
)
fuzzed = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)


def save(draft: Version, asked: list[Change], head: User) -> Saved | AnswersRefused:
    try:
        return actions.save_answers(draft, asked, by=head)
    except AnswersRefused as refused:
        return refused


@fuzzed
@given(asked=st.lists(changes, max_size=4))
def test_saved_and_read_back_or_refused_whole(draft: Version, head: User, asked: list[Change]) -> None:
    before = stands(draft)
    saved = save(draft, asked, head)
    if isinstance(saved, AnswersRefused):
        assert stands(draft) == before
        assert saved.problems
        assert all(messages and all(messages) for messages in saved.problems.values())
        assert set(saved.problems) <= {change.id for change in asked} | {("file", "")}
        return
    loaded = drafts.load(draft)
    for key in saved.seen:
        assert saved.seen[key] == loaded.seen(*key)
    assert validate(loaded.bundle, loaded.answers) == []
    assert Answers.from_json(loaded.answers.to_json()) == loaded.answers
    to_text(loaded.composed.document)


@fuzzed
@given(value=values)
def test_any_value_of_any_question(draft: Version, head: User, value: Any) -> None:
    assume(value is not None)
    for key in ("garden-open", "with-adult", "plants", "shed-key", "school.learner-term", "school.tools"):
        saved = save(draft, [Change("value", key, value, None)], head)
        if isinstance(saved, AnswersRefused):
            assert list(saved.problems) == [("value", key)]
        else:
            assert ("value", key) in stands(draft)
    drafts.compose_version(draft)


def test_the_chain_of_events_verifies_after_all_that(draft: Version, head: User) -> None:
    for value in ("<b>", "שלום", "a\x0bb", "x" * 190):
        save(draft, [Change("value", "shed-key", value, None)], head)
    assert verify(draft.policy.school) == []
