"""A template back into its source."""

from __future__ import annotations

from collections.abc import Iterator

from apps.policydoc.template import Ask, Column, Node, Option, Question, Template, When


def write(template: Template) -> str:
    """The source of `template`; the header as it was typed."""
    return f"+++\n{template.header_source}+++\n" + "".join(f"{line}\n" for line in body_lines(template))


def body_lines(template: Template) -> Iterator[str]:
    """The lines after the header, blank ones included."""
    for position, node in enumerate(template.nodes):
        if position == 0 and not node.is_section:
            yield ""
        yield from _node_lines(node, 0)


def _node_lines(node: Node, depth: int) -> Iterator[str]:
    words = f"{node.text} {_attributes(node)}" if node.text else _attributes(node)
    if node.is_section:
        yield ""
        yield f"{'#' * node.level} {words}"
        yield from (f"> {paragraph}" for paragraph in node.guidance)
        for placed in node.questions:
            yield ""
            yield from _question_lines(placed)
        if node.children and not node.children[0].is_section:
            yield ""
    else:
        yield f"{'  ' * depth}- {words}"
        yield from (f"{'  ' * depth}  > {paragraph}" for paragraph in node.guidance)
    for child in node.children:
        yield from _node_lines(child, 0 if node.is_section else depth + 1)


def _attributes(node: Node) -> str:
    words = [f"#{node.id}"]
    if node.optional:
        words.append("optional" if node.optional == "on" else "optional=off")
    if node.callout:
        words.append("callout")
    if node.each:
        words.append(f"each={node.each}")
    if node.same:
        words.append(f"same={node.same}")
    return "{" + " ".join(words + [str(condition) for condition in node.when]) + "}"


def _question_lines(placed: Question | Ask) -> Iterator[str]:
    if isinstance(placed, Ask):
        yield " ".join((f"::: ask {placed.question}", *map(str, placed.when)))
        yield ":::"
        return
    yield _fence(placed)
    yield placed.prompt
    for option in placed.options:
        yield _option(option)
        yield from (f"  > {paragraph}" for paragraph in option.guidance)
    for column in placed.columns:
        yield _column(column)
        yield from (f"  > {paragraph}" for paragraph in column.guidance)
    yield from (f"> {paragraph}" for paragraph in placed.guidance)
    yield ":::"


def _fence(question: Question) -> str:
    words = [":::", question.kind, question.id]
    words += ["optional"] * question.optional + ["derived"] * question.derived
    words += [str(condition) for condition in question.when]
    return " ".join(words) + (f" = {question.forms[0]} | {question.forms[1]}" if question.forms else "")


def _option(option: Option) -> str:
    mark = " *" if option.recommended else " !" if option.needs_reason else ""
    label = f"{option.label} | {option.plural}" if option.plural else option.label
    return f"- {option.value}{mark}: {label}{_arrow(option.words)}{_offered(option.when)}"


def _column(column: Column) -> str:
    kind = "" if column.kind == "text" else f" ({column.kind})"
    return f"- {column.id}{'?' * column.may_be_empty}{kind}: {column.label}{_arrow(column.frame)}"


def _arrow(words: str | None) -> str:
    if words is None:
        return ""
    return f" => {words}" if words else " =>"


def _offered(when: tuple[When, ...]) -> str:
    return " {" + " ".join(map(str, when)) + "}" if when else ""
