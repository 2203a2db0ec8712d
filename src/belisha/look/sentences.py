"""Django's stock error messages as sentences that say what to do. Messages that a form wrote itself are kept."""

from functools import cache

from django import forms
from django.core.exceptions import ValidationError

CHOSEN = {"radios", "checkboxes", "select"}
SAID = {
    (forms.EmailField, "invalid"): "Enter an e-mail address in the correct format, like name@school.example",
    (forms.IntegerField, "invalid"): "Enter a whole number, such as 3",
    (forms.DecimalField, "invalid"): "Enter a number, such as 2.5",
    (forms.ChoiceField, "invalid_choice"): "Choose from the answers on this page",
    (forms.ModelChoiceField, "invalid_choice"): "Choose from the answers on this page",
    (forms.URLField, "invalid"): "Enter a web address in full, like https://school.example",
    (forms.FileField, "empty"): "The file you chose is empty. Choose another",
    (forms.FileField, "invalid"): "Choose the file again: it did not reach us",
    (forms.FileField, "missing"): "Choose the file again: it did not reach us",
}


def sentence(error: ValidationError, field) -> str:
    """One error of a bound field, in words a person can act on."""
    text = " ".join(error.messages)
    if error.code == "required" and text == str(forms.Field.default_error_messages["required"]):
        return missing(field)
    if error.code == "invalid" and field.kind == "input" and "valid email address" in text:
        return SAID[forms.EmailField, "invalid"]
    return stock().get((error.code, str(error.message)), text)


def missing(field) -> str:
    """What to say when nothing was given, by the kind of question."""
    label = str(field.label).strip()
    if label.endswith("?"):
        return f"Answer the question “{label}”"
    if field.kind == "checkbox":
        return f"Tick the box “{label}” to go on"
    if field.kind == "file":
        return f"Choose a file for “{label}”"
    if field.kind in CHOSEN:
        return f"Choose an answer for “{label}”"
    return f"Fill in “{label}”"


@cache
def stock() -> dict[tuple[str, str], str]:
    """Django's own wording of each, to know it by."""
    known = {}
    for (field, code), said in SAID.items():
        if message := field.default_error_messages.get(code):
            known[code, str(message)] = said
    return known
