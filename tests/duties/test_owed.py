"""Who is asked for a duty, when it comes again, when it lapses, and what is kept of what was done."""

import datetime

import pytest
import time_machine
from cast import a_school, again, an_adult, many_adults, signed_in
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from owing import LINES, NO, YES, a_duty, asked, does, on, sealed, shipped, task_of

from belisha.core.access import WORKER, Role
from belisha.core.action import ANSWERS
from belisha.core.clocks import add_working_days
from belisha.core.errors import Conflict, NotAllowed, Refused
from belisha.core.models import AuditEntry
from belisha.core.queries import page_of_entries
from belisha.duties.owed import actions, jobs, rules
from belisha.duties.owed.doing import actions as doing
from belisha.duties.owed.keeping import actions as keeping
from belisha.duties.owed.models import Duty, Owed
from belisha.duties.owed.rules import Given
from belisha.people import actions as people
from belisha.people.leaving import actions as leaving
from belisha.people.models import ClosedDays

pytestmark = pytest.mark.django_db

REVIEWED = {"settings": ["settings"], "kinds": ["a"]}


@pytest.fixture
def cast():
    return a_school()


def later(days: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days)


def told(cast, kind: str) -> list[str]:
    return [line.sentence for line in page_of_entries(cast.head, kind=kind)[0]]


# -- who is asked ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "is_asked"), [(0, True), (10, False)])
def test_somebody_for_a_day_is_asked_only_what_is_due_on_that_day(cast, days, is_asked):
    with time_machine.travel(f"{add_working_days(timezone.localdate(), 1)} 09:00", tick=False):
        duty = a_duty(cast, days=days)
        visitor = an_adult(cast.school, "Nadia Flint", "agency", starts=timezone.localdate(), ends=later(1))
        assert jobs.open_duty.call(str(duty.pk)) == int(is_asked)
        actions.open_for(visitor)
        assert (visitor.pk in asked(duty)) == is_asked


def test_whoever_stays_on_after_all_is_asked(cast):
    duty = a_duty(cast, days=10)
    visitor = an_adult(cast.school, "Nadia Flint", "agency", starts=timezone.localdate(), ends=later(1))
    assert visitor.pk not in asked(duty)
    leaving.note_last_day(again(visitor), by=cast.head, ends=later(60))
    actions.open_for(again(visitor))
    assert visitor.pk in asked(duty)


def test_everybody_who_works_here_is_asked_and_nobody_else(cast):
    assert asked(a_duty(cast)) == {adult.pk for adult in cast.people}


def test_a_draft_is_asked_of_nobody(cast):
    duty = a_duty(cast, live=False)
    assert jobs.open_duty.call(str(duty.pk)) == 0
    jobs.open_due()
    assert asked(duty) == set()


@pytest.mark.parametrize(
    ("fields", "names"),
    [({"kinds": ["agency", "volunteer"]}, {"agency_ta", "volunteer"}), ({"roles": ["dsl"]}, {"dsl"}),
     ({"kinds": ["volunteer"], "roles": ["office"]}, {"volunteer", "office"})],
)  # fmt: skip
def test_a_duty_asks_the_kinds_and_roles_that_it_names(cast, fields, names):
    assert asked(a_duty(cast, **fields)) == {getattr(cast, name).pk for name in names}


def test_asking_twice_asks_nobody_twice_and_the_log_tells_it_once(cast):
    duty = a_duty(cast)
    number = len(asked(duty))
    assert actions.ask_everyone(duty, by=WORKER) == 0
    jobs.open_due()
    assert len(asked(duty)) == number
    assert told(cast, "owed.open") == [f"Belisha asked {number} adults: A tick"]


def test_a_duty_of_a_later_day_is_asked_when_the_day_has_come(cast):
    duty = a_duty(cast, starts_on=later(3))
    assert asked(duty) == set()
    with time_machine.travel(timezone.now() + datetime.timedelta(3), tick=False):
        jobs.open_due()
    assert len(asked(duty)) == len(cast.people)


