"""Bringing in a staff list: look first, then the worker does what was shown, and never anybody twice."""

import datetime

import pytest
import time_machine
from cast import a_school, again, an_adult, signed_in
from django.urls import reverse
from django.utils import timezone
from given import HEAD, brought_in, check_page, confirm, give, give_csv, newest, proposal

from belisha.core import audit
from belisha.core.access import SET_UP, Role
from belisha.core.models import AuditEntry
from belisha.people import actions as people
from belisha.people.lists import jobs, rules
from belisha.people.lists.bringing import actions as bringing
from belisha.people.lists.models import Columns, StaffList
from belisha.people.models import Adult, Employer

pytestmark = pytest.mark.django_db
LIST = f"""{HEAD}Noor Haddad,noor@alder.example,Supply,,1/9/2026,
Ivy Stroud,,Employee,,1/9/2020,
Tom Hesketh,tom.hesketh@alder.example,,Teacher,,31/8/2027
Nobody,not an address,,,,
Rhiannon Beck,rhiannon.beck@bishop.example,,,,
"""
# Who opens which page; the other school's Headteacher has lists of their own.
OPENS = """
                  head  dsl  teacher  agency_ta  volunteer  governor  chair  it_lead  hr  office  leaver  other_head
    lists:give    yes   no   no       no         no         no        no     no       no  yes     door    yes
    lists:columns yes   no   no       no         no         no        no     no       no  yes     door    no
    lists:check   yes   no   no       no         no         no        no     no       no  yes     door    no
    lists:detail  yes   no   no       no         no         no        no     no       no  yes     door    no
    lists:drop    yes   no   no       no         no         no        no     no       no  yes     door    no
"""
ROWS = [line.split() for line in OPENS.strip().splitlines()]
SAYS = {200: "yes", 302: "yes", 404: "no"}


@pytest.mark.clause("2-01-a", "2-01-b", "2-01-c", "4-01-a")
def test_a_list_is_looked_at_and_then_brought_in(client):
    school = a_school()
    before = Adult.objects.count()
    page = give_csv(signed_in(client, school.head), LIST).content.decode()
    assert "This would add <strong>2</strong>, update <strong>1</strong>" in page
    assert "“not an address” is not an e-mail address." in page
    assert "Another adult already has this e-mail address." in page
    assert Adult.objects.count() == before
    page = brought_in(client)
    assert "The staff list was brought in" in page
    assert newest().result["number"] == {"add": 2, "update": 1, "wrong": 2}
    noor = Adult.objects.get(name="Noor Haddad")
    assert (noor.kind, noor.starts, noor.school) == ("agency", datetime.date(2026, 9, 1), school.school)
    assert again(school.teacher).ends == datetime.date(2027, 8, 31)
    assert again(school.other_head).school == school.other_school
    assert audit.verify(school.school.pk).whole


@pytest.mark.parametrize("row", ROWS[1:], ids=lambda row: row[0])
def test_who_opens_which_page(client, row):
    school = a_school()
    give_csv(signed_in(client, school.head), LIST)
    names = {} if row[0] == "lists:give" else {"args": [newest().pk]}
    for who, expected in zip(ROWS[0], row[1:], strict=True):
        answer = signed_in(client, getattr(school, who)).get(reverse(row[0], **names))
        door = answer.status_code == 302 and answer.url.startswith("/account/")
        assert ("door" if door else SAYS.get(answer.status_code)) == expected, who


def test_a_list_that_nobody_confirmed_changes_nothing_and_is_forgotten_after_a_day(client):
    school = a_school()
    before = Adult.objects.count()
    give_csv(signed_in(client, school.head), LIST)
    jobs.bring_in_list.call(str(newest().pk))
    jobs.bring_in_due()
    jobs.forget_due()
    assert newest().state == "checked"
    with time_machine.travel(timezone.now() + datetime.timedelta(hours=25), tick=False):
        jobs.forget_due()
    kept = newest()
    assert (kept.state, kept.table, kept.rows, Adult.objects.count()) == ("dropped", {}, [], before)
    assert "This list was not used" in signed_in(client, school.head).get(kept.get_absolute_url()).content.decode()


