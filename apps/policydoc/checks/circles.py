"""Two graphs without circles: "is asked only after" and "its words print"; together they may look like one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from apps.policydoc.bundle import Bundle
from apps.policydoc.checks.places import askings, label_of
from apps.policydoc.problem import Problem
from apps.policydoc.template import Question
from apps.policydoc.words import names

Graph = Mapping[str, list[str]]
LONGEST_CHAIN = 50
MOST_CIRCLES = 20


def check_circles(bundle: Bundle) -> Iterator[Problem]:
    for graph, verb in (
        (_asked_after(bundle), "are asked only after each other"),
        (_prints(bundle), "print each other"),
    ):
        circles = list(islice(circles_in(graph), MOST_CIRCLES))
        for circle in circles:
            yield _problem(bundle, circle[0], f"these questions {verb}: {_shown(circle)}")
        if not circles and (chain := longest_chain(graph)) and len(chain) > LONGEST_CHAIN:
            long = f"{len(chain)} questions {verb.replace('each other', 'one another')}; {LONGEST_CHAIN} is the most"
            yield _problem(bundle, chain[0], long)


def _shown(circle: list[str]) -> str:
    return " → ".join(circle if len(circle) <= 10 else [*circle[:9], "…", circle[-1]])


def _problem(bundle: Bundle, question_id: str, message: str) -> Problem:
    for file in bundle.files:
        for question in file.questions():
            if question.id == question_id:
                return Problem(question.line, message, label_of(bundle, file))
    raise LookupError(question_id)


def _asked_after(bundle: Bundle) -> Graph:
    graph: dict[str, dict[str, None]] = {}
    for asking in askings(bundle):
        before = graph.setdefault(asking.question.id, {})
        conditions = (*asking.conditions, *(when for option in asking.question.options for when in option.when))
        before.update((when.question, None) for when in conditions if when.question in bundle.questions)
    return {question: list(before) for question, before in graph.items()}


def _prints(bundle: Bundle) -> Graph:
    """The words of a question's options, and its prompt and labels, which stand in the gap it leaves."""
    return {
        question.id: list(
            dict.fromkeys(
                token.name
                for source in _sources(question)
                for raw in names(source)
                if (token := bundle.token(raw)) and token.name in bundle.questions
            )
        )
        for question in bundle.questions.values()
    }


def _sources(question: Question) -> Iterator[str]:
    yield question.prompt
    for column in question.columns:
        yield column.label
    if question.kind != "term":
        for option in question.options:
            yield option.label
            yield option.source


def circles_in(graph: Graph) -> Iterator[list[str]]:
    """One circle for each edge that closes one, as the path from a question back to itself. Without recursion."""
    done: set[str] = set()
    for start in graph:
        path: list[str] = []
        pending: list[tuple[str, int]] = [(start, 0)]
        on_path: set[str] = set()
        while pending:
            here, at = pending.pop()
            if at == 0:
                if here in done:
                    continue
                path.append(here)
                on_path.add(here)
            following = graph.get(here, [])
            if at == len(following):
                done.add(path.pop())
                on_path.discard(here)
                continue
            pending.append((here, at + 1))
            if following[at] in on_path:
                yield [*path[path.index(following[at]) :], following[at]]
            else:
                pending.append((following[at], 0))


def longest_chain(graph: Graph) -> list[str]:
    """The longest path in a graph without circles. Without recursion."""
    lengths: dict[str, int] = {}
    following: dict[str, str] = {}
    for start in graph:
        pending = [start]
        while pending:
            here = pending[-1]
            waiting = [after for after in graph.get(here, []) if after not in lengths]
            if waiting:
                pending.extend(waiting)
                continue
            pending.pop()
            after = max(graph.get(here, []), key=lengths.__getitem__, default="")
            following[here], lengths[here] = after, lengths.get(after, 0) + 1
    path = [max(lengths, key=lengths.__getitem__)] if lengths else []
    while path and following[path[-1]]:
        path.append(following[path[-1]])
    return path
