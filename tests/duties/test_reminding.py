"""Reminders: in the school's working days, one letter a day whatever is due, to nobody who is excused or has left."""

import contextlib
import datetime
import itertools
import socket
import uuid

import pytest
import time_machine
from aiosmtpd.controller import Controller
from architecture.world import a_policy
from cast import a_school, again, an_adult, signed_in
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from duties import followed
from hypothesis import given
from hypothesis import strategies as st

from belisha import config
from belisha.core import notices
from belisha.core.access import WORKER
from belisha.core.clocks import add_working_days, is_working_day
from belisha.core.errors import Conflict, NotAllowed, Refused
from belisha.core.models import Notice
from belisha.core.queries import page_of_entries
from belisha.duties import actions as duties
from belisha.duties.following import actions, jobs, reminding, rules
from belisha.duties.following.models import Chasing
from belisha.duties.models import Acknowledgement
from belisha.duties.owed.models import Duty, Owed
from belisha.people.models import Adult, ClosedDays
from belisha.schedule import EVERY

pytestmark = pytest.mark.django_db

# A Wednesday without holidays near.
NOON = datetime.datetime(2027, 3, 3, 12, tzinfo=datetime.UTC)
TODAY = NOON.date()


@pytest.fixture(autouse=True)
def a_wednesday():
    """Nothing here depends on the day on which it is run."""
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def cast():
    with time_machine.travel(NOON - datetime.timedelta(days=90)):
        return a_school()


@pytest.fixture
def version(cast):
    """Asked of everybody on 3 March 2027, due ten working days later: on Wednesday 17 March."""
    with time_machine.travel(NOON, tick=False):
        return a_policy(cast, "In force", 2)


def on(day: datetime.date, hour=12):
    return time_machine.travel(datetime.datetime(day.year, day.month, day.day, hour, tzinfo=datetime.UTC), tick=False)


def march(day: int) -> datetime.date:
    return datetime.date(2027, 3, day)


def owes(cast, adult, due: datetime.date, **fields) -> Owed:
    duty = Duty.objects.create(
        school=cast.school, title=f"Duty {uuid.uuid4()}", way="tick", starts_on=TODAY, state="live", **fields
    )
    return Owed.objects.create(school=cast.school, adult=adult, duty=duty, opened_at=NOON, due_on=due)


def letters(adult=None, letter="task") -> int:
    found = Notice.objects.filter(letter=letter)
    return found.filter(adult_id=adult.pk).count() if adult else found.count()


def days_with_letters(adult, until: datetime.date, first: datetime.date = TODAY) -> list[int]:
    """On which days of the month the hourly look writes to somebody."""
    found = []
    while first <= until:
        before = letters(adult)
        with on(first):
            jobs.remind_due()
        found += [first.day] if letters(adult) > before else []
        first += datetime.timedelta(days=1)
    return found


# -- when -------------------------------------------------------------------------------------------------------------


def test_a_letter_goes_three_working_days_before_and_every_five_once_it_is_late(cast, version):
    # Due on Wednesday 17: on Friday 12, then every five working days as it is late. Good Friday is the 26th.
    assert days_with_letters(cast.teacher, march(31)) == [12, 19, 30]


def test_the_school_chooses_how_long_before_and_how_often(cast, version):
    followed.choose(cast, days_before=0, days_between=2)
    assert days_with_letters(cast.teacher, march(24)) == [17, 19, 23]


def test_holidays_of_the_school_and_weekends_are_silent_and_counted_out(cast, version):
    ClosedDays.objects.create(school=cast.school, title="Closed", first=march(11), last=march(16))
    # Three working days of the school before the 17th: the 16th, 15th, 12th and 11th do not count.
    assert days_with_letters(cast.teacher, march(24)) == [8, 19]


def test_before_the_hour_that_the_school_chose_nobody_is_written_to(cast, version):
    with on(march(12), hour=7):
        jobs.remind_due()
        assert letters() == 0
    with on(march(12), hour=8):
        jobs.remind_due()
        assert letters() > 0


def test_switched_off_nobody_is_written_to(cast, version):
    followed.choose(cast, on=False)
    assert days_with_letters(cast.teacher, march(31)) == []


def test_what_is_done_is_not_reminded_of(cast, version):
    row = Acknowledgement.objects.get(adult=cast.teacher)
    duties.acknowledge(row, by=cast.teacher, wording="read")
    assert days_with_letters(cast.teacher, march(24)) == []


# -- one letter -------------------------------------------------------------------------------------------------------


def test_whatever_is_due_one_letter_goes_and_says_nothing(cast, version):
    for number in (15, 16, 17, 18):
        owes(cast, cast.teacher, march(number))
    with on(march(15)):
        for _ in range(3):
            jobs.remind_due()
    assert letters(cast.teacher) == 1
    assert {(each.letter, notices.link_of(each)) for each in Notice.objects.all()} == {("task", "/")}
    assert Owed.objects.filter(adult=cast.teacher, reminded_at=None).count() == 0


