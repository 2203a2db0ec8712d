"""How leaders see that everything is done: the figures, the adults behind each, and who sees what."""

import datetime

import pytest
from architecture.world import a_policy
from cast import a_school, again, an_adult, signed_in
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from duties import followed
from hypothesis import given
from hypothesis import strategies as st

from belisha.core.access import Role
from belisha.duties import actions
from belisha.duties import jobs as asking
from belisha.duties.following import queries, rules
from belisha.duties.following.rules import Tally
from belisha.duties.following.standing import Group, group_of
from belisha.duties.models import Acknowledgement
from belisha.duties.owed.models import Duty, Owed
from belisha.people.models import Adult

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return a_school()


@pytest.fixture
def version(cast):
    return a_policy(cast, "In force", 2)


def a_duty(cast, title="Prevent guidance", **fields) -> Duty:
    """A live duty that everybody in the school owes."""
    asked = {"way": "reading", "starts_on": timezone.localdate(), "state": "live", **fields}
    duty = Duty.objects.create(school=cast.school, title=title, **asked)
    for adult in cast.people:
        owes(adult, duty)
    return duty


def owes(adult, duty, due=5, **fields) -> Owed:
    """One adult is asked, to be done in so many days."""
    day = timezone.localdate() + datetime.timedelta(days=due)
    return Owed.objects.create(
        school=duty.school, adult=adult, duty=duty, opened_at=timezone.now(), due_on=day, **fields
    )


def is_done(row: Owed) -> None:
    Owed.objects.filter(pk=row.pk).update(state="done", done_at=timezone.now(), wording="I have read this.")


def late(*rows) -> None:
    day = timezone.localdate() - datetime.timedelta(days=3)
    for row in rows:
        type(row).objects.filter(pk=row.pk).update(due_on=day)


def duty_of(adult, version) -> Acknowledgement:
    return Acknowledgement.objects.select_related("version__policy", "school").get(adult=adult, version=version)


def columns(row) -> dict[str, int]:
    return {name: number for name, _, number in row.tally.columns}


def row_of(actor, title, group=None):
    return next(row for row in queries.by_line(actor, group or Group()) if row.title == title)


# -- the figures ----------------------------------------------------------------------------------------------------


@pytest.mark.clause("4-01-a")
def test_each_line_says_how_many_stand_where_and_together_they_are_all_who_work_here(cast, version):
    actions.acknowledge(duty_of(cast.teacher, version), by=cast.teacher, wording="read")
    late(duty_of(cast.dsl, version), duty_of(cast.hr, version))
    followed.an_excuse(cast.hr, by=cast.head)
    joiner = an_adult(cast.school, "Nadia Flint")
    row = row_of(cast.head, "In force")
    assert columns(row) == {"done": 1, "due": 7, "overdue": 1, "excused": 1, "none": 1}
    assert row.tally.all == len(cast.people) + 1
    assert row.missed == 1
    assert joiner.is_active


@pytest.mark.clause("4-01-a")
def test_a_duty_has_its_own_line_and_counts_the_newest_round(cast, version):
    duty = a_duty(cast)
    first = Owed.objects.get(adult=cast.teacher, duty=duty)
    is_done(first)
    owes(cast.teacher, duty, due=-2, round=2)
    is_done(Owed.objects.get(adult=cast.dsl, duty=duty))
    row = row_of(cast.head, duty.title)
    assert columns(row) == {"done": 1, "due": len(cast.people) - 2, "overdue": 1, "excused": 0, "none": 0}
    assert row.missed == 0


def test_what_has_lapsed_or_is_no_longer_in_force_is_counted_nowhere(cast, version):
    duty = a_duty(cast)
    Owed.objects.filter(adult=cast.teacher).update(state="lapsed")
    assert columns(row_of(cast.head, duty.title))["none"] == 1
    Duty.objects.filter(pk=duty.pk).update(state="ended")
    assert [row.title for row in queries.by_line(cast.head)] == ["In force"]


def test_who_has_left_is_counted_nowhere_and_who_comes_soon_is(cast, version):
    an_adult(cast.school, "Nadia Flint", starts=timezone.localdate() + datetime.timedelta(days=9))
    asking.open_for_school.call(str(cast.school.pk))
    assert row_of(cast.head, "In force").tally.all == len(cast.people) + 1
    Adult.objects.filter(pk=cast.volunteer.pk).update(ends=timezone.localdate())
    row = row_of(cast.head, "In force")
    assert row.tally.all == len(cast.people)
    assert sum(columns(row).values()) == len(cast.people)


@pytest.mark.clause("2-01-b")
def test_nobody_works_here_without_being_asked_or_the_page_says_who(cast, version, client):
    signed_in(client, cast.head)
    address = reverse("following:overview")
    assert "not asked about" not in client.get(address).content.decode()
    trainee = an_adult(cast.school, "Nadia Flint", kind="trainee_teacher")
    assert "1 adult who works here was not asked about In force yet" in client.get(address).content.decode()
    line = reverse("following:line", args=[version.policy_id])
    assert trainee.name in client.get(f"{line}?show=none").content.decode()
    asking.open_due()
    assert "not asked about" not in client.get(address).content.decode()


