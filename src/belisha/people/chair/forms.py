"""The one question that is asked here and nowhere else."""

from django import forms

from belisha.people import rules
from belisha.people.forms import Asking


class AddressForm(Asking):
    """Where somebody is written to."""

    email = forms.EmailField(
        label="Their e-mail address", max_length=rules.LONGEST_EMAIL,
        help_text="Make sure that it is theirs: whoever reads it could choose a new password for them.",
        error_messages={"required": "Enter their e-mail address"},
    )  # fmt: skip
