"""Input about what the school asks: every field of a duty on one plain page."""

import re

from django import forms

from belisha.core.access import ROLES, Can, Role
from belisha.core.ids import uuid7
from belisha.duties.owed import rules
from belisha.duties.owed.keeping.rules import as_text, day_of_year, from_text, in_words
from belisha.duties.owed.links import LEADS
from belisha.duties.owed.models import Duty
from belisha.look.widgets import Checkboxes, DateField, Radios
from belisha.people.rules import ADULT_KINDS

ONCE, MONTHS, YEARLY = "once", "months", "yearly"
CLAUSE = re.compile(r"\d{1,2}-\d{2}-[a-z]{1,2}")
# Who can be told of those who are late: they see who has done what.
FOLLOW = [(role.value, card.label) for role, card in ROLES.items() if Can.SEE_ACKNOWLEDGEMENTS in card.permissions]
HELD = [(role.value, card.label) for role, card in ROLES.items() if role not in (Role.ADULT, Role.INSPECTOR)]


def _long(label: str, hint: str, rows: int, most: int = 10000) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=hint, max_length=most, required=False, widget=area)


class DutyForm(forms.Form):
    """What is asked, of whom, when, how often, what counts as done, and who follows it up."""

    title = forms.CharField(
        label="What is it called?", max_length=150, error_messages={"required": "Say in a few words what is asked."}
    )
    way = forms.ChoiceField(
        label="How is it done?", choices=list(rules.WAYS.items()), widget=Radios, initial="tick",
        error_messages={"required": "Choose how it is done."},
    )  # fmt: skip
    says = _long("What is asked? (optional)", "What stands on the page. A blank line begins a new paragraph.", 6)
    statement = _long("What do they put their name to? (optional)", "Left empty, Belisha’s own words stand there.", 3)
    items = _long(
        "What is looked at and ticked? (optional)",
        "One line each. Choices of a line follow it, each after a hyphen; a hint after the sign &gt;. A line that "
        "begins with a question mark offers help.", 8,
    )  # fmt: skip
    reference = forms.ChoiceField(label="What is read, from the references? (optional)", required=False)
    kinds = forms.MultipleChoiceField(
        label="How do they work here? (optional)", choices=list(ADULT_KINDS.items()), required=False, widget=Checkboxes,
        help_text="Tick nothing here and no role to ask everybody.",
    )  # fmt: skip
    roles = forms.MultipleChoiceField(
        label="And which roles? (optional)", choices=HELD, required=False, widget=Checkboxes
    )
    starts_on = DateField(
        label="From which day is it asked?", error_messages={"required": "Enter the day."},
        help_text="Of those who were here before. Whoever joins later is asked from their first day.",
    )  # fmt: skip
    days = forms.IntegerField(
        label="In how many working days is it to be done?", min_value=0, max_value=250,
        help_text="Days on which the school is closed do not count. Open tasks get their new date when this changes.",
        error_messages={"required": "Enter a number of working days."},
    )  # fmt: skip
    again = forms.ChoiceField(
        label="Is it asked again?", widget=Radios, initial=ONCE,
        choices=[(ONCE, "No, once"), (MONTHS, "So many months after it was done"), (YEARLY, "Each year on a day")],
        error_messages={"required": "Choose whether it is asked again."},
    )  # fmt: skip
    every_months = forms.IntegerField(label="After how many months?", min_value=1, max_value=120, required=False)
    each_year = forms.CharField(
        label="On which day of the year?", max_length=20, required=False, help_text="For example 1 September."
    )
    evidence = forms.ChoiceField(
        label="Evidence", choices=list(rules.EVIDENCE.items()), widget=Radios, initial="none",
        help_text="Only of training: a file such as a certificate.",
    )  # fmt: skip
    chased_by = forms.MultipleChoiceField(
        label="Who follows it up? (optional)", choices=FOLLOW, required=False, widget=Checkboxes
    )
    leads_to = forms.ChoiceField(label="Where does a yes lead?", choices=list(LEADS.items()), required=False)
    clauses = forms.CharField(
        label="Which clauses does it keep? (optional)", max_length=200, required=False,
        help_text="Their numbers in the register that ships with Belisha, with commas between, for example 5-01-a.",
    )  # fmt: skip
    source = forms.CharField(label="How do you know? (optional)", max_length=500, required=False)

    def __init__(self, *sent, duty: Duty, references):
        super().__init__(*sent, initial=_initial(duty))
        self.duty = duty
        self.fields["reference"].choices = [
            ("", "Nothing from there"),
            *((str(one.pk), one.title) for one in references),
        ]
        if duty.state != rules.DRAFT:
            del self.fields["way"]

    def clean_clauses(self) -> list[str]:
        """The numbers of clauses."""
        given = re.split(r"[\s,;]+", self.cleaned_data["clauses"].strip())
        if wrong := [each for each in given if each and not CLAUSE.fullmatch(each)]:
            raise forms.ValidationError(f"{wrong[0]} is not the number of a clause, such as 5-01-a.")
        return [each for each in given if each]

    def clean(self):
        """A period needs its number, and a day of the year is one."""
        said = super().clean()
        again, months, day = said.get("again"), said.get("every_months"), day_of_year(said.get("each_year") or "")
        if again == MONTHS and not months and "every_months" not in self.errors:
            self.add_error("every_months", "Enter a number of months.")
        if again == YEARLY and not day:
            self.add_error("each_year", "Enter a day and a month, such as 1 September.")
        said["every_months"] = (months or 0) if again == MONTHS else 0
        said["each_year"] = day if again == YEARLY else ""
        return said

    @property
    def given(self) -> dict:
        """As keyword arguments for the action."""
        said = {name: value for name, value in self.cleaned_data.items() if name not in ("again", "key", "reference")}
        said["items"] = from_text(said["items"], self.duty.lines)
        return {**said, "reference_id": self.cleaned_data["reference"] or None}


class AddForm(DutyForm):
    """A duty of the school's own. Its key is the new row's, so that a second click makes nothing more."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid7, required=False)


def _initial(duty: Duty) -> dict:
    plain = {name: getattr(duty, name) for name in DutyForm.base_fields if hasattr(duty, name)}
    again = MONTHS if duty.every_months else YEARLY if duty.each_year else ONCE
    return {
        **plain, "items": as_text(duty.lines), "reference": str(duty.reference_id or ""), "again": again,
        "every_months": duty.every_months or None, "each_year": in_words(duty.each_year),
        "clauses": ", ".join(duty.clauses),
    }  # fmt: skip


class AskToReadForm(forms.Form):
    """In how many working days something is to be read. `key` is the new duty's."""

    days = forms.IntegerField(
        label="In how many working days is it to be read?", min_value=0, max_value=250,
        error_messages={"required": "Enter a number of working days."},
    )  # fmt: skip
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid7, required=False)
