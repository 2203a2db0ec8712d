"""How an adult comes to a password: a link that works once, for a while, for one adult."""

import datetime
import re

import pytest
import time_machine
from cast import a_school, again, an_adult, signed_in
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from belisha.core import notices
from belisha.core.models import Notice
from belisha.people import actions
from belisha.people.models import Invitation

pytestmark = pytest.mark.django_db
PASSWORD = {"password": "seven grey lanterns hum", "again": "seven grey lanterns hum"}


def test_an_invitation_becomes_a_password_once(client):
    school = a_school()
    link = actions.invite(school.teacher, by=school.office)
    page = client.get(link).content.decode()
    assert "Hello, Tom Hesketh." in page
    assert "tom.hesketh" in page
    answer = client.post(link, PASSWORD)
    assert answer.url == reverse("account_login")
    assert "Your password is saved" in client.get(answer.url).content.decode()
    assert again(school.teacher).check_password(PASSWORD["password"])
    assert client.get(link).status_code == 410
    assert client.post(link, PASSWORD).status_code == 410


def test_a_link_kept_by_the_office_does_not_open_a_role_that_came_later(client):
    school = a_school()
    kept, ordinary = (actions.invite(adult, by=school.office) for adult in (school.teacher, school.agency_ta))
    actions.grant(school.teacher, by=school.head, role="dsl")
    actions.grant(school.agency_ta, by=school.head, role="teacher")
    assert client.post(kept, PASSWORD).status_code == 410
    assert client.post(ordinary, PASSWORD).status_code == 302


def test_the_office_invites_everybody_it_may_help(client):
    school = a_school()
    signed_in(client, school.office).post(reverse("people:invite_all"))
    invited = set(Invitation.objects.values_list("adult__name", flat=True))
    assert {"Tom Hesketh", "Sheila Bramwell"} < invited
    assert not invited & {"Margaret Okafor", "Priya Nair", "Julian Whitcombe", "Grace Adeyemi"}


def test_the_new_password_opens_the_door(client):
    school = a_school()
    client.post(actions.invite(school.teacher, by=school.office), PASSWORD)
    for name in ("tom.hesketh", school.teacher.email.upper()):
        entered = Client().post(reverse("account_login"), {"login": name, "password": PASSWORD["password"]})
        assert entered.status_code == 302, name


@pytest.mark.parametrize("how", ["expired", "replaced", "left", "invented"])
def test_a_link_that_does_not_open_names_nobody(client, how):
    school = a_school()
    link = actions.invite(school.teacher, by=school.head)
    if how == "replaced":
        actions.invite(school.teacher, by=school.head)
    elif how == "left":
        actions.change(
            school.teacher, by=school.head, name="Tom Hesketh", kind="employee", email="",
            starts=school.teacher.starts, ends=timezone.localdate(),
        )  # fmt: skip
    elif how == "invented":
        link = reverse("people:welcome", args=["an-invented-secret"])
    late = actions.invitation_lasts() + datetime.timedelta(seconds=1) if how == "expired" else datetime.timedelta()
    with time_machine.travel(timezone.now() + late, tick=False):
        answer = client.get(link)
        assert client.post(link, PASSWORD).status_code == 410
    assert answer.status_code == 410
    assert "ask the school office for a new link" in answer.content.decode()
    assert "Tom" not in answer.content.decode()
    assert not again(school.teacher).has_usable_password()


def test_a_weak_password_does_not_use_the_link_up(client):
    school = a_school()
    link = actions.invite(school.teacher, by=school.head)
    assert "too common" in client.post(link, {"password": "password1234", "again": "password1234"}).content.decode()
    assert client.get(link).status_code == 200


def test_the_link_is_shown_once_and_posted(client):
    school = a_school()
    signed_in(client, school.office)
    assert "A link goes to tom.hesketh@" in client.get(_invite(school.teacher)).content.decode()
    answer = client.post(_invite(school.teacher))
    shown = client.get(answer.url).content.decode()
    link = re.search(r"/welcome/[\w-]+/", shown).group()
    assert Client().get(link).status_code == 200
    assert "on its way by e-mail to tom.hesketh@alder.example" in shown
    assert notices.link_of(Notice.objects.get(letter="invitation")) == link
    again_shown = client.get(answer.url).content.decode()
    assert link not in again_shown
    assert "The link was shown once" in again_shown


def test_an_adult_without_an_address_gets_the_link_on_paper(client):
    school = a_school()
    cleaner = an_adult(school.school, "Ivy Stroud", email="")
    answer = signed_in(client, school.office).post(_invite(cleaner), follow=True).content.decode()
    assert "Print this page" in answer
    assert "ivy.stroud" in answer
    assert not Notice.objects.filter(adult_id=cleaner.pk).exists()


def test_one_adults_link_is_not_shown_on_anothers_page(client):
    school = a_school()
    signed_in(client, school.head).post(_invite(school.teacher))
    shown = client.get(reverse("people:invited", args=[school.volunteer.pk])).content.decode()
    assert "/welcome/" not in shown


def test_everybody_who_cannot_sign_in_is_invited_together(client):
    school = a_school()
    an_adult(school.school, "Ivy Stroud", email="")
    client.post(actions.invite(school.teacher, by=school.head), PASSWORD)
    actions.invite(school.volunteer, by=school.head)
    page = signed_in(client, school.head).get(reverse("people:invite_all")).content.decode()
    assert "Invite all 8" in page
    assert "Ivy Stroud" in page
    answer = client.post(reverse("people:invite_all"), follow=True).content.decode()
    assert "8 adults have been invited" in answer
    assert Invitation.objects.filter(adult=school.leaver).count() == 0
    assert Invitation.objects.filter(adult=school.other_teacher).count() == 0
    assert Notice.objects.filter(letter="invitation").count() == 10
    assert "Every adult with an e-mail address" in client.get(reverse("people:invite_all")).content.decode()


def test_a_leaver_is_not_invited(client):
    school = a_school()
    answer = signed_in(client, school.head).post(_invite(school.leaver))
    assert answer.status_code == 409
    assert "Colin Marsh has left." in answer.content.decode()


def _invite(adult) -> str:
    return reverse("people:invite", args=[adult.pk])
