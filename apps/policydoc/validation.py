"""Whether a school's answers fit a bundle: its ids, its options, the kinds of its questions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from apps.policydoc.answers import Addition, AnswerProblem, Answers, Kind
from apps.policydoc.bundle import Bundle
from apps.policydoc.checks.conditions import options_of
from apps.policydoc.choices import yes_or_no
from apps.policydoc.given import Trust, kept_in
from apps.policydoc.index import index_of
from apps.policydoc.normalise import shown
from apps.policydoc.template import CONTROL, Node
from apps.policydoc.values import mistakes_of
from apps.policydoc.words import OWN, Name, mistakes, pieces


def validate(bundle: Bundle, answers: Answers, trust: Trust | None = None) -> list[AnswerProblem]:
    """What does not fit the bundle: ids and options that do not exist, values of the wrong kind, words with mistakes.

    A trust's layer may let a school leave out what its template holds to be always in.
    """
    return list(_Validation(bundle, answers, trust or Trust()).problems())


def problems_of_trust(bundle: Bundle, trust: Trust) -> list[AnswerProblem]:
    """What of a trust's layer does not fit the bundle: ids, options and values that no school could answer with."""
    return list(_Validation(bundle, Answers(), trust).trusts_problems())


class _Validation:
    def __init__(self, bundle: Bundle, answers: Answers, trust: Trust) -> None:
        self.bundle = bundle
        self.answers = answers
        self.trust = trust
        self.index = index_of(bundle)
        self.kept_in = kept_in(self.trust, self.index)
        self.families = {part.family for part in bundle.parts}
        self.added = {added.id: added for added in (*trust.added, *answers.added)}

    def problems(self) -> Iterator[AnswerProblem]:
        yield from self._values()
        yield from self._control()
        yield from self._nodes()
        yield from self._accepted()
        yield from self._reworded()
        yield from self._additions()
        yield from self._order()
        yield from self._questions("reason", self.answers.reasons)
        yield from self._questions("undecided", self.answers.undecided)

    def trusts_problems(self) -> Iterator[AnswerProblem]:
        for kind, layer in (("A locked value", self.trust.locks), ("A usual value", self.trust.defaults)):
            for key, value in layer.items():
                question = self.bundle.questions.get(key)
                found = mistakes_of(question, value) if question else ["No question is called so."]
                yield from (AnswerProblem("value", key, f"{kind}: {message}") for message in found)
        for key, values in self.trust.allowed.items():
            yield from (AnswerProblem("value", key, message) for message in self._allowed(key, values))
        for key in self.trust.statements:
            if key not in self.bundle.nodes:
                yield AnswerProblem("left-out", key, "No section or statement is called so.")
        for added in self.trust.added:
            yield from (AnswerProblem("added", added.id, message) for message in self._addition(added))

    def _allowed(self, key: str, values: tuple[object, ...]) -> Iterator[str]:
        question = self.bundle.questions.get(key)
        if question is None or not options_of(question):
            yield "No question with options is called so."
            return
        for value in values:
            if (yes_or_no(value) if isinstance(value, bool) else value) not in options_of(question):
                yield f"“{shown(str(value))}” is not an option; these are: {', '.join(options_of(question))}."

    def _values(self) -> Iterator[AnswerProblem]:
        for key, value in self.answers.values.items():
            question = self.bundle.questions.get(key)
            if question is None:
                yield AnswerProblem("value", key, "No question is called so.")
            elif question.scope == CONTROL:
                yield AnswerProblem("value", key, "Put this under “control”, without “control.” before its name.")
            else:
                yield from (AnswerProblem("value", key, message) for message in mistakes_of(question, value))

    def _control(self) -> Iterator[AnswerProblem]:
        for key, value in self.answers.control.items():
            question = self.bundle.questions.get(f"control.{key}")
            if question is None:
                yield AnswerProblem("control", key, "No question of document control is called so.")
            else:
                yield from (AnswerProblem("control", key, message) for message in mistakes_of(question, value))

    def _questions(self, kind: Kind, keys: Iterable[str]) -> Iterator[AnswerProblem]:
        for key in keys:
            if key not in self.bundle.questions:
                yield AnswerProblem(kind, key, "No question is called so.")

    # --- nodes ------------------------------------------------------------------------------------------------------

    def _nodes(self) -> Iterator[AnswerProblem]:
        for kind, keys in (("left-out", self.answers.left_out), ("kept", self.answers.kept)):
            for key in sorted(keys):
                node = self.index.places[key].above[-1] if key in self.index.places else None
                message = self._may_not(node)
                if message:
                    yield AnswerProblem("left-out" if kind == "left-out" else "kept", key, message)
        for key in sorted(self.answers.left_out & self.answers.kept):
            yield AnswerProblem("kept", key, "This is left out and kept at once: decide for one.")

    def _may_not(self, node: Node | None) -> str:
        if node is None:
            return "No section or statement is called so."
        if node.id in self.kept_in:
            return "Your trust keeps this in: it cannot be left out."
        return (
            ""
            if node.optional or self.trust.rule_of(node) == "may-leave-out"
            else "This is always in: it is not optional."
        )

    def _accepted(self) -> Iterator[AnswerProblem]:
        for key in sorted(self.answers.accepted):
            if key not in self.bundle.questions and key not in self.bundle.nodes:
                yield AnswerProblem("accepted", key, "No question, section or statement is called so.")

    def _reworded(self) -> Iterator[AnswerProblem]:
        for key, rewording in self.answers.reworded.items():
            name, _, row = key.partition("/")
            node = self.bundle.nodes.get(name)
            if node is None:
                yield AnswerProblem("reworded", key, "No section or statement is called so.")
                continue
            if self._words_are_kept(node):
                yield AnswerProblem("reworded", key, "Your trust keeps the words of this statement.")
            if row and not (node.each or self._inside_each(name)):
                yield AnswerProblem("reworded", key, "This statement has no rows: name it without a row.")
            yield from (AnswerProblem("reworded", key, message) for message in self._words(rewording.text, node))

    def _words_are_kept(self, node: Node) -> bool:
        """Whether the trust keeps the words everywhere that they are printed."""
        if self.trust.keeps_words(node):
            return True
        printed = [place.above[-1] for place in self.index.places.values()]
        twins = [twin for twin in printed if node.id in (twin.id, twin.same)]
        return bool(twins) and all(self.trust.keeps_words(twin) for twin in twins)

    def _inside_each(self, name: str) -> bool:
        return name in self.index.places and any(node.each for node in self.index.places[name].above)

    def _words(self, text: str, node: Node | None = None) -> Iterator[str]:
        """The mistakes of a school's own source."""
        if not text:
            yield "Write the words."
        if "\n" in text:
            yield "Write this on one line."
        yield from mistakes(text)
        rows = (
            {above.each for above in self.index.places[node.id].above}
            if node and node.id in self.index.places
            else set()
        )
        for piece in pieces(text):
            if isinstance(piece, Name):
                yield from self._name(piece.raw, rows)

    def _name(self, raw: str, rows: set[str]) -> Iterator[str]:
        token = self.bundle.token(raw)
        if token is None or token.name == OWN:
            yield f"Nothing is called {{{shown(raw)}}}."
            return
        question = self.bundle.questions[token.name]
        if question.scope == CONTROL:
            yield f"{{{shown(raw)}}} is document control, which is no part of the text."
        elif question.kind == "long-text" and question.id not in rows:
            yield f"{{{shown(raw)}}} is a long text and cannot stand inside a sentence."
        elif question.kind == "yes-no" and not question.options and not token.agree:
            yield f"{{{shown(raw)}}} is a yes or no and has no words to print."
        elif question.kind == "list" and token.path and question.column(token.path[0]) is None:
            yield f"{{{shown(raw)}}}: this list has no column “{shown(token.path[0])}”."

    # --- additions and order ----------------------------------------------------------------------------------------

    def _additions(self) -> Iterator[AnswerProblem]:
        seen = {added.id for added in self.trust.added}
        for added in self.answers.added:
            if added.id in seen:
                yield AnswerProblem("added", added.id, "This id stands twice.")
            seen.add(added.id)
            yield from (AnswerProblem("added", added.id, message) for message in self._addition(added))

    def _addition(self, added: Addition) -> Iterator[str]:
        if not added.id.startswith("a-") or "/" in added.id or " " in added.id:
            yield "The id of an addition begins with “a-” and has no space and no slash."
        yield from self._words(added.text)
        if not self._is_known(added.after):
            yield f"It stands after “{shown(added.after)}”, which does not exist."
        elif added.section and not self._is_heading(added.after):
            yield f"A section stands after a section; “{shown(added.after)}” is a statement."
        elif added.after in self.families and not added.section:
            yield "A statement stands after a section or a statement."
        if self._comes_after_itself(added):
            yield "It stands after itself."

    def _is_known(self, key: str) -> bool:
        name = key.partition("/")[0]
        return name in self.index.places or name in self.added or key in self.families

    def _is_heading(self, key: str) -> bool:
        if key in self.added:
            return self.added[key].section
        name = key.partition("/")[0]
        return key in self.families or self.index.places[name].above[-1].is_section

    def _comes_after_itself(self, added: Addition) -> bool:
        seen = set()
        after = added.after
        while after in self.added and after not in seen:
            seen.add(after)
            after = self.added[after].after
        return added.id in seen

    def _order(self) -> Iterator[AnswerProblem]:
        for key, ids in self.answers.order.items():
            if not self._is_known(key):
                yield AnswerProblem("order", key, "No section or statement is called so.")
            for name in ids:
                if name not in self.added and self.index.parents.get(name) != key:
                    yield AnswerProblem("order", key, f"“{shown(name)}” does not stand here.")
            if len(set(ids)) < len(ids):
                yield AnswerProblem("order", key, "An id stands twice.")
