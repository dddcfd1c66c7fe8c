"""The form by which a school gives its logo, and the words for those who do not see it."""

from __future__ import annotations

from typing import Any

from django import forms

from apps.policies.pictures import LARGEST_UPLOAD, TOO_LARGE
from apps.policydoc.normalise import SHORT
from apps.schools.models import School
from apps.wizard.fields import WordsField


class LogoForm(forms.Form):
    """The picture may be left out where there is one already: then its words alone change."""

    use_required_attribute = False

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, initial={"alt": school.logo_alt}, label_suffix="", **kwargs)
        self.has_logo = bool(school.logo_sha256)
        self.fields["picture"] = forms.FileField(
            label="Choose another picture (optional)" if self.has_logo else "Choose the picture of your logo",
            help_text="A PNG or JPEG file of up to 10 MB. It is printed about 24 millimetres high; PNG is sharper.",
            required=not self.has_logo,
            max_length=None,
            allow_empty_file=True,
            widget=forms.FileInput({"accept": "image/png,image/jpeg"}),
            error_messages={"required": "Choose the picture of your logo.", "invalid": "Choose the picture again."},
        )
        self.fields["alt"] = WordsField(
            label="What does the logo show?",
            help_text="Read aloud to people who do not see it, for example: An oak tree above the words Oak Lane.",
            longest=SHORT,
            error_messages={"required": "Say in a few words what the logo shows."},
        )

    def clean_picture(self) -> bytes | None:
        picture = self.cleaned_data["picture"]
        if not picture:
            return None
        if picture.size > LARGEST_UPLOAD:
            raise forms.ValidationError(TOO_LARGE)
        content: bytes = picture.read()
        return content
