"""Input about bundles and time stamps."""

import uuid

from django import forms
from django.core.validators import URLValidator

from belisha.evidence.bundles import rules
from belisha.evidence.bundles.wanted import Wanted
from belisha.look.widgets import Checkboxes, Radios

LONGEST = 1000


class BundleForm(forms.Form):
    """What goes into a bundle, for whom, and why. `key` is the bundle's: a second click makes nothing more."""

    items = forms.MultipleChoiceField(
        label="What goes into it?", error_messages={"required": "Choose at least one item."},
        help_text="Originals go in exactly as they came. A copy with parts blacked out can go in instead of one.",
    )  # fmt: skip
    whom = forms.ChoiceField(
        label="Who is it for?", choices=list(rules.FOR.items()), widget=Radios,
        error_messages={"required": "Choose who it is for."},
    )  # fmt: skip
    body = forms.CharField(
        label="Which one, and which post there?", max_length=200,
        help_text="The force and its reference, the authority, or the panel and its date.",
        error_messages={"required": "Write which one it is."},
    )  # fmt: skip
    purpose = forms.CharField(
        label="What will they use it for?", max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write what they will use it for."},
    )  # fmt: skip
    why = forms.CharField(
        label="Why is it right to hand this over?", max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Who asked for it, or which duty asks for it. Hand over no more than that needs.",
        error_messages={"required": "Write why it is right to hand this over."},
    )  # fmt: skip
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)

    def __init__(self, *args, choices=(), **more):
        super().__init__(*args, **more)
        self.fields["items"].widget = Checkboxes(hints={str(each.item.pk): each.hint for each in choices})
        self.fields["items"].choices = [(str(each.item.pk), each.label) for each in choices]

    @property
    def given(self) -> dict:
        """As keyword arguments for the action. The order is the list's and not that of the clicks."""
        said = self.cleaned_data
        chosen = tuple(uuid.UUID(value) for value, _ in self.fields["items"].choices if value in said["items"])
        wanted = Wanted(said["whom"], said["body"].strip(), said["purpose"].strip(), said["why"].strip(), chosen)
        return {"key": said["key"] or uuid.uuid4(), "wanted": wanted, "to": rules.FOR[said["whom"]]}


class TakeForm(forms.Form):
    """Whether the bundle is encrypted on its way."""

    how = forms.ChoiceField(
        label="How shall it be encrypted?", choices=list(rules.SEALED.items()),
        widget=Radios(
            hints={
                rules.PASSPHRASE: "You are shown one and tell it them by telephone, not by e-mail.",
                rules.KEY: "They sent you a key that begins with age1. Only they can open it then.",
                rules.PLAIN: "Only if you carry it over yourself, on an encrypted stick.",
            }
        ),
        error_messages={"required": "Choose how it shall be encrypted."},
    )  # fmt: skip
    recipient = forms.CharField(label="Their public key", max_length=100, required=False)

    def clean(self):
        said = super().clean()
        if said.get("how") == rules.KEY and not said.get("recipient", "").strip():
            self.add_error("recipient", "Paste their public key, which begins with age1.")
        return said


class ServiceForm(forms.Form):
    """Where time stamps come from."""

    address = forms.CharField(
        label="Address of the service", max_length=300, required=False,
        help_text="Leave it empty for none. A bundle says then that the times are those of your own clock.",
    )  # fmt: skip
    second = forms.CharField(
        label="Address of a second service", max_length=300, required=False,
        help_text="It is asked when the first one is away.",
    )  # fmt: skip
    certificates = forms.CharField(
        label="Certificates", required=False, max_length=60_000, widget=forms.Textarea(attrs={"rows": 8}),
        help_text="The chain of each service, up to its root, as it publishes it (PEM).",
    )  # fmt: skip

    def clean(self):
        said = super().clean()
        for name in ("address", "second"):
            if said.get(name):
                try:
                    URLValidator(schemes=["http", "https"])(said[name])
                except forms.ValidationError:
                    self.add_error(name, "Write the whole address, as the service publishes it.")
        if said.get("address") and not said.get("certificates"):
            self.add_error("certificates", "Paste the certificates: without them no stamp could be checked.")
        if said.get("second") and not said.get("address"):
            self.add_error("address", "Write the first address as well.")
        return said
