"""Which words stay on one line: no number is torn from its word, and no short word ends a paragraph on its own.

A fixed space (NO-BREAK SPACE) takes the place of the space between them, in every printed form and never in the
Document: readers take it for a space.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from apps.policydoc.document import ControlValue, Gap, Inline, Link, Text, plain

FIXED_SPACE = "\u00a0"
LONGEST = 24  # characters that may be bound together; more would leave holes at the ends of lines
LEAST_AT_THE_END = 8  # characters of a paragraph's last line, so that it is more than a short word
FEWEST_WORDS = 5  # shorter paragraphs stand on one line, or in a narrow cell

TITLES = re.compile("Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Dame|Lord|Lady|Revd?|Fr|Canon|St|Imam|Rabbi")
NAMED_BY_NUMBER = re.compile(
    "sections?|parts?|pages?|paragraphs?|chapters?|articles?|schedule|appendix|annex|clause|rule|step|stage|phase|tier|"
    "level|years?|grade|class|form|room|table|figure|version|edition|no|number|point|item|age|aged|ages|under|over|act|"
    "regulations|order|term|week|day|ks",
    re.IGNORECASE,
)
MONTHS = re.compile("January|February|March|April|May|June|July|August|September|October|November|December")
# After a number these begin something new: the number is not theirs.
NOT_COUNTED = re.compile(
    "a|an|and|are|as|at|be|before|but|by|can|do|for|from|has|have|if|in|is|it|may|must|no|nor|not|of|on|or|our|shall|"
    "so|than|that|the|their|then|they|this|to|until|we|when|where|which|who|will|with|you|your",
    re.IGNORECASE,
)
DASHES = frozenset("–—-")
OPENING, CLOSING = "([“‘\"'", ".,;:!?)]”’\"'"
CURRENCIES = "£€$"
NUMBER = re.compile(r"[£€$]?\d[\d.,:/]*\d|[£€$]?\d")
YEAR = re.compile(r"(?:19|20)\d\d")
COUNTED = re.compile(r"[^\W\d_][\w’'-]{0,11}")
WORD = re.compile(r"\S+")


def bound(inline: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """One paragraph with its fixed spaces; links and gaps stay what they are."""
    words = "".join(_words(item) for item in inline)
    fixed = bound_text(words)
    if fixed == words:
        return inline
    made: list[Inline] = []
    place = 0
    for item in inline:
        end = place + len(_words(item))
        made.append(_respelt(item, fixed[place:end]))
        place = end
    return tuple(made)


def bound_text(text: str) -> str:
    """As long as `text`: spaces and fixed spaces change places, nothing else."""
    words = list(WORD.finditer(text))
    letters = list(text)
    length = len(words[0][0]) if words else 0  # of what is bound together so far
    named = False  # whether the word before is the number of what stands before it, and so counts nothing
    for before, after in pairwise(words):
        together = length + 1 + len(after[0])
        belong = _belong_together(before[0], after[0]) and not (named and before[0][-1].isdigit())
        named = belong and bool(NAMED_BY_NUMBER.fullmatch(before[0].lstrip(OPENING).rstrip(".")))
        if belong and together <= LONGEST and text[before.end() : after.start()] == " ":
            letters[before.end()] = FIXED_SPACE
            length = together
        else:
            length = len(after[0])
    if len(words) >= FEWEST_WORDS:
        _bind_end(letters, words)
    return "".join(letters)


def _bind_end(letters: list[str], words: list[re.Match[str]]) -> None:
    """Binds word after word to the last, until enough stands there."""
    text = "".join(letters)
    end = len(text.rstrip().rstrip(CLOSING))
    for before, last in zip(reversed(words[:-1]), reversed(words[1:]), strict=True):
        start = text.rfind(" ", 0, before.end()) + 1  # of what is bound to the word before
        if end - last.start() >= LEAST_AT_THE_END or words[-1].end() - start > LONGEST:
            return
        if letters[before.end()] == " " and before.end() + 1 == last.start():
            letters[before.end()] = FIXED_SPACE


def _belong_together(before: str, after: str) -> bool:
    if before in DASHES or after in DASHES:
        return True
    first, second = before.lstrip(OPENING), after.strip(OPENING + CLOSING)
    if not first or not second:
        return False
    if second[0].islower() and not (first[0].isdigit() or first[0] in CURRENCIES):  # most words: told at once
        return len(first) == 1 and "A" <= first <= "Z" and second in {"level", "levels"}
    if TITLES.fullmatch(first.rstrip(".")) or re.fullmatch(r"[A-Z]\.", first):
        return second[0].isupper()
    if NAMED_BY_NUMBER.fullmatch(first.rstrip(".")):
        return second[0].isdigit() or bool(re.fullmatch("[B-HJ-Z]", second))
    if MONTHS.fullmatch(first):
        return second[0].isdigit()
    if re.fullmatch("[A-Z]", first):
        return second.lower() in {"level", "levels"}
    return _counts(first, second)


def _counts(number: str, counted: str) -> bool:
    return bool(
        NUMBER.fullmatch(number)
        and not YEAR.fullmatch(number)
        and COUNTED.fullmatch(counted)
        and (MONTHS.fullmatch(counted) or not NOT_COUNTED.fullmatch(counted))  # May is a month, may is not
    )


def _respelt(item: Inline, words: str) -> Inline:
    match item:
        case Text() | Link() if item.text:
            return replace(item, text=words)
        case Gap(_, prompt, suggestion):  # its words end in a bracket
            if suggestion:
                return replace(item, suggestion=words[-1 - len(suggestion) : -1])
            return replace(item, prompt=words[-1 - len(prompt) : -1])
    return item


def _words(item: Inline) -> str:
    match item:
        case Link(text, url):
            return text or url
        case Gap():
            return plain((item,))
        case ControlValue():
            return ""
    return item.text
