"""The overview of the library that docs/library.md is: what each template asks, and where each decision is taken."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from apps.policydoc.answers import Answers
from apps.policydoc.bundle import Bundle
from apps.policydoc.index import index_of
from apps.policydoc.printing import Printer
from apps.policydoc.state import State
from apps.policydoc.template import CONTROL, POLICY, SCHOOL, Node, Option, Question, Template
from apps.policydoc.uses import uses_of

from . import library
from .ledger import Decision

NOWHERE = "nowhere yet"
ASKED_AS = {CONTROL: "control field", SCHOOL: "school question", POLICY: "question"}


@dataclass(frozen=True)
class Place:
    """Where a decision is taken: as what, in which files, and the words that the school reads."""

    taken_as: str
    files: tuple[str, ...]
    words: str


@dataclass(frozen=True)
class Figures:
    """What a policy of one template asks and says: numbers of questions by kind, and of statements."""

    own_questions: int
    decide_yourself: int
    usual_choices: int
    may_stay_empty: int
    school_questions: int
    statements: int
    optional_statements: int


class Overview:
    """The shipped files of one folder, read once."""

    def __init__(self, folder: Path = library.LIBRARY) -> None:
        self.bundles = {
            file.family: library.resolve_at(file.path, (folder,)).bundle for file in library.shipped(folder)
        }

    @cached_property
    def policies(self) -> dict[str, Bundle]:
        """What a school can start from."""
        return {family: self.bundles[family] for family in library.startable(self._templates())}

    @cached_property
    def texts(self) -> dict[str, Bundle]:
        """The files that hold a policy's text, each by itself: what `uses` names prints only where it is taken."""
        used = library.used(self._templates())
        return {
            family: bundle
            for family, bundle in self.bundles.items()
            if not bundle.template.parts and family not in used
        }

    def place(self, decision: Decision) -> Place:
        """Where it is taken, its words with the usual terms; NOWHERE if nothing takes it."""
        if decision.not_asked:
            return Place("not asked", (), decision.not_asked)
        for bundle in self.bundles.values():
            question, node = bundle.questions.get(decision.id), bundle.nodes.get(decision.id)
            if question:
                return Place(_asked_as(question), self._asking(question), said(bundle, question.prompt))
            if node:
                files = tuple(family for family, text in self.texts.items() if node.id in index_of(text).places)
                return Place(_stands_as(node), files, said(bundle, bundle.source(node)))
        return Place(NOWHERE, (), "")

    def question(self, identifier: str) -> Question | None:
        found = (bundle.questions.get(identifier) for bundle in self.bundles.values())
        return next(filter(None, found), None)

    def label(self, question: Question, option: Option) -> str:
        """The label of one option with the usual terms, marked as in a template."""
        bundle = next(bundle for bundle in self.bundles.values() if question.id in bundle.questions)
        return said(bundle, option.plural or option.label) + " *" * option.recommended + " !" * option.needs_reason

    def figures(self, bundle: Bundle) -> Figures:
        asked = [question for question in bundle.questions.values() if is_used(bundle, question)]
        own = [question for question in asked if question.scope == POLICY]
        nodes = [node for part in bundle.parts for node in part.walk()]
        statements = [node for node in nodes if not node.is_section]
        return Figures(
            own_questions=len(own),
            decide_yourself=sum(decides(question) for question in own),
            usual_choices=sum(has_usual_choice(question) for question in own),
            may_stay_empty=sum(question.optional for question in own),
            school_questions=sum(question.scope == SCHOOL for question in asked),
            statements=len(statements),
            optional_statements=sum(bool(node.optional) for node in nodes),
        )

    def _templates(self) -> list[Template]:
        return [bundle.template for bundle in self.bundles.values()]

    def _asking(self, question: Question) -> tuple[str, ...]:
        if question.scope == CONTROL:
            return ()
        return tuple(family for family, bundle in self.texts.items() if is_used(bundle, question))


def is_used(bundle: Bundle, question: Question) -> bool:
    """Whether some policy of this template asks it: on a page of its own, or because its text needs it."""
    index = index_of(bundle)
    if question.id in index.asked or question.id in index.always:
        return True
    uses = uses_of(bundle).get(question.id, ())
    return any(not use.through or is_used(bundle, bundle.questions[use.through]) for use in uses)


def has_usual_choice(question: Question) -> bool:
    return any(option.recommended for option in question.options)


def decides(question: Question) -> bool:
    """Whether the head decides it without a suggestion of ours."""
    return not question.optional and not has_usual_choice(question)


def said(bundle: Bundle, words: str) -> str:
    return Printer(State(bundle, Answers())).said(words)


def _asked_as(question: Question) -> str:
    asked = f"{ASKED_AS[question.scope]} ({question.kind})"
    if question.scope == CONTROL:
        return asked
    if question.derived:
        return f"{asked}, derived from the register"
    settled = "usual choice" if has_usual_choice(question) else "decide yourself"
    return f"{asked}, {'may stay empty' if question.optional else settled}"


def _stands_as(node: Node) -> str:
    what = "section" if node.is_section else "statement"
    return {"on": f"optional {what}", "off": f"optional {what}, left out at first", "": what}[node.optional]
