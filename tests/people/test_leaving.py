"""A last day: access closes that day, roles and sessions end, the record stays; and how it is taken back."""

import datetime

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from cast import a_school, again, an_adult, signed_in
from django.urls import reverse
from django.utils import timezone

from belisha.core.access import WORKER, Can, Role
from belisha.core.action import ANSWERS
from belisha.core.errors import NotAllowed, Refused
from belisha.core.queries import page_of_entries
from belisha.people import actions
from belisha.people.leaving import actions as leaving
from belisha.people.leaving.jobs import close_leavers
from belisha.people.models import Adult, Grant
from belisha.people.posts import actions as posts

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2-01-b")]

ONE = datetime.timedelta(days=1)


@pytest.fixture
def cast():
    return a_school()


def last_day(cast, adult, days, by=None) -> None:
    leaving.note_last_day(again(adult), by=by or cast.head, ends=timezone.localdate() + ONE * days)


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def a_session(client, adult):
    """A session that the list of sessions knows, as after a real sign-in."""
    signed_in(client, adult)
    key = client.session.session_key
    return UserSession.objects.create(user=adult, session_key=key, ip="127.0.0.1", user_agent="x", data={})


WHO_OPENS = """
    head reads, office reads, dsl hidden, chair hidden, teacher hidden, volunteer hidden, trust_safeguarding hidden,
    other_head hidden, leaver sign_in, stranger sign_in
"""


@pytest.mark.parametrize(("who", "expected"), [each.split() for each in WHO_OPENS.strip().split(",")])
def test_who_opens_the_page_of_a_leaver(client, cast, who, expected):
    answer = signed_in(client, getattr(cast, who)).get(reverse("people:leave", args=[cast.teacher.pk]))
    assert {200: "reads", 404: "hidden", 302: "sign_in"}[answer.status_code] == expected


def test_the_office_notes_a_last_day_of_today_and_everything_ends_at_once(client, cast, django_user_model):
    session = a_session(client, cast.teacher)
    actions.invite(cast.teacher, by=cast.office)
    office = type(client)()
    page = signed_in(office, cast.office).get(reverse("people:leave", args=[cast.teacher.pk]))
    assert "This role ends" in text_of(page)
    typed = {"ends": timezone.localdate().isoformat(), "seen": page.context["seen"]}
    assert office.post(reverse("people:leave", args=[cast.teacher.pk]), typed).url == cast.teacher.get_absolute_url()
    gone = again(cast.teacher)
    assert gone.closed_at is not None
    assert gone.roles == set()
    assert not gone.grants.filter(ends=None).exists()
    assert not gone.invitations.filter(expires_at__gt=timezone.now()).exists()
    assert not UserSession.objects.filter(pk=session.pk).exists()
    assert client.get("/").url.startswith(reverse("account_login"))
    shown = text_of(office.get(cast.teacher.get_absolute_url()))
    assert "This adult has left" in shown
    assert "Everything ended" in shown


def test_a_last_day_that_is_to_come_ends_nothing_yet_and_everything_on_its_day(cast):
    last_day(cast, cast.teacher, 3, by=cast.office)
    close_leavers()
    assert Role.TEACHER in again(cast.teacher).roles
    with time_machine.travel(timezone.now() + ONE * 3, tick=False):
        assert not again(cast.teacher).is_active  # by the date alone, before anything has run
        close_leavers()
        gone = again(cast.teacher)
        assert gone.closed_at == timezone.now()
        assert gone.grants.get().ends == gone.ends
        close_leavers()  # twice does no harm
    assert again(cast.teacher).closed_at == gone.closed_at


def test_what_ended_and_who_noted_it_is_told(cast):
    last_day(cast, cast.teacher, 0, by=cast.office)
    lines, _ = page_of_entries(cast.head, person=cast.teacher.pk)
    told = [line.sentence for line in lines]
    assert "Belisha closed the access of Tom Hesketh, who has left" in told
    assert "Belisha ended Tom Hesketh’s role as Teacher" in told
    noted, _ = page_of_entries(cast.head, kind="adult.last_day")
    day = timezone.localdate()
    assert [line.sentence for line in noted] == [f"Sheila Bramwell noted the last day of Tom Hesketh: {day}"]


