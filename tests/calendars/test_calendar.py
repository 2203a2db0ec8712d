"""A calendar feed: a secret address, days of tasks, and no word about what they are."""

import datetime

import pytest
import time_machine
from architecture.world import a_policy
from cast import a_school, again, an_adult, signed_in
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from belisha.calendars import actions, rules
from belisha.calendars.models import Feed
from belisha.core.errors import NotAllowed, Refused
from belisha.core.models import AuditEntry
from belisha.core.queries import page_of_entries
from belisha.duties import actions as duties
from belisha.people.models import Adult

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return a_school()


@pytest.fixture
def version(cast):
    return a_policy(cast, "Staff policy of one", 2)


def fetch(client, secret):
    client.logout()
    return client.get(reverse("calendars:feed", args=[secret]))


def events(client, secret) -> list:
    answer = fetch(client, secret)
    assert answer.status_code == 200
    return Calendar.from_ical(answer.content).walk("VEVENT")


def test_a_calendar_shows_the_day_on_which_a_task_is_due(cast, version, client):
    secret = actions.make(cast.teacher, by=cast.teacher)
    (event,) = events(client, secret)
    due = version.acknowledgements.get(adult=cast.teacher).due_on
    assert event.decoded("dtstart") == due
    assert event.decoded("dtend") == due + datetime.timedelta(days=1)
    assert str(event["summary"]) == "Belisha: a task is due"


def test_an_event_keeps_its_id_and_goes_when_the_task_is_done(cast, version, client):
    secret = actions.make(cast.teacher, by=cast.teacher)
    first, second = (events(client, secret)[0]["uid"] for _ in range(2))
    assert first == second
    duty = version.acknowledgements.get(adult=cast.teacher)
    duties.acknowledge(duty, by=cast.teacher, wording="read")
    assert events(client, secret) == []


def test_nothing_in_the_feed_names_anybody_or_anything(cast, version, client):
    text = fetch(client, actions.make(cast.teacher, by=cast.teacher)).content.decode().lower()
    named = [*Adult.objects.values_list("name", flat=True), cast.school.name, version.policy.title]
    words = {word.lower() for name in named for word in name.split() if len(word) > 3} - {"policy", "head"}
    assert [word for word in words if word in text] == []
    for matter in ("policy", "acknowledg", "read", "register", "/duties", "/policies", cast.teacher.email):
        assert matter not in text, matter


def test_every_kind_of_entry_says_only_that_there_is_something():
    for title in rules.TITLES.values():
        assert title.startswith("Belisha: ")
        assert "{" not in title
        assert len(title) < 40


def test_the_file_is_one_that_calendars_read(cast, version, client):
    answer = fetch(client, actions.make(cast.teacher, by=cast.teacher))
    assert answer["Content-Type"].startswith("text/calendar")
    assert answer["Cache-Control"] == "no-store"
    assert b"\r\n" in answer.content
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))
    (calendar,) = Calendar.from_ical(answer.content).walk("VCALENDAR")
    assert {"PRODID", "VERSION"} <= set(calendar)
    (event,) = calendar.walk("VEVENT")
    assert {"UID", "DTSTAMP", "DTSTART"} <= set(event)
    assert "belisha_session" not in answer.cookies


def test_unknown_withdrawn_renewed_and_left_look_the_same(cast, client):
    old = actions.make(cast.teacher, by=cast.teacher)
    actions.make(cast.teacher, by=cast.teacher)
    withdrawn = actions.make(cast.dsl, by=cast.dsl)
    actions.withdraw(Feed.objects.get(adult=cast.dsl, withdrawn_at=None), by=cast.dsl)
    left = actions.make(cast.volunteer, by=cast.volunteer)
    Adult.objects.filter(pk=cast.volunteer.pk).update(ends=timezone.localdate())
    answers = [fetch(client, secret) for secret in (old, withdrawn, left, "x" * 43, "short", "x" * 400)]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


