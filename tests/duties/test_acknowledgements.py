"""Who is asked, who has answered, who is reminded."""

import datetime

import pytest
import time_machine
from cast import a_school, again, an_adult, signed_in
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from papers import SHORT, published

from belisha.core import notices
from belisha.core.errors import NotAllowed, Refused
from belisha.core.models import Notice
from belisha.duties import actions, jobs, queries, rules
from belisha.duties.models import Acknowledgement
from belisha.people import actions as people
from belisha.people.leaving import actions as leaving

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return a_school()


@pytest.fixture
def version(cast, tmp_path):
    version = published(cast, tmp_path)
    jobs.open_for_version.call(str(version.pk))
    return version


def duty_of(adult, version):
    return Acknowledgement.objects.select_related("version__policy", "school").get(adult=adult, version=version)


@pytest.mark.clause("2-01-a", "2-01-b", "2-01-c", "4-01-a")
def test_every_adult_who_works_here_is_asked_and_nobody_else(cast, version):
    asked = set(Acknowledgement.objects.filter(version=version).values_list("adult_id", flat=True))
    assert asked == {adult.pk for adult in cast.people}
    assert cast.leaver.pk not in asked
    assert cast.other_teacher.pk not in asked


def test_asking_twice_asks_nobody_twice(cast, version):
    before = Acknowledgement.objects.count()
    assert jobs.open_for_version.call(str(version.pk)) == 0
    assert Acknowledgement.objects.count() == before


@pytest.mark.clause("3-08-b")
def test_a_joiner_is_asked_too_and_counts_from_their_first_day(cast, version):
    first_day = timezone.localdate() + datetime.timedelta(days=30)
    joiner = an_adult(cast.school, "Nadia Flint", starts=first_day)
    jobs.open_for_school.call(str(cast.school.pk))
    assert duty_of(joiner, version).due_on > first_day


def test_what_a_lost_nudge_left_is_found_by_the_hourly_look(cast, tmp_path):
    version = published(cast, tmp_path)
    jobs.open_due()
    assert Acknowledgement.objects.filter(version=version).count() == len(cast.people)
    jobs.open_due()
    assert Acknowledgement.objects.filter(version=version).count() == len(cast.people)


def test_the_days_to_acknowledge_are_working_days(cast, tmp_path):
    version = published(cast, tmp_path)
    with time_machine.travel("2026-12-18 10:00", tick=False):
        jobs.open_for_version.call(str(version.pk))
    # Ten working days from Friday 18 December 2026 skip Christmas Day, the substitute for Boxing Day, and New Year.
    assert duty_of(cast.teacher, version).due_on == datetime.date(2027, 1, 6)


@pytest.mark.clause("4-11-a", "3-03-a", "3-05-a", "4-12-a", "4-13-a")
def test_an_acknowledgement_keeps_who_what_when_and_the_words(cast, version, client):
    duty = duty_of(cast.teacher, version)
    signed_in(client, cast.teacher)
    page = client.get(reverse("duties:acknowledge", args=[duty.pk])).content.decode()
    client.post(reverse("duties:acknowledge", args=[duty.pk]), {"read": "on"})
    duty.refresh_from_db()
    assert duty.state == rules.DONE
    assert duty.version_hash == version.text_hash
    assert duty.wording in page
    assert "in my own time" in duty.wording
    assert timezone.now() - duty.done_at < datetime.timedelta(minutes=1)


def test_without_the_tick_nothing_is_acknowledged(cast, version, client):
    duty = duty_of(cast.teacher, version)
    answer = signed_in(client, cast.teacher).post(reverse("duties:acknowledge", args=[duty.pk]), {})
    assert "Tick the box" in answer.content.decode()
    duty.refresh_from_db()
    assert duty.state == rules.DUE


def test_a_double_click_acknowledges_once(cast, version, client):
    duty = duty_of(cast.teacher, version)
    signed_in(client, cast.teacher)
    for _ in range(2):
        answer = client.post(reverse("duties:acknowledge", args=[duty.pk]), {"read": "on"}, follow=True)
        assert answer.status_code == 200
    duty.refresh_from_db()
    first = duty.done_at
    with pytest.raises(NotAllowed):
        actions.acknowledge(duty, by=cast.teacher, wording="again")
    duty.refresh_from_db()
    assert duty.done_at == first


@pytest.mark.parametrize("who", ["head", "office", "dsl", "volunteer", "other_head"])
def test_nobody_acknowledges_for_another(cast, version, client, who):
    duty = duty_of(cast.teacher, version)
    with pytest.raises(Refused):
        actions.acknowledge(duty, by=getattr(cast, who), wording="x")
    assert signed_in(client, getattr(cast, who)).get(reverse("duties:acknowledge", args=[duty.pk])).status_code == 404


def test_the_database_itself_refuses_a_half_acknowledgement(cast, version):
    with pytest.raises(IntegrityError), transaction.atomic():
        Acknowledgement.objects.filter(adult=cast.teacher).update(state=rules.DONE)


def test_a_version_that_is_no_longer_in_force_is_no_longer_asked_for(cast, version, tmp_path):
    duty = duty_of(cast.teacher, version)
    actions.acknowledge(duty_of(cast.dsl, version), by=cast.dsl, wording="read")
    newer = published(cast, tmp_path, SHORT + "\nStaff must ask first.\n", policy=version.policy)
    with pytest.raises(NotAllowed, match="no longer in force"):
        actions.acknowledge(duty_of(cast.teacher, version), by=cast.teacher, wording="late")
    jobs.open_for_version.call(str(newer.pk))
    duty.refresh_from_db()
    assert duty.state == rules.LAPSED
    assert duty_of(cast.dsl, version).state == rules.DONE
    assert duty_of(cast.dsl, newer).state == rules.DUE