# Whose last day (today), noted by whom, and what comes of it.
NOTING = """
    teacher     office       yes
    teacher     head         yes
    dsl         head         yes
    agency_ta   office       yes
    governor    office       yes
    dsl         office       no
    head        office       no
    head        head         no
    office      office       no
    teacher     dsl          no
    teacher     teacher      no
    volunteer   chair        no
    volunteer   other_head   no
"""


@pytest.mark.parametrize(("whose", "by", "answer"), [line.split() for line in NOTING.strip().splitlines()])
def test_who_may_note_whose_last_day(cast, whose, by, answer):
    adult = getattr(cast, whose)
    if answer == "yes":
        last_day(cast, adult, 0, by=getattr(cast, by))
        assert again(adult).closed_at is not None
    else:
        with pytest.raises((Refused, NotAllowed)):
            last_day(cast, adult, 0, by=getattr(cast, by))
        assert again(adult).ends is None


def test_no_adult_closes_another_by_the_action_that_is_belishas_own(cast):
    Adult.objects.filter(pk=cast.teacher.pk).update(ends=timezone.localdate())
    for by in (cast.head, cast.office, cast.teacher):
        with pytest.raises(Refused):
            leaving.leave(again(cast.teacher), by=by)
        with pytest.raises(Refused):
            leaving.lapse(cast.teacher.grants.get(), by=by, ends=timezone.localdate())


def test_nobody_who_still_works_here_is_closed(cast):
    with pytest.raises(NotAllowed, match="still works here"):
        leaving.leave(again(cast.teacher), by=WORKER)
    with pytest.raises(NotAllowed, match="has not left"):
        leaving.come_back(again(cast.teacher), by=cast.head)


def test_the_last_headteacher_keeps_the_post_in_name_and_the_chair_can_name_who_acts(cast):
    head = again(cast.head)
    leaving.note_last_day(head, by=head, ends=timezone.localdate() + ONE)
    with time_machine.travel(timezone.now() + ONE, tick=False):
        close_leavers()
        gone, chair = again(cast.head), again(cast.chair)
        assert gone.closed_at is not None
        assert gone.roles == set()
        kept = gone.grants.get(ends=None)
        assert kept.role == Role.HEADTEACHER
        today = timezone.localdate()
        posts.name_acting_head(cast.school, by=chair, held=kept, adult=cast.dsl, first=today, last=today + ONE * 5)
        acting = again(cast.dsl)
        actions.grant(again(cast.it_lead), by=acting, role=Role.HEADTEACHER)
        assert Role.HEADTEACHER in again(cast.it_lead).roles


def test_of_two_headteachers_one_can_leave_with_all_roles(cast):
    other = an_adult(cast.school, "Second Head", roles=(Role.HEADTEACHER,))
    last_day(cast, other, 0)
    assert not Grant.objects.filter(adult=other, ends=None).exists()


def test_who_stands_in_for_a_leaver_stops_and_a_leaver_stops_standing_in(cast):
    today = timezone.localdate()
    for_them = cast.dsl.grants.get(role=Role.DSL)
    by_them = cast.office.grants.get()
    posts.name_stand_in(for_them, by=cast.head, adult=cast.it_lead, first=today, last=today + ONE * 9)
    posts.name_stand_in(by_them, by=cast.head, adult=cast.dsl, first=today, last=today + ONE * 9)
    last_day(cast, cast.dsl, 0)
    assert again(cast.it_lead).roles == {Role.ADULT, Role.IT_LEAD}
    assert again(cast.dsl).roles == set()
    assert not Grant.objects.filter(ends__gt=today).exists()


def test_a_role_above_the_school_ends_too(cast):
    last_day(cast, cast.trust_safeguarding, 0, by=cast.other_head)
    assert cast.trust_safeguarding.grants.get().ends == timezone.localdate()


def test_a_last_day_that_moves_on_brings_the_adult_back_without_their_roles(client, cast):
    last_day(cast, cast.teacher, -2)
    assert "with the time" not in text_of(
        signed_in(client, cast.head).get(reverse("people:leave", args=[cast.teacher.pk]))
    )
    page = client.get(reverse("people:leave", args=[cast.teacher.pk]))
    assert "Roles, tasks and declarations that have ended stay ended" in text_of(page)
    last_day(cast, cast.teacher, 30)
    back = again(cast.teacher)
    assert back.is_active
    assert back.closed_at is None
    assert back.roles == {Role.ADULT}
    assert "noted that Tom Hesketh works here again" in str(page_of_entries(cast.head, kind="adult.come_back"))