@pytest.mark.clause("5-01-a")
def test_a_joiner_is_asked_and_counts_from_their_first_day(cast):
    duty = a_duty(cast, "review", days=5)
    joiner = an_adult(cast.school, "Nadia Flint", starts=later(30))
    jobs.open_for_adult.call(str(joiner.pk))
    assert task_of(joiner, duty).due_on > later(30)
    assert task_of(joiner, duty).due_on > task_of(cast.teacher, duty).due_on


def test_the_schools_closed_days_are_no_days_to_do_it_in(cast):
    with time_machine.travel("2026-11-23 10:00", tick=False):
        plain = task_of(cast.teacher, a_duty(cast, days=3)).due_on
        ClosedDays.objects.create(school=cast.school, title="Training days", first=plain, last=plain)
        assert task_of(cast.teacher, a_duty(cast, days=3)).due_on == plain + datetime.timedelta(1)


def test_many_who_join_at_once_are_asked_by_one_job(cast):
    duty = a_duty(cast)
    many_adults(cast.school, 3)
    for answer in ANSWERS["adult.add_many"]:
        answer(cast.school, by=cast.office)
    assert jobs.open_for_school.call(str(cast.school.pk)) == 3
    assert len(asked(duty)) == len(cast.people) + 3


def test_a_role_that_was_given_is_asked_for_what_binds_it_and_one_that_ended_no_more(cast):
    duty = a_duty(cast, roles=["it_lead"])
    grant = people.grant(cast.volunteer, by=cast.head, role=Role.IT_LEAD)
    jobs.open_for_adult.call(str(cast.volunteer.pk))
    assert cast.volunteer.pk in asked(duty)
    people.end_role(grant, by=cast.head)
    jobs.open_for_adult.call(str(cast.volunteer.pk))
    assert cast.volunteer.pk not in asked(duty)
    assert told(cast, "owed.lapse") == ["Belisha stopped asking Peter Lund for one task"]


@pytest.mark.parametrize("key", ["adult.add", "adult.change", "adult.come_back", "role.grant", "adult.add_many"])
def test_what_happens_to_people_leaves_work_behind(key):
    assert [answer for answer in ANSWERS[key] if "duties.owed" in answer.__module__]


def test_whoever_gets_the_tablet_finds_what_they_owe_at_once(cast):
    duty = a_duty(cast)
    teacher = an_adult(cast.school, "Ona Brief", "agency", email="")
    for answer in ANSWERS["sign_in.hand_over"]:
        answer(teacher, by=cast.office)
    assert teacher.pk in asked(duty)
    assert told(cast, "owed.ask") == ["Belisha asked Ona Brief: A tick"]
    assert actions.open_for(again(teacher)) == 0


def test_asking_one_adult_for_eight_duties_takes_as_many_queries_as_for_two(cast):
    counts = []
    for number in (2, 6):
        for _ in range(number):
            a_duty(cast)
        joiner = again(an_adult(cast.school, f"Joiner {number}"))
        with CaptureQueriesContext(connection) as seen:
            assert actions.open_for(joiner) == Duty.objects.count()
        counts.append(len(seen))
    assert counts[1] <= counts[0]


def test_a_leaver_owes_nothing_more_and_keeps_what_they_did(cast):
    first, second = a_duty(cast, title="First"), a_duty(cast, title="Second")
    does(cast.teacher, first)
    for answer in ANSWERS["adult.leave"]:
        answer(cast.teacher, by=cast.office)
    assert task_of(cast.teacher, first).state == rules.DONE
    assert task_of(cast.teacher, second).state == rules.LAPSED
    jobs.open_for_adult.call(str(cast.teacher.pk))
    assert task_of(cast.teacher, second).state == rules.DUE
    assert Owed.objects.filter(adult=cast.teacher).count() == 3


