"""A school's file that lays down a front: what it shows, the document-control table, statements and signatures."""

from __future__ import annotations

from apps.policydoc.bundle import Bundle, resolve_bundle
from apps.policydoc.checks import check_bundle
from apps.policydoc.source import read
from apps.policydoc.template import Template
from tests.policydoc.composing import REGISTER, SCHOOL, template

HEADER = """
[[key-details]]
label = "Approved by"
text = "{Control.approval}"

[[key-details]]
label = "Committee of {the governing body}"
text = "{control.committee}"

[[key-details]]
label = "Next review"
text = "{control.date-next-review}"

[[key-details]]
label = "Version"
text = "{control.version-number}"

[[front-statements]]
text = "{school.copies}"

[[front-statements]]
text = "{control.watched}"
+++
"""
QUESTIONS = """
# Front {#front}

::: long-text school.address optional
What is the address?
:::

::: choose-many school.front-page
What stands on the front?
- logo *: Logo
- legal-name: Legal name
- address *: Address
- strapline *: Motto
- values: Values
- vision: Vision
:::

::: yes-no school.copies
Are there copies?
- yes *: Yes => Ask {school.desk} for a copy.
- no: No =>
:::

::: text school.desk when=school.copies
Whom do readers ask?
:::

::: text control.document-title optional
Another title?
:::

::: text control.version-number optional
Which version?
:::

::: choose-one control.approval
Who approves?
- board *: Board => {the governing body}
- committee: Committee => a committee of {the governing body}
:::

::: text control.committee when=control.approval:committee
Which committee?
:::

::: choose-one control.signing when=control.signatories
How is it signed?
- typed *: Typed
- lines: On lines
:::

::: yes-no control.watched
Is it watched?
- yes: Yes => We watch it all year.
- no *: No =>
:::

::: yes-no control.key-details-block
Are there key details?
- yes *: Yes
- no: No
:::
"""
SIGNATORIES = "- head *: Head => the head\n- chair *: Chair => the chair of {the governing body}\n"
PRINTED_SIGNATORIES = (
    "- head *: Head => {school.lead}\n- chair: Chair => the chair of {the governing body}\n- other: Other => {own}\n"
)
SCHOOL_WITH_FRONT = (
    SCHOOL.replace("+++\n\n# Words", HEADER + "\n# Words", 1).replace(SIGNATORIES, PRINTED_SIGNATORIES) + QUESTIONS
)

DETAILS = '\n[[key-details]]\nlabel = "Lead"\ntext = "{school.lead.name}"\n'
PHONES = template("\n# Phones {#phones-rules}\n\n- Be kind. {#kind}\n- Be brave. {#brave}\n", DETAILS, "phones")
SOCIAL = template("\n# Posts {#posts-rules}\n\n- Think first. {#think}\n", family="social")


def fronted(family: Template, *others: Template) -> Bundle:
    """The bundle of a file under the school's file above; it must keep every rule of the format."""
    files = {"school": read(SCHOOL_WITH_FRONT)} | {other.family: other for other in others}
    made = resolve_bundle(family, files.__getitem__)
    assert [str(problem) for problem in check_bundle(made, set(REGISTER.families))] == []
    return made


ONE = fronted(PHONES)
BOTH = fronted(template("", 'parts = ["phones", "social"]\n'), PHONES, SOCIAL)
