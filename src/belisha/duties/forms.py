"""Input about duties."""

from django import forms


class AcknowledgeForm(forms.Form):
    """The tick that puts an adult's name to a policy."""

    read = forms.BooleanField(
        label="I have read it and I understand it",
        error_messages={
            "required": "Tick the box if you have read it. If something is unclear, ask the Headteacher first."
        },
    )