def test_by_role_counts_tasks_of_those_who_hold_it_today(cast, version):
    duty = a_duty(cast)
    is_done(Owed.objects.get(adult=cast.teacher, duty=duty))
    rows = {row.title: row for row in queries.by_group(cast.head, "role")}
    assert {"Headteacher", "Teacher", "Office"} <= set(rows)
    # The Headteacher, the safeguarding lead and a teacher are teachers: three adults with two tasks each.
    assert rows["Teacher"].tally.all == 6
    assert columns(rows["Teacher"]) == {"done": 1, "due": 5, "overdue": 0, "excused": 0, "none": 0}


def test_a_role_that_ended_is_counted_no_more(cast, version):
    cast.teacher.grants.update(ends=timezone.localdate())
    rows = {row.title: row for row in queries.by_group(cast.head, "role")}
    assert rows["Teacher"].tally.all == 2


def test_by_kind_counts_tasks_of_each_kind(cast, version):
    rows = {row.title: row for row in queries.by_group(cast.head, "kind")}
    kinds = [adult.kind for adult in cast.people]
    assert rows["Governor"].tally.all == kinds.count("governor")
    assert sum(row.tally.all for row in rows.values()) == len(cast.people)


def test_a_group_narrows_the_lines_and_the_adults(cast, version):
    group = group_of("kind-governor")
    assert row_of(cast.head, "In force", group).tally.all == 2
    line = queries.line_for(cast.head, version.policy_id)
    rows, _ = queries.page_of_standings(cast.head, line, group, "all")
    assert {each.adult for each in rows} == {cast.chair, cast.governor}
    rows, _ = queries.page_of_standings(cast.head, line, group_of("role-it_lead"), "all")
    assert [each.adult for each in rows] == [cast.it_lead]


@pytest.mark.parametrize("key", ["", "role-", "role-nothing", "kind-teacher", "x", "name-Tom"])
def test_a_group_that_there_is_not_is_everybody(key):
    assert group_of(key) == Group()


def test_every_group_comes_back_from_its_address():
    assert group_of(group_of("role-teacher").key).label == "Teacher"
    assert group_of("kind-agency").label == "Agency staff"


@given(
    st.dictionaries(st.sampled_from([*rules.STATUSES][:5]), st.integers(0, 3000)), st.integers(0, 200)
)  # fmt: skip
def test_the_columns_always_add_up_and_no_bar_is_longer_than_its_ground(counted, unasked):
    tally = Tally(sum(counted.values()) + unasked, dict(counted))
    assert sum(number for _, _, number in tally.columns) == tally.all
    assert sum(share for _, _, share in tally.bars) <= 100


# -- the adults behind a number ---------------------------------------------------------------------------------------


def test_each_number_leads_to_so_many_adults(cast, version):
    duty = a_duty(cast)
    late(duty_of(cast.dsl, version), Owed.objects.get(adult=cast.hr, duty=duty))
    followed.an_excuse(cast.governor, by=cast.head)
    an_adult(cast.school, "Nadia Flint")
    for line in queries.lines(cast.head):
        said = columns(row_of(cast.head, line.title))
        for show, number in said.items():
            rows, _ = queries.page_of_standings(cast.head, line, Group(), show)
            assert len(rows) == number, (line.title, show)


def test_the_list_says_due_reminded_how_and_until(cast, version, client):
    followed.on_paper(duty_of(cast.volunteer, version), by=cast.office)
    excuse = followed.an_excuse(cast.governor, by=cast.head)
    page = signed_in(client, cast.head).get(reverse("following:line", args=[version.policy_id])).content.decode()
    assert "On paper, before Sheila Bramwell" in page
    assert f"until {excuse.last.day} {excuse.last:%B %Y}" in page
    assert excuse.reason not in page


def test_a_name_is_searched_for_by_post_and_never_stands_in_an_address(cast, version, client):
    address = reverse("following:line", args=[version.policy_id])
    found = signed_in(client, cast.head).post(f"{address}?show=all", {"search": "hesk"}).content.decode()
    assert cast.teacher.name in found
    assert cast.dsl.name not in found
    assert "hesk" not in "".join(part for part in found.split('"') if part.startswith(("/", "?", "http"))).lower()


def test_a_long_list_goes_on_by_key(cast, version):
    for number in range(55):
        an_adult(cast.school, f"Adult {number:02}")
    asking.open_for_school.call(str(cast.school.pk))
    line = queries.line_for(cast.head, version.policy_id)
    first, key = queries.page_of_standings(cast.head, line, Group(), "due")
    second, end = queries.page_of_standings(cast.head, line, Group(), "due", after=key)
    names = [each.adult.name for each in first + second]
    assert names == sorted(names)
    assert len(set(names)) == 65
    assert end == ""


