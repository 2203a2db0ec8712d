"""The sign-in pages say what to do in our words, offer no account of one's own, and hold no script."""

import re
from types import SimpleNamespace

import pytest
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.template.loader import render_to_string

from belisha.look import sign_in_forms
from belisha.look.sign_in_forms import AddWebAuthnForm, LoginForm, worded

PAGES = {
    "account/login.html": ("Sign in", {"PASSKEY_LOGIN_ENABLED": True}),
    "account/logout.html": ("Sign out", {}),
    "account/reauthenticate.html": ("Confirm that it is you", {}),
    "account/password_change.html": ("Change your password", {}),
    "account/password_set.html": ("Choose a password", {}),
    "account/password_reset.html": ("Get a new password", {}),
    "account/password_reset_done.html": ("Check your e-mail", {}),
    "account/password_reset_from_key.html": ("This link does not work any more", {"token_fail": True}),
    "account/password_reset_from_key_done.html": ("Your password is changed", {}),
    "account/account_inactive.html": ("This account is closed", {}),
    "account/signup_closed.html": ("The school makes the accounts", {}),
    "mfa/index.html": ("Your sign-in", {"MFA_SUPPORTED_TYPES": ["totp", "webauthn"], "is_mfa_enabled": False}),
    "mfa/reauthenticate.html": ("Confirm that it is you", {}),
    "mfa/totp/deactivate_form.html": ("Turn off the authenticator app?", {}),
    "mfa/totp/activate_form.html": ("Set up an authenticator app", {"totp_svg_data_uri": "data:image/svg+xml;x"}),
    "mfa/recovery_codes/index.html": ("Your recovery codes", {"unused_codes": ["11112222"], "can_view_codes": True}),
    "mfa/recovery_codes/generate.html": ("Make new recovery codes?", {"unused_code_count": 3}),
    "mfa/webauthn/add_form.html": ("Add a passkey", {"js_data": {"creation_options": {}}}),
    "mfa/webauthn/authenticator_list.html": ("Your passkeys", {"authenticators": []}),
    "usersessions/usersession_list.html": ("Where you are signed in", {"sessions": [], "session_count": 2}),
    "429.html": ("Too many tries", {}),
}


@pytest.fixture(autouse=True)
def _plain_static(settings):
    """No collected manifest is needed to read a page."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


def page(name, rf, **context):
    request = rf.get("/account/")
    request.user = SimpleNamespace(is_authenticated=False)
    return render_to_string(name, context, request=request)


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_ours(name, rf):
    title, context = PAGES[name]
    html = page(name, rf, **context)
    assert re.search(rf"<title>\s*{re.escape(title)}\s*– Belisha</title>", html)
    assert '<main class="govuk-main-wrapper"' in html
    assert len(re.findall(r"<h1", html)) == 1


@pytest.mark.parametrize("name", PAGES)
def test_no_page_runs_a_script_of_its_own(name, rf):
    scripts = re.findall(r"<script[^>]*>", page(name, rf, **PAGES[name][1]))
    assert all("src=" in script or 'type="application/json"' in script for script in scripts)


def test_nobody_is_offered_an_account_of_their_own(rf):
    html = page("account/login.html", rf, PASSKEY_LOGIN_ENABLED=True, form=LoginForm())
    assert "signup" not in html
    assert "Sign in with a passkey" in html
    assert "ask the school office" in html


def test_the_name_and_password_can_be_filled_in_by_a_password_manager():
    html = str(LoginForm())
    assert "E-mail address or sign-in name" in html
    assert 'autocomplete="current-password"' in html
    assert "placeholder" not in html


def test_only_words_change():
    for name in ("LoginForm", "ChangePasswordForm", "AuthenticateForm", "EditWebAuthnForm"):
        form = getattr(sign_in_forms, name)
        assert form.__mro__[1].__name__ == name
        assert form.clean is form.__mro__[1].clean


def test_a_field_that_a_form_does_not_have_is_skipped():
    assert "missing" not in worded(LoginForm, "Again", missing=("Not", "there"))().fields


def test_a_new_key_is_a_passkey_unless_its_owner_says_otherwise(monkeypatch):
    monkeypatch.setattr(DefaultMFAAdapter, "generate_authenticator_name", lambda *_: "Key")
    form = AddWebAuthnForm(user=None, initial={"name": "My phone"})
    assert form.initial == {"passwordless": True, "name": "My phone"}


def test_a_failed_sign_in_never_tells_which_part_was_wrong():
    said = {sign_in_forms.ACCOUNT_ERRORS[f"{kind}_password_mismatch"] for kind in ("email", "username")}
    assert len(said) == 1


def test_every_sentence_replaces_one_of_allauths():
    assert set(sign_in_forms.ACCOUNT_ERRORS) <= set(DefaultAccountAdapter.error_messages)
    assert set(sign_in_forms.MFA_ERRORS) <= set(DefaultMFAAdapter.error_messages)
