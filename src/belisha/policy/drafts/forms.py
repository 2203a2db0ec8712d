"""Input about a clause of a draft."""

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join

from belisha.policy import rules
from belisha.policy.written import shipped


class LongSelect(forms.Select):
    """A list of a hundred and more choices, written at once: a template for each takes longer than the whole page."""

    def render(self, name, value, attrs=None, renderer=None):
        asked = [(key, SELECTED if str(key) == str(value or "") else "", label) for key, label in self.choices]
        options = format_html_join("", '<option value="{}"{}>{}</option>', asked)
        return format_html("<select{}>{}</select>", flatatt({"name": name, **self.attrs, **(attrs or {})}), options)


SELECTED = format_html(" {}", "selected")


class ClauseForm(forms.Form):
    """How a clause is read."""

    kind = forms.ChoiceField(
        label="What is it?", choices=[(key, label) for key, label in rules.KINDS.items() if key != "heading"]
    )
    modality = forms.ChoiceField(label="How strong is it?", choices=list(rules.MODALITIES.items()))
    binds = forms.MultipleChoiceField(
        label="Who is bound?", choices=list(rules.BINDS.items()), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    pack_id = forms.ChoiceField(label="What does it say in the shipped policy?", required=False, widget=LongSelect)

    def __init__(self, *args, school: str, **kwargs):
        super().__init__(*args, **kwargs)
        known = [(ident, f"{ident}: {clause.text[:90]}") for ident, clause in shipped(school).items()]
        self.fields["pack_id"].choices = [("", "Nothing there says this"), *known]


class NumberForm(forms.Form):
    """How many clauses the page said there are."""

    count = forms.IntegerField(min_value=0)


class SplitForm(forms.Form):
    """The clause's words with a line break where it should be cut."""

    text = forms.CharField(
        label="Put the cursor where the first clause should end and press Enter",
        help_text="Do not change the words: they are the document's.",
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def __init__(self, *args, original: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.original = original

    def clean_text(self) -> str:
        lines = [line.strip() for line in self.cleaned_data["text"].splitlines() if line.strip()]
        if len(lines) != 2:
            raise forms.ValidationError("Put exactly one line break into the clause.")
        if "".join("".join(lines).split()) != "".join(self.original.split()):
            raise forms.ValidationError("Some words were changed. Only put a line break where the clause should end.")
        return lines[0]
