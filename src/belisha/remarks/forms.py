"""Input about points and remarks, turned into keyword arguments for actions."""

import re

from django import forms

from belisha.core.ids import uuid7
from belisha.references.rules import CERTAINTIES
from belisha.remarks import rules
from belisha.remarks.looking import fold

# The parts of a look that the form shows, one phrase on each line.
PHRASES = ("any", "all", "none")
LONGEST, MOST = 120, 30


class ReasonForm(forms.Form):
    """Why it stays, or how it is met."""

    reason = forms.CharField(
        label="Why?", max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="It is shown beside the point, and remembered for the next edition while the words stay the same.",
        error_messages={"required": "Say it in a sentence."},
    )  # fmt: skip


class TakeForm(forms.Form):
    """The wording as the school wants it, and where it goes."""

    text = forms.CharField(
        label="The wording", max_length=5000, widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Write the words of the clause."},
    )  # fmt: skip
    place = forms.ChoiceField(
        label="Where does it go?", widget=forms.RadioSelect, error_messages={"required": "Choose where it goes."}
    )

    def __init__(self, *args, clauses, **kwargs):
        super().__init__(*args, **kwargs)
        after = [
            (f"after:{clause.ident}", f"As a new clause after {clause}, which stays as it is") for clause in clauses
        ]
        instead = [(f"instead:{clause.ident}", f"Instead of clause {clause}") for clause in clauses]
        self.fields["place"].choices = [*after, *instead] or [("after:", "As a new clause at the end")]

    @property
    def taking(self) -> dict:
        """As keyword arguments for the action."""
        way, _, ident = self.cleaned_data["place"].partition(":")
        return {"text": self.cleaned_data["text"], "ident": ident, "instead": way == "instead"}


def _phrases(label: str, help_text: str) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3})
    )


class CheckForm(forms.Form):
    """A point to look for. Its phrases are words, and nothing of what is typed is run."""

    title = forms.CharField(label="What is it called?", max_length=200, error_messages={"required": "Give it a name."})
    severity = forms.ChoiceField(label="How grave is it?", choices=list(rules.SEVERITIES.items()), initial="B")
    says = forms.CharField(
        label="What is wrong with it?", max_length=500, error_messages={"required": "Say what is wrong."}
    )
    now = forms.CharField(
        label="What is true now?", max_length=500, error_messages={"required": "Say what is true now."}
    )
    source = forms.CharField(label="How do you know? (optional)", max_length=500, required=False)
    certainty = forms.ChoiceField(label="How sure is that?", choices=list(CERTAINTIES.items()), initial="verified")
    reference = forms.ChoiceField(label="Which reference says so? (optional)", required=False)
    wording = forms.CharField(
        label="Which wording would you suggest? (optional)", max_length=500, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    any = _phrases("Found where a clause has one of these", "One phrase on each line. A star stands for more letters.")
    all = _phrases("… and all of these (optional)", "One phrase on each line.")
    none = _phrases("… and none of these (optional)", "One phrase on each line.")
    lacks = _phrases(
        "Only while the policy as a whole lacks these (optional)",
        "One thing on each line; different names for it with commas between them.",
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid7, required=False)

    def __init__(self, *args, shelf=(), own=True, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reference"].choices = [("", "None"), *shelf]
        self.own = own
        if not own:  # what the linter's eyes see has no phrases to change
            for name in (*PHRASES, "lacks"):
                del self.fields[name]

    def clean(self):
        """The phrases as data, and at least one thing to look for."""
        given = super().clean()
        if self.own:
            look = {name: found for name in PHRASES if (found := lines(given.pop(name, "")))}
            if groups := [each for line in given.pop("lacks", "").splitlines() if (each := lines(line, ","))]:
                look["lacks"] = groups
            if not look.keys() & {"any", "all"}:
                self.add_error("any", "Write at least one phrase to look for.")
            given["look"] = look
        given["key"] = given.get("key") or uuid7()
        return given


def lines(typed: str, between: str = "\n") -> list[str]:
    """Phrases as they are looked for: small letters, and no signs but those that mean something."""
    found = (_phrase(line) for line in typed.replace("\r", "").split(between))
    return [phrase for phrase in found if phrase][:MOST]


def _phrase(line: str) -> str:
    words = [_word(word) for word in re.sub(r"['’]", "", line.lower()).replace("|", " | ").split()]
    joined = re.sub(r" \| ", "|", " ".join(word for word in words if word))
    return joined.strip(" |")[:LONGEST].strip(" |")


def _word(word: str) -> str:
    if word in {"*", "|"}:
        return word
    star = "*" if word.endswith("*") else ""
    plain = "#".join(fold(part).strip() for part in word.rstrip("*").split("#"))
    return f"{plain}{star}" if plain.strip() else ""


def shown(check) -> dict:
    """The initial values of the form for a point."""
    look = phrased(check.looks)
    names = ("title", "severity", "says", "now", "source", "certainty", "reference", "wording")
    typed = {name: "\n".join(look.get(name, ())) for name in PHRASES}
    groups = "\n".join(", ".join(group) for group in look.get("lacks", ()))
    return {**{name: getattr(check, name) for name in names}, **typed, "lacks": groups}


def phrased(looks: list[dict]) -> dict:
    """The look that the form can show: the first with phrases."""
    return next((look for look in looks if look.keys() & {"any", "all"}), {})


def changed(looks: list[dict], look: dict) -> list[dict]:
    """The looks with the one that the form showed replaced; what the form does not show of it stays."""
    old = phrased(looks)
    rest = {name: value for name, value in old.items() if name not in (*PHRASES, "lacks")}
    return [{**rest, **look} if each is old else each for each in looks] if old else [*looks, look]
