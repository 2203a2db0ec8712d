"""Input about duties."""

from collections.abc import Sequence

from django import forms

from belisha.changes.editions import fingerprint
from belisha.changes.rules import Difference


class AcknowledgeForm(forms.Form):
    """The tick that puts an adult's name to a policy."""

    read = forms.BooleanField(
        label="I have read it and I understand it",
        error_messages={
            "required": "Tick the box if you have read it. If something is unclear, ask the Headteacher first."
        },
    )


class ChangesForm(AcknowledgeForm):
    """The same tick below what changed. `shown` is the fingerprint of the changes on the page."""

    read = forms.BooleanField(
        label="I have read what changed for me and I understand it",
        error_messages=AcknowledgeForm.base_fields["read"].error_messages,
    )
    shown = forms.CharField(widget=forms.HiddenInput)


def form_for(data, told: Sequence[Difference]) -> tuple[AcknowledgeForm, str]:
    """The form for the whole policy, or for the changes that are shown, and the fingerprint of those."""
    if not told:
        return AcknowledgeForm(data), ""
    seen = fingerprint(told)
    return ChangesForm(data, initial={"shown": seen}), seen
