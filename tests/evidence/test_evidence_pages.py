"""The pages of evidence: who opens which, the record, and the original."""

import re

import pytest
import time_machine
from cast import a_school, signed_in
from concerned import a_concern
from django.urls import reverse
from evidenced import a_png, an_item

from belisha.core.models import AuditEntry
from belisha.evidence import jobs, queries
from belisha.evidence.models import Check, Item

pytestmark = pytest.mark.django_db


def test_who_opens_which_page(client):
    cast = a_school()
    item = an_item(cast)
    pages = {
        "list": reverse("evidence:of_concern", args=[item.concern_id]),
        "words": reverse("evidence:write_in_concern", args=[item.concern_id]),
        "item": item.get_absolute_url(),
        "describe": reverse("evidence:describe", args=[item.pk]),
        "download": reverse("evidence:download", args=[item.pk]),
    }
    for adult in [*cast.people, cast.other_head]:
        opened = {name: signed_in(client, adult).get(url).status_code for name, url in pages.items()}
        assert set(opened.values()) == {200 if adult.pk == cast.head.pk else 404}, (adult, opened)


@pytest.mark.clause("8-01-e")
def test_the_policys_own_wording_stands_beside_the_fields_and_what_is_missing_is_named(client):
    cast = a_school()
    item = an_item(cast)
    page = signed_in(client, cast.head).get(reverse("evidence:describe", args=[item.pk])).content.decode()
    assert "the time, date and location of the site" in re.sub(r"\s+", " ", page).lower()
    assert (
        "Missing: the time, the date, the location of the site" in client.get(item.get_absolute_url()).content.decode()
    )
    said = {
        "address": "https://pictures.example/p/1", "time": "14:05", "zone": "Europe/London",
        "day_day": "2", "day_month": "6", "day_year": "2026", "what": "A post under a photograph",
    }  # fmt: skip
    client.post(reverse("evidence:describe", args=[item.pk]), {**said, "day_year": "26"})
    assert not Item.objects.get().complete, "a mistake keeps nothing"
    client.post(reverse("evidence:describe", args=[item.pk]), said)
    page = client.get(item.get_absolute_url()).content.decode()
    assert "2 June 2026, 14:05 (United Kingdom)" in page
    assert "Incomplete" not in page
    listed = reverse("evidence:of_concern", args=[item.concern_id])
    assert "A post under a photograph" in client.get(listed).content.decode()
    assert "A post under a photograph" not in client.get(listed + "?show=incomplete").content.decode()


def test_two_who_describe_at_once_do_not_write_over_each_other(client):
    cast = a_school()
    item = an_item(cast)
    url = reverse("evidence:describe", args=[item.pk])
    page = signed_in(client, cast.head).get(url).content.decode()
    seen = re.search(r'name="seen" value="(\w+)"', page)[1]
    first = {"platform": "Picture service", "account": "someone", "day_day": "2", "day_month": "6", "day_year": "2026"}
    client.post(url, {**first, "seen": seen})
    assert client.post(url, {"platform": "Another", "seen": seen}).status_code == 409
    assert queries.words_of(Item.objects.get())["platform"] == "Picture service"


@pytest.mark.clause("8-01-b")
def test_a_record_without_a_file_is_a_record(client):
    cast = a_school()
    concern = a_concern(cast)
    url = reverse("evidence:write_in_concern", args=[concern.pk])
    client = signed_in(client, cast.head)
    key = re.search(r'name="key" value="([\w-]+)"', client.get(url).content.decode())[1]
    for _ in range(2):
        client.post(url, {"what": "A page that was taken down", "address": "https://x.example/1", "key": key})
    item = Item.objects.get()
    assert item.kind == "no_file"
    assert "A page that was taken down" in client.get(item.get_absolute_url()).content.decode()
    assert client.post(reverse("evidence:download", args=[item.pk]), {"reason": "x"}).status_code == 409


