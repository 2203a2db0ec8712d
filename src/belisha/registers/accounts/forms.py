"""Input about the school's own accounts, turned into keyword arguments for actions."""

from django import forms

from belisha.core.ids import uuid7
from belisha.look.widgets import Checkboxes
from belisha.registers.accounts import secrets
from belisha.registers.protocols.forms import ticked_first


class WithoutSecrets(forms.Form):
    """A form no field of which may tell what signs an account in."""

    def _clean_fields(self):
        super()._clean_fields()
        for name in ("name", "purpose", "credentials", "images", "note"):
            if said := secrets.fault_in(name, self.cleaned_data.get(name) or ""):
                self.add_error(name, said)


class AccountForm(WithoutSecrets):
    """What the register says of an account."""

    platform = forms.ChoiceField(
        label="On which platform is it?", error_messages={"required": "Choose the platform that it is on."}
    )
    name = forms.CharField(
        label="Which name does everybody see?", max_length=100, help_text="For example: @alderlane.",
        error_messages={"required": "Enter the name that everybody sees."},
    )  # fmt: skip
    purpose = forms.CharField(
        label="What is it for?", max_length=500, error_messages={"required": "Say what it is for."}
    )
    owners = forms.MultipleChoiceField(
        label="Who owns it?", required=False, widget=Checkboxes(),
        help_text="They answer for it and check it. Name two, for when one is away.",
    )  # fmt: skip
    posters = forms.MultipleChoiceField(
        label="Who may post?", required=False, widget=Checkboxes(), help_text="Nobody else posts there for the school.",
    )  # fmt: skip
    credentials = forms.CharField(
        label="Where are its sign-in details kept?", max_length=300,
        help_text="Never the password or a code itself. For example: in the office’s password manager, which the head "
        "and the office open.",
        error_messages={"required": "Say where it is kept."},
    )  # fmt: skip
    images = forms.CharField(
        label="Which consent does an image need?", max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="For example: no pupil is shown unless the office’s consent list of this year says so.",
    )  # fmt: skip
    months = forms.IntegerField(
        label="Months between two checks", min_value=1, max_value=36, initial=6,
        error_messages={"required": "Enter a number of months.", "invalid": "Enter a number of months."},
    )  # fmt: skip

    def __init__(self, *args, platforms=(), adults=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.platforms = {str(each.pk): each for each in platforms}
        self.adults = {str(each.pk): each for each in adults}
        self.fields["platform"].choices = [("", "Choose one")] + [(key, it.name) for key, it in self.platforms.items()]
        for name in ("owners", "posters"):
            self.fields[name].choices = ticked_first(self.adults, self.initial.get(name, ()))

    @property
    def given(self) -> dict:
        """As keyword arguments for the actions."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "key"}
        said["platform"] = self.platforms[said["platform"]]
        for name in ("owners", "posters"):
            said[name] = [self.adults[key] for key in said[name]]
        return said


class AddForm(AccountForm):
    """An account that is not in the register. Its key is the new row's, so that a second click makes nothing more."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid7, required=False)

    def clean_key(self):
        return self.cleaned_data["key"] or uuid7()


class NoteForm(WithoutSecrets):
    """What somebody noticed, if anything."""

    note = forms.CharField(
        label="What did you notice? (optional)", max_length=500, required=False,
        widget=forms.Textarea(attrs={"rows": 3}), help_text="Name no pupil, and no password or code.",
    )  # fmt: skip
