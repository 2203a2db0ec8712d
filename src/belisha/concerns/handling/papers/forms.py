"""Input about letters and forms."""

import datetime
import uuid

from django import forms
from django.utils import timezone

from belisha.concerns.handling.forms import LONGEST, Questions
from belisha.concerns.handling.papers import rules
from belisha.look.widgets import DateField, Radios


class BeginForm(forms.Form):
    """Which letter or form."""

    label_is_heading = True

    kind = forms.ChoiceField(
        label="What do you want to write?", widget=Radios, error_messages={"required": "Choose a letter or a form."}
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        found = rules.templates()
        self.fields["kind"].choices = [(each.key, each.label) for each in found.values()]
        self.fields["kind"].widget.hints = {each.key: each.says for each in found.values()}

    def clean_key(self):
        return self.cleaned_data["key"] or uuid.uuid4()


class PaperForm(Questions):
    """What stands in it; may be kept incomplete, and gone on with."""


class GiveForm(forms.Form):
    """That it was sent."""

    on = DateField(label="On which day was it sent?", error_messages={"required": "Enter the day."})
    to = forms.CharField(label="To whom?", max_length=300, error_messages={"required": "Enter to whom it was sent."})
    how = forms.CharField(
        label="How?", max_length=300, help_text="Such as: the local authority’s secure form, by hand, by post.",
        error_messages={"required": "Enter how it was sent."},
    )  # fmt: skip

    def clean_on(self):
        return not_to_come(self.cleaned_data["on"])


class AnswerForm(forms.Form):
    """What came back."""

    answered = DateField(label="On which day did it come?", error_messages={"required": "Enter the day."})
    who = forms.CharField(label="From whom?", max_length=300, error_messages={"required": "Enter from whom it came."})
    reply = forms.CharField(
        label="What does it say or ask?", max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Write down what it says."},
    )  # fmt: skip

    def clean_answered(self):
        return not_to_come(self.cleaned_data["answered"])


def not_to_come(day: datetime.date) -> datetime.date:
    """The day, which is not after today."""
    if day > timezone.localdate():
        raise forms.ValidationError("This day is still to come. Enter a day that has been.")
    return day
