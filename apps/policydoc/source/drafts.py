"""A node while it is being read: lines still add guidance, questions and children to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from apps.policydoc.problem import Problem
from apps.policydoc.source import grammar
from apps.policydoc.template import Ask, Node, Question, When

_SECTION_WORDS = "optional, optional=off, when=…"
_STATEMENT_WORDS = "optional, optional=off, callout, each=…, same=…, when=…"


@dataclass
class Draft:
    """One heading (`level` 1 to 3) or statement (`level` 0, `depth` 0 to 2)."""

    id: str
    text: str
    level: int
    depth: int
    line: int
    when: list[When] = field(default_factory=list)
    each: str = ""
    same: str = ""
    optional: Literal["", "on", "off"] = ""
    callout: bool = False
    guidance: list[str] = field(default_factory=list)
    questions: list[Question | Ask] = field(default_factory=list)
    children: list[Draft] = field(default_factory=list)

    def node(self) -> Node:
        return Node(
            id=self.id,
            text=self.text,
            level=self.level,
            when=tuple(self.when),
            each=self.each,
            same=self.same,
            optional=self.optional,
            callout=self.callout,
            guidance=tuple(self.guidance),
            questions=tuple(self.questions),
            children=tuple(child.node() for child in self.children),
            line=self.line,
        )


def read_draft(raw: str, *, level: int, depth: int, line: int, problems: list[Problem]) -> Draft:
    """The words and attributes of one heading or statement; `raw` is the line without its `#` or `-`."""
    words, attributes = _divided(raw)
    if attributes is None:
        problems.append(Problem(line, "end the line with an id of its own, such as {#keep-short}"))
        return Draft("", words, level, depth, line)
    node_id, *extra = attributes.split(" ")
    if message := grammar.id_problem(node_id):
        problems.append(Problem(line, message))
    draft = Draft(node_id, words, level, depth, line)
    for word in extra:
        if message := _attribute(draft, word):
            problems.append(Problem(line, message))
    if level and not words:
        problems.append(Problem(line, "a heading needs words"))
    if not level and bool(words) == bool(draft.same):
        problems.append(Problem(line, "a statement has either words of its own or same=…"))
    return draft


def _divided(raw: str) -> tuple[str, str | None]:
    """The words, and what stands between `{#` and `}` at the end of the line."""
    start = raw.rfind("{#")
    if start < 0 or not raw.endswith("}") or "}" in raw[start:-1] or (start and raw[start - 1] != " "):
        return raw, None
    return raw[: max(start - 1, 0)], raw[start + 2 : -1]


def _attribute(draft: Draft, word: str) -> str:
    """Sets one attribute of `draft`; the message if it can't be."""
    name, equals, value = word.partition("=")
    if name == "when" and equals:
        if (condition := grammar.read_when(value)) is None:
            return when_message(value)
        draft.when.append(condition)
        return ""
    if getattr(draft, name, None) and name in ("optional", "callout", "each", "same"):
        return f"“{name}” stands twice"
    match word:
        case "optional":
            draft.optional = "on"
        case "optional=off":
            draft.optional = "off"
        case "callout" if not draft.level:
            draft.callout = True
        case _ if name == "each" and grammar.is_name(value) and not draft.level:
            draft.each = value
        case _ if name == "same" and grammar.is_name(value) and "." not in value and not draft.level:
            draft.same = value
        case _:
            allowed = _SECTION_WORDS if draft.level else _STATEMENT_WORDS
            return f"“{grammar.shortened(word)}” is none of: {allowed}"
    return ""


def when_message(value: str) -> str:
    return f"“when={grammar.shortened(value)}” is none of: when=question, when=question:option,option, when=!…"
