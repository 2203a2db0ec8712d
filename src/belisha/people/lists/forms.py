"""Input about staff lists."""

from collections.abc import Sequence

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html

from belisha.people.lists.headings import FIELDS
from belisha.people.lists.rules import MOST_BYTES
from belisha.people.lists.tables import Table


class FilesInput(forms.FileInput):
    """Several files at once: a School Data Sync set is not always a zip."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One file or several, as a list."""

    widget = FilesInput

    def clean(self, data, initial=None):
        given = data if isinstance(data, (list, tuple)) else [data]
        files = [super(FilesField, self).clean(each, initial) for each in given or [None]]
        if sum(each.size for each in files) > MOST_BYTES:
            raise ValidationError(f"The file must be smaller than {MOST_BYTES >> 20} MB. Keep only what is needed")
        return files


class ListForm(forms.Form):
    """The list, in whatever form the school's system gives it."""

    files = FilesField(
        label="The list",
        help_text="CSV, Excel (.xlsx), or a OneRoster or School Data Sync set as a zip or as its CSV files.",
        error_messages={"required": "Choose a file", "empty": "The file is empty. Choose another one"},
        widget=FilesInput({"accept": ".csv,.txt,.tsv,.xlsx,.xlsm,.zip,text/csv,application/zip"}),
    )


class ColumnsForm(forms.Form):
    """What each column holds. Built for one table: a choice for each heading, with its first values beside it."""

    # The fields of which a list of these needs one, in words.
    needed = (("name",), ("last",), ("first",))
    without_name = "Say which column holds the name, or the first and the last name"

    def __init__(self, *args, table: Table, fields: Sequence[str], choices=FIELDS, **kwargs):
        super().__init__(*args, **kwargs)
        self.table, self.known = table, choices
        options = [("", "Leave it out"), *choices.items()]
        for at, (heading, field) in enumerate(zip(table.headings, fields, strict=True)):
            values = table.samples(at)
            hint = format_html("Such as: {}", "; ".join(value[:60] for value in values)) if values else "Empty"
            self.fields[f"column_{at}"] = forms.ChoiceField(
                label=heading, choices=options, initial=field, required=False, help_text=hint
            )

    @property
    def chosen(self) -> list[str]:
        """The field of each column, in their order."""
        return [self.cleaned_data[name] for name in self.fields]

    def clean(self):
        chosen = [(name, self.cleaned_data.get(name, "")) for name in self.fields]
        seen = {}
        for name, field in chosen:
            if field and field in seen:
                other = self.fields[seen[field]].label
                self.add_error(name, f"“{other}” is the {self.known[field].lower()} already. Leave one of them out")
            seen.setdefault(field, name)
        if not any(set(need) <= seen.keys() for need in self.needed):
            raise ValidationError(self.without_name)
        return self.cleaned_data


class SchoolForm(forms.Form):
    """Of which school in a set of files the people are to be taken."""

    label_is_heading = True
    school = forms.ChoiceField(
        label="Which school is this?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the school", "invalid_choice": "Choose one of the schools"},
    )

    def __init__(self, *args, schools: dict[str, str], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["school"].choices = [(key, name or key) for key, name in schools.items()]


class ConfirmForm(forms.Form):
    """Whether the list is whole, and what was shown of it."""

    shown = forms.CharField(widget=forms.HiddenInput)
    complete = forms.BooleanField(
        label="This list names everybody who works here",
        required=False,
        help_text="Then adults who are not in it are shown as possible leavers. Nobody is removed.",
    )

    def __init__(self, *args, only_changes=False, **kwargs):
        super().__init__(*args, **kwargs)
        if only_changes:
            del self.fields["complete"]
