"""Input about questions and answers."""

from uuid import UUID

from django import forms
from django.utils import timezone

from belisha.advice.rules import LONGEST
from belisha.core.ids import uuid7
from belisha.look.widgets import Radios
from belisha.registers.permissions.forms import RecordForm, wanted

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


class SendForm(AskForm):
    """The question with which somebody sends an answer of theirs, in their own words."""

    text = forms.CharField(
        label="Your question", max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 6}),
        help_text="What you want to do, and what you want to know. Name no pupil.",
        error_messages={"required": "Write your question."},
    )  # fmt: skip
    field_order = ["text", "key"]


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
    protocol = forms.ChoiceField(
        label="Was a protocol agreed because of this question?", required=False,
        help_text="Those agreed since it was asked. Whoever asked is led there.",
    )  # fmt: skip
    unclear = forms.BooleanField(
        label="The policy is unclear here", required=False,
        help_text="It goes onto the list for the next edition. Nothing else follows.",
    )  # fmt: skip

    def __init__(self, *args, protocols=(), asks_for_words=False, **more):
        super().__init__(*args, **more)
        self.asks_for_words = asks_for_words
        if protocols:
            self.fields["protocol"].choices = [("", "No"), *protocols]
        else:
            del self.fields["protocol"]

    def clean(self):
        said = super().clean()
        if self.asks_for_words and said.get("readers") == EVERYONE and not said.get("shown_as", "").strip():
            self.add_error("shown_as", "Write the question in words that tell nothing of who asked.")
        return said

    @property
    def given(self) -> dict:
        """As keyword arguments for the action."""
        said = self.cleaned_data
        agreed = UUID(said["protocol"]) if said.get("protocol") else None
        return {"text": said["text"], "for_everyone": said["readers"] == EVERYONE, "shown_as": said["shown_as"],
                "unclear": said["unclear"], "protocol": agreed}  # fmt: skip


class GrantForm(RecordForm):
    """A permission in answer to a question, on one page. It holds from today."""

    text = forms.CharField(
        label="Your answer", max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Write the answer."},
    )  # fmt: skip
    field_order = [*RecordForm.field_order, "ends", "open_why", "conditions", "text"]

    def __init__(self, *args, **more):
        super().__init__(*args, **more)
        del self.fields["spoken_on"]
        # The adult wrote of themselves in the register's own form; here the Headteacher writes about them.
        self.fields["purpose"].help_text = "What they would write or show, and why. A few sentences."
        self.fields["concerns"].help_text = "Only the adult and whoever decides read it. It may be empty."

    @property
    def given(self) -> dict:
        """As keyword arguments for the action."""
        said = self.cleaned_data
        return {
            "key": said["key"], "wanted": wanted({**said, "starts": timezone.localdate()}), "text": said["text"],
            "conditions": said["conditions"], "open_why": "" if said.get("ends") else said["open_why"].strip(),
        }  # fmt: skip


class TermsForm(forms.Form):
    """The school's own period."""

    answer_days = forms.IntegerField(
        label="In how many working days is a question answered?", min_value=1, max_value=60,
        help_text="Whoever asks is told the day. After it, whoever answers is reminded.",
    )  # fmt: skip
