"""Input about platforms, turned into keyword arguments for actions."""

from django import forms

from belisha.core.ids import uuid7
from belisha.look.widgets import Radios
from belisha.registers.protocols import rules


class PlatformForm(forms.Form):
    """What the register says of a platform."""

    name = forms.CharField(
        label="What is it called?", max_length=100, error_messages={"required": "Say what it is called."}
    )
    kind = forms.ChoiceField(label="What kind is it?", choices=list(rules.PLATFORM_KINDS.items()))
    ours = forms.ChoiceField(
        label="Whose is it?", choices=[("yes", "The school’s own"), ("no", "Somebody else’s")], widget=Radios(),
        help_text="The school’s own is what the school pays for or keeps accounts on.",
        error_messages={"required": "Say whose it is."},
    )  # fmt: skip
    note = forms.CharField(label="Note (optional)", max_length=500, required=False)

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())

    def clean_ours(self):
        return self.cleaned_data["ours"] == "yes"


class AddPlatformForm(PlatformForm):
    """A platform that is not in the register. Its key is the new row's."""

    used = forms.ChoiceField(
        label="Is it used?", choices=[("yes", "Yes, from today at the latest"), ("no", "Not decided yet")],
        widget=Radios(), error_messages={"required": "Say whether it is used."},
    )  # fmt: skip
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid7, required=False)

    def clean_used(self):
        return self.cleaned_data["used"] == "yes"

    def clean_key(self):
        return self.cleaned_data["key"] or uuid7()
