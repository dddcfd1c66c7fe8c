"""What stands on a section's page, piece by piece: a question or a statement with its fields, guidance and rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.forms import BoundField
from django.utils.safestring import SafeString

from apps.policydoc.template import CONTROL
from apps.wizard.asked import Asked
from apps.wizard.forms import PageForm, Statement
from apps.wizard.inline import html_words
from apps.wizard.pages import Page
from apps.wizard.printed import printed_as, usual_words
from apps.wizard.shown import row_words, said_elsewhere
from apps.wizard.walk import Walk

NOTHING = SafeString("")


@dataclass(frozen=True)
class Row:
    id: str
    words: str


@dataclass(frozen=True)
class Block:
    """One question or statement. Where it is not live, its place stays empty for the day that it is.

    `heading` stands above the first question of a group. `usual` is what the policy says with the usual choice, while
    nobody has confirmed it; `printed_as` tells where document control prints the answer.
    `elsewhere` holds the answers of the school's other policies that are not the same: (policy, answer).
    """

    id: str
    asked: Asked | None = None
    statement: Statement | None = None
    fields: tuple[BoundField, ...] = ()
    guidance: tuple[SafeString, ...] = ()
    rows: tuple[Row, ...] = ()
    words: SafeString = NOTHING
    undecided: BoundField | None = None
    reason: BoundField | None = None
    seen: BoundField | None = None
    heading: str = ""
    usual: tuple[SafeString, ...] = ()
    printed_as: str = ""
    elsewhere: tuple[tuple[str, str], ...] = ()

    @property
    def live(self) -> bool:
        return self.asked is not None or self.statement is not None

    @property
    def shown(self) -> str:
        """Posted back with the page: which questions were really there, and with which options."""
        return f"{self.id}:{','.join(offered.value for offered in self.asked.options) if self.asked else ''}"


def blocks_of(walk: Walk, page: Page, form: PageForm) -> list[Block]:
    """Every place of the page in order: an optional section itself, the questions, the optional statements."""
    sections = [node.id for node in page.statements if node.is_section]
    statements = [node.id for node in page.statements if not node.is_section]
    usual = {item.id: usual_words(walk, item) for item in walk.usual_on(page)}
    questions = [_question(walk, form, question, usual.get(question, ())) for question in page.questions]
    return [
        *(_statement(walk, form, node) for node in sections),
        *_under_headings(walk, page, questions),
        *(_statement(walk, form, node) for node in statements),
    ]


def _under_headings(walk: Walk, page: Page, blocks: list[Block]) -> Iterator[Block]:
    """With the heading of a group at its first question, if any of the group is asked."""
    live = {block.id for block in blocks if block.live}
    first = {names[0]: walk.words(heading) for heading, names in page.groups if live.intersection(names)}
    return (replace(block, heading=first.get(block.id, "")) for block in blocks)


def _question(walk: Walk, form: PageForm, question_id: str, usual: tuple[SafeString, ...]) -> Block:
    asked = next((asked for asked in form.asked if asked.id == question_id), None)
    if asked is None:
        return Block(question_id)
    listed = asked.value if asked.question.kind == "list" and asked.value else ()
    return Block(
        question_id,
        asked=asked,
        fields=tuple(form.fields_of(asked)),
        guidance=guidance_of(walk, asked.guidance),
        rows=tuple(Row(row["id"], row_words(asked.question, row)) for row in listed),
        undecided=field_named(form, asked.name("undecided")),
        reason=field_named(form, asked.name("reason")),
        seen=field_named(form, asked.name("seen")),
        usual=usual,
        printed_as=printed_as(walk, question_id) if asked.question.scope == CONTROL else "",
        elsewhere=tuple(said_elsewhere(walk, question_id)),
    )


def _statement(walk: Walk, form: PageForm, node_id: str) -> Block:
    statement = next((statement for statement in form.statements if statement.id == node_id), None)
    if statement is None:
        return Block(node_id)
    return Block(
        node_id,
        statement=statement,
        fields=(form[statement.name],),
        guidance=guidance_of(walk, statement.guidance),
        words=html_words(walk.draft.printer.aside(statement.source)),
        seen=field_named(form, f"{statement.name}__seen"),
    )


def field_named(form: PageForm, name: str) -> BoundField | None:
    return form[name] if name in form.fields else None


def guidance_of(walk: Walk, lines: Sequence[str]) -> tuple[SafeString, ...]:
    return tuple(html_words(walk.draft.printer.aside(line)) for line in lines)


def changed(blocks: Sequence[Block], shown: Mapping[str, str]) -> list[Block]:
    """The blocks that came, went or offer other options than the page shows."""
    return [block for block in blocks if (block.shown if block.live else None) != shown.get(block.id)]


def news_of(blocks: Sequence[Block], shown: Mapping[str, str]) -> str:
    """For people who do not see the page change."""
    new = sum(block.live and block.id not in shown for block in blocks)
    return "" if not new else "One more question follows." if new == 1 else f"{new} more questions follow."