def test_who_has_left_is_not_asked_even_where_nobody_closed_their_tasks(cast):
    duty = a_duty(cast)
    people.change(
        again(cast.volunteer), by=cast.head, name="Peter Lund", kind="volunteer", email="",
        starts=cast.volunteer.starts, ends=timezone.localdate(),
    )  # fmt: skip
    jobs.open_for_adult.call(str(cast.volunteer.pk))
    assert task_of(cast.volunteer, duty).state == rules.LAPSED
    jobs.open_due()
    assert cast.volunteer.pk not in asked(duty)


# -- chunks, two at once, and a killed worker -----------------------------------------------------------------------


def test_many_are_asked_a_chunk_at_a_time_and_a_killed_worker_loses_one_chunk_at_most(cast, monkeypatch):
    monkeypatch.setattr(actions, "CHUNK", 4)
    duty, made = a_duty(cast, live=False), actions._make
    keeping.start(duty, by=cast.head)
    calls = []

    def dies_at_the_third(rows):
        calls.append(len(rows))
        if len(calls) == 3:
            raise KeyboardInterrupt
        made(rows)

    monkeypatch.setattr(actions, "_make", dies_at_the_third)
    with pytest.raises(KeyboardInterrupt):
        jobs.open_duty.call(str(duty.pk))
    assert len(asked(duty)) == 8
    monkeypatch.setattr(actions, "_make", made)
    jobs.open_due()
    assert asked(duty) == {adult.pk for adult in cast.people}
    assert AuditEntry.objects.filter(kind="owed.open").count() == 3


def test_a_chunk_costs_the_same_however_many_are_in_it(cast):
    duty, counts = a_duty(cast, live=False), []
    keeping.start(duty, by=cast.head)
    many_adults(cast.school, 30)
    with CaptureQueriesContext(connection) as seen:
        assert actions.ask_everyone(duty, by=WORKER) == len(cast.people) + 30
    counts.append(len(seen))
    many_adults(cast.school, 3, "More")
    with CaptureQueriesContext(connection) as seen:
        assert actions.ask_everyone(duty, by=WORKER) == 3
    assert counts[0] <= len(seen) + 1


