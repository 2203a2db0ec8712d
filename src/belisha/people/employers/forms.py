"""Who sends an adult, asked beside what else is recorded about them, and the record of an employer."""

from django import forms

from belisha.people import rules
from belisha.people.forms import AdultForm, Asking, NewAdultForm
from belisha.people.models import Employer

PARTS = ("name", "contact", "email", "telephone")
REACHED = "Enter an e-mail address or a telephone number, so that somebody there can be told"


class EmployerForm(Asking):
    """A name, and whom to tell there."""

    name = forms.CharField(
        label="Name of the agency, training provider or firm", max_length=150,
        error_messages={"required": "Enter their name"},
    )  # fmt: skip
    contact = forms.CharField(label="Whom to tell there", max_length=150, required=False)
    email = forms.EmailField(label="Their e-mail address", max_length=rules.LONGEST_EMAIL, required=False)
    telephone = forms.CharField(label="Their telephone number", max_length=40, required=False)

    def clean(self):
        """They can be reached."""
        given = super().clean()
        if not given.get("email") and not given.get("telephone") and "email" not in self.errors:
            self.add_error("telephone", REACHED)
        return given


class SentBy(forms.Form):
    """“Who sends them?”, for a form about an adult: somebody known here, or a new name. Works without JavaScript."""

    sender = forms.ChoiceField(label="Who sends them?", required=False)
    sender_name = forms.CharField(
        label="Name of the agency, training provider or firm", max_length=150, required=False,
        help_text="Only if they are not in the list above.",
    )  # fmt: skip
    sender_contact = forms.CharField(label="Whom to tell there", max_length=150, required=False)
    sender_email = forms.EmailField(label="Their e-mail address", max_length=rules.LONGEST_EMAIL, required=False)
    sender_telephone = forms.CharField(label="Their telephone number", max_length=40, required=False)

    def __init__(self, *args, known: list[Employer], **kwargs):
        super().__init__(*args, **kwargs)
        self.known = {str(one.pk): one for one in known}
        options = [(key, one.name) for key, one in self.known.items()]
        self.fields["sender"].choices = [("", "Nobody, or not in this list"), *options]

    def clean(self):
        """Somebody can be told about an agency's adult, and a name is not given twice."""
        given = super().clean()
        named = given.get("sender_name", "").strip()
        if named and given.get("sender"):
            self.add_error("sender_name", "Choose them in the list or type a new name, not both")
        if given.get("kind") in rules.MUST_NAME_SENDER and not named and not given.get("sender"):
            self.add_error("sender", "Choose which agency sends them, or type its name below: it must be told")
        if named and not (given.get("sender_email") or given.get("sender_telephone") or "sender_email" in self.errors):
            self.add_error("sender_telephone", REACHED)
        return given

    @property
    def plain_fields(self) -> list:
        """What is asked of every adult."""
        return [field for field in self.visible_fields() if not field.name.startswith("sender")]

    @property
    def sender_fields(self) -> list:
        """What is asked only of those whom somebody sends."""
        return [field for field in self.visible_fields() if field.name.startswith("sender")]

    @property
    def shows_sender(self) -> bool:
        """Whether the questions stand open: somebody sends this adult, or something about it was typed wrongly."""
        wrong = any(field.errors for field in self.sender_fields)
        return wrong or self["kind"].value() in rules.SENT

    def split(self, details: dict) -> dict:
        """The answers as the action takes them: who sends them apart from the rest."""
        sender = {part: details.pop(f"sender_{part}", "") for part in PARTS}
        sender["chosen"] = self.known.get(details.pop("sender", ""))
        return details | {"sender": sender}


class NewSentAdultForm(SentBy, NewAdultForm):
    """Somebody new, and who sends them."""

    def details(self) -> dict:
        return self.split(super().details())


class SentAdultForm(SentBy, AdultForm):
    """What is recorded about an adult, and who sends them."""

    def details(self) -> dict:
        return self.split(dict(self.cleaned_data))
