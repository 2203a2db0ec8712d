"""The pages of allauth that Belisha uses. Its others (e-mail addresses, codes by mail) have no address.

Signing in with an account at Google or Microsoft is ours: why is said in `providers/client.py`.
"""

import time
from functools import wraps

from allauth.account import app_settings as account_settings
from allauth.account import views as account
from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.usersessions import views as sessions
from django.shortcuts import redirect
from django.urls import include, path, re_path
from django.utils.http import urlencode

from belisha.core.errors import Refused
from belisha.people.providers import offers
from belisha.people.sessions import factor_given_at, gave_second_factor


def with_second_factor(view):
    """Who has a second factor gave it a moment ago, for whatever adds one, shows one or takes one away.

    A session left open and a guessed password would do otherwise: with recovery codes, or with a passkey of their own,
    somebody could first become able to confirm that they are the adult, and then do anything. Which factor it is does
    not matter: whoever lost the phone has a passkey or a recovery code.
    """

    @wraps(view)
    def guarded(request, *args, **kwargs):
        ways = [each["url"] for each in _second_ways(request.user)]
        if ways and not gave_second_factor(request):
            raise Refused("You signed in without your second factor.", "Sign out, and sign in with it first.")
        if ways and time.time() - factor_given_at(request) > account_settings.REAUTHENTICATION_TIMEOUT:
            return redirect(f"{ways[0]}?{urlencode({'next': request.get_full_path()})}")
        return view(request, *args, **kwargs)

    return guarded


def _second_ways(user) -> list[dict]:
    """The pages on which somebody can give a second factor again; none for who has none."""
    return [way for way in get_adapter().get_reauthentication_methods(user) if way["id"].startswith("mfa_")]


def with_fresh_sign_in(view):
    """Who signs in by a provider alone has nothing here to confirm who they are with: they sign in again instead.

    Without this, whoever finds such a session open could add a password or a second factor of their own to it.
    """

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if request.user.is_authenticated and not get_reauthentication_flows(request.user):
            entered = max((each["at"] for each in get_authentication_records(request, request.user)), default=0)
            if time.time() - entered > account_settings.REAUTHENTICATION_TIMEOUT:
                raise Refused("You signed in too long ago to change this.", "Sign out, sign in again, and do it then.")
        return view(request, *args, **kwargs)

    return guarded


def adding(view):
    """A page that adds a factor, to none or to those that are there."""
    return with_fresh_sign_in(with_second_factor(view))


# With a button for each provider that the installation offers at that moment.
sign_in = account.LoginView.as_view(extra_context={"providers": offers.offered})

urlpatterns = [
    # allauth's sign-in page wants its address; the page itself says that accounts come from the school.
    path("signup/", account.signup, name="account_signup"),
    path("login/", sign_in, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", with_fresh_sign_in(account.password_set), name="account_set_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("password/reset/key/done/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    # The same addresses as allauth's, found before them.
    path("2fa/totp/deactivate/", with_second_factor(totp.deactivate_totp), name="totp_deactivate"),
    path("2fa/webauthn/keys/<int:pk>/remove/", with_second_factor(webauthn.remove_webauthn), name="webauthn_remove"),
    path("2fa/totp/activate/", adding(totp.activate_totp), name="totp_activate"),
    path("2fa/webauthn/add/", adding(webauthn.add_webauthn), name="webauthn_add"),
    path("2fa/recovery-codes/", with_second_factor(recovery.view_recovery_codes), name="codes_view"),
    path("2fa/recovery-codes/generate/", with_second_factor(recovery.generate_recovery_codes), name="codes_generate"),
    path("2fa/recovery-codes/download/", with_second_factor(recovery.download_recovery_codes), name="codes_download"),
    path("2fa/", include("allauth.mfa.urls")),
    path("with/", include("belisha.people.providers.urls")),
    path("sessions/", sessions.list_usersessions, name="usersessions_list"),
]