def test_a_secret_of_the_wrong_shape_is_not_looked_up_and_a_right_one_asks_as_often_for_many(
    cast, client, django_assert_num_queries, django_assert_max_num_queries
):
    with django_assert_num_queries(0):
        client.get(reverse("calendars:feed", args=["short"]))
    secret = actions.make(cast.teacher, by=cast.teacher)
    counts = []
    for number in (1, 5):
        for each in range(number):
            a_policy(cast, f"Policy {number} {each}", 1)
        with django_assert_max_num_queries(20) as seen:
            events(client, secret)
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_only_a_hash_of_the_secret_is_kept_and_the_log_holds_none_of_it(cast):
    secret = actions.make(cast.teacher, by=cast.teacher)
    feed = Feed.objects.get(adult=cast.teacher)
    assert secret not in str(vars(feed))
    (line,) = page_of_entries(cast.head, kind="calendar.make")[0]
    assert line.sentence == "Tom Hesketh made a new calendar address"
    told = " ".join(str(part) for change in line.change for part in change)
    assert secret not in told
    assert feed.secret_hash not in told


def test_the_page_shows_the_address_once(cast, client):
    signed_in(client, cast.teacher)
    shown = client.post(reverse("calendars:own")).content.decode()
    feed = Feed.objects.get(adult=cast.teacher)
    assert "/calendars/" in shown
    assert ".ics" in shown
    again_shown = client.get(reverse("calendars:own")).content.decode()
    assert ".ics" not in again_shown
    assert "Make a new address" in again_shown
    client.post(reverse("calendars:withdraw"))
    feed.refresh_from_db()
    assert feed.withdrawn_at


def test_looking_at_the_page_makes_no_address(cast, client):
    signed_in(client, cast.teacher).get(reverse("calendars:own"))
    assert not Feed.objects.exists()
    assert client.get(reverse("calendars:withdraw")).status_code == 404


def test_fetching_the_feed_writes_nothing(cast, version, client):
    secret = actions.make(cast.teacher, by=cast.teacher)
    before = AuditEntry.objects.count()
    events(client, secret)
    assert AuditEntry.objects.count() == before


@pytest.mark.parametrize("who", ["head", "office", "dsl", "it_lead", "other_head"])
def test_nobody_makes_or_withdraws_an_address_for_another(cast, who):
    actor = getattr(cast, who)
    with pytest.raises(Refused):
        actions.make(cast.teacher, by=actor)
    actions.make(cast.teacher, by=cast.teacher)
    with pytest.raises(Refused):
        actions.withdraw(Feed.objects.get(), by=actor)


def test_there_is_one_open_address_an_adult_and_it_is_withdrawn_once(cast):
    actions.make(cast.teacher, by=cast.teacher)
    feed = Feed.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Feed.objects.create(school=cast.school, adult=cast.teacher, secret_hash="0" * 64, made_at=timezone.now())
    actions.withdraw(feed, by=cast.teacher)
    with pytest.raises(NotAllowed):
        actions.withdraw(feed, by=cast.teacher)
    assert page_of_entries(cast.head, kind="calendar.withdraw")[0]


# Who sees that there is an address (columns: whose): only they themselves.
@pytest.mark.parametrize("who", ["head", "chair", "dsl", "teacher", "office", "it_lead", "volunteer", "other_teacher"])
def test_an_address_is_known_to_its_owner_alone(cast, who):
    from belisha.core.access import sees

    actions.make(cast.teacher, by=cast.teacher)
    assert sees(again(getattr(cast, who)), Feed.objects.get()) == (who == "teacher")


def test_an_address_dies_with_the_last_day(cast, version, client):
    joiner = an_adult(cast.school, "Nadia Flint", ends=timezone.localdate() + datetime.timedelta(days=3))
    secret = actions.make(joiner, by=joiner)
    assert fetch(client, secret).status_code == 200
    with time_machine.travel(timezone.now() + datetime.timedelta(days=3)):
        assert fetch(client, secret).status_code == 404
