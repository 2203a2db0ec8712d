"""A receipt says that a report arrived, and nothing of it; whatever is changed in it is found out, anywhere."""

import json
import subprocess
import sys

import pytest
from cast import a_school, an_adult, signed_in
from concerned import ACCOUNT, a_concern, a_receipt
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from belisha.concerns import asides
from belisha.concerns.asides import Hash
from belisha.concerns.handling.queries import numbers
from belisha.concerns.reporting.models import Receipt
from belisha.concerns.returning import checking, offline, rules
from belisha.concerns.rules import ANONYMOUS, TYPES
from belisha.core import head as heads
from belisha.core.access import Role
from belisha.look.templatetags.look import day, moment

pytestmark = pytest.mark.django_db
SHA = "ab" * 32


@pytest.fixture
def files(monkeypatch):
    """As if two files had come with the report."""
    monkeypatch.setattr(asides, "HASHES", [])
    found = [Hash(SHA, 1_048_576), Hash("cd" * 32, 12)]
    monkeypatch.setattr("belisha.concerns.returning.receipts.HASHES", [lambda concern: found])


def said(receipt: Receipt) -> dict:
    return dict(rules.parts(receipt.body))


@pytest.mark.clause("6-22-a")
def test_a_receipt_names_number_time_files_and_posts_and_says_what_happens_next(files):
    cast = a_school()
    concern = a_concern(cast, kind="pupil_contact")
    receipt = a_receipt(concern, cast.office)
    told = said(receipt)
    assert told["School"] == [cast.school.name]
    assert told["Number"] == [concern.number]
    assert f"\nReceived: {concern.reported_at.isoformat(timespec='seconds')}\n" in receipt.body
    assert told["Received"] == [moment(concern.reported_at)]
    assert told["File"][0] == f"1048576 bytes, SHA-256 {SHA}"
    assert told["Files"] == ["2"]
    assert told["Sent to"] == ["Headteacher", "Designated safeguarding lead"]
    assert told["What happens next"] == list(rules.NEXT)


@pytest.mark.clause("4-09-a")
def test_a_receipt_reveals_neither_words_nor_kind_nor_any_name():
    cast = a_school()
    for kind in ("pupil_contact", "radicalisation", "other"):
        body = a_receipt(a_concern(cast, kind=kind), cast.office).body
        assert not [each for each in (*ACCOUNT.values(), *TYPES.values(), *TYPES) if each in body]
        assert not [adult.name for adult in cast.people if adult.name in body]


def test_two_kinds_that_go_the_same_way_have_receipts_that_differ_in_number_and_time_alone():
    cast = a_school()
    one, other = (a_receipt(a_concern(cast, kind=kind), cast.office).body for kind in ("disrepute", "trolling"))
    assert next(line for line in one.splitlines() if line not in other.splitlines()).startswith("Number: ")
    assert {line.partition(":")[0] for line in one.splitlines() if line not in other.splitlines()} <= {
        "Number", "Received"
    }  # fmt: skip


def test_of_a_report_without_a_name_it_keeps_the_day_alone():
    cast = a_school()
    concern = a_concern(cast, openness=ANONYMOUS)
    receipt = a_receipt(concern, cast.office)
    assert f"\nReceived: {concern.reported_at.astimezone().date().isoformat()}\n" in receipt.body
    assert said(receipt)["Received"] == [day(concern.reported_at.astimezone().date())]
    assert receipt.reporter is None


@pytest.mark.clause("6-22-a", "4-08-a")
def test_where_nobody_in_the_school_may_deal_with_it_it_says_so_and_names_the_ways_outside():
    cast = a_school()
    concern = a_concern(cast, about=[cast.head, cast.chair])
    told = said(a_receipt(concern, cast.office))
    assert told["Sent to"] == [rules.NOBODY_REACHED]
    assert told["What happens next"] == list(rules.NEXT_OUTSIDE)
    ways = [row for row in numbers(cast.school, "outside") if not row.empty]
    assert ways
    assert all(any(row.label in line for line in told["Outside the school"]) for row in ways)


def test_a_concern_has_one_receipt_however_often_it_is_asked_for():
    cast = a_school()
    concern = a_concern(cast)
    assert a_receipt(concern, cast.office).pk == a_receipt(concern, cast.office).pk
    assert Receipt.objects.filter(concern=concern).count() == 1


