"""Who may take a version with them, what they get, and that it comes back into another school."""

import json
from dataclasses import replace

import pytest
import yaml
from cast import a_school, signed_in
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from papers import a_draft, published

from belisha.exchange import own, queries
from belisha.exchange.formats import FORMATS
from belisha.policy import intake
from belisha.policy.models import Document, Version

pytestmark = pytest.mark.django_db
STARTS = {"pdf": b"%PDF", "word": b"PK", "yaml": b"format: belisha-policy", "json": b"{", "oscal": b"{", "odrl": b"{",
          "ciso": b"urn:"}  # fmt: skip


def status(client, who, version, form="version") -> int:
    return signed_in(client, who).get(reverse(f"exchange:{form}", args=[version.pk])).status_code


def body(client, version, form) -> bytes:
    return client.get(reverse(f"exchange:{form}", args=[version.pk])).content


@pytest.mark.parametrize("form", FORMATS)
def test_every_adult_can_take_the_published_policy_in_every_form(client, tmp_path, form):
    cast = a_school()
    version = published(cast, tmp_path)
    answer = signed_in(client, cast.volunteer).get(reverse(f"exchange:{form}", args=[version.pk]))
    assert answer.content.startswith(STARTS[form])
    assert answer["Content-Type"] == FORMATS[form].media_type
    assert answer["Content-Disposition"] == f'attachment; filename="policy-version-1{FORMATS[form].ending}"'
    assert "sandbox" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("form", ["version", "json"])
def test_a_draft_is_only_there_for_those_who_work_on_it(client, tmp_path, form):
    cast = a_school()
    version = a_draft(cast, tmp_path)
    names = ("head", "chair", "teacher", "volunteer", "governor", "office", "other_head", "leaver")
    found = {name: status(client, getattr(cast, name), version, form) for name in names}
    leaver = found.pop("leaver")
    assert leaver != 200
    assert found == {"head": 200, "chair": 200, "teacher": 404, "volunteer": 404, "governor": 404, "office": 404,
                     "other_head": 404}  # fmt: skip


def test_another_schools_policy_is_not_found(client, tmp_path):
    cast = a_school()
    version = published(cast, tmp_path)
    assert {status(client, cast.other_teacher, version, form) for form in ("version", *FORMATS)} == {404}


def test_the_page_offers_every_form_and_the_policy_leads_to_it(client, tmp_path):
    cast = a_school()
    version = published(cast, tmp_path)
    address = reverse("exchange:version", args=[version.pk])
    assert address in signed_in(client, cast.teacher).get(version.policy.get_absolute_url()).content.decode()
    page = client.get(address).content.decode()
    assert all(reverse(f"exchange:{form}", args=[version.pk]) in page for form in FORMATS)
    assert "marked as a draft" not in page


def test_a_drafts_page_says_that_it_is_one(client, tmp_path):
    cast = a_school()
    version = a_draft(cast, tmp_path)
    assert (
        reverse("exchange:version", args=[version.pk])
        in signed_in(client, cast.head).get(version.get_absolute_url()).content.decode()
    )
    assert "marked as a draft" in client.get(reverse("exchange:version", args=[version.pk])).content.decode()


def test_a_long_policy_asks_the_database_as_often_as_a_short_one(client, tmp_path):
    cast, asked = a_school(), []
    for number in (2, 40):
        text = "\n\n".join(["Policy", *(f"Staff must keep rule {each} of the school." for each in range(number))])
        version = a_draft(cast, tmp_path, text)
        signed_in(client, cast.head)
        with CaptureQueriesContext(connection) as seen:
            body(client, version, "oscal")
        asked.append(len(seen))
    assert asked[0] == asked[1]


@pytest.mark.parametrize("form", ["yaml", "json"])
def test_another_school_gets_all_of_it_as_a_draft_and_gives_the_same_file(client, tmp_path, form):
    cast = a_school()
    first = published(cast, tmp_path)
    sent = tmp_path / f"policy.{form}"
    sent.write_bytes(body(signed_in(client, cast.head), first, form))
    there = intake.receive(cast.other_school, sent, sent.name, by=cast.other_head)
    assert isinstance(there, Version)
    assert (there.state, there.school, there.policy.title) == ("draft", cast.other_school, first.policy.title)
    again = body(signed_in(client, cast.other_head), there, form)
    before, after = (yaml.safe_load(data) for data in (sent.read_bytes(), again))
    assert before["policy"] == after["policy"]
    assert after["school"]["name"] == "Bishop Ferrar School"
    assert "approved_by" in before["school"]
    assert "approved_by" not in after["school"]


def test_a_foreign_catalog_becomes_a_draft_of_sentences_to_be_looked_at(client, tmp_path):
    cast = a_school()
    sent = tmp_path / "safe.json"
    control = {"id": "a-1", "title": "Accounts", "parts": [{"name": "statement", "prose": "Staff must lock them."}]}
    sent.write_text(json.dumps({"catalog": {"metadata": {"title": "Safe"}, "controls": [control]}}))
    version = intake.receive(cast.school, sent, sent.name, by=cast.head)
    clause = version.clauses.get(kind="information")
    assert (clause.text, clause.modality, clause.sure) == ("Staff must lock them.", "statement", False)


def test_a_file_of_data_that_is_no_policy_is_kept_with_the_reason(tmp_path):
    cast = a_school()
    sent = tmp_path / "bomb.yaml"
    sent.write_text("a: &a [1]\nb: *a\n")
    document = intake.receive(cast.school, sent, sent.name, by=cast.head)
    assert isinstance(document, Document)
    assert "anchors" in document.reason
    assert document.state == Document.State.UNREADABLE


def test_what_is_taken_out_is_the_version_itself(tmp_path):
    cast = a_school()
    version = published(cast, tmp_path)
    plain = queries.plain_for(cast.teacher, version.pk)
    assert [clause.fields() for clause in plain.clauses] == [
        {name: getattr(clause, name) for name in plain.clauses[0].fields()} for clause in version.clauses.all()
    ]
    assert (plain.source, plain.standing.fingerprint) == (version.source, version.text_hash)
    assert own.as_json(plain) == own.as_json(replace(plain, made_at=plain.made_at))
