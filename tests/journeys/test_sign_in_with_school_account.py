"""Signing in with the school's own Google account, at a real provider that runs as a process of its own."""

import contextlib
import json
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import _arrivals, _free_port, _running
from teller import code_of

pytestmark = pytest.mark.journey

DOMAIN = "ashlane.example"
HEAD = {"email": f"h.castle@{DOMAIN}", "password": "three quiet otters", "name": "Helen Castle"}
TEACHER = f"t.reed@{DOMAIN}"
# Who has an account at the provider: `sub` is what they choose there.
ACCOUNTS = (
    {"sub": "teacher", "hd": DOMAIN, "email": TEACHER, "email_verified": True},
    {"sub": "headteacher", "hd": DOMAIN, "email": HEAD["email"], "email_verified": True},
    {"sub": "pupil", "hd": DOMAIN, "email": f"ann@pupils.{DOMAIN}", "email_verified": True},
    {"sub": "elsewhere", "hd": "oakhill.example", "email": TEACHER, "email_verified": True},
    {"sub": "unverified", "hd": DOMAIN, "email": TEACHER, "email_verified": False},
    {"sub": "unknown", "hd": DOMAIN, "email": f"nobody@{DOMAIN}", "email_verified": True},
)


@pytest.fixture
def provider(tmp_path):
    """The address of the provider."""
    port = _free_port()
    file = tmp_path / "accounts.json"
    file.write_text(json.dumps(ACCOUNTS))
    command = shutil.which("oidc-provider-mock", path=str(Path(sys.executable).parent))
    arguments = ["--port", str(port), "--require-nonce", "true", "--user-claims-file", str(file)]
    with (tmp_path / "provider.log").open("w") as log:
        process = subprocess.Popen([command, *arguments], stdout=log, stderr=log)
    try:
        _wait_for_port(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture
def school(tmp_path, provider):
    """`belisha serve`, with the provider as the school's Google."""
    given = {
        "BELISHA_GOOGLE_CLIENT_ID": "belisha",
        "BELISHA_GOOGLE_CLIENT_SECRET": "a secret of this test",
        "BELISHA_GOOGLE_DOMAIN": DOMAIN,
        "BELISHA_GOOGLE_ISSUER": provider,
        "BELISHA_PUPIL_DOMAINS": f"pupils.{DOMAIN}",
    }
    with _running("serve", tmp_path, r"http://\S+/set-up/\S+", **given) as served:
        yield served


@pytest.fixture
def person(browser, school):
    yield from _arrivals(browser, school.url)


def _wait_for_port(port: int):
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise AssertionError("the provider did not start")


def _comes_with(somebody, account: str):
    """Press the button, and choose an account at the provider."""
    _without_foreign_looks(somebody)
    somebody.opens("/account/login/").presses("Sign in with Google")
    somebody.page.get_by_role("button", name=f"Authorize as {account}", exact=True).first.click()
    return somebody


def _without_foreign_looks(somebody):
    """The provider's page asks for a style sheet from far away; nothing of ours does."""
    somebody.context.route(re.compile("^https://"), lambda route: route.fulfill(body="", content_type="text/css"))


def test_staff_come_in_with_the_schools_account_and_nobody_else_does(school, person):
    head = person("the Headteacher")
    _sets_up(head, school.link)

    teacher = person("a teacher")
    teacher.opens("/account/login/").sees("Sign in with Google").does_not_see("Microsoft")
    teacher.photographs("sign-in-with-google")
    _comes_with(teacher, "teacher").sees("Hello, Tom Reed")
    teacher.presses("Sign out")
    _comes_with(teacher, "teacher").sees("Hello, Tom Reed")

    for account in ("pupil", "elsewhere", "unverified", "unknown"):
        stranger = person(account)
        _comes_with(stranger, account).sees("This account cannot sign in here").photographs("school-account-refused")
        stranger.opens("/policies/").sees("Sign in with Google")

    # A second account of somebody who has one, and somebody who stops at the provider.
    stopped = person("somebody who changed their mind")
    _without_foreign_looks(stopped)
    stopped.opens("/account/login/").presses("Sign in with Google")
    stopped.page.get_by_role("button", name="Deny access").click()
    stopped.sees("You are not signed in").photographs("school-account-stopped")

    _is_asked_for_the_second_factor(person("the Headteacher, elsewhere"), head.secret)
    head.opens("/audit/").sees(
        "it is a pupil’s account",
        "the account belongs to another school or organisation",
        "the provider does not vouch for its e-mail address",
        "no adult of the school has its e-mail address",
        "Tom Reed signed in with their account at Google for the first time",
    )
    head.does_not_see(f"ann@pupils.{DOMAIN}")
    _unlinks(head)


def _sets_up(head, link):
    head.opens(link).writes(school="Ash Lane Primary School", name=HEAD["name"], email=HEAD["email"])
    head.picks("kind", "community").writes(password=HEAD["password"], again=HEAD["password"]).presses("Set up")
    head.presses("Use an app on your phone")
    head.secret = re.sub(r"\s", "", head.page.locator(".belisha-secret").first.inner_text())
    head.writes(code=code_of(head.secret)).presses("Turn on")
    head.opens("/people/add/").writes(name="Tom Reed", email=TEACHER)
    head.page.get_by_role("button", name=re.compile("^Add")).first.click()
    head.sees("Tom Reed has been added")


def _is_asked_for_the_second_factor(head, secret):
    _comes_with(head, "headteacher").sees("Enter the code from your app").does_not_see("Hello")
    head.opens("/people/").sees("Enter the code from your app").does_not_see("Tom Reed")
    # A code counts once: the one of this half minute was used as the app was set up.
    used, until = code_of(secret), time.monotonic() + 40
    while code_of(secret) == used and time.monotonic() < until:
        time.sleep(0.5)
    head.writes(code=code_of(secret)).presses("Sign in").sees("Hello, Helen Castle")
    head.opens("/audit/").sees("signed in (account at Google, authenticator app)")


def _unlinks(head):
    head.opens("/people/").follows("Tom Reed").follows("Other ways for them to sign in")
    head.sees("Linked with an account at Google").follows("Unlink it").photographs("unlink-account")
    head.presses("Unlink the account").sees("Tom Reed is no longer linked to an account elsewhere")
