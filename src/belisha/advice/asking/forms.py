"""Questions as forms: one fact, with what it can be in the words of the fact schema."""

from uuid import UUID

from django import forms
from django.utils.text import capfirst

from belisha.look.widgets import Checkboxes, Radios
from belisha.reasoning.facts import SET, TEXT, Fact

UNKNOWN, NOTHING, ANOTHER = "not-known", "none-of-these", "another-pupil"
I_DO_NOT_KNOW, NONE_OF_THESE = "I don’t know", "None of these"
CHOOSE_ONE = {"required": "Choose an answer, or choose that you don’t know."}
CHOOSE_SOME = {"required": "Choose all that fit, or “None of these”, or that you don’t know."}


class OneQuestion(forms.Form):
    """A form with one question, which is the heading of its page."""

    label_is_heading = True


class Exclusive(Checkboxes):
    """Checkboxes of which some go with no other."""

    alone = (NOTHING, UNKNOWN)

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        if value in self.alone:
            option["attrs"]["data-behaviour"] = "exclusive"
        return option


class FactForm(OneQuestion):
    """One fact. `fact` says which one was on the page: another tab may have gone on meanwhile.

    `value` of the cleaned form is None where it is not known. `limit`: the only values that one's own word may have.
    """

    fact = forms.CharField(widget=forms.HiddenInput, max_length=60)

    def __init__(self, data=None, *, fact: Fact, value=None, known=False, limit=()):
        initial = {"fact": fact.name, "value": _initial(fact, value) if known else None}
        super().__init__(data, initial=initial)
        self.asks = fact
        choices = [(each, capfirst(fact.labels.get(each, each))) for each in fact.values if not limit or each in limit]
        self.fields["value"] = KINDS.get(fact.kind, _one)(fact, choices)
        self.order_fields(["value", "fact"])

    def clean_value(self):
        given = self.cleaned_data["value"]
        if self.asks.kind == TEXT:
            return given.strip() or None
        if self.asks.kind != SET:
            return None if given == UNKNOWN else given
        if len(given) > 1 and {NOTHING, UNKNOWN} & set(given):
            raise forms.ValidationError("Choose what fits, or one of the last two answers, but not both.")
        return None if given == [UNKNOWN] else [] if given == [NOTHING] else given


def _one(fact: Fact, choices: list) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=fact.question or fact.label, help_text=fact.hint, choices=[*choices, (UNKNOWN, I_DO_NOT_KNOW)],
        widget=Radios(hints=dict(fact.hints)), error_messages=CHOOSE_ONE,
    )  # fmt: skip


def _several(fact: Fact, choices: list) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=fact.question or fact.label, help_text=fact.hint,
        choices=[*choices, (NOTHING, NONE_OF_THESE), (UNKNOWN, I_DO_NOT_KNOW)],
        widget=Exclusive(hints=dict(fact.hints)), error_messages=CHOOSE_SOME,
    )  # fmt: skip


def _typed(fact: Fact, choices: list) -> forms.CharField:
    """Words of one's own, with suggestions where the page has any. Nothing typed is: not known."""
    return forms.CharField(
        label=fact.question or fact.label, required=False, max_length=100, widget=forms.TextInput({"list": "known"}),
        help_text="Leave it empty if you don’t know.",
    )  # fmt: skip


KINDS = {SET: _several, TEXT: _typed}


def _initial(fact: Fact, value):
    if fact.kind == TEXT:
        return value or ""
    if value is None:
        return [UNKNOWN] if fact.kind == SET else UNKNOWN
    return (list(value) or [NOTHING]) if fact.kind == SET else value


class DeclarationForm(OneQuestion):
    """Which of one's own declarations is meant."""

    declaration = forms.ChoiceField(
        label="Which pupil is it?", widget=Radios(hints={ANOTHER: "For whom you have declared nothing."}),
        help_text="These are your own declarations. Only you see this page.",
        error_messages={"required": "Choose the pupil, or “Another pupil”."},
    )  # fmt: skip
    fact = forms.CharField(widget=forms.HiddenInput, max_length=60)

    def __init__(self, data=None, *, choices, chosen=None, known=False):
        given = str(chosen) if chosen else ANOTHER if known else None
        super().__init__(data, initial={"fact": "declaration", "declaration": given})
        offered = [(str(key), label) for key, label in choices]
        self.fields["declaration"].choices = [*offered, (ANOTHER, "Another pupil")]

    def clean_declaration(self) -> UUID | None:
        given = self.cleaned_data["declaration"]
        return None if given == ANOTHER else UUID(given)


class FactPickForm(forms.Form):
    """Which fact to change in thought."""

    fact = forms.ChoiceField(
        label="What would be otherwise?", widget=Radios, error_messages={"required": "Choose what would be otherwise."}
    )
    label_is_heading = True

    def __init__(self, data=None, *, facts):
        super().__init__(data)
        self.fields["fact"].choices = [(fact.name, fact.label) for fact in facts]
