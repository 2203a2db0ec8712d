"""Limits on what a stranger may try at the door."""

import pytest
from cast import a_school
from django.db import connection
from django.urls import reverse

from belisha.core.models import Notice

pytestmark = pytest.mark.django_db


def ask(client, email):
    return client.post(reverse("account_reset_password"), {"email": email}).status_code


def test_a_stranger_cannot_fill_a_letterbox_and_learns_nothing_from_the_limit(client):
    head = a_school().head
    known, unknown = ([ask(client, email) for _ in range(7)] for email in (head.email, "nobody@alder.example"))
    assert known == unknown == [302] * 5 + [429] * 2
    assert Notice.objects.filter(adult_id=head.pk).count() == 5


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
