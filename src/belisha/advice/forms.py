"""Input about questions and answers."""

from django import forms

from belisha.advice.rules import LONGEST
from belisha.core.ids import uuid7
from belisha.look.widgets import Radios

EVERYONE, ASKER = "everyone", "asker"


class AskForm(forms.Form):
    """What somebody wants to know about a clause. `key` is the question's: a second click asks nothing more."""

    text = forms.CharField(
        label="What do you want to know?", max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Name no pupil and no colleague: it is about what the policy means.",
        error_messages={"required": "Write your question."},
    )  # fmt: skip
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid7, required=False)

    def clean_key(self):
        return self.cleaned_data["key"] or uuid7()


class AnswerForm(forms.Form):
    """The answer, and who may read it."""

    text = forms.CharField(
        label="Your answer", max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "Write the answer."},
    )  # fmt: skip
    readers = forms.ChoiceField(
        label="Who can read it?",
        choices=[(EVERYONE, "Everybody who reads the policy"), (ASKER, "Only the adult who asked")],
        widget=Radios(
            hints={
                EVERYONE: "It stands beside the clause, without the name of who asked.",
                ASKER: "Nobody else reads the question or the answer.",
            }
        ),
        error_messages={"required": "Choose who can read it."},
    )  # fmt: skip
    shown_as = forms.CharField(
        label="The question as everybody reads it", max_length=LONGEST, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Only if everybody can read it. Take out whatever would tell who asked.",
    )  # fmt: skip

    @property
    def given(self) -> dict:
        """As keyword arguments for the action."""
        said = self.cleaned_data
        return {"text": said["text"], "for_everyone": said["readers"] == EVERYONE, "shown_as": said["shown_as"]}
