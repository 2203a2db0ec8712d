"""A page asks the database as often for twenty rows as for two."""

from collections import Counter
from datetime import timedelta
from uuid import uuid4

import pytest
from advice.counted import many_periods
from advice.inquired import many_asked as many_inquiries
from advice.sent import many_sent
from agreed import many_accounts, many_protocols
from cast import a_school, an_adult, signed_in
from concerns.triage.triaged import many_concerns
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from evidence.holding.held import many_certificates
from pupils.listed import some_pupils
from registers.brought import many_asked, many_declared
from world import a_policy, more_adults, unreadable

from belisha.people import actions, queries
from belisha.people.closed.actions import add as add_closed_days
from belisha.people.employers.actions import add as add_employer
from belisha.people.lists import actions as lists
from belisha.people.lists.tables import from_text
from belisha.people.models import Adult, Employer
from belisha.people.posts import actions as posts

pytestmark = pytest.mark.django_db

FEW, MANY = 2, 20


def asked(client, address: str) -> list[str]:
    """The statements of a page, once everything that is read once for all has been read."""
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as seen:
        client.get(address)
    return [query["sql"] for query in seen.captured_queries]


def more_often(few: list[str], many: list[str]) -> str:
    """The kind of statement that there are more of."""
    kinds = [Counter(sql[:300].partition("WHERE")[0] for sql in said) for said in (few, many)]
    return "; ".join(sql for sql in kinds[1] if kinds[1][sql] > kinds[0][sql])


def adults(school, number):
    more_adults(school, number, f"Adult {number}")


def policies(school, number):
    for each in range(number):
        a_policy(school, f"Policy {number} {each}", 2)


def documents(school, number):
    for _ in range(number):
        unreadable(school)


def invited(school, number):
    """Invitations, one for each colleague."""
    adults(school, number)
    actions.invite_all(list(queries.waiting(school.head)), by=school.head)


def who_stand_in(school, number):
    """Holders of a post, each with somebody who stands in."""
    today = timezone.localdate()
    for each in range(number):
        one, other = (an_adult(school.school, f"{word} {number} {each}") for word in ("Leader", "Second"))
        held = actions.grant(one, by=school.head, role="deputy")
        posts.name_stand_in(held, by=school.head, adult=other, first=today, last=today)


def employers(school, number):
    """Agencies, each of which sent somebody."""
    for each in range(number):
        one = add_employer(Employer(school=school.school), by=school.head, name=f"Agency {number} {each}")
        actions.add(school.school, by=school.head, name=f"Sent {each}", kind="agency", employer=one)


def closed_days(school, number):
    start = timezone.localdate() + timedelta(days=number * 30)
    for each in range(number):
        day = start + timedelta(days=each)
        add_closed_days(school.school, by=school.head, title="Closed", first=day, last=day, key=uuid4())


def pupils(school, number):
    some_pupils(school, *[f"Pupil Number{number}{n}" for n in range(number)])


def staff_lists(school, number):
    for _ in range(number):
        lists.give(school.school, by=school.head, form="table", read=from_text(b"Name\nNoor Haddad\n"))


# Page → what there is more and more of.
LISTS = {
    "pupils:list": pupils,
    "lists:give": staff_lists,
    "people:posts": who_stand_in,
    "people:who_sees_what": who_stand_in,
    "people:employers": employers,
    "people:closed_days": closed_days,
    "people:list": adults,
    "people:invite_all": adults,
    "audit:list": invited,
    "duties:acknowledgements": adults,
    "following:overview": adults,
    "policy:list": policies,
    "home": policies,
    "family:received": many_declared,
    "permissions:received": many_asked,
    "protocols:list": many_protocols,
    "protocols:mine": many_protocols,
    "protocols:platforms": many_protocols,
    "protocols:findings": many_protocols,
    "accounts:list": many_accounts,
    "tallies:list": many_periods,
    "asking:list": many_inquiries,
    "advice:list": many_sent,
    "triage:list": many_concerns,
    "holding:certificates": many_certificates,
}


@pytest.mark.parametrize(("name", "fill"), LISTS.items(), ids=list(LISTS))
def test_a_list_of_twenty_asks_as_often_as_one_of_two(client, name, fill):
    school = a_school()
    if fill is adults:
        a_policy(school, "In force", 2)
    signed_in(client, school.head)
    fill(school, FEW)
    few = asked(client, reverse(name))
    fill(school, MANY - FEW)
    many = asked(client, reverse(name))
    assert len(many) <= len(few), f"again and again: {more_often(few, many)}"


@pytest.mark.parametrize("name", ["policy:review", "policy:version", "rulebook:version", "rulebook:checks"])
def test_a_draft_of_twenty_clauses_asks_as_often_as_one_of_two(client, name):
    school = a_school()
    signed_in(client, school.head)
    few, many = (a_policy(school, f"With {number}", number, publish=False) for number in (FEW, MANY))
    assert len(asked(client, reverse(name, args=[many.pk]))) <= len(asked(client, reverse(name, args=[few.pk])))


def test_reading_a_policy_of_twenty_clauses_asks_as_often_as_one_of_two(client):
    school = a_school()
    signed_in(client, school.teacher)
    few, many = (a_policy(school, f"With {number}", number) for number in (FEW, MANY))
    assert len(asked(client, many.policy.get_absolute_url())) <= len(asked(client, few.policy.get_absolute_url()))


def test_a_search_that_finds_twenty_clauses_asks_as_often_as_one_that_finds_two(client):
    school = a_school()
    signed_in(client, school.head)
    counts = []
    for number in (FEW, MANY):
        a_policy(school, f"With {number}", number)
        client.post(reverse("policy:search"), {"words": "policy"})
        with CaptureQueriesContext(connection) as seen:
            assert b"belisha-found" in client.post(reverse("policy:search"), {"words": "policy"}).content
        counts.append(len(seen))
    assert counts[1] <= counts[0]


def test_documents_that_could_not_be_read_ask_as_often_for_three_as_for_one(client):
    school = a_school()
    signed_in(client, school.head)
    documents(school, 1)
    few = asked(client, reverse("policy:list"))
    documents(school, FEW)
    assert len(asked(client, reverse("policy:list"))) <= len(few)


def test_the_rule_would_notice():
    school = a_school()
    with CaptureQueriesContext(connection) as seen:
        names = [(adult.name, adult.school.name) for adult in Adult.objects.filter(school=school.school)]
    assert len(seen) > len(names)
