"""The form templates of the "policywright" crispy pack: escaped, linked, counted, without any style of their own."""

from __future__ import annotations

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.http import QueryDict
from django.template import Context, Template
from lxml import html

from apps.wizard.fields import DatePartsField, Notes, WordsField

HOSTILE = "<b onclick=alert(1)>Pets & “more”</b>"


class PetForm(forms.Form):
    name = WordsField(label=HOSTILE, help_text=HOSTILE)
    about = WordsField(label="About", widget=forms.Textarea({"rows": 3}), longest=120, lines=True, required=False)
    born = DatePartsField(label="Born")
    kind = forms.ChoiceField(label="Kind", choices=[("hen", HOSTILE), ("other", "Other")], widget=forms.RadioSelect)
    other = WordsField(label="Which?", required=False)
    colours = forms.MultipleChoiceField(
        label="Colours", choices=[("red", "Red"), ("blue", "Blue")], widget=forms.CheckboxSelectMultiple
    )
    size = forms.ChoiceField(label="Size", choices=[("s", "Small"), ("l", "Large")])
    picture = forms.FileField(label="Picture", required=False)
    tame = forms.BooleanField(label="Tame", required=False)
    secret = forms.CharField(widget=forms.HiddenInput, initial="x")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["kind"].notes = Notes(  # type: ignore[attr-defined]
            hints={"hen": HOSTILE}, usual=frozenset({"hen"}), reveals={"other": ("other",)}, dividers={"other": "or"}
        )
        self.helper = FormHelper()
        self.helper.layout = None
        self.helper.add_input(Submit("save", "Save"))


def rendered(form: forms.Form) -> html.HtmlElement:
    template = Template("{% load crispy_forms_tags %}{% include 'policywright/errors.html' %}{% crispy form %}")
    return html.fromstring(f"<div>{template.render(Context({'form': form}))}</div>")


def test_words_of_others_are_never_markup() -> None:
    page = rendered(PetForm())
    assert page.xpath("//b | //*[@onclick]") == []
    (label,) = page.xpath("//label[@for='id_name']")
    assert label.text_content() == HOSTILE


def test_nothing_carries_a_style_or_a_script_of_its_own() -> None:
    assert rendered(PetForm(QueryDict())).xpath("//*[@style] | //script | //style") == []


def test_every_box_has_one_label_and_knows_its_hint_and_error() -> None:
    page = rendered(PetForm(QueryDict()))
    boxes = page.xpath("//input[not(@type='hidden')] | //textarea | //select")
    for box in boxes:
        assert len(page.xpath(f"//label[@for='{box.get('id')}']")) == 1, box.get("id")
    (name,) = page.xpath("//input[@name='name']")
    assert name.get("aria-describedby") == "id_name-hint id_name-error"
    assert page.get_element_by_id("id_name-error").text_content() == "Error: This field is required."


def test_the_summary_leads_to_the_first_box_of_each_mistake() -> None:
    page = rendered(PetForm(QueryDict()))
    links = [link.get("href").removeprefix("#") for link in page.xpath("//ul[contains(@class, 'error-summary')]//a")]
    assert links == ["id_name", "id_born_0", "id_kind", "id_colours", "id_size", "main-content"]
    focused = [page.get_element_by_id(link, None) for link in links]
    assert [box.tag for box in focused if box is not None] == ["input", "input", "input", "input", "select"]


def test_a_form_with_a_file_is_sent_whole() -> None:
    (form,) = rendered(PetForm()).xpath("//form")
    assert (form.get("enctype"), form.get("method"), "novalidate" in form.attrib) == (
        "multipart/form-data", "post", True,
    )  # fmt: skip


def test_a_long_text_is_counted() -> None:
    page = rendered(PetForm())
    (group,) = page.xpath("//div[@data-module='govuk-character-count']")
    assert group.get("data-maxlength") == "120"
    assert page.get_element_by_id("id_about-info").text_content() == "You can use up to 120 characters."


def test_a_choice_reveals_its_own_box_below_it_and_marks_the_usual_one() -> None:
    page = rendered(PetForm())
    (reveal,) = page.xpath("//input[@value='other']/ancestor::div[1]/following-sibling::div[1]")
    assert reveal.get("class") == "govuk-radios__conditional pw-reveal"
    assert [box.get("name") for box in reveal.iter("input")] == ["other"]
    (usual,) = page.xpath("//label[.//strong[@class='pw-usual']]")
    assert usual.get("for") == "id_kind"
