"""Input of whoever does what they owe: a form for each way of doing it."""

from django import forms
from django.utils import timezone

from belisha.duties.owed import rules
from belisha.duties.owed.models import Duty
from belisha.duties.owed.rules import ANSWER, NO, YES, Given, Item, missing
from belisha.look.widgets import Checkboxes, DateField, Radios

ITEM = "item_"


class DoForm(forms.Form):
    """What every way has: the mark of what was asked on the page."""

    def __init__(self, *sent, duty: Duty, mark: str):
        super().__init__(*sent, initial={"asked": mark})
        self.duty = duty
        self.fields["asked"] = forms.CharField(widget=forms.HiddenInput)
        self.ask()

    def ask(self) -> None:
        """Add the fields of this way."""

    @property
    def given(self) -> Given:
        """As the action takes it."""
        return Given()


class TickForm(DoForm):
    """One tick below a statement, or below what was to be read."""

    def ask(self):
        label = "I have read it" if self.duty.way == "reading" else "I put my name to this"
        needed = {"required": "Tick the box if it is so. If something is unclear, ask first."}
        self.fields["agree"] = forms.BooleanField(label=label, error_messages=needed)


class ReviewForm(DoForm):
    """The lines of a duty as boxes to tick, and nothing else: no place in which a name of an account could be typed."""

    def ask(self):
        for item in self.duty.lines:
            self.fields[ITEM + item.key] = _boxes(item) if item.options else _box(item)
        if self.duty.way != "review":
            TickForm.ask(self)

    def clean(self):
        """Say what is left out at the line that it is."""
        for item in self.duty.lines:
            if fault := missing([item, *(each for each in self.duty.lines if each.help)], self.answers):
                self.add_error(ITEM + item.key, fault)
        return self.cleaned_data

    @property
    def answers(self) -> dict[str, list[str]]:
        """What was ticked, by the keys of the duty's own lines."""
        said = {item.key: self.cleaned_data.get(ITEM + item.key) for item in self.duty.lines}
        return {key: ([key] if value is True else list(value)) for key, value in said.items() if value}

    @property
    def given(self) -> Given:
        return Given(self.answers)


def _boxes(item: Item) -> forms.Field:
    return forms.MultipleChoiceField(
        label=item.label, help_text=item.hint, required=False, choices=item.options, widget=Checkboxes
    )


def _box(item: Item) -> forms.Field:
    return forms.BooleanField(label=item.label, help_text=item.hint, required=False)


class QuestionForm(DoForm):
    """Yes or no."""

    def ask(self):
        self.fields[ANSWER] = forms.ChoiceField(
            label="Your answer", choices=[(YES, "Yes"), (NO, "No")], widget=Radios(inline=True),
            error_messages={"required": "Answer yes or no."},
        )  # fmt: skip

    @property
    def given(self) -> Given:
        return Given({ANSWER: [self.cleaned_data[ANSWER]]})


class TrainingForm(DoForm):
    """What the training was, when it was held, and what shows it."""

    def ask(self):
        self.fields["course"] = forms.CharField(
            label="What was the training called?", max_length=150,
            error_messages={"required": "Enter the name of the training."},
        )  # fmt: skip
        self.fields["held_on"] = DateField(
            label="When was it held?", error_messages={"required": "Enter the date on which it was held."}
        )
        if self.duty.evidence == "none":
            return
        must = self.duty.evidence == "must"
        self.fields["document"] = forms.FileField(
            label="Evidence" if must else "Evidence (optional)", required=must,
            help_text="For example the certificate. It is sealed: you, and those who keep the duties, can open it.",
            error_messages={"required": "Add a file that shows it, such as a picture of the certificate."},
        )  # fmt: skip

    def clean(self):
        """What has not been held yet was not attended: say so beside the date, with everything else still there."""
        said = self.cleaned_data
        if said.get("course") and said.get("held_on") and (fault := self._fault()):
            self.add_error("held_on", fault)
        return said

    def _fault(self) -> str:
        return rules.fault("training", (), self.given, timezone.localdate())

    @property
    def given(self) -> Given:
        return Given(course=self.cleaned_data["course"], held_on=self.cleaned_data["held_on"])


FORMS = {"tick": ReviewForm, "reading": ReviewForm, "review": ReviewForm}
FORMS |= {"question": QuestionForm, "training": TrainingForm}


def form_for(duty: Duty, mark: str, *sent) -> DoForm:
    """The form of this duty's way."""
    return FORMS[duty.way](*sent, duty=duty, mark=mark)
