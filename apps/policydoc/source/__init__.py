"""Reads and writes `*.policy.md` (`format = 1`): all mistakes at once with their lines, and no loss either way."""

from __future__ import annotations

from apps.policydoc.problem import Problem, SourceError
from apps.policydoc.source import grammar
from apps.policydoc.source.body import read_body
from apps.policydoc.source.header import Header, read_header
from apps.policydoc.source.writing import body_lines, write
from apps.policydoc.template import Node, Template

__all__ = ["Problem", "SourceError", "read", "write"]

FENCE = "+++"


def read(text: str) -> Template:
    """The template that `text` is the source of, so that `write(read(text)) == text` but for blank lines.

    Raises SourceError with every problem that can be seen at once.
    """
    if len(text) > grammar.MAXIMUM_FILE:
        raise SourceError([Problem(0, f"the file has more than {grammar.MAXIMUM_FILE:,} characters")])
    typed = text.split("\n")
    problems = list(grammar.character_problems(typed))
    lines = [line.rstrip(" \r").removeprefix("\ufeff") for line in typed] if problems else typed
    if lines[0] != FENCE or FENCE not in lines[1:]:
        raise SourceError([*problems, Problem(1, "the file starts with a header between two lines +++")])
    end = lines.index(FENCE, 1)
    header_source = "".join(f"{line}\n" for line in lines[1:end])
    header = read_header(header_source, problems)
    body = list(enumerate(lines[end + 1 :], end + 2))
    nodes = read_body(body, problems)
    problems += _parts_problems(header, nodes)
    if problems:
        raise SourceError(problems)
    template = _template(header, header_source, nodes)
    _refuse_other_spellings(body, template)
    return template


def _template(header: Header, header_source: str, nodes: tuple[Node, ...]) -> Template:
    return Template(
        family=header.family,
        edition=header.edition,
        title=header.title,
        header_source=header_source,
        header=header.values,
        about=header.about,
        only_as_part=header.only_as_part,
        parts=header.parts,
        uses=header.uses,
        acknowledgement=header.acknowledgement,
        key_details=header.key_details,
        front_statements=header.front_statements,
        changes=header.changes,
        nodes=nodes,
    )


def _parts_problems(header: Header, nodes: tuple[Node, ...]) -> list[Problem]:
    if not header.parts:
        return []
    problems = []
    if nodes:
        problems.append(Problem(nodes[0].line, "a file with parts has no text of its own: it stands in the parts"))
    if header.key_details:
        problems.append(Problem(2, "a file with parts has no key details of its own: they stand in the parts"))
    return problems


def _refuse_other_spellings(body: list[tuple[int, str]], template: Template) -> None:
    """What `write` would spell differently is refused with the right spelling: so nothing is lost in a round trip."""
    typed = [(number, line) for number, line in body if line]
    ours = [line for line in body_lines(template) if line]
    if len(typed) != len(ours):
        raise AssertionError(f"{len(typed)} lines read, {len(ours)} written")
    problems = [
        Problem(number, f"write this line as: {right}")
        for (number, line), right in zip(typed, ours, strict=True)
        if line != right
    ]
    if problems:
        raise SourceError(problems)
