"""Adults who sign on paper: a sheet, a witness who is somebody else, and the signed page sealed with their record."""

import datetime
import tempfile
from pathlib import Path

import pytest
from architecture.world import a_policy
from cast import a_school, an_adult, signed_in
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from duties import followed

from belisha.core.access import Role
from belisha.core.errors import NotAllowed, Refused
from belisha.core.queries import page_of_entries
from belisha.duties.following import actions, filing
from belisha.duties.models import Acknowledgement
from belisha.duties.owed.models import Duty, Owed
from belisha.sealed import keys
from belisha.sealed.arriving import seal_file
from belisha.sealed.store import open_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return a_school()


@pytest.fixture
def version(cast):
    return a_policy(cast, "In force", 2)


@pytest.fixture
def row(cast, version):
    return Acknowledgement.objects.select_related("version__policy", "school").get(adult=cast.volunteer)


def owes(cast, way="tick", **fields) -> Owed:
    duty = Duty.objects.create(
        school=cast.school, title="Keys handed over", way=way, starts_on=timezone.localdate(), state="live", **fields
    )
    return Owed.objects.create(
        school=cast.school, adult=cast.volunteer, duty=duty, opened_at=timezone.now(), due_on=timezone.localdate()
    )


def days(number):
    return timezone.localdate() + datetime.timedelta(days=number)


@pytest.mark.clause("4-01-a", "2-01-b")
def test_a_signed_page_acknowledges_with_its_witness_its_day_and_its_words(cast, version, row):
    followed.on_paper(row, by=cast.office)
    row.refresh_from_db()
    assert (row.state, row.given, row.witness) == ("done", "paper", cast.office)
    assert row.version_hash == version.text_hash
    assert row.wording.startswith("Signed on paper on ")
    assert "in my own time" in row.wording
    assert b"".join(open_file(row.paper)) == followed.PAGE
    assert row.paper.record == f"adult:{cast.volunteer.pk}"


def test_a_statement_of_a_duty_is_signed_likewise_and_asked_again_in_its_time(cast):
    owed = owes(cast, every_months=12)
    followed.on_paper(owed, by=cast.office)
    owed.refresh_from_db()
    assert (owed.state, owed.given, owed.witness) == ("done", "paper", cast.office)
    assert "I have done this." in owed.wording
    assert owed.again_on.year == timezone.localdate().year + 1
    assert owed.shown["title"] == "Keys handed over"


@pytest.mark.parametrize("way", ["review", "training", "question"])
def test_what_is_more_than_a_statement_is_not_done_on_paper(cast, way):
    with pytest.raises(NotAllowed, match="cannot be done on paper"):
        followed.on_paper(owes(cast, way), by=cast.office)


@pytest.mark.parametrize("number", [1, -40])
def test_it_was_signed_since_it_was_asked_and_not_tomorrow(cast, row, number):
    with pytest.raises(NotAllowed, match="on that day"):
        followed.on_paper(row, by=cast.office, signed_on=days(number))


@pytest.mark.parametrize("who", ["dsl", "it_lead", "chair", "teacher", "volunteer", "other_head"])
def test_others_witness_nothing(cast, row, who):
    with pytest.raises(Refused):
        followed.on_paper(row, by=getattr(cast, who))
    row.refresh_from_db()
    assert row.state == "due"


def test_nobody_is_their_own_witness(cast, version):
    own = Acknowledgement.objects.select_related("version__policy", "school").get(adult=cast.office)
    with pytest.raises(Refused, match="Nobody is their own witness"):
        followed.on_paper(own, by=cast.office)


def test_it_is_recorded_once(cast, row):
    followed.on_paper(row, by=cast.office)
    again = Acknowledgement.objects.select_related("version__policy", "school").get(pk=row.pk)
    with pytest.raises(NotAllowed):
        followed.on_paper(again, by=cast.head)
    assert Acknowledgement.objects.get(pk=row.pk).witness == cast.office


def test_a_page_sealed_for_somebody_else_is_not_taken(cast, row):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "scan"
        path.write_bytes(b"x")
        record = f"adult:{cast.teacher.pk}"
        stored = seal_file(path, school_id=cast.school.pk, record=record, filename="scan")
    with pytest.raises(NotAllowed, match="sealed for another record"):
        actions.witness(row, by=cast.office, signed_on=days(0), wording="x", stored=stored)


def test_the_database_takes_no_paper_without_a_witness_and_a_page(cast, row):
    with pytest.raises(IntegrityError), transaction.atomic():
        Acknowledgement.objects.filter(pk=row.pk).update(given="paper")


def test_an_older_version_is_not_signed_any_more(cast, row):
    type(row.version).objects.filter(pk=row.version_id).update(state="superseded")
    row.version.refresh_from_db(fields=["state"])
    with pytest.raises(NotAllowed, match="no longer in force"):
        followed.on_paper(row, by=cast.office)


