"""Posts, who holds them, and who stands in: on which days, named by whom, and what nobody may do to themselves."""

import datetime

import pytest
import time_machine
from cast import a_school, again, an_adult, signed_in
from django.urls import reverse
from django.utils import timezone

from belisha.core.access import ROLES, Can, Role, may
from belisha.core.errors import NotAllowed, Refused
from belisha.core.queries import page_of_entries
from belisha.packs.posts import shipped_posts
from belisha.people import actions, limits, queries, rules
from belisha.people.models import Grant
from belisha.people.posts import actions as posts
from belisha.people.posts.queries import missed
from belisha.people.posts.rules import Span, ends_after, fault, until
from belisha.people.tasks import tasks_for

pytestmark = pytest.mark.django_db

DAY = datetime.date
MONDAY, FRIDAY = DAY(2026, 11, 23), DAY(2026, 11, 27)
POSTS = {
    "headteacher", "deputy", "senior_leader", "dsl", "deputy_dsl", "chair", "vice_chair", "link_governor", "hr", "dpo",
    "it_lead", "office",
}  # fmt: skip


@pytest.fixture
def cast():
    return a_school()


@pytest.fixture
def on_monday():
    with time_machine.travel(datetime.datetime(2026, 11, 23, 9, tzinfo=datetime.UTC), tick=False) as clock:
        yield clock


def role_of(adult, role) -> Grant:
    return adult.grants.get(role=role, stands_in_for=None)


def named(cast, by, adult, role=Role.DSL, holder=None, first=MONDAY, last=FRIDAY):
    held = role_of(holder or cast.dsl, role)
    return posts.name_stand_in(held, by=by, adult=adult, first=first, last=last)


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


# -- the data -----------------------------------------------------------------------------------------------------


def test_every_post_of_the_issue_is_there_with_a_role_what_it_is_for_and_what_breaks_without_it():
    rows = shipped_posts().rows
    assert {row.role for row in rows} == POSTS <= {role.value for role in ROLES}
    assert all(row.is_for and row.while_empty and row.source for row in rows)


def test_a_role_that_reads_cases_or_decides_is_a_post():
    """A permission that only some hold belongs to a post, so that the page can say who misses it."""
    beyond = {role for role in ROLES if not rules.is_ordinary(role)} - rules.NOT_GIVEN
    assert beyond - {Role.ADMINISTRATOR} <= {Role(row.role) for row in shipped_posts().rows}


# -- days ---------------------------------------------------------------------------------------------------------

TODAY = MONDAY
ALWAYS = Span(DAY(2020, 1, 1))
DAYS = [
    (Span(MONDAY, FRIDAY), ALWAYS, ALWAYS, ""),
    (Span(MONDAY, MONDAY), ALWAYS, ALWAYS, ""),
    (Span(FRIDAY, MONDAY), ALWAYS, ALWAYS, "not before the first"),
    (Span(DAY(2026, 11, 22), FRIDAY), ALWAYS, ALWAYS, "today or later"),
    (Span(MONDAY, FRIDAY), ALWAYS, Span(DAY(2020, 1, 1), DAY(2026, 11, 26)), "do not work here"),
    (Span(MONDAY, FRIDAY), ALWAYS, Span(DAY(2026, 11, 24)), "do not work here"),
    (Span(MONDAY, FRIDAY), Span(DAY(2020, 1, 1), DAY(2026, 11, 26)), ALWAYS, "does not hold it"),
    (Span(MONDAY, FRIDAY), Span(DAY(2026, 11, 24)), ALWAYS, "does not hold it"),
]


@pytest.mark.parametrize(("asked", "post", "adult", "why"), DAYS)
def test_on_which_days_somebody_can_stand_in(asked, post, adult, why):
    said = fault(asked, TODAY, post, adult)
    assert why in said
    assert bool(said) == bool(why)


