"""Without a name: nothing says who it was or at which hour. Without an account: only where the door is open."""

import pytest
from cast import a_school, again, signed_in
from concerned import a_concern
from django.contrib.sessions.models import Session
from django.utils import timezone
from walking import Walk

from belisha.concerns import queries, rules
from belisha.concerns.models import Concern
from belisha.concerns.queries import account_of
from belisha.concerns.reporting.models import Draft, Receipt
from belisha.concerns.returning import actions as returning
from belisha.concerns.returning.models import Door
from belisha.core.audit import confidential_log
from belisha.core.models import AuditEntry

pytestmark = pytest.mark.django_db

PASSWORD = "three quiet otters"


def a_school_with_an_open_door():
    cast = a_school()
    returning.open_door(Door(school=cast.school), by=cast.head)
    return cast


def test_an_adult_without_a_name_is_nowhere(client):
    cast = a_school()
    walk = Walk(signed_in(client, cast.office)).about("image").answers(openness="anonymous")
    sent = walk.sends()
    concern = Concern.objects.get()
    assert sent.status_code == 200
    assert concern.number in sent.content.decode()
    assert (concern.reporter, concern.openness, Receipt.objects.get().reporter) == (None, rules.ANONYMOUS, None)
    assert not Draft.objects.exists()
    entries = AuditEntry.objects.filter(school_id=confidential_log(cast.school.pk))
    assert entries
    assert not entries.filter(actor=cast.office.pk).exists()
    assert walk.key not in str([session.get_decoded() for session in Session.objects.all()])


def test_nothing_of_it_says_the_hour(client):
    cast = a_school()
    Walk(signed_in(client, cast.office)).about("image").answers(openness="anonymous").sends()
    concern = Concern.objects.get()
    entries = AuditEntry.objects.filter(kept_under=concern.kept_under)
    times = {concern.known_at, concern.reported_at, Receipt.objects.get().made_at, *(entry.at for entry in entries)}
    assert {timezone.localtime(time).time().isoformat() for time in times} == {"00:00:00"}


def test_the_same_form_sent_twice_shows_the_same_code_again(client):
    cast = a_school()
    walk = Walk(signed_in(client, cast.office)).about("image").answers(openness="anonymous")
    token = walk.get("check/").context["token"]
    first, second = walk.post("check/", token=token), walk.post("check/", token=token)
    assert first.status_code == second.status_code == 200
    assert first.context["token"] == second.context["token"]
    assert first.context["token"].encode() in second.content
    assert Concern.objects.count() == 1


def test_the_number_of_the_draft_alone_shows_nothing_again(client):
    cast = a_school()
    walk = Walk(signed_in(client, cast.office)).about("image").answers(openness="anonymous")
    walk.sends()
    assert walk.get("check/").status_code == 404
    assert walk.post("check/", token="2" * 20).status_code == 404
    other = a_concern(cast, openness=rules.ANONYMOUS)
    assert client.post(f"/report/drafts/{other.pk}/check/").status_code == 404


def test_where_the_door_is_shut_a_stranger_is_told_whom_to_call_and_begins_nothing(client):
    cast = a_school()
    shown = client.get("/report/")
    assert b"sign in to report a concern" in shown.content
    assert b"999" in shown.content
    client.post("/report/", {"danger": "no"})
    client.post(f"/report/?school={cast.school.pk}", {"danger": "no"})
    assert not Draft.objects.exists()


def test_a_stranger_reports_without_an_account_and_without_a_name(client):
    a_school_with_an_open_door()
    walk = Walk(client).about("disrepute").answers()
    assert walk.draft.adult is None
    sent = walk.sends()
    concern = Concern.objects.get()
    assert (sent.status_code, concern.source, concern.openness) == (200, rules.PUBLIC, rules.ANONYMOUS)
    assert (concern.reporter, concern.entered_by) == (None, None)
    assert Session.objects.count() == 0


def test_a_stranger_may_give_a_name(client):
    a_school_with_an_open_door()
    walk = Walk(client).about("disrepute")
    walk.answers(openness="named", own_name="A parent", own_contact="The office has it")
    assert walk.sends().url.startswith("/reported/receipts/")
    concern = Concern.objects.get()
    assert (concern.openness, account_of(concern)["own_name"]) == (rules.NAMED, "A parent")


def test_a_name_that_was_taken_back_is_not_sent(client):
    a_school_with_an_open_door()
    walk = Walk(client).about("disrepute").answers(openness="named", own_name="A parent")
    number = next(number for number, title, _ in walk.get("check/").context["rows"] if title.startswith("How do you"))
    walk.post(f"questions/{number}/", shown="openness", openness="anonymous", own_name="A parent")
    walk.sends()
    assert "own_name" not in account_of(Concern.objects.get())


@pytest.mark.clause("4-08-a")
def test_what_a_stranger_reports_about_the_headteacher_goes_past_the_headteacher(client):
    cast = a_school_with_an_open_door()
    walk = Walk(client).about("other").answers(people=[{"kind": "post-headteacher", "add": "1"}])
    page = walk.get("people/").content.decode()
    assert cast.head.name not in page
    assert "Headteacher" in page
    walk.sends()
    assert not queries.concerns(again(cast.head)).exists()
    assert queries.concerns(again(cast.chair)).exists()


def test_a_stranger_cannot_search_for_who_works_here(client):
    cast = a_school_with_an_open_door()
    walk = Walk(client).about("other")
    shown = walk.post("people/", name="Tom", find="1").content.decode()
    assert cast.teacher.name not in shown
    walk.post("people/", adult=str(cast.teacher.pk))
    walk.answers().sends()
    assert not Concern.objects.get().subjects.exists()


@pytest.mark.parametrize("place", ["²", "9" * 5000, "0", "-1"])
def test_whom_it_is_about_stays_where_the_number_of_nobody_is_taken_away(client, place):
    a_school_with_an_open_door()
    walk = Walk(client).about("other")
    walk.post("people/", kind="family", words="Somebody", add="1")
    assert walk.post("people/", remove=place).status_code == 302
    assert "Somebody" in walk.get("people/").content.decode()


def test_whoever_signs_in_afterwards_stands_in_no_row_with_what_was_begun_without_a_name(client):
    cast = a_school_with_an_open_door()
    cast.teacher.set_password(PASSWORD)
    cast.teacher.save()
    walk = Walk(client).about("other")
    client.post("/account/login/", {"login": cast.teacher.sign_in_name, "password": PASSWORD})
    kept = str([session.get_decoded() for session in Session.objects.all()])
    assert str(cast.teacher.pk) in kept
    assert walk.key not in kept


def test_the_first_page_is_small_and_needs_no_script(client):
    a_school_with_an_open_door()
    shown = client.get("/report/").content
    assert len(shown) < 20_000
    assert b'<button class="govuk-button" type="submit"' in shown
