"""The one question about a leaver."""

from belisha.look.widgets import DateField
from belisha.people.forms import Asking


class LeaveForm(Asking):
    """The last day."""

    label_is_heading = False
    ends = DateField(
        label="Their last day", help_text="For example, 21 7 2026. Their access closes on that day.",
        error_messages={"required": "Enter their last day"},
    )  # fmt: skip
