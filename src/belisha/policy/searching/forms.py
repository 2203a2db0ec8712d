"""What to search for."""

from django import forms

from belisha.policy.searching import rules

LONGEST = 200


class SearchForm(forms.Form):
    """A few words, and whether drafts are searched as well."""

    words = forms.CharField(
        label="What are you looking for?",
        max_length=LONGEST,
        error_messages={
            "required": "Type a word to search for",
            "max_length": f"Type fewer words: at most {LONGEST} letters",
        },
        help_text="A word or two, such as “friend requests” or “photos”, or the number of a clause.",
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    drafts = forms.BooleanField(label="Search drafts as well", required=False)

    def __init__(self, *args, may_draft: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not may_draft:
            del self.fields["drafts"]

    def clean_words(self) -> str:
        """At least one word that says what it is about."""
        typed = self.cleaned_data["words"]
        if not rules.words(typed).stems:
            raise forms.ValidationError("Type a word that says what it is about, such as “photos”")
        return typed

    def wanted(self) -> rules.Words:
        """What was typed, as words to search for."""
        return rules.words(self.cleaned_data["words"], self.cleaned_data.get("drafts", False))
