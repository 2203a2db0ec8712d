"""Input about references, turned into keyword arguments for actions."""

from django import forms

from belisha.core.ids import uuid7
from belisha.look.widgets import DateField
from belisha.references import rules


class ReferenceForm(forms.Form):
    """What the library says about a reference."""

    title = forms.CharField(label="What is it called?", max_length=200, error_messages={"required": "Enter its title."})
    kind = forms.ChoiceField(label="What is it?", choices=list(rules.KINDS.items()))
    edition = forms.CharField(
        label="Which edition is in force? (optional)", max_length=100, required=False,
        help_text="As one would cite it, for example 2026 or February 2022.",
    )  # fmt: skip
    since = DateField(label="In force since (optional)", required=False)
    replaced = forms.CharField(label="What did it replace? (optional)", max_length=500, required=False)
    replaced_by = forms.CharField(label="What replaced it? (optional)", max_length=500, required=False)
    address = forms.URLField(
        label="Its address (optional)", max_length=300, required=False, assume_scheme="https",
        error_messages={"invalid": "Enter a whole address, such as one that begins with https."},
    )  # fmt: skip
    where = forms.CharField(
        label="Where in school is it kept? (optional)", max_length=200, required=False,
        help_text="For example: in the school office, blue folder.",
    )  # fmt: skip
    source = forms.CharField(
        label="How do you know? (optional)", max_length=500, required=False,
        help_text="Who published it, or who told you.",
    )  # fmt: skip
    certainty = forms.ChoiceField(
        label="How sure is that?", choices=list(rules.CERTAINTIES.items()), initial="verified"
    )
    for_whom = forms.ChoiceField(label="Whom is it meant for?", choices=list(rules.FOR_WHOM.items()), initial="adult")
    cited_as = forms.CharField(
        label="By which names is it cited?", required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One on each line. Belisha finds it in your policy by these; its title is one of them.",
    )  # fmt: skip
    notes = forms.CharField(
        label="Notes (optional)", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def clean(self):
        """The names by which it is cited, one for each line, its title where there is none."""
        given = super().clean()
        names = [" ".join(line.split())[:120] for line in given.get("cited_as", "").splitlines() if line.strip()]
        given["cited_as"] = names or [given.get("title", "")]
        return given


class AddForm(ReferenceForm):
    """A reference of the school's own. Its key is the new row's, so that a second click makes nothing more."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid7, required=False)

    def clean_key(self):
        return self.cleaned_data["key"] or uuid7()


class FileForm(forms.Form):
    """A copy of the document itself."""

    document = forms.FileField(
        label="The file",
        help_text="It is kept as it is, sealed, and can be opened by those for whom the reference is meant.",
        error_messages={"required": "Choose a file.", "empty": "This file is empty. Choose another one."},
    )


class PeriodForm(forms.Form):
    """How often the school looks its references through."""

    months = forms.IntegerField(
        label="Months between two checks", min_value=1, max_value=60,
        help_text="Some have a day of their own besides, such as 1 September.",
        error_messages={"required": "Enter a number of months.", "invalid": "Enter a number of months."},
    )  # fmt: skip
