"""Input about what was done. The questions come from data; a form is made of them."""

import datetime
import uuid

from django import forms
from django.utils import timezone

from belisha.concerns.handling import rules
from belisha.concerns.handling.rules import Ask
from belisha.look.widgets import DateField, Radios

LONGEST, SHORT = 4000, 300


class Questions(forms.Form):
    """A form made of asks. What is needed is said as an error only where the form is to be complete."""

    def __init__(self, data=None, *, asks: tuple[Ask, ...], answers=None, initial=None, **kwargs):
        super().__init__(data, initial={**_shown(asks, answers or {}), **(initial or {})}, **kwargs)
        self.asks = asks
        self.fields = {**{ask.key: field_for(ask) for ask in asks}, **self.fields}

    def answers(self) -> dict[str, str]:
        """What was answered, as text."""
        said = ((ask.key, self.cleaned_data.get(ask.key)) for ask in self.asks)
        return {key: value if isinstance(value, str) else value.isoformat() for key, value in said if value}

    def ask_for_what_is_missing(self) -> None:
        """Say at each question that it is still to be answered."""
        for ask in rules.missing(self.asks, self.answers()):
            if ask.key not in self.errors:
                words = "Choose one of these" if ask.kind == "choice" else "Answer this"
                self.add_error(ask.key, f"{words}: {_asked(ask.label)}")


class StepForm(Questions):
    """The questions of a step, and where it stands."""

    state = forms.ChoiceField(
        label="Where does this stand?", choices=list(rules.STEP_STATES.items()), widget=Radios(inline=True),
        error_messages={"required": "Say where this stands."},
    )  # fmt: skip
    left_out = forms.CharField(
        label="If it is not needed: why?", max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    turn = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def clean(self):
        said = super().clean()
        if said.get("state") == rules.DONE:
            self.ask_for_what_is_missing()
        if said.get("state") == rules.NOT_NEEDED and not said.get("left_out", "").strip():
            self.add_error("left_out", "Say why this is not needed.")
        for ask in rules.same_person(self.asks, self.answers()):
            if ask.second not in self.errors:
                self.add_error(ask.second, "Name a second person: two different people are needed.")
        return said


class PostForm(forms.Form):
    """A report to a platform."""

    platform = forms.CharField(
        label="Which platform?", max_length=100, error_messages={"required": "Enter the platform."}
    )
    address = forms.CharField(
        label="Which post? Its address, or how it can be found", max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    why = forms.CharField(
        label="Under which of the platform’s rules?", max_length=300, required=False,
        help_text="Such as: impersonation, harassment, private details, hatred.",
    )  # fmt: skip
    reference = forms.CharField(label="Their reference", max_length=200, required=False)
    day = DateField(
        label="On which day was it reported?", initial=timezone.localdate,
        error_messages={"required": "Enter the day."},
    )  # fmt: skip
    time = forms.TimeField(
        label="At what time?", input_formats=["%H:%M", "%H.%M"], help_text="By the clock of the school, such as 14:30.",
        error_messages={"required": "Enter a time, such as 14:30.", "invalid": "Enter a time, such as 14:30."},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-5"}),
    )  # fmt: skip
    unsafe = forms.BooleanField(label="A child may not be safe", required=False)
    intimate = forms.BooleanField(label="It is an intimate picture of an adult", required=False)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)

    WORDS = ("platform", "address", "why", "reference")

    def clean(self):
        said = super().clean()
        if said.get("day") and said.get("time"):
            said["at"] = timezone.make_aware(datetime.datetime.combine(said["day"], said["time"]))
            if said["at"] > timezone.now():
                self.add_error("time", "This is still to come. Note a report when it was made.")
        return said

    def clean_key(self):
        return self.cleaned_data["key"] or uuid.uuid4()


class AnswerForm(forms.Form):
    """What the platform did."""

    outcome = forms.ChoiceField(
        label="What did the platform do?", choices=list(rules.OUTCOMES.items()), widget=Radios,
        error_messages={"required": "Choose what the platform did."},
    )  # fmt: skip
    reply = forms.CharField(
        label="What did it say?", max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


def field_for(ask: Ask) -> forms.Field:
    """The field of an ask. Nothing is required here: a step under way, or a draft, may be incomplete."""
    said = {"label": ask.label, "help_text": ask.hint, "required": False}
    if ask.kind == "choice":
        return forms.ChoiceField(choices=list(ask.choices.items()), widget=Radios, **said)
    if ask.kind == "day":
        return DateField(**said)
    if ask.kind == "long":
        return forms.CharField(max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}), **said)
    return forms.CharField(max_length=SHORT, **said)


def _shown(asks: tuple[Ask, ...], answers: dict) -> dict:
    return {ask.key: answers[ask.key] for ask in asks if ask.key in answers}


def _asked(label: str) -> str:
    return label if label.endswith("?") else f"{label}."
