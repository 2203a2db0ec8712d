"""Signing in with the school's own Microsoft 365 account, at a process that answers as Microsoft Entra does."""

import re
import time

import pytest
from conftest import _arrivals, _running
from entra import CLIENT, OTHER, SECRET, TENANT, Entra
from teller import code_of

pytestmark = pytest.mark.journey

DOMAIN = "ashlane.example"
HEAD = {"email": f"h.castle@{DOMAIN}", "password": "three quiet otters", "name": "Helen Castle"}
TEACHER = f"t.reed@{DOMAIN}"
OID = "7a6b5c4d-0000-4000-8000-0000000000{:02d}"
# Who has an account at Entra, and what its token says of them.
ACCOUNTS = {
    "teacher": {"oid": OID.format(1), "preferred_username": TEACHER, "name": "Tom Reed", "email": TEACHER},
    "headteacher": {"oid": OID.format(2), "preferred_username": HEAD["email"], "name": HEAD["name"]},
    "unknown": {"oid": OID.format(3), "preferred_username": f"nobody@{DOMAIN}"},
    "pupil": {"oid": OID.format(4), "preferred_username": f"ann@pupils.{DOMAIN}", "name": "Ann Lee"},
    "another tenant": {"oid": OID.format(5), "tid": OTHER, "preferred_username": TEACHER, "email": TEACHER},
    "guest": {"oid": OID.format(6), "preferred_username": "tom@mail.example", "idp": "live.com", "email": TEACHER},
    "guest by name": {"oid": OID.format(7), "preferred_username": TEACHER, "upn": f"tom_mail.example#EXT#@{DOMAIN}"},
    "somebody's mail": {"oid": OID.format(8), "preferred_username": "t@evil.example", "email": TEACHER},
}
STRANGERS = ("unknown", "pupil", "another tenant", "guest", "guest by name", "somebody's mail")


@pytest.fixture
def entra():
    process = Entra()
    yield process
    process.close()


@pytest.fixture
def school(tmp_path, entra):
    """`belisha serve`, whose app is registered at Entra for the school's directory only."""
    given = {
        "BELISHA_MICROSOFT_CLIENT_ID": CLIENT,
        "BELISHA_MICROSOFT_CLIENT_SECRET": SECRET,
        "BELISHA_MICROSOFT_TENANT": TENANT,
        "BELISHA_MICROSOFT_DOMAIN": DOMAIN,
        "BELISHA_MICROSOFT_ISSUER": entra.setting,
        "BELISHA_PUPIL_DOMAINS": f"pupils.{DOMAIN}",
    }
    with _running("serve", tmp_path, r"http://\S+/set-up/\S+", **given) as served:
        # The redirect address that `belisha check` prints is the one to register, letter by letter.
        said = served.command("check").stdout
        back = re.search(r"Adults can sign in with Microsoft; its answers come in at (\S+)", said)
        assert back, said
        entra.says(accounts=ACCOUNTS, redirects=[back[1]])
        yield served


@pytest.fixture
def person(browser, school):
    yield from _arrivals(browser, school.url)


def _comes_with(somebody, account: str):
    """Press the button, and choose an account at Entra."""
    somebody.opens("/account/login/").presses("Sign in with Microsoft")
    return somebody.presses(account)


def test_staff_come_in_with_the_schools_microsoft_account_and_nobody_else_does(school, entra, person):
    head = person("the Headteacher")
    _sets_up(head, school.link)

    teacher = person("a teacher")
    teacher.opens("/account/login/").sees("Sign in with Microsoft").does_not_see("Google")
    teacher.photographs("sign-in-with-microsoft")
    _comes_with(teacher, "teacher").sees("Hello, Tom Reed")
    # Entra changes its key, and the school does nothing.
    entra.says(signs="next", shown=["next"])
    teacher.presses("Sign out")
    _comes_with(teacher, "teacher").sees("Hello, Tom Reed")

    for account in STRANGERS:
        stranger = person(account)
        _comes_with(stranger, account).sees("This account cannot sign in here")
        stranger.opens("/policies/").sees("Sign in with Microsoft")

    stopped = person("somebody who changed their mind")
    _comes_with(stopped, "cancel").sees("You stopped at Microsoft", "You are not signed in")

    _is_asked_for_the_second_factor(person("the Headteacher, elsewhere"), head.secret)
    head.opens("/audit/").sees(
        "no adult of the school has its e-mail address",
        "it is a pupil’s account",
        "what the provider sent was not in order",
        "the account is a guest’s, kept by another organisation",
        "the provider does not vouch for its e-mail address",
        "Tom Reed signed in with their account at Microsoft for the first time",
    )
    head.does_not_see(f"ann@pupils.{DOMAIN}").does_not_see("Ann Lee")
    _has_trouble(person("a teacher, two years on"), entra)


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
    # A code counts once: the one of this half minute may be the one with which the app was set up.
    used, until = code_of(secret), time.monotonic() + 40
    while code_of(secret) == used and time.monotonic() < until:
        time.sleep(0.5)
    head.writes(code=code_of(secret)).presses("Sign in").sees("Hello, Helen Castle")
    head.opens("/audit/").sees("signed in (account at Microsoft, authenticator app)")


def _has_trouble(teacher, entra):
    """The client's secret has expired: that is nobody's refusal."""
    entra.says(secret="8Q~the.new-one")
    _comes_with(teacher, "teacher").sees("We could not ask Microsoft just now").photographs("microsoft-in-trouble")
    assert [line for line in teacher.complaints if "status of 503" not in line] == []
    teacher.complaints.clear()  # the browser wrote down what this page is there to say
