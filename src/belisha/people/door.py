"""The pages of allauth that Belisha uses. Its others (e-mail addresses, codes by mail) have no address."""

from functools import wraps

from allauth.account import views as account
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.usersessions import views as sessions
from django.urls import include, path, re_path

from belisha.core.errors import Refused
from belisha.people.sessions import gave_second_factor


def with_second_factor(view):
    """A password alone takes no second factor away: a session left open and a guessed word would do."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if request.user.is_authenticated and not gave_second_factor(request):
            raise Refused("You signed in without your second factor.", "Sign out, and sign in with it first.")
        return view(request, *args, **kwargs)

    return guarded


urlpatterns = [
    # allauth's sign-in page wants its address; the page itself says that accounts come from the school.
    path("signup/", account.signup, name="account_signup"),
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
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
    path("2fa/", include("allauth.mfa.urls")),
    path("sessions/", sessions.list_usersessions, name="usersessions_list"),
]
