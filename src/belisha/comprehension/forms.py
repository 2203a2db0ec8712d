"""Input about short questions."""

from django import forms

from belisha.comprehension.rules import FEWEST, MOST
from belisha.core.ids import uuid7

NUMBERS = range(1, MOST + 1)


class QuestionForm(forms.Form):
    """A question, its answers, and the clauses that it is about. `idents` leads from what may be typed to an ident."""

    clauses = forms.CharField(
        label="Which clauses is it about?", max_length=300,
        help_text="As they are numbered in the policy, with a space between them. For example: 6.7 6.8",
        error_messages={"required": "Enter at least one clause."},
    )  # fmt: skip
    text = forms.CharField(label="The question", max_length=300, error_messages={"required": "Write the question."})
    answer_1 = forms.CharField(label="First answer", max_length=200, error_messages={"required": "Write an answer."})
    answer_2 = forms.CharField(label="Second answer", max_length=200, error_messages={"required": "Write an answer."})
    answer_3 = forms.CharField(label="Third answer (optional)", max_length=200, required=False)
    answer_4 = forms.CharField(label="Fourth answer (optional)", max_length=200, required=False)
    right = forms.TypedChoiceField(
        label="Which answer is right?", coerce=int, choices=list(zip(NUMBERS, ("The first", "The second", "The third",
        "The fourth"), strict=True)), widget=forms.RadioSelect, error_messages={"required": "Choose the right answer."},
    )  # fmt: skip
    why = forms.CharField(
        label="What helps somebody who chose another? (optional)", max_length=300, required=False,
        help_text="It is shown beside the clauses.", widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, *args, idents, **kwargs):
        super().__init__(*args, **kwargs)
        self.idents = idents

    def clean_clauses(self):
        """What was typed, as the ids of clauses, each once."""
        typed = self.cleaned_data["clauses"].replace(",", " ").split()
        if unknown := [word for word in typed if word.lower() not in self.idents]:
            raise forms.ValidationError(f"The version in force has no clause {unknown[0]}. Look up its number.")
        return list(dict.fromkeys(self.idents[word.lower()] for word in typed))

    def clean(self):
        given = super().clean()
        answers = [given.get(f"answer_{number}", "").strip() for number in NUMBERS]
        while answers and not answers[-1]:
            answers.pop()
        if "" in answers and len(answers) > FEWEST:
            self.add_error("answer_3", "Write the third answer, or leave the fourth empty too.")
        elif isinstance(given.get("right"), int) and given["right"] > len(answers):
            self.add_error("right", "Choose one of the answers that you wrote.")
        elif len({each.casefold() for each in answers if each}) < len([each for each in answers if each]):
            self.add_error("answer_2", "Write each answer once: two of them are the same.")
        self.answers = answers
        return given

    @property
    def given(self) -> dict:
        """As keyword arguments for the action."""
        said = self.cleaned_data
        named = {name: said[name] for name in ("text", "right", "why", "clauses")}
        return {**named, "choices": self.answers}


class AddForm(QuestionForm):
    """The same for a new one. Its key is the new row's, so that a second click makes nothing more."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid7, required=False)

    def clean_key(self):
        return self.cleaned_data["key"] or uuid7()
