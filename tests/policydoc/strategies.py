"""Hypothesis strategies: templates that `read` must accept, and the mistakes that people make in their sources."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

from apps.policydoc.source.grammar import id_problem, line_problems, name_problem
from apps.policydoc.source.question import COLUMN_KINDS
from apps.policydoc.template import (
    KINDS,
    Ask,
    Changes,
    Column,
    KeyDetail,
    Node,
    Option,
    Question,
    Template,
    When,
)
from apps.policydoc.words import mistakes

ids = st.from_regex(r"[a-z][a-z0-9]{0,5}(-[a-z0-9]{1,4}){0,2}", fullmatch=True).filter(
    lambda value: not id_problem(value)
)
names = st.one_of(ids, ids.map(lambda value: f"school.{value}"), ids.map(lambda value: f"control.{value}")).filter(
    lambda value: not name_problem(value)
)
bits = st.sampled_from(
    [
        "Beans", "are", "sown", "{crop}", "{Crop's}", "{children’}", "{a child|or}", "{beds.keeper.role}", "{own}",
        "\\{", "\\}", "\\[note\\]", "\\\\", "[note]", "[](ref:advice)", "[the list](https://seeds.example/a?b=1#c)",
        "[a \\] b](mailto:garden@school.example)", "and/or", "“quoted”", "é", "–", "=", "|", "=>", "-", "#", ">", ":::",
        "a*b", "snake_case_name", "1.1", "yes:", "no,", "when=x", "+++", "  ", "\\", "’", "✓", "שלום", "1 < 2 > 1",
    ]
)  # fmt: skip
free = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"], exclude_characters="{}[]\\"), max_size=20)


def acceptable(words: str) -> bool:
    return (
        bool(words)
        and words == words.strip()
        and not mistakes(words)
        and not list(line_problems(words))
        and "{#" not in words
        and "{when=" not in words
    )


words = st.lists(st.one_of(bits, free), min_size=1, max_size=6).map(" ".join).map(str.strip).filter(acceptable)
labels = words.filter(lambda label: " =>" not in label and not label.startswith("=>"))
prompts = words.filter(lambda prompt: not prompt.startswith((" ", "-", ">", "#", ":::")))
forms = st.from_regex(r"[a-zé]{2,8}( [a-z]{2,8})?", fullmatch=True).filter(
    lambda form: not form.startswith(("a ", "an ", "the ")) and not list(line_problems(form))
)
guidance = st.lists(words, max_size=2).map(tuple)
conditions = st.builds(When, names, st.lists(ids, max_size=3).map(tuple), st.booleans(), st.one_of(st.just(""), ids))
when = st.lists(conditions, max_size=2).map(tuple)


@st.composite
def options(draw: st.DrawFn, kind: str) -> tuple[Option, ...]:
    if kind == "yes-no":
        values = draw(st.lists(st.sampled_from(["yes", "no"]), unique=True))
    else:
        values = draw(st.lists(ids, unique=True, min_size=0 if kind == "term" else 1, max_size=4))
    best = draw(st.sampled_from([None, *values]))
    return tuple(draw(option(kind, value, recommended=value == best)) for value in values)


@st.composite
def option(draw: st.DrawFn, kind: str, value: str, *, recommended: bool) -> Option:
    if kind == "term":
        offered = () if recommended else draw(when)
        return Option(value, draw(forms), None, recommended, False, offered, draw(guidance), draw(forms))
    return Option(
        value,
        draw(labels),
        draw(st.one_of(st.none(), st.just(""), words)),
        recommended,
        not recommended and draw(st.booleans()),
        draw(when) if kind in ("choose-one", "choose-many") else (),
        draw(guidance),
    )


frames = st.tuples(st.sampled_from(["", ", ", "at "]), st.sampled_from(["", ",", " only"])).map(
    lambda around: f"{around[0].lstrip()}{{own}}{around[1]}"
)
columns = st.builds(
    Column,
    ids.filter(lambda value: value != "id"),
    labels,
    st.sampled_from(COLUMN_KINDS),
    st.booleans(),
    st.one_of(st.none(), frames),
    guidance,
)


@st.composite
def questions(draw: st.DrawFn) -> Question:
    kind = draw(st.sampled_from(KINDS))
    question_id = draw(names)
    return Question(
        question_id,
        kind,
        draw(prompts),
        draw(options(kind)) if kind in ("yes-no", "choose-one", "choose-many", "term") else (),
        tuple(draw(st.lists(columns, min_size=1, max_size=3, unique_by=lambda c: c.id))) if kind == "list" else (),
        draw(st.tuples(forms, forms).filter(lambda pair: pair[0] != pair[1])) if kind == "term" else None,
        draw(guidance),
        draw(when),
        draw(st.booleans()),
        question_id.startswith("school.") and draw(st.booleans()),
    )


@st.composite
def statements(draw: st.DrawFn, depth: int = 0) -> Node:
    same = draw(st.one_of(st.just(""), ids))
    children = draw(st.lists(statements(depth=depth + 1), max_size=2)) if depth < 2 else []
    return Node(
        draw(ids),
        "" if same else draw(words),
        when=draw(when),
        each=draw(st.one_of(st.just(""), names)),
        same=same,
        optional=draw(st.sampled_from(["", "on", "off"])),
        callout=draw(st.booleans()),
        guidance=() if same else draw(guidance),
        children=tuple(children),
    )


@st.composite
def sections(draw: st.DrawFn, level: int = 1) -> Node:
    below = draw(st.lists(sections(level=level + 1), max_size=1)) if level < 3 else []
    asked = draw(st.lists(st.one_of(questions(), st.builds(Ask, names)), max_size=2))
    return Node(
        draw(ids),
        draw(words),
        level,
        draw(when),
        optional=draw(st.sampled_from(["", "on", "off"])),
        guidance=draw(guidance),
        questions=tuple(asked),
        children=(*draw(st.lists(statements(), max_size=2)), *below),
    )


@st.composite
def headers(draw: st.DrawFn) -> dict[str, Any]:
    family, *others = draw(st.lists(ids, min_size=1, max_size=3, unique=True))
    header: dict[str, Any] = {"format": 1, "family": family, "edition": draw(st.sampled_from(["1", "2026-27", "v1.0"]))}
    header["title"] = draw(words)
    if draw(st.booleans()):
        header["uses"] = others
    if draw(st.booleans()):
        header["acknowledgement"] = draw(words)
    if draw(st.booleans()):
        header["key-details"] = draw(st.lists(st.fixed_dictionaries({"label": words, "text": words}), max_size=2))
    if draw(st.booleans()):
        header["changes"] = {"since": "1", "renamed": draw(st.dictionaries(ids, ids, max_size=2)), "retired": others}
    return header


def toml(header: dict[str, Any]) -> str:
    """The header as TOML, with a comment that a round trip must keep."""

    def value(item: Any) -> str:
        if isinstance(item, dict):
            return "{ " + ", ".join(f"{key} = {value(entry)}" for key, entry in item.items()) + " }"
        if isinstance(item, list):
            return "[" + ", ".join(value(entry) for entry in item) + "]"
        return json.dumps(item, ensure_ascii=False)

    return "# typed by hand\n" + "".join(f"{key} = {value(item)}\n" for key, item in header.items())


@st.composite
def templates(draw: st.DrawFn) -> Template:
    """A template whose source is well formed; its names need not mean anything."""
    header = draw(headers())
    changes = header.get("changes", {})
    return Template(
        family=header["family"],
        edition=header["edition"],
        title=header["title"],
        header_source=toml(header),
        header=header,
        uses=tuple(header.get("uses", ())),
        acknowledgement=header.get("acknowledgement", ""),
        key_details=tuple(KeyDetail(row["label"], row["text"]) for row in header.get("key-details", ())),
        changes=Changes(
            changes.get("since", ""), tuple(changes.get("renamed", {}).items()), tuple(changes.get("retired", ()))
        ),
        nodes=(*draw(st.lists(statements(), max_size=1)), *draw(st.lists(sections(), max_size=2))),
    )


@st.composite
def combined(draw: st.DrawFn) -> Template:
    """A file that only names its parts."""
    family, *parts = draw(st.lists(ids, min_size=2, max_size=4, unique=True))
    header = {"format": 1, "family": family, "edition": "1", "title": draw(words), "parts": parts}
    return Template(family, "1", header["title"], toml(header), header, parts=tuple(parts))


SNIPPETS = (
    "\0", "\ud800", "\r", "\t", " ", "\u200b", "\u2028", "\ufeff", "\xa0", "e\u0301", "{", "}", "[", "](", "\\", "|",
    ":::", "::: ", "+++", "\n", "\n\n", "#", "# ", "#### ", "- ", "> ", "  ", "=>", " =>", "*", "**", "!", "when=",
    "each=", "same=", "optional", "{#", "{#id}", "'", "’", "{own}", "[[", "[[[[", '"', "\U0001f600", "ا", "<b>",
)  # fmt: skip


@st.composite
def spoilt(draw: st.DrawFn, sources: st.SearchStrategy[str]) -> str:
    """A source with a few of the slips of a hand or an editor in it."""
    source = draw(sources)
    for _ in range(draw(st.integers(1, 4))):
        lines = source.split("\n")
        at = draw(st.integers(0, len(lines) - 1))
        column = draw(st.integers(0, len(lines[at])))
        match draw(st.sampled_from(["insert", "insert", "remove", "drop", "double", "swap", "cut"])):
            case "insert":
                lines[at] = lines[at][:column] + draw(st.sampled_from(SNIPPETS)) + lines[at][column:]
            case "remove":
                lines[at] = lines[at][:column] + lines[at][column + draw(st.integers(1, 4)) :]
            case "drop":
                del lines[at]
            case "double":
                lines.insert(at, lines[at])
            case "swap":
                other = draw(st.integers(0, len(lines) - 1))
                lines[at], lines[other] = lines[other], lines[at]
            case "cut":
                lines = lines[: at + 1]
        source = "\n".join(lines)
    return source
