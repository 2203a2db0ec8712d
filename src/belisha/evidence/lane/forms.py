"""What two people say before and after a file is sealed off."""

from django import forms

from belisha.evidence.lane import rules


class ReleaseForm(forms.Form):
    """What the police said."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    what = forms.ChoiceField(
        label="What did the police say?",
        choices=list(rules.RELEASES.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the police said"},
    )
    reference = forms.CharField(
        label="Their reference",
        max_length=100,
        error_messages={"required": "Write the reference that the police gave you"},
    )
    officer = forms.CharField(
        label="Who there said so",
        help_text="A name, a number or a desk, and how you reached them.",
        max_length=200,
        error_messages={"required": "Write who at the police said so"},
    )


class CopyForm(forms.Form):
    """For which key the copy is made."""

    public = forms.CharField(widget=forms.HiddenInput, max_length=100)
    noted = forms.BooleanField(
        label="I have given the secret key to the police, by another way than the copy",
        error_messages={"required": "Confirm that the police have the secret key: it is shown once"},
    )
