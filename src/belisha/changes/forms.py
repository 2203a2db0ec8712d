"""Input about changes."""

from collections.abc import Sequence

from django import forms

from belisha.changes.editions import Entry
from belisha.look.widgets import Radios
from belisha.policy.models import Version

CHOICES = [("material", "Material: whoever it binds is asked again"), ("editorial", "Editorial: nobody is asked again")]


class SinceForm(forms.Form):
    """Which version to compare with."""

    since = forms.ChoiceField(label="Compare with")

    def __init__(self, *args, versions: Sequence[Version], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["since"].choices = [
            (str(version.pk), f"Version {version.number} ({version.get_state_display().lower()})")
            for version in versions
        ]


class MarksForm(forms.Form):
    """Of each change, whether adults have to hear of it. One field for each, called by the key of the change."""

    def __init__(self, *args, changes: Sequence[Entry], **kwargs):
        super().__init__(*args, **kwargs)
        for entry in changes:
            material = entry.proposal.material if entry.material is None else entry.material
            self.fields[entry.key] = forms.ChoiceField(
                label="Does it matter?", choices=CHOICES, widget=Radios(inline=True),
                initial="material" if material else "editorial",
                error_messages={"required": "Say whether it is material or editorial."},
            )  # fmt: skip

        self.changes = changes

    @property
    def proposed(self) -> dict[str, bool]:
        """The same, as it is proposed."""
        return {entry.key: entry.proposal.material for entry in self.changes}

    @property
    def marks(self) -> dict[str, bool]:
        """Key of the change → whether it is material."""
        return {key: value == "material" for key, value in self.cleaned_data.items()}
