"""The pages of the school's own accounts: who opens which, what they say, and what they never repeat."""

import datetime

import pytest
import time_machine
from agreed import a_platform, an_account, days
from cast import a_school, signed_in
from django.urls import reverse

from belisha.core.action import fingerprint
from belisha.core.models import AuditEntry
from belisha.people.tasks import tasks_for
from belisha.registers.accounts import actions
from belisha.registers.accounts.models import Account, AccountStep
from belisha.registers.shelves import seen as shelves_seen

pytestmark = pytest.mark.django_db
ALL = ("head", "chair", "dsl", "teacher", "agency_ta", "volunteer", "governor", "it_lead", "hr", "office")
OUTSIDE = ("leaver", "other_head", "stranger")
KEEP = {"head", "it_lead", "office"}
EVERY = set(ALL)
# Page → who opens it, of an account whose owner is the teacher.
OPENS = {"list": EVERY, "detail": EVERY, "add": KEEP, "edit": KEEP, "close": KEEP, "check": KEEP | {"teacher"}}
SECRET = "The password is Tulips2019!"


@pytest.fixture
def cast():
    return a_school()


def url(name, *args) -> str:
    return reverse(f"accounts:{name}", args=[arg.pk for arg in args])


def said(page) -> str:
    return " ".join(page.content.decode().split())


def filled(account=None, **given) -> dict:
    form = {
        "name": "@alderlane", "purpose": "News.", "credentials": "In the office safe.", "images": "With consent.",
        "months": 6, "platform": account.platform_id if account else "",
    }  # fmt: skip
    return {**form, **given}


def test_who_opens_which_page(client, cast):
    account = an_account(cast, owners=[cast.teacher])
    for who in (*ALL, *OUTSIDE):
        signed_in(client, getattr(cast, who))
        opened = {
            name for name in OPENS
            if client.get(url(name, *([] if name in {"list", "add"} else [account]))).status_code == 200
        }  # fmt: skip
        expected = {name for name, those in OPENS.items() if who in those}
        assert opened == ({"list", "add"} if who == "other_head" else expected), who


def test_everybody_reads_who_may_post_and_only_those_who_need_it_where_it_is_kept(client, cast):
    account = an_account(cast, owners=[cast.teacher], credentials="In the fire safe.")
    for who in ALL:
        page = said(signed_in(client, getattr(cast, who)).get(account.get_absolute_url()))
        assert "Only with consent." in page
        assert "Tom Hesketh" in page
        assert ("In the fire safe." in page) == (who in KEEP | {"teacher"}), who


def test_a_secret_that_was_typed_is_kept_nowhere(client, cast):
    account = an_account(cast)
    signed_in(client, cast.office)
    before = AuditEntry.objects.count()
    typed = filled(account, name="@second", credentials=SECRET)
    assert "seems to tell a password" in said(client.post(url("add"), typed))
    typed = filled(account, credentials=SECRET, seen=fingerprint(account))
    assert "seems to tell a password" in said(client.post(url("edit", account), typed))
    assert "seems to tell a password" in said(client.post(url("check", account), {"note": SECRET}))
    assert "seems to tell a password" in said(client.post(url("close", account), {"note": SECRET}))
    assert (Account.objects.count(), AccountStep.objects.count(), AuditEntry.objects.count()) == (1, 1, before)


def test_an_account_is_added_changed_closed_and_used_again(client, cast):
    platform = a_platform(cast)
    signed_in(client, cast.it_lead)
    assert "Choose the platform" in said(client.post(url("add"), filled()))
    people = {"owners": [cast.office.pk, cast.head.pk], "posters": [cast.office.pk]}
    page = client.post(url("add"), filled(platform=platform.pk, **people), follow=True)
    account = Account.objects.get()
    assert "It is in the register" in said(page)
    assert set(account.owners.all()) == {cast.office, cast.head}
    seen = fingerprint(account)
    typed = filled(account, purpose="News and concerts.", seen=seen, **people)
    assert client.post(url("edit", account), typed).status_code == 302
    assert client.post(url("edit", account), typed).status_code == 409
    client.post(url("close", account), {"note": ""})
    assert "@alderlane" not in said(client.get(url("list")))
    assert "@alderlane" in said(client.get(url("list") + "?show=closed"))
    assert "is in use again" in said(client.post(url("reopen", account), follow=True))
    signed_in(client, cast.teacher)
    assert client.post(url("reopen", account)).status_code == 403


def test_an_owner_is_asked_to_check_when_the_day_has_come_and_a_click_notes_it(client, cast):
    account = an_account(cast, owners=[cast.teacher, cast.office], months=2)
    ask = "Check the school account that you own"
    assert ask not in {task.title for task in tasks_for(cast.teacher)}
    with time_machine.travel(datetime.datetime.combine(account.next_check, datetime.time(9), datetime.UTC)):
        assert ask in {task.title for task in tasks_for(cast.teacher)}
        assert ask not in {task.title for task in tasks_for(cast.volunteer)}
        assert "Look at one school account: something is missing" in {task.title for task in tasks_for(cast.head)}
        signed_in(client, cast.teacher)
        seen = client.get(url("check", account)).context["seen"]
        assert "checked today" in said(client.post(url("check", account), {"note": "", "seen": seen}, follow=True))
        assert ask not in {task.title for task in tasks_for(cast.teacher)}
        assert {shelf.waiting for shelf in shelves_seen(cast.head) if "accounts" in shelf.title} == {0}


def test_the_page_says_what_is_missing_and_who_has_left(client, cast):
    account = an_account(cast, owners=[cast.leaver])
    signed_in(client, cast.office)
    assert "An owner has left" in said(client.get(account.get_absolute_url()))
    assert "Colin Marsh has left and owned this account" in said(client.get(url("edit", account)))
    assert "Something is missing" in said(client.get(url("list")))
    signed_in(client, cast.volunteer)
    assert "An owner has left" not in said(client.get(account.get_absolute_url()))
    assert "Something is missing" not in said(client.get(url("list")))
    actions.close(account, by=cast.head)
    assert days(0) == Account.objects.get().closed_on
