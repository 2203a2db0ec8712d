"""Nobody reports without an account until the Headteacher opens the door; it is closed as easily."""

import pytest
from cast import a_school, again, signed_in
from concerned import a_concern, a_receipt
from concerns.reporting.walking import Walk
from django.urls import reverse

from belisha.concerns.returning import actions, queries, tokens
from belisha.concerns.returning.models import Door
from belisha.concerns.rules import ANONYMOUS
from belisha.core.errors import Refused

pytestmark = pytest.mark.django_db
DOOR, DOORS = "/reported/door/", "/reported/schools/"


def test_the_code_is_of_the_form_and_nobody_chooses_one_or_learns_whether_one_exists(client):
    cast = a_school()
    actions.open_door(queries.door_to_set(again(cast.head)), by=again(cast.head))
    first = sent_without_a_name(client)
    other = Walk(client, source="public").about("policy_breach").answers(openness=ANONYMOUS)
    pages = [Walk(client, source="public").about("policy_breach").answers(openness=ANONYMOUS) for _ in range(2)]
    for walk, own in zip((other, *pages), (tokens.read(first), "2" * 20, "x" * 4000), strict=True):
        page = walk.sends(token=own)
        assert page.status_code == 200
        assert tokens.read(page.context["token"]) not in {tokens.read(first), "2" * 20}


def sent_without_a_name(client) -> str:
    """The code that a report gets; it is another than that of the next."""
    return Walk(client, source="public").about("policy_breach").answers(openness=ANONYMOUS).sends().context["token"]


def test_it_is_closed_until_somebody_opens_it(client):
    cast = a_school()
    assert not queries.door_open(cast.school)
    assert queries.open_doors() == []
    assert "No school here takes reports" in client.get(DOORS).content.decode()


@pytest.mark.clause("6-22-a")
def test_the_headteacher_opens_it_with_words_and_closes_it_again(client):
    cast = a_school()
    signed_in(client, cast.head)
    assert client.post(DOOR, {"words": "Mrs Okafor’s door is open on Mondays."}).status_code == 302
    assert queries.door_open(cast.school)
    assert not queries.door_open(cast.other_school)
    client.logout()
    page = client.get(DOORS).content.decode()
    assert cast.school.name in page
    assert "open on Mondays" in page
    assert cast.other_school.name not in page
    assert signed_in(client, cast.head).post(DOOR, {"words": "", "close": "1"}).status_code == 302
    assert not queries.door_open(cast.school)
    assert Door.objects.get().words


@pytest.mark.clause("4-09-a")
def test_the_page_says_what_confidence_and_namelessness_mean_where_everybody_knows_everybody(client):
    a_school()
    page = client.get(DOORS).content.decode()
    assert "forty people" in page
    assert "cannot be promised" in page
    assert "no time finer than the day" in page


def test_nobody_else_finds_the_page_or_opens_the_door(client):
    cast = a_school()
    for adult in [each for each in cast.people if each != cast.head] + [cast.other_teacher]:
        assert signed_in(client, adult).get(DOOR).status_code == 404, adult.name
        assert client.post(DOOR, {"words": ""}).status_code == 404
        with pytest.raises(Refused):
            actions.open_door(Door(school=cast.school), by=again(adult))
        with pytest.raises(Refused):
            actions.close_door(Door(school=cast.school), by=again(adult))
    assert not Door.objects.exists()


def test_a_headteacher_opens_the_door_of_their_own_school_alone():
    cast = a_school()
    with pytest.raises(Refused):
        actions.open_door(Door(school=cast.school), by=again(cast.other_head))


def test_opened_twice_it_is_one_door():
    cast = a_school()
    for _ in range(2):
        actions.open_door(Door(school=cast.school), by=again(cast.head), words="Come in.")
    assert Door.objects.count() == 1


def test_whoever_reported_while_it_was_open_comes_back_when_it_is_closed(client):
    cast, token = a_school(), tokens.fresh()
    door = actions.open_door(Door(school=cast.school), by=again(cast.head))
    receipt = a_receipt(a_concern(cast, openness=ANONYMOUS, reporter=None), None, token)
    actions.close_door(door, by=again(cast.head))
    assert client.post("/reported/", {"code": token}).url == reverse("returning:receipt", args=[receipt.pk])
