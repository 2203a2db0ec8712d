"""Documents in: sealed, waiting in their row, read by whoever comes first, found again."""

import json
import os

import pytest
import weasyprint
from cast import a_school, signed_in
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from papers import SHORT, a_draft, a_file, published

from belisha.core.access import WORKER
from belisha.core.errors import Conflict, NotAllowed, Refused
from belisha.core.ids import uuid7
from belisha.core.models import AuditEntry
from belisha.core.queries import page_of_entries
from belisha.people.tasks import tasks_for
from belisha.policy import actions, intake, jobs
from belisha.policy.models import Document, Policy, Version
from belisha.sealed.store import open_file

pytestmark = pytest.mark.django_db

TITLE, *LINES = [line for line in SHORT.splitlines() if line]
HTML = f"<html><body><h1>{TITLE}</h1>{''.join(f'<p>{line}</p>' for line in LINES)}</body></html>"


@pytest.fixture
def cast():
    return a_school()


def given(cast, folder, content: str = HTML, name="policy.html", **more) -> Document:
    """A document of a kind that the worker reads, as it waits."""
    return intake.receive(cast.school, a_file(folder, content, name), name, by=cast.head, **more)


def died(document: Document) -> None:
    """As if the worker who read it had been silent for too long."""
    Document.objects.filter(pk=document.pk).update(worked_at=timezone.now() - jobs.SILENCE * 2)


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_a_document_that_takes_long_waits_with_its_original_and_the_worker_is_told(cast, tmp_path):
    document = given(cast, tmp_path)
    assert document.waiting
    assert b"".join(open_file(document.original)) == HTML.encode()
    assert not Policy.objects.exists()
    assert DBTaskResult.objects.filter(task_path="belisha.policy.jobs.read_document").count() == 1


def test_the_worker_reads_it_once(cast, tmp_path):
    document = given(cast, tmp_path)
    assert jobs.read_document.call(str(document.pk))
    version = Version.objects.get()
    assert version.document_id == document.pk
    assert version.clauses.filter(text__startswith="Staff must not accept").exists()
    assert not jobs.read_document.call(str(document.pk))
    assert Version.objects.count() == 1


def test_who_gave_it_and_who_read_it_stand_in_the_log(cast, tmp_path):
    jobs.read_document.call(str(given(cast, tmp_path).pk))
    told = [line.sentence for line in page_of_entries(cast.head)[0] if line.kind.startswith("policy.")]
    assert told == [
        "Belisha read a document as Staff Social Media Policy, version 1",
        "Margaret Okafor gave a document to be read",
    ]


def test_text_is_read_at_once_and_no_worker_is_told(cast, tmp_path):
    assert isinstance(a_draft(cast, tmp_path), Version)
    assert not DBTaskResult.objects.filter(task_path="belisha.policy.jobs.read_document").exists()


def test_a_long_text_waits_for_the_worker_as_other_documents_do(cast, tmp_path):
    long = SHORT + "Staff must keep the register.\n\n" * 9000
    document = intake.receive(cast.school, a_file(tmp_path, long), "policy.txt", by=cast.head)
    assert (document.state, document.worked_at) == (Document.State.WAITING, None)


def test_a_nudge_that_was_lost_loses_nothing(cast, tmp_path):
    given(cast, tmp_path)
    DBTaskResult.objects.all().delete()
    jobs.read_due()
    assert Version.objects.count() == 1


def test_a_document_that_somebody_is_reading_is_left_to_them_until_they_are_silent(cast, tmp_path):
    document = given(cast, tmp_path)
    Document.objects.update(worked_at=timezone.now())
    jobs.read_due()
    assert not jobs.read_document.call(str(document.pk))
    assert not Version.objects.exists()
    died(document)
    jobs.read_due()
    assert Version.objects.count() == 1


def test_two_who_read_it_make_one_draft(cast, tmp_path):
    document = given(cast, tmp_path)
    with intake.opened(document) as (path, name):
        intake.read(Document.objects.get(pk=document.pk), path, name)
        with pytest.raises(Conflict):
            intake.read(document, path, name)
    assert Version.objects.count() == 1
    with pytest.raises(Conflict):
        actions.refuse_document(document, by=WORKER, reason="No.", remedy="None.")


def test_a_document_that_ends_three_workers_is_given_up_with_a_sentence(cast, tmp_path, monkeypatch):
    document = given(cast, tmp_path)

    def crash(*args, **kwargs):
        raise MemoryError

    monkeypatch.setattr(intake, "from_file", crash)
    for _ in range(jobs.MOST_TRIES):
        with pytest.raises(MemoryError):
            jobs.read_document.call(str(document.pk))
        died(document)
    jobs.read_due()
    document.refresh_from_db()
    assert document.state == Document.State.UNREADABLE
    assert "three times" in document.reason
    assert document.remedy.endswith(".")
    assert b"".join(open_file(document.original)) == HTML.encode()
    jobs.read_due()
    assert AuditEntry.objects.filter(kind="policy.import_refused").count() == 1


