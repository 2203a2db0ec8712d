"""Input about policies, turned into keyword arguments for actions."""

from django import forms
from django.utils import timezone

from belisha.core.ids import uuid7
from belisha.look.widgets import DateField
from belisha.packs import load_pack
from belisha.policy.written import SHIPPED


class _Once(forms.Form):
    """A form that makes something: its key is the new thing's, so that a second click makes nothing more."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid7, required=False)

    def clean_key(self):
        return self.cleaned_data["key"] or uuid7()


class DocumentForm(_Once):
    """The file to be read, and which policy it is an edition of where the school has one already."""

    document = forms.FileField(
        label="The file",
        help_text="Word (.docx), OpenDocument (.odt), PDF, a web page (.html), plain text (.txt), Markdown (.md), or "
        "a policy exported from Belisha (.yaml, .json).",
        error_messages={
            "required": "Choose the file that holds your policy.",
            "empty": "This file is empty. Choose the file that holds your policy.",
        },
        allow_empty_file=True,
    )
    policy = forms.ChoiceField(
        label="What is it?", widget=forms.RadioSelect, error_messages={"required": "Tell us what it is."}
    )

    def __init__(self, *args, policies=(), **kwargs):
        super().__init__(*args, **kwargs)
        known = [(str(policy.pk), f"A new edition of {policy.title}") for policy in policies]
        self.fields["policy"].choices = [*known, ("new", "Another policy")]
        if not known:
            del self.fields["policy"]

    def refuse(self, reason: str) -> None:
        """Say what is wrong with the file. The next one is another: it gets a key of its own."""
        self.add_error("document", reason)
        self.data = self.data.copy()
        self.data["key"] = str(uuid7())


class AdoptForm(_Once):
    """The school's particulars for the shipped policy, one field for each variable of the pack."""

    def __init__(self, *args, school: str, **kwargs):
        super().__init__(*args, **kwargs)
        for variable in load_pack(SHIPPED).variables:
            self.fields[variable.name] = forms.CharField(
                label=variable.label, help_text=variable.hint, max_length=120,
                initial=school if variable.name == "school" else variable.default,
                error_messages={"required": f"Tell us: {variable.label.lower()}."},
            )  # fmt: skip


class ApprovalForm(forms.Form):
    """Who approved, when, and where it is minuted."""

    approved_by = forms.CharField(
        label="Who approved it?", max_length=150, help_text="For example: the full governing body.",
        error_messages={"required": "Tell us who approved it."},
    )  # fmt: skip
    approved_on = DateField(label="On which day?", error_messages={"required": "Enter the day of the approval."})

    def clean_approved_on(self):
        day = self.cleaned_data["approved_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("The day of approval cannot be in the future.")
        return day

    minute = forms.CharField(
        label="Minute reference (optional)",
        max_length=100,
        required=False,
        help_text="For example: FGB 12 October, item 7.",
    )


class DayForm(forms.Form):
    """A day in the past."""

    on = DateField(label="On which day?", error_messages={"required": "Enter a day."})


class TermsForm(forms.Form):
    """The school's own choices about a policy."""

    title = forms.CharField(label="What is it called?", max_length=200, error_messages={"required": "Enter a name."})
    review_months = forms.IntegerField(
        label="Months between reviews", min_value=1, max_value=60,
        help_text="The policy itself says once a year.",
        error_messages={"required": "Enter a number of months.", "invalid": "Enter a number of months."},
    )  # fmt: skip
    review_notice_days = forms.IntegerField(
        label="Days before a review on which to remind you", min_value=1, max_value=366,
        help_text="Those who publish the policy get a letter then, and a task on their home page.",
        error_messages={"required": "Enter a number of days.", "invalid": "Enter a number of days."},
    )  # fmt: skip
    acknowledge_days = forms.IntegerField(
        label="School days in which adults acknowledge it", min_value=1, max_value=90,
        help_text="Counted from publication, or from an adult's first day.",
        error_messages={"required": "Enter a number of days.", "invalid": "Enter a number of days."},
    )  # fmt: skip
