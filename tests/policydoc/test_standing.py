"""Standing: what a version's record says, read strictly."""

from __future__ import annotations

import pytest

from apps.policydoc.standing import Standing, StandingError


def test_a_standing_is_read():
    standing = Standing.from_json({
        "status": "ratified",
        "version": "2",
        "in_force_from": "2026-12-01",
        "withdrawn_from": "2027-12-01",
        "approvals": [{"by": "full board", "date": "2026-11-18"}],
        "values": {"date-approved": "2026-11-18"},
    })  # fmt: skip
    assert standing.final
    assert standing.facts == {
        "in-force-from": "2026-12-01",
        "withdrawn-from": "2027-12-01",
        "approvals": [{"by": "full board", "date": "2026-11-18"}],
    }


def test_nothing_said_is_a_draft():
    assert (Standing.from_json({}), Standing().final, Standing().facts) == (Standing(), False, {})


def test_all_mistakes_are_told_at_once():
    with pytest.raises(StandingError) as error:
        Standing.from_json({"status": "approved", "version": 2, "colour": "red", "approvals": ["x"], "values": []})
    assert error.value.problems == [
        "“standing” has no “colour”.",
        "“standing.version” must be text.",
        "“standing.status” must be one of: draft, submitted, ratified, withdrawn.",
        "“standing.approvals” must be a list of objects.",
        "“standing.values” must be an object: { control name: value }.",
    ]


def test_texts_are_cleaned_and_values_read_as_answers_are():
    assert Standing.from_json({"version": " 1\u200b.0 ", "approvals": [{"by": "board\x00"}]}) == Standing(
        version="1.0", approvals=({"by": "board"},)
    )
    with pytest.raises(StandingError) as error:
        Standing.from_json({"version": "😀", "approvals": [{"by": 1}], "values": {"a": None, "b": 1.5}})
    assert error.value.problems == [
        "“standing.version”: Take out “😀” (grinning face): our documents cannot print it.",
        "“standing.approvals.by” must be text.",
        "“standing.values”: control “a”: Leave an answer that is not there out: null is not used.",
        "“standing.values”: control “b”: An answer is text, true, false, a list or an object.",
    ]


@pytest.mark.parametrize("data", [None, [], "draft"])
def test_a_standing_is_an_object(data):
    with pytest.raises(StandingError, match="“standing” must be an object"):
        Standing.from_json(data)


@pytest.mark.parametrize("key", ["\ud800", "x" * 41, "By", "\u202eyb", ""])
def test_a_field_of_an_approval_has_a_plain_name(key):
    with pytest.raises(StandingError, match="is no name of a field"):
        Standing.from_json({"approvals": [{key: "full board"}]})
