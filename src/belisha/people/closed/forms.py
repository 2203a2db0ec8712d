"""Closed days as they are typed: one after the other."""

from django import forms

from belisha.core.clocks import NATIONS
from belisha.core.ids import uuid7
from belisha.look.widgets import DateField, Radios
from belisha.people.forms import Asking


class ClosedDaysForm(Asking):
    """What it is, and its days, both inside."""

    title = forms.CharField(
        label="What is it?", max_length=100, help_text="For example, October half term, or Training day.",
        error_messages={"required": "Enter what it is, such as October half term"},
    )  # fmt: skip
    first = DateField(
        label="First closed day", help_text="For example, 26 10 2026",
        error_messages={"required": "Enter the first closed day"},
    )  # fmt: skip
    last = DateField(label="Last closed day", required=False, help_text="Leave it empty if it is one day.")
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid7, required=False)

    def clean_key(self):
        return self.cleaned_data["key"] or uuid7()

    def clean(self):
        """One day is the last as well."""
        given = super().clean()
        if given.get("first") and "last" not in self.errors:
            given["last"] = given.get("last") or given["first"]
        return given


class ChangeClosedDaysForm(ClosedDaysForm):
    """The same of days that are there."""

    key = None


class NationForm(forms.Form):
    """Where the school stands."""

    label_is_heading = True
    nation = forms.ChoiceField(
        label="Where is the school?", choices=list(NATIONS.items()), widget=Radios,
        help_text="Each nation has bank holidays of its own. Deadlines that the law sets leave them out.",
        error_messages={"required": "Choose where the school is"},
    )  # fmt: skip
