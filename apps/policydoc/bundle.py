"""The files that compose one policy, as a whole: its parts, and everything that their names can mean."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from apps.policydoc.composition import for_parts
from apps.policydoc.problem import Problem, SourceError
from apps.policydoc.source.header import line_of
from apps.policydoc.template import Node, Question, Template
from apps.policydoc.words import OWN, Shape, Token, shape

SCHOOL_FAMILY = "school"
Load = Callable[[str], Template]
Found = TypeVar("Found")


@dataclass(frozen=True, eq=False)
class Bundle:
    """A closed set of files. `template` is the file that was asked for; `parts` are the files that print.

    `school` holds the questions that are asked once per school; `shared` are the files named by `uses`, whose
    statements print only where a `same=` takes them. A file without `parts` is its own single part.
    """

    template: Template
    parts: tuple[Template, ...] = ()
    school: Template | None = None
    shared: tuple[Template, ...] = ()

    def __post_init__(self) -> None:
        """What each file says only in other company is left out here, so that nothing later has to know of it."""
        families = self.template.parts or (self.template.family,)
        template = for_parts(self.template, families)
        parts = tuple(for_parts(part, families) for part in self.parts) if self.template.parts else (template,)
        object.__setattr__(self, "template", template)
        object.__setattr__(self, "parts", parts)
        object.__setattr__(self, "school", for_parts(self.school, families) if self.school else None)
        object.__setattr__(self, "shared", tuple(for_parts(file, families) for file in self.shared))

    @cached_property
    def files(self) -> tuple[Template, ...]:
        """Every file once: the template, its parts, the school's questions, the shared statements."""
        school = (self.school,) if self.school else ()
        return tuple({file.family: file for file in (self.template, *self.parts, *school, *self.shared)}.values())

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """Every question by its id, in the order of the parts, then of the school's file."""
        found: dict[str, Question] = {}
        for file in self.files:
            for question in file.questions():
                found.setdefault(question.id, question)
        return found

    @cached_property
    def nodes(self) -> Mapping[str, Node]:
        """Every section and statement by its id."""
        found: dict[str, Node] = {}
        for file in self.files:
            for node in file.walk():
                found.setdefault(node.id, node)
        return found

    @cached_property
    def forms(self) -> Mapping[str, tuple[str, str]]:
        """What a template may call a term: "pupils" -> ("school.learner-term", "plural")."""
        found: dict[str, tuple[str, str]] = {}
        for question in self.questions.values():
            for form, number in zip(question.forms or (), ("singular", "plural"), strict=False):
                found.setdefault(form, (question.id, number))
        return found

    def source(self, node: Node) -> str:
        """The words of `node`: its own, or those of the statement that `same=` names."""
        return self.nodes[node.same].text if node.same in self.nodes else node.text

    def guidance(self, node: Node) -> tuple[str, ...]:
        return self.nodes[node.same].guidance if node.same in self.nodes else node.guidance

    def token(self, raw: str) -> Token | None:
        """What `{raw}` asks for, or None if nothing in these files is called so."""
        found = self._tokens.get(raw)
        if found is None:
            found = self._tokens[raw] = _Lookup(self).token(raw)
        return found

    def once(self, make: Callable[[Bundle], Found]) -> Found:
        """What `make` finds out about this bundle before anybody answers: worked out once and kept with it."""
        if make not in self._found:
            self._found[make] = make(self)
        found: Found = self._found[make]
        return found

    @cached_property
    def _found(self) -> dict[Callable[[Bundle], Any], Any]:
        return {}

    @cached_property
    def _tokens(self) -> dict[str, Token | None]:
        return {}


@dataclass(frozen=True)
class _Lookup:
    bundle: Bundle

    def token(self, raw: str) -> Token | None:
        parts = shape(raw)
        if parts is None:
            return None
        found = self._term(parts)
        if found or parts.article:
            return found
        body = parts.lowered
        if body == OWN:
            return None if parts.extra else Token(OWN, (), parts.capital, "", parts.possessive)
        for name, path in _cuts(body):
            if name in self.bundle.questions:
                return _token(parts, name, path)
        return None

    def _term(self, parts: Shape) -> Token | None:
        for body in (parts.body, parts.lowered):
            if body in self.bundle.forms:
                name, number = self.bundle.forms[body]
                return _token(parts, name, (), number=number, capital=bool(parts.article) or body != parts.body)
        return None


def _cuts(body: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """`a.b.c` as a name with its path, the longest name first; no name has more than one dot."""
    words = body.split(".", 4)
    if len(words) > 4:
        return
    for cut in range(min(len(words), 2), 0, -1):
        yield ".".join(words[:cut]), tuple(words[cut:])


def _token(parts: Shape, name: str, path: tuple[str, ...], *, number: str = "", capital: bool = True) -> Token:
    agree = (parts.extra[0], parts.extra[1]) if len(parts.extra) == 2 else None
    return Token(
        name=name,
        path=path,
        capital=parts.capital and capital,
        article="the" if parts.article in ("the", "The") else "a" if parts.article else "",
        possessive=parts.possessive,
        number="singular" if number == "singular" else "plural" if number else "",
        joined=parts.extra[0] if len(parts.extra) == 1 else "and",
        agree=agree,
    )


def resolve_bundle(template: Template, load: Load) -> Bundle:
    """The bundle of `template`, its other files fetched by `load(family)`, which raises LookupError for an unknown one.

    Raises SourceError for every family that cannot be had, and for parts within parts.
    """
    resolver = _Resolver(template, load)
    parts = tuple(resolver.fetch("parts", family) for family in template.parts)
    uses = dict.fromkeys(family for file in (template, *filter(None, parts)) for family in file.uses)
    shared = tuple(resolver.fetch("uses", family) for family in uses if family != SCHOOL_FAMILY)
    school = template if template.family == SCHOOL_FAMILY else resolver.fetch("school", SCHOOL_FAMILY)
    if resolver.problems:
        raise SourceError(resolver.problems)
    return Bundle(template, tuple(filter(None, parts)), school, tuple(filter(None, shared)))


class _Resolver:
    def __init__(self, template: Template, load: Load) -> None:
        self.template = template
        self.load = load
        self.problems: list[Problem] = []

    def fetch(self, key: str, family: str) -> Template | None:
        try:
            found = self.load(family)
        except LookupError:
            wanted = "the school's own questions are" if key == "school" else f"“{key}” names “{family}”, which is"
            self._problem(key, f"{wanted} not to be found: no template is called “{family}”")
            return None
        if found.family != family:
            self._problem(key, f'“{key}” names “{family}”, but the file found says family = "{found.family}"')
            return None
        if found.parts:
            self._problem(key, f"“{key}” names “{family}”, which has parts itself: name those")
            return None
        return found

    def _problem(self, key: str, message: str) -> None:
        self.problems.append(Problem(line_of(self.template.header_source, key), message))
