"""Django's forms in the markup of the design system: `{{ form }}` and `{{ form.name.as_field_group }}`.

A page need not do anything: labels, hints, errors and their ties (`aria-describedby`) come from the form. A form may
say `label_is_heading = True` where its first question is the whole page.
"""

from pathlib import Path

import django.forms
from django import forms
from django.forms import renderers, widgets
from django.utils.functional import cached_property

from belisha.look.sentences import sentence
from belisha.look.widgets import DateInput

HERE = Path(__file__).parent
DJANGOS = Path(django.forms.__file__).parent

# What a widget is drawn as, most particular class first in its own line of ancestors, and the classes it wears.
KINDS: dict[type, tuple[str, str]] = {
    DateInput: ("date", "govuk-input govuk-date-input__input"),
    forms.RadioSelect: ("radios", "govuk-radios__input"),
    forms.CheckboxSelectMultiple: ("checkboxes", "govuk-checkboxes__input"),
    forms.CheckboxInput: ("checkbox", "govuk-checkboxes__input"),
    forms.PasswordInput: ("password", "govuk-input govuk-password-input__input govuk-js-password-input-input"),
    forms.Textarea: ("textarea", "govuk-textarea"),
    forms.Select: ("select", "govuk-select"),
    widgets.FileInput: ("file", "govuk-file-upload"),
    forms.HiddenInput: ("hidden", ""),
    forms.NumberInput: ("number", "govuk-input govuk-input--width-5"),
    widgets.Input: ("input", "govuk-input"),
}
GROUPS = {"date", "radios", "checkboxes"}
# Their error is said once above the choices; the boxes themselves stay calm.
CHOSEN_FROM = {"radios", "checkboxes", "checkbox"}


def kind_of(widget) -> tuple[str, str]:
    """How a widget is drawn; one we do not know is drawn as Django draws it."""
    return next((KINDS[cls] for cls in type(widget).__mro__ if cls in KINDS), ("other", ""))


class Field(forms.BoundField):
    """A field as the templates see it."""

    is_heading = False
    size = "s"

    @cached_property
    def kind(self) -> str:
        return kind_of(self.field.widget)[0]

    @property
    def use_fieldset(self) -> bool:
        return self.kind in GROUPS

    @property
    def label_is_heading(self) -> bool:
        """Is this question the heading of its page?"""
        first = next((field.name for field in self.form.visible_fields()), "")
        return self.is_heading or (getattr(self.form, "label_is_heading", False) and self.name == first)

    @property
    def label_size(self) -> str:
        return "l" if self.label_is_heading else self.size

    @cached_property
    def sentences(self) -> list[str]:
        """The errors of this field, each as a sentence that says what to do."""
        return [sentence(error, self) for error in self.errors.as_data()]

    @property
    def hint_id(self) -> str:
        return f"{self.auto_id}_hint"

    @property
    def error_id(self) -> str:
        return f"{self.auto_id}_error"

    @property
    def first_id(self) -> str:
        """The box that a link in the error summary goes to."""
        own_id = self.field.widget.attrs.get("id") or self.auto_id
        return f"{own_id}_0" if self.use_fieldset else own_id

    @property
    def limit(self) -> int | None:
        """How many characters are counted down to, for long text with a limit."""
        return getattr(self.field, "max_length", None) if self.kind == "textarea" else None

    @property
    def aria_describedby(self) -> str | None:
        parts = [
            (self.hint_id, self.help_text),
            (self.error_id, self.errors),
            (f"{self.auto_id}-info", self.limit),
        ]
        return " ".join(name for name, there in parts if there) or None

    def build_widget_attrs(self, attrs, widget=None):
        """Classes and ties. No `required`: the browser's own bubbles say less than our sentences do."""
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        kind, classes = kind_of(widget)
        attrs.pop("required", None)
        if kind in CHOSEN_FROM:
            attrs.pop("aria-invalid", None)  # it means nothing on a single radio
        # A placeholder vanishes when it is needed; a maxlength cuts off what was pasted.
        attrs |= {name: False for name in ("placeholder", "maxlength") if name in widget.attrs}
        if kind == "password":
            attrs |= {"spellcheck": "false", "autocapitalize": "none"}
        if kind == "textarea" and str(widget.attrs.get("rows")) == "10":
            attrs["rows"] = "5"  # Django's ten lines ask for an essay
        if self.limit:
            classes += " govuk-js-character-count"
        if self.errors and kind not in CHOSEN_FROM and classes:
            classes += f" {classes.split()[0]}--error"
        own = widget.attrs.get("class", "")
        if classes or own:
            attrs["class"] = f"{classes} {own}".strip()
        return attrs


class Renderer(renderers.DjangoTemplates):
    """`FORM_RENDERER`. Our templates first, Django's own for the widgets that we leave alone."""

    form_template_name = "look/forms/form.html"
    field_template_name = "look/forms/field.html"
    bound_field_class = Field

    @cached_property
    def engine(self):
        return self.backend(
            {
                "APP_DIRS": True,
                "DIRS": [HERE / "templates", DJANGOS / self.backend.app_dirname],
                "NAME": "look-forms",
                "OPTIONS": {"builtins": ["belisha.look.templatetags.look"]},
            }
        )