@pytest.fixture(scope="module")
def signed():
    """The file of a receipt, signed as receipts are, with names and signs of every kind."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    secret = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    public = secret.public_key().public_bytes_raw()
    key = heads.name_of(public)
    facts = rules.Facts("St Bríd’s “Lower” School", "ABCD-2345", "2026-11-22", key, ((12, SHA),), ("Headteacher",))
    text = rules.body(facts)
    return rules.as_file(text, key, public, secret.sign(text.encode()))


def test_a_receipt_as_it_was_given_is_whole(signed):
    key = json.loads(signed)["key"]
    assert offline.check(signed)[0]
    assert offline.check(signed, key)[0]
    assert not offline.check(signed, "f" * 16)[0]


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(at=st.integers(min_value=0), bit=st.integers(0, 7))
def test_any_bit_that_is_flipped_anywhere_in_the_file_is_found_out(signed, at, bit):
    raw = bytearray(signed.encode())
    raw[at % len(raw)] ^= 1 << bit
    try:
        changed = raw.decode()
    except UnicodeDecodeError:
        return
    whole, sentence = offline.check(changed)
    # What stands between the values of the file is no part of what it says.
    assert not whole or json.loads(changed) == json.loads(signed), sentence


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(which=st.sampled_from(["receipt", "signature", "public"]), at=st.integers(min_value=0), bit=st.integers(0, 7))
def test_any_bit_of_what_was_signed_of_the_signature_and_of_the_key_counts(signed, which, at, bit):
    said = json.loads(signed)
    raw = bytearray("\n".join(said["receipt"]).encode() if which == "receipt" else bytes.fromhex(said[which]))
    raw[at % len(raw)] ^= 1 << bit
    said[which] = raw.decode("utf-8", "replace").split("\n") if which == "receipt" else bytes(raw).hex()
    assert not offline.check(json.dumps(said))[0]


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", "null", '{"receipt": []}', '{"receipt":1,"key":"","public":"","signature":""}', "[" * 9999]
)
def test_what_is_no_receipt_is_said_to_be_none(text):
    assert not offline.check(text)[0]


def test_the_file_is_checked_by_one_program_without_belisha(tmp_path, client):
    cast = a_school()
    receipt = a_receipt(a_concern(cast), cast.office)
    signed_in(client, cast.office)
    answer = client.get(reverse("returning:file", args=[receipt.pk]))
    (tmp_path / "receipt.json").write_bytes(answer.content)
    (tmp_path / "check.py").write_bytes(client.get(reverse("returning:program")).content)
    (tmp_path / "bad.json").write_bytes(answer.content.replace(b"Files: 0", b"Files: 1"))
    command = [sys.executable, "-I", "-S", "check.py"]
    good = subprocess.run(
        [*command, "receipt.json", "--key", receipt.key], cwd=tmp_path, capture_output=True, text=True
    )
    bad = subprocess.run([*command, "bad.json"], cwd=tmp_path, capture_output=True, text=True)
    assert good.returncode == 0
    assert receipt.concern.number in good.stdout
    assert "is whole" in good.stdout
    assert bad.returncode == 1
    assert "was changed" in bad.stdout


def test_anybody_who_holds_a_receipt_can_have_it_checked_here(client):
    cast = a_school()
    text = checking.file_of(a_receipt(a_concern(cast), cast.office))
    check = reverse("returning:check")
    assert "was signed here" in client.post(check, {"receipt": text}).content.decode()
    assert "was changed" in client.post(check, {"receipt": text.replace("Files: 0", "Files: 1")}).content.decode()
    assert "was changed" in client.post(check, {"receipt": text.replace("Files: 0", "Files: 1")}).content.decode()
    assert "not the file of a receipt" in client.post(check, {"receipt": "{}"}).content.decode()


def test_a_receipt_that_somebody_else_signed_is_whole_and_not_ours(client, signed):
    a_school()
    answer = client.post(reverse("returning:check"), {"receipt": signed}).content.decode()
    assert "it was not signed here" in answer


@pytest.mark.clause("4-09-a")
def test_a_receipt_opens_for_whoever_reported_and_for_nobody_else(client):
    cast = a_school()
    deputy = an_adult(cast.school, "Nora Vale", roles=(Role.DEPUTY,))
    receipt = a_receipt(a_concern(cast), cast.office)
    pages = [reverse(f"returning:{name}", args=[receipt.pk]) for name in ("receipt", "print", "file")]
    for adult in [*cast.people, deputy, cast.other_head, cast.trust_safeguarding, cast.leaver, cast.stranger]:
        signed_in(client, adult)
        expected = 200 if adult == cast.office else 404
        found = {client.get(page).status_code for page in pages}
        assert found == {expected} or (adult == cast.leaver and 200 not in found), adult.name
