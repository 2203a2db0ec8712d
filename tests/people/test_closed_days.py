"""The school's holidays and training days, and the working days that are left."""

import datetime
import uuid

import pytest
from cast import a_school, signed_in
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from belisha.core.clocks import add_working_days, is_working_day
from belisha.core.errors import NotAllowed, Refused
from belisha.people import days
from belisha.people.closed import actions, rules
from belisha.people.models import ClosedDays

DAY = datetime.date
HALF_TERM = ("Autumn half term", DAY(2026, 10, 26), DAY(2026, 10, 30))
TRAINING = ("Training day", DAY(2026, 11, 2), DAY(2026, 11, 2))


@pytest.fixture
def cast(db):
    return a_school()


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def closed(cast, *rows):
    for title, first, last in rows:
        ClosedDays.objects.create(school=cast.school, title=title, first=first, last=last)


def test_a_closed_day_is_no_working_day():
    assert is_working_day(DAY(2026, 10, 26))
    assert not is_working_day(DAY(2026, 10, 26), {DAY(2026, 10, 26)})
    assert add_working_days(DAY(2026, 10, 23), 1, {DAY(2026, 10, 26)}) == DAY(2026, 10, 27)


@given(st.sets(st.dates(DAY(2026, 1, 1), DAY(2026, 3, 31))), st.integers(0, 20))
def test_closed_days_put_a_day_off_and_never_bring_it_forward(shut, number):
    start = DAY(2026, 1, 5)
    end = add_working_days(start, number, shut)
    assert end >= add_working_days(start, number)
    assert is_working_day(end, shut)


def test_closed_days_are_those_of_the_school_from_the_first_to_the_last_day_asked_for(
    cast, django_assert_max_num_queries
):
    closed(cast, HALF_TERM, TRAINING)
    ClosedDays.objects.create(school=cast.other_school, title="X", first=DAY(2026, 10, 20), last=DAY(2026, 10, 20))
    with django_assert_max_num_queries(1):
        found = days.closed_for(cast.school.pk, DAY(2026, 10, 1), DAY(2026, 10, 28))
    assert found == {DAY(2026, 10, 26), DAY(2026, 10, 27), DAY(2026, 10, 28)}
    assert days.closed_for(cast.school.pk, DAY(2026, 11, 3), DAY(2026, 12, 1)) == frozenset()


def test_a_day_of_the_school_lies_behind_half_term_the_weekend_and_the_training_day(
    cast, django_assert_max_num_queries
):
    closed(cast, HALF_TERM, TRAINING)
    with django_assert_max_num_queries(1):
        assert days.school_day(cast.school.pk, DAY(2026, 10, 23), 1) == DAY(2026, 11, 3)
    assert days.school_day(cast.school.pk, DAY(2026, 10, 28)) == DAY(2026, 11, 3)
    assert days.school_day(cast.other_school.pk, DAY(2026, 10, 23), 1) == DAY(2026, 10, 26)


def test_the_school_works_on_its_own_days_only(cast):
    closed(cast, HALF_TERM)
    said = {day: days.is_school_day(cast.school.pk, DAY(2026, 10, day)) for day in (23, 24, 26, 30)}
    assert said == {23: True, 24: False, 26: False, 30: False}


# -- the list and its pages -------------------------------------------------------------------------------------------

FAULTS = [
    (DAY(2026, 10, 26), DAY(2026, 10, 30), [], ""),
    (DAY(2026, 10, 26), DAY(2026, 10, 26), [], ""),
    (DAY(2026, 10, 30), DAY(2026, 10, 26), [], "not before the first day"),
    (DAY(2026, 10, 26), DAY(2027, 10, 30), [], "Look at the years"),
    (DAY(2026, 10, 26), DAY(2026, 10, 30), ["Half term"], "in the list already, as Half term"),
]


@pytest.mark.parametrize(("first", "last", "there", "why"), FAULTS)
def test_which_days_can_be_closed(first, last, there, why):
    said = rules.fault(first, last, there)
    assert why in said
    assert bool(said) == bool(why)


