"""allauth's forms in our words. Only labels and hints change; what the forms do stays allauth's.

`ACCOUNT_FORMS` and `MFA_FORMS` in the settings name them.
"""

import struct

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms

NEW_PASSWORD = ("New password", "At least 12 characters.")
AGAIN = ("The same again", "")
CODE = ("Enter the code from your app", "Six digits. A recovery code works too.")
WRONG = "That name and password do not belong together. Check both, or get a new password."

# For the adapters: `error_messages = {**DefaultAccountAdapter.error_messages, **ACCOUNT_ERRORS}`, likewise for MFA.
ACCOUNT_ERRORS = {
    "email_password_mismatch": WRONG,
    # The same words for both, or the page would tell which names exist.
    "username_password_mismatch": WRONG,
    "account_inactive": WRONG,
    "too_many_login_attempts": "Too many tries. Wait five minutes and try again, or ask the school office.",
    "enter_current_password": "Enter the password you have now, exactly",
    "incorrect_password": "That is not your password",
    "rate_limited": "Too many tries. Wait a few minutes and try again.",
}
MFA_ERRORS = {
    "incorrect_code": "That code is not right. Codes change every half minute: enter the one that the app shows now.",
}


def worded(form: type, called: str, /, **words: tuple[str, str]) -> type:
    """A form of the same behaviour: each named field with this label and hint. A field it does not have is skipped."""

    def __init__(self, *args, **kwargs):
        form.__init__(self, *args, **kwargs)
        for field, (label, hint) in words.items():
            if field in self.fields:
                self.fields[field].label, self.fields[field].help_text = label, hint

    own = {"__init__": __init__, "__module__": __name__, "__doc__": f"allauth's {form.__name__}, in our words."}
    return type(form)(called, (form,), own)


LoginForm = worded(
    account.LoginForm, "LoginForm", login=("E-mail address or sign-in name", ""), password=("Password", "")
)
ReauthenticateForm = worded(account.ReauthenticateForm, "ReauthenticateForm", password=("Your password", ""))
ResetPasswordForm = worded(account.ResetPasswordForm, "ResetPasswordForm", email=("Your e-mail address", ""))
ResetPasswordKeyForm = worded(
    account.ResetPasswordKeyForm, "ResetPasswordKeyForm", password1=NEW_PASSWORD, password2=AGAIN
)
SetPasswordForm = worded(account.SetPasswordForm, "SetPasswordForm", password1=NEW_PASSWORD, password2=AGAIN)
ChangePasswordForm = worded(
    account.ChangePasswordForm,
    "ChangePasswordForm",
    oldpassword=("The password you have now", ""),
    password1=NEW_PASSWORD,
    password2=AGAIN,
)
AuthenticateForm = worded(mfa.AuthenticateForm, "AuthenticateForm", code=CODE)
ReauthenticateCodeForm = worded(mfa.ReauthenticateForm, "ReauthenticateCodeForm", code=CODE)
ActivateTOTPForm = worded(
    totp.ActivateTOTPForm, "ActivateTOTPForm", code=("The code that the app shows now", "Six digits.")
)
WordedAddWebAuthnForm = worded(
    webauthn.AddWebAuthnForm,
    "WordedAddWebAuthnForm",
    name=("A name for it", "So that you know it again, such as “My phone”."),
    passwordless=("Sign in with it instead of my password", "Leave this ticked unless the key has no PIN."),
)
EditWebAuthnForm = worded(webauthn.EditWebAuthnForm, "EditWebAuthnForm", name=("What should we call this passkey?", ""))

NO_PASSKEY = "Your browser sent no passkey that can be read. Try again, or use another way."
# What allauth and fido2 let through of what they stumble over in something that no browser would send.
UNREADABLE = (
    *(ValueError, TypeError, KeyError, IndexError, AttributeError),
    *(AssertionError, NotImplementedError, RecursionError, struct.error),
)


class Answer(forms.JSONField):
    """What was sent is not sent back: a passkey's answer counts once, and may hold what no page can be made of."""

    def bound_data(self, data, initial):
        return initial


class Passkey:
    """For forms with a passkey's answer in them: one that cannot be read is an error of the form, and not ours."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["credential"] = Answer(widget=forms.HiddenInput)

    def full_clean(self):
        try:
            super().full_clean()
        except UNREADABLE:
            self.add_error("credential", NO_PASSKEY)


class LoginWebAuthnForm(Passkey, webauthn.LoginWebAuthnForm):
    """Signing in with a passkey alone."""


class AuthenticateWebAuthnForm(Passkey, webauthn.AuthenticateWebAuthnForm):
    """A passkey or security key after the password."""


class ReauthenticateWebAuthnForm(Passkey, webauthn.ReauthenticateWebAuthnForm):
    """The same once more, before something important."""


class AddWebAuthnForm(Passkey, WordedAddWebAuthnForm):
    """A new key is a passkey unless its owner says otherwise."""

    def __init__(self, *args, **kwargs):
        kwargs["initial"] = {"passwordless": True, "name": "My passkey", **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