def test_days_meet_where_they_have_one_in_common():
    assert Span(MONDAY, FRIDAY).meets(Span(FRIDAY, None))
    assert not Span(MONDAY, FRIDAY).meets(Span(DAY(2026, 11, 28), None))
    assert until(ends_after(FRIDAY)) == FRIDAY


def test_a_stand_in_has_the_role_from_the_first_day_to_the_last_and_no_longer(cast, on_monday):
    named(cast, cast.head, cast.teacher, first=DAY(2026, 11, 24), last=FRIDAY)
    held = {}
    for day in range(23, 30):
        on_monday.move_to(datetime.datetime(2026, 11, day, 12, tzinfo=datetime.UTC))
        in_sql = cast.teacher in queries.who_can(cast.school, Can.READ_CASE)
        in_letters = cast.teacher in queries.holders(cast.school, Role.DSL)
        in_python = may(again(cast.teacher), Can.READ_CASE, cast.school)
        assert in_sql == in_letters == in_python
        held[day] = in_python
    assert held == {23: False, 24: True, 25: True, 26: True, 27: True, 28: False, 29: False}


def test_a_stand_in_needs_the_second_factor_like_any_holder(cast, on_monday):
    named(cast, cast.head, cast.teacher)
    assert not may(again(cast.teacher, second_factor=False), Can.READ_CASE, cast.school)
    assert may(again(cast.teacher), Can.READ_CASE, cast.school)


def test_a_role_that_begins_later_is_not_held_before(cast, on_monday):
    joiner = an_adult(cast.school, "New Lead", roles=(Role.DSL, Role.TEACHER), starts=FRIDAY)
    assert joiner.roles == {Role.ADULT, Role.TEACHER}
    assert joiner not in queries.who_can(cast.school, Can.READ_CASE)
    on_monday.move_to(datetime.datetime(2026, 11, 27, 12, tzinfo=datetime.UTC))
    assert Role.DSL in again(joiner).roles
    assert joiner in queries.who_can(cast.school, Can.READ_CASE)


def test_two_do_not_stand_in_for_one_on_the_same_day(cast, on_monday):
    named(cast, cast.head, cast.teacher)
    with pytest.raises(NotAllowed, match="stands in on some of these days"):
        named(cast, cast.head, cast.it_lead, first=FRIDAY, last=FRIDAY)
    assert named(cast, cast.head, cast.it_lead, first=DAY(2026, 11, 28), last=DAY(2026, 11, 29))


# -- who names whom ---------------------------------------------------------------------------------------------------

# Who names, for whose post (role), whom; and what comes of it.
NAMING = """
    head     dsl          teacher    yes
    head     dsl          head       yes
    head     dsl          dsl        no
    head     chair        dsl        no
    head     chair        head       no
    head     headteacher  dsl        yes
    head     headteacher  chair      no
    head     dsl          other_teacher  no
    head     dsl          leaver     no
    office   teacher      agency_ta  yes
    office   governor     volunteer  yes
    office   dsl          teacher    no
    office   headteacher  dsl        no
    office   it_lead      office     no
    dsl      dsl          teacher    no
    teacher  teacher      agency_ta  no
    chair    dsl          teacher    no
    chair    headteacher  dsl        no
    other_head dsl        teacher    no
"""
HOLDERS = {"dsl": "dsl", "chair": "chair", "headteacher": "head", "teacher": "teacher", "governor": "governor",
           "it_lead": "it_lead"}  # fmt: skip


@pytest.mark.parametrize(("by", "role", "adult", "answer"), [line.split() for line in NAMING.strip().splitlines()])
def test_who_names_whom(cast, on_monday, by, role, adult, answer):
    who, whom, holder = getattr(cast, by), getattr(cast, adult), getattr(cast, HOLDERS[role])
    if answer == "yes":
        assert named(cast, who, whom, role, holder).stands_in_for.adult == holder
    else:
        with pytest.raises((Refused, NotAllowed)):
            named(cast, who, whom, role, holder)
        assert not Grant.objects.exclude(stands_in_for=None).exists()


