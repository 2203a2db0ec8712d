"""Input about checks of the filter."""

import uuid

from django import forms


class AskForm(forms.Form):
    """What the IT lead is to check."""

    label_is_heading = True

    says = forms.CharField(
        label="What should the IT lead check?", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="The kind of page, the device and the user group. No name, nothing of who reported it, no matter.",
        error_messages={"required": "Say what is to be checked."},
    )  # fmt: skip
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)

    def clean_key(self):
        return self.cleaned_data["key"] or uuid.uuid4()


class DoneForm(forms.Form):
    """What the check found."""

    found = forms.CharField(
        label="What did you test, and what came of it?", max_length=4000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Who tested with whom, when, on which device and for which users; the result, what was changed, and "
        "the test after that. Use a test site; never real illegal content.",
        error_messages={"required": "Write down what you tested and found."},
    )  # fmt: skip
