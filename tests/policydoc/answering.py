"""Hypothesis strategies: answers that fit a bundle, and small templates that keep every rule of the format."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from apps.policydoc.bundle import Bundle
from apps.policydoc.choices import wants_own_words
from apps.policydoc.index import index_of
from apps.policydoc.template import Column, Question

# Letters only: whatever else a document prints came from the template.
typed = st.text("abcdeéxyz ", min_size=1, max_size=12).map(str.strip).filter(bool)
dates = st.sampled_from(["2026-11-20", "2027-01", "2024-02-29"])
links = st.one_of(
    st.builds(lambda text: {"text": text, "url": "https://example.org/a"}, typed),
    st.just({"url": "mailto:a@b.example"}),
)
people = st.fixed_dictionaries({"name": typed}, optional={"title": typed, "role": typed})
SIMPLE = {
    "text": typed,
    "long-text": st.lists(typed, min_size=1, max_size=3).map("\n".join),
    "date": dates,
    "link": links,
    "person": people,
}


def value_of(question: Question) -> st.SearchStrategy[Any]:
    """Any valid value, complete or not."""
    match question.kind:
        case "yes-no":
            return st.booleans()
        case "choose-one":
            return st.one_of([choice_of(option) for option in question.options])
        case "choose-many":
            return choices_of(question)
        case "list":
            return st.lists(row_of(question.columns), max_size=3).map(with_ids)
        case "term":
            options = [option.value for option in question.options]
            own = st.builds(lambda one, many: {"singular": one, "plural": many}, typed, typed)
            return st.one_of(own, *([st.sampled_from(options)] if options else []))
        case kind:
            return SIMPLE[kind]


def choice_of(option: Any) -> st.SearchStrategy[Any]:
    plain = st.just(option.value)
    if not wants_own_words(option):
        return plain
    return st.one_of(plain, typed.map(lambda own: {"option": option.value, "own": own}))


def choices_of(question: Question) -> st.SearchStrategy[Any]:
    names = st.lists(st.sampled_from([option.value for option in question.options]), unique=True)
    owned = [option.value for option in question.options if wants_own_words(option)]
    if not owned:
        return names
    own = st.builds(lambda name, own: {"option": name, "own": own}, st.sampled_from(owned), typed)
    return st.tuples(names, st.lists(own, max_size=2).map(with_ids)).map(lambda both: [*both[0], *both[1]])


def row_of(columns: tuple[Column, ...]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional={column.id: SIMPLE[column.kind] for column in columns})


def with_ids(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**row, "id": f"r-{place}"} for place, row in enumerate(rows)]


@st.composite
def answers_to(draw: st.DrawFn, bundle: Bundle) -> dict[str, Any]:
    """Valid answers as JSON: about two thirds of the questions answered, a few of everything else."""
    values: dict[str, Any] = {}
    control: dict[str, Any] = {}
    for question in bundle.questions.values():
        if draw(st.integers(0, 2)):
            where = control if question.scope == "control" else values
            where[question.id.removeprefix("control.")] = draw(value_of(question))
    index = index_of(bundle)
    optional = sorted(key for key, place in index.places.items() if place.above[-1].optional)
    left_out = draw(st.sets(st.sampled_from(optional))) if optional else set()
    kept = draw(st.sets(st.sampled_from(optional))) - left_out if optional else set()
    some = st.sets(st.sampled_from(sorted(bundle.questions)), max_size=4)
    nodes = sorted(index.places)
    words = st.sampled_from(["Our own words.", "Ours \\{x\\}.", "See [us](https://example.org)."])
    reworded = draw(st.dictionaries(st.sampled_from(nodes), words, max_size=3))
    statements = [key for key in nodes if not index.places[key].above[-1].is_section]
    added = [
        {"after": draw(st.sampled_from(statements)), "id": f"a-{place}", "text": draw(words)}
        for place in range(draw(st.integers(0, 2)) if statements else 0)
    ]
    return {
        "values": values,
        "control": control,
        "left_out": sorted(left_out),
        "kept": sorted(kept),
        "accepted": sorted(draw(some)),
        "reworded": reworded,
        "added": added,
        "order": draw(orders(index.parents)),
        "reasons": {key: {"reason": "because"} for key in draw(some)},
        "undecided": {key: {} for key in draw(some)},
    }


@st.composite
def orders(draw: st.DrawFn, parents: dict[str, str]) -> dict[str, list[str]]:
    parent = draw(st.sampled_from(sorted(set(parents.values()))))
    siblings = [key for key, above in parents.items() if above == parent]
    return {parent: draw(st.lists(st.sampled_from(siblings), unique=True))} if draw(st.booleans()) else {}


@st.composite
def trust_over(draw: st.DrawFn, bundle: Bundle) -> dict[str, Any]:
    """A trust's layer as JSON: a few locks, defaults, allowed options, rules for statements and an addition."""
    some = st.sets(st.sampled_from(list(bundle.questions.values())), max_size=3)
    chosen = [question for question in draw(some) if question.options and question.kind != "term"]
    nodes = sorted(index_of(bundle).places)
    rules = st.sampled_from(["must-stay", "may-reword", "may-leave-out"])
    return {
        "locks": {question.id: {"value": draw(value_of(question)), "reason": "because"} for question in draw(some)},
        "defaults": {question.id: draw(value_of(question)) for question in draw(some)},
        "allowed": {question.id: [draw(st.sampled_from(question.options)).value] for question in chosen},
        "statements": draw(st.dictionaries(st.sampled_from(nodes), rules, max_size=3)),
        "added": [{"after": draw(st.sampled_from(nodes)), "id": "a-trust", "text": "The trust’s own words."}],
    }