# Who opens the signed page: they themselves and those who witness.
@pytest.mark.parametrize(
    ("who", "status"),
    [("volunteer", 200), ("office", 200), ("head", 200), ("dsl", 404), ("teacher", 404), ("chair", 404),
     ("it_lead", 404), ("trust_safeguarding", 404), ("other_head", 404), ("leaver", 302), ("stranger", 302)],
)  # fmt: skip
def test_the_page_is_opened_by_them_and_by_those_who_witness_and_each_time_is_told(cast, row, client, who, status):
    followed.on_paper(row, by=cast.office)
    answer = signed_in(client, getattr(cast, who)).get(reverse("following:signed", args=[row.pk]))
    assert answer.status_code == status
    told = page_of_entries(cast.head, kind="acknowledgement.open_paper")[0]
    assert len(told) == (1 if status == 200 else 0)
    if status == 200:
        assert b"".join(answer) == followed.PAGE
        assert "sandbox" in answer["Content-Security-Policy"]
        assert cast.volunteer.name.split()[1].lower() not in answer["Content-Disposition"].lower()


def test_the_page_of_a_duty_is_opened_and_told_likewise(cast, client):
    owed = owes(cast)
    followed.on_paper(owed, by=cast.office)
    address = reverse("following:signed", args=[owed.pk])
    assert b"".join(signed_in(client, cast.office).get(address)) == followed.PAGE
    (line,) = page_of_entries(cast.head, kind="owed.open_paper")[0]
    assert line.sentence == "Sheila Bramwell opened the signed page of Keys handed over"
    (line,) = page_of_entries(cast.head, kind="owed.witness")[0]
    assert line.sentence == "Sheila Bramwell recorded that an adult signed on paper: Keys handed over"


def test_what_was_not_signed_on_paper_has_no_page(cast, row, client):
    assert signed_in(client, cast.office).get(reverse("following:signed", args=[row.pk])).status_code == 404


def test_the_log_names_the_witness(cast, row):
    followed.on_paper(row, by=cast.office)
    (line,) = page_of_entries(cast.head, kind="acknowledgement.witness")[0]
    assert line.sentence == "Sheila Bramwell recorded that an adult signed In force, version 1 on paper"


def test_with_the_adults_record_the_page_is_gone(cast, row):
    followed.on_paper(row, by=cast.office)
    row.refresh_from_db()
    keys.shred(cast.school.pk, row.kept_under)
    with pytest.raises(keys.Shredded):
        b"".join(open_file(row.paper))


# -- pages ------------------------------------------------------------------------------------------------------------


def test_the_sheet_has_the_words_and_lines_and_names_nobody(cast, version, client):
    page = signed_in(client, cast.office).get(reverse("following:sheet", args=[version.policy_id])).content.decode()
    for said in ("In force", "version 1", "in my own time", "Name in capitals", "Signature", "Date"):
        assert said in page
    body = page.split("<main")[1]
    assert not [adult.name for adult in cast.people if adult.name in body]
    duty = owes(cast).duty
    page = client.get(reverse("following:sheet", args=[duty.pk])).content.decode()
    assert "I have done this." in page
    review = owes(cast, "review", pack_key="x").duty
    assert client.get(reverse("following:sheet", args=[review.pk])).status_code == 404


def test_the_office_records_what_was_signed(cast, version, row, client):
    address = reverse("following:paper", args=[cast.volunteer.pk, version.policy_id])
    signed_in(client, cast.office)
    page = client.post(address, {"signed_on": str(days(1))}).content.decode()
    assert "Enter a day that has come already." in page
    assert "Choose the file with the signed page." in page
    page = client.post(address, {"signed_on": str(days(-3))}).content.decode()
    assert "before, nobody was asked" in page
    scan = SimpleUploadedFile("scan of a page.pdf", followed.PAGE)
    assert client.post(address, {"signed_on": str(days(0)), "document": scan}).status_code == 302
    row.refresh_from_db()
    assert row.state == "done"
    shown = client.get(reverse("following:adult", args=[cast.volunteer.pk])).content.decode()
    assert "On paper, before Sheila Bramwell" in shown
    assert "Open the signed page" in shown


@pytest.mark.parametrize(
    ("who", "status"), [("head", 200), ("office", 200), ("dsl", 404), ("teacher", 404), ("volunteer", 404)]
)
def test_who_may_open_the_form(cast, version, client, who, status):
    address = reverse("following:paper", args=[cast.volunteer.pk, version.policy_id])
    assert signed_in(client, getattr(cast, who)).get(address).status_code == status


def test_the_deputy_witnesses_too(cast, row):
    deputy = an_adult(cast.school, "Nadia Flint", roles=(Role.DEPUTY,))
    followed.on_paper(row, by=deputy)
    assert filing.statement(row) in Acknowledgement.objects.get(pk=row.pk).wording
