"""The reference library of a school: taken up, changed, checked, filed; each page as each of the cast finds it."""

import datetime

import pytest
from cast import a_school, an_adult, signed_in
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from papers import a_draft, published
from shelf import a_reference, due_since, reference, stocked

from belisha.core.access import Role
from belisha.core.errors import NotAllowed, Refused
from belisha.core.models import AuditEntry, Notice
from belisha.packs.library import shipped_references
from belisha.people.tasks import tasks_for
from belisha.policy import intake
from belisha.policy.asides import marks
from belisha.policy.searching.rules import words
from belisha.references import actions, filing, jobs, queries, rules
from belisha.references.models import Habit, Reference

pytestmark = pytest.mark.django_db
YESTERDAY = timezone.localdate() - datetime.timedelta(days=1)
OLD = "Policy\n\nLaw\n\nWe must follow Keeping Children Safe in Education 2019. The briefing note is in the office.\n"


@pytest.fixture
def cast():
    found = a_school()
    stocked(found)
    return found


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_what_ships_is_taken_up_once_and_never_written_over(cast):
    assert Reference.objects.count() == len(shipped_references().rows)
    kcsie = reference(cast, "kcsie")
    actions.change(kcsie, by=cast.head, edition="2026, our copy")
    assert jobs.stock_school.call(str(cast.school.pk)) == 0
    assert reference(cast, "kcsie").edition == "2026, our copy"
    assert Reference.objects.count() == len(shipped_references().rows)


def test_a_school_that_was_founded_before_is_given_the_library_by_the_day():
    cast = a_school()
    assert not Reference.objects.exists()
    jobs.stock_all()
    jobs.stock_all()
    held = Reference.objects.values_list("school", flat=True)
    assert {school: list(held).count(school) for school in set(held)} == {
        cast.school.pk: len(shipped_references().rows),
        cast.other_school.pk: len(shipped_references().rows),
    }
    assert AuditEntry.objects.filter(kind="reference.take_up").count() == 2


def test_something_newer_is_offered_and_not_forced(cast, client):
    kcsie = reference(cast, "kcsie")
    assert queries.offer(kcsie) == []
    Reference.objects.filter(pk=kcsie.pk).update(taken=kcsie.taken | {"edition": "2025"}, edition="2025")
    kcsie.refresh_from_db()
    assert ("Edition in force", "2025", "2026") in queries.offer(kcsie)
    jobs.stock_all()
    assert reference(cast, "kcsie").edition == "2025"
    page = text_of(signed_in(client, cast.head).get(kcsie.get_absolute_url()))
    assert "Belisha knows something newer" in page
    client.post(reverse("references:leave", args=[kcsie.pk]))
    assert reference(cast, "kcsie").edition == "2025"
    assert queries.offer(reference(cast, "kcsie")) == []
    Reference.objects.filter(pk=kcsie.pk).update(taken=kcsie.taken)
    client.post(reverse("references:take", args=[kcsie.pk]))
    assert reference(cast, "kcsie").edition == "2026"
    with pytest.raises(NotAllowed):
        actions.take_offer(reference(cast, "kcsie"), by=cast.head)
    with pytest.raises(NotAllowed):
        actions.leave_offer(reference(cast, "kcsie"), by=cast.head)


def test_one_click_says_that_it_was_checked_today(cast, client):
    kcsie = due_since(reference(cast, "kcsie"), YESTERDAY)
    assert "To check" in text_of(signed_in(client, cast.head).get(kcsie.get_absolute_url()))
    client.post(reverse("references:check", args=[kcsie.pk]))
    kcsie.refresh_from_db()
    assert (kcsie.checked_by_id, kcsie.checked_on) == (cast.head.pk, timezone.localdate())
    assert (kcsie.next_check.month, kcsie.next_check.day) == (9, 1)
    assert kcsie.next_check > timezone.localdate()
    assert f"by {cast.head.name}" in text_of(client.get(kcsie.get_absolute_url()))


def test_the_school_chooses_how_often(cast, client):
    signed_in(client, cast.head)
    assert client.post(reverse("references:period"), {"months": "0"}).status_code == 200
    client.post(reverse("references:period"), {"months": "6"})
    assert Habit.objects.get().months == 6
    irms = reference(cast, "irms-retention")
    assert irms.next_check == rules.next_check(irms.checked_on, 6)


def test_what_is_due_is_a_task_and_one_letter_for_each_day(cast):
    assert not [task for task in tasks_for(cast.head) if "still in force" in task.title]
    due_since(reference(cast, "kcsie"), YESTERDAY)
    assert [task.title for task in tasks_for(cast.head) if "still in force" in task.title] == [
        "Check whether one reference is still in force"
    ]
    assert not [task for task in tasks_for(cast.teacher) if "still in force" in task.title]
    jobs.remind_due()
    jobs.remind_due()
    assert [notice.adult_id for notice in Notice.objects.filter(letter="task")] == [cast.head.pk]
    assert AuditEntry.objects.filter(kind="reference.remind").count() == 1
    due_since(reference(cast, "ukcis-nudes"), timezone.localdate() + datetime.timedelta(days=1))
    jobs.remind_due()
    assert Notice.objects.filter(letter="task").count() == 1
    Habit.objects.update(reminded_on=YESTERDAY - datetime.timedelta(days=300))
    jobs.remind_due()
    assert Notice.objects.filter(letter="task").count() == 2


