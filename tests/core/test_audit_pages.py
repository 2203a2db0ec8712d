"""The audit log: who reads it, what it says, how it is checked and taken away."""

import json
import subprocess
import sys

import pytest
from cast import a_school, an_adult, many_adults, signed_in
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from belisha.core import audit, guards, queries, verifier
from belisha.core.models import AuditEntry
from belisha.people import actions

pytestmark = pytest.mark.django_db

READERS = """
                        list     verify   export   verifier
    head                reads    reads    reads    reads
    chair               reads    reads    reads    reads
    dsl                 hidden   hidden   hidden   hidden
    teacher             hidden   hidden   hidden   hidden
    governor            hidden   hidden   hidden   hidden
    volunteer           hidden   hidden   hidden   hidden
    office              hidden   hidden   hidden   hidden
    it_lead             hidden   hidden   hidden   hidden
    hr                  hidden   hidden   hidden   hidden
    trust_safeguarding  hidden   hidden   hidden   hidden
    other_teacher       hidden   hidden   hidden   hidden
    leaver              sign_in  sign_in  sign_in  sign_in
    stranger            sign_in  sign_in  sign_in  sign_in
"""
ANSWERS = {"reads": 200, "hidden": 404, "sign_in": 302}


def rows(table: str):
    head, *lines = [line.split() for line in table.strip().splitlines()]
    return [(who, dict(zip(head, cells, strict=True))) for who, *cells in lines]


@pytest.mark.parametrize(("who", "expected"), rows(READERS))
def test_who_opens_which_page_of_the_log(client, who, expected):
    school = a_school()
    signed_in(client, getattr(school, who))
    got = {page: client.get(reverse(f"audit:{page}")).status_code for page in expected}
    assert got == {page: ANSWERS[answer] for page, answer in expected.items()}


def test_a_data_protection_officer_reads_the_log_and_does_not_take_it_away(client):
    school = a_school()
    officer = an_adult(school.school, "Ruth Abara", roles=["dpo"])
    page = signed_in(client, officer).get(reverse("audit:list"))
    assert "take a copy" not in page.content.decode()
    assert client.get(reverse("audit:export")).status_code == 404


def test_each_school_reads_its_own_log(client):
    school = a_school()
    assert "Set-up added Samuel Oduya, employee" in read(signed_in(client, school.other_head))
    assert "Tom Hesketh" not in read(client)
    assert "Samuel Oduya" not in read(signed_in(client, school.head))


def test_entries_are_sentences_and_say_what_changed(client):
    school = a_school()
    actions.change(
        school.teacher, by=school.head, name="Thomas Hesketh", kind="self_employed", email=school.teacher.email,
        starts=school.teacher.starts,
    )  # fmt: skip
    said = read(signed_in(client, school.head))
    assert "Margaret Okafor changed the record of Thomas Hesketh" in said
    assert "Name: “Tom Hesketh” became “Thomas Hesketh”" in said
    assert "Kind: “employee” became “self employed”" in said
    assert "Set-up added Priya Nair’s role as Designated safeguarding lead" in said


@pytest.mark.parametrize(
    ("asked", "there", "not_there"),
    [
        ({"kind": "role.grant"}, "role as Teacher", "Set-up added Tom Hesketh, employee"),
        ({"person": "teacher"}, "Set-up added Tom Hesketh’s role as Teacher", "Priya Nair, employee"),
        ({"until": "2020-01-01"}, "No entry fits.", "Set-up added Tom"),
        ({"since_day": "1", "since_month": "1", "since_year": "2020"}, "Set-up added Tom Hesketh", "No entry fits."),
    ],
)
def test_the_log_shows_only_what_is_asked_for(client, asked, there, not_there):
    school = a_school()
    signed_in(client, school.head)
    if asked.get("person"):
        asked = {"person": str(school.teacher.pk)}
    shown = "".join(line.sentence for line in client.get(reverse("audit:list"), asked).context["lines"])
    said = shown or client.get(reverse("audit:list"), asked).content.decode()
    assert there in said
    assert not_there not in said


