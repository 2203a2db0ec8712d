"""Input about pages of guidance."""

from django import forms

from belisha.core.ids import uuid7
from belisha.guidance.rules import KINDS, LONGEST


class PageForm(forms.Form):
    """The words of a page."""

    title = forms.CharField(
        label="What is it called?", max_length=150, help_text="Name no pupil and no colleague in a title.",
        error_messages={"required": "Enter a title."},
    )  # fmt: skip
    body = forms.CharField(
        label="What should it say?", max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 18}),
        help_text="A line that begins with ## is a heading, one that begins with - is a point of a list. Leave a line "
        "empty between paragraphs.",
        error_messages={"required": "Write what the page should say."},
    )  # fmt: skip


class ChangeForm(PageForm):
    """The same of a page that there is, and how often it is to be looked at."""

    look_months = forms.IntegerField(
        label="After how many months should somebody look at it again?", min_value=1, max_value=60,
        error_messages={"required": "Enter a number of months.", "invalid": "Enter a number of months."},
    )  # fmt: skip


class AddForm(PageForm):
    """A page of the school's own. Its key is the new row's, so that a second click makes nothing more."""

    kind = forms.ChoiceField(label="What is it about?", choices=list(KINDS.items()), initial="other")
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid7, required=False)

    def clean_key(self):
        return self.cleaned_data["key"] or uuid7()
