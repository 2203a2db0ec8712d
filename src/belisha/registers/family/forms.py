"""Input about declarations."""

from django import forms

from belisha.core.ids import uuid7
from belisha.look.widgets import DateField, Radios
from belisha.registers.asking import Step
from belisha.registers.family import rules


def words(label: str, missing: str, hint: str = "", *, rows=6, required=True) -> forms.CharField:
    """A longer text, with what is said when it is missing."""
    return forms.CharField(
        label=label, max_length=rules.LONGEST, required=required, help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}), error_messages={"required": missing},
    )  # fmt: skip


class KindForm(forms.Form):
    """What is declared."""

    label_is_heading = True
    kind = forms.ChoiceField(
        label="What do you want to declare?", choices=list(rules.KINDS.items()),
        widget=Radios(hints=rules.KIND_HINTS), error_messages={"required": "Choose what you want to declare."},
    )  # fmt: skip


class PupilForm(forms.Form):
    """Which pupil."""

    label_is_heading = True
    pupil_name = forms.CharField(
        label="What is the pupil’s full name?", max_length=rules.LONGEST_NAME,
        help_text="First and last name, as the school knows them. Declare one pupil at a time.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Enter the pupil’s full name."},
    )  # fmt: skip


class RelationshipForm(forms.Form):
    """The tie, in the adult's own words."""

    label_is_heading = True
    relationship = words(
        "In your own words, what is it?", "Say in your own words what it is.",
        "For example, how you are related, and whether you are in touch online. A sentence or two is enough.",
    )  # fmt: skip


class SendForm(forms.Form):
    """`key` is the declaration's: a second click declares nothing more."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid7, required=False)

    def clean_key(self):
        return self.cleaned_data["key"] or uuid7()


STEPS = [
    Step("kind", KindForm),
    Step("pupil", PupilForm, lambda answers: answers["kind"] == rules.FAMILY),
    Step("relationship", RelationshipForm),
]


class DiscussForm(forms.Form):
    """When it was talked over, and what was said."""

    held_on = DateField(
        label="On which day did you talk?", help_text="Together, before you decide. It cannot be in the future.",
        error_messages={"required": "Enter the day on which you talked."},
    )  # fmt: skip
    notes = words("What was said?", "Write down what was said.", "The adult reads this too.")


class AgreeForm(forms.Form):
    """What was agreed."""

    protocol = words(
        "What was agreed?", "Write down what was agreed.",
        "What may happen, where, and what may not. Only what is written here is covered. The adult reads it.", rows=8,
    )  # fmt: skip
    protocol_key = forms.ChoiceField(
        label="A protocol of the school that it follows", required=False,
        help_text="Leave this empty if there is none.",
    )  # fmt: skip

    def __init__(self, *args, protocols=(), **more):
        super().__init__(*args, **more)
        if protocols:
            self.fields["protocol_key"].choices = [("", "None"), *protocols]
        else:
            del self.fields["protocol_key"]

    @property
    def given(self) -> dict:
        """As keyword arguments for the action."""
        return {**self.cleaned_data, "protocol_key": self.cleaned_data.get("protocol_key") or None}


class AcknowledgeForm(AgreeForm):
    """What was agreed, and when it is looked at again."""

    review_on = DateField(
        label="When will you look at it again?", error_messages={"required": "Enter when to look at it again."}
    )


class RefuseForm(forms.Form):
    """Why it is not acknowledged."""

    reason = words("Why is it not acknowledged?", "Write down the reason.", "The adult reads this.")


class LookAgainForm(forms.Form):
    """That it still holds, and the next time."""

    review_on = DateField(
        label="When will you look at it next?", error_messages={"required": "Enter when to look at it next."}
    )
    notes = words("Is there anything to note?", "", "You can leave this empty. The adult reads it.", required=False)


class EndForm(forms.Form):
    """Why it ends. Whoever declared it says only that it is no longer so, or that the pupil left."""

    label_is_heading = True
    why = forms.ChoiceField(label="Why does it end?", widget=Radios, error_messages={"required": "Choose why it ends."})

    def __init__(self, *args, family=True, mine=False, **more):
        super().__init__(*args, **more)
        left_out = {rules.PUPIL_LEFT: not family, rules.ADULT_LEFT: mine}
        self.fields["why"].choices = [row for row in rules.WHY_ENDED.items() if not left_out.get(row[0])]


class TermsForm(forms.Form):
    """The school's own periods."""

    wait_days = forms.IntegerField(
        label="How many working days may a declaration wait?", min_value=1, max_value=60,
        help_text="After that, whoever decides is reminded.",
    )  # fmt: skip
    again_months = forms.IntegerField(
        label="After how many months is an acknowledged one looked at again?", min_value=1, max_value=60
    )
