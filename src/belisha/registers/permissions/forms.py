"""Input about permissions."""

import re

from django import forms
from django.utils import timezone

from belisha.core.ids import uuid7
from belisha.look.widgets import DateField, Radios
from belisha.packs.permissions import OTHER, vocabulary
from belisha.registers.asking import Step
from belisha.registers.permissions import rules
from belisha.registers.permissions.rules import Scope, Wanted

IDENT = re.compile(r"[0-9A-Za-z.-]{0,20}")


def words(label: str, missing: str, hint: str = "", *, rows=5, required=True) -> forms.CharField:
    """A longer text, with what is said when it is missing."""
    return forms.CharField(
        label=label, max_length=rules.LONGEST, required=required, help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}), error_messages={"required": missing},
    )  # fmt: skip


def line(label: str, hint: str = "") -> forms.CharField:
    """A line that is only needed where the choice above is "something else"."""
    return forms.CharField(label=label, max_length=rules.SHORT, required=False, help_text=hint)


class _Chosen(forms.Form):
    """A choice out of the vocabulary, with words of one's own where it has none."""

    field = ""

    def clean(self):
        said = super().clean()
        if said.get(self.field) == OTHER and not said.get(f"{self.field}_words", "").strip():
            self.add_error(f"{self.field}_words", "Say in a few words what you mean.")
        return said


class ActForm(_Chosen):
    """What somebody would like to do. What no permission can allow stands among it, and leads elsewhere."""

    label_is_heading = True
    field = "act"
    act = forms.ChoiceField(
        label="What would you like to do?",
        widget=Radios,
        error_messages={"required": "Choose what you would like to do."},
    )
    act_words = line("If it is something else, what?")
    clause = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    # Read by `RenewForm`; here it only goes along, and nonsense in a link stops nobody from asking.
    renews = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args, **more):
        super().__init__(*args, **more)
        acts, absolute = vocabulary().acts.values(), vocabulary().absolute.values()
        self.fields["act"].choices = [
            *((each.key, each.label) for each in acts if each.key != OTHER),
            *((each.key, each.label) for each in absolute),
            *((each.key, each.label) for each in acts if each.key == OTHER),
        ]
        self.fields["act"].widget.hints = {each.key: each.hint for each in acts}

    def clean_clause(self):
        """It came from a link: what is no number of a clause is dropped, and nobody is bothered with it."""
        return self.cleaned_data["clause"] if IDENT.fullmatch(self.cleaned_data["clause"]) else ""


class AudienceForm(_Chosen):
    """Who would read or see it."""

    label_is_heading = True
    field = "audience"
    audience = forms.ChoiceField(
        label="Who would read or see it?", widget=Radios,
        error_messages={"required": "Choose who would read or see it."},
    )  # fmt: skip
    audience_words = line("If it is somebody else, who?")

    def __init__(self, *args, **more):
        super().__init__(*args, **more)
        self.fields["audience"].choices = [(each.key, each.label) for each in vocabulary().audiences.values()]


class PlatformForm(_Chosen):
    """Where."""

    label_is_heading = True
    field = "platform"
    platform = forms.ChoiceField(label="Where?", widget=Radios, error_messages={"required": "Choose where."})
    platform_words = line("If it is another platform, which?")

    def __init__(self, *args, **more):
        super().__init__(*args, **more)
        self.fields["platform"].choices = [(each.key, each.label) for each in vocabulary().platforms.values()]


class PurposeForm(forms.Form):
    """What for, and whom it concerns."""

    purpose = words("What for?", "Say what it is for.", "What you would write or show, and why. A few sentences.")
    concerns = words(
        "Which pupils or classes does it concern?", "",
        "Leave this empty if it concerns none. Only you and whoever decides read it.", rows=3, required=False,
    )  # fmt: skip


class DatesForm(forms.Form):
    """From when, until when; whether it was said already."""

    starts = DateField(label="From which day?", error_messages={"required": "Enter the first day."})
    ends = DateField(
        label="Until which day?", required=False,
        help_text="The last day that you need it. Leave this empty if you cannot say.",
    )  # fmt: skip
    spoken_on = DateField(
        label="Was it already given to you by word of mouth? On which day?", required=False,
        help_text="Leave this empty if not. It counts only when it has been confirmed here.",
    )  # fmt: skip

    def clean(self):
        said, today = super().clean(), timezone.localdate()
        starts, ends, spoken_on = (said.get(name) for name in ("starts", "ends", "spoken_on"))
        if starts and ends and ends < starts:
            self.add_error("ends", "The last day must not be before the first day.")
        elif ends and ends < today:
            self.add_error("ends", "The last day has passed. Enter a later one.")
        if spoken_on and spoken_on > today:
            self.add_error("spoken_on", "The day on which it was said must not be in the future.")
        return said


class RenewForm(forms.Form):
    """Which permission is asked for again: it comes with a link, and then along hidden."""

    renews = forms.UUIDField(required=False)


