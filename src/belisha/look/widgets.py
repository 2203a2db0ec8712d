"""Widgets and fields that Django does not have: a date in three boxes, choices with hints."""

import calendar
import datetime

from django import forms

REAL_DATE = "Enter a real date, such as 27 9 2025"
BOXES = ("day", "month", "year")
# Nobody who works here began before, and what is counted on from a later day would leave the calendar.
EARLIEST, LATEST = 1940, 2100
MONTHS = {
    name.lower(): number
    for names in (calendar.month_name, calendar.month_abbr)
    for number, name in enumerate(names)
    if name
}


class DateInput(forms.MultiWidget):
    """Day, month and year, typed. A date is known by heart, so a calendar to click through only slows people down."""

    template_name = "look/forms/date.html"

    def __init__(self, attrs=None):
        super().__init__({box: forms.TextInput({"inputmode": "numeric"}) for box in BOXES}, attrs)

    def decompress(self, value):
        """A date, or its text as a program sends it, as the three boxes."""
        if isinstance(value, str):
            value = datetime.date.fromisoformat(value)
        return [value.day, value.month, value.year] if value else ["", "", ""]

    def value_from_datadict(self, data, files, name):
        """The three boxes, or one ISO date under the field's own name."""
        if whole := data.get(name):
            return list(reversed(str(whole).split("-")))
        return [(data.get(f"{name}_{box}") or "").strip() for box in BOXES]

    def value_omitted_from_data(self, data, files, name):
        return name not in data and super().value_omitted_from_data(data, files, name)


class DateField(forms.DateField):
    """A date from three boxes. What was typed comes back as it was typed when it is not a date."""

    widget = DateInput

    def to_python(self, value):
        if isinstance(value, (list, tuple)):
            return date_from(value)
        return super().to_python(value)


def date_from(boxes) -> datetime.date | None:
    """The date that was typed, or a sentence about what is missing."""
    typed = dict(zip(BOXES, [str(part).strip() for part in boxes], strict=False))
    missing = [f"a {box}" for box in BOXES if not typed.get(box)]
    if len(missing) == len(BOXES):
        return None
    if missing:
        raise forms.ValidationError(f"The date must include {' and '.join(missing)}", code="incomplete")
    if typed["year"].isdigit() and len(typed["year"]) != 4:
        raise forms.ValidationError("The year must have 4 numbers, such as 2025", code="year")
    try:
        if not EARLIEST <= int(typed["year"]) <= LATEST:
            raise forms.ValidationError(f"The year must be between {EARLIEST} and {LATEST}", code="year")
        month = MONTHS.get(typed["month"].lower()) or int(typed["month"])
        return datetime.date(int(typed["year"]), month, int(typed["day"]))
    except ValueError:
        raise forms.ValidationError(REAL_DATE, code="invalid") from None


class Radios(forms.RadioSelect):
    """Radios with a line of help under a choice: `Radios(hints={"loan": "Given back within a term"})`."""

    def __init__(self, attrs=None, choices=(), *, hints=None, inline=False):
        super().__init__(attrs, choices)
        self.hints, self.inline = hints or {}, inline

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["inline"] = self.inline
        return context

    def create_option(self, name, value, *args, **kwargs):
        return with_hint(super().create_option(name, value, *args, **kwargs), self.hints)


class Checkboxes(forms.CheckboxSelectMultiple):
    """Checkboxes with a line of help under a choice."""

    def __init__(self, attrs=None, choices=(), *, hints=None):
        super().__init__(attrs, choices)
        self.hints = hints or {}

    def create_option(self, name, value, *args, **kwargs):
        return with_hint(super().create_option(name, value, *args, **kwargs), self.hints)


def with_hint(option: dict, hints: dict) -> dict:
    """Tie the hint of this choice, if it has one, to its box."""
    hint = hints.get(str(option["value"])) or hints.get(option["value"])
    if hint and option["attrs"].get("id"):
        option["hint"], option["hint_id"] = hint, f"{option['attrs']['id']}_hint"
        option["attrs"]["aria-describedby"] = option["hint_id"]
    return option
