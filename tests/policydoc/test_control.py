"""Document control: one effective value, whoever gave it, and the thanks and record beside the text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from apps.policydoc.answers import Answers
from apps.policydoc.bundle import resolve_bundle
from apps.policydoc.compose import compose
from apps.policydoc.document import Detail, Gap, Text, plain
from apps.policydoc.given import SchoolFacts
from apps.policydoc.openness import Open
from apps.policydoc.source import read
from apps.policydoc.standing import Standing
from apps.policydoc.state import State
from tests.policydoc.answering import answers_to
from tests.policydoc.composing import AS_OF, FACTS, REGISTER, SCHOOL, bundle, composed, lines, template
from tests.policydoc.fronts import BOTH, ONE, SOCIAL, fronted

REVIEWED = bundle(
    "\n# Rules {#rules}\n\n- Be kind. {#kind}\n",
    '\n[[key-details]]\nlabel = "Next review"\ntext = "{control.date-next-review}"\n',
)


def test_a_lock_hides_the_schools_control_value_in_print_and_in_data():
    trust = {"locks": {"control.date-next-review": {"value": "2030-01-01"}}}
    control = composed(REVIEWED, control={"date-next-review": "2026-11-20"}, trust=trust).document.control
    assert control.printed["date-next-review"] == (Text("1 January 2030"),)
    assert control.values == {"date-next-review": "2030-01-01"}


def test_a_default_of_the_trust_counts_as_data_once_it_is_accepted():
    trust = {"defaults": {"control.date-next-review": "2030-01"}}
    before = composed(REVIEWED, trust=trust).document
    after = composed(REVIEWED, trust=trust, accepted=["control.date-next-review"]).document
    assert [plain((gap,)) for gap in before.gaps()] == ["[to confirm: January 2030]"]
    assert before.control.values == {}
    assert (after.control.values, list(after.gaps())) == ({"date-next-review": "2030-01"}, [])


def test_what_the_record_says_is_settled_though_the_author_set_it_aside():
    standing = Standing(status="ratified", values={"date-next-review": "2027-11"})
    aside = {"control.date-next-review": {"note": "ask the clerk"}}
    document = composed(REVIEWED, undecided=aside, standing=standing).document
    assert (list(document.gaps()), document.control.values) == ([], {"date-next-review": "2027-11"})
    assert [gap.question for gap in composed(REVIEWED, undecided=aside).document.gaps()] == ["control.date-next-review"]


def test_every_file_whose_words_are_printed_is_thanked():
    thanks = 'acknowledgement = "Written with the {0}."\n'
    files = {"school": read(SCHOOL)} | {
        name: template(f"\n# Told {{#{name}-told}}\n\n- Tell {name}. {{#{name}-tell}}\n", thanks.format(name), name)
        for name in ("allotments", "beekeepers")
    }
    header = 'uses = ["allotments", "beekeepers"]\n' + thanks.format("gardeners")
    made = resolve_bundle(template("\n# One {#one}\n\n- {#twin same=allotments-tell}\n", header), files.__getitem__)
    assert composed(made).document.body.acknowledgements == (
        "Written with the gardeners.", "Written with the allotments.",
    )  # fmt: skip
    own = composed(made, reworded={"twin": "In our own words."})
    assert own.document.body.acknowledgements == ("Written with the gardeners.",)


# --- titles and labels ---

TITLED = resolve_bundle(
    read(
        '+++\nformat = 1\nfamily = "sample"\nedition = "1"\ntitle = "Rules of {school.short-name}"\n\n'
        '[[key-details]]\nlabel = "{The governing body} and {kind}"\ntext = "Here"\n+++\n\n# One {#one}\n\n'
        "::: choose-one kind\nWhich kind?\n- plain *: Plain => plain words\n- other: Other => other words\n:::\n\n"
        "- Be {kind}. {#kind-is}\n"
    ),
    {"school": read(SCHOOL)}.__getitem__,
)


def test_what_a_title_or_label_lacks_is_read_in_it_and_is_a_gap():
    result = composed(TITLED)
    body = result.document.body
    gaps = (Gap("kind", "Which kind?", "plain words"), Gap("school.short-name", "What is the school called?"))
    assert body.title == "Rules of [to decide: What is the school called?]"
    assert body.parts[0].title == body.title
    assert body.parts[0].key_details[0].label == "The governing body and [to confirm: plain words]"
    assert set(body.caption_gaps) == set(gaps)
    assert [gap for gap in result.document.gaps() if gap in gaps] == [*body.caption_gaps, gaps[0]]
    assert {("kind", "unconfirmed"), ("school.short-name", "unanswered")} <= {
        (item.id, item.why) for item in result.open
    }


def test_a_settled_title_leaves_no_gap():
    body = composed(TITLED, {"school.short-name": "the Oaks", "kind": "other"}).document.body
    assert (body.title, body.parts[0].key_details[0].label) == (
        "Rules of the Oaks",
        "The governing body and other words",
    )
    assert body.caption_gaps == ()


# --- what is open and no question ---


def test_guidance_that_is_not_in_force_is_open_as_a_reference():
    made = bundle("\n# One {#one}\n\n- Read [](ref:later). {#read}\n")
    assert composed(made).open == (
        Open("reference", "ref:later", "sample", "one", "unanswered", "Which edition of “later” is in force?"),
    )


def test_an_addition_that_lost_its_place_is_open_as_an_addition():
    made = bundle("\n# One {#one}\n\n- Be kind. {#kind}\n")
    answers = Answers.from_json({"added": [{"after": "gone", "id": "a-1", "text": "Our friends help."}]})
    result = compose(made, answers, school=FACTS, guidance=REGISTER, as_of=AS_OF)
    assert result.open == (
        Open("addition", "a-1", "", "", "undecided", "Where does this belong now? “Our friends help.”"),
    )


# --- what decides how a document is set out, and who signs it ---


def asked_of_control(made, control: dict[str, object] | None = None) -> set[str]:
    state = State(made, Answers.from_json({"control": control or {}}), FACTS, None, REGISTER, AS_OF)
    return {key.removeprefix("control.") for key in made.questions if key.startswith("control.") and state.live(key)}


PRINTED_ON_THE_FRONT = {"approval", "date-next-review", "version-number", "watched"}


def test_document_control_asks_for_what_is_printed_and_for_what_makes_a_difference():
    everywhere = PRINTED_ON_THE_FRONT | {"document-title", "signatories", "signing", "key-details-block"}
    assert asked_of_control(ONE) == everywhere
    assert asked_of_control(BOTH) == everywhere | {"numbering"}
    assert asked_of_control(fronted(SOCIAL)) == everywhere - {"key-details-block"}
    assert asked_of_control(ONE, {"signatories": []}) == everywhere - {"signing"}
    assert asked_of_control(REVIEWED) == {"date-next-review"}


def test_an_answer_to_what_is_not_asked_changes_nothing():
    assert composed(ONE, control={"numbering": "one", "policy-number": "7"}) == composed(ONE)


def test_what_the_record_says_is_data_though_no_place_prints_it():
    standing = Standing(status="ratified", values={"policy-number": "7"})
    assert composed(ONE, standing=standing).document.control.values == {"policy-number": "7"}


def test_the_parts_of_a_policy_can_be_numbered_in_one_run():
    assert lines(composed(BOTH)) == [
        "1 Phones", "1.1 Be kind.", "1.2 Be brave.", "1 Posts", "1.1 Think first.",
    ]  # fmt: skip
    one_run = composed(BOTH, control={"numbering": "one"})
    assert lines(one_run)[3:] == ["2 Posts", "2.1 Think first."]
    assert one_run.document.control.numbering == "one"


APPROVED = bundle(
    "# One {#one}\n\n- One. {#first}\n",
    '[[key-details]]\nlabel = "Approved on"\ntext = "{control.date-approved}"\n',
    read(SCHOOL.replace("control.date-next-review", "control.date-approved")),
)


@pytest.mark.parametrize(("status", "rows"), [("draft", 0), ("submitted", 0), ("ratified", 1), ("withdrawn", 1)])
def test_only_a_policy_that_was_approved_says_when(status, rows):
    document = composed(APPROVED, control={"date-approved": "2026-11-18"}, standing=Standing(status=status)).document
    assert len(list(document.details(document.body.parts[0]))) == rows
    assert ("date-approved" in document.control.printed) == bool(rows)
    assert document.control.values == {"date-approved": "2026-11-18"}
    undecided = composed(APPROVED, standing=Standing(status=status)).document
    assert len(list(undecided.details(undecided.body.parts[0]))) == 1  # a gap


def test_document_control_can_give_the_title_and_leave_the_key_details_out():
    values = {"school.lead": {"name": "Ann"}}
    plain_one = composed(ONE, values).document
    document = composed(ONE, values, control={"document-title": "Phones.", "key-details-block": False}).document
    assert (plain_one.title, document.title, document.body.title) == ("Sample", "Phones", "Sample")
    part = document.body.parts[0]
    assert part.key_details == (Detail("Lead", (Text("Ann"),)),)
    assert (list(plain_one.details(part)), list(document.details(part))) == ([("Lead", (Text("Ann"),))], [])


def test_names_that_only_left_out_key_details_would_print_do_not_travel_with_the_policy():
    values = {"school.lead": {"name": "Ann"}}
    hidden = {"key-details-block": False, "signatories": []}
    assert composed(ONE, values, control={"signatories": []}).document.control.answers["school.lead"] == {"name": "Ann"}
    assert "school.lead" not in composed(ONE, values, control=hidden).document.control.answers
    signed = composed(ONE, values, control=hidden | {"signatories": ["head"]}).document.control
    assert (plain(signed.signatures[0]), signed.answers["school.lead"]) == ("Ann", {"name": "Ann"})


LEAD = {"school.lead": {"title": "Ms", "name": "Ann Field", "role": "headteacher"}}


@pytest.mark.parametrize("signing", ["typed", "lines"])
def test_each_signatory_signs_on_a_line_of_its_own(signing):
    other = {"option": "other", "own": "Bo Reed (clerk)", "id": "r-1"}
    control = composed(
        ONE, {**LEAD, "school.dsl-name-format": "title-name-role"},
        control={"signatories": [other, "chair", "head"], "signing": signing},
    ).document.control  # fmt: skip
    assert [plain(words) for words in control.signatures] == [
        "Ms Ann Field (headteacher)",
        "The chair of the governing body",
        "Bo Reed (clerk)",
    ]
    assert control.signing == signing
    assert control.answers["school.lead"] == LEAD["school.lead"]


def test_nobody_signs_where_nobody_is_named():
    control = composed(ONE, control={"signatories": [], "signing": "lines"}).document.control
    assert (control.signatures, control.signing) == ((), "")


def test_usual_signatories_are_gaps_until_they_are_confirmed():
    usual = composed(ONE, LEAD).document
    assert usual.control.signatures == ((Gap("control.signatories", "Who signs?", "Ann Field (headteacher)"),),)
    assert usual.control.signing == "typed"
    aside = composed(ONE, LEAD, undecided={"control.signatories": {}}).document
    assert (aside.control.signatures, aside.control.signing) == ((), "")


def test_an_address_that_the_register_knows_is_not_open_though_it_was_set_aside():
    aside = {"undecided": {"school.address": {}}}
    assert [item.id for item in composed(ONE, LEAD, **aside).open if item.id == "school.address"] == ["school.address"]
    known = SchoolFacts(legal_name="Ash School", address=("1 Ash Road", "Ashby"))
    made = compose(
        ONE, Answers.from_json({"values": LEAD, **aside}), school=known, guidance=REGISTER, as_of=AS_OF
    )  # fmt: skip
    assert [item.id for item in made.open if item.id == "school.address"] == []


def test_who_signs_does_not_travel_with_a_policy_that_has_no_signatures():
    control = {"signatories": ["head"], "key-details-block": False}
    assert composed(ONE, LEAD, control=control).document.control.answers["school.lead"]["name"] == "Ann Field"
    unsigned = composed(ONE, LEAD, control=control, undecided={"control.signing": {}}).document.control
    assert (unsigned.signatures, "school.lead" in unsigned.answers) == ((), False)


def test_a_bundle_that_does_not_ask_how_it_is_signed_has_no_signature_block():
    control = composed(REVIEWED, control={"signatories": ["head"]}).document.control
    assert (control.signatures, control.signing) == ((), "")


@settings(max_examples=80, deadline=None)
@given(answers_to(BOTH), answers_to(BOTH))
def test_no_answer_of_document_control_changes_what_governors_approve(first, second):
    """But for the numbers, which stand in the text that they approve."""
    numbering = {"numbering": first["control"].get("numbering", "each")}
    control_alone = {"control": second["control"] | numbering}
    kept = [key for key in first["accepted"] if not key.startswith("control.")]
    aside = {key: item for key, item in first["undecided"].items() if key != "control.numbering"}
    bodies = [
        compose(
            BOTH, Answers.from_json(first | {"accepted": kept, "undecided": aside} | control),
            school=FACTS, guidance=REGISTER, as_of=AS_OF, standing=standing,
        ).document.body
        for control, standing in (
            ({"control": first["control"] | numbering}, None), (control_alone, Standing(version="4")),
        )
    ]  # fmt: skip
    assert bodies[0] == bodies[1]
