"""The body of a template: headings, statements, guidance and the places of questions, line by line."""

from __future__ import annotations

import re

from apps.policydoc.problem import Problem
from apps.policydoc.source import grammar
from apps.policydoc.source.drafts import Draft, read_draft
from apps.policydoc.source.question import QuestionReader, open_question
from apps.policydoc.template import Node
from apps.policydoc.words import mistakes

_HEADING = re.compile(r"(#+) (.+)")
_STATEMENT = re.compile(r"( *)- (.+)")
_GUIDANCE = re.compile(r"( *)> (.+)")


def read_body(lines: list[tuple[int, str]], problems: list[Problem]) -> tuple[Node, ...]:
    """`lines` are the lines after the header with their numbers; mistakes go to `problems`."""
    reader = _Body(problems)
    for number, text in lines:
        reader.take(number, text)
    reader.close()
    return tuple(draft.node() for draft in reader.roots)


class _Body:
    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        self.roots: list[Draft] = []
        self.sections: list[Draft] = []
        self.statements: list[Draft] = []
        self.question: QuestionReader | None = None
        self.guided: Draft | None = None

    def problem(self, line: int, message: str) -> None:
        self.problems.append(Problem(line, message))

    def take(self, line: int, text: str) -> None:
        if self.question:
            self._inside(self.question, line, text)
        elif text.strip():
            self._outside(line, text)

    def _inside(self, question: QuestionReader, line: int, text: str) -> None:
        if text == ":::":
            self._finish(question)
        elif text.startswith(":::") or (question.prompt and _HEADING.fullmatch(text)):
            self._unclosed(question)
            self._outside(line, text)
        else:
            question.take(line, text)

    def _finish(self, question: QuestionReader) -> None:
        self.question = None
        if self.sections:
            self.sections[-1].questions.append(question.finish())

    def _unclosed(self, question: QuestionReader) -> None:
        self.problem(question.line, f"the question “{grammar.shortened(question.id)}” is never closed with “:::”")
        self.question = None

    def close(self) -> None:
        if self.question:
            self._unclosed(self.question)

    def _outside(self, line: int, text: str) -> None:
        if text.startswith("::: "):
            self._fence(line, text)
        elif match := _HEADING.fullmatch(text):
            self._heading(line, len(match[1]), match[2])
        elif match := _STATEMENT.fullmatch(text):
            self._statement(line, len(match[1]), match[2])
        elif match := _GUIDANCE.fullmatch(text):
            self._guidance(line, len(match[1]), match[2])
        elif text == ":::":
            self.problem(line, "this closes no question")
        else:
            expected = "a heading “# …”, a statement “- …”, guidance “> …” or a question “::: …”"
            self.problem(line, f"expected {expected}, got: {grammar.shortened(text)}")

    def _fence(self, line: int, text: str) -> None:
        self.question = open_question(text, line, self.problems)
        self.guided = None
        if not self.sections:
            self.problem(line, "a question stands under a heading")
        elif self.statements:
            self.problem(line, "questions stand directly under their heading, before its first statement")

    def _heading(self, line: int, level: int, raw: str) -> None:
        if level > 3:
            self.problem(line, "headings go three levels deep: #, ##, ###")
            level = 3
        while self.sections and self.sections[-1].level >= level:
            self.sections.pop()
        if level != len(self.sections) + 1:
            self.problem(line, "a heading level is skipped")
        draft = read_draft(raw, level=level, depth=0, line=line, problems=self.problems)
        self._words(line, draft.text)
        (self.sections[-1].children if self.sections else self.roots).append(draft)
        self.sections.append(draft)
        self.statements.clear()
        self.guided = draft

    def _statement(self, line: int, indent: int, raw: str) -> None:
        depth, odd = divmod(indent, 2)
        if depth >= grammar.STATEMENT_DEPTH:
            self.problem(line, "statements go three levels deep")
            depth = grammar.STATEMENT_DEPTH - 1
        if odd or depth > len(self.statements):
            self.problem(line, "indent by exactly two spaces under the statement it belongs to")
        del self.statements[depth:]
        draft = read_draft(raw, level=0, depth=depth, line=line, problems=self.problems)
        self._words(line, draft.text)
        parent = self.statements[-1] if self.statements else self.sections[-1] if self.sections else None
        (parent.children if parent else self.roots).append(draft)
        self.statements.append(draft)
        self.guided = draft

    def _guidance(self, line: int, indent: int, text: str) -> None:
        self._words(line, text)
        if self.guided is None:
            self.problem(line, "guidance stands right after the heading or statement it is about, or inside a question")
            return
        wanted = 0 if self.guided.level else 2 * self.guided.depth + 2
        if indent != wanted:
            self.problem(line, f"guidance here is indented by {wanted} spaces")
        if self.guided.same:
            self.problem(line, "a statement with same=… takes its guidance from the other one too")
        self.guided.guidance.append(text)

    def _words(self, line: int, text: str) -> None:
        for message in mistakes(text):
            self.problem(line, message)
