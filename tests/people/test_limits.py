"""Limits at the door: on what a stranger may try, and on what a name or a session may be."""

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from cast import a_school, an_adult, signed_in
from django.db import connection
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from belisha.core.models import Notice
from belisha.people.forms import AdultForm
from belisha.people.jobs import write_new_password
from belisha.people.lists.rows import understood
from belisha.people.lists.tables import from_text
from belisha.people.models import Adult
from belisha.people.sign_in import trust_first_factor

pytestmark = pytest.mark.django_db


def ask(client, email):
    return client.post(reverse("account_reset_password"), {"email": email}).status_code


def test_a_stranger_cannot_fill_a_letterbox_and_learns_nothing_from_the_limit(client):
    head = a_school().head
    known, unknown = ([ask(client, email) for _ in range(7)] for email in (head.email, "nobody@alder.example"))
    assert known == unknown == [302] * 5 + [429] * 2
    asked = DBTaskResult.objects.filter(task_path__endswith="write_new_password")
    assert asked.count() == 10
    for nudge in asked:
        write_new_password.call(*nudge.args_kwargs["args"])
    assert Notice.objects.filter(adult_id=head.pk).count() == Notice.objects.count() == 5


def test_failures_of_many_names_do_not_wipe_out_the_count_of_one(client):
    def failures(name, network="127.0.0.1"):
        wrong = {"login": name, "password": "wrong"}
        return "Too many tries" in client.post(reverse("account_login"), wrong, REMOTE_ADDR=network).content.decode()

    assert [failures("head") for _ in range(9)][-1]
    with connection.cursor() as cursor:
        # As many counts as a morning of attempts leaves behind, without the attempts.
        cursor.execute("SELECT expires FROM cache LIMIT 1")
        (expires,) = cursor.fetchone()
        rows = [(f":1:allauth:rl:{number:04}", "gARdlC4=", expires) for number in range(400)]
        cursor.executemany("INSERT INTO cache (cache_key, value, expires) VALUES (%s, %s, %s)", rows)
    for number in range(20):
        failures(f"nobody{number}", f"127.0.1.{number}")
    assert failures("head")
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM cache WHERE value = 'gARdlC4='")
        assert cursor.fetchone() == (400,)


def test_the_longest_name_makes_a_sign_in_name_that_fits():
    school = a_school().school
    names = [an_adult(school, "Ann " + "b" * 146, email="").sign_in_name for _ in range(2)]
    assert len(set(names)) == 2
    assert max(map(len, names)) <= Adult._meta.get_field("sign_in_name").max_length


def test_an_address_longer_than_mail_allows_is_asked_for_again():
    long = f"{'a' * 64}@{'b' * 60}.{'c' * 60}.{'d' * 60}.example"
    assert len(long) > 254
    assert "email" in AdultForm({"email": long}).errors
    assert understood(from_text(f"Name,Email\nAnn Lee,{long}".encode()), ["name", "email"])[0].wrong


def test_the_first_second_factor_ends_sessions_that_were_opened_with_a_password_alone(rf):
    head = a_school().head
    mine, other = (signed_in(Client(), head, second_factor=False) for _ in range(2))
    for browser in (mine, other):
        UserSession.objects.create(user=head, ip="127.0.0.1", session_key=browser.session.session_key, user_agent="x")
    request = rf.get("/")
    request.user, request.session = head, mine.session
    factor = Authenticator.objects.create(user=head, type=Authenticator.Type.TOTP, data={})
    trust_first_factor(request, head, factor)
    request.session.save()
    assert [browser.get("/account/sessions/").status_code for browser in (mine, other)] == [200, 302]


def test_a_password_alone_does_not_take_a_second_factor_away(client):
    head = a_school().head
    TOTP.activate(head, "JBSWY3DPEHPK3PXP")
    for address in (reverse("mfa_deactivate_totp"), reverse("mfa_remove_webauthn", args=[1])):
        answer = signed_in(client, head, second_factor=False).post(address)
        assert answer.status_code == 403
        assert "without your second factor" in answer.content.decode()
        assert signed_in(client, head).post(address).status_code in (302, 404)


def test_a_role_sleeps_again_when_its_last_factor_goes(client):
    head = a_school().head
    factor = TOTP.activate(head, "JBSWY3DPEHPK3PXP").instance
    signed_in(client, head)
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY][-1]["reauthenticated"] = True
    session.save()
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(pk=factor.pk).exists()
    assert client.get("/audit/").status_code == 403
