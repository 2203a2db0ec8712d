"""Nothing typed is lost: whatever is wrong with what was typed, with the session, the database or the disk."""

import datetime

import psycopg
import pytest
from cast import a_school, signed_in
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone
from walking import Walk

from belisha.concerns import terms
from belisha.concerns.reporting import jobs, kept
from belisha.concerns.reporting.models import Draft
from belisha.concerns.triage import actions as triage
from belisha.look.errors import FULL, respond

pytestmark = pytest.mark.django_db

TYPED = "Words that took me ten minutes\nand a second line"
TOMORROW = 1


def at_seen(client, cast):
    walk = Walk(signed_in(client, cast.office)).about("disrepute")
    assert walk.get("next/").context["asked"].key == "seen"
    return walk


def days(name: str, day) -> dict[str, str]:
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


@pytest.mark.parametrize(
    "typed",
    [
        {"what": "", "exact_words": TYPED},
        {"what": TYPED + "\x00", "exact_words": ""},
        {"what": "x" * 20_001, "exact_words": TYPED},
    ],
    ids=["nothing where something must be", "a NUL", "too long"],
)
def test_an_error_shows_everything_that_was_typed(client, typed):
    walk = at_seen(client, a_school())
    shown = walk.post("next/", shown="seen", **typed)
    assert shown.status_code == 200
    page = shown.content.decode()
    assert "There is a problem" in page
    for value in typed.values():
        assert value.replace("\x00", "").split("\n")[0][:2000] in page


@pytest.mark.parametrize(
    ("boxes", "says"),
    [
        ({"happened_on_day": "31", "happened_on_month": "2", "happened_on_year": "2026"}, "Enter a real date"),
        ({"happened_on_day": "3", "happened_on_month": "", "happened_on_year": "2026"}, "must include a month"),
        ({"happened_on_day": "x", "happened_on_month": "y", "happened_on_year": "2026"}, "Enter a real date"),
        ({"happened_on_day": "1", "happened_on_month": "1", "happened_on_year": "26"}, "4 numbers"),
    ],
)
def test_a_day_that_is_none_is_said_and_stays_as_it_was_typed(client, boxes, says):
    walk = _at(client, "happened")
    shown = walk.post("next/", shown="happened", happened_words="on a Sunday", **boxes).content.decode()
    assert says in shown
    assert "on a Sunday" in shown
    assert f'value="{boxes["happened_on_day"]}"' in shown


def test_a_day_that_has_not_come_is_refused(client):
    walk = _at(client, "learned")
    tomorrow = timezone.localdate() + datetime.timedelta(days=TOMORROW)
    shown = walk.post("next/", shown="learned", **days("learned", tomorrow)).content.decode()
    assert "The day must be today or in the past" in shown
    assert walk.post("next/", shown="learned", **days("learned", timezone.localdate())).status_code == 302


def test_emoji_and_every_script_come_back_as_they_were(client):
    walk, typed = at_seen(client, a_school()), "😡 שלום مرحبا 你好 <script>alert(1)</script>"
    assert walk.post("next/", shown="seen", what=typed).status_code == 302
    assert "&lt;script&gt;" in walk.get("questions/1/").content.decode()
    assert "😡 שלום مرحبا 你好" in walk.get("questions/1/").content.decode()


def test_what_is_too_long_to_be_read_is_said_so(client):
    walk = at_seen(client, a_school())
    shown = walk.post("next/", shown="seen", what="x" * 10_000_000)
    assert shown.status_code == 400
    assert b"This is too long to be sent" in shown.content


def test_what_was_typed_as_the_session_ended_is_shown_with_the_way_back(client):
    walk = at_seen(client, a_school())
    client.logout()
    shown = walk.post("next/", shown="seen", what=TYPED)
    page = shown.content.decode()
    assert shown.status_code == 404
    assert "You are not signed in any more" in page
    assert "Words that took me ten minutes<br>and a second line" in page
    assert "/account/login/" in page


def test_it_says_the_same_of_a_draft_that_never_was(client):
    walk = at_seen(client, a_school())
    client.logout()
    there = walk.post("next/", shown="seen", what=TYPED).content.decode()
    nowhere = client.post(f"/report/drafts/{'7' * 8}-7777-4777-8777-{'7' * 12}/next/", {"shown": "seen", "what": TYPED})
    assert nowhere.content.decode() == there


def answered(status: int, typed: dict, path="/report/drafts/x/next/"):
    """What the middleware makes of an answer with this status to a form that was sent."""
    request = RequestFactory().post(path, typed)

    def fails(_request):
        return respond(request, FULL) if status == FULL.status else _plain(status)

    return kept.keeps_what_was_typed(fails)(request)


def _plain(status: int):
    return HttpResponse("something", status=status)


@pytest.mark.parametrize("status", [500, 503, 507])
def test_what_could_not_be_saved_is_shown_and_can_be_sent_again(status):
    shown = answered(status, {"what": TYPED, "shown": "seen", "csrfmiddlewaretoken": "the same"})
    page = shown.content.decode()
    assert shown.status_code == status
    assert "Words that took me ten minutes<br>" in page
    for again in ('name="what"', 'name="shown" value="seen"', 'name="csrfmiddlewaretoken" value="the same"'):
        assert again in page
    assert "Try again with what you wrote" in page


def test_other_rooms_and_other_answers_stay_as_they_are():
    assert answered(500, {"what": TYPED}, "/people/").content == b"something"
    assert answered(200, {"what": TYPED}).content == b"something"
    assert answered(404, {"shown": "seen"}).content == b"something"


def test_a_database_that_is_away_shows_what_was_typed(client):
    walk = at_seen(client, a_school())
    client.raise_request_exception = False

    def away(execute, sql, params, many, context):
        raise OperationalError("terminating connection") from psycopg.errors.AdminShutdown()

    with connection.execute_wrapper(away):
        shown = walk.post("next/", shown="seen", what=TYPED)
    assert (shown.status_code, shown.headers["Retry-After"]) == (503, "60")
    assert int(shown.headers["Content-Length"]) == len(shown.content)
    assert b"Words that took me ten minutes" in shown.content
    assert b"Belisha cannot reach its database" in shown.content
    assert walk.post("next/", shown="seen", what=TYPED).status_code == 302


def test_what_nobody_comes_back_to_is_dropped_in_time_and_no_earlier(client):
    walk = at_seen(client, a_school())
    jobs.forget_due()
    assert Draft.objects.count() == 1
    old = timezone.localdate() - datetime.timedelta(days=terms.of(Draft.objects.get().school_id)["draft_days"] + 1)
    Draft.objects.filter(pk=walk.key).update(begun_on=old)
    jobs.forget_due()
    jobs.forget_due()
    assert not Draft.objects.exists()


def test_a_school_says_for_how_many_days_what_was_begun_is_kept(client):
    cast = a_school()
    walk = at_seen(client, cast)
    triage.set_terms(cast.school, by=cast.head, **{**terms.shipped(), "draft_days": 7})
    for days_ago, left in ((7, 1), (8, 0)):
        begun = timezone.localdate() - datetime.timedelta(days=days_ago)
        Draft.objects.filter(pk=walk.key).update(begun_on=begun)
        jobs.forget_due()
        assert Draft.objects.count() == left


def _at(client, key: str) -> Walk:
    """At one question of a report about a post, those before it skipped."""
    walk = at_seen(client, a_school())
    walk.post("next/", shown="seen", what=TYPED)
    while (shown := walk.get("next/").context["asked"].key) != key:
        walk.post("next/", shown=shown)
    return walk