# --- templates ------------------------------------------------------------------------------------------------------


@st.composite
def bodies(draw: st.DrawFn) -> str:
    """The body of a template: each section asks some questions and prints them, gated as the format demands.

    Later conditions name earlier questions only, so nothing waits for itself.
    """
    known: list[tuple[str, str]] = []
    lines: list[str] = []
    for place in range(draw(st.integers(1, 4))):
        when = draw(condition(known))
        heading = draw(st.sampled_from(["Rules", "{Pupils'} rules"]))
        lines += ["", f"# {heading} {{#s{place}{draw(optional)}{when}}}", "> Guidance kept from print."]
        asked = [(f"q{place}-{number}", draw(kinds)) for number in range(draw(st.integers(0, 3)))]
        conditions = []
        for name, kind in asked:
            conditions.append(draw(condition(known)))
            lines += draw(question(name, kind, conditions[-1]))
            known.append((name, kind))
        lines.append("")
        for number, (name, kind) in enumerate(asked):
            lines += draw(statement(f"p{place}-{number}", name, kind, conditions[number]))
        lines.append(f"- Always for {{a pupil}}. {{#t{place}{draw(optional)}{draw(condition(known))}}}")
    return "\n".join(lines) + "\n"


kinds = st.sampled_from(["yes-no", "choose-one", "choose-many", "text", "date", "link", "person", "list"])
optional = st.sampled_from(["", "", " optional", " optional=off"])


def condition(known: list[tuple[str, str]]) -> st.SearchStrategy[str]:
    if not known:
        return st.just("")
    one = st.tuples(st.sampled_from(["", "!"]), st.sampled_from([name for name, _ in known]))
    return st.one_of(st.just(""), one.map(lambda pair: f" when={pair[0]}{pair[1]}"))


@st.composite
def question(draw: st.DrawFn, name: str, kind: str, when: str) -> list[str]:
    lines = ["", f"::: {kind} {name}{when}", "Which words, {pupils}?"]
    if kind in ("choose-one", "choose-many"):
        mark = draw(st.sampled_from(["", " *", " !"]))
        lines += [f"- one{mark}: One/other => one of {{pupils}}", "- two: Two => the two", "- other: Other => {own}"]
    if kind == "list":
        lines += ["- name: Name", "- lead (person): Who", "- site? (link): Site => , at {own}"]
    return [*lines, "> Guidance kept from print.", ":::"]


@st.composite
def statement(draw: st.DrawFn, key: str, name: str, kind: str, when: str) -> list[str]:
    """Statements that print a question where it is live: under the question's own condition."""
    gate = f" when={name}"
    if kind == "yes-no":
        return [f"- It is so. {{#{key}{gate}}}", f"- It is not. {{#{key}-not when=!{name}}}"]
    if kind == "list":
        row = f"  - {{{name}}}{{{name}.site}}, by {{{name}.lead}}. {{#{key}-row each={name}}}"
        return [f"- Those: {{#{key}{gate}}}", row]
    if kind == "choose-many":
        all_of = f"- All of {{{name}|or}} {{{name}|is|are}} in. {{#{key}{gate}}}"
        return [all_of, f"- Each: {{#{key}-lead{gate}}}", f"  - {{{name}}} {{#{key}-row each={name}}}"]
    return [f"- Say {{{name}}}. {{#{key}{draw(optional)}{when}}}"]
