"""Input of triage: one decision a form. `key` is the row's own id, so that a second click adds nothing."""

import datetime
import re
import uuid

from django import forms
from django.utils import timezone

from belisha.concerns.rules import BASKETS, LOW_LEVEL, NO_CONCERN, THRESHOLD
from belisha.concerns.triage import rules
from belisha.look.widgets import Checkboxes, DateField, Radios
from belisha.packs.concerning import concern_table
from belisha.people.forms import Asking

TIME = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")


def _words(label: str, missing: str = "", hint: str = "", rows: int = 5) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, required=bool(missing), max_length=rules.LONGEST,
        widget=forms.Textarea(attrs={"rows": rows}), error_messages={"required": missing or ""},
    )  # fmt: skip


class Keyed(Asking):
    """A form whose row is made once."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)

    def clean_key(self):
        return self.cleaned_data["key"] or uuid.uuid4()


class ReasonForm(Keyed):
    """Why somebody gives a concern back, or opens it again."""

    label_is_heading = True
    reason = _words("Why?", "Write why")

    def __init__(self, *args, label="Why?", hint="", **more):
        super().__init__(*args, **more)
        self.fields["reason"].label, self.fields["reason"].help_text = label, hint


class RegisterForm(Keyed):
    """What must be confirmed where a concern of this kind is put away as none."""

    read_register = forms.BooleanField(
        label="I have looked at what the registers say about them", required=False,
        help_text="It stands on the page of the concern. Without it, a concern of this kind is not put away.",
    )  # fmt: skip

    def __init__(self, *args, ask_register=True, **more):
        super().__init__(*args, **more)
        if not ask_register:
            del self.fields["read_register"]


class DecideForm(RegisterForm):
    """Which basket, why, and which of the four limbs where the threshold may be met."""

    basket = forms.ChoiceField(
        label="What do you decide?", choices=[(key, BASKETS[key]) for key in (NO_CONCERN, LOW_LEVEL, THRESHOLD)],
        widget=Radios(
            hints={
                NO_CONCERN: "Nothing in it does not fit with the code of conduct.",
                LOW_LEVEL: "It does not fit with the code of conduct, or leaves a nagging doubt. None of the four.",
                THRESHOLD: "One of the four below may be met. The LADO is consulted. When in doubt, choose this.",
            }
        ),
        error_messages={"required": "Choose one of the three"},
    )  # fmt: skip
    limbs = forms.MultipleChoiceField(
        label="Which of these may be met?", required=False, widget=Checkboxes,
        help_text="Only for what may meet the harm threshold. Paid or not, staff, supply, volunteer or governor.",
        choices=lambda: [(row["key"], row["label"]) for row in concern_table("terms")["limbs"]],
    )  # fmt: skip
    reason = _words("Why?", "Write why you decide so", "What you rest it on, what you do not know, and who agreed.")
    field_order = ["basket", "limbs", "read_register", "reason", "key"]

    def clean(self):
        said = super().clean()
        if said.get("basket") and (fault := rules.wrong_limbs(said["basket"], said.get("limbs", ()))):
            self.add_error("limbs", fault)
        return said

    @property
    def given(self) -> dict:
        """As keyword arguments for the action."""
        return {**self.cleaned_data, "limbs": tuple(self.cleaned_data["limbs"])}


class ConsultForm(Keyed):
    """Somebody outside was asked."""

    body = forms.ChoiceField(
        label="Who was asked?", choices=list(rules.BODIES.items()), widget=Radios,
        error_messages={"required": "Choose who was asked"},
    )  # fmt: skip
    on = DateField(
        label="On which day?", help_text="For example, 27 11 2026", error_messages={"required": "Enter the day"}
    )
    time = forms.CharField(
        label="At what time?", help_text="For example, 16:30", max_length=5,
        widget=forms.TextInput({"class": "govuk-input--width-5"}),
        error_messages={"required": "Enter the time, such as 16:30"},
    )  # fmt: skip
    who = forms.CharField(
        label="Whom did you speak to?", max_length=200, help_text="Their name and office.",
        error_messages={"required": "Enter whom you spoke to"},
    )  # fmt: skip
    asked = _words("What did you ask?", rows=3)
    reply = _words("What did they say?", "Write what they said", "In their words, as near as you can.")

    def clean_time(self):
        found = TIME.fullmatch(self.cleaned_data["time"].strip())
        if not found:
            raise forms.ValidationError("Enter a time, such as 16:30")
        return datetime.time(int(found[1]), int(found[2]))

    def clean(self):
        said = super().clean()
        if {"on", "time"} <= said.keys():
            at = timezone.make_aware(datetime.datetime.combine(said["on"], said["time"]))
            if at > timezone.now():
                self.add_error("time", "Enter a time that has passed")
            said["at"] = at
        return said

    @property
    def given(self) -> dict:
        """As keyword arguments for the action."""
        return {name: self.cleaned_data[name] for name in ("key", "body", "at", "who", "asked", "reply")}


class ClausesForm(Asking):
    """The clauses that a concern may touch: those proposed from its type, and one more by its number."""

    chosen = forms.MultipleChoiceField(
        label="Which clauses may it touch?", required=False, widget=Checkboxes,
        help_text="These are proposed because of what it is about. You choose.",
    )  # fmt: skip
    another = forms.CharField(
        label="Another clause", required=False, max_length=20,
        help_text="Its number as the policy prints it, or its key, such as 6-07-a.",
    )  # fmt: skip

    def __init__(self, *args, offered=(), find=None, **more):
        super().__init__(*args, **more)
        self.fields["chosen"].choices = [(each.key, each.label) for each in offered]
        self.fields["chosen"].widget.hints = {each.key: each.text for each in offered}
        self.find = find

    def clean_another(self):
        typed = self.cleaned_data["another"].strip()
        if typed and not (found := self.find(typed)):
            raise forms.ValidationError("No clause that was in force has this number")
        return found if typed else None

    @property
    def given(self) -> dict:
        """As keyword arguments for the action."""
        keys = [*self.cleaned_data["chosen"], *([self.cleaned_data["another"]] if self.cleaned_data["another"] else [])]
        return {"chosen": [_place(key) for key in keys]}


def _place(key: str) -> tuple[uuid.UUID | None, str]:
    version, _, ident = key.rpartition(":")
    return (uuid.UUID(version) if version else None, ident)


class CloseForm(RegisterForm):
    """Why it ends, and what whoever reported it is told."""

    reason = _words("Why can it be closed?", "Write why", "What was done, what came of it, and who agreed.")
    told = _words(
        "What are they told who reported it?",
        hint="They read these words, and nothing else of it. “It has been dealt with” is enough. Leave it empty if you "
        "told them in person.",
        rows=3,
    )  # fmt: skip
    field_order = ["read_register", "reason", "told", "key"]


class TermsForm(Asking):
    """By when something happens with concerns at this school."""

    # Beside what a school may choose: when the sources were checked, and the clocks of the law, which nobody changes.
    checked_on = datetime.date.fromisoformat(concern_table("terms")["last_checked"])
    by_law = concern_table("terms")["by_law"]

    def __init__(self, *args, **more):
        super().__init__(*args, **more)
        for row in concern_table("terms")["terms"]:
            self.fields[row["key"]] = forms.IntegerField(
                label=row["label"], help_text=f"{row['hint']} {row['source']}", min_value=row["least"],
                max_value=row["most"], error_messages={"required": "Enter a number"},
            )  # fmt: skip
