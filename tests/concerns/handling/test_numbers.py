"""Whom to call: for everybody, strangers too; kept by the Headteacher and the chair; never an empty page."""

import datetime

import pytest
from cast import a_school, again, an_adult, signed_in
from django.urls import reverse

from belisha.concerns.handling import queries
from belisha.concerns.handling.calling import actions, rules
from belisha.concerns.handling.models import Number
from belisha.core.access import Role
from belisha.core.errors import NotAllowed
from belisha.people.tasks import tasks_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    found = a_school()
    actions.stock(found.school)
    return found


def labels(school, purpose) -> list[str]:
    return [row.label for row in queries.numbers(school, purpose)]


@pytest.mark.clause("9-06-b")
def test_whoever_is_in_danger_finds_the_police_first_and_children_s_social_care(cast):
    assert "Police and ambulance, emergency" in labels(cast.school, "danger")[0]
    assert any("social care" in label for label in labels(cast.school, "danger"))


@pytest.mark.clause("9-06-b")
def test_for_prevent_there_are_the_emergency_number_the_hotline_and_the_local_lead(cast):
    rows = queries.numbers(cast.school, "prevent")
    assert [row.telephone for row in rows] == ["999", "0800 789 321", ""]


@pytest.mark.parametrize("purpose", rules.PURPOSES)
def test_every_purpose_has_somebody_to_call(cast, purpose):
    assert labels(cast.school, purpose)


def test_before_a_school_has_its_rows_what_ships_stands_in():
    cast = a_school()
    Number.objects.filter(school=cast.school).delete()
    assert labels(cast.school, "danger")[0] == "Police and ambulance, emergency"


def test_stocking_twice_makes_no_second_row_and_brings_back_no_retired_one(cast):
    row = Number.objects.get(school=cast.school, key="acas")
    actions.retire(row, by=cast.head)
    assert actions.stock(cast.school) == 0
    assert "Acas" not in " ".join(labels(cast.school, "outside"))


def test_what_the_school_does_not_know_is_said_to_be_empty_and_never_made_up(cast):
    lado = Number.objects.get(school=cast.school, key="lado")
    assert lado.empty
    with pytest.raises(NotAllowed):
        actions.check(lado, by=cast.head)


def test_a_number_that_nobody_checked_is_shown_with_the_advice_to_check_it(client, cast):
    answer = signed_in(client, cast.teacher).get(reverse("handling:numbers"))
    assert b"Check it at the source: NSPCC, whistleblowing advice line." in answer.content


def test_what_the_headteacher_writes_down_counts_as_checked_today(client, cast, time_machine):
    time_machine.move_to(datetime.datetime(2027, 2, 1, 9, tzinfo=datetime.UTC))
    lado = Number.objects.get(school=cast.school, key="lado")
    said = {"label": lado.label, "telephone": "020 7946 0000", "purposes": ["lado", "outside"]}
    answer = signed_in(client, cast.head).post(reverse("handling:number_edit", args=[lado.pk]), said)
    assert answer.status_code == 302
    lado.refresh_from_db()
    assert (lado.telephone, lado.certainty) == ("020 7946 0000", rules.BY_SCHOOL)
    assert (lado.looked_on, lado.next_look) == (datetime.date(2027, 2, 1), datetime.date(2027, 8, 1))


def test_an_address_that_is_none_is_refused_in_words_and_nothing_is_lost(client, cast):
    said = {"label": "Somebody", "web": "javascript:alert(1)", "telephone": "1", "purposes": ["danger"]}
    answer = signed_in(client, cast.head).post(reverse("handling:number_add"), said)
    assert answer.status_code == 200
    assert b"Enter a web address" in answer.content
    assert not Number.objects.filter(label="Somebody").exists()


def test_the_same_form_sent_twice_adds_one_row(client, cast):
    said = {
        "label": "Early help",
        "telephone": "1",
        "purposes": ["danger"],
        "key": "6fa459ea-ee8a-4ca4-894e-db77e160355e",
    }
    for _ in range(2):
        signed_in(client, cast.head).post(reverse("handling:number_add"), said)
    assert Number.objects.filter(label="Early help").count() == 1


def test_those_who_keep_them_are_asked_to_fill_in_what_is_empty(cast):
    waiting = [task.title for task in tasks_for(again(cast.chair))]
    assert any(title.startswith("Fill in or check") for title in waiting)
    assert not any(
        title.startswith("Fill in or check") for task in tasks_for(again(cast.teacher)) for title in [task.title]
    )


# Who → may read, may keep.
TABLE = {"head": (200, 200), "chair": (200, 200), "teacher": (200, 403), "office": (200, 403), "dsl": (200, 403),
         "leaver": (302, 302), "other_head": (200, 404)}  # fmt: skip


@pytest.mark.parametrize("who", TABLE)
def test_who_reads_and_who_keeps_the_numbers(client, cast, who):
    row = Number.objects.get(school=cast.school, key="lado")
    signed_in(client, getattr(cast, who))
    read, keep = (
        client.get(reverse(*at)).status_code for at in (("handling:numbers",), ("handling:number_edit", None, [row.pk]))
    )
    assert (read, keep) == TABLE[who]


def test_another_school_s_head_sees_their_own_numbers_alone(cast):
    assert not queries.directory_of(again(cast.other_head)).exists()
    assert an_adult(cast.other_school, "Ada Grove", roles=(Role.TEACHER,))


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("999", ["999"]),
        ("0808 800 5000", ["08088005000"]),
        ("01632 960411 (day), 01632 960412 (nights, weekends)", ["01632960411", "01632960412"]),
        ("(01632) 960411 ext 12 or 01632 960412", ["01632960411", "01632960412"]),
        ("+44 (0)20 7946 0000", ["+442079460000"]),
        ("", []),
    ],
)
def test_a_link_dials_one_number_and_never_the_day_line_run_into_the_night_line(written, dialled):
    assert [number for number, _ in rules.lines(written)] == dialled