def test_bringing_the_same_list_in_again_doubles_nobody_and_asks_for_no_columns(client):
    school = a_school()
    give_csv(signed_in(client, school.head), LIST)
    brought_in(client)
    number, entries = Adult.objects.count(), AuditEntry.objects.filter(kind__startswith="adult.").count()
    answer = give(client, ("staff.csv", LIST))
    assert answer.url == reverse("lists:check", args=[newest().pk])
    assert "Compare, and change nothing" in client.get(answer.url).content.decode()
    brought_in(client)
    assert newest().result["number"] == {"same": 3, "wrong": 2}
    assert (Adult.objects.count(), AuditEntry.objects.filter(kind__startswith="adult.").count()) == (number, entries)


def test_what_a_column_was_matched_with_is_remembered_for_the_same_headings(client):
    school = a_school()
    text = "Who,Ring,Post here\nNoor Haddad,noor@alder.example,Teacher\n"
    answer = give(signed_in(client, school.head), ("odd.csv", text))
    page = client.get(answer.url)
    assert proposal(page) == {"column_0": "", "column_1": "email", "column_2": ""}
    wrong = client.post(answer.url, proposal(page)).content.decode()
    assert "Say which column holds the name" in wrong
    twice = client.post(answer.url, {"column_0": "email", "column_1": "email"}).content.decode()
    assert "“Who” is the e-mail already" in twice
    client.post(answer.url, {"column_0": "name", "column_1": "email", "column_2": "role"})
    assert "Noor Haddad" in check_page(client)
    second = give(client, ("odd.csv", text))
    assert second.url.endswith("/check/")
    page = client.get(reverse("lists:columns", args=[newest().pk]))
    assert proposal(page) == {"column_0": "name", "column_1": "email", "column_2": "role"}
    assert Columns.objects.get().school == school.school


def test_another_school_does_not_see_how_this_one_matched(client):
    school = a_school()
    give_csv(signed_in(client, school.head), LIST)
    answer = give(signed_in(client, school.other_head), ("staff.csv", LIST))
    assert answer.url.endswith("/columns/")


def test_who_is_missing_from_a_whole_list_may_have_left_and_is_not_removed(client):
    school = a_school()
    names = "".join(f"{adult.name},{adult.email}\n" for adult in school.people if adult != school.volunteer)
    give_csv(signed_in(client, school.head), f"Name,Email\n{names}{school.dsl.name},wrong address\n")
    page = brought_in(client, complete=True)
    assert newest().result["missing"] == [str(school.volunteer.pk)]
    assert reverse("people:leave", args=[school.volunteer.pk]) in page
    assert again(school.volunteer).is_active
    people.change(
        school.volunteer, by=school.head, name=school.volunteer.name, kind="volunteer", email="",
        starts=school.volunteer.starts, ends=timezone.localdate(),
    )  # fmt: skip
    page = client.get(newest().get_absolute_url()).content.decode()
    assert "Everybody who works here is in the list." in page


def test_a_list_that_is_not_whole_misses_nobody(client):
    school = a_school()
    give_csv(signed_in(client, school.head), "Name\nNoor Haddad\n")
    assert "Possible leavers" not in brought_in(client)
    assert newest().result["missing"] == []


def test_a_row_that_no_longer_fits_is_reported_and_not_forced(client):
    school = a_school()
    text = "Name,Email,Role\nNoor Haddad,noor@alder.example,\nTom Hesketh,,Deputy headteacher\nIvy Stroud,,\n"
    give_csv(signed_in(client, school.head), text)
    confirm(client)
    an_adult(school.school, "Noor Haddad", email="noor@alder.example", kind="governor")
    an_adult(school.school, "Tom Hesketh", email="")
    jobs.bring_in_list.call(str(newest().pk))
    result = newest().result
    assert result["number"] == {"wrong": 2, "add": 1} or result["number"] == {"same": 1, "wrong": 1, "add": 1}
    assert "There is more than one Tom Hesketh" in str(result["wrong"]) or "changed" in str(result["wrong"])
    assert Adult.objects.get(name="Noor Haddad").kind == "governor"
    assert Role.DEPUTY not in again(school.teacher).roles