@pytest.mark.parametrize(
    "asked", ["before=x", "before=99999999999999999999", "kind=nonsense", "person=1", "since=x", "since_day=41"]
)
def test_nonsense_in_the_address_is_no_fault(client, asked):
    school = a_school()
    assert signed_in(client, school.head).get(f"{reverse('audit:list')}?{asked}").status_code == 200


def test_the_log_goes_on_by_number(client):
    school = a_school()
    many_adults(school.school, 60)
    url, seen = reverse("audit:list"), []
    signed_in(client, school.head)
    address = url
    while address:
        page = client.get(address)
        seen += [line.seq for line in page.context["lines"]]
        address = page.context["next"] and url + page.context["next"]
    size = AuditEntry.objects.filter(school_id=school.school.pk).count()
    assert seen == list(range(size - 1, -1, -1))


def test_a_long_log_asks_no_more_than_a_short_one(client, django_assert_num_queries):
    school = a_school()
    signed_in(client, school.head)
    client.get(reverse("audit:list"))
    with CaptureQueriesContext(connection) as short:
        client.get(reverse("audit:list"), {"kind": "school.found"})
    many_adults(school.school, 60)
    with django_assert_num_queries(len(short)):
        client.get(reverse("audit:list"))


def test_a_whole_log_says_so(client):
    school = a_school()
    signed_in(client, school.chair)
    assert "names the first one that was changed" in client.get(reverse("audit:verify")).content.decode()
    verdict = client.post(reverse("audit:verify")).content.decode()
    assert "The log is whole" in verdict


def test_a_log_changed_behind_our_back_names_the_entry(client):
    school = a_school()
    signed_in(client, school.head)
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER core_auditentry_no_update")
        cursor.execute("UPDATE core_auditentry SET actor = NULL, kind = 'x.y' WHERE seq = 3")
        cursor.execute(guards.statements("sqlite", "core_auditentry")[0])
    verdict = client.post(reverse("audit:verify")).content.decode()
    assert "The log is not whole" in verdict
    assert "Entry 3 does not match its hash: it was changed." in verdict


def test_the_copy_is_checked_by_the_program_that_comes_with_it(client, tmp_path):
    school = a_school()
    signed_in(client, school.head)
    answer = client.post(reverse("audit:export"))
    assert answer["Content-Disposition"] == 'attachment; filename="audit-log.jsonl"'
    copy, program = tmp_path / "audit-log.jsonl", tmp_path / "verifier.py"
    copy.write_bytes(b"".join(answer.streaming_content))
    program.write_bytes(client.get(reverse("audit:verifier")).content)
    checked = subprocess.run([sys.executable, program, copy], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout
    assert "are whole" in checked.stdout
    last = [json.loads(line) for line in copy.read_text().splitlines() if '"body"' in line][-1]
    assert last["kind"] == "audit.export"
    changed = copy.read_text().replace("Tom Hesketh", "Tim Hesketh", 1)
    assert not verifier.check_export(changed.splitlines())[0]


def test_taking_a_copy_is_written_into_the_log(client):
    school = a_school()
    signed_in(client, school.chair).post(reverse("audit:export"))
    assert "Julian Whitcombe exported the audit log" in read(client)


def test_a_destroyed_entry_stays_in_its_place(client, monkeypatch):
    school = a_school()
    for name in ("unseal", "unseal_many"):
        if hasattr(audit.keeper, name):
            empty = (lambda *a: None) if name == "unseal" else (lambda school_id, texts: [None] * len(texts))
            monkeypatch.setattr(audit.keeper, name, empty)
    assert "The words of this entry were destroyed" in read(signed_in(client, school.head))


def test_every_kind_of_entry_has_words_in_the_filter():
    offered = dict(choice for _, group in queries.kinds() for choice in group)
    assert offered["sign_in.invite"] == "Invited … to sign in"
    assert offered["adult.add"] == "Added"
    assert all(label.strip(" …") for label in offered.values())


def test_the_log_of_today_is_found_by_today(client):
    school = a_school()
    today = timezone.localdate().isoformat()
    page = signed_in(client, school.head).get(reverse("audit:list"), {"since": today, "until": today})
    assert page.context["lines"]


def read(client) -> str:
    return client.get(reverse("audit:list")).content.decode() + "".join(
        client.get(reverse("audit:list") + "?before=50").content.decode()
    )
