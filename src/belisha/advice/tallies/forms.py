"""Input about counting."""

from django import forms

from belisha.advice.tallies import rules
from belisha.look.widgets import Radios


class TermsForm(forms.Form):
    """The school's own period, bound and retention."""

    period = forms.ChoiceField(label="Over how long is it counted?", widget=Radios)
    hide_below = forms.IntegerField(
        label="Below how many adults is a number hidden?", max_value=100,
        help_text="The others are shown in steps of as many.",
    )  # fmt: skip
    keep_months = forms.IntegerField(
        label="For how many months are the counts kept?", min_value=1, max_value=240,
        help_text="From the end of their period. Then Belisha destroys them.",
    )  # fmt: skip

    def __init__(self, *args, **more):
        super().__init__(*args, **more)
        shipped, field = rules.shipped(), self.fields["hide_below"]
        self.fields["period"].choices = list(shipped.periods.items())
        field.min_value = shipped.hide_below
        field.validators.append(forms.fields.validators.MinValueValidator(shipped.hide_below))