@pytest.mark.clause("9-05-e")
def test_every_adult_finds_where_it_is_kept_and_opens_the_file(cast, client):
    note = reference(cast, "syria-iraq-briefing")
    actions.change(note, by=cast.head, where="In the school office")
    signed_in(client, cast.head)
    given = SimpleUploadedFile("briefing.pdf", b"%PDF-1.7 the briefing")
    assert client.post(reverse("references:upload", args=[note.pk]), {"document": given}).status_code == 302
    for who in (cast.teacher, cast.volunteer, cast.governor):
        page = text_of(signed_in(client, who).get(note.get_absolute_url()))
        assert "In the school office" in page
        answer = client.get(reverse("references:file", args=[note.pk]))
        assert b"".join(answer.streaming_content) == b"%PDF-1.7 the briefing"
        assert answer["Content-Disposition"] == 'attachment; filename="briefing.pdf"'
        assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert answer["Content-Type"] == "application/octet-stream"


def test_no_file_is_answered_with_a_sentence(cast, client):
    address = reverse("references:upload", args=[reference(cast, "kcsie").pk])
    assert "Choose a file." in text_of(signed_in(client, cast.head).post(address, {}))
    assert client.get(reverse("references:file", args=[reference(cast, "kcsie").pk])).status_code == 404


def test_a_file_sealed_for_another_record_is_not_kept(cast, tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"words")
    one, other = a_reference(cast, "One"), a_reference(cast, "Other")
    filing.receive(one, path, "a.txt", by=cast.head)
    stored = type("Stored", (), {"record": other.kept_under})()
    with pytest.raises(NotAllowed):
        actions.keep_file(one, by=cast.head, stored=stored)


# Who opens which page: all adults; teachers; senior leaders; the keeper's own pages.
OPENS = {
    "head": (200, 200, 200, 200), "teacher": (200, 200, 404, 404), "dsl": (200, 200, 404, 404),
    "volunteer": (200, 404, 404, 404), "governor": (200, 404, 404, 404), "office": (200, 404, 404, 404),
    "chair": (200, 404, 404, 404), "other_head": (404, 404, 404, 404), "leaver": (302, 302, 302, 302),
}  # fmt: skip


@pytest.mark.parametrize(("who", "expected"), OPENS.items(), ids=list(OPENS))
def test_who_opens_a_reference(cast, client, who, expected):
    signed_in(client, getattr(cast, who))
    shown = [a_reference(cast, f"For {word}", word) for word in ("adult", "teacher", "slt")]
    gone = a_reference(cast, "Gone")
    actions.retire(gone, by=cast.head)
    assert tuple(client.get(each.get_absolute_url()).status_code for each in (*shown, gone)) == expected


@pytest.mark.parametrize("who", ["teacher", "chair", "office", "dsl"])
def test_who_only_reads_changes_nothing(cast, client, who):
    kcsie, adult = reference(cast, "kcsie"), getattr(cast, who)
    signed_in(client, adult)
    for name in ("edit", "upload"):
        assert client.get(reverse(f"references:{name}", args=[kcsie.pk])).status_code == 403
    for name in ("add", "period"):
        assert client.get(reverse(f"references:{name}")).status_code == 403
    for name in ("check", "retire", "restore", "take", "leave"):
        assert client.post(reverse(f"references:{name}", args=[kcsie.pk])).status_code == 403, name
    with pytest.raises(Refused):
        actions.add(Reference(school=cast.school), by=adult, title="Mine", kind="law")
    with pytest.raises(Refused):
        actions.set_period(cast.school, by=adult, months=3)


def test_the_keeper_adds_changes_retires_and_takes_back(cast, client):
    signed_in(client, cast.head)
    typed = {
        "title": "Home visits policy",
        "kind": "sister",
        "certainty": "verified",
        "for_whom": "adult",
        "cited_as": "",
    }
    key = client.get(reverse("references:add")).context["form"]["key"].value()
    answer = client.post(reverse("references:add"), {**typed, "key": key})
    found = Reference.objects.get(title="Home visits policy")
    assert answer.url == found.get_absolute_url()
    assert found.cited_as == ["Home visits policy"]
    assert client.post(reverse("references:add"), {**typed, "key": key}).status_code == 409
    client.post(
        reverse("references:edit", args=[found.pk]), {**typed, "edition": "2026", "cited_as": "home visits\nvisits"}
    )
    found.refresh_from_db()
    assert (found.edition, found.cited_as) == ("2026", ["home visits", "visits"])
    client.post(reverse("references:retire", args=[found.pk]))
    found.refresh_from_db()
    assert found.state == rules.RETIRED
    client.post(reverse("references:restore", args=[found.pk]))
    found.refresh_from_db()
    assert found.state == rules.KEPT


