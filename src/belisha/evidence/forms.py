"""Input about evidence: the files themselves, the capture record, and the reason for taking an original away."""

import datetime
import uuid
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone

from belisha.evidence import kinds, rules
from belisha.evidence.arriving import Arrived
from belisha.evidence.rules import Record
from belisha.look.widgets import DateField, Radios

# Said beside the fields for the time, the date and the location: clause 8-01-e.
CAREFUL = "The policy asks for the time, date and location of the site."


class Several(forms.ClearableFileInput):
    """A file picker for several at once."""

    allow_multiple_selected = True


class SeveralField(forms.FileField):
    """Several files. Each was looked at as it arrived, long before any form is."""

    widget = Several

    def clean(self, data, initial=None):
        return data


class FilesForm(forms.Form):
    """Files, several at once. `faults`: what went wrong with some of them on their way."""

    files = SeveralField(
        label="Files, screenshots, photos", required=False,
        help_text="Pictures, PDF, e-mails, saved pages, exported chats, sound or video; several at once if you like.",
    )  # fmt: skip
    # Several files of one form are told apart by it: the same form sent twice keeps each of them once.
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)

    def __init__(self, *args, faults=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.faults = faults

    @property
    def arrived(self) -> list[tuple[uuid.UUID, Arrived]]:
        """The files that came, each with its key: the same bytes of the same form have the same one."""
        key = self.cleaned_data.get("key") or uuid.uuid4()
        came = [file for file in self.files.getlist("files") if isinstance(file, Arrived)]
        return [(uuid.uuid5(key, f"{number}:{file.stored.sha256}"), file) for number, file in enumerate(came)]

    def clean(self):
        for fault in self.faults:
            self.add_error("files", fault)
        if self.is_bound and not self.faults and not self.files.getlist("files"):
            self.add_error("files", "Choose at least one file.")
        return super().clean()


class RecordForm(forms.Form):
    """The capture record. Nothing of it must be filled in: what is missing is shown until it is there."""

    what = forms.CharField(label="What is it?", max_length=rules.LINE, required=False)
    shows = forms.CharField(
        label="What does it show?", max_length=rules.LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    day = DateField(label="The date it was captured", required=False, help_text="For example, 27 9 2025.")
    time = forms.TimeField(
        label="The time it was captured", required=False, input_formats=["%H:%M", "%H.%M", "%I:%M %p", "%I:%M%p"],
        help_text="For example, 14:05. It is often at the top of a screenshot of a phone.",
        error_messages={"invalid": "Enter a time, such as 14:05"},
    )  # fmt: skip
    zone = forms.ChoiceField(label="Time zone", choices=rules.ZONES, initial=rules.HOME, required=False)
    seen_at = forms.CharField(
        label="When was it first seen?", max_length=rules.LINE, required=False,
        help_text="As whoever saw it remembers it. This can be another time than that of the picture.",
    )  # fmt: skip
    address = forms.CharField(
        label="Address of the site or page", max_length=2000, required=False,
        help_text="As it stands in the browser. For an app, name the platform and the account or the group instead.",
    )  # fmt: skip
    platform = forms.CharField(label="Platform or app", max_length=rules.LINE, required=False)
    account = forms.CharField(label="Account it was posted or sent from", max_length=rules.LINE, required=False)
    group = forms.CharField(label="Group, channel or chat", max_length=rules.LINE, required=False)
    captured_by = forms.CharField(label="Who captured it?", max_length=rules.LINE, required=False)
    method = forms.ChoiceField(
        label="How was it captured?", choices=[("", "Not said"), *rules.METHODS.items()], required=False
    )
    device = forms.CharField(
        label="On which device, in which app, signed in as whom?", max_length=rules.LINE, required=False
    )
    whole_thread = forms.ChoiceField(
        label="Is it all of it?", choices=rules.WHOLE, required=False, widget=Radios,
    )  # fmt: skip
    who_else = forms.CharField(
        label="Who else appears in it?", max_length=rules.LONGEST, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    who_has_it = forms.CharField(label="Who still has the original?", max_length=rules.LINE, required=False)

    @property
    def record(self) -> Record:
        """What was filled in."""
        said = self.cleaned_data
        at, precision, zone = rules.captured(said.get("day"), said.get("time"), said.get("zone") or rules.HOME)
        return Record({name: said[name] for name in rules.ASKED if said.get(name)}, at, precision, zone)

    def clean(self):
        said = super().clean()
        if said.get("time") is not None and not said.get("day") and "day" not in self.errors:
            self.add_error("day", "Enter the date as well")
        if said.get("day") and said["day"] > timezone.localdate() + datetime.timedelta(days=1):
            self.add_error("day", "The date must be today or in the past")
        return said


class WrittenForm(RecordForm):
    """A record without a file: the address and a description only."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)

    def clean(self):
        said = super().clean()
        if not any(said.get(name) for name in rules.ASKED):
            self.add_error("what", "Say at least what it is.")
        said["key"] = said.get("key") or uuid.uuid4()
        return said


class ReasonForm(forms.Form):
    """Why somebody takes an original away."""

    reason = forms.CharField(
        label="Why do you need the original?", max_length=rules.LINE,
        help_text="It stands in the custody list. Name nobody.", error_messages={"required": "Say why."},
    )  # fmt: skip


def initial_of(item, words: dict) -> dict:
    """What the form begins with for an item that was described already."""
    at = item.captured_at and item.captured_at.astimezone(ZoneInfo(item.zone or rules.HOME))
    time = at.strftime("%H:%M") if at and item.precision == kinds.MINUTE else None
    return {**words, "day": at.date() if at else None, "time": time, "zone": item.zone or rules.HOME}
