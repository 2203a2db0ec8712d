"""Input about whom a policy is for."""

from django import forms

from belisha.look.widgets import Radios
from belisha.people.rules import ADULT_KINDS

AS_SAID, NOT_ASKED, ASKED = "policy", "no", "yes"
SAID = {AS_SAID: "as the policy says", NOT_ASKED: "are not asked", ASKED: "are asked"}


class AudienceForm(forms.Form):
    """One kind of adult, and whether they are asked."""

    kind = forms.ChoiceField(label="Who?", choices=list(ADULT_KINDS.items()))
    asked = forms.ChoiceField(
        label="Are they asked to acknowledge this policy?",
        choices=[(AS_SAID, "As the policy says"), (NOT_ASKED, "They are not asked"), (ASKED, "They are asked")],
        widget=Radios(hints={AS_SAID: "Whoever no clause leaves out is asked."}),
        error_messages={"required": "Choose whether they are asked."},
    )  # fmt: skip
    why = forms.CharField(
        label="Why?", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Everybody can read this. Not needed where it is as the policy says.",
    )  # fmt: skip

    def clean(self):
        given = super().clean()
        if given.get("asked") in (NOT_ASKED, ASKED) and not given.get("why", "").strip():
            self.add_error("why", "Say why, in a sentence that everybody can read.")
        return given

    @property
    def given(self) -> dict:
        """As keyword arguments for the action."""
        kind, asked = self.cleaned_data["kind"], self.cleaned_data["asked"]
        return {
            "kind": kind,
            "asked": {NOT_ASKED: False, ASKED: True}.get(asked),
            "why": self.cleaned_data["why"],
            "label": ADULT_KINDS[kind].lower(),
            "said": SAID[asked],
        }
