"""allauth's pages at our door: passkeys that cannot be read, factors that guard factors, and sessions that are over."""

import json
import time

import pytest
import time_machine
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY as RECORDS
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.usersessions.models import UserSession
from cast import a_school, signed_in
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from belisha.people import sessions
from belisha.schedule import EVERY

pytestmark = pytest.mark.django_db

SECRET = "JBSWY3DPEHPK3PXP"
PASSWORD = "three quiet otters"
MINUTES = 10  # longer than a confirmation counts

# -- passkeys that cannot be read ------------------------------------------------------------------------

PASSKEY = {
    "id": "eA", "rawId": "eA", "type": "public-key",
    "response": {"clientDataJSON": "e30", "attestationObject": "oA", "authenticatorData": "eA", "signature": "eA",
                 "userHandle": "eA"},
}  # fmt: skip


def _spoilt():
    """A passkey's answer with something in it that is not what it should be."""
    for name in ("id", "rawId", "type", "response"):
        yield {key: value for key, value in PASSKEY.items() if key != name}
        yield from ({**PASSKEY, name: value} for value in (None, 7, "x", [1], {"a": 1}, "\ud800"))
    for name in PASSKEY["response"]:
        for value in (None, 7, "", "x", "_w", "oQ", "AAAA", "\ud800", {"a": 1}):
            yield {**PASSKEY, "response": {**PASSKEY["response"], name: value}}


UNREADABLE = ["", "x", "7", "null", '"x"', "[1]", "{}", "NaN", '"\\ud800"', "[" * 100_000, '{"a":' * 50_000]
UNREADABLE += [json.dumps(each) for each in _spoilt()]


def test_signing_in_with_a_passkey_that_cannot_be_read_leads_back_to_the_sign_in_page(client):
    a_school()
    address = reverse("mfa_login_webauthn")
    for sent in UNREADABLE:
        cache.clear()  # of the tries that are counted
        assert "request_options" in client.get(address, headers={"X-Requested-With": "XMLHttpRequest"}).json()
        assert client.post(address, {"credential": sent}).url == reverse("account_login")
    assert "can be read" in client.get(reverse("account_login")).content.decode()


def test_adding_a_passkey_that_cannot_be_read_is_an_error_on_the_page(client):
    browser = _confirmed(signed_in(client, a_school().head), "password")
    address = reverse("mfa_add_webauthn")
    for sent in UNREADABLE:
        answer = browser.post(address, {"credential": sent, "name": "My phone"})
        assert (answer.status_code, "There is a problem" in answer.content.decode()) == (200, True), sent[:80]
    assert not Authenticator.objects.exists()


def test_a_passkey_after_the_password_that_cannot_be_read_is_an_error_on_the_page(client):
    head = _with_app(a_school().head)
    head.set_password(PASSWORD)
    head.save()
    answer = client.post(reverse("account_login"), {"login": head.email, "password": PASSWORD})
    assert answer.url == reverse("mfa_authenticate")
    for sent in UNREADABLE[::5]:
        cache.clear()
        assert client.post(answer.url, {"credential": sent}).status_code == 200
    assert "_auth_user_id" not in client.session


def test_confirming_with_a_passkey_that_cannot_be_read_confirms_nothing(client):
    browser = signed_in(client, _with_key(a_school().head))
    before = browser.session[RECORDS]
    for sent in UNREADABLE[::5]:
        cache.clear()
        assert browser.post(reverse("mfa_reauthenticate_webauthn"), {"credential": sent}).status_code == 302
    assert browser.session[RECORDS] == before


# -- a factor is guarded by a factor ----------------------------------------------------------------------

GUARDED = {
    "mfa_deactivate_totp": [], "mfa_remove_webauthn": [1], "mfa_add_webauthn": [], "mfa_activate_totp": [],
    "mfa_view_recovery_codes": [], "mfa_generate_recovery_codes": [], "mfa_download_recovery_codes": [],
}  # fmt: skip


@pytest.mark.parametrize("name", GUARDED)
def test_a_password_confirmed_a_moment_ago_opens_no_page_about_factors(client, name):
    head = _with_app(a_school().head)
    codes = RecoveryCodes.activate(head).get_unused_codes()
    signed_in(client, head)
    with time_machine.travel(time.time() + MINUTES * 60, tick=False):
        browser = _confirmed(client, "password")
        for ask in (browser.get, browser.post):
            answer = ask(reverse(name, args=GUARDED[name]))
            assert answer.status_code == 302
            assert answer.url.startswith(reverse("mfa_reauthenticate") + "?next=")
            assert not any(code in answer.content.decode() for code in codes)
    assert Authenticator.objects.count() == 2


def test_who_gives_the_factor_again_may_take_it_away(client):
    head = _with_app(a_school().head)
    signed_in(client, head)
    with time_machine.travel(time.time() + MINUTES * 60, tick=False):
        _confirmed(client, "password")
        away = reverse("mfa_deactivate_totp")
        asked = client.post(away)
        back = client.post(asked.url, {"code": _code(), "next": away})
        assert back.url == away
        assert client.get(away).status_code == 200
        client.post(away)
    assert not Authenticator.objects.exists()


def test_who_has_a_key_and_no_app_is_asked_for_the_key(client):
    browser = _confirmed(signed_in(client, _with_key(a_school().head)), "password")
    with time_machine.travel(time.time() + MINUTES * 60, tick=False):
        answer = _confirmed(browser, "password").get(reverse("mfa_activate_totp"))
    assert answer.url.startswith(reverse("mfa_reauthenticate_webauthn") + "?next=")


def test_who_has_no_factor_adds_a_first_one_with_the_password(client):
    browser = _confirmed(signed_in(client, a_school().head, second_factor=False), "password")
    assert browser.get(reverse("mfa_activate_totp")).status_code == 200
    assert browser.get(reverse("mfa_add_webauthn")).status_code == 200


def _with_app(adult):
    TOTP.activate(adult, SECRET)
    return adult


def _with_key(adult):
    Authenticator.objects.create(user=adult, type=Authenticator.Type.WEBAUTHN, data={"name": "Key", "credential": {}})
    return adult


def _confirmed(browser, method: str):
    """The browser's session, in which its adult confirmed this moment who they are."""
    session = browser.session
    session[RECORDS] = [*session[RECORDS], {"method": method, "at": time.time(), "reauthenticated": True}]
    session.save()
    return browser


def _code() -> str:
    return format_hotp_value(hotp_value(SECRET, next(iter(yield_hotp_counters_from_time()))))


# -- sessions that are over ----------------------------------------------------------------------------------


def test_sessions_that_are_over_are_deleted_and_what_was_noted_of_them():
    cast = a_school()
    browsers = {name: signed_in(Client(), getattr(cast, name)) for name in ("head", "office", "teacher")}
    for name, browser in browsers.items():
        given = {"ip": "127.0.0.1", "session_key": browser.session.session_key, "user_agent": "x"}
        UserSession.objects.create(user=getattr(cast, name), **given)
    browsers["head"].session.flush()  # ended, and what was noted of it is left
    over = browsers["office"].session
    over.set_expiry(-1)
    over.save()
    for _ in range(2):
        sessions.forget_expired()
        assert [row.user for row in UserSession.objects.all()] == [cast.teacher]
        assert [row.pk for row in Session.objects.all()] == [browsers["teacher"].session.session_key]
    assert browsers["teacher"].get("/").status_code == 200


def test_they_are_looked_for_every_day():
    assert [period.days for period, function in EVERY if function is sessions.forget_expired] == [1]