def test_one_adults_record_shows_everything_that_is_asked(cast, version, client):
    duty = a_duty(cast)
    address = reverse("following:adult", args=[cast.teacher.pk])
    page = signed_in(client, cast.head).get(address).content.decode()
    for said in ("In force", duty.title, "Excuse for a time", "Send a reminder", "Record that they signed on paper"):
        assert said in page
    own = client.get(reverse("following:own")).content.decode()
    assert "Excuse for a time" not in own
    assert "Record that they signed" not in own


# -- as often for many as for few -------------------------------------------------------------------------------------


@pytest.mark.parametrize("query", ["", "?by=role", "?by=kind", "?group=role-teacher"])
def test_the_figures_ask_as_often_for_many_adults_and_duties_as_for_few(cast, version, client, query):
    signed_in(client, cast.head)
    a_duty(cast)
    counts = []
    for more in (0, 6):
        for number in range(more):
            an_adult(cast.school, f"Adult {number}", roles=(Role.TEACHER,))
            a_duty(cast, f"Duty {number}")
        client.get(reverse("following:overview") + query)
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse("following:overview") + query)
        counts.append(len(seen))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("name", ["line", "adult"])
def test_a_list_and_a_record_ask_as_often_for_many_as_for_few(cast, version, client, name):
    signed_in(client, cast.head)
    a_duty(cast)
    address = reverse(f"following:{name}", args=[version.policy_id if name == "line" else cast.teacher.pk])
    counts = []
    for more in (0, 6):
        for number in range(more):
            an_adult(cast.school, f"Adult {number}")
            a_duty(cast, f"Duty {number}")
            followed.an_excuse(cast.teacher, by=cast.head, days=number + 1)
        asking.open_for_school.call(str(cast.school.pk))
        client.get(address)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


# -- who sees what ----------------------------------------------------------------------------------------------------

# Who × (figures, the adults behind them, a teacher's record, the reason of a teacher's excuse, the sheet, a signed
# page, the page of reminders). The teacher's own record is theirs; the reason is theirs and of those who excuse.
TABLE = """
    head               1 1 1 1 1 1 1
    dsl                1 1 1 0 0 0 0
    office             1 1 1 0 1 1 0
    trust_safeguarding 1 1 1 0 0 0 0
    teacher            0 0 1 1 0 1 0
    chair              0 0 0 0 0 0 0
    governor           0 0 0 0 0 0 0
    volunteer          0 0 0 0 0 0 0
    it_lead            0 0 0 0 0 0 0
    hr                 0 0 0 0 0 0 0
    other_head         1 0 0 0 0 0 1
    leaver             0 0 0 0 0 0 0
    stranger           0 0 0 0 0 0 0
"""
ROWS = [(words[0], [int(word) for word in words[1:]]) for words in map(str.split, TABLE.strip().splitlines())]


@pytest.mark.parametrize(("who", "sees"), ROWS, ids=[who for who, _ in ROWS])
def test_who_sees_the_figures_the_names_the_reasons_and_the_paper(cast, version, client, who, sees):
    excuse = followed.an_excuse(cast.teacher, by=cast.head)
    signed = duty_of(cast.teacher, version)
    followed.on_paper(signed, by=cast.office)
    record = reverse("following:adult", args=[cast.teacher.pk])
    signed_in(client, getattr(cast, who))

    def opens(name, *args) -> bool:
        return client.get(reverse(f"following:{name}", args=args)).status_code == 200

    shown = client.get(record)
    assert [
        opens("overview"), opens("line", version.policy_id), opens("adult", cast.teacher.pk),
        shown.status_code == 200 and excuse.reason in shown.content.decode(), opens("sheet", version.policy_id),
        opens("signed", signed.pk), opens("chasing"),
    ] == [bool(each) for each in sees]  # fmt: skip


def test_another_schools_headteacher_counts_nobody_of_ours(cast, version, client):
    page = signed_in(client, cast.other_head).get(reverse("following:overview")).content.decode()
    assert "In force" not in page
    assert queries.number_open(cast.other_head) == (0, 0)


def test_a_role_that_sleeps_sees_no_figures(cast, version, client):
    assert signed_in(client, cast.head, second_factor=False).get(reverse("following:overview")).status_code == 404


# -- the home page ----------------------------------------------------------------------------------------------------


def test_leaders_find_one_line_on_their_home_page_however_much_is_late(cast, version, client):
    a_duty(cast)
    signed_in(client, cast.head)
    assert f"{2 * len(cast.people)} tasks of adults are still to do" in client.get("/").content.decode()
    late(*Acknowledgement.objects.all(), *Owed.objects.filter(adult=cast.hr))
    page = client.get("/").content.decode()
    assert f"{len(cast.people) + 1} tasks of adults are overdue" in page
    assert "have acknowledged" not in page
    assert reverse("following:overview") in page


@pytest.mark.parametrize("who", ["teacher", "governor", "volunteer"])
def test_others_find_no_such_line(cast, version, client, who):
    late(*Acknowledgement.objects.all())
    assert "tasks of adults" not in signed_in(client, again(getattr(cast, who))).get("/").content.decode()