def test_a_form_that_was_overtaken_writes_nothing(cast, client):
    found = a_reference(cast, "Trips")
    signed_in(client, cast.head)
    seen = client.get(reverse("references:edit", args=[found.pk])).context["seen"]
    actions.change(found, by=cast.head, edition="2027")
    typed = {"title": "Other", "kind": "law", "certainty": "verified", "for_whom": "adult", "seen": seen}
    assert client.post(reverse("references:edit", args=[found.pk]), typed).status_code == 409


@pytest.mark.clause("1-03-a", "9-03-a", "9-03-b", "9-05-b")
def test_a_stale_citation_is_flagged_beside_the_clause_and_in_the_library(cast, client, tmp_path):
    version = published(cast, tmp_path, OLD)
    clause = version.clauses.get(text__startswith="We must follow")
    kcsie = reference(cast, "kcsie")
    page = text_of(signed_in(client, cast.teacher).get(clause.get_absolute_url()))
    assert "A newer edition is in force" in page
    assert "The clause cites 2019. In force: 2026." in page
    page = text_of(client.get(kcsie.get_absolute_url()))
    assert "Not the edition in force" in page
    assert f"clause {clause}" in page
    found = marks(cast.teacher, version)[clause.ident]
    assert [mark.label for mark in found] == ["A newer edition is in force: Keeping Children Safe in Education, 2026"]
    assert found[0].url == kcsie.get_absolute_url()


def test_a_draft_shows_in_the_library_to_those_who_see_drafts_only(cast, client, tmp_path):
    a_draft(cast, tmp_path, OLD)
    address = reference(cast, "kcsie").get_absolute_url()
    assert "Cites 2019" in text_of(signed_in(client, cast.head).get(address))
    assert "No clause that you can read cites it." in text_of(signed_in(client, cast.teacher).get(address))


def test_a_search_finds_what_the_reader_may_read(cast):
    a_reference(cast, "Minutes of the senior team", "slt")
    titles = [hit.title for hit in queries.search(cast.teacher, words("safer working practice"))]
    assert any("safer working practice" in title for title in titles)
    assert "Minutes of the senior team" in [hit.title for hit in queries.search(cast.head, words("minutes senior"))]
    assert "Minutes of the senior team" not in [
        hit.title for hit in queries.search(cast.teacher, words("minutes senior"))
    ]


def asked(client, address) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_pages_ask_as_often_for_many_as_for_few(cast, client, tmp_path):
    kcsie = reference(cast, "kcsie")
    signed_in(client, cast.head)
    pages = [reverse("references:list"), kcsie.get_absolute_url()]
    published(cast, tmp_path, OLD)
    few = [asked(client, page) for page in pages]
    for number in range(20):
        a_reference(cast, f"Another {number}")
    body = "\n".join(
        f"You must follow Keeping Children Safe in Education 2020 in case {number}." for number in range(20)
    )
    published(cast, tmp_path, f"Second policy\n\nLaw\n\n{body}\n")
    assert [asked(client, page) for page in pages] <= few


def test_a_deputy_keeps_the_library_too(cast):
    deputy = an_adult(cast.school, "Ines Calder", roles=(Role.DEPUTY,))
    actions.check(reference(cast, "kcsie"), by=deputy)
    assert reference(cast, "kcsie").checked_by_id == deputy.pk


@pytest.mark.clause("1-03-b", "6-00-a", "6-18-b", "9-00-a", "9-04-d", "9-05-e")
def test_the_shipped_policy_cites_by_what_it_leans_on_and_needs_no_year(cast):
    version = intake.adopt(
        cast.school, "staff-social-media", "Staff social media", {"school": cast.school.name}, by=cast.head
    )
    wanted = {
        "1-03-b": "prevent-statutory-guidance", "9-04-d": "uk-safer-internet-centre", "9-05-e": "syria-iraq-briefing",
        "5-01-d": "acceptable-use-policy", "6-00-a": "remote-learning-policy", "6-18-b": "duty-of-fidelity",
        "9-00-a": "safeguarding-policy",
    }  # fmt: skip
    for ident, key in wanted.items():
        found = queries.cited_by(cast.head, version.clauses.select_related("version__school").get(ident=ident))
        assert key in [each.reference.key for each in found], ident
        assert not any(each.stale for each in found)


def test_a_clause_says_once_what_it_cites_also_what_the_library_does_not_have(cast, client, tmp_path):
    text = "Staff Policy\n\nStaff must follow the Equality Act 2010 and the Kite Flying Policy.\n"
    clause = published(cast, tmp_path, text).clauses.get(text__contains="must follow")
    Reference.objects.update_or_create(
        school=cast.school, title="Equality Act 2010", defaults={"kind": "law", "edition": "2010"}
    )
    page = text_of(signed_in(client, cast.teacher).get(clause.get_absolute_url()))
    assert page.count("What it cites") == 1
    assert "Equality Act 2010" in page.split("What it cites")[1]
    assert "Kite Flying Policy" in page.split("What it cites")[1]
