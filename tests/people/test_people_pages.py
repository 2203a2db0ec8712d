"""The list of adults, one adult, their roles: who sees which page, and what the pages do."""

import re

import pytest
from cast import a_school, again, many_adults, signed_in
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from belisha.core.access import Role
from belisha.core.errors import Refused
from belisha.people import actions, rules
from belisha.people.models import Adult, Grant

pytestmark = pytest.mark.django_db

WHO_OPENS = """
                        list     detail   add      edit     add_role invite   import   everyone who_sees
    head                reads    reads    reads    reads    reads    reads    reads    reads    reads
    office              reads    reads    reads    reads    reads    reads    reads    reads    reads
    dsl                 reads    reads    hidden   hidden   hidden   hidden   hidden   hidden   reads
    trust_safeguarding  reads    reads    hidden   hidden   hidden   hidden   hidden   hidden   reads
    chair               hidden   hidden   hidden   hidden   hidden   hidden   hidden   hidden   reads
    teacher             hidden   reads    hidden   hidden   hidden   hidden   hidden   hidden   reads
    agency_ta           hidden   hidden   hidden   hidden   hidden   hidden   hidden   hidden   reads
    volunteer           hidden   hidden   hidden   hidden   hidden   hidden   hidden   hidden   reads
    governor            hidden   hidden   hidden   hidden   hidden   hidden   hidden   hidden   reads
    it_lead             hidden   hidden   hidden   hidden   hidden   hidden   hidden   hidden   reads
    hr                  hidden   hidden   hidden   hidden   hidden   hidden   hidden   hidden   reads
    other_head          reads    hidden   reads    hidden   hidden   hidden   reads    reads    reads
    other_teacher       hidden   hidden   hidden   hidden   hidden   hidden   hidden   hidden   reads
    leaver              sign_in  sign_in  sign_in  sign_in  sign_in  sign_in  sign_in  sign_in  sign_in
    stranger            sign_in  sign_in  sign_in  sign_in  sign_in  sign_in  sign_in  sign_in  sign_in
"""
ANSWERS = {"reads": 200, "hidden": 404, "sign_in": 302}


def pages(teacher) -> dict[str, str]:
    """Every page; those about one adult are about the teacher."""
    about = {name: reverse(f"people:{name}", args=[teacher.pk]) for name in ("detail", "edit", "add_role", "invite")}
    alone = {"list": "list", "add": "add", "everyone": "invite_all", "who_sees": "who_sees_what"}
    alone = {column: reverse(f"people:{name}") for column, name in alone.items()}
    return about | alone | {"import": reverse("lists:give")}


def rows(table: str) -> list[tuple[str, dict[str, str]]]:
    head, *lines = [line.split() for line in table.strip().splitlines()]
    return [(who, dict(zip(head, cells, strict=True))) for who, *cells in lines]


@pytest.mark.parametrize(("who", "expected"), rows(WHO_OPENS))
def test_who_opens_which_page_about_people(client, who, expected):
    school = a_school()
    signed_in(client, getattr(school, who))
    got = {page: client.get(url).status_code for page, url in pages(school.teacher).items()}
    assert got == {page: ANSWERS[answer] for page, answer in expected.items()}


@pytest.mark.clause("2-01-a", "2-01-b", "2-01-c", "2-04-b")
@pytest.mark.parametrize(
    "kind",
    list(rules.ADULT_KINDS),
)
def test_every_kind_of_adult_can_be_added(client, kind):
    school = a_school()
    typed = {"name": "Noor Haddad", "kind": kind, "email": "noor@alder.example", "starts": "2026-09-01"}
    typed |= {"sender_name": "Bright Supply", "sender_telephone": "the usual one"} if kind == "agency" else {}
    answer = signed_in(client, school.office).post(reverse("people:add"), typed)
    added = Adult.objects.get(name="Noor Haddad")
    assert answer.url == added.get_absolute_url()
    assert (added.kind, added.starts.isoformat(), added.has_usable_password()) == (kind, "2026-09-01", False)


def test_a_mistake_loses_nothing_that_was_typed(client):
    school = a_school()
    typed = {"name": "Noor Haddad", "kind": "volunteer", "email": school.dsl.email, "starts": "2026-09-01"}
    answer = signed_in(client, school.head).post(reverse("people:add"), typed).content.decode()
    assert "Another adult already has this e-mail address." in answer
    assert 'value="Noor Haddad"' in answer
    assert not Adult.objects.filter(name="Noor Haddad").exists()


def test_a_record_is_corrected(client):
    school = a_school()
    typed = {"name": "Thomas Hesketh", "kind": "employee", "email": "TH@alder.example", "starts": "2024-09-01"}
    signed_in(client, school.office).post(reverse("people:edit", args=[school.teacher.pk]), typed)
    changed = again(school.teacher)
    assert (changed.name, changed.email) == ("Thomas Hesketh", "th@alder.example")


def test_a_last_day_before_the_first_is_a_sentence(client):
    school = a_school()
    typed = {"name": "T", "kind": "employee", "starts": "2024-09-01", "ends": "2024-08-01"}
    answer = signed_in(client, school.head).post(reverse("people:edit", args=[school.teacher.pk]), typed)
    assert "Enter a last day that is not before the first day" in answer.content.decode()


def test_roles_begin_and_end(client):
    school = a_school()
    signed_in(client, school.head).post(reverse("people:add_role", args=[school.teacher.pk]), {"role": "deputy_dsl"})
    given = Grant.objects.get(adult=school.teacher, role=Role.DEPUTY_DSL)
    end = reverse("people:end_role", args=[school.teacher.pk, given.pk])
    assert "End the role Deputy designated safeguarding lead?" in client.get(end).content.decode()
    client.post(end)
    assert Role.DEPUTY_DSL not in again(school.teacher).roles
    assert client.get(end).status_code == 404


