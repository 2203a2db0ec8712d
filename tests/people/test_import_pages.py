"""Bringing in a staff list: look first, then all of it or nothing, and never anybody twice."""

import datetime
import time

import pytest
import time_machine
from cast import a_school, again, signed_in
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from belisha.core.access import Role
from belisha.core.models import AuditEntry
from belisha.people import actions
from belisha.people.models import Adult

pytestmark = pytest.mark.django_db
LIST = """Name,E-mail,How they work here,Role,Start date,End date
Noor Haddad,noor@alder.example,Supply,,1/9/2026,
Ivy Stroud,,Employee,,1/9/2020,
Tom Hesketh,tom.hesketh@alder.example,,Teacher,,31/8/2027
Nobody,not an address,,,,
Rhiannon Beck,rhiannon.beck@bishop.example,,,,
"""


def upload(client, text=LIST):
    return client.post(reverse("people:import"), {"file": SimpleUploadedFile("staff.csv", text.encode())})


def confirm(client):
    return client.post(reverse("people:import_check"), follow=True)


@pytest.mark.clause("2-01-a", "2-01-b", "4-01-a")
def test_a_list_is_looked_at_and_then_brought_in(client):
    school = a_school()
    before = Adult.objects.count()
    page = client.get(upload(signed_in(client, school.head)).url).content.decode()
    assert "This would add <strong>2</strong>, update <strong>1</strong>" in page
    assert "“not an address” is not an e-mail address." in page
    assert "Another adult already has this e-mail address." in page
    assert Adult.objects.count() == before
    assert "2 added, 1 updated" in confirm(client).content.decode()
    noor = Adult.objects.get(name="Noor Haddad")
    assert (noor.kind, noor.starts, noor.school) == ("agency", datetime.date(2026, 9, 1), school.school)
    assert again(school.teacher).ends == datetime.date(2027, 8, 31)
    assert again(school.other_head).school == school.other_school


def test_bringing_the_same_list_in_again_doubles_nobody(client):
    school = a_school()
    upload(signed_in(client, school.head))
    confirm(client)
    number, entries = Adult.objects.count(), AuditEntry.objects.count()
    page = client.get(upload(client).url).content.decode()
    assert "There is nothing to change." in page
    confirm(client)
    assert (Adult.objects.count(), AuditEntry.objects.count()) == (number, entries)


def test_one_fault_in_the_middle_brings_in_nothing(client, monkeypatch):
    school = a_school()
    upload(signed_in(client, school.head))
    before = Adult.objects.count(), AuditEntry.objects.count()

    def crash(*args, **kwargs):
        raise RuntimeError("power cut")

    monkeypatch.setattr(actions, "_update_row", crash)
    with pytest.raises(RuntimeError):
        confirm(client)
    assert (Adult.objects.count(), AuditEntry.objects.count()) == before


def test_a_list_is_forgotten_after_half_an_hour(client):
    school = a_school()
    upload(signed_in(client, school.head))
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=31), tick=False):
        assert "Choose the file again" in client.get(reverse("people:import_check")).content.decode()
    assert "Choose the file again" in confirm(client).content.decode()


def test_a_file_that_is_no_list_says_so_on_the_page(client):
    school = a_school()
    answer = upload(signed_in(client, school.head), "only,nonsense\n1,2").content.decode()
    assert "There is no column with names." in answer
    assert "Choose a file" in client.post(reverse("people:import"), {"file": ""}).content.decode()


def test_markup_and_formulas_are_shown_as_text(client):
    school = a_school()
    text = 'Name\n"=HYPERLINK(""http://x.example"")"\n<script>alert(1)</script>\n'
    page = client.get(upload(signed_in(client, school.head), text).url).content.decode()
    assert "=HYPERLINK(&quot;http://x.example&quot;)" in page
    assert "<script>alert" not in page
    confirm(client)
    assert Adult.objects.filter(name='=HYPERLINK("http://x.example")').exists()


def test_the_office_cannot_make_a_headteacher_with_a_list(client):
    school = a_school()
    text = "Name,Role\nSheila Bramwell,Headteacher\nNoor Haddad,Teacher\n"
    page = client.get(upload(signed_in(client, school.office), text).url).content.decode()
    assert "Only the Headteacher gives the role Headteacher." in page
    confirm(client)
    assert Role.HEADTEACHER not in again(school.office).roles
    assert Role.TEACHER in again(Adult.objects.get(name="Noor Haddad")).roles


def test_the_preview_asks_the_database_no_more_for_many_rows(client, django_assert_max_num_queries):
    school = a_school()
    rows = "".join(f"Adult {n},adult{n}@alder.example\n" for n in range(400))
    signed_in(client, school.head)
    with django_assert_max_num_queries(30):
        client.get(upload(client, "Name,Email\n" + rows).url)


def test_the_longest_list_is_looked_at_in_seconds(client):
    school = a_school()
    rows = "".join(f"Adult {n},adult{n}@alder.example\n" for n in range(2000))
    began = time.monotonic()
    page = client.get(upload(signed_in(client, school.head), "Name,Email\n" + rows).url).content.decode()
    assert time.monotonic() - began < 5
    assert "Add 2000" in page


def test_a_large_school_is_brought_in(client):
    school = a_school()
    rows = "".join(f"Adult {n},adult{n}@alder.example\n" for n in range(200))
    upload(signed_in(client, school.head), "Name,Email\n" + rows)
    assert "200 added, 0 updated" in confirm(client).content.decode()
    assert Adult.objects.filter(school=school.school).count() == 200 + 11
