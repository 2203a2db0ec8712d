"""Forms come out in the design system's markup, with every hint and error tied to its box."""

import re

import pytest
from django import forms
from django.utils.datastructures import MultiValueDict

from belisha.look.forms import Renderer
from belisha.look.widgets import Checkboxes, DateField, Radios

KINDS = [("photo", "Photo"), ("video", "Video")]
PLACES = [("page", "Page"), ("group", "Group")]


class Report(forms.Form):
    default_renderer = Renderer
    what = forms.CharField(label="What happened?", help_text="In short.", widget=forms.Textarea, max_length=200)
    email = forms.EmailField(
        label="E-mail address", widget=forms.EmailInput({"autocomplete": "email", "placeholder": "x"})
    )
    word = forms.CharField(label="Password", widget=forms.PasswordInput({"autocomplete": "current-password"}))
    people = forms.IntegerField(label="People", required=False)
    when = DateField(label="Date of the post")
    kind = forms.ChoiceField(label="Kind of post", choices=KINDS, widget=Radios(hints={"video": "Stories too"}))
    where = forms.MultipleChoiceField(label="Place", choices=PLACES, widget=Checkboxes(hints={"group": "Closed too"}))
    role = forms.ChoiceField(label="Role", choices=[("", "Choose"), ("teacher", "Teacher")])
    read = forms.BooleanField(label="I have read it", help_text="All of it.")
    picture = forms.FileField(label="Screenshot")
    token = forms.CharField(widget=forms.HiddenInput, initial="kept")


def markup(name, data=None, form=Report):
    """One question, its white space evened out."""
    bound = form(data, MultiValueDict() if data is not None else None)
    return re.sub(r"\s+", " ", bound[name].as_field_group())


def attribute(html, name):
    """The first value of an attribute."""
    return re.search(rf'\b{name}="([^"]*)"', html)[1]


@pytest.mark.parametrize(
    ("name", "classes"),
    [
        ("what", "govuk-textarea govuk-js-character-count"),
        ("email", "govuk-input"),
        ("word", "govuk-input govuk-password-input__input govuk-js-password-input-input"),
        ("people", "govuk-input govuk-input--width-5"),
        ("when", "govuk-input govuk-date-input__input"),
        ("kind", "govuk-radios__input"),
        ("where", "govuk-checkboxes__input"),
        ("role", "govuk-select"),
        ("read", "govuk-checkboxes__input"),
        ("picture", "govuk-file-upload"),
    ],
)
def test_every_kind_of_box_wears_its_class(name, classes):
    assert f'class="{classes}' in markup(name)


@pytest.mark.parametrize("name", ["what", "email", "word", "people", "role", "read", "picture"])
def test_a_label_belongs_to_its_box(name):
    html = markup(name)
    assert attribute(html, "for") == f"id_{name}"
    assert f'id="id_{name}"' in html


@pytest.mark.parametrize("name", ["when", "kind", "where"])
def test_several_boxes_stand_in_a_fieldset_with_a_legend(name):
    html = markup(name)
    assert html.index("<fieldset") < html.index("<legend") < html.index("<input") < html.index("</fieldset>")


def test_hint_error_and_count_are_tied_to_the_box():
    assert 'aria-describedby="id_what_hint id_what-info"' in markup("what")
    html = markup("what", {})
    assert 'aria-describedby="id_what_hint id_what_error id_what-info"' in html
    assert all(f'id="{part}"' in html for part in ("id_what_hint", "id_what_error", "id_what-info"))


def test_an_error_of_a_group_is_tied_to_the_fieldset_and_not_to_each_choice():
    html = markup("kind", {})
    assert '<fieldset class="govuk-fieldset" aria-describedby="id_kind_error">' in html
    assert html.count("id_kind_error") == 2
    assert "aria-invalid" not in html


def test_a_wrong_box_is_marked_in_colour_and_in_aria():
    html = markup("email", {"email": "nonsense"})
    assert 'aria-invalid="true"' in html
    assert "govuk-input--error" in html
    assert "govuk-form-group--error" in html
    assert 'value="nonsense"' in html


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("what", {}, "Answer the question “What happened?”"),
        ("email", {}, "Fill in “E-mail address”"),
        ("email", {"email": "x"}, "Enter an e-mail address in the correct format, like name@school.example"),
        ("people", {"people": "many"}, "Enter a whole number, such as 3"),
        ("kind", {}, "Choose an answer for “Kind of post”"),
        ("kind", {"kind": "poem"}, "Choose from the answers on this page"),
        ("where", {"where": ["moon"]}, "Choose from the answers on this page"),
        ("read", {}, "Tick the box “I have read it” to go on"),
        ("picture", {}, "Choose a file for “Screenshot”"),
    ],
)
def test_errors_are_sentences_that_say_what_to_do(name, data, said):
    assert said in markup(name, data)


def test_an_error_of_our_own_is_kept_as_it_was_written():
    form = Report({"email": "a@b.example"})
    form.add_error("email", "That address belongs to somebody else")
    assert form["email"].sentences == ["That address belongs to somebody else"]


def test_no_bubbles_no_placeholders_and_nothing_cut_off():
    form = str(Report())
    assert " required" not in form
    assert "placeholder" not in form
    assert " maxlength=" not in form


def test_autocomplete_stays():
    assert 'autocomplete="current-password"' in markup("word")
    assert 'autocomplete="email"' in markup("email")


def test_a_password_can_be_shown():
    html = markup("word")
    assert 'data-module="govuk-password-input"' in html
    assert 'aria-controls="id_word"' in html


def test_a_choice_may_have_a_hint():
    html = markup("kind")
    assert 'aria-describedby="id_kind_1_hint"' in html
    assert '<div id="id_kind_1_hint" class="govuk-hint govuk-radios__hint">Stories too</div>' in html


def test_typed_markup_comes_back_as_text():
    assert "&lt;b&gt;" in markup("what", {"what": "<b>"})


def test_hidden_fields_come_without_a_question():
    html = str(Report())
    assert '<input type="hidden" name="token" value="kept" id="id_token">' in re.sub(r"\s+", " ", html)
    assert "Token" not in html


def test_a_single_question_is_the_heading_of_its_page():
    class One(forms.Form):
        default_renderer = Renderer
        label_is_heading = True
        kind = forms.ChoiceField(label="Kind?", widget=Radios, choices=[("a", "A")])
        why = forms.CharField(label="Why?")

    assert '<h1 class="govuk-fieldset__heading">Kind?</h1>' in markup("kind", form=One)
    assert "govuk-fieldset__legend--l" in markup("kind", form=One)
    assert "<h1" not in markup("why", form=One)
