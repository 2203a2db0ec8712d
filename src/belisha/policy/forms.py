"""Input about policies, turned into keyword arguments for actions."""

from django import forms
from django.utils import timezone

from belisha.core.ids import uuid7
from belisha.look.widgets import DateField
from belisha.packs import load_pack
from belisha.policy import rules
from belisha.policy.written import SHIPPED, shipped


class _Once(forms.Form):
    """A form that makes something: its key is the new thing's, so that a second click makes nothing more."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid7, required=False)

    def clean_key(self):
        return self.cleaned_data["key"] or uuid7()


class DocumentForm(_Once):
    """The file to be read, and which policy it is an edition of where the school has one already."""

    document = forms.FileField(
        label="The file",
        help_text="A Word document (.docx), plain text (.txt) or Markdown (.md). Nothing is shown to anybody until you "
        "publish it.",
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


class ClauseForm(forms.Form):
    """How a clause is read."""

    kind = forms.ChoiceField(
        label="What is it?", choices=[(key, label) for key, label in rules.KINDS.items() if key != "heading"]
    )
    modality = forms.ChoiceField(label="How strong is it?", choices=list(rules.MODALITIES.items()))
    binds = forms.MultipleChoiceField(
        label="Who is bound?", choices=list(rules.BINDS.items()), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    pack_id = forms.ChoiceField(label="What does it say in the shipped policy?", required=False)

    def __init__(self, *args, school: str, **kwargs):
        super().__init__(*args, **kwargs)
        known = [(ident, f"{ident}: {clause.text[:90]}") for ident, clause in shipped(school).items()]
        self.fields["pack_id"].choices = [("", "Nothing there says this"), *known]


class SplitForm(forms.Form):
    """The clause's words with a line break where it should be cut."""

    text = forms.CharField(
        label="Put the cursor where the first clause should end and press Enter",
        help_text="Do not change the words: they are the document's.",
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def __init__(self, *args, original: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.original = original

    def clean_text(self) -> str:
        lines = [line.strip() for line in self.cleaned_data["text"].splitlines() if line.strip()]
        if len(lines) != 2:
            raise forms.ValidationError("Put exactly one line break into the clause.")
        if "".join("".join(lines).split()) != "".join(self.original.split()):
            raise forms.ValidationError("Some words were changed. Only put a line break where the clause should end.")
        return lines[0]


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
    acknowledge_days = forms.IntegerField(
        label="School days in which adults acknowledge it", min_value=1, max_value=90,
        help_text="Counted from publication, or from an adult's first day.",
        error_messages={"required": "Enter a number of days.", "invalid": "Enter a number of days."},
    )  # fmt: skip
