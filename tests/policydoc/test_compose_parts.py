"""Composing policies of several parts, words that are shared, and the guidance that they cite."""

from __future__ import annotations

import pytest

from apps.policydoc.document import Detail, Gap, Link, Reference, Text
from apps.policydoc.guidance import Register
from tests.policydoc.composing import bundle, composed, lines, template

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


ROW = '[[key-details]]\nlabel = "Lead"\ntext = "{school.lead}"\n'
SIGHT = ROW + '[[key-details]]\nlabel = "Review"\ntext = "{control.policy-number}"\n'


@pytest.mark.parametrize(("numbering", "printed"), [("one", [2, 0, 1, 0]), ("each", [2, 1, 1, 0])])
def test_parts_in_one_run_do_not_tell_the_same_key_details_again(numbering, printed):
    rows = {"one": SIGHT, "two": ROW, "three": ROW.replace("Lead", "Other"), "four": ""}
    parts = [
        template(f"# One {{#{name}}}\n\n- One. {{#in-{name}}}\n", header, family=name) for name, header in rows.items()
    ]
    four = bundle("", 'parts = ["one", "two", "three", "four"]\n', *parts)
    control = {"numbering": numbering, "policy-number": "7"}
    document = composed(four, {"school.lead": {"name": "Ann"}}, control=control).document
    assert [len(list(document.details(part))) for part in document.body.parts] == printed


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


def test_no_edition_is_printed_while_a_newer_one_waits_to_be_checked():
    waiting = Register.from_json([
        {"id": f"safe-{year}", "family": "safe", "title": "Keeping safe", "edition": year, "url": "https://example.org",
         "in_force_from": f"{year}-09-01", "planned": year == "2026"}
        for year in ("2025", "2026")
    ])  # fmt: skip
    on = {
        day: composed(CITING, {"guidance-years-shown": True}, as_of=day, guidance=waiting).document.body.references
        for day in ("2026-08-31", "2026-09-01")
    }
    assert on["2026-08-31"] == (Reference("safe", "Keeping safe", "https://example.org", "2025"),)
    assert on["2026-09-01"] == (Reference("safe", "Keeping safe", "https://example.org"),)


def test_guidance_that_is_not_in_force_yet_is_named_without_a_link():
    assert lines(composed(CITING, {"guidance-years-shown": True}))[2] == "1.2 See that too."
