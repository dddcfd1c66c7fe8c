"""What can be said of a bundle before anybody answers: where each question is asked, and what prints it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from apps.policydoc.around import sources_around
from apps.policydoc.bundle import Bundle
from apps.policydoc.template import Ask, Node, Question, Template, When
from apps.policydoc.words import OWN, Anchor, Name, names, pieces

PERSON_FORMAT = "school.dsl-name-format"
YEARS_SHOWN = "guidance-years-shown"  # whether a link without words of its own prints the year of its guidance


@dataclass(frozen=True)
class Place:
    """A place of a question or node: the part, its nearest heading, and all nodes from the top down to it."""

    part: str
    section: str
    above: tuple[Node, ...]

    @cached_property
    def conditions(self) -> tuple[When, ...]:
        """All conditions down to it, but for those on the cells of a row."""
        return tuple(when for node in self.above for when in node.when if not when.column)

    @cached_property
    def ids(self) -> frozenset[str]:
        """Of the node and all above it."""
        return frozenset(node.id for node in self.above)


@dataclass(frozen=True, eq=False)
class Index:
    """Made once per bundle. `asked` are the places of a question in the parts; `defined` where its file asks it.

    `printers` and `gates` are the nodes that print a question and whose condition names it; `always` holds the
    questions that what stands around the text prints; `wanted_by` those whose own conditions name another question.
    `homes` is the file of each node that stands in no part. `starts_out` are the nodes that start left out.
    """

    bundle: Bundle
    asked: dict[str, list[Place]] = field(default_factory=dict)
    defined: dict[str, Place] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    printers: dict[str, list[str]] = field(default_factory=dict)
    gates: dict[str, list[str]] = field(default_factory=dict)
    always: set[str] = field(default_factory=set)
    wanted_by: dict[str, list[str]] = field(default_factory=dict)
    homes: dict[str, Template] = field(default_factory=dict)
    starts_out: list[Node] = field(default_factory=list)
    parents: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for part in self.bundle.parts:
            for node in part.nodes:
                self._visit(part, node, ())
        for file in self.bundle.files:
            if file not in self.bundle.parts:
                for node in file.nodes:
                    self._visit_elsewhere(file, node, ())
        self._find_always()
        self._find_wanted()

    def _visit(self, part: Template, node: Node, above: tuple[Node, ...]) -> None:
        place = Place(part.family, _section((*above, node)), (*above, node))
        self.places[node.id] = place
        if node.optional == "off":
            self.starts_out.append(node)
        self.parents[node.id] = above[-1].id if above else part.family
        for placed in node.questions:
            key = placed.question if isinstance(placed, Ask) else placed.id
            self.asked.setdefault(key, []).append(place)
        for name in self.mentioned(self.bundle.source(node)) | ({node.each} if node.each else set()):
            self.printers.setdefault(name, []).append(node.id)
        for when in node.when:
            self.gates.setdefault(when.question, []).append(node.id)
        for child in node.children:
            self._visit(part, child, place.above)

    def _visit_elsewhere(self, file: Template, node: Node, above: tuple[Node, ...]) -> None:
        place = Place(file.family, _section((*above, node)), (*above, node))
        self.homes[node.id] = file
        for placed in node.questions:
            if isinstance(placed, Question):
                self.defined.setdefault(placed.id, place)
        for child in node.children:
            self._visit_elsewhere(file, child, place.above)

    def _find_always(self) -> None:
        """The questions that are wanted whatever the text's conditions are: by what stands around it."""
        for source in sources_around(self.bundle):
            self.always.update(self.mentioned(source))

    def _find_wanted(self) -> None:
        for question in self.bundle.questions.values():
            of_options = (when for option in question.options for when in option.when)
            for name in dict.fromkeys(when.question for when in (*self.conditions(question), *of_options)):
                self.wanted_by.setdefault(name, []).append(question.id)

    def conditions(self, question: Question) -> tuple[When, ...]:
        """What must hold for a question to be asked, beside its places in the parts.

        The conditions over a question in the school's or a shared file count as its own.
        """
        home = self.defined.get(question.id) if question.id not in self.asked else None
        above = tuple(when for node in home.above for when in node.when) if home else ()
        return (*above, *question.when)

    def mentioned(self, source: str) -> set[str]:
        """The questions whose answers the words print, also through the words of options."""
        found: set[str] = set()
        waiting = list(self._direct(source))
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += self._through.get(name, ())
        return found

    @cached_property
    def _through(self) -> dict[str, set[str]]:
        """question -> the questions that its own words print."""
        found = {}
        for question in self.bundle.questions.values():
            sources = [option.source for option in question.options] if question.kind != "term" else []
            sources += [column.frame for column in question.columns if column.frame]
            found[question.id] = {name for source in sources for name in self._direct(source)} - {question.id}
        return found

    def _direct(self, source: str) -> Iterator[str]:
        for piece in pieces(source):
            if isinstance(piece, Name):
                yield from self._named(piece.raw)
            elif isinstance(piece, Anchor) and piece.ref and not piece.text and YEARS_SHOWN in self.bundle.questions:
                yield YEARS_SHOWN

    @cached_property
    def roles(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        """(question, column or "") -> the nodes that print the role of its persons with `.role`."""
        found: dict[tuple[str, str], list[str]] = {}
        for node_id, place in self.places.items():
            for raw in names(self.bundle.source(place.above[-1])):
                token = self.bundle.token(raw)
                if token and token.path[-1:] == ("role",):
                    column = token.path[0] if len(token.path) == 2 else ""
                    found.setdefault((token.name, column), []).append(node_id)
        return {key: tuple(nodes) for key, nodes in found.items()}

    def _named(self, raw: str) -> Iterator[str]:
        token = self.bundle.token(raw)
        if token is None or token.name == OWN:
            return
        yield token.name
        question = self.bundle.questions[token.name]
        column = question.column(token.path[0]) if question.kind == "list" and token.path else None
        kind, path = (column.kind, token.path[1:]) if column else (question.kind, token.path)
        if kind == "list":
            kind = question.columns[0].kind if question.columns else ""
        if kind == "person" and path in ((), ("without-role",)) and PERSON_FORMAT in self.bundle.questions:
            yield PERSON_FORMAT

    @cached_property
    def reading_order(self) -> tuple[tuple[Question | Node, Place], ...]:
        """Every question (at each of its places) and every optional node of the parts, as a reader meets them.

        The questions that no part asks come last, in the order of their own files.
        """
        found: list[tuple[Question | Node, Place]] = []
        for part in self.bundle.parts:
            for node in part.walk():
                place = self.places[node.id]
                if node.optional:
                    found.append((node, place))
                found += [(question, place) for question in self._questions_of(node)]
        found += [(self.bundle.questions[key], place) for key, place in self.defined.items() if key not in self.asked]
        return tuple(found)

    def _questions_of(self, node: Node) -> Iterator[Question]:
        for placed in node.questions:
            key = placed.question if isinstance(placed, Ask) else placed.id
            if key in self.bundle.questions:
                yield self.bundle.questions[key]


def index_of(bundle: Bundle) -> Index:
    """The index of a bundle, made when it is first asked for and kept with it."""
    return bundle.once(Index)


def _section(nodes: tuple[Node, ...]) -> str:
    return next((node.id for node in reversed(nodes) if node.is_section), "")
