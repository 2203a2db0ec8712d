"""Input about whom to call."""

import uuid

from django import forms

from belisha.concerns.handling.calling.rules import PURPOSES


class ChangeForm(forms.Form):
    """One row of the directory."""

    label = forms.CharField(
        label="Who is it?", max_length=120, error_messages={"required": "Enter who it is."},
        help_text="An office or a service. No person’s name: whoever reports something sees this, signed in or not.",
    )  # fmt: skip
    says = forms.CharField(label="What for?", max_length=250, required=False)
    telephone = forms.CharField(
        label="Telephone number", max_length=40, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    web = forms.URLField(
        label="Web address", max_length=200, required=False, assume_scheme="https",
        error_messages={"invalid": "Enter a web address as it stands in the browser, such as the page of its form."},
    )  # fmt: skip
    hours = forms.CharField(
        label="When can it be reached?", max_length=120, required=False, help_text="Nights and weekends too."
    )
    purposes = forms.MultipleChoiceField(
        label="When should it be shown?", choices=list(PURPOSES.items()), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one."},
    )  # fmt: skip
    source = forms.CharField(
        label="Where did you check it?", max_length=250, required=False, help_text="The page or letter that says so."
    )


class AddForm(ChangeForm):
    """A row of the school's own. Its key is the new row's, so that a second click makes nothing more."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)

    def clean_key(self):
        return self.cleaned_data["key"] or uuid.uuid4()
