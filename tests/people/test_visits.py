"""Somebody for today: added in one page, handed the tablet, and gone the day after."""

import datetime
import uuid

import pytest
import time_machine
from cast import a_school, again, signed_in
from django.core.exceptions import ObjectDoesNotExist
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from belisha.core.errors import NotAllowed, Refused
from belisha.people.codes import actions, rules, visits
from belisha.people.models import Adult, Employer

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 11, 23)
NOON = datetime.datetime(2026, 11, 23, 12, tzinfo=datetime.UTC)
NOBODY = {"chosen": None}
AGENCY = {"name": "Northgate Supply", "telephone": "0000"}


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


def comes(cast, by=None, key=None, sender=AGENCY, name="Ines Calloway", last=None, teacher=True) -> Adult:
    key = key or uuid.uuid4()
    return visits.receive(
        cast.school, by=by or cast.office, key=key, name=name, sender=sender, teacher=teacher, last=last
    )


@pytest.mark.clause("2-01-a", "2-01-b")
def test_somebody_for_today_works_here_until_midnight_and_not_a_minute_longer():
    cast = a_school()
    adult = comes(cast)
    assert (adult.kind, adult.starts, adult.employer.name) == ("agency", TODAY, "Northgate Supply")
    assert [grant.role for grant in adult.grants.all()] == ["teacher"]
    london = datetime.timezone(datetime.timedelta(0))
    for moment, works in (
        (datetime.datetime(2026, 11, 23, 0, 1, tzinfo=london), True),
        (datetime.datetime(2026, 11, 23, 23, 59, tzinfo=london), True),
        (datetime.datetime(2026, 11, 24, 0, 0, tzinfo=london), False),
    ):
        with time_machine.travel(moment, tick=False):
            assert again(adult).is_active is works, moment


def test_the_day_after_neither_the_tablet_nor_a_code_lets_them_in():
    cast = a_school()
    adult = comes(cast)
    code, _ = actions.make(adult, by=cast.office)
    with time_machine.travel(NOON + datetime.timedelta(days=1), tick=False):
        assert actions.open_code(code) is None
        for act in (actions.make, actions.hand_over):
            with pytest.raises(NotAllowed):
                act(again(adult), by=again(cast.office))


def test_a_session_that_was_open_at_midnight_is_closed():
    cast, browser = a_school(), Client()
    adult = comes(cast)
    signed_in(browser, cast.office).post(reverse("codes:hand_over", args=[adult.pk]))
    assert browser.get("/").status_code == 200
    with time_machine.travel(datetime.datetime(2026, 11, 24, 0, 0, 30, tzinfo=datetime.UTC), tick=False):
        assert browser.get("/").status_code == 302


def test_the_last_day_on_screen_is_the_last_day_they_work():
    assert rules.closes_after(TODAY) == datetime.date(2026, 11, 24)
    cast = a_school()
    adult = comes(cast, last=datetime.date(2026, 11, 27))
    with time_machine.travel(datetime.datetime(2026, 11, 27, 15, tzinfo=datetime.UTC), tick=False):
        assert again(adult).is_active
    with time_machine.travel(datetime.datetime(2026, 11, 28, 8, tzinfo=datetime.UTC), tick=False):
        assert not again(adult).is_active


def test_a_second_click_adds_nobody():
    cast, key = a_school(), uuid.uuid4()
    assert comes(cast, key=key) == comes(cast, key=key)
    assert Adult.objects.filter(name="Ines Calloway").count() == Employer.objects.count() == 1


def test_a_key_of_another_school_adds_nobody_and_tells_nothing():
    cast = a_school()
    with pytest.raises(NotAllowed) as refused:
        comes(cast, key=cast.other_teacher.pk)
    assert cast.other_teacher.name not in str(refused.value)


def test_a_sender_who_is_known_is_not_added_again():
    cast = a_school()
    first = comes(cast)
    second = comes(cast, name="Omar Bell", sender={"chosen": first.employer})
    third = comes(cast, name="Rose Tan", sender={"name": "northgate supply", "telephone": ""})
    assert first.employer == second.employer == third.employer
    assert Employer.objects.count() == 1


def test_whom_nobody_sends_is_a_volunteer():
    adult = comes(a_school(), sender=NOBODY, teacher=False)
    assert (adult.kind, adult.employer, adult.grants.count()) == ("volunteer", None, 0)


@pytest.mark.parametrize("who", ["teacher", "dsl", "chair", "governor", "deputy", "other_head", "stranger"])
def test_nobody_but_the_office_and_the_headteacher_adds_somebody(client, who):
    cast = a_school()
    adult = getattr(cast, who, cast.volunteer)
    with pytest.raises(Refused):
        comes(cast, by=adult)
    assert not Adult.objects.filter(name="Ines Calloway").exists()
    answer = signed_in(client, adult).get(reverse("codes:visit"))
    assert answer.status_code in ({200} if who == "other_head" else {302, 404})


def test_the_page_says_what_is_missing_and_loses_nothing_that_was_typed(client):
    signed_in(client, a_school().office)
    said = client.post(
        reverse("codes:visit"), {"name": "Ines Calloway", "sender": "new", "last_0": "1"}
    ).content.decode()
    assert "Enter the name of the agency or firm" in said
    assert 'value="Ines Calloway"' in said
    assert "Choose who sends them" in client.post(reverse("codes:visit"), {"name": "A"}).content.decode()


def test_a_last_day_that_is_over_is_asked_for_again(client):
    signed_in(client, a_school().office)
    given = {"name": "Ines", "sender": "nobody", "last": "2026-11-22"}
    assert "not over yet" in client.post(reverse("codes:visit"), given).content.decode()


def test_nobody_can_be_handed_a_device_who_is_not_there(client):
    cast = a_school()
    signed_in(client, cast.office)
    for adult in (cast.other_teacher.pk, uuid.uuid4()):
        assert client.post(reverse("codes:hand_over", args=[adult])).status_code == 404
    assert client.post(reverse("codes:hand_over", args=[cast.head.pk])).status_code == 403
    assert client.session.get("_auth_user_id") == str(cast.office.pk)
    with pytest.raises(ObjectDoesNotExist):
        Adult.objects.get(name="Ines Calloway")
    assert timezone.localdate() == TODAY