def test_the_database_itself_refuses_two_open_rounds_and_a_half_done_one(cast):
    duty = a_duty(cast)
    row = task_of(cast.teacher, duty)
    twice = Owed(
        school=cast.school, adult=cast.teacher, duty=duty, round=2, opened_at=timezone.now(), due_on=row.due_on
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        twice.save(force_insert=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Owed.objects.filter(pk=row.pk).update(state=rules.DONE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Owed.objects.filter(pk=row.pk).update(given="recorded")


@pytest.mark.parametrize("who", ["head", "office", "teacher"])
def test_no_adult_opens_or_ends_tasks_for_others(cast, who):
    with pytest.raises(Refused):
        actions.ask_everyone(a_duty(cast, live=True), by=cast.head) or actions.open_for(
            an_adult(cast.school, "Somebody New"), by=getattr(cast, who)
        )


# -- rounds ---------------------------------------------------------------------------------------------------------


@pytest.mark.clause("3-08-a", "5-01-f")
def test_the_review_comes_back_after_the_period_that_the_school_set(cast):
    duty = a_duty(cast, "review", every_months=4)
    row = does(cast.teacher, duty, REVIEWED)
    assert row.again_on == rules.again_on(duty.terms, timezone.localdate())
    jobs.open_due()
    assert task_of(cast.teacher, duty).round == 1
    with time_machine.travel(timezone.now() + (row.again_on - timezone.localdate()), tick=False):
        jobs.open_due()
        jobs.open_due()
        second = task_of(cast.teacher, duty)
        assert (second.round, second.state) == (2, rules.DUE)
        assert second.due_on > timezone.localdate()
    assert Owed.objects.filter(adult=cast.teacher, duty=duty).count() == 2
    assert Owed.objects.get(pk=row.pk).wording == duty.wording


def test_what_is_asked_once_never_comes_back(cast):
    duty = a_duty(cast)
    does(cast.teacher, duty)
    with time_machine.travel(timezone.now() + datetime.timedelta(4000), tick=False):
        jobs.open_due()
    assert task_of(cast.teacher, duty).round == 1


def test_a_shorter_period_brings_what_was_done_back_sooner(cast):
    duty = a_duty(cast, "review", every_months=12)
    row = does(cast.teacher, duty, REVIEWED)
    keeping.change(duty, by=cast.head, every_months=1)
    assert task_of(cast.teacher, duty).again_on < row.again_on
    keeping.change(duty, by=cast.head, every_months=0, each_year="")
    assert task_of(cast.teacher, duty).again_on is None


def test_more_days_move_what_is_open_and_leave_what_was_done(cast):
    duty = a_duty(cast, days=5)
    does(cast.teacher, duty)
    before, kept = task_of(cast.dsl, duty).due_on, task_of(cast.teacher, duty).due_on
    keeping.change(duty, by=cast.head, days=15)
    assert task_of(cast.dsl, duty).due_on > before
    assert task_of(cast.teacher, duty).due_on == kept


def test_whom_a_duty_no_longer_speaks_to_is_no_longer_asked(cast):
    duty = a_duty(cast)
    keeping.change(duty, by=cast.head, roles=["teacher"])
    jobs.open_duty.call(str(duty.pk))
    assert asked(duty) == {cast.head.pk, cast.dsl.pk, cast.teacher.pk}


def test_a_duty_that_ends_lets_what_is_open_lapse_and_can_be_asked_again(cast):
    duty = a_duty(cast)
    does(cast.teacher, duty)
    keeping.end(duty, by=cast.head)
    jobs.open_due()
    assert asked(duty) == set()
    assert task_of(cast.teacher, duty).state == rules.DONE
    number = len(cast.people) - 1
    assert told(cast, "owed.lapse_all") == [f"Belisha stopped asking {number} adults: A tick"]
    on(duty, cast.head)
    assert asked(duty) == {adult.pk for adult in cast.people} - {cast.teacher.pk}


# -- doing ----------------------------------------------------------------------------------------------------------


def test_what_was_asked_is_kept_with_what_was_done_and_does_not_change_with_it(cast):
    duty = a_duty(cast, "review", says="Look at it.", statement="I looked.")
    does(cast.teacher, duty, REVIEWED)
    keeping.change(duty, by=cast.head, title="Another", says="Otherwise.", statement="Other words.", items=LINES[:1])
    row = task_of(cast.teacher, duty)
    assert row.wording == "I looked."
    assert row.shown["title"] == "A review"
    assert row.shown["says"] == "Look at it."
    assert row.shown["items"] == LINES
    assert row.answers == REVIEWED


def test_the_log_tells_that_it_was_done_and_nothing_of_what_was_ticked(cast):
    duty = a_duty(cast, "review")
    does(cast.teacher, duty, REVIEWED | {"help": ["with-it"]})
    line = page_of_entries(cast.head, kind="owed.do")[0][0]
    assert line.sentence == "Tom Hesketh did what was asked: A review"
    assert "settings" not in str(line.change)


@pytest.mark.parametrize("who", ["head", "office", "dsl", "other_head"])
def test_nobody_does_it_for_another(cast, client, who):
    duty = a_duty(cast)
    row, other = task_of(cast.teacher, duty), getattr(cast, who)
    with pytest.raises(Refused):
        doing.do(row, by=other, given=Given(), asked="")
    for name in ("owed:do", "owed:detail"):
        assert signed_in(client, other).get(reverse(name, args=[row.pk])).status_code == 404


def test_a_double_click_does_it_once(cast, client):
    duty = a_duty(cast)
    row = task_of(cast.teacher, duty)
    address = reverse("owed:do", args=[row.pk])
    mark = signed_in(client, cast.teacher).get(address).context["form"]["asked"].value()
    for _ in range(2):
        assert client.post(address, {"asked": mark, "agree": "on"}, follow=True).status_code == 200
    assert AuditEntry.objects.filter(kind="owed.do").count() == 1


def test_what_was_changed_while_somebody_read_it_is_not_put_their_name_to(cast, client):
    duty = a_duty(cast)
    row = task_of(cast.teacher, duty)
    mark = signed_in(client, cast.teacher).get(reverse("owed:do", args=[row.pk])).context["form"]["asked"].value()
    keeping.change(duty, by=cast.head, statement="Something else entirely.")
    answer = client.post(reverse("owed:do", args=[row.pk]), {"asked": mark, "agree": "on"})
    assert answer.status_code == 409
    assert task_of(cast.teacher, duty).state == rules.DUE
    with pytest.raises(Conflict):
        doing.do(task_of(cast.teacher, duty), by=cast.teacher, given=Given(), asked=mark)


def test_other_days_to_do_it_in_are_no_other_thing_to_do(cast, client):
    duty = a_duty(cast)
    row = task_of(cast.teacher, duty)
    mark = signed_in(client, cast.teacher).get(reverse("owed:do", args=[row.pk])).context["form"]["asked"].value()
    keeping.change(duty, by=cast.head, days=30)
    client.post(reverse("owed:do", args=[row.pk]), {"asked": mark, "agree": "on"})
    assert task_of(cast.teacher, duty).state == rules.DONE


def test_what_ended_can_no_longer_be_done(cast, client):
    duty = a_duty(cast)
    row = task_of(cast.teacher, duty)
    keeping.end(duty, by=cast.head)
    with pytest.raises(NotAllowed, match="no longer"):
        does(cast.teacher, duty)
    page = signed_in(client, cast.teacher).get(reverse("owed:do", args=[row.pk])).content.decode()
    assert "no longer asked of you" in page


def test_what_is_done_at_the_tablet_says_so(cast):
    duty = a_duty(cast)
    teacher = again(cast.agency_ta)
    teacher.by_code = True
    assert does(teacher, duty).given == "code"
    assert does(cast.teacher, duty).given == "self"


@pytest.mark.clause("6-08-d")
def test_the_yearly_question_about_family_is_asked_again_and_a_yes_leads_on(cast, client):
    duty = shipped(cast, "family-question")
    row = task_of(cast.teacher, duty)
    signed_in(client, cast.teacher)
    mark = client.get(reverse("owed:do", args=[row.pk])).context["form"]["asked"].value()
    answer = client.post(reverse("owed:do", args=[row.pk]), {"asked": mark, "answer": "yes"})
    assert answer.status_code == 302
    assert answer.url not in (row.get_absolute_url(), "")
    assert does(cast.dsl, duty, NO).answers == NO
    with time_machine.travel(
        datetime.datetime(timezone.localdate().year + 1, 9, 1, 12, tzinfo=datetime.UTC), tick=False
    ):
        jobs.open_due()
        assert task_of(cast.teacher, duty).round == task_of(cast.dsl, duty).round == 2
    assert Owed.objects.get(pk=row.pk).answers == YES


def test_a_question_that_was_not_answered_is_not_done(cast, client):
    row = task_of(cast.teacher, a_duty(cast, "question"))
    signed_in(client, cast.teacher)
    page = client.post(reverse("owed:do", args=[row.pk]), {"asked": "x"}).content.decode()
    assert "Answer yes or no." in page
    with pytest.raises(NotAllowed, match="yes or no"):
        does(cast.teacher, row.duty, {"answer": ["perhaps"]})


def test_evidence_that_must_be_there_is_missed_and_stays_under_the_adults_own_record(cast):
    duty = a_duty(cast, "training", evidence="must")
    with pytest.raises(NotAllowed, match="Evidence"):
        does(cast.teacher, duty, course="A course", held_on=timezone.localdate())
    wrong = sealed(cast.school, duty.kept_under)
    with pytest.raises(NotAllowed, match="another record"):
        does(cast.teacher, duty, course="A course", held_on=timezone.localdate(), stored=wrong)
    stored = sealed(cast.school, f"adult:{cast.teacher.pk}")
    row = does(cast.teacher, duty, course="A course", held_on=timezone.localdate(), stored=stored)
    assert row.evidence.record == f"adult:{cast.teacher.pk}"
