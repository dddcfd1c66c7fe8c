"""The form of one page: its questions and optional statements in, the changes to save out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from apps.policies.changes import Change, Seen, answer_of
from apps.policydoc.template import CONTROL, KINDS_WITH_OPTIONS
from apps.wizard.answer_form import AnswerForm, first_field
from apps.wizard.asked import BLANK, UNDECIDED, Asked
from apps.wizard.fields import LONG, Damageable, Incomplete, Notes, WordsField
from apps.wizard.kinds import AS_FIELDS

KEEP, LEAVE_OUT = "keep", "leave-out"
APPROVED, IN_FORCE, NEXT_REVIEW = (f"{CONTROL}.date-{name}" for name in ("approved", "in-force", "next-review"))


@dataclass(frozen=True)
class Statement:
    """An optional section or statement that the page asks to keep or to leave out.

    `standing` is KEEP, LEAVE_OUT or "" for not said yet; `usually_in` is False for `optional=off`.
    """

    id: str
    source: str
    words: str
    guidance: tuple[str, ...] = ()
    is_section: bool = False
    usually_in: bool = True
    standing: str = ""
    seen: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"statement__{self.id}"


class PageForm(AnswerForm):
    """`must_answer` is False where somebody saves what they have and comes back later."""

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        asked: Sequence[Asked] = (),
        statements: Sequence[Statement] = (),
        must_answer: bool = True,
    ) -> None:
        self.asked = tuple(replace(question, must=must_answer) for question in asked)
        self.statements = tuple(statements)
        self.must_answer = must_answer
        self.not_decided: set[str] = set()
        super().__init__(data, initial=self._initial())
        for question in self.asked:
            self._add_question(question)
        for statement in self.statements:
            self.fields[statement.name] = statement_field(statement)
            self.fields[f"{statement.name}__seen"] = hidden_tokens(statement.seen)

    # --- the fields ---------------------------------------------------------------------------------------------

    def _add_question(self, asked: Asked) -> None:
        self.fields.update(AS_FIELDS[asked.question.kind].fields(asked))
        self.fields[asked.name("seen")] = hidden_tokens(asked.seen)
        if asked.question.kind not in KINDS_WITH_OPTIONS and not asked.may_be_empty:
            box = forms.BooleanField(label="Not decided yet", required=False)
            box.notes = Notes(reveals={"on": (asked.name("note"),)}, small=True)  # type: ignore[attr-defined]
            self.fields[asked.name("undecided")] = box
        if not asked.may_be_empty:
            self.fields[asked.name("note")] = WordsField(
                label="What is missing, or who decides? (optional)",
                help_text="A note to yourselves. It is never printed.",
                required=False, notes=Notes(small=True),
            )  # fmt: skip
        if asks_reason(asked):
            self.fields[asked.name("reason")] = WordsField(
                label="Your reason", help_text="Governors see it; it is not printed in the policy.",
                required=False, longest=LONG, lines=True, notes=Notes(small=True), widget=forms.Textarea({"rows": 3}),
            )  # fmt: skip

    def _initial(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for asked in self.asked:
            found |= AS_FIELDS[asked.question.kind].initial(asked)
            if asked.undecided is not None and not asked.may_be_empty:
                found |= self._initial_undecided(asked)
            if asked.reason:
                found[asked.name("reason")] = asked.reason.get("reason", "")
        return found | {statement.name: statement.standing for statement in self.statements}

    def _initial_undecided(self, asked: Asked) -> dict[str, Any]:
        note = {asked.name("note"): (asked.undecided or {}).get("note", "")}
        match asked.question.kind:
            case "choose-many":
                return note | {asked.id: [UNDECIDED]}
            case "yes-no" | "choose-one" | "term":
                return note | {asked.id: UNDECIDED}
        return note | {asked.name("undecided"): True}

    def missing(self, asked: Asked) -> str:
        match asked.question.kind:
            case "list":
                return f"Add an entry for “{asked.prompt}”, or say that there are none or that it is not decided yet."
            case "yes-no" | "choose-one" | "choose-many" | "term":
                return f"Choose an answer for “{asked.prompt}”, or “Not decided yet”."
            case _:
                return f"Answer “{asked.prompt}”, or tick “Not decided yet”."

    # --- what somebody answered ---------------------------------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for statement in self.statements:
            wanted = self.must_answer and statement.usually_in and not cleaned.get(statement.name)
            if wanted and statement.name not in self.errors:
                self.add_error(statement.name, f"Say whether “{shortened(statement.words)}” stays in.")
        self._refuse_impossible_dates()
        return cleaned

    def _refuse_impossible_dates(self) -> None:
        approved, begins, review = (self.given.get(name, BLANK) for name in (APPROVED, IN_FORCE, NEXT_REVIEW))
        if is_before(timezone.localdate().isoformat(), approved):
            self.add_error(APPROVED, "This day is still to come: fill it in once the policy has been approved.")
        if is_before(review, begins):
            sentence = "The next review is due before the policy is in force: change one of the two dates."
            self.add_error(NEXT_REVIEW, sentence)
        elif is_before(review, approved) or (review is not BLANK and review == approved):
            sentence = "The next review has to come after the day of approval: change one of the two dates."
            self.add_error(NEXT_REVIEW, sentence)

    def read(self, asked: Asked, cleaned: dict[str, Any]) -> Any:
        if is_undecided(asked, cleaned):
            answer = AS_FIELDS[asked.question.kind].read(asked, cleaned)
            if answer is not BLANK and asked.question.kind != "list":
                raise Incomplete({first_field(asked): f"Answer “{asked.prompt}” or tick “Not decided yet”, not both."})
            if not asked.may_be_empty:
                self.not_decided.add(asked.id)
            return BLANK
        answer = super().read(asked, cleaned)
        self._require_reason(asked, answer, cleaned)
        return answer

    def _require_reason(self, asked: Asked, answer: Any, cleaned: dict[str, Any]) -> None:
        labels = chosen_with_reason(asked, answer)
        if labels and self.must_answer and not cleaned.get(asked.name("reason")):
            raise Incomplete(
                {asked.name("reason"): f"Give your reason for “{labels[0]}”: governors will want to read it."}
            )

    def tentative(self) -> list[Change]:
        """The changes as far as they can be read, mistakes left aside: for showing what would be."""
        self.full_clean()
        return self.changes()

    def refuse(self, problems: Mapping[tuple[str, str], Sequence[str]]) -> None:
        """Put what the answers' own rules refused at the fields it belongs to."""
        rows = {(kind, asked.id): asked for asked in self.asked for kind in ("undecided", "reason")}
        rows |= {answer_of(asked.id): asked for asked in self.asked}
        for row, sentences in problems.items():
            field = first_field(rows[row]) if row in rows else None
            for sentence in sentences:
                self.add_error(field, sentence)

    def changes(self) -> list[Change]:
        """What is to be saved: of the questions that the page showed, so that it never clears what it did not ask."""
        found: list[Change] = []
        for asked in self.asked:
            if asked.id in self.given:
                found += self._changes_of(asked, self.given[asked.id])
        for statement in self.statements:
            found += self._statement_changes(statement)
        return [change for change in found if not _was_and_is_nothing(change)]

    def _changes_of(self, asked: Asked, answer: Any) -> Iterable[Change]:
        if asked.id in self.not_decided:
            note = self.cleaned_data.get(asked.name("note"), "")
            owner = (asked.undecided or {}).get("owner", "")
            notes = {key: words for key, words in (("owner", owner), ("note", note)) if words}
            yield self._change(asked, "undecided", notes)
            return
        if asked.undecided is None and answer is BLANK and asked.value is BLANK:
            return
        yield self._change(asked, "undecided", None)
        if asked.accepted and answer != asked.value:
            yield Change("accepted", asked.id, None, None)
        if asked.question.kind != "list" or answer in ([], BLANK):
            yield self._change(asked, "value", None if answer is BLANK else answer)
        if asks_reason(asked):
            yield self._change(asked, "reason", self._reason(asked, answer))

    def _change(self, asked: Asked, kind: str, value: Any) -> Change:
        row, key = answer_of(asked.id) if kind == "value" else (kind, asked.id)
        return Change(row, key, value, self._seen(asked.name("seen"), kind))

    def _statement_changes(self, statement: Statement) -> Iterable[Change]:
        standing = self.cleaned_data.get(statement.name)
        if not standing or self._is_untouched(statement, standing):
            return
        for kind, chosen in (("kept", KEEP), ("left-out", LEAVE_OUT)):
            seen = self._seen(f"{statement.name}__seen", kind)
            yield Change(kind, statement.id, True if standing == chosen else None, seen)

    def _is_untouched(self, statement: Statement, standing: str) -> bool:
        """It starts left out, the page showed it so and nobody said otherwise: whoever did meanwhile keeps it in."""
        read = [Seen.parse(self._seen(f"{statement.name}__seen", kind)) for kind in ("kept", "left-out")]
        nothing_stood = all(seen is not None and not seen.fingerprint for seen in read)
        return standing == LEAVE_OUT and not statement.usually_in and nothing_stood

    def _seen(self, field: str, kind: str) -> str:
        """The token of one row, from the hidden field of the page as it was posted."""
        tokens = dict(item.split("=", 1) for item in self.cleaned_data.get(field, "").split() if "=" in item)
        return tokens.get(kind, "")

    def _reason(self, asked: Asked, answer: Any) -> dict[str, str] | None:
        words = self.cleaned_data.get(asked.name("reason"), "")
        if not words or not chosen_with_reason(asked, answer):
            return None
        return {**(asked.reason or {}), "reason": words}


