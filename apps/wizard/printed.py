"""Where an answer is printed: the sentences of the policy that hang on a question, its row on the front page."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from django.utils.html import format_html
from django.utils.safestring import SafeString

from apps.policydoc.around import front_rows, front_statements, part_rows
from apps.policydoc.document import Gap, Link, Text
from apps.policydoc.english import Inlines
from apps.policydoc.openness import Open
from apps.policydoc.phrases import upper
from apps.policydoc.template import CONTROL
from apps.policydoc.words import names
from apps.wizard.inline import NOT_KNOWN_YET, html_words
from apps.wizard.shown import answer_lines
from apps.wizard.walk import Walk

SENTENCES_SHOWN = 2
ON_THE_FRONT = "Printed on the front page, as a sentence of its own."


def usual_words(walk: Walk, item: Open) -> tuple[SafeString, ...]:
    """What the policy says if the usual choice is taken: its sentences, or its row on the front page."""
    if item.kind != "question":
        return ()
    if not item.id.startswith(f"{CONTROL}."):
        return tuple(islice(sentences_of(walk, item), SENTENCES_SHOWN))
    if not item.suggestion:
        return ()
    return tuple(format_html("{}: {}", label, upper(item.suggestion)) for label in labels_of(walk, item.id))


def usual_labels(walk: Walk, item: Open) -> tuple[str, ...]:
    """The usual choice as the page of its question offers it."""
    if item.kind != "question":
        return ("Stays in",)
    question = walk.bundle.questions[item.id]
    return tuple(answer_lines(walk, question, walk.state.value(item.id)[0]))


def sentences_of(walk: Walk, item: Open) -> Iterator[SafeString]:
    """The sentences in the text that say the usual choice; where none does, those that stand there because of it.

    A sentence that waits for another answer too, or does not hold the words of the choice, is left out.
    """
    index = walk.state.index
    said = [inline for name in index.printers.get(item.id, ()) if (inline := _sentence(walk, name))]
    found = [words for words in said if item.suggestion and item.suggestion.casefold() in plain_words(words).casefold()]
    yield from map(html_words, found or filter(None, (_sentence(walk, name) for name in index.gates.get(item.id, ()))))


def _sentence(walk: Walk, name: str) -> Inlines:
    """A statement as it would be printed, after the words that lead to it; nothing where it is not, or not whole."""
    node = walk.bundle.nodes[name]
    if node.is_section or walk.state.section_state(name) != "on":
        return ()
    above = walk.state.index.places[name].above[:-1]
    lines = [node for node in (*above, node) if not node.is_section]
    aside = [walk.draft.printer.aside(walk.state.words_of(line)) for line in lines]
    joined = tuple(item for number, line in enumerate(aside) for item in ((Text(" "), *line) if number else line))
    return joined if NOT_KNOWN_YET not in plain_words(joined) else ()


def plain_words(inline: Inlines) -> str:
    return "".join(
        (item.suggestion or NOT_KNOWN_YET) if isinstance(item, Gap) else item.text
        for item in inline
        if isinstance(item, Text | Link | Gap)
    )


def printed_as(walk: Walk, question: str) -> str:
    """Where document control prints the answer; "" where it prints none."""
    if labels := list(labels_of(walk, question)):
        return f"Printed on the front page as “{'” and “'.join(labels)}”."
    return ON_THE_FRONT if any(_is_named(walk, question, source) for source in front_statements(walk.bundle)) else ""


def labels_of(walk: Walk, question: str) -> Iterator[str]:
    """The labels of the rows that print the answer."""
    for row in (*front_rows(walk.bundle), *part_rows(walk.bundle)):
        if _is_named(walk, question, row.text):
            yield walk.words(row.label)


def _is_named(walk: Walk, question: str, source: str) -> bool:
    return any((token := walk.bundle.token(raw)) and token.name == question for raw in names(source))
