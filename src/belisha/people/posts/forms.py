"""The questions about posts: who, from when, until when."""

from collections.abc import Callable

from django import forms
from django.utils import timezone

from belisha.look.widgets import DateField, Radios
from belisha.people.forms import Asking
from belisha.people.models import Adult


class PersonForm(Asking):
    """An adult who works here, by name. Where several have it, they are offered; nobody needs JavaScript for that."""

    name = forms.CharField(
        label="Who?", max_length=150, help_text="Type their name, or a part of it.",
        error_messages={"required": "Type the name of an adult who works here"},
        widget=forms.TextInput({"autocomplete": "off"}),
    )  # fmt: skip
    adult = forms.ChoiceField(label="Which of them?", required=False, widget=forms.HiddenInput)

    def __init__(self, *args, find: Callable[[str], list[Adult]], many: int, whole: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if whole:
            self.fields["name"].help_text = "Type their whole name, as the school writes it."
        typed = str(self.data.get("name", "")).replace("\0", "").strip()
        self.found = find(typed) if self.is_bound and typed else []
        self.many = many
        self.fields["adult"].choices = [(str(one.pk), f"{one.name}, {one.get_kind_display()}") for one in self.found]
        if 1 < len(self.found) <= many:
            self.fields["adult"].widget = Radios(choices=self.fields["adult"].choices)

    def clean(self):
        """The name means one adult, or one of those offered was chosen."""
        given = super().clean()
        if given.get("name"):
            chosen = [one for one in self.found if str(one.pk) == given.get("adult")]
            given["adult"] = (chosen or self.found or [None])[0]
            if why := self._not_one(bool(chosen)):
                self.add_error(*why)
        return given

    def _not_one(self, chosen: bool) -> tuple[str, str] | None:
        if not self.found:
            return "name", "Nobody who works here has this name. Type it as the school writes it"
        if len(self.found) > self.many:
            return "name", "Many adults have a name like this. Type more of it"
        if len(self.found) > 1 and not chosen:
            return "adult", "Several adults have a name like this. Choose one"
        return None


class StandInForm(PersonForm):
    """Who stands in, from a day until a day, both inside."""

    first = DateField(
        label="Their first day in the post", help_text="For example, 27 7 2026. Today, if they begin at once.",
        error_messages={"required": "Enter the first day on which they stand in"},
    )  # fmt: skip
    last = DateField(
        label="Their last day in the post", help_text="It ends by itself after this day.",
        error_messages={"required": "Enter the last day on which they stand in"},
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, initial={"first": timezone.localdate()}, **kwargs)

    @property
    def given(self) -> dict:
        """As keyword arguments for the action."""
        return {name: self.cleaned_data[name] for name in ("adult", "first", "last")}
