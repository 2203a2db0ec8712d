"""The questions about schools, adults, roles and passwords. The forms look at shapes; the actions decide."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils import timezone

from belisha.core.errors import NotAllowed
from belisha.look.widgets import DateField, Radios
from belisha.people import rules
from belisha.people.models import Adult


class Asking(forms.Form):
    """A form whose answer is an action. What the action does not allow is said in the form: nothing typed is lost."""

    made = None

    def carried_out(self, act, *args, **details) -> bool:
        """Do it with the answers. False, with a sentence beside the question, where it is not allowed."""
        try:
            self.made = act(*args, **details)
        except NotAllowed as no:
            about = "email" if "e-mail" in no.reason and "email" in self.fields else None
            self.add_error(about, f"{no.reason} {no.help}".strip())
            return False
        return True


class PasswordForm(Asking):
    """A new password, typed twice."""

    password = forms.CharField(
        label="Password",
        error_messages={"required": "Choose a password"},
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="At least 12 characters. Three words that have nothing to do with each other are easy to keep.",
    )
    again = forms.CharField(
        label="The same password again",
        error_messages={"required": "Type the password a second time"},
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def whose(self) -> Adult | None:
        """The adult whom the password must not resemble."""
        return None

    def clean(self):
        """Both are the same, and it is not one that others would guess."""
        given = super().clean()
        password, again = given.get("password"), given.get("again")
        if password and again and password != again:
            self.add_error("again", "Type the same password in both boxes")
        if password:
            try:
                validate_password(password, self.whose())
            except forms.ValidationError as weak:
                self.add_error("password", weak)
        return given


class WelcomeForm(PasswordForm):
    """The first password, chosen with an invitation."""

    def __init__(self, *args, adult: Adult, **kwargs):
        super().__init__(*args, **kwargs)
        self.adult = adult

    def whose(self):
        return self.adult


class SetUpForm(PasswordForm):
    """A school and its Headteacher."""

    school = forms.CharField(
        label="Name of the school", max_length=200, error_messages={"required": "Enter the name of your school"}
    )
    kind = forms.ChoiceField(
        label="Kind of school",
        choices=[("", "Choose one"), *rules.SCHOOL_KINDS.items()],
        error_messages={"required": "Choose what kind of school it is"},
    )
    name = forms.CharField(
        label="Your full name",
        max_length=150,
        error_messages={"required": "Enter your full name"},
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label="Your e-mail address",
        max_length=rules.LONGEST_EMAIL,
        help_text="You sign in with it.",
        error_messages={"required": "Enter your e-mail address"},
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    field_order = ("school", "kind", "name", "email", "password", "again")

    def whose(self):
        given = self.cleaned_data
        return Adult(name=given.get("name", ""), email=given.get("email", ""))


class AdultForm(Asking):
    """What is recorded about an adult."""

    name = forms.CharField(label="Full name", max_length=150, error_messages={"required": "Enter their full name"})
    kind = forms.ChoiceField(label="How they work here", choices=rules.ADULT_KINDS.items())
    email = forms.EmailField(
        label="E-mail address",
        max_length=rules.LONGEST_EMAIL,
        required=False,
        help_text="Leave it empty if they have none. They can still sign in.",
    )
    starts = DateField(
        label="First day",
        help_text="For example, 1 9 2025. It may lie ahead: a joiner who is invited reads the policy and does their "
        "tasks before it. Roles that see more begin on it.",
        error_messages={"required": "Enter their first day"},
    )
    ends = DateField(label="Last day, if known", required=False, help_text="Their access closes on that day.")

    def clean(self):
        """The days are in order."""
        given = super().clean()
        if given.get("starts") and given.get("ends") and given["ends"] < given["starts"]:
            self.add_error("ends", "Enter a last day that is not before the first day")
        return given


class NewAdultForm(AdultForm):
    """The same for somebody new, with the one role that is given most."""

    teacher = forms.BooleanField(
        label="They are a teacher", required=False, help_text="Teachers are bound by the Teachers’ Standards as well."
    )
    ends = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, initial={"starts": timezone.localdate(), "kind": "employee"}, **kwargs)

    def details(self) -> dict:
        """The answers as the action takes them."""
        given = dict(self.cleaned_data)
        return given | {"roles": ["teacher"] if given.pop("teacher") else []}


class RoleForm(Asking):
    """One of the roles that the actor may give."""

    label_is_heading = True
    role = forms.ChoiceField(widget=Radios, error_messages={"required": "Choose the role that they take on"})

    def __init__(self, *args, adult: Adult, roles, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["role"]
        field.label = f"Which role does {adult} take on?"
        field.widget.hints = {role.value: _hint(card) for role, card in roles}
        field.choices = [(role.value, card.label) for role, card in roles]


def _hint(card) -> str:
    return f"{card.purpose} Needs a second factor at sign-in." if card.second_factor else card.purpose


class BeginForm(forms.Form):
    """Where a school's policy comes from."""

    label_is_heading = True
    source = forms.ChoiceField(
        label="How do you want to begin?",
        error_messages={"required": "Choose how you want to begin"},
        choices=[("policy:import", "With our own policy"), ("policy:adopt", "With the policy that comes with Belisha")],
        widget=Radios(
            hints={
                "policy:import": "Belisha reads your document and shows you every sentence before anything is used.",
                "policy:adopt": "A complete staff social media policy for schools in England. You can change it.",
            }
        ),
    )
