"""State: what one set of answers makes of a template, before a word is printed: live questions and conditions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, Literal

from apps.policydoc.answers import Answers
from apps.policydoc.bundle import Bundle
from apps.policydoc.choices import all_of, chosen, has_shape, satisfied, yes_or_no
from apps.policydoc.given import SchoolFacts, Trust, kept_in
from apps.policydoc.guidance import Register
from apps.policydoc.index import Place, index_of
from apps.policydoc.leaving_out import emptied
from apps.policydoc.template import CONTROL, Node, Option, Question, When
from apps.policydoc.uses import Use, uses_of

Row = Mapping[str, Any]  # inside each=: question id -> the row, choice or paragraph that is printed
NO_ROW: Row = {}


class State:
    """One set of answers over a bundle. Cheap to make: everything is worked out when it is asked for, once."""

    def __init__(
        self,
        bundle: Bundle,
        answers: Answers,
        school: SchoolFacts | None = None,
        trust: Trust | None = None,
        guidance: Register | None = None,
        as_of: str = "",
    ) -> None:
        self.bundle = bundle
        self.answers = answers
        self.school = school or SchoolFacts()
        self.trust = trust or Trust()
        self.guidance = guidance or Register()
        self.as_of = as_of
        self.index = index_of(bundle)
        self._live: dict[str, bool] = {}
        self._values: dict[str, tuple[Any, bool]] = {}
        self._conditions: dict[When, bool | None] = {}
        self._used: dict[str, bool] = {}

    # --- values -----------------------------------------------------------------------------------------------------

    def value(self, question_id: str) -> tuple[Any, bool]:
        """(value, confirmed): locked by the trust, else the school's, else the trust's default, else recommended.

        None stands for no value. Choices that are not offered count as not made.
        """
        known = self._values.get(question_id)
        if known is None:
            known = self._values[question_id] = self._value(self.bundle.questions[question_id])
        return known

    def _value(self, question: Question) -> tuple[Any, bool]:
        key = question.id
        if self.is_locked(key):
            return self.trust.locks[key], True
        if key in self.school.derived:
            return self.school.derived[key], True
        if key in self.answers.undecided:
            return None, False
        typed = self._offered_of(question, self._typed(question))
        if typed is not None:
            return typed, True
        accepted = key in self.answers.accepted
        usual = self._offered_of(question, self.trust.defaults.get(key))
        return (usual, accepted) if usual is not None else self._recommended(question, accepted)

    def is_locked(self, question_id: str) -> bool:
        """Whether the trust has settled it; what a later edition has no option for any more counts as not settled."""
        if question_id not in self.trust.locks:
            return False
        question, value = self.bundle.questions[question_id], self.trust.locks[question_id]
        if not has_shape(question.kind, value) or value == "":
            return False
        if question.kind in ("choose-one", "choose-many") or (question.kind == "term" and isinstance(value, str)):
            return all(question.option(chosen(item)) for item in (value if isinstance(value, list) else [value]))
        return True

    def _typed(self, question: Question) -> Any:
        if question.scope == CONTROL:
            return self.answers.control.get(question.id.removeprefix("control."))
        return self.answers.values.get(question.id)

    def _offered_of(self, question: Question, value: Any) -> Any:
        """The value as far as its options are offered, a choose-many in their order; None if nothing is left of it."""
        if value is None or value == "" or not has_shape(question.kind, value):
            return None
        if question.kind == "choose-many" and isinstance(value, list):
            order = {option.value: place for place, option in enumerate(self.offered(question.id))}
            kept = sorted((item for item in value if chosen(item) in order), key=lambda item: order[chosen(item)])
            return kept if kept or not value else None
        if question.kind == "choose-one" or (question.kind == "term" and isinstance(value, str)):
            option = question.option(chosen(value))
            return value if option and self._is_offered(question, option) else None
        if question.kind == "yes-no":
            return value if self._allowed(question, value) else None
        return None if question.kind == "term" and question.id in self.trust.allowed else value

    def _recommended(self, question: Question, accepted: bool) -> tuple[Any, bool]:
        best = [option.value for option in question.recommended if self._is_offered(question, option)]
        if not best:
            return None, False
        if question.kind == "choose-many":
            return best, accepted
        return best[0] == "yes" if question.kind == "yes-no" else best[0], accepted

    def offered(self, question_id: str) -> tuple[Option, ...]:
        """The options that may be chosen now."""
        question = self.bundle.questions[question_id]
        if not question.has_conditional_options and question_id not in self.trust.allowed:
            return question.options
        return tuple(option for option in question.options if self._is_offered(question, option))

    def _is_offered(self, question: Question, option: Option) -> bool:
        return self._allowed(question, option.value) and self._all_hold(option.when)

    def _allowed(self, question: Question, value: Any) -> bool:
        allowed = self.trust.allowed.get(question.id)
        if allowed is None:
            return True
        if question.kind == "yes-no":
            return yes_or_no(value) in {yes_or_no(item) for item in allowed}
        return value in allowed

    # --- conditions -------------------------------------------------------------------------------------------------

    def holds(self, when: When, row: Row = NO_ROW) -> bool | None:
        """True, False, or None while its question is live and undecided. `row` answers `when=list.column`."""
        if when.column:
            filled = row.get(when.question)
            return bool(filled.get(when.column) if isinstance(filled, dict) else None) != when.negated
        if when not in self._conditions:
            self._conditions[when] = self._holds(when)
        return self._conditions[when]

    def _all_hold(self, conditions: tuple[When, ...]) -> bool:
        return not conditions or all(self.holds(when) is True for when in conditions)

    def _holds(self, when: When) -> bool | None:
        question = self.bundle.questions.get(when.question)
        if question is None or not (question.id in self.school.derived or self.live(question.id)):
            return when.negated
        value, _ = self.value(question.id)
        if value is None:
            unanswered_for_good = question.optional and question.id not in self.answers.undecided
            return when.negated if unanswered_for_good else None
        return satisfied(question, value, when.values) != when.negated

    def node_holds(self, node: Node, row: Row = NO_ROW) -> bool | None:
        """The conditions of one node alone, all together."""
        return all_of([self.holds(when, row) for when in node.when])

    def section_state(self, node_id: str) -> Literal["on", "off", "undecided"]:
        """Whether a section (or a statement) stands in the text, by its own conditions and all above it."""
        place = self.index.places.get(node_id)
        if place is None or not self.prints(node_id):
            return "off"
        holds = all_of([self.holds(when) for when in place.conditions])
        return "undecided" if holds is None else "on" if holds else "off"

    # --- what is left out -------------------------------------------------------------------------------------------

    def left_out(self, node: Node) -> bool:
        """Whether the school has left this node out, or never put in one that starts left out."""
        return node.id in self._left_out

    @cached_property
    def _left_out(self) -> frozenset[str]:
        nodes, answers = self.bundle.nodes, self.answers
        named = [nodes[key] for key in answers.left_out if key in nodes]
        out = {node.id for node in named if node.optional or self.trust.rule_of(node) == "may-leave-out"}
        out |= {node.id for node in self.index.starts_out if node.id not in answers.kept | answers.left_out}
        return frozenset(out - self.kept_in)

    def _any_left_out(self, nodes: frozenset[str]) -> bool:
        return not self._left_out.isdisjoint(nodes)

    @cached_property
    def kept_in(self) -> frozenset[str]:
        """What the trust keeps in the text: nobody leaves it out or has to confirm it."""
        return kept_in(self.trust, self.index)

    def stands(self, node_id: str) -> bool:
        """Whether neither this node nor anything above it is left out."""
        place = self.index.places.get(node_id)
        return place is not None and not self._any_left_out(place.ids)

    def prints(self, node_id: str) -> bool:
        """Whether it stands, and is no heading or lead-in all of whose children are left out."""
        return self.stands(node_id) and node_id not in self._emptied

    @cached_property
    def _emptied(self) -> frozenset[str]:
        anchors = [added.after.partition("/")[0] for added in (*self.trust.added, *self.answers.added)]
        return emptied(self.index, self._left_out, anchors, self.words_of)

    def words_of(self, node: Node) -> str:
        """The words of a node as they are now, the school's own or the template's."""
        return self.rewording_of(node) or self.bundle.source(node)

    def rewording_of(self, node: Node, block_id: str = "") -> str | None:
        """The school's own words for a node, its own row first, then the statement that `same=` names."""
        if not self.answers.reworded or self.trust.keeps_words(node):
            return None
        row = block_id.removeprefix(node.id) if block_id.startswith(node.id + "/") else ""
        for key in filter(None, (node.id, node.same)):
            for name in (key + row, key):
                if name in self.answers.reworded:
                    return self.answers.reworded[name].text
        return None

    # --- live questions ---------------------------------------------------------------------------------------------

    def live(self, question_id: str) -> bool:
        """Whether the question is to be asked: the rules are template-format.md §4.2."""
        known = self._live.get(question_id)
        if known is None:
            self._live[question_id] = False  # a question that waits for itself is never asked
            question = self.bundle.questions.get(question_id)
            known = self._live[question_id] = question is not None and self._is_live(question)
        return known

    def _is_live(self, question: Question) -> bool:
        if not self._all_hold(question.when):
            return False
        places = self.index.asked.get(question.id)
        if places:
            return any(self.place_is_live(place, question.id) for place in places) and self._is_wanted(question)
        home = self.index.defined.get(question.id)
        return (home is None or self.place_is_live(home, question.id)) and self._is_used(question.id)

    def place_is_live(self, place: Place, question_id: str) -> bool:
        """The condition of a section on a question that stands in it does not count for that question."""
        if self._any_left_out(place.ids):
            return False
        return self._all_hold(tuple(when for when in place.conditions if when.question != question_id))

    def _is_wanted(self, question: Question) -> bool:
        """False if everything that prints or asks after the question is left out."""
        untouched = not self._left_out and not self.answers.reworded
        if untouched or self._is_always_used(question.id) or question.id in self.index.wanted_by:
            return True
        printers, gates = self.index.printers.get(question.id, ()), self.index.gates.get(question.id, ())
        if any(self.prints(node) for node in printers if node not in self._own_words) or any(map(self.stands, gates)):
            return True
        own = [node for node, names in self._own_words.items() if question.id in names]
        return any(map(self.prints, own)) or not (printers or own or gates)

    def _is_always_used(self, question_id: str) -> bool:
        return question_id in self.index.always or question_id in self._added_names

    def _is_used(self, question_id: str) -> bool:
        """Whether a part uses a question that no part asks: something that stands prints it or asks after it."""
        if question_id not in self._used:
            self._used[question_id] = False
            self._used[question_id] = (
                self._is_always_used(question_id)
                or any(self._comes_to(use) for use in uses_of(self.bundle).get(question_id, ()))
                or any(question_id in names and self.prints(node) for node, names in self._own_words.items())
            )
        return self._used[question_id]

    def _comes_to(self, use: Use) -> bool:
        if use.printer and (use.printer in self._own_words or use.printer in self._emptied):
            return False
        if self._any_left_out(use.ids) or not self._all_hold(use.conditions):
            return False
        return not use.through or self._is_used(use.through)

    @cached_property
    def _added_names(self) -> set[str]:
        """The questions that the school's and the trust's additions print."""
        return {name for added in (*self.trust.added, *self.answers.added) for name in self.index.mentioned(added.text)}

    @cached_property
    def _own_words(self) -> dict[str, set[str]]:
        """node -> the questions that the school's own words for it print (and its own each=)."""
        found = {}
        for node_id in self._reworded_nodes():
            node = self.bundle.nodes[node_id]
            text = self.rewording_of(node)
            if text is not None:
                found[node_id] = self.index.mentioned(text) | ({node.each} if node.each else set())
        return found

    def _reworded_nodes(self) -> Iterator[str]:
        for key in self.answers.reworded:
            if key in self.index.places:
                yield key
        shared = {key for key in self.answers.reworded if key in self.bundle.nodes}
        for node_id, place in self.index.places.items():
            if shared and place.above[-1].same in shared:
                yield node_id
