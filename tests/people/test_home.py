"""The home page says what there is to do, and the monitor's page says nothing else than that we are up."""

import uuid

import pytest
from architecture.world import a_policy
from cast import a_school, again, an_adult, signed_in
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from belisha.advice import actions as advice
from belisha.core.access import SET_UP
from belisha.people import actions, tasks
from belisha.people.models import Adult, School

pytestmark = pytest.mark.django_db


def titles(adult, leads=None) -> list[str]:
    found = [task for find in (tasks.protect_sign_in, tasks.bring_people) for task in find(adult)]
    return [task.title for task in found if leads is None or task.leads == leads]


def test_an_adult_is_greeted_by_name(client):
    school = a_school()
    home = signed_in(client, school.teacher).get("/").content.decode()
    assert "Hello, Tom Hesketh" in home
    assert "Next steps" not in home


def test_a_stranger_signs_in_first(client):
    a_school()
    assert client.get("/").url == f"{reverse('account_login')}?next=/"


@pytest.mark.parametrize("who", ["head", "chair", "dsl", "hr", "trust_safeguarding"])
def test_whose_role_sleeps_is_asked_to_protect_their_sign_in(who):
    school = a_school()
    adult = getattr(school, who)
    assert "Protect your sign-in" in titles(again(adult, second_factor=False))
    assert "Protect your sign-in" not in titles(adult)


@pytest.mark.parametrize("who", ["teacher", "office", "volunteer", "governor", "it_lead"])
def test_whose_role_is_awake_is_not(who):
    school = a_school()
    assert "Protect your sign-in" not in titles(again(getattr(school, who), second_factor=False))


def test_a_sleeping_role_says_why_instead_of_a_missing_page(client):
    school = a_school()
    signed_in(client, school.head, second_factor=False)
    for page in ("people:list", "people:add", "lists:give", "audit:list", "people:begin"):
        answer = client.get(reverse(page))
        assert answer.status_code == 403, page
        assert "Your role as Headteacher needs a second factor" in answer.content.decode()


def test_a_headteacher_alone_is_asked_to_bring_the_others():
    school = actions.found(School(name="Alder Lane", kind="free"), by=SET_UP)
    head = an_adult(school, "Margaret Okafor", roles=["headteacher"])
    assert titles(head, leads=True) == ["Add the adults who work in your school"]
    an_adult(school, "Tom Hesketh")
    assert titles(head, leads=True) == ["Invite 2 adults who cannot sign in yet"]
    actions.invite(head, by=head)
    assert titles(head, leads=True) == ["Invite 1 adult who cannot sign in yet"]


def test_only_who_keeps_the_list_of_people_is_asked_to():
    school = a_school()
    assert titles(school.office, leads=True)
    assert not titles(school.dsl, leads=True)
    assert not titles(school.teacher)


def test_a_higher_folder_adds_tasks_of_its_own(client, monkeypatch):
    school = a_school()
    task = tasks.Task("Read the policy", "/policies/", "due", "Two minutes.")
    monkeypatch.setattr(tasks, "TASKS", [lambda actor: [task] if actor.kind == "agency" else []])
    assert "Read the policy" in signed_in(client, school.agency_ta).get("/").content.decode()
    assert "Read the policy" not in signed_in(client, school.teacher).get("/").content.decode()


def test_health_is_open_and_says_nothing_else(django_assert_num_queries):
    with django_assert_num_queries(1):
        answer = Client().get("/health/")
    assert (answer.status_code, answer.content, answer["Content-Type"]) == (200, b"ok", "text/plain")


def test_health_says_when_the_database_is_away(monkeypatch):
    def away(*args):
        raise OperationalError("secret details")

    monkeypatch.setattr(connection, "cursor", away)
    answer = Client().get("/health/")
    assert (answer.status_code, answer.content) == (503, b"not ready")


def test_everybody_may_look_at_their_own_record(client):
    school = a_school()
    for adult in Adult.objects.filter(pk__in=[school.teacher.pk, school.volunteer.pk, school.governor.pk]):
        assert signed_in(client, adult).get(adult.get_absolute_url()).status_code == 200


def test_what_others_wait_for_stands_above_ones_own_tasks(client):
    school = a_school()
    clause = a_policy(school, "In force", 2).clauses.first()
    advice.ask(clause, by=school.teacher, text="Does a group of old friends count?", key=uuid.uuid4())
    home = signed_in(client, school.head).get("/").content.decode()
    assert home.index("Others wait for you") < home.index("Answer a question") < home.index("My tasks")
    assert home.count("Answer a question") == 1
    assert "Others wait for you" not in signed_in(client, school.teacher).get("/").content.decode()
