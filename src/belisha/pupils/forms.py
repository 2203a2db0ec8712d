"""Input about pupils."""

from django import forms

from belisha.people.lists.forms import ColumnsForm, ListForm
from belisha.people.lists.headings import PUPIL_FIELDS


class PupilsForm(ListForm):
    """The list, in whatever form the school's system gives it."""


class PupilColumnsForm(ColumnsForm):
    """What each column holds: a name, a year group, a number, or nothing that is taken."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, choices=PUPIL_FIELDS, **kwargs)


class PupilsConfirmForm(forms.Form):
    """Whether the list is whole."""

    complete = forms.BooleanField(
        label="This list names every pupil",
        required=False,
        help_text="Then pupils who are not in it are marked as left.",
    )


class SureForm(forms.Form):
    """That somebody knows what will be destroyed."""

    sure = forms.BooleanField(
        label="I know that the list of pupils cannot be brought back",
        error_messages={"required": "Confirm that you know what is destroyed"},
    )
