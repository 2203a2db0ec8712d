"""What is asked, as forms: one page of the table of questions each, and those with a form of their own."""

import datetime
import re

from django import forms
from django.utils import timezone

from belisha.concerns import rules as concerns
from belisha.concerns.reporting import questions, rules
from belisha.concerns.reporting.questions import DAY, ONE, TEXT, TIME, Field, Page
from belisha.concerns.rules import ANONYMOUS, CONFIDENTIAL, NAMED, ON_BEHALF, SELF, SIGNED_IN
from belisha.look.widgets import DateField, Radios

FUTURE = "The day must be today or in the past."
TIMES = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)$")
UNKNOWN_DAY = "It may be empty if you do not know."


class DangerForm(forms.Form):
    """The first question, and who reports."""

    label_is_heading = True
    danger = forms.ChoiceField(
        label="Is a child in danger now?",
        choices=[(rules.YES, "Yes"), (rules.NO, "No"), (rules.UNKNOWN, "I do not know")],
        widget=Radios(hints={rules.YES: "First you see whom to call. Then you go on."}),
        error_messages={"required": "Choose whether a child is in danger now."},
    )  # fmt: skip
    source = forms.ChoiceField(
        label="What do you report?", required=False, widget=Radios, initial=SIGNED_IN,
        error_messages={"invalid_choice": "Choose what you report."},
    )  # fmt: skip

    def __init__(self, data=None, *, signed_in: bool, for_another: bool):
        super().__init__(data)
        sources = [
            (SIGNED_IN, "Something I saw, heard or received"),
            (SELF, "Something I did myself, or contact that a pupil or a family sought with me"),
            *([(ON_BEHALF, "Something that somebody else told the school")] if for_another else []),
        ]
        self.fields["source"].choices = sources
        if not signed_in:
            del self.fields["source"]


class SearchForm(forms.Form):
    """Words to find the type with. They are not kept."""

    words = forms.CharField(
        label="Search in your own words", required=False, max_length=rules.LINE,
        widget=forms.TextInput({"autocomplete": "off"}), help_text="Such as “photo”, “follows a pupil” or “racist”.",
    )  # fmt: skip


class PageForm(forms.Form):
    """One page of the questions. `shown` says which: another window may have gone on meanwhile."""

    shown = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, data=None, *, asked: Page, said):
        super().__init__(data, initial={"shown": asked.key, **{key: _initial(key, said) for key in asked.keys}})
        self.asked = asked
        self.label_is_heading = len(asked.fields) == 1
        for field in asked.fields:
            self.fields[field.key] = KINDS.get(field.kind, _line)(field)
        if self.label_is_heading:
            one, field = asked.fields[0], self.fields[asked.keys[0]]
            # The question is the heading; what the box is for, and any hint, stand below it.
            below = (asked.hint, one.label if one.label != asked.title else "", one.hint)
            field.label, field.help_text = asked.title, ". ".join(each.rstrip(".") for each in below if each)
        self.order_fields([*asked.keys, "shown"])

    def clean(self):
        given = super().clean()
        for field in self.asked.fields:
            if field.kind == DAY and (day := given.get(field.key)) and day > timezone.localdate():
                self.add_error(field.key, FUTURE)
            if field.kind == TIME and (typed := given.get(field.key)) and not TIMES.match(typed.strip()):
                self.add_error(field.key, "Write the time like 14:30, or leave it empty.")
        return given

    @property
    def answers(self) -> dict[str, str]:
        """Every field of the page as it is kept: an empty one says that somebody was here and skipped it."""
        return {field.key: _kept(field, self.cleaned_data.get(field.key)) for field in self.asked.fields}


class OpennessForm(forms.Form):
    """How somebody wants to be named."""

    label_is_heading = True
    openness = forms.ChoiceField(
        label="How do you want to be named?", widget=Radios,
        error_messages={"required": "Choose how you want to be named."},
    )  # fmt: skip
    own_name = forms.CharField(label="Your name", required=False, max_length=rules.LINE)
    own_contact = forms.CharField(
        label="How you can be reached", required=False, max_length=rules.LINE,
        help_text="A telephone number, for example.",
    )  # fmt: skip
    shown = forms.CharField(widget=forms.HiddenInput, max_length=40, initial=questions.OPENNESS)

    def __init__(self, data=None, *, said, public: bool):
        first = ANONYMOUS if public else NAMED
        kept = {key: said.get(key, "") for key in ("own_name", "own_contact")}
        super().__init__(data, initial={"openness": said.get("openness") or first, **kept})
        offered = PUBLIC_HINTS if public else HINTS
        self.fields["openness"].choices = [(key, LABELS[key]) for key in offered]
        self.fields["openness"].widget.hints = offered
        if not public:
            del self.fields["own_name"], self.fields["own_contact"]

    def clean(self):
        given = super().clean()
        if "own_name" in self.fields and given.get("openness") == NAMED and not given.get("own_name", "").strip():
            self.add_error("own_name", "Write your name, or choose to report without one.")
        return given

    @property
    def answers(self) -> dict[str, str]:
        said = {key: self.cleaned_data.get(key, "") for key in ("own_name", "own_contact") if key in self.fields}
        hidden = self.cleaned_data["openness"] == ANONYMOUS
        return {"openness": self.cleaned_data["openness"], **{key: "" if hidden else said[key] for key in said}}


