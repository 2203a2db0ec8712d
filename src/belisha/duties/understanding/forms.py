"""The answer to a short question."""

from django import forms


class AnswerForm(forms.Form):
    """One question, as somebody is asked it."""

    label_is_heading = True
    choice = forms.TypedChoiceField(
        coerce=int, widget=forms.RadioSelect, error_messages={"required": "Choose an answer."}
    )
    question = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, question, **kwargs):
        super().__init__(*args, initial={"question": question.pk}, **kwargs)
        self.fields["choice"].label = question.text
        self.fields["choice"].choices = list(enumerate(question.choices, 1))
