"""Names between braces and links to guidance: they exist, print in the form they are asked for, and never nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches

from apps.policydoc.bundle import Bundle
from apps.policydoc.checks.places import MAY_BE_EMPTY, PRINTED, Words, all_words
from apps.policydoc.problem import Problem
from apps.policydoc.template import CONTROL, Question
from apps.policydoc.words import OWN, Anchor, Name, Plain, Token, pieces

FIELDS: dict[str, tuple[str, ...]] = {"person": ("name", "role", "without-role"), "link": ("text", "url")}
_HINTS = 20


def check_names(bundle: Bundle, guidance_ids: Collection[str]) -> Iterator[Problem]:
    checker = _Names(bundle, frozenset(guidance_ids))
    for words in all_words(bundle):
        for message in checker.messages(words):
            yield words.problem(message)


@dataclass
class _Names:
    bundle: Bundle
    guidance_ids: frozenset[str]
    hints: int = field(default=0)

    def messages(self, words: Words) -> Iterator[str]:
        if words.where == "heading" and self._may_say_nothing(words.source):
            yield "this heading may print nothing: an option that it names has no words"
        for piece in pieces(words.source):
            match piece:
                case Anchor(_, _, ref) if ref and ref not in self.guidance_ids:
                    yield f"no guidance is called “{ref}” in the register"
                case Name(raw):
                    yield from self._name(words, raw)

    def _may_say_nothing(self, source: str) -> bool:
        """Whether every name in it may print nothing, and there are no words beside them."""
        found = pieces(source)
        if any(isinstance(piece, Anchor) or (isinstance(piece, Plain) and piece.text.strip()) for piece in found):
            return False
        tokens = [self.bundle.token(piece.raw) for piece in found if isinstance(piece, Name)]
        questions = [self.bundle.questions.get(token.name) for token in tokens if token and not token.agree]
        return all(question and any(option.words == "" for option in question.options) for question in questions)

    def _name(self, words: Words, raw: str) -> Iterator[str]:
        token = self.bundle.token(raw)
        if token is None:
            yield f"nothing is called {{{raw}}}{self._hint(raw)}"
        elif token.name == OWN:
            yield from _own(words, token)
        else:
            question = self.bundle.questions[token.name]
            yield from _path(token, question)
            yield from _form(token, question, raw)
            yield from _place(words, token, question, raw)

    def _hint(self, raw: str) -> str:
        """A near name, for the first mistakes only: looking for one is slow."""
        self.hints += 1
        if self.hints > _HINTS or len(raw) > 80:
            return ""
        near = get_close_matches(raw.lower(), [*self.bundle.questions, *self.bundle.forms], 1, 0.8)
        return f" (is it {{{near[0]}}}?)" if near else ""


def _own(words: Words, token: Token) -> Iterator[str]:
    if not words.own:
        yield "{own} stands only in the words after => of choose-one, choose-many and columns"
    elif words.question and any(
        option.recommended and option.source == words.source for option in words.question.options
    ):
        yield "an option that asks for own words cannot be the recommended one"


def _path(token: Token, question: Question) -> Iterator[str]:
    if not token.path:
        return
    first, *rest = token.path
    kind: str = question.kind
    if question.kind == "list":
        column = question.column(first)
        if column is None:
            yield f"“{question.id}” has no column “{first}”"
            return
        kind = column.kind
    else:
        rest = list(token.path)
    if rest and (len(rest) > 1 or rest[0] not in FIELDS.get(kind, ())):
        fields = " and ".join(f".{name}" for name in FIELDS.get(kind, ()))
        yield f"a {kind} has no “.{'.'.join(rest)}”" + (f": it has {fields}" if fields else "")


def _form(token: Token, question: Question, raw: str) -> Iterator[str]:
    several = question.kind in ("choose-many", "list")
    if token.joined == "or" and not several:
        yield f"{{{raw}}}: only a choose-many or a list can be joined with “or”"
    if raw.startswith(("an ", "An ")):
        yield f"{{{raw}}}: write “a”; it prints as “a” or “an” by the sound of the school's own word"
    if token.article == "a" and token.number == "plural":
        yield f"{{{raw}}}: “a” stands before the singular"
    if not token.agree:
        return
    if token.article or token.possessive or token.path or token.capital:
        yield f"{{{raw}}} prints only the word that agrees: write the name alone before it"
    elif token.number == "plural":
        yield f"{{{raw}}}: a plural always takes the plural word; only the singular form can choose"
    elif not several and not token.number:
        yield f"{{{raw}}}: only a choose-many, a list or a term can choose between two words"


def _place(words: Words, token: Token, question: Question, raw: str) -> Iterator[str]:
    if question.scope == CONTROL and words.where not in MAY_BE_EMPTY:
        yield f"{{{raw}}} is document control: it is printed only in key-details and front-statements"
        return
    if words.where not in PRINTED:
        return
    if question.kind == "long-text" and not (words.where == "statement" and question.id in words.rows[-1:]):
        yield f"a long-text is printed only by a statement with each={question.id}"
    if question.kind == "yes-no" and not _has_words(question):
        yield f"yes-no “{question.id}” has no words to print: ask after it with when=, or give both options words"
    yield from _emptiness(words, question, raw)


def _has_words(question: Question) -> bool:
    yes, no = question.option("yes"), question.option("no")
    return bool(yes and no and yes.words is not None and no.words is not None)


def _emptiness(words: Words, question: Question, raw: str) -> Iterator[str]:
    may_be_empty = question.optional or question.kind in ("choose-many", "list")
    if not may_be_empty or words.where in MAY_BE_EMPTY or not words.printed or question.id in words.filled:
        return
    if words.where in ("title", "detail-label"):
        place = "the title" if words.where == "title" else "a label"
        yield f"{{{raw}}} may be empty, so it can't stand in {place}"
    else:
        yield f"{{{raw}}} may be empty: add when={question.id} (or each=) here or above"