def test_the_chair_names_who_stands_in_for_the_headteacher_and_for_nobody_else(cast, on_monday):
    days = {"first": MONDAY, "last": FRIDAY}
    with pytest.raises(NotAllowed):
        posts.name_acting_head(cast.school, by=cast.chair, held=role_of(cast.dsl, "dsl"), adult=cast.teacher, **days)
    held = role_of(cast.head, Role.HEADTEACHER)
    for nobody in (cast.chair, cast.head, cast.other_teacher):
        with pytest.raises((NotAllowed, Refused)):
            posts.name_acting_head(cast.school, by=cast.chair, held=held, adult=nobody, **days)
    for other in (cast.dsl, cast.office, cast.governor):
        with pytest.raises(Refused):
            posts.name_acting_head(cast.school, by=other, held=held, adult=cast.teacher, **days)
    acting = posts.name_acting_head(cast.school, by=cast.chair, held=held, adult=cast.dsl, **days)
    assert may(again(cast.dsl), Can.DECIDE_PERMISSION, cast.school)
    posts.end_acting_head(cast.school, by=cast.chair, stand_in=acting)
    assert not may(again(cast.dsl), Can.DECIDE_PERMISSION, cast.school)
    with pytest.raises(NotAllowed):
        posts.end_acting_head(cast.school, by=cast.chair, stand_in=held)
    told = [page_of_entries(cast.chair, kind=kind)[0] for kind in ("role.acting_head", "role.end_acting_head")]
    assert [lines[0].sentence for lines in told] == [
        "Julian Whitcombe added Priya Nair’s role as stand-in Headteacher, from 2026-11-23 until 2026-11-27",
        "Julian Whitcombe ended Priya Nair’s role as stand-in Headteacher",
    ]


def test_who_stands_in_for_the_headteacher_does_not_stay_headteacher_by_their_own_hand(cast, on_monday):
    named(cast, cast.head, cast.dsl, Role.HEADTEACHER, cast.head)
    acting = again(cast.dsl)
    assert may(acting, Can.CHANGE_ROLES, cast.school)
    with pytest.raises(Refused, match="Nobody gives themselves"):
        actions.grant(acting, by=acting, role=Role.HEADTEACHER)
    with pytest.raises(Refused, match="Nobody gives themselves"):
        named(cast, acting, acting, Role.HEADTEACHER, cast.head, DAY(2026, 11, 28), DAY(2027, 11, 28))
    with pytest.raises(NotAllowed, match="A school needs a Headteacher"):
        actions.end_role(role_of(cast.head, Role.HEADTEACHER), by=acting)
    assert not limits.is_only_headteacher(cast.school.pk, acting)


def test_the_headteacher_does_not_become_the_one_who_decides_for_the_headteacher(cast):
    for role in (Role.CHAIR, Role.VICE_CHAIR, Role.ADMINISTRATOR):
        with pytest.raises((Refused, NotAllowed)):
            actions.grant(cast.head, by=cast.head, role=role)
    with pytest.raises(NotAllowed, match="nobody can be both"):
        actions.grant(cast.chair, by=cast.head, role=Role.HEADTEACHER)


def test_the_office_cannot_turn_a_stand_ins_sign_in_into_its_own(cast, on_monday):
    actions.invite(cast.teacher, by=cast.office)
    named(cast, cast.head, cast.teacher)
    assert not cast.teacher.invitations.filter(expires_at__gt=timezone.now()).exists()
    with pytest.raises(Refused):
        actions.invite(cast.teacher, by=cast.office)
    assert cast.teacher not in queries.waiting(cast.office)
    on_monday.move_to(datetime.datetime(2026, 11, 28, 12, tzinfo=datetime.UTC))
    assert actions.invite(again(cast.teacher), by=again(cast.office))