def test_the_office_is_offered_only_roles_that_see_no_more_than_an_adult(client):
    school = a_school()
    url = reverse("people:add_role", args=[school.volunteer.pk])
    offered = re.findall(r'name="role" value="(\w+)"', signed_in(client, school.office).get(url).content.decode())
    assert set(offered) == {"teacher", "governor", "link_governor"}
    assert "from the answers on this page" in client.post(url, {"role": "headteacher"}).content.decode()


def test_the_last_headteacher_keeps_the_role(client):
    school = a_school()
    held = Grant.objects.get(adult=school.head, role=Role.HEADTEACHER)
    answer = signed_in(client, school.head).post(reverse("people:end_role", args=[school.head.pk, held.pk]))
    assert answer.status_code == 409
    assert "A school needs a Headteacher." in answer.content.decode()
    assert Role.HEADTEACHER in again(school.head).roles


def test_the_last_headteacher_is_not_made_a_leaver_by_the_office(client):
    school = a_school()
    typed = {"name": "M", "kind": "employee", "email": school.head.email, "starts": "2020-09-01", "ends": "2026-01-01"}
    answer = signed_in(client, school.office).post(reverse("people:edit", args=[school.head.pk]), typed)
    assert answer.status_code == 403
    assert again(school.head).is_active
    answer = signed_in(client, school.head).post(reverse("people:edit", args=[school.head.pk]), typed)
    assert "You cannot close your own access." in answer.content.decode()
    assert again(school.head).is_active


def test_the_office_cannot_turn_a_leaders_sign_in_into_its_own(client):
    school = a_school()
    signed_in(client, school.office)
    typed = {"name": "P", "kind": "employee", "email": "office@alder.example", "starts": "2024-09-01"}
    assert client.post(reverse("people:edit", args=[school.dsl.pk]), typed).status_code == 403
    assert client.post(reverse("people:invite", args=[school.head.pk])).status_code == 403
    assert again(school.dsl).email == school.dsl.email


def test_a_role_of_another_adult_is_not_ended_through_this_one(client):
    school = a_school()
    held = Grant.objects.get(adult=school.dsl, role=Role.DSL)
    url = reverse("people:end_role", args=[school.teacher.pk, held.pk])
    assert signed_in(client, school.head).post(url).status_code == 404


def test_the_list_finds_people_by_name_and_marks_leavers(client):
    school = a_school()
    found = signed_in(client, school.head).post(reverse("people:list"), {"search": "marsh"}).content.decode()
    assert "Colin Marsh" in found
    assert ">Left<" in found
    assert "Tom Hesketh" not in found


def test_the_list_goes_on_by_key(client):
    school = a_school()
    many_adults(school.school, 60)
    signed_in(client, school.head)
    first = client.get(reverse("people:list"))
    second = client.get(reverse("people:list") + first.context["next"])
    shown = [adult.pk for page in (first, second) for adult in page.context["adults"]]
    assert len(shown) == len(set(shown)) == 71
    assert second.context["next"] == ""


@pytest.mark.parametrize("page", ["people:list", "people:invite_all"])
def test_a_long_list_asks_no_more_than_a_short_one(client, django_assert_num_queries, page):
    school = a_school()
    signed_in(client, school.head)
    client.get(reverse(page))
    with CaptureQueriesContext(connection) as short:
        client.get(reverse(page))
    many_adults(school.school, 60)
    with django_assert_num_queries(len(short)):
        client.get(reverse(page))


def test_the_page_of_an_adult_shows_the_log_to_those_who_read_it(client):
    school = a_school()
    url = school.teacher.get_absolute_url()
    assert "Set-up added Tom Hesketh" in signed_in(client, school.head).get(url).content.decode()
    assert "In the audit log" not in signed_in(client, school.office).get(url).content.decode()


def test_who_can_see_what_is_printed_from_the_table(client):
    school = a_school()
    said = signed_in(client, school.head).get(reverse("people:who_sees_what")).content.decode()
    assert "System administrator" in said
    assert "look after the encryption keys" in said


def test_a_leaver_is_out_at_the_next_click_of_the_same_day(client):
    school = a_school()
    signed_in(client, school.teacher)
    assert client.get("/").status_code == 200
    actions.change(
        school.teacher, by=school.head, name="Tom Hesketh", kind="employee", email=school.teacher.email,
        starts=school.teacher.starts, ends=timezone.localdate(),
    )  # fmt: skip
    assert client.get("/").url.startswith(reverse("account_login"))


def test_what_somebody_else_changed_meanwhile_is_not_written_over(client):
    school = a_school()
    address = reverse("people:edit", args=[school.teacher.pk])
    seen = signed_in(client, school.head).get(address).context["seen"]
    typed = {"name": "Tom Hesketh", "kind": "employee", "email": school.teacher.email, "starts": "2024-09-01"}
    assert client.post(address, typed | {"name": "Thomas Hesketh"}).status_code == 302
    answer = client.post(address, typed | {"seen": seen})
    assert answer.status_code == 409
    assert again(school.teacher).name == "Thomas Hesketh"


def test_an_action_works_on_the_row_as_it_stands_and_not_as_it_was_loaded(client):
    school = a_school()
    stale = again(school.dsl)
    given = {"name": "Priya Nair", "kind": "employee", "starts": stale.starts}
    actions.change(school.dsl, by=school.head, email="new@alder.example", **given)
    with pytest.raises(Refused):
        actions.change(stale, by=school.office, email=school.dsl.email.replace("new", "old"), **given)
    assert again(school.dsl).email == "new@alder.example"