def test_the_form_of_the_record_closes_and_reopens_like_the_page_of_a_leaver(client, cast):
    address = reverse("people:edit", args=[cast.teacher.pk])
    typed = {"name": "Tom Hesketh", "kind": "employee", "email": cast.teacher.email, "starts": "2020-09-01"}
    signed_in(client, cast.office).post(address, typed | {"ends": timezone.localdate().isoformat()})
    assert again(cast.teacher).closed_at is not None
    client.post(address, typed)
    assert again(cast.teacher).closed_at is None


def test_a_day_before_the_first_is_a_sentence_beside_the_question(client, cast):
    address = reverse("people:leave", args=[cast.teacher.pk])
    answer = text_of(signed_in(client, cast.head).post(address, {"ends": "1999-01-01"}))
    assert "not before their first day" in answer
    assert 'value="1999"' in answer
    assert "Enter their last day" in text_of(client.post(address, {}))


def test_what_somebody_else_noted_meanwhile_is_not_written_over(client, cast):
    address = reverse("people:leave", args=[cast.teacher.pk])
    seen = signed_in(client, cast.head).get(address).context["seen"]
    last_day(cast, cast.teacher, 20)
    assert client.post(address, {"ends": timezone.localdate().isoformat(), "seen": seen}).status_code == 409
    assert again(cast.teacher).is_active


def test_what_follows_in_higher_folders_happens_in_the_same_transaction_or_not_at_all(cast):
    def fail(adult, *, by):
        raise NotAllowed("It does not work.")

    ANSWERS["adult.leave"].append(fail)
    try:
        with pytest.raises(NotAllowed, match="does not work"):
            last_day(cast, cast.teacher, 0)
    finally:
        ANSWERS["adult.leave"].remove(fail)
    still = again(cast.teacher)
    assert (still.ends, still.closed_at) == (None, None)
    assert Role.TEACHER in still.roles


def test_one_who_cannot_be_closed_keeps_nobody_else_open(cast):
    Adult.objects.filter(pk__in=[cast.teacher.pk, cast.volunteer.pk]).update(ends=timezone.localdate())

    def fail(adult, *, by):
        if adult.pk == cast.teacher.pk:
            raise NotAllowed("Not this one.")

    ANSWERS["adult.leave"].append(fail)
    try:
        close_leavers()
    finally:
        ANSWERS["adult.leave"].remove(fail)
    assert again(cast.teacher).closed_at is None
    assert again(cast.volunteer).closed_at is not None


# -- joiners ----------------------------------------------------------------------------------------------------------


def test_a_joiner_is_added_before_their_first_day_and_may_read_and_be_invited_before_it(client, cast):
    later = timezone.localdate() + ONE * 14
    typed = {"name": "Noor Haddad", "kind": "employee", "starts": later.isoformat(), "teacher": "on"}
    signed_in(client, cast.office).post(reverse("people:add"), typed)
    joiner = again(Adult.objects.get(name="Noor Haddad"))
    assert joiner.roles == {Role.ADULT, Role.TEACHER}
    assert actions.invite(joiner, by=cast.office)
    assert "do a joiner’s tasks before" in text_of(client.get(joiner.get_absolute_url()))
    assert signed_in(client, joiner).get("/policies/").status_code == 200


def test_a_joiner_sees_nothing_of_a_role_that_sees_more_before_their_first_day(cast):
    later = timezone.localdate() + ONE * 14
    joiner = an_adult(cast.school, "Noor Haddad", starts=later)
    actions.grant(joiner, by=cast.head, role=Role.OFFICE)
    assert Role.OFFICE not in again(joiner).roles
    with time_machine.travel(timezone.now() + ONE * 14, tick=False):
        assert Role.OFFICE in again(joiner).roles
    assert not [grant for grant in again(cast.teacher).grants.all() if grant.starts > timezone.localdate()]


def test_a_leaver_is_told_from_one_who_stays_by_every_permission(cast):
    last_day(cast, cast.teacher, 0)
    assert not [can for can in Can if again(cast.teacher).held]