def test_a_stand_ins_time_ends_with_the_role_of_whom_they_stand_in_for(cast, on_monday):
    named(cast, cast.head, cast.teacher)
    named(cast, cast.head, cast.it_lead, first=DAY(2026, 11, 28), last=DAY(2026, 12, 5))
    actions.end_role(role_of(cast.dsl, Role.DSL), by=cast.head)
    assert Role.DSL not in again(cast.teacher).roles
    on_monday.move_to(datetime.datetime(2026, 11, 30, 12, tzinfo=datetime.UTC))
    assert Role.DSL not in again(cast.it_lead).roles


def test_who_stands_in_can_be_given_the_post_itself(cast, on_monday):
    named(cast, cast.head, cast.teacher)
    assert Role.DSL in dict(queries.roles_to_give(cast.head, queries.adult_for(cast.head, cast.teacher.pk)))
    actions.grant(cast.teacher, by=cast.head, role=Role.DSL)
    on_monday.move_to(datetime.datetime(2026, 11, 30, 12, tzinfo=datetime.UTC))
    assert Role.DSL in again(cast.teacher).roles


# -- the pages --------------------------------------------------------------------------------------------------------

WHO_OPENS = """
                        posts    fill     name     end
    head                reads    reads    reads    reads
    office              reads    hidden   hidden   hidden
    dsl                 reads    hidden   hidden   hidden
    chair               reads    hidden   hidden   hidden
    teacher             hidden   hidden   hidden   hidden
    governor            hidden   hidden   hidden   hidden
    it_lead             hidden   hidden   hidden   hidden
    trust_safeguarding  reads    hidden   hidden   hidden
    other_head          reads    reads    hidden   hidden
    leaver              sign_in  sign_in  sign_in  sign_in
    stranger            sign_in  sign_in  sign_in  sign_in
"""
ANSWERS = {200: "reads", 404: "hidden", 302: "sign_in"}


@pytest.mark.parametrize("line", WHO_OPENS.strip().splitlines()[1:])
def test_who_opens_which_page_about_posts(client, cast, line):
    who, *expected = line.split()
    today = timezone.localdate()
    stand_in = named(cast, cast.head, cast.it_lead, first=today, last=today)
    addresses = [
        reverse("people:posts"), reverse("people:fill_post") + "?post=dpo",
        reverse("people:name_stand_in", args=[role_of(cast.dsl, "dsl").pk]),
        reverse("people:end_stand_in", args=[stand_in.pk]),
    ]  # fmt: skip
    signed_in(client, getattr(cast, who) if who != "it_lead" else cast.hr)
    assert [ANSWERS[client.get(address).status_code] for address in addresses] == expected


def test_the_chair_sees_the_headteachers_post_and_no_other_and_fills_it_by_a_name_they_know(client, cast):
    signed_in(client, cast.chair)
    said = text_of(client.get(reverse("people:posts")))
    assert "Margaret Okafor" in said
    assert "Priya Nair" not in said
    address = reverse("people:name_stand_in", args=[role_of(cast.head, "headteacher").pk])
    today = timezone.localdate().isoformat()
    assert "Type their whole name" in text_of(client.get(address))
    assert "Nobody who works here" in text_of(client.post(address, {"name": "Pri", "first": today, "last": today}))
    assert client.post(address, {"name": "priya nair", "first": today, "last": today}).url == reverse("people:posts")
    assert Role.HEADTEACHER in again(cast.dsl).roles
    stand_in = Grant.objects.exclude(stands_in_for=None).get()
    assert client.post(reverse("people:end_stand_in", args=[stand_in.pk])).status_code == 302
    assert Role.HEADTEACHER not in again(cast.dsl).roles


