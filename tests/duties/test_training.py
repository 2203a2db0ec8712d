"""The training register: who has, who has not, and what is recorded for others."""

import datetime
import re

import pytest
from cast import a_school, an_adult, many_adults, signed_in
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from owing import a_duty, attends, sealed, shipped, task_of

from belisha.core.errors import NotAllowed, Refused
from belisha.core.queries import page_of_entries
from belisha.duties.owed import jobs, rules
from belisha.duties.owed.models import Owed
from belisha.duties.owed.rules import Given
from belisha.duties.owed.training import actions, queries
from belisha.duties.owed.training.queries import Chosen

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return a_school()


@pytest.fixture
def course(cast):
    return a_duty(cast, "training", title="Online safety", every_months=12, evidence="may")


def ago(days: int) -> datetime.date:
    return timezone.localdate() - datetime.timedelta(days)


def recorded(cast, course, adults, *, by=None, held_on=None, name="Autumn session", stored=None):
    given = Given(course=name, held_on=held_on or ago(1))
    who = f"{len(adults)} adults"
    actions.record(course, by=by or cast.office, adults=adults, given=given, who=who, stored=stored)


def late(course, adult) -> None:
    Owed.objects.filter(duty=course, adult=adult).update(due_on=ago(5))


# -- the register -----------------------------------------------------------------------------------------------------


@pytest.mark.clause("4-16-a", "4-02-b")
def test_the_register_shows_who_attended_what_and_when_and_who_is_late(cast, course, client):
    attends(cast.teacher, course, ago(3), "Safe online, part 1")
    late(course, cast.volunteer)
    signed_in(client, cast.head)
    everybody = client.get(reverse("owed:training")).content.decode()
    assert "Safe online, part 1" in everybody
    assert cast.governor.name in everybody
    overdue = client.get(reverse("owed:training"), {"show": "late"}).content.decode()
    assert cast.volunteer.name in overdue
    assert cast.teacher.name not in overdue
    done = client.get(reverse("owed:training"), {"show": "done"}).content.decode()
    assert cast.teacher.name in done
    assert cast.volunteer.name not in done


@pytest.mark.clause("4-16-a")
def test_the_late_are_listed_by_role(cast, course, client):
    late(course, cast.volunteer)
    late(course, cast.it_lead)
    rows, _ = queries.page_of_register(cast.head, Chosen(course, "late", "it_lead"), "")
    assert [row.adult for row in rows] == [cast.it_lead]
    assert queries.counts(cast.head, Chosen(course, "late"))["late"] == 2
    page = signed_in(client, cast.head).get(reverse("owed:training"), {"show": "late", "role": "it_lead"})
    assert cast.it_lead.name in page.content.decode()
    assert cast.volunteer.name not in page.content.decode()


@pytest.mark.clause("4-10-a", "9-02-b")
def test_safeguarding_training_speaks_of_positions_of_trust_and_of_prevent_and_comes_back_each_year(cast):
    duty = shipped(cast, "safeguarding-prevent-training")
    assert "positions of trust" in duty.says
    assert "Prevent" in duty.says
    assert "extremism and terrorism online" in duty.says
    row = attends(cast.teacher, duty, ago(10))
    assert row.again_on == rules.again_on(duty.terms, ago(10))
    assert {row.adult for row in queries.page_of_register(cast.dsl, Chosen(duty, "due"), "")[0]} == {
        adult for adult in cast.people if adult != cast.teacher
    }


def test_what_is_counted_on_from_is_the_day_of_the_training_and_not_of_the_form(cast, course):
    row = attends(cast.teacher, course, ago(400))
    assert row.again_on < timezone.localdate()
    jobs.open_due()
    assert task_of(cast.teacher, course).round == 2
    page = queries.page_of_register(cast.head, Chosen(course, "due"), "")[0]
    shown = next(each for each in page if each.adult == cast.teacher)
    assert (shown.state, shown.last_held) == (rules.DUE, ago(400))


def test_a_leaver_and_another_school_are_not_in_the_register(cast, course):
    shown = {row.adult for row in queries.page_of_register(cast.head, Chosen(course, "all"), "")[0]}
    assert shown == set(cast.people)
    assert queries.courses(cast.other_head) == []
    assert queries.courses(cast.teacher) == []


def test_the_register_goes_page_by_page_and_asks_as_often_for_many_as_for_few(cast, course, client, monkeypatch):
    signed_in(client, cast.head)
    counts = []
    for number in (2, 60):
        many_adults(cast.school, number, f"Adult {number}")
        jobs.open_due()
        client.get(reverse("owed:training"))
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse("owed:training"))
        counts.append(len(seen))
    assert counts[1] <= counts[0]
    found, after = [], ""
    while True:
        rows, after = queries.page_of_register(cast.head, Chosen(course, "all"), after)
        found += [row.adult_id for row in rows]
        if not after:
            break
    assert len(found) == len(set(found)) == 62 + len(cast.people)


def test_where_no_training_is_asked_for_the_page_says_so(cast, client):
    assert "No training is asked for yet" in signed_in(client, cast.dsl).get(reverse("owed:training")).content.decode()


# -- a session --------------------------------------------------------------------------------------------------------


