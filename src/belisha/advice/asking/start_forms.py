"""What somebody types on the first page, and what was understood of it, to be corrected."""

from collections.abc import Mapping
from uuid import uuid4

from django import forms
from django.utils.text import capfirst

from belisha.advice.asking.doing import ACT, Doing, Found
from belisha.advice.asking.doing import doing as entry_of
from belisha.advice.asking.lexicon import LONGEST
from belisha.look.widgets import Checkboxes
from belisha.reasoning.facts import SET, TEXT, Fact
from belisha.reasoning.shipped import shipped_facts

# What somebody chooses who does not want to say a thing yet: it is asked later, if it matters.
OPEN = ""
LEFT_OPEN = "Leave it open"
FIELD = "fact-"


class WordsForm(forms.Form):
    """A question in somebody's own words."""

    words = forms.CharField(
        label="Search, or write your question", max_length=LONGEST,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "true"}),
        help_text="Name nobody: write “a pupil”, “a parent”, “my nephew”.",
        error_messages={
            "required": "Write what you want to do, or choose it from the list.",
            "max_length": f"Make it shorter: {LONGEST:,} characters at most.",
        },
    )  # fmt: skip


class UnderstoodForm(forms.Form):
    """What was understood, each fact to be changed or left open. `shown` names the facts that the page showed."""

    words = forms.CharField(widget=forms.HiddenInput, required=False, max_length=LONGEST)
    doing = forms.CharField(widget=forms.HiddenInput)
    shown = forms.CharField(widget=forms.HiddenInput, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data=None, *, found: Found | None = None, words: str = ""):
        facts = {name: value for name, value in found.facts.items() if name != ACT} if found else {}
        shown = " ".join(facts) if found else (data or {}).get("shown", "")
        first = {"words": words, "doing": found.doing.key if found else "", "shown": shown, "key": uuid4()}
        super().__init__(data, initial={**first, **{FIELD + name: _plain(value) for name, value in facts.items()}})
        for fact in _named(shown):
            self.fields[FIELD + fact.name] = _field(fact, found.why.get(fact.name, "") if found else "")

    def clean_doing(self) -> Doing:
        try:
            return entry_of(self.cleaned_data["doing"])
        except KeyError:
            raise forms.ValidationError("Choose what you want to do from the list.") from None

    @property
    def facts(self) -> dict[str, object]:
        """What stands after the correction, the act included. What was left open is not in it."""
        said = {
            name.removeprefix(FIELD): value
            for name, value in self.cleaned_data.items()
            if name.startswith(FIELD) and value
        }
        act = self.cleaned_data["doing"].act
        return {ACT: act, **said} if act else said


def _named(shown: str) -> list[Fact]:
    """The facts of these names, in the order in which they are asked."""
    names = set(shown.split())
    return [fact for name, fact in shipped_facts().facts.items() if name in names and not fact.derived]


def _field(fact: Fact, why: str) -> forms.Field:
    """One fact, to be changed or left open."""
    options = {
        "label": fact.label, "required": False, "help_text": f"You wrote: “{why}”" if why else "",
        "error_messages": {"invalid_choice": "Choose one of the answers, or leave it open."},
    }  # fmt: skip
    if fact.kind == TEXT:
        return forms.CharField(max_length=100, **options)
    choices = [(each, capfirst(fact.labels.get(each, each))) for each in fact.values]
    if fact.kind == SET:
        return forms.MultipleChoiceField(choices=choices, widget=Checkboxes, **options)
    return forms.ChoiceField(choices=[(OPEN, LEFT_OPEN), *choices], **options)


def _plain(value: object) -> object:
    return sorted(value) if isinstance(value, frozenset) else value


def chosen(entry: Doing) -> Mapping[str, object]:
    """What choosing an entry of the list says, as plain values."""
    return {name: _plain(value) for name, value in entry.says.items()}