# -- leaders --------------------------------------------------------------------------------------------


@pytest.mark.clause("4-01-a")
def test_leaders_see_who_has_and_who_has_not(cast, version, client):
    actions.acknowledge(duty_of(cast.teacher, version), by=cast.teacher, wording="read")
    signed_in(client, cast.head)
    address = reverse("duties:acknowledgements")
    due, done = (client.get(address, {"show": show}).content.decode() for show in ("due", "done"))
    assert cast.teacher.name in done
    assert cast.teacher.name not in due
    assert cast.volunteer.name in due
    assert queries.tally(cast.head, version)["done"] == 1


@pytest.mark.parametrize(
    ("who", "status"),
    [("head", 200), ("dsl", 200), ("office", 200), ("trust_safeguarding", 200), ("chair", 404), ("governor", 404),
     ("teacher", 404), ("volunteer", 404), ("it_lead", 404), ("hr", 404)],
)  # fmt: skip
def test_only_leaders_see_the_list(cast, version, client, who, status):
    assert signed_in(client, getattr(cast, who)).get(reverse("duties:acknowledgements")).status_code == status


def test_another_schools_headteacher_sees_none_of_it(cast, version, client):
    page = signed_in(client, cast.other_head).get(reverse("duties:acknowledgements")).content.decode()
    assert cast.teacher.name not in page
    assert client.get(reverse("duties:remind", args=[version.pk])).status_code == 404


def test_a_list_of_many_goes_page_by_page_and_misses_nobody(cast, tmp_path):
    for n in range(60):
        an_adult(cast.school, "Same Name" if n % 2 else f"Adult {n:03}", email="")
    version = published(cast, tmp_path)
    jobs.open_for_version.call(str(version.pk))
    seen, after = [], ""
    while True:
        rows, after = queries.page_of_asked(cast.head, version, show="due", after=after)
        seen += [row.adult_id for row in rows]
        if not after:
            break
    assert len(seen) == len(set(seen)) == Acknowledgement.objects.filter(version=version).count()


def test_a_reminder_goes_to_those_who_owe_and_can_be_written_to_and_names_nothing(cast, version, client):
    actions.acknowledge(duty_of(cast.teacher, version), by=cast.teacher, wording="read")
    quiet = an_adult(cast.school, "Nadia Flint", email="")
    jobs.open_for_school.call(str(cast.school.pk))
    signed_in(client, cast.head).post(reverse("duties:remind", args=[version.pk]))
    written_to = set(Notice.objects.values_list("adult_id", flat=True))
    assert written_to == {adult.pk for adult in cast.people} - {cast.teacher.pk}
    assert quiet.pk not in written_to
    assert duty_of(cast.volunteer, version).reminded_at
    assert {(row.letter, notices.link_of(row)) for row in Notice.objects.all()} == {("task", "/")}
    assert not Notice.objects.filter(link="/").exists()
    assert not mail.outbox


def test_nobody_left_to_remind_is_said(cast, version):
    for adult in cast.people:
        actions.acknowledge(duty_of(adult, version), by=adult, wording="read")
    with pytest.raises(NotAllowed, match="Nobody"):
        actions.remind(version, by=cast.head)


@pytest.mark.parametrize("who", ["teacher", "office", "dsl", "chair"])
def test_only_the_headteacher_or_deputy_reminds(cast, version, who):
    with pytest.raises(Refused):
        actions.remind(version, by=getattr(cast, who))


def test_a_leaver_is_no_longer_on_the_list(cast, version):
    people.change(
        again(cast.volunteer), by=cast.head, name=cast.volunteer.name, kind="volunteer", email=cast.volunteer.email,
        starts=cast.volunteer.starts, ends=timezone.localdate(),
    )  # fmt: skip
    assert cast.volunteer.pk not in set(queries.asked(cast.head, version).values_list("adult_id", flat=True))
    assert duty_of(cast.volunteer, version).state == rules.LAPSED


def test_the_home_page_says_what_to_read_and_by_when(cast, version, client):
    page = signed_in(client, cast.teacher).get("/").content.decode()
    assert f"Read and acknowledge {version.policy.title}" in page
    actions.acknowledge(duty_of(cast.teacher, version), by=cast.teacher, wording="read")
    assert "Read and acknowledge" not in client.get("/").content.decode()


def test_sixty_adults_take_no_more_queries_than_twelve(cast, version, client, django_assert_max_num_queries):
    signed_in(client, cast.head)
    client.get("/")
    counts = []
    for more in (0, 50):
        for n in range(more):
            an_adult(cast.school, f"Adult {n:03}", email="")
        jobs.open_for_school.call(str(cast.school.pk))
        with django_assert_max_num_queries(40) as seen:
            client.get(reverse("duties:acknowledgements"))
        counts.append(len(seen))
    assert counts[0] == counts[1]


@pytest.mark.clause("2-01-b")
def test_whoever_leaves_is_asked_no_longer_and_asked_again_if_they_come_back(cast, version):
    today = timezone.localdate()
    leaving.note_last_day(again(cast.teacher), by=cast.head, ends=today)
    assert duty_of(cast.teacher, version).state == rules.LAPSED
    leaving.note_last_day(again(cast.teacher), by=cast.head, ends=today + datetime.timedelta(days=90))
    jobs.heed_audience.call(str(cast.school.pk))
    assert duty_of(cast.teacher, version).state == rules.DUE


def test_what_a_leaver_acknowledged_stays(cast, version):
    actions.acknowledge(duty_of(cast.teacher, version), by=cast.teacher, wording="I have read it.")
    leaving.note_last_day(again(cast.teacher), by=cast.head, ends=timezone.localdate())
    assert duty_of(cast.teacher, version).state == rules.DONE
