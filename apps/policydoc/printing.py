"""Printing words: the source of a line and a school's answers become inline text, links and gaps."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from apps.policydoc.choices import chosen, own_words, wants_own_words
from apps.policydoc.days import date_words
from apps.policydoc.document import ControlValue, Gap, Inline, Link, Reference, Text, plain
from apps.policydoc.english import Inlines, capitalised, join, possessive, with_article
from apps.policydoc.index import PERSON_FORMAT, YEARS_SHOWN
from apps.policydoc.phrases import (
    ELLIPSIS,
    address,
    control_name,
    finished,
    fixed,
    is_several,
    prepared,
    spoken,
    term_word,
    upper,
    without_stop,
)
from apps.policydoc.records import link, person
from apps.policydoc.setting import PLAIN, Setting
from apps.policydoc.shown import Shown
from apps.policydoc.state import NO_ROW, Row, State
from apps.policydoc.template import CONTROL, Column, Question
from apps.policydoc.words import OWN, Anchor, Name, Token, pieces

REF = "ref:"  # before the family, as the id of what is open where no edition of a guidance document is in force


class Printer:
    """Fills words for one State, and notes what it printed: the answers shown and the guidance cited."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.bundle = state.bundle
        self.shown = Shown()
        self.cited: dict[str, Reference] = {}
        self.caption_gaps: dict[Gap, None] = {}
        self._said: dict[str, str] = {}
        self._terms: dict[str, tuple[str, Inlines]] = {}
        self._names: dict[str, Inlines] = {}

    @contextmanager
    def unshown(self) -> Iterator[None]:
        """What is filled inside is kept in the document, and does not count as shown to its readers."""
        kept, self.shown = self.shown, Shown()
        try:
            yield
        finally:
            self.shown = kept

    @contextmanager
    def quietly(self) -> Iterator[None]:
        """What is filled inside leaves no trace in what was shown and cited."""
        kept = (self.shown, self.cited)
        self.shown, self.cited = Shown(), {}
        try:
            yield
        finally:
            self.shown, self.cited = kept

    # --- lines ------------------------------------------------------------------------------------------------------

    def line(self, source: str, row: Row = NO_ROW) -> Inlines:
        """A statement or heading of the document."""
        return fixed(source) or finished(self._fill(source, Setting(row) if row else PLAIN))

    def detail(self, source: str) -> Inlines:
        """A key detail; nothing if every name in it prints nothing."""
        names = [piece for piece in pieces(source) if isinstance(piece, Name)]
        setting = Setting(detail=True)
        if names and not any(self._name(piece.raw, setting) for piece in names):
            return ()
        return finished(self._fill(source, setting))

    def caption(self, source: str) -> str:
        """A title or label as plain words; its gaps stand in it as readers see them, and are noted."""
        printed = finished(self._fill(source, Setting(aside=True)))
        self.caption_gaps.update((item, None) for item in printed if isinstance(item, Gap))
        return plain(printed)

    def aside(self, source: str) -> Inlines:
        """A prompt, label or guidance filled in: terms by their usual word, what is undecided as a Gap."""
        whole = fixed(source)
        if whole:
            return whole
        with self.quietly():
            return finished(self._fill(source, Setting(aside=True)))

    def said(self, source: str) -> str:
        """The same as plain words; what is undecided reads as its suggestion or as an ellipsis."""
        if source not in self._said:
            self._said[source] = spoken(self.aside(source))
        return self._said[source]

    def control(self, raw: str) -> Inlines:
        """What a control value prints wherever it stands, `raw` as between braces; nothing where it may be empty."""
        token = self.bundle.token(raw)
        question = self.bundle.questions[token.name] if token else None
        value = self.state.value(question.id)[0] if question else None
        if question is None or value == [] or (value is None and question.optional):
            return ()
        return finished(self._name(raw, Setting()))

    def apart(self, question_id: str) -> Iterator[Inlines]:
        """Each choice of a choose-many on a line of its own; nothing that has no words."""
        question = self.bundle.questions[question_id]
        value, confirmed = self.state.value(question_id)
        token = Token(question_id, capital=True)
        for item in value if value is not None else [None]:
            if item is None:
                line = self._without(question, token, Setting())
            elif confirmed:
                line = self._formed(self._choice(question, item, Setting()), token, "")
            else:
                line = self._unconfirmed(question, [item], token, Setting())
            if line := finished(line):
                yield line

    def suggestion(self, question: Question) -> str:
        """What would be printed if the usual answer were confirmed."""
        value, _ = self.state.value(question.id)
        with self.quietly():
            return spoken(finished(self._answer(question, value, Token(question.id, number="singular"), Setting())))

    def _fill(self, source: str, setting: Setting) -> Inlines:
        """The words as they come; `finished` makes a line of them."""
        found = prepared(source)
        if len(found) == 1 and isinstance(found[0], Text):
            return (found[0],)
        out: list[Inline] = []
        for piece in found:
            if isinstance(piece, Text):
                out.append(piece)
            elif isinstance(piece, Name):
                out += self._name(piece.raw, setting)
            else:
                out += self._link(piece)
        return tuple(out)

    # --- links ------------------------------------------------------------------------------------------------------

    def _link(self, anchor: Anchor) -> Inlines:
        if not anchor.ref:
            return address(anchor.text, anchor.url)
        entry = self.state.guidance.entry(anchor.ref, self.state.as_of)
        if entry is None:
            return (
                (Text(anchor.text),)
                if anchor.text
                else (Gap(f"{REF}{anchor.ref}", f"Which edition of “{anchor.ref}” is in force?"),)
            )
        years = bool(entry.edition) and self._years_shown() and self.state.guidance.is_sure(entry, self.state.as_of)
        self.cited.setdefault(
            entry.family, Reference(entry.family, entry.title, entry.url, entry.edition if years else "", entry.checked)
        )
        title = f"{entry.title} ({entry.edition})" if years else entry.title
        return (Link(anchor.text or title, entry.url, entry.family),)

    def _years_shown(self) -> bool:
        if YEARS_SHOWN not in self.bundle.questions:
            return False
        return bool(self.state.live(YEARS_SHOWN) and self.state.value(YEARS_SHOWN)[0])

    # --- names ------------------------------------------------------------------------------------------------------

    def _name(self, raw: str, setting: Setting) -> Inlines:
        """What `{raw}` prints. The forms of terms, which stand in every other line, are printed once and kept.

        So is what is printed outside rows, where each name always says the same.
        """
        kept = self._terms.get(raw)
        if kept:
            self.shown.whole(kept[0])
            return kept[1]
        if setting is not PLAIN:
            return self._named(raw, setting)
        if raw not in self._names:
            self._names[raw] = self._named(raw, setting)
        return self._names[raw]

    def _named(self, raw: str, setting: Setting) -> Inlines:
        token = self.bundle.token(raw)
        if token is None:
            return (Gap("", f"nothing is called “{raw}”"),)
        if token.name == OWN:
            return self._formed(setting.own, token, "")
        question = self.bundle.questions[token.name]
        if question.scope == CONTROL and setting.detail and not setting.within:
            return (ControlValue(control_name(raw)),)
        return self._answered(raw, question, token, setting)

    def _answered(self, raw: str, question: Question, token: Token, setting: Setting) -> Inlines:
        value, confirmed = self._value(question, setting)
        if token.agree:
            return (Text(token.agree[1 if is_several(question, value, token) else 0]),)
        if question.id in setting.within:
            return (Text(ELLIPSIS),)
        if value is None or (value == [] and not setting.detail):
            return self._without(question, token, setting)
        if question.kind == "term":
            article = value.get("article", "") if isinstance(value, dict) else ""
            printed = self._formed(self._answer(question, value, token, setting), token, article)
            self._terms[raw] = (question.id, printed)
            return printed
        if confirmed:
            return self._formed(self._answer(question, value, token, setting), token, "")
        return self._unconfirmed(question, value, token, setting)

    def _unconfirmed(self, question: Question, value: Any, token: Token, setting: Setting) -> Inlines:
        with self.quietly():
            suggestion = spoken(finished(self._formed(self._answer(question, value, token, setting), token, "")))
        return (Gap(question.id, self._prompt(question, setting), upper(suggestion) if token.capital else suggestion),)

    def _value(self, question: Question, setting: Setting) -> tuple[Any, bool]:
        value, confirmed = self.state.value(question.id)
        if question.id in setting.row:
            return setting.row[question.id], confirmed
        if setting.aside or question.kind == "term" or question.scope == CONTROL:
            return value, confirmed
        known = question.id in self.state.school.derived or self.state.live(question.id)
        return (value, confirmed) if known else (None, False)

    def _without(self, question: Question, token: Token, setting: Setting) -> Inlines:
        if setting.detail and (question.optional or not self.state.live(question.id) or self._answered_none(question)):
            return ()
        if setting.aside and question.kind == "term" and question.forms:
            return self._formed((Text(question.forms[token.number == "plural"]),), token, "")
        return self._formed((Gap(question.id, self._prompt(question, setting)),), token, "")

    def _answered_none(self, question: Question) -> bool:
        return bool(self.state.value(question.id)[0] == [])

    def _prompt(self, question: Question, setting: Setting) -> str:
        if question.id in setting.within:
            return ELLIPSIS
        if not setting.within:
            return self.said(question.prompt)
        with self.quietly():
            inside = Setting(aside=True, within=(*setting.within, question.id))
            return spoken(finished(self._fill(question.prompt, inside)))

    def _formed(self, printed: Inlines, token: Token, article: str) -> Inlines:
        if token.article:
            printed = with_article(printed, token.article, article)
        if token.possessive:
            printed = possessive(printed, token.possessive)
        if not token.capital:
            return printed
        match printed:
            case (Gap() as first, *rest):
                return (replace(first, suggestion=upper(first.suggestion)), *rest)
        return capitalised(printed)

    # --- answers by kind --------------------------------------------------------------------------------------------

    def _answer(self, question: Question, value: Any, token: Token, setting: Setting) -> Inlines:
        match question.kind:
            case "term":
                self.shown.whole(question.id)
                return (Text(term_word(question, value, plural=token.number == "plural")),)
            case "choose-many" if isinstance(value, list):
                return join([self._choice(question, item, setting) for item in value], token.joined)
            case "choose-one" | "choose-many":
                return self._choice(question, value, setting)
            case "yes-no":
                self.shown.whole(question.id)
                option = question.option("yes" if value in (True, "yes") else "no")
                return self._fill(option.source, setting.inside(question.id)) if option else ()
            case "list":
                return self._list(question, value, token, setting)
            case kind:
                return self._simple(kind, value, token.path, question.id, bool(token.possessive))

    def _choice(self, question: Question, item: Any, setting: Setting) -> Inlines:
        option = question.option(chosen(item))
        if option is None:
            return ()
        if "{" not in option.source:
            self.shown.choice(question.id, item, with_own=False)
            return self._fill(option.source, setting)
        own = own_words(item)
        wanted = wants_own_words(option)
        if wanted and not own:
            return (Gap(question.id, self.said(option.label)),)
        self.shown.choice(question.id, item, with_own=wanted)
        return self._fill(option.source, setting.inside(question.id, (Text(without_stop(own)),)))

    def _list(self, question: Question, value: Any, token: Token, setting: Setting) -> Inlines:
        column = question.column(token.path[0]) if token.path else question.columns[0]
        if column is None:
            return ()
        rows = value if isinstance(value, list) else [value]
        cells = [self._cell(question, column, row, token) for row in rows]
        return join(cells, token.joined) if isinstance(value, list) else cells[0]

    def _cell(self, question: Question, column: Column, row: Any, token: Token) -> Inlines:
        cell = row.get(column.id) if isinstance(row, dict) else None
        if not cell:
            return () if column.may_be_empty else (Gap(question.id, self.said(column.label)),)
        key = (str(row.get("id", "")), column.id)
        printed = self._simple(column.kind, cell, token.path[1:], question.id, bool(token.possessive), key)
        if column.frame is None:
            return printed
        return self._fill(column.frame, Setting(own=printed, within=(question.id,)))

    def _simple(
        self, kind: str, value: Any, path: tuple[str, ...], name: str, owned: bool, cell: tuple[str, str] = ("", "")
    ) -> Inlines:
        match kind:
            case "person" | "link":
                is_link = kind == "link"
                found = link(value, path) if is_link else person(value, path, self._person_format(), name, owned=owned)
                self.shown.fields(name, cell, found.fields)
                return found.inline
            case "date":
                self.shown.whole(name, cell)
                return (Text(date_words(str(value))),)
            case _:
                self.shown.whole(name, cell)
                return (Text(str(value) if kind == "long-text" else without_stop(str(value))),)

    def _person_format(self) -> str:
        value = self.state.value(PERSON_FORMAT)[0] if PERSON_FORMAT in self.bundle.questions else None
        return chosen(value) or "title-name-role"