def test_a_post_is_filled_from_the_page_that_says_what_its_emptiness_breaks(client, cast):
    signed_in(client, cast.head)
    page = text_of(client.get(reverse("people:posts")))
    assert "While nobody holds it:" in page
    assert reverse("people:fill_post") + "?post=dpo" in page
    address = reverse("people:fill_post") + "?post=dpo"
    several = text_of(client.post(address, {"name": "a"}))
    assert "Type more of it" in several or "Choose one" in several
    an_adult(cast.school, "Tom Heskett")
    offered = text_of(client.post(address, {"name": "Tom Hesk"}))
    assert "Several adults have a name like this" in offered
    assert "Tom Heskett" in offered
    assert client.post(address, {"name": "Tom Hesk", "adult": str(cast.teacher.pk)}).status_code == 302
    assert Role.DPO in again(cast.teacher).roles
    assert "holds the role" in text_of(client.post(address, {"name": "Tom Hesketh"}))
    assert client.get(reverse("people:fill_post") + "?post=inspector").status_code == 404


def test_an_id_of_another_adult_is_not_smuggled_in_beside_a_name(client, cast):
    address = reverse("people:fill_post") + "?post=dpo"
    signed_in(client, cast.head).post(address, {"name": "Hesketh", "adult": str(cast.other_teacher.pk)})
    assert Role.DPO not in again(cast.other_teacher).roles


def test_a_day_that_is_wrong_loses_nothing_that_was_typed(client, cast):
    address = reverse("people:name_stand_in", args=[role_of(cast.dsl, "dsl").pk])
    typed = {"name": "Hesketh", "first_day": "1", "first_month": "1", "first_year": "2020", "last": "2020-01-02"}
    answer = text_of(signed_in(client, cast.head).post(address, typed))
    assert "today or later" in answer
    assert 'value="Hesketh"' in answer
    assert 'value="2020"' in answer


def test_the_home_page_says_how_many_needed_posts_are_empty_to_whoever_may_give_roles(client, cast):
    empty = missed(cast.head)
    assert set(empty) == {ROLES[role].label for role in
                          (Role.DEPUTY_DSL, Role.VICE_CHAIR, Role.LINK_GOVERNOR, Role.DPO)}  # fmt: skip
    said = {who: text_of(signed_in(client, getattr(cast, who)).get("/")) for who in ("head", "office", "teacher")}
    assert "4 posts are empty" in said["head"]
    assert "posts are empty" not in said["office"] + said["teacher"]
    assert "4 posts that are needed are still empty" in text_of(
        signed_in(client, cast.head).get(reverse("people:begin"))
    )
    for role in (Role.DEPUTY_DSL, Role.LINK_GOVERNOR, Role.DPO):
        actions.grant(cast.it_lead, by=cast.head, role=role)
    assert [task.title for task in tasks_for(again(cast.head)) if "post" in task.title] == ["A post is empty"]


def test_a_post_whose_holder_left_or_is_only_stood_in_for_is_empty(cast, on_monday):
    assert ROLES[Role.DSL].label not in missed(cast.head)
    named(cast, cast.head, cast.teacher)
    cast.dsl.ends = MONDAY
    cast.dsl.save()
    assert ROLES[Role.DSL].label in missed(cast.head)


def test_the_page_of_an_adult_says_whom_they_stand_in_for_and_who_stands_in_for_them(client, cast, on_monday):
    named(cast, cast.head, cast.teacher)
    signed_in(client, cast.head)
    assert "until 27 November 2026, standing in for Priya Nair" in text_of(client.get(cast.teacher.get_absolute_url()))
    shown = text_of(client.get(cast.dsl.get_absolute_url()))
    assert "Tom Hesketh, as Designated safeguarding lead, from 23 November 2026 until 27 November 2026" in shown
    assert "Tom Hesketh, as" in text_of(signed_in(client, cast.dsl).get(cast.dsl.get_absolute_url()))


def test_what_was_done_with_a_stand_in_is_told_in_the_log(client, cast, on_monday):
    stand_in = named(cast, cast.head, cast.teacher)
    signed_in(client, cast.head).post(reverse("people:end_stand_in", args=[stand_in.pk]))
    log = text_of(client.get(reverse("audit:list")))
    told = "Tom Hesketh’s role as stand-in Designated safeguarding lead"
    assert f"Margaret Okafor added {told}, from 2026-11-23 until 2026-11-27" in log
    assert f"Margaret Okafor ended {told}" in log
