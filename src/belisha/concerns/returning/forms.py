"""Input: a code, a message, a receipt to be checked, the door."""

import uuid

from django import forms

from belisha.concerns.returning import tokens
from belisha.concerns.returning.models import LONGEST

NOT_OURS = "No report was found for this code. Check each letter and digit"


class CodeForm(forms.Form):
    """The code that was written down."""

    label_is_heading = True
    code = forms.CharField(
        label="Enter your code", max_length=60,
        help_text="Twenty letters and digits. Capital or small letters are the same, and hyphens do not matter.",
        error_messages={"required": "Enter the code that you wrote down"},
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )  # fmt: skip

    def clean_code(self):
        """Twenty of the signs that codes are made of."""
        token = tokens.read(self.cleaned_data["code"])
        if not token:
            raise forms.ValidationError("Check the code: it has twenty letters and digits, in five groups such as ABCD")
        return token


class MessageForm(forms.Form):
    """What somebody writes. `key` is the message's: a second click writes nothing more."""

    words = forms.CharField(
        label="Your message", max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": "Write your message", "max_length": "Shorten your message to %(limit_value)d characters"
        },
    )  # fmt: skip
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)

    def clean_key(self):
        """The key that the page gave; another where none came back."""
        return self.cleaned_data["key"] or uuid.uuid4()


class CheckForm(forms.Form):
    """The whole file of a receipt, as text."""

    receipt = forms.CharField(
        label="Paste the whole file of the receipt", max_length=200_000,
        help_text="Open the file in a text editor, choose all of it, copy it and paste it here.",
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        error_messages={"required": "Paste the file of a receipt"},
    )  # fmt: skip


class DoorForm(forms.Form):
    """What the school says on its public page, beside what stands there anyway."""

    words = forms.CharField(
        label="What the page says in your own words", max_length=2000, required=False,
        help_text="For instance whom parents can speak to in school, and when. Leave it empty to say nothing more.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip
