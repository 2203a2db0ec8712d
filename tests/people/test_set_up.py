"""Founding a school: once, by whoever holds the link, all of it or nothing."""

import threading

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from cast import a_school, again, signed_in
from django.db import connection
from django.test import Client
from django.urls import reverse

from belisha.core import guards
from belisha.core.access import Can, Role, may
from belisha.core.models import AuditEntry
from belisha.people import actions, set_up
from belisha.people.models import Adult, School

TYPED = {
    "school": "Alder Lane Primary School",
    "kind": "academy",
    "name": "Margaret Okafor",
    "email": "m.okafor@alder.example",
    "password": "seven grey lanterns hum",
    "again": "seven grey lanterns hum",
}


@pytest.fixture
def log_emptied_afterwards(transactional_db):
    """The log refuses to be emptied, as it should: a test that really commits takes the triggers off for a moment."""
    yield
    with connection.cursor() as cursor:
        for table in guards.APPEND_ONLY:
            for verb in ("update", "delete"):
                cursor.execute(f"DROP TRIGGER {table}_no_{verb}")
            cursor.execute(f"DELETE FROM {table}")
            for statement in guards.statements("sqlite", table):
                cursor.execute(statement)


@pytest.mark.django_db
def test_the_link_founds_the_school_and_signs_its_headteacher_in(client):
    assert client.get(set_up.path()).status_code == 200
    answer = client.post(set_up.path(), TYPED)
    assert answer.url == reverse("people:protect")
    head = again(Adult.objects.get())
    assert head.roles == {Role.ADULT, Role.HEADTEACHER, Role.TEACHER}
    assert (head.school.name, head.email) == (TYPED["school"], TYPED["email"])
    assert head.check_password(TYPED["password"])
    page = client.get(answer.url).content.decode()
    assert "As Headteacher you can read what others confide to the school" in page
    assert reverse("mfa_activate_totp") in page
    assert reverse("mfa_add_webauthn") in page


@pytest.mark.django_db
def test_the_log_begins_with_the_school(client):
    client.post(set_up.path(), TYPED)
    kinds = list(AuditEntry.objects.order_by("seq").values_list("kind", flat=True))
    assert kinds[0] == "school.found"
    assert "sign_in.first_password" in kinds
    assert "adult.add" in kinds


@pytest.mark.django_db
def test_without_the_right_token_there_is_no_such_page(client):
    for wrong in ("x", set_up.token()[:-1] + "_", set_up.token().upper()):
        assert client.get(reverse("people:set_up", args=[wrong])).status_code == 404
        assert client.post(reverse("people:set_up", args=[wrong]), TYPED).status_code == 404
    assert not School.objects.exists()


@pytest.mark.django_db
def test_the_link_is_dead_once_there_is_a_school(client):
    client.post(set_up.path(), TYPED)
    assert Client().get(set_up.path()).status_code == 410
    late = Client().post(set_up.path(), TYPED | {"email": "late@alder.example"})
    assert late.status_code == 409
    assert "Belisha is already set up here." in late.content.decode()
    assert School.objects.count() == Adult.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("log_emptied_afterwards")
def test_of_two_people_setting_up_at_once_exactly_one_wins():
    answers, start = [], threading.Barrier(2)

    def found(name):
        client = Client()
        client.get(set_up.path())
        start.wait()
        answers.append(client.post(set_up.path(), TYPED | {"name": name, "email": f"{name}@alder.example"}))
        connection.close()

    both = [threading.Thread(target=found, args=[name]) for name in ("ann", "bob")]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    late = next(answer for answer in answers if answer.status_code == 409)
    assert "Belisha is already set up here." in late.content.decode()
    assert School.objects.count() == Adult.objects.count() == 1


@pytest.mark.django_db
def test_a_crash_leaves_nothing_half_set_up(client, monkeypatch):
    def crash(*args, **kwargs):
        raise RuntimeError("power cut")

    monkeypatch.setattr(actions, "_give_first_password", crash)
    with pytest.raises(RuntimeError):
        client.post(set_up.path(), TYPED)
    assert not School.objects.exists()
    assert not Adult.objects.exists()
    assert not AuditEntry.objects.exists()
    assert set_up.is_open()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"password": "short", "again": "short"}, "This password is too short."),
        ({"password": "password1234", "again": "password1234"}, "This password is too common."),
        (
            {"password": "m.okafor@alder", "again": "m.okafor@alder"},
            "too similar to the e-mail address",
        ),
        ({"again": "another one entirely"}, "Type the same password in both boxes"),
        ({"email": "not an address"}, "Enter an e-mail address in the correct format"),
        ({"school": ""}, "Enter the name of your school"),
        ({"kind": ""}, "Choose what kind of school it is"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_founded(client, change, sentence):
    answer = client.post(set_up.path(), TYPED | change).content.decode()
    assert sentence in answer
    assert not School.objects.exists()


@pytest.mark.django_db
def test_the_headteacher_sleeps_until_a_second_factor_was_given(client):
    client.post(set_up.path(), TYPED)
    answer = client.get(reverse("people:list"))
    assert answer.status_code == 403
    assert "needs a second factor" in answer.content.decode()
    home = client.get("/").content.decode()
    assert "Protect your sign-in" in home
    assert reverse("people:protect") in home


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("log_emptied_afterwards")
def test_a_second_factor_wakes_the_headteacher_and_leads_to_the_policy(client):
    client.post(set_up.path(), TYPED)
    page = client.get(reverse("mfa_activate_totp"))
    code = _code(page.context["form"].secret)
    client.post(reverse("mfa_activate_totp"), {"code": code})
    assert Authenticator.objects.filter(type="totp").exists()
    assert client.get("/").url == reverse("people:begin")
    assert client.get("/").status_code == 200
    assert may(client.get("/").wsgi_request.actor, Can.PUBLISH_POLICY)


@pytest.mark.django_db
@pytest.mark.parametrize("source", ["policy:import", "policy:adopt"])
def test_a_school_begins_with_its_own_policy_or_with_ours(client, source):
    school = a_school()
    page = signed_in(client, school.head).get(reverse("people:begin")).content.decode()
    assert f'value="{source}"' in page
    assert "Choose how you want to begin" in client.post(reverse("people:begin"), {"source": ""}).content.decode()


def _code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
