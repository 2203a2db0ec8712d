"""What is asked about routes, ties, conflicts and subjects."""

import uuid

from django import forms

from belisha.concerns import rules as concerns
from belisha.concerns.routing import queries, rules
from belisha.concerns.rules import About
from belisha.people.forms import Asking

AMBIGUOUS = "Several people here have this name. Choose which of them you mean"


class AddPostForm(Asking):
    """One more post for a type of concern."""

    kind = forms.ChoiceField(label="Type of concern", choices=list(concerns.TYPES.items()))
    post = forms.ChoiceField(label="Post that it reaches as well", choices=queries.posts)


class NamedForm(Asking):
    """An adult by their whole name; where several have it, which of them."""

    name = forms.CharField(
        label="Their first and last name",
        max_length=150,
        error_messages={"required": "Enter their first and last name"},
    )
    which = forms.CharField(label="Which of them?", required=False, widget=forms.HiddenInput)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)

    def __init__(self, data=None, *, actor, school, **given):
        super().__init__(data, **given)
        self.actor, self.school, self.found = actor, school, None

    def clean_key(self):
        return self.cleaned_data["key"] or uuid.uuid4()

    def find(self, name: str):
        """The adult of this name. None, with a sentence, where nobody or more than one has it."""
        found = queries.colleagues(self.actor, self.school, name)
        if len(found) > 1:
            self._ask_which(found)
            found = [adult for adult in found if str(adult.pk) == self.data.get(self.add_prefix("which"))]
            if not found:
                self.add_error("which", AMBIGUOUS)
                return None
        if not found:
            self.add_error("name", "Nobody who works here has this name. Check how it is spelt")
            return None
        return found[0]

    def _ask_which(self, found: list) -> None:
        choices = [(str(one.pk), f"{one.name}, {one.get_kind_display().lower()}") for one in found]
        self.fields["which"] = forms.ChoiceField(
            label="Which of them?", required=False, choices=choices, widget=forms.RadioSelect
        )


class TieForm(NamedForm):
    """A colleague who is close, and how."""

    kind = forms.ChoiceField(
        label="How are you close?", choices=list(rules.TIES.items()), widget=forms.RadioSelect,
        error_messages={"required": "Choose how you are close"},
    )  # fmt: skip
    field_order = ("name", "which", "kind")

    def clean(self):
        given = super().clean()
        if given.get("name"):
            given["other"] = self.find(given["name"])
        return given

    @property
    def said(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("other", "kind", "key")}


class SubjectForm(NamedForm):
    """Whom a concern is about, once that is known."""

    kind = forms.ChoiceField(
        label="Who is it about?", widget=forms.RadioSelect, error_messages={"required": "Choose who it is about"},
        choices=[(key, words) for key, words in concerns.SUBJECTS.items() if key != concerns.UNKNOWN],
    )  # fmt: skip
    field_order = ("kind", "name", "which")

    def clean(self):
        given = super().clean()
        kind, name = given.get("kind"), given.get("name")
        if kind == concerns.ADULT and name:
            adult = self.find(name)
            given["about"] = About(concerns.ADULT, adult=adult.pk) if adult else None
        elif kind and name:
            given["about"] = About(kind, words=name)
        return given

    @property
    def said(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("about", "key")}


class KindForm(Asking):
    """What it is about, once that is clearer."""

    kind = forms.ChoiceField(
        label="What is it about?", choices=list(concerns.TYPES.items()), widget=forms.RadioSelect,
        error_messages={"required": "Choose what it is about"},
    )  # fmt: skip


class ConflictForm(Asking):
    """Why, if they want to say so."""

    reason = forms.CharField(
        label="Why, if you want to say so", required=False, max_length=rules.LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}), help_text="It is sealed with the concern. You need not say anything.",
    )  # fmt: skip
