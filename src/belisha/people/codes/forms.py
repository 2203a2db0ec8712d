"""The code, and somebody who is here for today."""

from django import forms

from belisha.core.ids import uuid7
from belisha.look.widgets import DateField, Radios
from belisha.people.codes import rules
from belisha.people.forms import Asking

NEW, NOBODY = "new", "nobody"


class CodeForm(Asking):
    """A one-time code."""

    label_is_heading = True
    code = forms.CharField(
        label="Enter your code",
        max_length=40,
        help_text="Eight letters and digits from the school office. Capital or small letters are the same.",
        error_messages={"required": "Enter the code that you were given"},
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "class": "belisha-code"}
        ),
    )

    def clean_code(self):
        """Eight of the signs that codes are made of."""
        code = rules.read(self.cleaned_data["code"])
        if not code:
            raise forms.ValidationError("Check the code: it has eight letters and digits, such as ABCD-2345")
        return code


class VisitForm(Asking):
    """Somebody who works here today, and perhaps for some days more."""

    name = forms.CharField(label="Full name", max_length=150, error_messages={"required": "Enter their full name"})
    sender = forms.ChoiceField(
        label="Who sends them?", widget=Radios, error_messages={"required": "Choose who sends them"}
    )
    new_sender = forms.CharField(
        label="Name of the agency or firm", max_length=150, required=False, help_text="Only if it is not in the list."
    )
    telephone = forms.CharField(label="Its telephone number", max_length=40, required=False)
    teacher = forms.BooleanField(label="They teach", required=False)
    last = DateField(
        label="Last day here", required=False, help_text="Leave it empty for somebody who is here today only."
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid7, required=False)

    def __init__(self, *args, senders, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        known = [(str(sender.pk), sender.name) for sender in senders]
        others = [(NEW, "Another agency or firm"), (NOBODY, "Nobody: they are a volunteer")]
        self.fields["sender"].choices = [*known, *others]

    def clean_key(self):
        """Of this adult: a second click adds nobody."""
        return self.cleaned_data["key"] or uuid7()

    def clean(self):
        """A new sender has a name, and the last day is not over."""
        given = super().clean()
        if given.get("sender") == NEW and not given.get("new_sender", "").strip():
            self.add_error("new_sender", "Enter the name of the agency or firm")
        if given.get("last") and given["last"] < self.today:
            self.add_error("last", "Enter a last day that is not over yet")
        return given