def test_what_changed_between_the_page_and_the_button_is_shown_again(client):
    school = a_school()
    give_csv(signed_in(client, school.head), "Name,Email\nNoor Haddad,noor@alder.example\n")
    address = reverse("lists:check", args=[newest().pk])
    shown = client.get(address).context["form"]["shown"].value()
    an_adult(school.school, "Noor Haddad", email="noor@alder.example")
    answer = client.post(address, {"shown": shown})
    assert answer.status_code == 409
    assert "The people of the school changed" in answer.content.decode()
    assert newest().state == "checked"
    again_shown = answer.context["form"]["shown"].value()
    assert client.post(address, {"shown": again_shown}).status_code == 302


def test_pressing_the_button_twice_brings_a_list_in_once(client):
    school = a_school()
    give_csv(signed_in(client, school.head), "Name,Email\nNoor Haddad,noor@alder.example\n")
    address = reverse("lists:check", args=[newest().pk])
    shown = client.get(address).context["form"]["shown"].value()
    for _ in range(2):
        assert client.post(address, {"shown": shown}).url == newest().get_absolute_url()
    for _ in range(3):
        jobs.bring_in_list.call(str(newest().pk))
    assert Adult.objects.filter(name="Noor Haddad").count() == 1


def test_a_file_that_is_no_list_says_so_on_the_page(client):
    school = a_school()
    assert "The file is empty" in give(signed_in(client, school.head), ("x.csv", " \n")).content.decode()
    assert "Choose a file" in client.post(reverse("lists:give"), {"files": ""}).content.decode()
    two = give(client, ("a.csv", "Name\nA B"), ("b.csv", "Name\nC D")).content.decode()
    assert "none of them is users.csv" in two
    assert not StaffList.objects.exists()


def test_markup_and_formulas_are_shown_as_text(client):
    school = a_school()
    text = 'Name\n"=HYPERLINK(""http://x.example"")"\n<script>alert(1)</script>\n'
    page = give_csv(signed_in(client, school.head), text).content.decode()
    assert "=HYPERLINK(&quot;http://x.example&quot;)" in page
    assert "<script>alert" not in page
    brought_in(client)
    assert Adult.objects.filter(name='=HYPERLINK("http://x.example")').exists()
    answer = give(client, ("x.csv", "<b>Name</b>,Name\n<i>x</i>,Noor Haddad\n"))
    page = client.get(answer.url).content.decode()
    assert "<i>x</i>" not in page
    assert "<b>Name</b>" not in page


@pytest.mark.clause("4-01-a")
def test_the_office_cannot_make_a_headteacher_with_a_list_nor_take_an_address(client):
    school = a_school()
    text = (
        "Name,Email,Role,End date\nSheila Bramwell,,Headteacher,\nNoor Haddad,,Teacher,\n"
        "Margaret Okafor,mine@alder.example,,\nPriya Nair,,,1/1/2027\n"
    )
    page = give_csv(signed_in(client, school.office), text).content.decode()
    assert "Only the Headteacher gives the role Headteacher." in page
    assert "Only the Headteacher changes the last day" in page
    brought_in(client)
    assert Role.HEADTEACHER not in again(school.office).roles
    assert Role.TEACHER in again(Adult.objects.get(name="Noor Haddad")).roles
    assert again(school.head).email == "margaret.okafor@alder.example"
    assert again(school.dsl).ends is None


def test_the_worker_may_do_no_more_than_whoever_confirmed(client):
    school = a_school()
    give_csv(signed_in(client, school.head), "Name,Email\n" + "".join(f"A {n},a{n}@x.example\n" for n in range(110)))
    confirm(client)
    assert bringing.bring_in_part(newest())
    second = an_adult(school.school, "Ada Second", roles=(Role.HEADTEACHER,))
    people.end_role(school.head.grants.get(role=Role.HEADTEACHER), by=again(second))
    jobs.bring_in_list.call(str(newest().pk))
    stopped = newest()
    assert (stopped.state, stopped.reached, stopped.rows) == ("stopped", rules.PART, [])
    assert Adult.objects.filter(name__startswith="A ").count() == rules.PART
    page = signed_in(client, school.office).get(stopped.get_absolute_url()).content.decode()
    assert "Bringing the staff list in was stopped" in page


