"""Letters that our fonts have: a character without one would spoil every printed file."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from apps.policydoc.bundle import Bundle
from apps.policydoc.checks.places import PRINTED, all_words, label_of
from apps.policydoc.printable import is_printable
from apps.policydoc.problem import Problem
from apps.policydoc.source.header import line_of


def check_letters(bundle: Bundle) -> Iterator[Problem]:
    """Guidance and prompts are only read on the screen; labels can be printed as an option's words."""
    for words in all_words(bundle):
        if words.where in PRINTED or words.where == "label":
            yield from (words.problem(message) for message in _messages(words.source))
    for file in bundle.files:
        family = label_of(bundle, file)
        for message in _messages(file.acknowledgement):
            yield Problem(line_of(file.header_source, "acknowledgement"), message, family)
        for question in file.questions():
            for option in question.options if question.kind == "term" else ():
                for message in _messages(option.label + option.plural):
                    yield Problem(question.line, message, family)


def _messages(source: str) -> Iterator[str]:
    if source.isascii():
        return
    for character in dict.fromkeys(source):
        if not is_printable(character):
            name = unicodedata.name(character, "no name").lower()
            yield f"our fonts have no “{character}” (U+{ord(character):04X}, {name}): write it otherwise"