LABELS = {
    NAMED: "With my name",
    CONFIDENTIAL: "In confidence",
    ANONYMOUS: "Without my name",
}
HINTS = {
    NAMED: "Those who deal with it know who reported it. They do not tell whom it is about.",
    CONFIDENTIAL: "Only whoever takes it sees your name.",
    ANONYMOUS: "Nothing is kept that says it was you. You get a code with which you can come back.",
}
PUBLIC_HINTS = {
    ANONYMOUS: "Nothing is kept that says it was you. You get a code with which you can come back.",
    NAMED: "Those who deal with it can call you back.",
}


class AboutForm(forms.Form):
    """Somebody it is about, in words."""

    kind = forms.ChoiceField(
        label="Who is it?", widget=Radios, error_messages={"required": "Choose who it is."},
        choices=[(key, label) for key, label in concerns.SUBJECTS.items() if key != concerns.ADULT],
    )  # fmt: skip
    words = forms.CharField(
        label="Their name, or how you would describe them", required=False, max_length=rules.LINE,
        widget=forms.TextInput({"autocomplete": "off"}),
    )  # fmt: skip

    def __init__(self, data=None, *, posts=()):
        super().__init__(data)
        staff = [(f"post-{key}", label) for key, label in posts]
        self.fields["kind"].choices = [*staff, *([(OTHER_ADULT, "Another adult who works here")] if posts else []),
                                       *self.fields["kind"].choices]  # fmt: skip

    def clean(self):
        given = super().clean()
        kind, words = given.get("kind", ""), given.get("words", "").strip()
        if kind and not kind.startswith("post-") and kind != concerns.UNKNOWN and not words and "words" in given:
            self.add_error("words", "Write their name, or describe them in a few words.")
        return given


# Somebody who works here, named in words by somebody who has no account.
OTHER_ADULT = "staff"


class NameForm(forms.Form):
    """A part of the name of an adult who works here."""

    name = forms.CharField(
        label="An adult who works in school", required=False, max_length=100,
        help_text="A part of their name is enough.",
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip


# -- fields ----------------------------------------------------------------------------------------------------------


def _line(field: Field) -> forms.Field:
    return forms.CharField(max_length=rules.LINE, widget=forms.TextInput({"autocomplete": "off"}), **_said(field))


def _text(field: Field) -> forms.Field:
    return forms.CharField(max_length=rules.LONGEST, widget=forms.Textarea({"rows": 6}), **_said(field))


def _one(field: Field) -> forms.Field:
    hints = {choice.key: choice.hint for choice in field.choices if choice.hint}
    choices = [(choice.key, choice.label) for choice in field.choices]
    return forms.ChoiceField(choices=choices, widget=Radios(hints=hints), **_said(field, "Choose an answer."))


def _day(field: Field) -> forms.Field:
    return DateField(**_said(field))


KINDS = {ONE: _one, DAY: _day, TEXT: _text}


def _said(field: Field, missing: str = "Write an answer.") -> dict:
    return {
        "label": field.label, "help_text": field.hint, "required": field.required,
        "error_messages": {"required": field.missing or missing, "invalid_choice": "Choose one of the answers."},
    }  # fmt: skip


def _initial(key: str, said):
    value = said.get(key)
    if value and questions.fields()[key].kind == DAY:
        return datetime.date.fromisoformat(value)
    return value


def _kept(field: Field, value) -> str:
    if field.kind == DAY:
        value = value or (timezone.localdate() if field.today else None)
        return value.isoformat() if value else ""
    if field.kind == TIME and value:
        return "{:0>2}:{}".format(*TIMES.match(value.strip()).groups())
    return (value or "").strip() if isinstance(value, str) else ""