class SendForm(forms.Form):
    """`key` is the request's: a second click asks nothing more."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid7, required=False)

    def clean_key(self):
        return self.cleaned_data["key"] or uuid7()


STEPS = [
    Step("act", ActForm),
    Step("audience", AudienceForm),
    Step("platform", PlatformForm),
    Step("purpose", PurposeForm),
    Step("dates", DatesForm),
]


def typed(before) -> dict:
    """What the questions show when a permission is asked for again: everything but its days."""
    names = ("act", "act_words", "audience", "audience_words", "platform", "platform_words", "purpose", "concerns")
    return {name: getattr(before, name) for name in names} | {"renews": before.pk, "clause": before.clause}


def wanted(answers: dict) -> Wanted:
    """The answers as what is asked for. Words beside a choice that has its own are left out."""
    said = {name: answers[name] for name in ("act", "audience", "platform")}
    said |= {f"{name}_words": answers[f"{name}_words"].strip() if key == OTHER else "" for name, key in said.items()}
    return Wanted(Scope(**said), answers["purpose"], answers["starts"], answers.get("ends"), answers["concerns"])


class GrantForm(forms.Form):
    """Grant it as asked; where no last day was asked for, one is needed, or a reason for none."""

    ends = DateField(label="Until which day?", required=False, help_text="The last day on which it holds.")
    open_why = words(
        "If it has no last day, why?", "", "A permission without an end is easily forgotten.", rows=3, required=False
    )

    def __init__(self, *args, permission, **more):
        super().__init__(*args, **more)
        if type(self) is GrantForm and permission.ends:
            del self.fields["ends"], self.fields["open_why"]

    def clean(self):
        said = super().clean()
        if "ends" in self.fields and "ends" not in self.errors:
            if not said.get("ends") and not said.get("open_why", "").strip():
                self.add_error("ends", "Enter the last day, or say below why there is none.")
            elif said.get("ends") and said["ends"] < timezone.localdate():
                self.add_error("ends", "The last day has passed. Enter a later one.")
        return said


class ConditionsForm(GrantForm):
    """Grant it with conditions, perhaps for other days."""

    conditions = words("On which conditions?", "Write down the conditions.", "The adult reads them.")
    starts = DateField(label="From which day?", error_messages={"required": "Enter the first day."})
    field_order = ["conditions", "starts", "ends", "open_why"]

    def clean(self):
        said = super().clean()
        if said.get("starts") and said.get("ends") and said["ends"] < said["starts"]:
            self.add_error("ends", "The last day must not be before the first day.")
        return said


class ReasonForm(forms.Form):
    """Why."""

    reason = words("Why?", "Write down the reason.", "The adult reads this.")


class RecordForm(PurposeForm):
    """A permission that was given by word of mouth, on one page: whoever gave it knows all of it."""

    act = forms.ChoiceField(label="What may they do?", error_messages={"required": "Choose what they may do."})
    act_words = line("If it is something else, what?")
    audience = forms.ChoiceField(
        label="Who may read or see it?", error_messages={"required": "Choose who may read or see it."}
    )
    audience_words = line("If it is somebody else, who?")
    platform = forms.ChoiceField(label="Where?", error_messages={"required": "Choose where."})
    platform_words = line("If it is another platform, which?")
    spoken_on = DateField(
        label="On which day did you say so?", error_messages={"required": "Enter the day on which you said so."}
    )
    ends = DateField(label="Until which day?", required=False, help_text="The last day on which it holds.")
    open_why = words("If it has no last day, why?", "", rows=3, required=False)
    conditions = words("On which conditions, if any?", "", rows=3, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid7, required=False)
    field_order = [
        "act",
        "act_words",
        "audience",
        "audience_words",
        "platform",
        "platform_words",
        "purpose",
        "concerns",
    ]

    def __init__(self, *args, **more):
        super().__init__(*args, **more)
        known = {"act": vocabulary().acts, "audience": vocabulary().audiences, "platform": vocabulary().platforms}
        for name, rows in known.items():
            self.fields[name].choices = [("", "Choose"), *((each.key, each.label) for each in rows.values())]

    def clean_key(self):
        return self.cleaned_data["key"] or uuid7()

    def clean(self):
        said, today = super().clean(), timezone.localdate()
        for name in ("act", "audience", "platform"):
            if said.get(name) == OTHER and not said.get(f"{name}_words", "").strip():
                self.add_error(f"{name}_words", "Say in a few words what you mean.")
        if not said.get("ends") and not said.get("open_why", "").strip():
            self.add_error("ends", "Enter the last day, or say below why there is none.")
        elif said.get("ends") and said["ends"] < today:
            self.add_error("ends", "The last day has passed. Enter a later one.")
        if said.get("spoken_on") and said["spoken_on"] > today:
            self.add_error("spoken_on", "The day on which you said so must not be in the future.")
        return said

    @property
    def given(self) -> dict:
        """As keyword arguments for the action. It holds from the day on which it was said."""
        said = self.cleaned_data
        return {
            "key": said["key"], "wanted": wanted({**said, "starts": said["spoken_on"]}), "spoken_on": said["spoken_on"],
            "conditions": said["conditions"], "open_why": "" if said.get("ends") else said["open_why"].strip(),
        }  # fmt: skip


class TermsForm(forms.Form):
    """The school's own period."""

    wait_days = forms.IntegerField(
        label="How many working days may a request wait?", min_value=1, max_value=60,
        help_text="After that, whoever decides is reminded.",
    )  # fmt: skip