def test_a_document_that_fails_holds_up_no_other(cast, tmp_path, monkeypatch):
    first, second = given(cast, tmp_path), given(cast, tmp_path, name="other.html")
    read = intake.read

    def fails_for_the_first(document, *rest):
        if document.pk == first.pk:
            raise MemoryError
        return read(document, *rest)

    monkeypatch.setattr(intake, "read", fails_for_the_first)
    with pytest.raises(MemoryError):
        jobs.read_due()
    died(first)
    with pytest.raises(MemoryError):
        jobs.read_due()
    assert Version.objects.get().document_id == second.pk


def test_how_far_it_is_read_is_written_down_as_often_as_somebody_would_look(cast, tmp_path):
    document = given(cast, tmp_path)
    told = jobs._Told(document)
    told.last -= jobs.PAUSE
    told(40)
    told(60)
    document.refresh_from_db()
    assert document.progress == 40
    assert document.worked_at is not None
    told.last -= jobs.PAUSE
    told(250)
    document.refresh_from_db()
    assert document.progress == 99


def test_nothing_in_the_clear_is_left_behind(cast, tmp_path, settings):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "incoming"
    (tmp_path / "incoming").mkdir()
    document = given(cast, tmp_path)
    with intake.opened(document) as (path, name):
        assert (path.parent, name) == (tmp_path / "incoming", "policy.html")
        assert path.stat().st_mode & 0o077 == 0
        assert path.match("*.upload*"), "the sweep of what killed processes leave would not find it"
    assert not list((tmp_path / "incoming").iterdir())


def test_what_a_killed_worker_left_in_the_clear_is_removed_within_a_minute(cast, tmp_path, settings):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "incoming"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir()
    document = given(cast, tmp_path)
    left = settings.FILE_UPLOAD_TEMP_DIR / f"{intake.CLEAR}left.upload"
    left.write_text(HTML)
    with intake.opened(document) as (path, _):
        for each in (left, path):
            os.utime(each, (0, 0))
        jobs.read_due()
        assert path.exists()  # somebody is reading it
    assert list(settings.FILE_UPLOAD_TEMP_DIR.iterdir()) == []


def test_a_second_edition_waits_for_its_policy_and_is_refused_where_a_draft_is_open(cast, tmp_path):
    first = published(cast, tmp_path)
    second = given(cast, tmp_path, policy=first.policy)
    with pytest.raises(NotAllowed, match="being read"):
        given(cast, tmp_path, policy=first.policy)
    jobs.read_document.call(str(second.pk))
    version = first.policy.versions.get(number=2)
    assert version.before == first
    with pytest.raises(NotAllowed, match="a draft of this policy already"):
        given(cast, tmp_path, policy=first.policy)


def test_a_draft_that_came_meanwhile_is_said_to_stand_in_the_way(cast, tmp_path):
    first = published(cast, tmp_path)
    waiting = given(cast, tmp_path, policy=first.policy)
    intake.adopt(cast.school, "staff-social-media", "x", {"school": "Alder Lane"}, by=cast.head, policy=first.policy)
    jobs.read_document.call(str(waiting.pk))
    waiting.refresh_from_db()
    assert waiting.state == Document.State.UNREADABLE
    assert "a draft of this policy already" in waiting.reason


@pytest.mark.parametrize("who", ["teacher", "volunteer", "governor", "office", "chair", "other_head"])
def test_only_those_who_draft_give_documents(cast, tmp_path, who):
    with pytest.raises(Refused):
        intake.receive(cast.school, a_file(tmp_path, HTML), "policy.html", by=getattr(cast, who))
    assert not Document.objects.exists()


# -- pages ------------------------------------------------------------------------------------------------------------


def sent(client, key=None, content=HTML, name="policy.html", **more):
    file = SimpleUploadedFile(name, content.encode("latin-1"))
    return client.post(reverse("policy:import"), {"document": file, "key": str(key or uuid7()), **more})


def test_the_page_shows_how_far_it_is_and_goes_on_to_the_draft(cast, client):
    signed_in(client, cast.head)
    answer = sent(client)
    document = Document.objects.get()
    assert answer.url == reverse("policy:document", args=[document.pk])
    Document.objects.update(progress=42, worked_at=timezone.now())
    page = text_of(client.get(answer.url))
    assert "policy.html" in page
    assert "42% read" in page
    assert '<noscript><meta http-equiv="refresh"' in page
    died(document)
    jobs.read_due()
    assert client.get(answer.url).url == reverse("policy:version", args=[Version.objects.get().pk])
    swapped = client.get(answer.url, headers={"HX-Request": "true"})
    assert swapped["HX-Redirect"] == Version.objects.get().get_absolute_url()


def test_a_document_being_read_is_found_again_in_the_library_and_among_the_tasks(cast, client, tmp_path):
    document = given(cast, tmp_path)
    page = text_of(signed_in(client, cast.head).get(reverse("policy:list")))
    assert document.get_absolute_url() in page
    assert [task.url for task in tasks_for(cast.head) if "policy.html" in task.title] == [document.get_absolute_url()]
    assert not any("policy.html" in task.title for task in tasks_for(cast.teacher))