def test_the_original_is_only_downloaded_with_a_reason_and_never_shown(client):
    cast = a_school()
    item = an_item(cast, content=b"<!DOCTYPE html><html><script>alert(1)</script>")
    url = reverse("evidence:download", args=[item.pk])
    assert "script>alert" not in signed_in(client, cast.head).get(url).content.decode()
    assert client.post(url, {"reason": ""}).status_code == 200
    answer = client.post(url, {"reason": "for the LADO"})
    assert b"".join(answer.streaming_content).startswith(b"<!DOCTYPE html>")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "for the LADO" in client.get(item.get_absolute_url()).content.decode()


@pytest.mark.clause("8-01-c", "8-02-c")
def test_every_page_that_takes_evidence_says_not_to_delete_the_original(client):
    cast = a_school()
    item = an_item(cast)
    for url in (reverse("evidence:of_concern", args=[item.concern_id]), item.get_absolute_url()):
        assert "Do not delete the original" in signed_in(client, cast.head).get(url).content.decode()


def test_the_times_of_an_item_are_kept_apart(client):
    with time_machine.travel("2026-06-03T09:30:00Z", tick=False):
        cast = a_school()
        mail = b"From: a@b.example\r\nTo: c@d.example\r\nSubject: x\r\nDate: Mon, 1 Jun 2026 08:00:00 +0100\r\n\r\n"
        item = an_item(cast, content=mail, words={"seen_at": "On Tuesday at lunch", "file_time": "Mon, 1 Jun 2026"})
        page = signed_in(client, cast.head).get(item.get_absolute_url()).content.decode()
    for said in ("On Tuesday at lunch", "Mon, 1 Jun 2026", "3 June 2026 at 10:30am", "Not stamped"):
        assert said in page


def test_the_home_page_says_that_all_is_whole_to_those_who_may_know_that_there_is_any(client):
    cast = a_school()
    an_item(cast)
    jobs.check_all()
    assert "of evidence that you may see verified" in signed_in(client, cast.head).get("/").content.decode()
    for adult in cast.people:
        if adult.pk != cast.head.pk:
            assert "of evidence" not in signed_in(client, adult).get("/").content.decode()


def test_a_damaged_file_is_an_alarm_and_the_original_is_not_given_out_as_whole(client):
    from belisha.sealed.store import path_of

    cast = a_school()
    item = an_item(cast, content=a_png(400, 300))
    path = path_of(item.file_id)
    spoiled = bytearray(path.read_bytes())
    spoiled[-20] ^= 1
    path.write_bytes(spoiled)
    jobs.check_all()
    assert "not whole" in signed_in(client, cast.head).get("/").content.decode()
    answer = client.post(reverse("evidence:download", args=[item.pk]), {"reason": "x"})
    assert "Content-Disposition" not in answer.headers


@pytest.mark.clause("8-01-b", "8-02-b")
@pytest.mark.parametrize("spoil", ["first", "last", "gone"])
def test_whoever_opens_a_damaged_file_reads_that_it_is_and_it_is_written_down(client, spoil):
    from belisha.sealed.store import path_of

    cast = a_school()
    item = an_item(cast, content=b"Words of a letter. " * 150_000)
    path, signed = path_of(item.file_id), signed_in(client, cast.head)
    spoiled = bytearray(path.read_bytes())
    spoiled[100 if spoil == "first" else -20] ^= 1
    path.unlink() if spoil == "gone" else path.write_bytes(spoiled)
    asked = [
        lambda: signed.post(reverse("evidence:download", args=[item.pk]), {"reason": "For the panel"}),
        lambda: signed.get(reverse("showing:detail", args=[item.pk])),
    ]
    for number, ask in enumerate(asked if spoil != "last" else asked[:1], 1):
        answer = ask()
        page = answer.content.decode()
        assert answer.status_code == 409
        for words in (
            "This file is not as it arrived",
            item.file.sha256,
            "written down just now",
            "looks after Belisha",
        ):
            assert words in page
        assert "<title>This file is not as it arrived" in page
        assert list(Check.objects.filter(item=item).values_list("whole", flat=True)) == [False] * number
    custody = signed.get(reverse("evidence:detail", args=[item.pk])).content.decode()
    assert "not whole" in custody
    # It was not given out, and so nobody took it.
    assert not AuditEntry.objects.filter(kind="evidence.download", about=item.pk).exists()