@pytest.mark.parametrize("first", ["version", "late", "one"])
def test_a_letter_that_a_leader_sent_counts(cast, version, first):
    with on(march(18)):
        send = {
            "version": lambda: duties.remind(version, by=cast.head),
            "late": lambda: actions.remind_late(cast.school, by=cast.head),
            "one": lambda: actions.remind_one(cast.teacher, by=cast.head),
        }
        send[first]()
        jobs.remind_due()
        assert letters(cast.teacher) == 1
        for sends_again in send.values():
            with contextlib.suppress(NotAllowed), transaction.atomic():
                sends_again()
        assert letters(cast.teacher) == 1


def test_a_letter_this_morning_counts_although_that_task_is_done(cast, version):
    owes(cast, cast.teacher, march(17))
    with on(march(18), hour=9):
        duties.remind(version, by=cast.head)
    with on(march(18), hour=10):
        duties.acknowledge(Acknowledgement.objects.get(adult=cast.teacher), by=cast.teacher, wording="read")
        jobs.remind_due()
    assert letters(cast.teacher) == 1


def test_the_next_day_is_another_day(cast, version):
    with on(march(18)):
        actions.remind_one(cast.teacher, by=cast.head)
    with on(march(19)):
        actions.remind_one(cast.teacher, by=cast.head)
    assert letters(cast.teacher) == 2


# -- to whom ----------------------------------------------------------------------------------------------------------


def test_nobody_is_written_to_who_is_excused_has_left_has_not_begun_or_has_no_address(cast, version):
    with on(march(10)):
        followed.an_excuse(cast.governor, by=cast.head)
    Adult.objects.filter(pk=cast.hr.pk).update(ends=march(12))
    Adult.objects.filter(pk=cast.it_lead.pk).update(email="")
    soon = an_adult(cast.school, "Nadia Flint", starts=march(29))
    owes(cast, soon, march(15))
    with on(march(12)):
        jobs.remind_due()
    silent = {cast.governor.pk, cast.hr.pk, cast.it_lead.pk, soon.pk}
    written = set(Notice.objects.values_list("adult_id", flat=True))
    assert written == {adult.pk for adult in cast.people} - silent


def test_who_is_excused_from_one_thing_is_reminded_of_the_other(cast, version):
    row = owes(cast, cast.teacher, march(15))
    with on(march(10)):
        followed.an_excuse(cast.teacher, by=cast.head, of=version.policy)
    with on(march(12)):
        jobs.remind_due()
    row.refresh_from_db()
    assert row.reminded_at
    assert Acknowledgement.objects.get(adult=cast.teacher).reminded_at is None


def test_leaders_letters_about_a_policy_pass_over_who_is_excused(cast, version):
    with on(march(10)):
        followed.an_excuse(cast.governor, by=cast.head)
        duties.remind(version, by=cast.head)
    assert letters(cast.governor) == 0
    assert letters(cast.teacher) == 1


def test_one_adult_with_nothing_to_do_or_no_address_is_not_written_to(cast, version):
    duties.acknowledge(Acknowledgement.objects.get(adult=cast.teacher), by=cast.teacher, wording="read")
    with pytest.raises(NotAllowed, match="nothing to do"):
        actions.remind_one(cast.teacher, by=cast.head)
    Adult.objects.filter(pk=cast.hr.pk).update(email="")
    with pytest.raises(NotAllowed, match="cannot be written to"):
        actions.remind_one(again(cast.hr), by=cast.head)


def test_another_school_is_left_alone(cast, version):
    with on(march(18)), pytest.raises(NotAllowed):
        actions.remind_late(cast.other_school, by=cast.other_head)
    assert letters() == 0


@pytest.mark.parametrize("who", ["dsl", "office", "chair", "teacher", "it_lead", "other_head"])
def test_only_the_headteacher_and_deputy_remind(cast, version, client, who):
    actor = getattr(cast, who)
    with on(march(18)):
        with pytest.raises(Refused):
            actions.remind_late(cast.school, by=actor)
        with pytest.raises(Refused):
            actions.remind_one(cast.teacher, by=actor)
    assert letters() == 0


# -- a worker that is killed, and two that work at once ---------------------------------------------------------------


def test_a_letter_and_the_note_of_it_are_written_together_or_not_at_all(cast, version, monkeypatch):
    class Killed(BaseException):
        """What SIGKILL is to a transaction."""

    def dies(*_):
        raise Killed

    with on(march(12)):
        monkeypatch.setattr(notices, "nudge", dies)
        with pytest.raises(Killed):
            jobs.remind_due()
        monkeypatch.undo()
        assert letters() == 0
        assert not Acknowledgement.objects.exclude(reminded_at=None).exists()
        jobs.remind_due()
        jobs.remind_due()
    assert letters() == len(cast.people)