def _was_and_is_nothing(change: Change) -> bool:
    """Nothing stood there when the page was read, and nothing was put there: whoever did put something keeps it."""
    read = Seen.parse(change.seen or "")
    return change.value is None and change.seen is not None and (read is None or not read.fingerprint)


def hidden_tokens(seen: Mapping[str, str]) -> Damageable:
    """What the page read of each row, so that saving can tell a change from a coincidence."""
    tokens = " ".join(f"{kind}={token}" for kind, token in seen.items())
    return Damageable(required=False, initial=tokens, max_length=300)


def statement_field(statement: Statement) -> forms.ChoiceField:
    choice = forms.ChoiceField(
        label="Is this section part of your policy?" if statement.is_section else "Does this stand in your policy?",
        choices=[(KEEP, "Keep it"), (LEAVE_OUT, "Leave it out")],
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": "Choose “Keep it” or “Leave it out”."},
    )
    usual = KEEP if statement.usually_in else LEAVE_OUT
    choice.notes = Notes(usual=frozenset({usual}), small=True)  # type: ignore[attr-defined]
    return choice


def asks_reason(asked: Asked) -> bool:
    return any(offered.option.needs_reason for offered in asked.options)


def chosen_with_reason(asked: Asked, answer: Any) -> list[str]:
    """The labels of the chosen options that ask for a reason."""
    chosen = set()
    for item in answer if isinstance(answer, list) else [answer]:
        match item:
            case {"option": option}:
                chosen.add(option)
            case bool():
                chosen.add("yes" if item else "no")
            case str():
                chosen.add(item)
    return [offered.label for offered in asked.options if offered.option.needs_reason and offered.value in chosen]


def is_before(first: Any, second: Any) -> bool:
    """Of two days or months such as "2026-11-20" and "2026-11", which compare by what both say; False without both."""
    if not (isinstance(first, str) and isinstance(second, str)):
        return False
    told = min(len(first), len(second))
    return first[:told] < second[:told]


def is_undecided(asked: Asked, cleaned: Mapping[str, Any]) -> bool:
    if asked.question.kind in KINDS_WITH_OPTIONS:
        return UNDECIDED in (cleaned.get(asked.id) or ())
    return bool(cleaned.get(asked.name("undecided")))


def shortened(words: str, longest: int = 60) -> str:
    return words if len(words) <= longest else words[:longest].rsplit(" ", 1)[0] + " …"
