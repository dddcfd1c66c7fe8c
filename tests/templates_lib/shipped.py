"""The shipped policies as tests read them: composed with any answers, sentence by sentence, with their faults."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from apps.policydoc.answers import Answers
from apps.policydoc.bundle import Bundle
from apps.policydoc.compose import Composed, compose
from apps.policydoc.document import Block, Document, plain
from apps.policydoc.given import SchoolFacts
from apps.policydoc.standing import Standing
from apps.templates_lib.library import guidance_register
from apps.templates_lib.overview import Overview

OVERVIEW = Overview()
POLICIES = OVERVIEW.policies
MOBILE = POLICIES["mobile-and-smart-technology"]
REGISTER = guidance_register()
AS_OF = "2026-11-20"
FACTS = {"school.name": "Alder Brook School", "school.short-name": "Alder Brook", "school.trust-name": "The Sea Trust"}
SCHOOL_WITH_ALL = {
    "school.phase": "secondary",
    "school.eyfs-applicable": True,
    "school.sixth-form-or-boarding": ["sixth-form", "boarding"],
    "school.examinations": True,
    "school.who-decides": "headteacher",
    "school.behaviour-guidance-applicable": True,
    "school.searching-guidance-applicable": True,
}
# The only words with a slash are those that a school may choose for the adults at home.
PARENTS = re.compile(r"(parent)(s?)/(carer)(s?)", re.IGNORECASE)
FAULTS = {
    "two spaces": r"  |^ | $",
    "space before a sign": r" [,.;:)!?’]",
    "two signs": r"\.\.|,,|,\.|;\.|:\.|\.,|,;|;;|::|\(\)|“”",
    "something left over": r"[{}\[\]/|_*#<>]",
    "the same word twice": r"\b(?!(?:that|had)\b)(\w+) \1\b",
    "an alternative": r"\band/or\b|\bif applicable\b|\bdelete as\b|\bTODO\b",
    "a or an": r"\b(?:a (?!one|once|eu)[aeio]\w|an (?!hour|honest|heir)[^aeiou8HLFMNRSX\W])",
    "the verb": r"(?:(?<!of )\b[Tt]he (?:governors|trustees)|(?:^|\. )(?:Pupils|Parents|Staff)) "
    r"(?:is|has|was|does|decides|checks|makes|says|agrees|takes|gives|looks|knows|keeps|approves)\b",
}


def composed(bundle: Bundle, answers: Answers, facts: dict[str, Any] | None = None, *, final: bool = False) -> Composed:
    school = SchoolFacts("Alder Brook School", "Alder Brook School", facts or {})
    standing = Standing(status="ratified", version="1", in_force_from=AS_OF) if final else None
    return compose(bundle, answers, school=school, guidance=REGISTER, as_of=AS_OF, standing=standing)


def captions(document: Document) -> Iterator[str]:
    """What stands around the text: title, document control, statements of the front, key details, signatures."""
    yield document.title
    yield from (f"{label}: {plain(inline)}" for label, inline in document.front_details())
    yield from map(plain, document.front_statements())
    for part in document.body.parts:
        yield part.title
        yield from (f"{label}: {plain(inline)}" for label, inline in document.details(part))
    yield from map(plain, document.control.signatures)


def sentences(document: Document) -> list[str]:
    """Everything that a reader reads."""
    return [*captions(document), *(plain(block.inline) for block in document.walk())]


def faults(document: Document) -> list[str]:
    """What no policy may print."""
    found = [f"{fault}: {sentence}" for sentence in sentences(document) for fault in _faults_of(sentence)]
    found += [f"no capital: {plain(block.inline)}" for block in document.walk() if _starts_small(block)]
    return found + [f"numbers: {message}" for message in _wrong_numbers(document)]


def _faults_of(sentence: str) -> Iterator[str]:
    words = PARENTS.sub(r"\1\2", sentence)
    yield from (fault for fault, pattern in FAULTS.items() if re.search(pattern, words))
    if not re.search(r"\w", sentence):
        yield "empty"


def _starts_small(block: Block) -> bool:
    """A line under a lead-in may begin small; a sentence with a number of its own may not."""
    return plain(block.inline)[:1].islower() and not block.number.startswith("(")


# --- numbers --------------------------------------------------------------------------------------------------------


def _wrong_numbers(document: Document) -> Iterator[str]:
    """Each level counts on from 1, (a) or (i); parts count each for itself, or on."""
    count = 0
    for part in document.body.parts:
        if document.control.numbering == "own":
            count = 0
        yield from _wrong_children(part.blocks, "", 0, count)
        count += len(part.blocks)


def _wrong_children(blocks: tuple[Block, ...], above: str, depth: int, count: int = 0) -> Iterator[str]:
    """`depth` says how many statements stand above: under one, numbers are letters, then small Roman numbers."""
    for place, block in enumerate(blocks, count + 1):
        expected = _number(place, above, depth)
        if block.number != expected:
            yield f"{block.id} is {block.number} instead of {expected}"
        if block.kind == "section" and not block.children:
            yield f"{block.id} is a heading over nothing"
        inner = depth + 1 if block.kind == "statement" else 0
        yield from _wrong_children(block.children, block.number, inner)


def _number(place: int, above: str, depth: int) -> str:
    if depth == 0:
        return f"{above}.{place}" if above else str(place)
    if depth == 1:
        turn, letter = divmod(place - 1, 26)
        return f"({chr(ord('a') + letter) * (turn + 1)})"
    tens, ones = divmod(place, 10)
    return f"({'x' * tens}{['', 'i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii', 'ix'][ones]})"
