"""The kinds of question that offer options, as form fields: yes-no, choose-one, choose-many and term."""

from __future__ import annotations

from typing import Any

from django import forms

from apps.wizard.asked import BLANK, NONE, UNDECIDED, Asked, Offered, new_entry_id
from apps.wizard.fields import SHORT, Incomplete, Notes, WordsField

OWN_WORD = "__own"


def notes_for(asked: Asked, *, reveals: dict[str, tuple[str, ...]], none: bool = False) -> Notes:
    """The marks and reveals around the options, with "Not decided yet" last."""
    dividers = {NONE if none else UNDECIDED: "or"}
    return Notes(
        hints={offered.value: offered.hint for offered in asked.options if offered.hint},
        usual=frozenset(offered.value for offered in asked.options if offered.option.recommended),
        ask_reason=frozenset(offered.value for offered in asked.options if offered.option.needs_reason),
        dividers=dividers,
        exclusive=frozenset({NONE, UNDECIDED}),
        reveals=reveals if asked.may_be_empty else reveals | {UNDECIDED: (asked.name("note"),)},
    )


def own_field(asked: Asked, offered: Offered, **kwargs: Any) -> WordsField:
    """`lines`: each line is an entry of its own, and SHORT holds for each."""
    notes = Notes(before=offered.before, after=offered.after, small=True, counted=not kwargs.get("lines"))
    label = f"Your own words for “{offered.label}”"
    named = f"{label} under {asked.quoted}"
    kwargs.setdefault("widget", forms.Textarea({"rows": 2}))
    return WordsField(label=label, named=named, required=False, notes=notes, **kwargs)


def write_own(asked: Asked, offered: Offered) -> str:
    return f"Write your own words for “{offered.label}” under {asked.quoted}."


def radio_field(asked: Asked, choices: list[tuple[str, str]], notes: Notes) -> forms.ChoiceField:
    field = forms.ChoiceField(
        label=asked.prompt,
        choices=[*choices, (UNDECIDED, "No answer" if asked.may_be_empty else "Not decided yet")],
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": f"Choose one of the answers offered for “{asked.prompt}”."},
    )
    field.notes = notes  # type: ignore[attr-defined]
    return field


class YesNo:
    """`true` or `false`."""

    def fields(self, asked: Asked) -> dict[str, forms.Field]:
        labels = {"yes": "Yes", "no": "No"} | {offered.value: offered.label for offered in asked.options}
        return {asked.id: radio_field(asked, list(labels.items()), notes_for(asked, reveals={}))}

    def initial(self, asked: Asked) -> dict[str, Any]:
        return {} if asked.value is BLANK else {asked.id: "yes" if asked.value else "no"}

    def read(self, asked: Asked, cleaned: dict[str, Any]) -> Any:
        chosen = cleaned.get(asked.id, "")
        return BLANK if chosen in ("", UNDECIDED) else chosen == "yes"


class ChooseOne:
    """`"value"`, or `{"option": "other", "own": "..."}` where the option's words have a place for own ones."""

    def fields(self, asked: Asked) -> dict[str, forms.Field]:
        own = {offered.value: asked.name("own", offered.value) for offered in asked.options if offered.own}
        notes = notes_for(asked, reveals={value: (name,) for value, name in own.items()})
        choices = [(offered.value, offered.label) for offered in asked.options]
        fields: dict[str, forms.Field] = {asked.id: radio_field(asked, choices, notes)}
        return fields | {own[o.value]: own_field(asked, o) for o in asked.options if o.own}

    def initial(self, asked: Asked) -> dict[str, Any]:
        match asked.value:
            case {"option": option, **rest}:
                return {asked.id: option, asked.name("own", option): rest.get("own", "")}
            case str(option):
                return {asked.id: option}
        return {}

    def read(self, asked: Asked, cleaned: dict[str, Any]) -> Any:
        chosen = cleaned.get(asked.id, "")
        offered = next((offered for offered in asked.options if offered.value == chosen), None)
        if offered is None:
            return BLANK
        if not offered.own:
            return chosen
        words = cleaned.get(asked.name("own", chosen), "")
        if not words and not asked.must:
            return chosen
        if not words:
            raise Incomplete({asked.name("own", chosen): write_own(asked, offered)})
        return {"option": chosen, "own": words}