def test_a_second_click_leads_to_the_document_of_the_first(cast, client):
    signed_in(client, cast.head)
    key = uuid7()
    assert sent(client, key).url == sent(client, key).url
    assert Document.objects.count() == 1
    with pytest.raises(NotAllowed, match="done already"):
        intake.actions.give_document(
            cast.school, by=cast.head, document=Document(id=key, school=cast.school), stored=None
        )


def test_after_a_refused_file_the_form_takes_another(cast, client):
    signed_in(client, cast.head)
    key = uuid7()
    refused = sent(client, key, "\x7fELF" + "\0" * 100, "policy.txt")
    assert refused.status_code == 422
    fresh = refused.context["form"]["key"].value()
    assert fresh != str(key)
    assert sent(client, fresh, SHORT, "policy.txt").status_code == 302
    assert Version.objects.count() == 1


def test_what_the_worker_could_not_read_is_told_on_its_page_with_what_to_do(cast, client, tmp_path):
    document = given(cast, tmp_path)
    actions.refuse_document(document, by=WORKER, reason="It is a scan.", remedy="Export the words.")
    page = text_of(signed_in(client, cast.head).get(document.get_absolute_url()))
    assert "It is a scan." in page
    assert "Export the words." in page
    assert "http-equiv" not in page
    assert reverse("policy:original", args=[document.pk]) in page
    library = text_of(client.get(reverse("policy:list")))
    assert "policy.html" in library
    assert "It is a scan." in library


@pytest.mark.parametrize("who", ["teacher", "chair", "office", "dsl", "other_head"])
def test_a_document_does_not_exist_for_those_who_may_not_read_originals(cast, client, tmp_path, who):
    document = given(cast, tmp_path)
    signed_in(client, getattr(cast, who))
    assert client.get(document.get_absolute_url()).status_code == 404
    assert client.get(reverse("policy:picture", args=[document.pk, 1])).status_code == 404


def test_looking_at_progress_asks_little(cast, client, tmp_path, django_assert_max_num_queries):
    document = given(cast, tmp_path)
    signed_in(client, cast.head).get(document.get_absolute_url())
    with django_assert_max_num_queries(10):
        client.get(document.get_absolute_url())


def test_a_pdf_is_read_with_its_pages_and_each_can_be_looked_at(cast, client, tmp_path):
    leaf = '<p>All staff must:</p><ul><li>lock their screens;</li><li>ask first.</li></ul><p style="{}">Be kind {}.</p>'
    style = "break-after: page"
    markup = f"<h1>Staff Policy</h1>{leaf.format(style, 'here')}<h2>More</h2>{leaf.format('', 'there')}"
    weasyprint.HTML(string=markup).write_pdf(tmp_path / "policy.pdf")
    document = intake.receive(cast.school, tmp_path / "policy.pdf", "policy.pdf", by=cast.head)
    assert jobs.read_document.call(str(document.pk))
    version = Version.objects.get()
    assert len(version.pages) == 2
    last = version.clauses.order_by("-position").first()
    assert last.start >= version.pages[1]
    signed_in(client, cast.head)
    review = client.get(reverse("policy:review", args=[version.pk]), {"clause": last.ident})
    address = reverse("policy:picture", args=[document.pk, 2])
    assert f'src="{address}"' in review.content.decode()
    entries = AuditEntry.objects.count()
    picture = client.get(address)
    assert picture["Content-Type"] == "image/png"
    assert picture.content.startswith(b"\x89PNG")
    assert picture["Cache-Control"] == "no-store"
    assert client.get(reverse("policy:picture", args=[document.pk, 3])).status_code == 404
    assert AuditEntry.objects.count() == entries
    for who in (cast.chair, cast.teacher, cast.other_head):
        assert signed_in(client, who).get(address).status_code == 404
    assert (
        address not in signed_in(client, cast.chair).get(reverse("policy:review", args=[version.pk])).content.decode()
    )


def test_a_file_of_data_is_read_at_once_or_refused_at_once(cast, tmp_path):
    broken = intake.receive(cast.school, a_file(tmp_path, "{", "policy.json"), "policy.json", by=cast.head)
    assert broken.state == Document.State.UNREADABLE
    catalog = {"catalog": {"uuid": str(uuid7()), "metadata": {"title": "Their rules"}, "controls": [
        {"id": "a-1", "title": "Screens", "parts": [{"name": "statement", "prose": "Lock your screen."}]},
    ]}}  # fmt: skip
    version = intake.receive(cast.school, a_file(tmp_path, json.dumps(catalog), "c.json"), "c.json", by=cast.head)
    assert version.policy.title == "Their rules"
    assert version.clauses.filter(text="Lock your screen.").exists()


def test_a_page_that_is_not_there_has_no_picture(cast, client, tmp_path):
    document = given(cast, tmp_path)
    signed_in(client, cast.head)
    assert client.get(reverse("policy:picture", args=[document.pk, 1])).status_code == 404
