"""How a policy comes to use a school question that none of its pages asks, worked out before anybody answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from apps.policydoc.bundle import Bundle
from apps.policydoc.index import Index, index_of
from apps.policydoc.template import Node, Question, When

# What is to be known of a question: whether it is "live" (asked), or "used" by anything.
Fact = tuple[str, str]


@dataclass(frozen=True)
class Use:
    """One way to a question: none of `nodes` is left out and all `conditions` hold.

    `printer` is the node whose own words print the question; `through` the school question that is used itself and
    asks after this one.
    """

    nodes: tuple[Node, ...] = ()
    conditions: tuple[When, ...] = ()
    printer: str = ""
    through: str = ""

    @cached_property
    def ids(self) -> frozenset[str]:
        return frozenset(node.id for node in self.nodes)


def uses_of(bundle: Bundle) -> Mapping[str, tuple[Use, ...]]:
    """The uses of each question that no part asks, worked out once per bundle.

    Where a condition on the way could itself wait for the question, it does not count: whether a question is asked
    never rests on itself, in whatever order it is looked at.
    """
    return bundle.once(_uses_of)


def _uses_of(bundle: Bundle) -> Mapping[str, tuple[Use, ...]]:
    index = index_of(bundle)
    graph = _Graph(index)
    found = {}
    for question in bundle.questions.values():
        if question.id not in index.asked:
            found[question.id] = tuple(dict.fromkeys(graph.freed(question.id, use) for use in _uses(index, question)))
    return found


def _uses(index: Index, question: Question) -> Iterator[Use]:
    key = question.id
    for node in index.gates.get(key, ()):
        above = index.places[node].above
        yield Use(above, _before(key, _conditions(above)))
    for node in index.printers.get(key, ()):
        above = index.places[node].above
        yield Use(above, tuple(when for when in _conditions(above) if when.question != key), printer=node)
    for name in index.wanted_by.get(key, ()):
        other = index.bundle.questions[name]
        conditions = _before(key, index.conditions(other))
        if name not in index.asked:
            yield Use((), conditions, through=name)
        for place in index.asked.get(name, ()):
            others = tuple(when for when in _conditions(place.above) if when.question not in (name, key))
            yield Use(place.above, (*others, *conditions))


def _conditions(nodes: tuple[Node, ...]) -> tuple[When, ...]:
    return tuple(when for node in nodes for when in node.when if not when.column)


def _before(question: str, conditions: tuple[When, ...]) -> tuple[When, ...]:
    """The conditions that stand before the first one on the question; all if there is none."""
    place = next((place for place, when in enumerate(conditions) if when.question == question), len(conditions))
    return conditions[:place]


class _Graph:
    """Which fact is found out with the help of which others."""

    def __init__(self, index: Index) -> None:
        self.needs: dict[Fact, set[Fact]] = {}
        for question in index.bundle.questions.values():
            needed = {when.question for when in index.conditions(question)}
            needed |= {when.question for option in question.options for when in option.when}
            for place in index.asked.get(question.id, ()):
                needed |= {when.question for when in _conditions(place.above)} - {question.id}
            self.needs[("live", question.id)] = {("live", name) for name in needed}
            if question.id not in index.asked:
                self.needs[("live", question.id)].add(("used", question.id))

    def freed(self, question: str, use: Use) -> Use:
        """The use without what waits for the question itself."""
        fact = ("used", question)
        conditions = tuple(when for when in use.conditions if self._add(fact, ("live", when.question)))
        through = use.through if use.through and self._add(fact, ("used", use.through)) else ""
        return replace(use, conditions=conditions, through=through)

    def _add(self, fact: Fact, need: Fact) -> bool:
        """Notes that `fact` needs `need`, unless that needs `fact`."""
        known = self.needs.setdefault(fact, set())
        if need in known:
            return True
        if self._leads(need, fact):
            return False
        known.add(need)
        return True

    def _leads(self, start: Fact, goal: Fact) -> bool:
        seen, waiting = {start}, [start]
        while waiting:
            here = waiting.pop()
            if here == goal:
                return True
            new = self.needs.get(here, set()) - seen
            seen |= new
            waiting += new
        return False
