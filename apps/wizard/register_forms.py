"""What is typed to look a school up in the register, and to add it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import validate_email

from apps.schools.models import RegisterEntry
from apps.schools.register import search
from apps.schools.register.facts import in_small_letters, suggested_short_name, trust_name_of
from apps.schools.register.words import is_urn, name_words, postcode_key
from apps.wizard.fields import Notes, WordsField

NOT_SIX_DIGITS = "A URN has six digits, such as 900001. It stands on the school’s inspection reports."
UNKNOWN_URN = "The register here has no school with this URN. Look for a slip, or search by name below."


class UrnForm(forms.Form):
    """A URN; valid where the register has an entry of that number, which is then `entry`."""

    urn = forms.CharField(
        label="URN",
        help_text="The number of the school in the national register: six digits.",
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": "Type in the URN: six digits."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.entry: RegisterEntry | None = None
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["urn"].notes = Notes(width=10)  # type: ignore[attr-defined]

    def clean_urn(self) -> str:
        digits = "".join(self.cleaned_data["urn"].split())
        if not is_urn(digits):
            raise forms.ValidationError(NOT_SIX_DIGITS)
        self.entry = search.by_urn(digits)
        if self.entry is None:
            raise forms.ValidationError(UNKNOWN_URN)
        return digits


class NameForm(forms.Form):
    """A name with council and postcode: by its name alone a school cannot be told from another."""

    name = WordsField(
        label="Name of the school",
        help_text="Or some words of it. “St” or “Saint”, accents and apostrophes make no difference.",
        error_messages={"required": "Type in the name of the school, or some words of it."},
    )
    council = forms.TypedChoiceField(
        label="Council",
        coerce=int,
        error_messages={
            "required": "Choose the council in whose area the school is.",
            "invalid_choice": "Choose a council from the list.",
        },
    )
    postcode = WordsField(
        label="Postcode",
        help_text="The whole, or its beginning: ZZ99, for example.",
        notes=Notes(width=10),
        error_messages={"required": "Type in the postcode, or its beginning."},
    )

    def __init__(self, *args: Any, councils: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["council"].choices = [("", "Choose a council"), *councils]  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        if not name_words(self.cleaned_data["name"]):
            raise forms.ValidationError("Type in at least one word of the name.")
        return str(self.cleaned_data["name"])

    def clean_postcode(self) -> str:
        if not search.SHORTEST_POSTCODE <= len(postcode_key(self.cleaned_data["postcode"])) <= 8:
            raise forms.ValidationError("Type in a postcode, or at least its first two characters.")
        return str(self.cleaned_data["postcode"])


class HereForm(forms.Form):
    """Words of a school's name, or its URN; with nothing typed every school is meant."""

    words = WordsField(label="Name or URN", help_text="Some words of the name are enough.", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)


class AddForm(forms.Form):
    """What the register leaves open about a school that is added: its other names, and who its head is."""

    display_name = WordsField(
        label="Name on the front page",
        help_text="As the school calls itself. The name in the register is kept beside it.",
        error_messages={"required": "Type in the name that stands on the front page."},
    )
    short_name = WordsField(
        label="Short name",
        help_text="For running text, where the whole name would be too long.",
        error_messages={"required": "Type in a short name; the whole name will do."},
    )
    trust_name = WordsField(
        label="Name of the trust",
        help_text="As it is printed. The register often writes it in capitals.",
        error_messages={"required": "Type in the name of the trust."},
    )
    head_name = WordsField(
        label="Name of the head (optional)", help_text="The name that the register has, if it has one.", required=False
    )
    head_email = WordsField(
        label="E-mail address of the head",
        help_text="We write to it. Who has no account here gets one, and signs in with a code sent to this address.",
        widget=forms.EmailInput({"autocomplete": "off", "spellcheck": "false"}),
        validators=[validate_email],
        error_messages={
            "required": "Type in the e-mail address of the head.",
            "invalid": "Type in an e-mail address, such as head@school.example.",
        },
    )

    def __init__(self, *args: Any, entry: RegisterEntry, **kwargs: Any) -> None:
        name, trust = in_small_letters(entry.name), trust_name_of(entry)
        initial = {
            "display_name": name,
            "short_name": suggested_short_name(name),
            "trust_name": trust,
            "head_name": entry.head_name,
        }
        super().__init__(*args, initial=initial, label_suffix="", **kwargs)
        if not trust:
            del self.fields["trust_name"]

    def refuse(self, errors: dict[str, list[str]]) -> None:
        """Put what the action refused at the fields it belongs to."""
        for name, messages in errors.items():
            for message in messages:
                self.add_error(name if name in self.fields else None, message)