def test_a_role_that_sleeps_for_want_of_a_second_factor_gives_nothing_by_list(client):
    school = a_school()
    people.grant(school.office, by=SET_UP, role=Role.HEADTEACHER)
    both = again(school.office)
    page = give_csv(signed_in(client, both, second_factor=False), "Name,Role\nNoor Haddad,Deputy headteacher\n")
    assert "Only the Headteacher gives the role Deputy headteacher." in page.content.decode()
    brought_in(client)
    assert not Adult.objects.filter(name="Noor Haddad").exists()


@pytest.mark.clause("2-01-b", "2-04-b")
def test_a_list_says_who_sends_an_adult(client):
    school = a_school()
    text = "Name,Kind,Agency,Staff ID\nNoor Haddad,Supply,Hazel Supply,77\nIvy Stroud,Supply,hazel supply,78\n"
    give_csv(signed_in(client, school.office), text)
    brought_in(client)
    noor = Adult.objects.get(listed_as="77")
    assert (noor.employer.name, Employer.objects.count()) == ("Hazel Supply", 1)
    give_csv(client, "Name,Kind,Agency,Staff ID\nNoor Haddad-Reed,Supply,Other Supply,77\n")
    assert "sent by: Hazel Supply → Other Supply" in check_page(client)
    brought_in(client)
    assert again(noor).name == "Noor Haddad-Reed"
    assert again(noor).employer.name == "Other Supply"


def test_each_adult_of_a_list_has_their_own_entries_in_the_log(client):
    school = a_school()
    give_csv(signed_in(client, school.head), "Name,Role\nNoor Haddad,Teacher\nIvy Stroud,\n")
    brought_in(client)
    noor = Adult.objects.get(name="Noor Haddad")
    kinds = set(AuditEntry.objects.filter(kept_under=noor.kept_under).values_list("kind", flat=True))
    assert kinds == {"adult.add", "role.grant"}
    page = client.get(reverse("audit:list")).content.decode()
    assert "added Noor Haddad, employee" in page
    assert "2 adults from a staff list" in page
    assert audit.verify(school.school.pk).whole


def test_a_password_column_is_read_by_nobody_and_kept_nowhere(client, caplog):
    school = a_school()
    text = "Name,Email,Password,Date of birth,NI number\nNoor Haddad,n@alder.example,old-zebra,1/2/1980,QQ123456C\n"
    answer = give(signed_in(client, school.head), ("staff.csv", text))
    page = client.get(answer.url).content.decode()
    assert "Left out unread: Password, Date of birth, NI number." in page
    brought = [page, str(newest().table)]
    client.post(answer.url, proposal(client.get(answer.url)))
    brought += [check_page(client), str(newest().rows), brought_in(client), str(newest().result), caplog.text]
    brought += [str(dict(client.session.items())), client.get(reverse("audit:list")).content.decode()]
    assert [text for text in brought if "zebra" in text or "QQ123456C" in text or "1980" in text] == []


def test_a_list_can_be_left(client):
    school = a_school()
    give_csv(signed_in(client, school.office), LIST)
    assert "Look at the staff list that you gave" in client.get("/").content.decode()
    client.post(reverse("lists:drop", args=[newest().pk]))
    assert (newest().state, newest().rows) == ("dropped", [])
    assert "Look at the staff list that you gave" not in client.get("/").content.decode()
    assert client.post(reverse("lists:drop", args=[newest().pk])).status_code == 409


def test_the_check_asks_the_database_no_more_for_many_rows(client, django_assert_max_num_queries):
    school = a_school()
    rows = "".join(f"Adult {n},adult{n}@alder.example\n" for n in range(400))
    give_csv(signed_in(client, school.head), "Name,Email\n" + rows)
    with django_assert_max_num_queries(20):
        page = check_page(client)
    assert "Show the next rows" in page
    assert "Adult 399" in check_page(client, "add&after=200")


def test_bringing_in_asks_the_database_as_often_for_many_rows_of_a_part(client, django_assert_max_num_queries):
    school = a_school()
    rows = "".join(f"Adult {n},adult{n}@alder.example,Teacher\n" for n in range(rules.PART))
    give_csv(signed_in(client, school.head), "Name,Email,Role\n" + rows)
    confirm(client)
    with django_assert_max_num_queries(60):
        bringing.bring_in_part(newest())
    assert Adult.objects.filter(school=school.school).count() == rules.PART + 11
