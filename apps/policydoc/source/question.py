"""One question, from `:::` to `:::`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from apps.policydoc.problem import Problem
from apps.policydoc.source import grammar
from apps.policydoc.source.drafts import when_message
from apps.policydoc.template import KINDS, KINDS_WITH_OPTIONS, PART, SCHOOL, Ask, Column, Option, Question, When
from apps.policydoc.words import Name, Plain, mistakes, pieces

COLUMN_KINDS = ("text", "person", "link", "date")
_OPTION = re.compile(r"([^\s:]+)(?: ([*!]))?: (.+)")
_COLUMN = re.compile(r"([^\s:?()]+)(\?)?(?: \(([^()]*)\))?: (.+)")
_OFFERED = re.compile(r" \{(when=[^{}]*)\}$")
_FORM = re.compile(r"[^{}\[\]\\|]*[^{}\[\]\\|'’ ]")
_ARTICLE = re.compile(r"(?:an?|the) ", re.IGNORECASE)


@dataclass
class QuestionReader:
    """Takes the lines after the opening fence one by one; `finish` gives the question.

    `beside` holds the guidance of each option or column so far, `known` their ids; `entries` counts also the
    lines that could not be read as one.
    """

    kind: str
    id: str
    line: int
    problems: list[Problem]
    optional: bool = False
    derived: bool = False
    when: list[When] = field(default_factory=list)
    forms: tuple[str, str] | None = None
    prompt: str = ""
    options: list[Option] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)
    guidance: list[str] = field(default_factory=list)
    beside: list[list[str]] = field(default_factory=list)
    known: set[str] = field(default_factory=set)
    entries: int = 0

    def problem(self, line: int, message: str) -> None:
        self.problems.append(Problem(line, message))

    def words(self, line: int, source: str) -> str:
        for message in mistakes(source):
            self.problem(line, message)
        return source

    # --- lines ---

    def take(self, line: int, text: str) -> None:
        if not text:
            self.problem(line, "no blank lines inside a question")
        elif self.kind == "ask":
            self.problem(line, "::: ask only places a question: nothing stands between it and :::")
        elif text.startswith("> "):
            self.guidance.append(self.words(line, text[2:]))
        elif text.startswith("  > "):
            self._guide_last(line, text[4:])
        elif text.startswith("- "):
            self._entry(line, text[2:])
        elif self.prompt:
            self.problem(line, "a question's prompt is one line: put the rest after “> ”")
        elif text.startswith((" ", "-", ">", "#")):
            self.problem(line, f"a question's prompt is plain words, got: {grammar.shortened(text)}")
        else:
            if self.options or self.columns or self.guidance:
                self.problem(line, "a question's prompt is the first line after its fence")
            self.prompt = self.words(line, text)

    def _guide_last(self, line: int, text: str) -> None:
        self.words(line, text)
        if self.guidance or not self.beside:
            self.problem(line, "guidance indented by two spaces stands under an option")
        else:
            self.beside[-1].append(text)

    def _entry(self, line: int, raw: str) -> None:
        self.entries += 1
        if self.guidance:
            self.problem(line, "guidance about the whole question comes after its last option")
        if self.kind == "list":
            self._column(line, raw)
        elif self.kind in KINDS_WITH_OPTIONS:
            self._option(line, raw)
        elif self.kind in KINDS:
            self.problem(line, f"a {self.kind} question has no options")

    def _option(self, line: int, raw: str) -> None:
        raw, when = self._offered(line, raw)
        match = _OPTION.fullmatch(raw)
        if not match:
            self.problem(line, "write “- value: Label” or “- value *: Label => words” (one mark: * or !)")
            return
        if message := self._value_problem(match[1], match[2] or "", bool(when)):
            self.problem(line, message)
        label, words = self._label(line, match[3])
        plural = ""
        if self.kind == "term":
            label, plural = self._term_words(line, label, words)
        self.known.add(match[1])
        self.beside.append([])
        self.options.append(Option(match[1], label, words, match[2] == "*", match[2] == "!", when, (), plural))

    def _value_problem(self, value: str, mark: str, conditional: bool) -> str:
        if self.kind == "yes-no" and value not in ("yes", "no"):
            return "the options of a yes-no question are yes and no"
        if value in self.known:
            return f"“{self.id}” has the option “{grammar.shortened(value)}” twice"
        if self.kind == "term" and mark == "!":
            return "the words of a term ask for no reason: use * alone"
        if conditional and self.kind not in ("choose-one", "choose-many", "term"):
            return "only an option of choose-one, choose-many or term can be offered under a condition"
        if conditional and self.kind == "term" and mark == "*":
            return "the usual word of a term is always offered: it stands wherever nobody has chosen another"
        return grammar.id_problem(value)

    def _offered(self, line: int, raw: str) -> tuple[str, tuple[When, ...]]:
        match = _OFFERED.search(raw)
        if not match:
            return raw, ()
        found = []
        for word in match[1].split(" "):
            condition = grammar.read_when(word.removeprefix("when=")) if word.startswith("when=") else None
            if condition is None:
                self.problem(line, when_message(word.removeprefix("when=")))
            else:
                found.append(condition)
        return raw[: match.start()], tuple(found)

    def _label(self, line: int, rest: str) -> tuple[str, str | None]:
        """The label, and the words after `=>` (None without an arrow)."""
        label, arrow, words = rest.partition(" =>")
        if label.startswith("=>"):
            self.problem(line, "a label is needed before “=>”: it is what the head reads")
        self.words(line, label)
        return label, self.words(line, words.removeprefix(" ")) if arrow else None

    def _term_words(self, line: int, label: str, words: str | None) -> tuple[str, str]:
        forms = label.split(" | ")
        if words is not None or len(forms) != 2 or not all(_FORM.fullmatch(form) for form in forms):
            self.problem(line, "write the words of a term as “- value: singular | plural”, in plain words")
            return label, ""
        return forms[0], forms[1]

    def _column(self, line: int, raw: str) -> None:
        match = _COLUMN.fullmatch(raw)
        if not match:
            self.problem(line, "write a column as “- id: Label”, “- id (person): Label” or “- id? (link): Label => …”")
            return
        column_id, kind = match[1], match[3] if match[3] is not None else "text"
        if message := grammar.id_problem(column_id):
            self.problem(line, message)
        if column_id == "id":
            self.problem(line, "the column “id” is reserved: the program gives each row its id")
        if column_id in self.known:
            self.problem(line, f"“{self.id}” has the column “{grammar.shortened(column_id)}” twice")
        if kind not in COLUMN_KINDS:
            self.problem(line, f"a column is one of: {', '.join(COLUMN_KINDS)}")
        label, frame = self._label(line, match[4])
        if frame is not None and not _is_frame(frame):
            self.problem(line, "the words of a column hold {own} once, for the cell, and otherwise plain words")
        self.known.add(column_id)
        self.beside.append([])
        self.columns.append(Column(column_id, label, kind, bool(match[2]), frame))

    # --- the whole ---

    def finish(self) -> Question | Ask:
        if self.kind == "ask":
            return Ask(self.id, tuple(self.when), line=self.line)
        if message := self._whole_problem():
            self.problem(self.line, message)
        return Question(
            id=self.id,
            kind=next((kind for kind in KINDS if kind == self.kind), "text"),
            prompt=self.prompt,
            options=tuple(replace(o, guidance=tuple(g)) for o, g in zip(self.options, self.beside, strict=False)),
            columns=tuple(replace(c, guidance=tuple(g)) for c, g in zip(self.columns, self.beside, strict=False)),
            forms=self.forms,
            guidance=tuple(self.guidance),
            when=tuple(self.when),
            optional=self.optional,
            derived=self.derived,
            line=self.line,
        )

    def _whole_problem(self) -> str:
        if not self.prompt:
            return "a question needs its prompt, on the line after its fence"
        if self.kind in ("choose-one", "choose-many") and not self.entries:
            return f"“{self.id}” has no options"
        if self.kind == "list" and not self.entries:
            return f"“{self.id}” has no columns"
        if self.kind != "choose-many" and sum(option.recommended for option in self.options) > 1:
            return f"“{self.id}” recommends two options"
        if self.derived and not self.id.startswith(f"{SCHOOL}."):
            return "only a question about the school (school.…) can be derived from the register"
        return ""


def _is_frame(source: str) -> bool:
    found = pieces(source)
    return sum(piece == Name("own") for piece in found) == 1 and all(
        isinstance(piece, Plain) or piece == Name("own") for piece in found
    )


def open_question(text: str, line: int, problems: list[Problem]) -> QuestionReader:
    """Reads the fence `::: kind id [optional] [derived] [when=...]... [= singular | plural]`."""
    head, equals, tail = text.removeprefix("::: ").partition(" = ")
    kind, _, rest = head.partition(" ")
    name, *flags = rest.split(" ")
    reader = QuestionReader(kind, name, line, problems)
    if kind not in (*KINDS, "ask"):
        known = ", ".join((*KINDS, "ask"))
        reader.problem(line, f"“{grammar.shortened(kind)}” is no kind of question; use one of: {known}")
    if message := grammar.name_problem(name):
        reader.problem(line, message)
    for flag in flags:
        _flag(reader, flag)
    _forms(reader, tail.split(" | ") if equals else [])
    return reader


def _flag(reader: QuestionReader, flag: str) -> None:
    if reader.kind == "ask" and not re.match(rf"when=!?{PART}:", flag):
        reader.problem(reader.line, "::: ask takes the id of a question, and at most when=part:…")
    elif flag == "optional" and not reader.optional:
        reader.optional = True
    elif flag == "derived" and not reader.derived:
        reader.derived = True
    elif flag.startswith("when="):
        condition = grammar.read_when(flag.removeprefix("when="))
        if condition is None:
            reader.problem(reader.line, when_message(flag.removeprefix("when=")))
        else:
            reader.when.append(condition)
    else:
        reader.problem(reader.line, f"“{grammar.shortened(flag)}” is none of: optional, derived, when=…")


def _forms(reader: QuestionReader, forms: list[str]) -> None:
    if reader.kind != "term":
        if forms:
            reader.problem(reader.line, "only a term says “= singular | plural”")
    elif len(forms) != 2 or not all(_FORM.fullmatch(form) and not _ARTICLE.match(form) for form in forms):
        reader.problem(reader.line, "end the fence of a term with “ = singular | plural”: plain words without article")
    elif forms[0] == forms[1]:
        reader.problem(reader.line, "the two forms on a term's fence differ, so that each {token} says which it means")
    else:
        reader.forms = (forms[0], forms[1])
