"""Input about holds, how long things are kept, and proposals to dispose of them."""

from django import forms

from belisha.evidence.holding.rules import LONGEST
from belisha.look.widgets import DateField


class HoldForm(forms.Form):
    """Why nothing of a concern may be disposed of."""

    reason = forms.CharField(
        label="Why must it be kept?", max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Who asked for it and when: the police, the LADO, an inquiry, a court.",
        error_messages={"required": "Write why it must be kept."},
    )  # fmt: skip


class LiftForm(forms.Form):
    """Why a hold is no longer needed."""

    reason = forms.CharField(
        label="Why is the hold no longer needed?", max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Who said so and when. Another person than you confirms it.",
        error_messages={"required": "Write why the hold is no longer needed."},
    )  # fmt: skip


class PensionForm(forms.Form):
    """When whoever it is about reaches normal pension age."""

    day = DateField(
        label="When do they reach normal pension age?",
        help_text="For example, 27 9 2051. Of several people, the latest. Ask whoever keeps staff records.",
        error_messages={"required": "Enter the day."},
    )  # fmt: skip


class KeepForm(forms.Form):
    """Why something is kept on, and until when."""

    reason = forms.CharField(
        label="Why is it kept on?", max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Write why it is kept on."},
    )  # fmt: skip
    until = DateField(
        label="Until when?", help_text="For example, 27 9 2027. It is proposed again then.",
        error_messages={"required": "Enter until when."},
    )  # fmt: skip


class PeriodsForm(forms.Form):
    """How many months each rule keeps something. Empty: nothing is ever proposed by it."""

    def __init__(self, *args, periods=(), **more):
        super().__init__(*args, **more)
        self.periods = periods
        for each in periods:
            self.fields[each.key] = forms.IntegerField(
                label=f"{each.label}: months", required=False, min_value=0, max_value=1200, initial=each.months,
                help_text=f"{_counted(each.start)} {each.source}",
                error_messages={"invalid": "Enter a number of months, or leave it empty."},
            )  # fmt: skip

    @property
    def months(self) -> dict:
        """As an argument for the action."""
        return {each.key: self.cleaned_data[each.key] for each in self.periods}


def _counted(start: str) -> str:
    said = {
        "closing": "Counted from its closing.",
        "leaving": "Counted from the day on which the person leaves.",
        "pension": "Counted from when the school first knew, and at least until they reach normal pension age.",
    }
    return said[start]
