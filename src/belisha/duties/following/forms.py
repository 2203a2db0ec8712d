"""Input about excuses, reminders and what was signed on paper."""

import datetime
from collections.abc import Iterable

from django import forms
from django.utils import timezone

from belisha.core.ids import uuid7
from belisha.duties.following.models import Excuse
from belisha.duties.following.rules import WEEKDAYS
from belisha.duties.following.standing import Line
from belisha.look.templatetags.look import day
from belisha.look.widgets import DateField, Radios

XLSX, CSV = "xlsx", "csv"


class ExcuseForm(forms.Form):
    """From what, why, and from when until when. `key` is the excuse's: a second click excuses nobody twice."""

    of = forms.ChoiceField(
        label="What are they excused from?", required=False,
        help_text="They may still do it. Nobody reminds them, and it does not count as late.",
    )  # fmt: skip
    reason = forms.CharField(
        label="Why?", max_length=Excuse._meta.get_field("reason").max_length,
        help_text="Only they themselves and those who excuse can read this. Say no more than is needed.",
        error_messages={"required": "Say why they are excused."},
    )  # fmt: skip
    first = DateField(label="First day", error_messages={"required": "Enter the first day."})
    last = DateField(
        label="Last day", help_text="It ends by itself after this day.",
        error_messages={"required": "Enter the last day: an excuse without an end is none."},
    )  # fmt: skip
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid7, required=False)

    def __init__(self, *args, lines: Iterable[Line], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["of"].choices = [("", "Everything"), *((str(line.id), line.title) for line in lines)]

    def clean_key(self):
        return self.cleaned_data["key"] or uuid7()

    def clean(self):
        """The days are in order, and the last is still to come."""
        given = super().clean()
        first, last = given.get("first"), given.get("last")
        if last and last < timezone.localdate():
            self.add_error("last", "Enter a day that is still to come.")
        elif first and last and last < first:
            self.add_error("last", "Enter a day that is not before the first one.")
        return given


class ChasingForm(forms.Form):
    """When adults are reminded and when leaders hear how things stand."""

    on = forms.BooleanField(label="Send reminders by e-mail", required=False)
    days_before = forms.IntegerField(
        label="How many working days before a task is due?", min_value=0, max_value=60,
        help_text="One letter. 0 sends it on the day itself.",
        error_messages={"required": "Enter a number of working days."},
    )  # fmt: skip
    days_between = forms.IntegerField(
        label="How many working days between letters once it is late?", min_value=1, max_value=60,
        error_messages={"required": "Enter a number of working days."},
    )  # fmt: skip
    from_hour = forms.IntegerField(
        label="From which hour of the day are letters sent?", min_value=0, max_value=23, help_text="Such as 8.",
        error_messages={"required": "Enter an hour from 0 to 23."},
    )  # fmt: skip
    digest_weekday = forms.TypedChoiceField(
        label="On which day do leaders hear that somebody is late?", coerce=int, empty_value=None, required=False,
        choices=[*enumerate(WEEKDAYS[:5]), ("", "Never")], widget=Radios,
        help_text="Where the school is closed on that day, on the next working day.",
    )  # fmt: skip


class ExportForm(forms.Form):
    """Which kind of file."""

    form = forms.ChoiceField(
        label="Which kind of file?",
        choices=[(XLSX, "Excel workbook"), (CSV, "Comma-separated text (CSV)")],
        initial=XLSX,
        widget=Radios(hints={CSV: "For other programs. Dates are written as 2025-09-27."}),
        error_messages={"required": "Choose a kind of file."},
    )


class PaperForm(forms.Form):
    """The signed page, and the day on it."""

    signed_on = DateField(label="Which day did they sign?", error_messages={"required": "Enter the day on the page."})
    document = forms.FileField(
        label="The signed page",
        help_text="A scan or a photograph. It is sealed with their record: they, and who records paper, can open it.",
        error_messages={"required": "Choose the file with the signed page.", "empty": "This file is empty."},
    )

    def __init__(self, *args, since: datetime.date, **kwargs):
        super().__init__(*args, **kwargs)
        self.since = since

    def clean_signed_on(self):
        given = self.cleaned_data["signed_on"]
        if given > timezone.localdate():
            raise forms.ValidationError("Enter a day that has come already.")
        if given < self.since:
            raise forms.ValidationError(f"Enter a day from {day(self.since)} on: before, nobody was asked.")
        return given
