"""Input about rules and written cases, turned into keyword arguments for actions."""

from collections.abc import Iterable

from django import forms

from belisha.core.ids import uuid7
from belisha.look.widgets import Checkboxes, Radios
from belisha.reasoning.facts import SET, Fact, FactSchema
from belisha.reasoning.rules import VERDICTS
from belisha.rulebook.building import SAYS_HINTS, Part, choices

LONGEST = 500


class PartForm(forms.Form):
    """One decision about a rule."""

    def __init__(self, *args, part: Part, facts: FactSchema, **kwargs):
        super().__init__(*args, **kwargs)
        offered = choices(part, facts)
        about = {"label": part.question, "help_text": part.hint, "choices": offered, "required": part.needed}
        if part.key == "says":
            missing = {"required": "Choose what it says."}
            self.fields["chosen"] = forms.ChoiceField(
                widget=Radios(hints=SAYS_HINTS), error_messages=missing, **about
            )  # fmt: skip
        else:
            missing = {"required": "Choose at least one."}
            self.fields["chosen"] = forms.MultipleChoiceField(
                widget=Checkboxes(hints=_hints(part, facts)), error_messages=missing, **about
            )  # fmt: skip


def _hints(part: Part, facts: FactSchema) -> dict:
    return dict(facts.facts[part.fact].hints) if part.fact else {}


class ReasonForm(forms.Form):
    """The reason that an answer gives, and what to do instead."""

    because = forms.CharField(
        label="Why is it so?", max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One sentence, as it will stand in the answer.",
        error_messages={"required": "Say in a sentence why it is so."},
    )  # fmt: skip
    instead = forms.CharField(
        label="What should they do instead? (optional)", max_length=LONGEST, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class TryForm(forms.Form):
    """A question to try a rule on: every fact that it speaks of. What is left open is not known."""

    def __init__(self, *args, facts: Iterable[Fact], **kwargs):
        super().__init__(*args, **kwargs)
        self.facts = {_name(fact.name): fact for fact in facts}
        for name, fact in self.facts.items():
            offered = [(value, _capital(fact.labels.get(value, value))) for value in fact.values]
            if fact.kind == SET:
                self.fields[name] = forms.MultipleChoiceField(
                    label=fact.label, choices=offered, required=False, widget=Checkboxes
                )
            else:
                self.fields[name] = forms.ChoiceField(
                    label=fact.label, choices=[("", "Not known"), *offered], required=False, initial=fact.silent or ""
                )

    @property
    def known(self) -> dict:
        """What was chosen, by the names of the facts, as plain values. What is left open is None: not known."""
        said = {fact.name: self.cleaned_data[name] for name, fact in self.facts.items()}
        return {name: value if isinstance(value, list) else value or None for name, value in said.items()}


class CaseForm(forms.Form):
    """A tried question, to be kept as a case. `key` is the case's: a second click writes nothing more."""

    question = forms.CharField(
        label="How would somebody ask it?", max_length=200,
        help_text="For example: May I answer a parent on my own phone? Name nobody.",
        error_messages={"required": "Write the question."},
    )  # fmt: skip
    verdict = forms.ChoiceField(choices=[(each, each) for each in VERDICTS], widget=forms.HiddenInput)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid7, required=False)

    def clean_key(self):
        return self.cleaned_data["key"] or uuid7()


def _name(fact: str) -> str:
    """The name of a fact as that of a field."""
    return fact.replace(".", "-")


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
