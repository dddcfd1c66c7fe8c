"""What a policy prints around its text, and which questions it asks for that: decided here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator

from apps.policydoc import document
from apps.policydoc.bundle import Bundle
from apps.policydoc.template import CONTROL, KeyDetail
from apps.policydoc.words import names

# What the school shows on the front; a bundle without the first shows as much as it did before that could be chosen.
FRONT_PAGE = "school.front-page"
ADDRESS = "school.address"
SHORT_NAME = "school.short-name"
STRAPLINE = "school.strapline"
VISION = "school.vision-statement"
VALUES = "school.values"

TITLE = f"{CONTROL}.{document.TITLE}"
VERSION = f"{CONTROL}.version-number"
APPROVED = f"{CONTROL}.date-approved"  # printed once the policy is approved, and no day before
SIGNATORIES = f"{CONTROL}.signatories"
SIGNING = f"{CONTROL}.signing"
NUMBERING = f"{CONTROL}.numbering"
DETAILS = f"{CONTROL}.{document.DETAILS}"
# These decide how the document is set out: their words are printed nowhere.
SETTINGS = frozenset({SIGNING, NUMBERING, DETAILS})


def front_rows(bundle: Bundle) -> tuple[KeyDetail, ...]:
    """The document-control table, which the school's file lays down for every policy."""
    return bundle.school.key_details if bundle.school else ()


def front_statements(bundle: Bundle) -> tuple[str, ...]:
    return bundle.school.front_statements if bundle.school else ()


def part_rows(bundle: Bundle) -> Iterator[KeyDetail]:
    """The key details of all parts."""
    for part in bundle.parts:
        if part is not bundle.school:
            yield from part.key_details


def sources_around(bundle: Bundle) -> Iterator[str]:
    """All words that are printed around the text, whatever its conditions are: what they name is asked."""
    for file in (bundle.template, *bundle.parts):
        yield file.title
    for row in (*part_rows(bundle), *front_rows(bundle)):
        yield from (row.label, row.text)
    yield from front_statements(bundle)
    yield from (f"{{{question}}}" for question in _asked_by_itself(bundle) if question in bundle.questions)


def _asked_by_itself(bundle: Bundle) -> Iterator[str]:
    """The questions that no file's words name and the front, the title, the numbers and the signatures hang on."""
    if FRONT_PAGE in bundle.questions:
        yield from (FRONT_PAGE, ADDRESS, STRAPLINE, VISION, VALUES)
    yield TITLE
    if SIGNING in bundle.questions:
        yield from (SIGNATORIES, SIGNING)
    if len(bundle.parts) > 1:
        yield NUMBERING
    if any(part_rows(bundle)):
        yield DETAILS


def control_questions(bundle: Bundle) -> tuple[str, ...]:
    return bundle.once(_control_questions)


def _control_questions(bundle: Bundle) -> tuple[str, ...]:
    return tuple(question.id for question in bundle.questions.values() if question.scope == CONTROL)


def control_places(bundle: Bundle) -> tuple[tuple[str, str], ...]:
    """(what stands between the braces, question) of each place of a control value, and of each control value alone."""
    return bundle.once(_control_places)


def _control_places(bundle: Bundle) -> tuple[tuple[str, str], ...]:
    found = {name: name for name in control_questions(bundle) if name not in SETTINGS}
    for source in (*(row.text for row in (*front_rows(bundle), *part_rows(bundle))), *front_statements(bundle)):
        for raw in names(source):
            token = bundle.token(raw)
            if token and token.name in bundle.questions and bundle.questions[token.name].scope == CONTROL:
                found[raw] = token.name
    return tuple(found.items())
