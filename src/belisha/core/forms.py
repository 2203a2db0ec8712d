"""The filters of the audit log."""

from django import forms

from belisha.look.widgets import DateField


class FilterForm(forms.Form):
    """Which entries to show. Everything may stay empty."""

    kind = forms.ChoiceField(label="What happened", required=False)
    person = forms.TypedChoiceField(label="Who did it, or whom it is about", required=False, empty_value=None)
    since = DateField(label="From", required=False)
    until = DateField(label="To", required=False)

    def __init__(self, *args, kinds, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "Anything"), *kinds]
        self.fields["person"].choices = [("", "Anybody"), *((str(key), name) for key, name in people)]

    def clean(self):
        """The dates are in order."""
        given = super().clean()
        if given.get("since") and given.get("until") and given["until"] < given["since"]:
            self.add_error("until", "Enter a date that is not before the first one")
        return given