@pytest.mark.clause("4-16-a")
def test_a_session_is_recorded_for_many_with_its_witness_and_the_signed_sheet(cast, course, client):
    address = reverse("owed:session", args=[course.pk])
    form = signed_in(client, cast.office).get(address).content.decode()
    assert cast.teacher.name in form
    assert cast.office.name not in re.findall(r"(?s)<form method=\"post\" enctype.*", form)[0]
    day = ago(1)
    sent = {
        "course": "Autumn session", "held_on_day": day.day, "held_on_month": day.month, "held_on_year": day.year,
        "adults": [str(cast.teacher.pk), str(cast.volunteer.pk)],
        "sheet": SimpleUploadedFile("sheet.pdf", b"%PDF names"),
    }  # fmt: skip
    assert client.post(address, sent).status_code == 302
    for adult in (cast.teacher, cast.volunteer):
        row = task_of(adult, course)
        assert (row.state, row.given, row.witness, row.held_on) == (rules.DONE, "recorded", cast.office, day)
        assert row.wording
        assert row.again_on == rules.again_on(course.terms, day)
    assert task_of(cast.governor, course).state == rules.DUE
    assert page_of_entries(cast.head, kind="owed.record")[0][0].sentence == (
        "Sheila Bramwell recorded that 2 adults attended training: Online safety"
    )
    sheet = reverse("owed:evidence", args=[task_of(cast.teacher, course).pk])
    assert b"".join(client.get(sheet)) == b"%PDF names"
    assert signed_in(client, cast.teacher).get(sheet).status_code == 404


def test_recording_twice_records_once(cast, course):
    recorded(cast, course, [cast.teacher])
    with pytest.raises(NotAllowed, match="recorded already"):
        recorded(cast, course, [cast.teacher])
    recorded(cast, course, [cast.teacher, cast.dsl])
    assert Owed.objects.filter(duty=course, state=rules.DONE).count() == 2


def test_who_attended_before_their_time_is_counted_on_from_there(cast, course):
    attends(cast.teacher, course, ago(100))
    recorded(cast, course, [cast.teacher], held_on=ago(2))
    rows = Owed.objects.filter(duty=course, adult=cast.teacher).order_by("round")
    assert [row.state for row in rows] == [rules.DONE, rules.DONE]
    jobs.open_due()
    assert rows.count() == 2


@pytest.mark.parametrize("who", ["head", "office"])
def test_nobody_records_their_own_training(cast, course, client, who):
    me = getattr(cast, who)
    with pytest.raises(Refused, match="their own"):
        recorded(cast, course, [cast.teacher, me], by=me)
    assert task_of(cast.teacher, course).state == rules.DUE
    page = signed_in(client, me).post(
        reverse("owed:session", args=[course.pk]),
        {"course": "x", "held_on_day": 1, "held_on_month": 9, "held_on_year": 2025, "adults": [str(me.pk)]},
    )
    assert page.status_code == 200
    assert task_of(me, course).state == rules.DUE


@pytest.mark.parametrize("who", ["dsl", "chair", "governor", "teacher", "volunteer", "it_lead", "hr", "other_head"])
def test_only_a_witness_records(cast, course, client, who):
    with pytest.raises(Refused):
        recorded(cast, course, [cast.agency_ta], by=getattr(cast, who))
    assert signed_in(client, getattr(cast, who)).get(reverse("owed:session", args=[course.pk])).status_code == 404


def test_what_was_not_held_yet_and_who_is_not_here_are_not_recorded(cast, course):
    with pytest.raises(NotAllowed, match="not been held"):
        recorded(cast, course, [cast.teacher], held_on=ago(-1))
    for stranger in (cast.other_teacher, cast.leaver):
        with pytest.raises(NotAllowed, match="does not work here"):
            recorded(cast, course, [stranger])
    with pytest.raises(NotAllowed, match="another record"):
        recorded(cast, course, [cast.teacher], stored=sealed(cast.school, f"adult:{cast.teacher.pk}"))
    with pytest.raises(NotAllowed, match="not asked for"):
        recorded(cast, a_duty(cast), [cast.teacher])


def test_looking_for_a_name_loses_nothing_that_was_typed_or_ticked(cast, course, client):
    an_adult(cast.school, "Nadia Flint")
    sent = {
        "find": "1", "search": "nadia", "course": "Spring session", "held_on_day": "3", "held_on_month": "9",
        "held_on_year": "2026", "adults": [str(cast.teacher.pk), "nonsense"],
    }  # fmt: skip
    page = signed_in(client, cast.office).post(reverse("owed:session", args=[course.pk]), sent).content.decode()
    assert "Nadia Flint" in page
    assert cast.governor.name not in page
    assert 'value="Spring session"' in page
    assert 'value="2026"' in page
    assert re.search(rf'value="{cast.teacher.pk}"[^>]*checked', page)


def test_whoever_is_not_on_the_page_is_found_by_name_and_stays_ticked(cast, course, client, monkeypatch):
    monkeypatch.setattr(queries, "MOST", 3)
    address = reverse("owed:session", args=[course.pk])
    page = signed_in(client, cast.office).get(address).content.decode()
    assert "Not everybody is on this page" in page
    assert cast.teacher.name not in page
    found = client.post(address, {"find": "1", "search": "hesketh", "adults": [str(cast.agency_ta.pk)]})
    assert set(found.context["form"].by_key) == {str(cast.teacher.pk), str(cast.agency_ta.pk)}
    sent = {"course": "A session", "held_on": ago(1).isoformat()}
    client.post(address, sent | {"adults": [str(cast.teacher.pk), str(cast.agency_ta.pk)]})
    assert Owed.objects.filter(duty=course, state=rules.DONE).count() == 2


def test_a_form_that_was_filled_in_wrongly_says_so_beside_each_question(cast, course, client):
    page = signed_in(client, cast.office).post(reverse("owed:session", args=[course.pk]), {}).content.decode()
    for told in ("Enter the name of the training.", "Enter the date on which it was held.", "Tick who was there."):
        assert told in page
