"""Input about the words of a draft."""

from django import forms

from belisha.policy import rules

LONGEST = 5000
SPOKEN = [(key, label) for key, label in rules.KINDS.items() if key != "heading"]


class WordsForm(forms.Form):
    """A clause's words, and how they are read. `read` holds the words for which that reading was proposed.

    When the words differ from those, the form is not saved: the new words are read first, and shown for confirmation.
    """

    text = forms.CharField(
        label="What does the clause say?", max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Write the words of the clause."},
    )  # fmt: skip
    kind = forms.ChoiceField(label="What is it?", choices=SPOKEN)
    modality = forms.ChoiceField(label="How strong is it?", choices=list(rules.MODALITIES.items()))
    binds = forms.MultipleChoiceField(
        label="Who is bound?", choices=list(rules.BINDS.items()), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    read = forms.CharField(widget=forms.HiddenInput, required=False)
    # The reading as the page before showed it: what differs from it was chosen by hand, and stays.
    stood = forms.CharField(widget=forms.HiddenInput, required=False)

    @property
    def agreed(self) -> bool:
        """Whether the reading that was sent is one of these words."""
        return plain(self.cleaned_data["read"]) == plain(self.cleaned_data["text"])

    @property
    def reading(self) -> dict:
        """As keyword arguments for the action."""
        return {name: self.cleaned_data[name] for name in ("text", "kind", "modality", "binds")}

    def read_again(self, proposal) -> dict:
        """What the next page shows: the reader's proposal, except for what was chosen by hand."""
        given = self.cleaned_data
        before = given["stood"].split("|")
        chosen = [given["kind"], given["modality"], ",".join(given["binds"])]
        proposed = [proposal.kind, proposal.modality, ",".join(proposal.binds)]
        kept = [new if old == was else old for old, was, new in zip(chosen, before, proposed, strict=False)]
        kind, modality, binds = kept if len(kept) == len(proposed) else proposed
        return shown(given["text"], kind, modality, binds.split(",") if binds else [])


class PlaceForm(forms.Form):
    """The words of a clause that is to be added. How they are read is shown on the next page."""

    text = forms.CharField(
        label="What should it say?", max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Write the words of the clause."},
    )  # fmt: skip
    number = forms.CharField(
        label="Its number (optional)", max_length=20, required=False,
        help_text="If your policy numbers its clauses. For example: 7.3",
    )  # fmt: skip
    heading = forms.BooleanField(label="It is a heading", required=False)


class AddedForm(WordsForm):
    """The same with its reading, for confirmation."""

    number = forms.CharField(label="Its number (optional)", max_length=20, required=False)

    @property
    def reading(self) -> dict:
        return {**super().reading, "number": self.cleaned_data["number"]}


class HeadingForm(forms.Form):
    """The words of a heading."""

    text = forms.CharField(
        label="What does the heading say?", max_length=300, error_messages={"required": "Write the heading."}
    )


def shown(text: str, kind: str, modality: str, binds: list[str]) -> dict:
    """The initial values of a form that shows a reading of some words."""
    stood = "|".join([kind, modality, ",".join(binds)])
    return {"text": text, "kind": kind, "modality": modality, "binds": binds, "read": text, "stood": stood}


def plain(text: str) -> str:
    """Words without their line breaks, which say nothing."""
    return " ".join(text.split())
