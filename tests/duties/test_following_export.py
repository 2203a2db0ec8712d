"""Who has done what, as a spreadsheet: exactly what its reader may see, and no cell that a program would run."""

import csv
import datetime
import io
import zipfile

import pytest
from architecture.world import a_policy
from cast import a_school, an_adult, signed_in
from django.urls import reverse
from django.utils import timezone
from duties import followed
from openpyxl import load_workbook

from belisha.core.queries import page_of_entries
from belisha.duties import actions
from belisha.duties import jobs as asking
from belisha.duties.following import sheets
from belisha.duties.models import Acknowledgement

pytestmark = pytest.mark.django_db

# What somebody may be called who means harm, or whose keyboard slipped.
HARM = ("=cmd|' /C calc'!A0", "+SUM(1)", "-2+3", "@import", "\tTab", "\rReturn")


@pytest.fixture
def cast():
    return a_school()


@pytest.fixture
def version(cast):
    version = a_policy(cast, "In force", 2)
    for number, name in enumerate(HARM):
        an_adult(cast.school, f"Adult {number}", email="")
        type(cast.head).objects.filter(name=f"Adult {number}").update(name=name)
    asking.open_for_school.call(str(cast.school.pk))
    return version


def taken(client, actor, form) -> bytes:
    answer = signed_in(client, actor).post(reverse("following:export"), {"form": form})
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == f'attachment; filename="duties.{form}"'
    return b"".join(answer) if answer.streaming else answer.content


def as_rows(raw: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


def test_a_workbook_has_frozen_headings_real_dates_and_no_formula(cast, version, client):
    row = Acknowledgement.objects.get(adult=cast.teacher)
    actions.acknowledge(row, by=cast.teacher, wording="read")
    raw = io.BytesIO(taken(client, cast.head, "xlsx"))
    with zipfile.ZipFile(raw) as parts:
        assert not [name for name in parts.namelist() if "vba" in name.lower()]
    sheet = load_workbook(raw).active
    assert sheet.freeze_panes == "B2"
    assert tuple(cell.value for cell in sheet[1]) == sheets.HEADINGS
    cells = [cell for line in sheet.iter_rows(min_row=2) for cell in line]
    assert not [cell for cell in cells if cell.data_type == "f"]
    named = {line[0].value: line for line in sheet.iter_rows(min_row=2)}
    assert "=cmd|' /C calc'!A0" in named
    assert named["=cmd|' /C calc'!A0"][0].data_type == "s"
    assert named["=cmd|' /C calc'!A0"][0].quotePrefix
    teacher = named[cast.teacher.name]
    assert teacher[3].value == "Done"
    assert isinstance(teacher[4].value, datetime.datetime)
    assert teacher[4].is_date
    assert teacher[5].value.date() == timezone.localdate()


def test_in_csv_a_name_that_begins_like_a_formula_is_harmless(cast, version, client):
    raw = taken(client, cast.head, "csv")
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = as_rows(raw)
    assert tuple(rows[0]) == sheets.HEADINGS
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert "'=cmd|' /C calc'!A0" in {row[0] for row in rows}


@pytest.mark.parametrize("text", HARM)
def test_every_beginning_that_runs_is_taken_for_text(text):
    assert sheets.harmless(text) == f"'{text}"
    assert sheets.harmless("Ada = Lovelace") == "Ada = Lovelace"
    assert sheets.harmless(None) == ""
    assert sheets.harmless(datetime.date(2026, 9, 1)) == "2026-09-01"


def test_each_adult_and_each_thing_stands_there_once_with_its_witness_and_its_excuse(cast, version, client):
    followed.on_paper(Acknowledgement.objects.get(adult=cast.volunteer), by=cast.office)
    excuse = followed.an_excuse(cast.governor, by=cast.head, reason="A broken leg")
    raw = taken(client, cast.head, "csv")
    rows = as_rows(raw)[1:]
    assert len(rows) == len(cast.people) + len(HARM)
    by_name = {row[0]: row for row in rows}
    assert by_name[cast.volunteer.name][6:8] == ["On paper", "Sheila Bramwell"]
    assert by_name[cast.governor.name][3] == "Excused"
    assert by_name[cast.governor.name][9] == excuse.last.isoformat()
    assert by_name[cast.teacher.name][9] == ""
    assert b"broken leg" not in raw


def test_that_it_was_taken_is_told(cast, version, client):
    taken(client, cast.office, "xlsx")
    (line,) = page_of_entries(cast.head, kind="duty.export")[0]
    assert line.sentence == f"Sheila Bramwell took who did what at {cast.school} away as xlsx"


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_another_school_is_not_in_it(cast, version, client, form):
    raw = taken(client, cast.other_head, form)
    if form == "csv":
        assert len(as_rows(raw)) == 1
    else:
        assert load_workbook(io.BytesIO(raw)).active.max_row == 1


@pytest.mark.parametrize("who", ["teacher", "chair", "governor", "it_lead", "volunteer"])
def test_who_sees_no_figures_takes_none_away(cast, version, client, who):
    signed_in(client, getattr(cast, who))
    assert client.get(reverse("following:export")).status_code == 404
    assert client.post(reverse("following:export"), {"form": "csv"}).status_code == 404


def test_a_kind_of_file_that_there_is_not_is_asked_again(cast, version, client):
    answer = signed_in(client, cast.head).post(reverse("following:export"), {"form": "exe"})
    assert "Choose" in answer.content.decode()
    assert not page_of_entries(cast.head, kind="duty.export")[0]


def test_looking_at_the_page_is_not_taking(cast, version, client):
    signed_in(client, cast.head).get(reverse("following:export"))
    assert not page_of_entries(cast.head, kind="duty.export")[0]
