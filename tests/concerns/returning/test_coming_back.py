"""Whoever reported without a name comes back with a code: nobody else does, and nobody else is slowed by a guesser."""

import pytest
from cast import a_school, signed_in
from concerned import a_concern, a_receipt
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from belisha.concerns.returning import slowing, tokens
from belisha.concerns.returning.models import Token
from belisha.concerns.rules import ANONYMOUS, PUBLIC
from belisha.core.codes import ALPHABET

pytestmark = pytest.mark.django_db
ENTER = "/reported/"


@pytest.fixture(autouse=True)
def nobody_failed_yet(monkeypatch):
    monkeypatch.setattr(slowing, "failures", slowing.Failures())


def reported(cast, token):
    concern = a_concern(cast, openness=ANONYMOUS, source=PUBLIC, reporter=None)
    return a_receipt(concern, None, token)


def test_a_code_has_more_than_eighty_bits_and_is_kept_as_a_hash_alone():
    assert len(ALPHABET) ** tokens.LENGTH > 2**80
    cast, token = a_school(), tokens.fresh()
    reported(cast, token)
    row = Token.objects.get()
    assert row.secret_hash == tokens.hash_of(token)
    assert token not in str(vars(row))


def test_a_code_is_read_however_it_was_written_down():
    token = tokens.fresh()
    assert {tokens.read(each) for each in (token, tokens.shown(token), tokens.shown(token).lower(), f" {token} ")} == {
        token
    }
    assert tokens.read(token[:-1]) == tokens.read("0" * tokens.LENGTH) == tokens.read("") == ""


@pytest.mark.clause("6-22-a")
def test_with_the_code_a_stranger_finds_how_it_stands_and_with_another_nothing(client):
    cast, token = a_school(), tokens.fresh()
    receipt = reported(cast, token)
    page = reverse("returning:receipt", args=[receipt.pk])
    assert client.get(page).status_code == 404
    answer = client.post(ENTER, {"code": tokens.shown(tokens.fresh())})
    assert "No report was found" in answer.content.decode()
    assert client.get(page).status_code == 404
    answer = client.post(ENTER, {"code": tokens.shown(token).lower()})
    assert answer.url == page
    assert "Nobody has begun to look at it yet" in client.get(page).content.decode()
    assert Client().get(page).status_code == 404


def test_a_code_opens_its_own_report_and_no_other(client):
    cast, token = a_school(), tokens.fresh()
    mine, other = reported(cast, token), reported(cast, tokens.fresh())
    client.post(ENTER, {"code": token})
    assert client.get(reverse("returning:receipt", args=[mine.pk])).status_code == 200
    for name in ("receipt", "print", "file"):
        assert client.get(reverse(f"returning:{name}", args=[other.pk])).status_code == 404


@pytest.mark.parametrize("typed", ["", "ABCD", "0" * 20, "A" * 61, "é" * 20, "' OR 1=1 --", "\u2028" * 20])
def test_what_is_no_code_is_answered_with_a_sentence(client, typed):
    a_school()
    answer = client.post(ENTER, {"code": typed})
    assert answer.status_code == 200
    assert "govuk-error-summary" in answer.content.decode()


def test_a_guesser_is_slowed_alone(client):
    cast, token = a_school(), tokens.fresh()
    receipt = reported(cast, token)
    codes = [client.post(ENTER, {"code": tokens.fresh()}).status_code for _ in range(slowing.FAILURES + 3)]
    assert codes == [200] * slowing.FAILURES + [429] * 3
    # Forty colleagues behind the same address: whoever has a code comes in, with the same browser as well.
    for browser in [{}, *({"HTTP_USER_AGENT": f"Browser {number}"} for number in range(39))]:
        colleague = Client(**browser)
        assert colleague.post(ENTER, {"code": token}).url == reverse("returning:receipt", args=[receipt.pk])
    assert Client(HTTP_USER_AGENT="Another").post(ENTER, {"code": tokens.fresh()}).status_code == 200


def test_a_flood_of_guessers_does_not_fill_the_memory():
    failures = slowing.Failures()
    for number in range(slowing.REMEMBERED + 50):
        failures.one_more(f"192.0.2.{number}", "browser")
    assert len(failures.counted) == slowing.REMEMBERED
    assert not [name for name in failures.counted if b"192.0.2" in name]


def test_guessing_writes_nothing_anywhere(client, django_assert_num_queries):
    a_school()
    with django_assert_num_queries(1):
        client.post(ENTER, {"code": tokens.fresh()})
    assert not Session.objects.exists()


def test_leaving_ends_the_session_at_once(client):
    cast, token = a_school(), tokens.fresh()
    receipt = reported(cast, token)
    client.post(ENTER, {"code": token})
    assert Session.objects.count() == 1
    assert client.post("/reported/leave/").status_code == 302
    assert not Session.objects.exists()
    assert client.get(reverse("returning:receipt", args=[receipt.pk])).status_code == 404


def test_whoever_is_signed_in_is_told_to_sign_out_first(client):
    cast, token = a_school(), tokens.fresh()
    receipt = reported(cast, token)
    signed_in(client, cast.teacher)
    assert "Sign out first" in client.post(ENTER, {"code": token}).content.decode()
    assert client.get(reverse("returning:receipt", args=[receipt.pk])).status_code == 404


def test_a_code_that_came_twice_with_the_same_form_is_one(client):
    cast, token = a_school(), tokens.fresh()
    receipt = reported(cast, token)
    assert a_receipt(receipt.concern, None, token).pk == receipt.pk
    assert Token.objects.count() == 1
