"""Composing what stands around the text: the front, the key details and the document control."""

from __future__ import annotations

from apps.policydoc.document import ControlValue, Detail, Front, Text, body_digest, plain
from apps.policydoc.standing import Standing
from tests.policydoc.composing import bundle, composed
from tests.policydoc.samples import ANSWERS, KINDS, LONG, TERMS

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
