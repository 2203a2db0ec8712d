"""Input about protocols, turned into keyword arguments for actions."""

from django import forms

from belisha.core.ids import uuid7
from belisha.look.widgets import Checkboxes, DateField, Radios
from belisha.registers.protocols import rules

EVERYONE, SOME = "everyone", "some"
WHO = {EVERYONE: "All adults working here", SOME: "The adults ticked below"}
NO_PLATFORM = [("", "None, or none in the register")]


def ticked_first(adults: dict, ticked) -> list[tuple[str, str]]:
    """Adults to choose from: those who are ticked stand at the top of a long list, where they are seen."""
    return sorted(((key, each.name) for key, each in adults.items()), key=lambda choice: choice[0] not in ticked)


class ProtocolForm(forms.Form):
    """What a protocol says. The choices of platforms and adults are the school's own."""

    title = forms.CharField(
        label="What is it called?", max_length=150,
        help_text="Name no pupil and no adult: many people read the title.",
        error_messages={"required": "Give it a name, such as: Google Classroom in Year 5."},
    )  # fmt: skip
    kind = forms.ChoiceField(
        label="What is it about?", choices=list(rules.KINDS.items()),
        widget=Radios(
            hints={
                rules.CHANNEL: "It never covers contact with pupils.",
                rules.FAMILY: "Only the adults it names, and those who keep the register, read it.",
            }
        ),
        error_messages={"required": "Choose what it is about."},
    )  # fmt: skip
    platform = forms.ChoiceField(label="Which platform?", required=False)
    purpose = forms.CharField(
        label="What is it for?", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say what it is for."},
    )  # fmt: skip
    classes = forms.CharField(
        label="Which classes? (optional)", max_length=300, required=False,
        help_text="For example: 5A, 5B. Leave it empty where it holds for every class.",
    )  # fmt: skip
    who = forms.ChoiceField(
        label="For which adults?", choices=list(WHO.items()), widget=Radios(),
        error_messages={"required": "Choose for which adults."},
    )  # fmt: skip
    people = forms.MultipleChoiceField(label="The adults it names", required=False, widget=Checkboxes())
    agreement = forms.CharField(
        label="What is agreed?", max_length=rules.LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 16}),
        help_text="What stands in [square brackets] has to be filled in before anybody agrees to it.",
    )  # fmt: skip
    agreed_with = forms.CharField(
        label="Who else agreed to it? (optional)", max_length=300, required=False,
        help_text="For example: the parents of the class, at the meeting in September.",
    )  # fmt: skip
    first = DateField(label="First day", required=False)
    last = DateField(label="Last day (optional)", required=False)
    review = DateField(
        label="Looked at again on", required=False, help_text="Needed where no last day is given.",
    )  # fmt: skip

    def __init__(self, *args, platforms=(), adults=(), fixed_kind=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.platforms = {str(each.pk): each for each in platforms}
        self.adults = {str(each.pk): each for each in adults}
        self.fields["platform"].choices = NO_PLATFORM + [(key, each.name) for key, each in self.platforms.items()]
        self.fields["people"].choices = ticked_first(self.adults, self.initial.get("people", ()))
        if fixed_kind:
            del self.fields["kind"]

    def clean(self):
        """A family protocol names adults."""
        given = super().clean()
        if given.get("kind") == rules.FAMILY and given.get("who") == EVERYONE:
            self.add_error("who", "A family protocol names the adults it is for. Tick them below.")
        return given

    @property
    def given(self) -> dict:
        """As keyword arguments for the actions."""
        said = {name: value for name, value in self.cleaned_data.items() if name not in {"who", "key"}}
        said["everyone"] = self.cleaned_data["who"] == EVERYONE
        said["platform"] = self.platforms.get(said["platform"])
        said["people"] = [] if said["everyone"] else [self.adults[key] for key in said["people"]]
        return said


class AddForm(ProtocolForm):
    """A new protocol. Its key is the new row's, so that a second click makes nothing more."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid7, required=False)

    def clean_key(self):
        return self.cleaned_data["key"] or uuid7()


class SuggestForm(forms.Form):
    """What any adult may say: we use this, or may we?"""

    platform = forms.CharField(
        label="What is it called?", max_length=100,
        help_text="The app, site or service, for example: Google Classroom.",
        error_messages={"required": "Say what it is called."},
    )  # fmt: skip
    already = forms.ChoiceField(
        label="Is it used already?", choices=[("yes", "Yes, we use it"), ("no", "No, we would like to")],
        widget=Radios(), error_messages={"required": "Say whether it is used already."},
    )  # fmt: skip
    kind = forms.ChoiceField(
        label="With whom?", choices=[(kind, rules.KINDS[kind]) for kind in rules.OPEN_KINDS], widget=Radios(),
        error_messages={"required": "Choose with whom."},
    )  # fmt: skip
    purpose = forms.CharField(
        label="What for?", max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Name no pupil.", error_messages={"required": "Say what it is for."},
    )  # fmt: skip
    classes = forms.CharField(label="Which classes? (optional)", max_length=300, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid7, required=False)

    def clean_already(self):
        return self.cleaned_data["already"] == "yes"

    def clean_key(self):
        return self.cleaned_data["key"] or uuid7()


class AgreeForm(forms.Form):
    """The day of the agreement: today, or an earlier day on which it was agreed on paper."""

    agreed_on = DateField(
        label="When was it agreed?", help_text="It can hold from that day on, and not from before.",
        error_messages={"required": "Enter the day on which it was agreed."},
    )  # fmt: skip


class ReasonForm(forms.Form):
    """Why not, or why no longer."""

    label_is_heading = False
    reason = forms.CharField(
        label="Why?", max_length=500, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Those whom it concerns read it. Name nobody.",
        error_messages={"required": "Give a reason."},
    )  # fmt: skip


class KeyForm(forms.Form):
    """The key of a row that a button makes, so that a second click makes nothing more."""

    key = forms.UUIDField(required=False)
