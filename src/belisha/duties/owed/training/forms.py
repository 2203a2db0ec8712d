"""Input about a training session."""

from django import forms
from django.utils import timezone

from belisha.duties.owed import rules
from belisha.duties.owed.rules import Given
from belisha.look.widgets import Checkboxes, DateField


class SessionForm(forms.Form):
    """What was held, when, and who was there."""

    course = forms.CharField(
        label="What was the training called?", max_length=150,
        error_messages={"required": "Enter the name of the training."},
    )  # fmt: skip
    held_on = DateField(label="When was it held?", error_messages={"required": "Enter the date on which it was held."})
    sheet = forms.FileField(
        label="The signed sheet (optional)", required=False,
        help_text="It is sealed. Those who keep the duties or witness can open it.",
    )  # fmt: skip
    adults = forms.MultipleChoiceField(
        label="Who was there?", widget=Checkboxes, error_messages={"required": "Tick who was there."}
    )

    def __init__(self, *sent, adults, **options):
        super().__init__(*sent, **options)
        self.by_key = {str(adult.pk): adult for adult in adults}
        self.fields["adults"].choices = [(key, adult.name) for key, adult in self.by_key.items()]
        self.fields["adults"].widget.hints = {key: adult.get_kind_display() for key, adult in self.by_key.items()}

    def clean(self):
        """What has not been held yet was not attended."""
        said = self.cleaned_data
        if said.get("course") and said.get("held_on") and (fault := self._fault()):
            self.add_error("held_on", fault)
        return said

    def _fault(self) -> str:
        return rules.fault("training", (), self.given, timezone.localdate())

    @property
    def given(self) -> Given:
        """As the action takes it."""
        return Given(course=self.cleaned_data["course"], held_on=self.cleaned_data["held_on"])

    @property
    def there(self) -> list:
        """Those who were ticked."""
        return [self.by_key[key] for key in self.cleaned_data["adults"]]