WHO_OPENS = """
    head                reads    reads    reads    reads
    office              hidden   hidden   hidden   hidden
    dsl                 hidden   hidden   hidden   hidden
    chair               hidden   hidden   hidden   hidden
    teacher             hidden   hidden   hidden   hidden
    trust_safeguarding  hidden   hidden   hidden   hidden
    other_head          reads    reads    hidden   hidden
    leaver              sign_in  sign_in  sign_in  sign_in
    stranger            sign_in  sign_in  sign_in  sign_in
"""


@pytest.mark.parametrize("line", WHO_OPENS.strip().splitlines())
def test_who_opens_which_page_about_closed_days(client, cast, line):
    who, *expected = line.split()
    closed(cast, HALF_TERM)
    key = ClosedDays.objects.get().pk
    addresses = [reverse("people:closed_days"), reverse("people:add_closed_days")]
    addresses += [reverse(f"people:{verb}_closed_days", args=[key]) for verb in ("edit", "remove")]
    signed_in(client, getattr(cast, who))
    got = [client.get(address).status_code for address in addresses]
    assert [{200: "reads", 404: "hidden", 302: "sign_in"}[status] for status in got] == expected


def test_closed_days_are_added_changed_and_removed(client, cast):
    signed_in(client, cast.head)
    form = client.get(reverse("people:add_closed_days")).context["form"]
    typed = {"title": "Half term", "first": "2099-10-26", "last": "2099-10-30", "key": str(form["key"].value())}
    assert client.post(reverse("people:add_closed_days"), typed).url == reverse("people:closed_days")
    assert "saved already" in text_of(client.post(reverse("people:add_closed_days"), typed))
    overlap = {"title": "Training day", "first": "2099-10-30"}
    assert "in the list already" in text_of(client.post(reverse("people:add_closed_days"), overlap))
    row = ClosedDays.objects.get()
    assert "26 October 2099 to 30 October 2099" in text_of(client.get(reverse("people:closed_days")))
    edit = reverse("people:edit_closed_days", args=[row.pk])
    seen = client.get(edit).context["seen"]
    changed = {"title": "Autumn half term", "first": "2099-10-26", "last": ""}
    assert client.post(edit, changed).status_code == 302
    assert client.post(edit, changed | {"seen": seen}).status_code == 409
    row.refresh_from_db()
    assert (row.title, row.last) == ("Autumn half term", DAY(2099, 10, 26))
    assert client.post(reverse("people:remove_closed_days", args=[row.pk])).status_code == 302
    assert not ClosedDays.objects.exists()
    log = text_of(client.get(reverse("audit:list")))
    assert "Margaret Okafor removed Autumn half term, from 2099-10-26 to 2099-10-26" in log


def test_a_mistake_in_a_day_is_a_sentence_and_keeps_what_was_typed(client, cast):
    typed = {"title": "Half term", "first": "2099-10-26", "last": "2099-10-20"}
    answer = text_of(signed_in(client, cast.head).post(reverse("people:add_closed_days"), typed))
    assert "not before the first day" in answer
    assert 'value="Half term"' in answer
    assert "Enter what it is" in text_of(client.post(reverse("people:add_closed_days"), {}))


def test_nobody_else_closes_the_school(cast):
    closed(cast, HALF_TERM)
    row = ClosedDays.objects.select_related("school").get()
    days_of = {"title": "Mine", "first": row.first, "last": row.last}
    for by in (cast.office, cast.dsl, cast.chair, cast.teacher, cast.other_head):
        with pytest.raises(Refused):
            actions.add(cast.school, by=by, key=uuid.uuid4(), **days_of)
        with pytest.raises(Refused):
            actions.change(row, by=by, **days_of)
        with pytest.raises(Refused):
            actions.remove(row, by=by, **days_of)
    with pytest.raises(NotAllowed):
        actions.remove(row, by=cast.head, **days_of)
    assert ClosedDays.objects.get().title == "Autumn half term"


def test_the_list_shows_what_is_to_come_and_apart_from_it_what_is_past(client, cast):
    closed(cast, ("Long ago", DAY(2020, 1, 1), DAY(2020, 1, 2)), ("To come", DAY(2099, 1, 1), DAY(2099, 1, 2)))
    signed_in(client, cast.head)
    coming, past = (text_of(client.get(reverse("people:closed_days") + f"?show={show}")) for show in ("coming", "past"))
    assert ("To come" in coming, "Long ago" in coming) == (True, False)
    assert ("To come" in past, "Long ago" in past) == (False, True)