def test_many_are_written_to_a_chunk_at_a_time(cast, version, monkeypatch):
    monkeypatch.setattr(actions, "CHUNK", 4)
    with on(march(12)):
        jobs.remind_due()
    assert letters() == len(cast.people)
    said = [line.sentence for line in page_of_entries(cast.head, kind="chasing.remind")[0]]
    assert said == [f"Belisha reminded {who} adults of what they have to do at {cast.school}" for who in (2, 4, 4)]


def test_both_looks_are_in_the_schedule():
    assert {jobs.remind_due, jobs.digest_due} <= {function for _, function in EVERY}


# -- rules and SQL ----------------------------------------------------------------------------------------------------


@given(
    today=st.dates(datetime.date(2027, 1, 1), datetime.date(2027, 12, 31)), before=st.integers(0, 10),
    between=st.integers(1, 10),
)  # fmt: skip
def test_before_it_is_due_there_is_one_letter_and_never_two_on_neighbouring_days(today, before, between):
    while not is_working_day(today):
        today += rules.ONE
    due, reminded, sent = add_working_days(today, 15), None, []
    day = today
    while day <= due + 20 * rules.ONE:
        at = rules.pace(day, before, between)
        if at and at.wants_letter(due, reminded):
            sent.append(day)
            reminded = day
        day += rules.ONE
    assert len([each for each in sent if each <= due]) == 1
    for one, next_one in itertools.pairwise(sent[1:]):
        assert add_working_days(one, between) == next_one


def test_sql_and_python_agree_about_who_wants_a_letter(cast):
    rows = [
        (owes(cast, cast.teacher, TODAY + datetime.timedelta(days=due)), reminded)
        for due in range(-9, 9)
        for reminded in (None, 0, 1, 2, 3, 5, 6, 7, 8, 9)
    ]
    for row, reminded in rows:
        if reminded is not None:
            Owed.objects.filter(pk=row.pk).update(reminded_at=NOON - datetime.timedelta(days=reminded))
    at = rules.pace(TODAY, 3, 5)
    with on(TODAY):
        wanted = set(
            reminding.open_of(Owed, adult=cast.teacher).filter(reminding.due_at(at)).values_list("pk", flat=True)
        )
    told = {
        row.pk
        for row, reminded in rows
        if at.wants_letter(row.due_on, None if reminded is None else TODAY - datetime.timedelta(days=reminded))
    }
    assert wanted == told
    assert wanted
    assert len(wanted) < len(rows)


def test_there_is_no_pace_on_a_day_on_which_nobody_works():
    assert rules.pace(march(6), 3, 5) is None
    assert rules.pace(march(26), 3, 5) is None
    assert rules.pace(march(5), 3, 5, frozenset({march(5)})) is None


# -- the leaders' digest ----------------------------------------------------------------------------------------------


def test_leaders_hear_on_their_weekday_that_somebody_is_late_and_nothing_more(cast, version):
    with on(march(22)):
        jobs.digest_due()
        jobs.digest_due()
    assert letters(letter="digest") == 1
    notice = Notice.objects.get(letter="digest")
    assert notice.adult_id == cast.head.pk
    assert notices.link_of(notice) == reverse("following:overview")


def test_nobody_hears_where_nobody_is_late_or_who_is_late_is_excused(cast, version):
    with on(march(15)):
        jobs.digest_due()
    with on(march(22)):
        for adult in cast.people:
            if adult != cast.head:
                followed.an_excuse(adult, by=cast.head)
        duties.acknowledge(Acknowledgement.objects.get(adult=cast.head), by=cast.head, wording="read")
        jobs.digest_due()
    assert letters(letter="digest") == 0


def test_those_hear_whom_a_duty_names_if_they_can_open_the_page(cast):
    owes(cast, cast.teacher, march(15), chased_by=["dsl", "it_lead", "governor"])
    with on(march(22)):
        jobs.digest_due()
    assert set(Notice.objects.values_list("adult_id", flat=True)) == {cast.dsl.pk}


def test_a_duty_that_names_nobody_is_followed_up_by_those_who_remind(cast):
    owes(cast, cast.teacher, march(15))
    with on(march(22)):
        jobs.digest_due()
    assert set(Notice.objects.values_list("adult_id", flat=True)) == {cast.head.pk}