class ChooseMany:
    """A list of values and own entries `{"option", "id", "own"}`; `[]` is "none of these", BLANK is no answer."""

    def fields(self, asked: Asked) -> dict[str, forms.Field]:
        own = {offered.value: asked.name("own", offered.value) for offered in asked.options if offered.own}
        notes = notes_for(asked, reveals={value: (name,) for value, name in own.items()}, none=True)
        field = forms.MultipleChoiceField(
            label=asked.prompt,
            help_text="Choose all that apply.",
            choices=[
                *((offered.value, offered.label) for offered in asked.options),
                (NONE, "None of these"),
                *(() if asked.may_be_empty else ((UNDECIDED, "Not decided yet"),)),
            ],
            widget=forms.CheckboxSelectMultiple,
            required=False,
            error_messages={"invalid_choice": f"Choose from the answers offered for “{asked.prompt}”."},
        )
        field.notes = notes  # type: ignore[attr-defined]
        return {asked.id: field} | {own[o.value]: self._entries(asked, o) for o in asked.options if o.own}

    def _entries(self, asked: Asked, offered: Offered) -> WordsField:
        return own_field(
            asked, offered, lines=True, longest=2_000,
            help_text=f"More than one? Write each on a line of its own, in {SHORT} characters or fewer.",
        )  # fmt: skip

    def initial(self, asked: Asked) -> dict[str, Any]:
        if asked.value is BLANK:
            return {}
        found: dict[str, Any] = {asked.id: []}
        for item in asked.value:
            option = item["option"] if isinstance(item, dict) else item
            if option not in found[asked.id]:
                found[asked.id].append(option)
            if isinstance(item, dict):
                name = asked.name("own", option)
                found[name] = "\n".join(filter(None, (found.get(name), item.get("own"))))
        return found if asked.value else {asked.id: [NONE]}

    def read(self, asked: Asked, cleaned: dict[str, Any]) -> Any:
        chosen = cleaned.get(asked.id) or []
        if not chosen or chosen == [UNDECIDED]:
            return BLANK
        if len(chosen) > 1 and (NONE in chosen or UNDECIDED in chosen):
            last = "None of these" if NONE in chosen else "Not decided yet"
            raise Incomplete({asked.id: f"Choose either “{last}” or the answers above it, not both."})
        return [
            item
            for offered in asked.options
            if offered.value in chosen
            for item in self._items(asked, offered, cleaned)
        ]

    def _items(self, asked: Asked, offered: Offered, cleaned: dict[str, Any]) -> list[Any]:
        if not offered.own:
            return [offered.value]
        name = asked.name("own", offered.value)
        lines = [line for line in cleaned.get(name, "").split("\n") if line]
        if not lines and not asked.must:
            return [offered.value]
        if not lines:
            raise Incomplete({name: write_own(asked, offered)})
        if any(len(line) > SHORT for line in lines):
            raise Incomplete(
                {name: f"Use {SHORT} characters or fewer on each line for “{offered.label}” under {asked.quoted}."}
            )
        return own_entries(asked, offered.value, list(dict.fromkeys(lines)))


def own_entries(asked: Asked, option: str, lines: list[str]) -> list[dict[str, str]]:
    """One entry per line; a line that was there keeps its id, a changed one takes over the id that became free."""
    stored = [] if asked.value is BLANK else [item for item in asked.value if isinstance(item, dict)]
    stored = [item for item in stored if item["option"] == option and "id" in item]
    ids: list[str | None] = []
    for line in lines:
        same = next((item for item in stored if item.get("own") == line), None)
        if same:
            stored.remove(same)
        ids.append(same["id"] if same else None)
    free = iter([item["id"] for item in stored])
    return [
        {"option": option, "id": entry_id or next(free, None) or new_entry_id(), "own": line}
        for entry_id, line in zip(ids, lines, strict=True)
    ]


class Term:
    """A wording's value, or `{"singular", "plural"}` (and "article" where "a" or "an" is irregular)."""

    parts = (
        ("singular", "One of them", ""),
        ("plural", "Several of them", "The same word again if it does not change, like “trustees”."),
        ("article", "“a” or “an” (optional)", "Only where the usual rule gives the wrong one, as in “an hour”."),
    )

    def fields(self, asked: Asked) -> dict[str, forms.Field]:
        names = tuple(asked.name(part) for part, _, _ in self.parts)
        choices = [(offered.value, offered.label) for offered in asked.options] + [(OWN_WORD, "Another word")]
        field = radio_field(asked, choices, notes_for(asked, reveals={OWN_WORD: names}))
        words: dict[str, forms.Field] = {
            asked.name(part): WordsField(
                label=label,
                named=f"“{label}” under {asked.quoted}",
                help_text=hint,
                required=False,
                notes=Notes(small=True, width=20),
                longest=60,
            )
            for part, label, hint in self.parts
        }
        return {asked.id: field} | words

    def initial(self, asked: Asked) -> dict[str, Any]:
        match asked.value:
            case dict(words):
                return {asked.id: OWN_WORD} | {asked.name(part): word for part, word in words.items()}
            case str(value):
                return {asked.id: value}
        return {}

    def read(self, asked: Asked, cleaned: dict[str, Any]) -> Any:
        chosen = cleaned.get(asked.id, "")
        if chosen in ("", UNDECIDED):
            return BLANK
        if chosen != OWN_WORD:
            return chosen
        words = {part: cleaned.get(asked.name(part), "") for part, _, _ in self.parts}
        missing = {
            asked.name(p): f"Write the word for {of} of them under {asked.quoted}."
            for p, of in (("singular", "one"), ("plural", "several"))
            if not words[p]
        }
        if words["article"] not in ("", "a", "an"):
            missing[asked.name("article")] = f"Write “a” or “an” under {asked.quoted}, or leave it empty."
        if missing:
            raise Incomplete(missing)
        return {part: word for part, word in words.items() if word}
