"""Letters that did not go out are seen by those who can mend it."""

import re

import pytest
from cast import a_school, signed_in
from django.urls import reverse

from belisha.core import notices
from belisha.core.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return a_school()


def test_a_letter_that_waits_without_a_mail_server_is_said_on_the_home_page(cast, client):
    signed_in(client, cast.head)
    assert "Letters wait for a mail server" not in client.get("/").content.decode()
    notices.post("invitation", cast.teacher, "/")
    assert "Letters wait for a mail server" in client.get("/").content.decode()
    page = client.get(reverse("people:letters")).content.decode()
    assert cast.teacher.name in page
    assert "No mail server is set up yet" in page


def said(client) -> list[str]:
    """The home page and the list of letters, without what is new in every answer."""
    pages = [client.get(page).content.decode() for page in (reverse("people:letters"), "/")]
    return [re.sub(r'(nonce|csrfmiddlewaretoken" value)="[^"]*"', "", page) for page in pages]


@pytest.mark.parametrize("who", ["office", "head"])
def test_nobody_learns_from_the_outbox_that_there_is_something_for_somebody(cast, client, who):
    notices.post("invitation", cast.teacher, "/")
    signed_in(client, getattr(cast, who))
    before = said(client)
    notices.post("task", cast.chair, "/")
    assert said(client) == before
    Notice.objects.filter(adult_id=cast.chair.pk).update(state="failed", failure="No such letterbox.")
    page = client.get(reverse("people:letters")).content.decode()
    assert cast.chair.name in page
    assert notices.LETTERS["task"].subject not in page


def test_a_refused_letter_says_why(cast, client):
    notice = notices.post("task", cast.teacher, "/")
    Notice.objects.filter(pk=notice.pk).update(state="failed", failure="The mail server did not take it.")
    page = signed_in(client, cast.office).get(reverse("people:letters")).content.decode()
    assert "The mail server did not take it." in page
    assert "Not sent" in page


@pytest.mark.parametrize("who", ["teacher", "governor", "chair", "dsl", "other_head"])
def test_others_do_not_see_whose_letters_wait(cast, client, who):
    notices.post("task", cast.teacher, "/")  # the page shows names; a teacher's own stands in the frame of every page
    answer = signed_in(client, getattr(cast, who)).get(reverse("people:letters"))
    assert cast.teacher.email not in answer.content.decode()
    assert answer.status_code == (200 if who == "other_head" else 404)