@pytest.mark.parametrize(
    ("day", "weekday", "last", "goes"),
    [
        (8, 0, None, True), (9, 0, None, False), (8, None, None, False), (9, 0, march(8), False),
        (15, 0, march(8), True), (16, 0, march(8), True), (29, 0, march(22), False), (30, 0, march(22), True),
        (30, 0, None, True), (31, 0, march(30), False), (13, 4, march(5), False),
    ],
)  # fmt: skip
def test_a_digest_waits_for_the_next_working_day_and_is_never_sent_twice_a_week(day, weekday, last, goes):
    # Monday 29 March 2027 is Easter Monday.
    assert rules.digest_today(march(day), weekday, last) is goes


def test_without_a_weekday_there_is_no_digest(cast, version):
    followed.choose(cast, digest_weekday=None)
    for day in (22, 23, 24, 25):
        with on(march(day)):
            jobs.digest_due()
    assert letters(letter="digest") == 0


def test_the_digest_is_told_in_the_log(cast, version):
    with on(march(22)):
        jobs.digest_due()
    (line,) = page_of_entries(cast.head, kind="chasing.digest")[0]
    assert line.sentence == f"Belisha told one adult at {cast.school} that tasks are late"


# -- the school's choice ----------------------------------------------------------------------------------------------


def test_the_school_sets_when_it_reminds(cast, client):
    signed_in(client, cast.head)
    chosen = {"on": "on", "days_before": 2, "days_between": 4, "from_hour": 9, "digest_weekday": 3, "seen": ""}
    assert client.post(reverse("following:chasing"), chosen).status_code == 302
    row = Chasing.objects.get()
    assert (row.on, row.days_before, row.days_between, row.from_hour, row.digest_weekday) == (True, 2, 4, 9, 3)
    (line,) = page_of_entries(cast.head, kind="chasing.set")[0]
    assert line.sentence == f"Margaret Okafor changed the reminders of {cast.school}"


def test_of_two_who_change_it_at_once_the_second_is_told(cast):
    mine, theirs = Chasing(school=cast.school), Chasing(school=cast.school)
    choice = {"on": True, "days_before": 1, "days_between": 1, "from_hour": 8, "digest_weekday": None}
    actions.set_chasing(mine, by=cast.head, **choice)
    with pytest.raises(Conflict):
        actions.set_chasing(theirs, by=cast.head, **choice)


@pytest.mark.parametrize("who", ["dsl", "office", "it_lead", "teacher", "other_head"])
def test_others_do_not_choose_when_the_school_reminds(cast, who):
    with pytest.raises(Refused):
        actions.set_chasing(
            Chasing(school=cast.school), by=getattr(cast, who), on=False, days_before=1, days_between=1, from_hour=8,
            digest_weekday=None,
        )  # fmt: skip


def test_looking_at_the_choice_makes_no_row(cast, client):
    assert signed_in(client, cast.head).get(reverse("following:chasing")).status_code == 200
    assert not Chasing.objects.exists()


# -- the pages --------------------------------------------------------------------------------------------------------


def test_a_leader_reminds_all_who_are_late_and_one_adult(cast, version, client):
    with on(march(18)):
        signed_in(client, cast.head)
        assert "tasks are overdue" in client.get(reverse("following:remind")).content.decode()
        client.post(reverse("following:remind_one", args=[cast.teacher.pk]))
        assert letters() == 1
        client.post(reverse("following:remind"))
    assert letters() == len(cast.people)
    (line,) = page_of_entries(cast.head, kind="chasing.remind_one")[0]
    assert line.sentence == "Margaret Okafor reminded Tom Hesketh of what they have to do"


# -- a real mail server -----------------------------------------------------------------------------------------------


class Postbox:
    """What arrived."""

    def __init__(self):
        self.letters = []

    async def handle_DATA(self, server, session, envelope):
        self.letters.append(envelope)
        return "250 taken"


@pytest.fixture
def postbox(monkeypatch, settings):
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
    box = Postbox()
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    mine = config.load().model_copy(update={"email_host": "127.0.0.1", "email_port": port, "email_tls": False})
    monkeypatch.setattr(config, "load", lambda: mine)
    options = {"host": "127.0.0.1", "port": port, "use_tls": False, "timeout": 5}
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}
    yield box
    server.stop()


def test_letters_that_arrive_name_nobody_and_nothing(cast, version, postbox):
    duty = owes(cast, cast.teacher, march(15))
    with on(march(22)):
        jobs.remind_due()
        jobs.digest_due()
        notices.send_waiting.call()
        notices.send_waiting.call()
    assert len(postbox.letters) == len(cast.people) + 1
    names = {word for adult in cast.people for word in adult.name.lower().split()}
    for letter in postbox.letters:
        said = letter.content.decode().lower()
        for address in letter.rcpt_tos:
            said = said.replace(address, "")
        for named in (*names, duty.duty.title.lower(), "in force", "alder", "acknowledg", "policy", "overdue"):
            assert named not in said, named
    assert timezone.is_aware(NOON)
    assert WORKER.name not in {adult.name for adult in cast.people}
