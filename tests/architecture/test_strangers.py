"""Whoever is not signed in gets the sign-in page or nothing, on an empty and on a full database."""

import uuid

import pytest
from cast import a_school
from django.contrib.auth.decorators import login_not_required
from house import Route, our_routes, routes

from belisha.people import set_up

pytestmark = pytest.mark.django_db

# Every page of ours that a stranger may open, and why.
OPEN = {
    "health": "a monitor asks whether pages can be served; it learns nothing else",
    "calendars:feed": "a calendar asks for it without signing in; the secret in the address opens it",
    "people:set_up": "the school is founded before anybody can sign in; the secret in the address opens it",
    "people:welcome": "an adult chooses a password before they can sign in; the secret in the address opens it",
    "codes:enter": "an adult without e-mail types a one-time code, which is what signs them in",
    "returning:enter": "somebody who reported without a name types their code",
    "returning:receipt": "what the session itself carries, and nothing else",
    "returning:print": "the same for paper",
    "returning:file": "the same as a file",
    "returning:leave": "ends a session that carries a report",
    "returning:check": "whoever holds a receipt finds out whether it was changed; it reads no row",
    "returning:program": "the program that checks a receipt, which is the same for everybody",
    "returning:doors": "the schools that opened their public page for reports",
    "codes:thanks": "says that the session on a shared device has ended; it shows nothing of anybody",
    **{
        f"reporting:{page}": "anybody may report a concern where the school lets them; a draft opens in its own session"
        for page in ("start", "danger", "danger_now", "kind", "next", "change", "people", "stop", "check", "drop")
    },
    **{
        f"evidence:{page}": "files of a report that this session itself began or came back to, and of no other"
        for page in (
            *(f"{what}_{place}" for what in ("of", "write_in", "send_to") for place in ("draft", "receipt")),
            *("describe", "take_out"),
        )
    },
    **{
        f"providers:{key}_{step}": "the way to a provider and back; without one in the settings there is nothing"
        for key in ("google", "microsoft", "oidc")
        for step in ("begin", "answer")
    },
}
# allauth's: the way in, and the way back in.
OPEN_ALLAUTH = {
    "account_login", "account_logout", "account_signup", "account_inactive", "account_reset_password",
    "account_reset_password_done", "account_reset_password_from_key", "account_reset_password_from_key_done",
    "mfa_authenticate", "mfa_login_webauthn",
}  # fmt: skip
VALUES = {"uuid": uuid.UUID(int=7), "ident": "6-07-a", "step": "submit", "str": "nothing", "int": 1, "page": 1}
RESET = "/account/password/reset/key/1-nothing/"


def address(route: Route) -> str:
    """The route's address with keys that open nothing."""
    if route.name == "account_reset_password_from_key":
        return RESET
    parts = [str(VALUES[part[1:].partition(":")[0]]) if part[:1] == "<" else part for part in route.path.split("/")]
    return "/" + "/".join(parts)


def refuses(answer) -> bool:
    """Sent to sign in, or told that there is nothing here."""
    return answer.status_code == 404 or (answer.status_code == 302 and answer.url.startswith("/account/login/"))


def is_open(route: Route) -> bool:
    return not getattr(route.view, "login_required", True)


@pytest.mark.parametrize("filled", [False, True], ids=["empty", "filled"])
def test_a_stranger_is_sent_to_sign_in_or_finds_nothing(client, filled):
    if filled:
        a_school()
    guarded = [route for route in our_routes() if route.name not in OPEN]
    asked = [(str(route), verb, verb(address(route))) for route in guarded for verb in (client.get, client.post)]
    assert [(name, verb.__name__, answer.status_code) for name, verb, answer in asked if not refuses(answer)] == []


@pytest.mark.parametrize("filled", [False, True], ids=["empty", "filled"])
def test_no_address_fails_for_a_stranger(client, filled):
    if filled:
        a_school()
    assert [str(route) for route in routes() if client.get(address(route)).status_code >= 500] == []


def test_the_pages_open_to_strangers_are_these_and_say_so_in_the_code():
    assert {route.name for route in our_routes() if is_open(route)} == set(OPEN)


def test_the_library_opens_no_page_but_the_way_in():
    assert {route.name for route in routes() if is_open(route) and not route.ours} == OPEN_ALLAUTH


def test_the_set_up_link_is_dead_once_there_is_a_school(client):
    a_school()
    assert client.get(set_up.path()).status_code == 410


def test_the_rule_would_notice(client):
    @login_not_required
    def view(request):
        return None

    assert is_open(Route("", "", {}, view))
    assert not refuses(client.get("/health/"))
