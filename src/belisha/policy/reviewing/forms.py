"""Input about a review."""

from django import forms
from django.utils import timezone

from belisha.core.ids import uuid7
from belisha.look.templatetags.look import day as spoken
from belisha.look.widgets import DateField, Radios
from belisha.policy.reviewing.rules import OUTCOMES


class ReviewForm(forms.Form):
    """Who reviewed the policy, when, and what came of it. `key` is the review's, so that a second click makes none."""

    outcome = forms.ChoiceField(
        label="What came of the review?", choices=[(key, outcome.label) for key, outcome in OUTCOMES.items()],
        widget=Radios(hints={key: outcome.meaning for key, outcome in OUTCOMES.items()}),
        error_messages={"required": "Tell us what came of the review."},
    )  # fmt: skip
    approved_by = forms.CharField(
        label="Who approved the outcome?", max_length=150, help_text="For example: the full governing body.",
        error_messages={"required": "Tell us who approved the outcome."},
    )  # fmt: skip
    held_on = DateField(label="On which day?", error_messages={"required": "Enter the day of the review."})
    minute = forms.CharField(
        label="Minute reference (optional)", max_length=100, required=False,
        help_text="For example: FGB 12 October, item 7.",
    )  # fmt: skip
    note = forms.CharField(
        label="Note (optional)", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="What was looked at, and why. Everybody who reads the policy can read this.",
    )  # fmt: skip
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid7, required=False)

    def __init__(self, *args, approved_on, **kwargs):
        super().__init__(*args, **kwargs)
        self.approved_on = approved_on

    def clean_key(self):
        return self.cleaned_data["key"] or uuid7()

    def clean_held_on(self):
        day = self.cleaned_data["held_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("The day of the review cannot be in the future.")
        if day < self.approved_on:
            since = spoken(self.approved_on)
            raise forms.ValidationError(f"This version was approved on {since}. Enter that day or a later one.")
        return day
