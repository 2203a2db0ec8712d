"""Files arrive: by a plain form, or in pieces that go on after they broke off; sealed from the first byte."""

import json
import os
import random
import uuid

import pytest
from cast import a_school, again, signed_in
from concerned import a_concern
from django.conf import settings as django_settings
from django.urls import reverse
from django.utils import timezone
from evidenced import a_file, a_piece, a_png, a_zip, an_item, of_draft, send
from hypothesis import given, settings
from hypothesis import strategies as st

from belisha import config
from belisha.concerns.reporting.models import Draft, Receipt
from belisha.core.errors import Refused
from belisha.evidence import actions, jobs, kinds, opening, queries, rules, sniffing
from belisha.evidence.models import Item, Upload
from belisha.people.sessions import CARRIES
from belisha.sealed import frames
from belisha.sealed.growing import SUFFIX
from belisha.sealed.models import SealedFile
from belisha.sealed.store import INCOMING

pytestmark = pytest.mark.django_db
MB = 1024 * 1024


def a_draft(cast, adult=None) -> Draft:
    return Draft.objects.create(school=cast.school, adult=adult)


def a_receipt(cast, concern) -> Receipt:
    return Receipt.objects.create(
        school=cast.school, concern=concern, reporter=cast.office, body="", key="", signature=b"",
        made_at=timezone.now(),
    )  # fmt: skip


@pytest.fixture(autouse=True)
def nothing_on_its_way():
    """What another test left unfinished is none of this one's."""
    for path in on_disk():
        path.unlink()


def on_disk() -> list:
    return [*(config.load().sealed / INCOMING).glob(f"*{SUFFIX}")]


def a_strangers_browser(client, draft):
    session = client.session
    session[CARRIES] = [str(draft.pk)]
    session.save()
    return client


@pytest.mark.clause("8-01-d", "8-02-b")
def test_several_files_come_with_one_plain_form(client):
    cast = a_school()
    draft = a_draft(cast, cast.teacher)
    url = of_draft(draft)
    sent = {"files": [a_file(), a_file(b"%PDF-1.7 words", "letter.txt")]}
    assert signed_in(client, cast.teacher).post(url, sent).url == url
    found = queries.in_draft(again(cast.teacher), draft.pk)
    assert sorted((row.item.kind, row.name) for row in found) == [("pdf", "letter.txt"), ("png", "screen.png")]
    page = client.get(url).content.decode()
    assert "screen.png" in page
    assert "Do not delete the original" in page


def test_the_same_form_sent_twice_keeps_each_file_once_and_another_form_keeps_it_again(client):
    cast = a_school()
    draft = a_draft(cast, cast.teacher)
    key = uuid.uuid4()
    signed_in(client, cast.teacher)
    for _ in range(2):
        client.post(of_draft(draft), {"files": a_file(), "key": key})
    assert Item.objects.count() == 1
    client.post(of_draft(draft), {"files": a_file(), "key": uuid.uuid4()})
    assert Item.objects.count() == 2
    client.post(of_draft(draft), {"files": a_file(b"Other words"), "key": key})
    assert Item.objects.count() == 3, "another file of the same form is another file"


def test_nothing_of_a_plain_form_lies_in_the_clear(client, tmp_path, monkeypatch):
    cast = a_school()
    draft = a_draft(cast, cast.teacher)
    words = b"words that nobody else may read " * 100_000
    signed_in(client, cast.teacher).post(of_draft(draft), {"files": a_file(words, "chat.txt")})
    assert b"".join(opening.pieces(Item.objects.get())) == words
    for folder in (config.load().sealed, django_settings.FILE_UPLOAD_TEMP_DIR):
        for path in folder.rglob("*"):
            assert not path.is_file() or b"words that nobody" not in path.read_bytes()


def test_somebody_without_an_account_adds_to_their_own_report_and_to_no_other(client):
    cast = a_school()
    mine, anothers = a_draft(cast), a_draft(cast)
    a_strangers_browser(client, mine)
    client.post(of_draft(mine), {"files": a_file()})
    assert Item.objects.get().draft_id == mine.pk
    assert client.post(of_draft(anothers), {"files": a_file()}).status_code == 404
    assert send(client, reverse("evidence:send_to_draft", args=[anothers.pk]), a_png()).status_code == 404
    assert Item.objects.count() == SealedFile.objects.count() == 1
    assert on_disk() == []


def test_of_somebody_without_an_account_no_finer_time_than_the_day_is_kept(client):
    cast = a_school()
    draft = a_draft(cast)
    a_strangers_browser(client, draft).post(of_draft(draft), {"files": a_file()})
    item = Item.objects.get()
    assert {item.arrived_at.minute, item.arrived_at.second, item.arrived_at.microsecond} == {0}
    assert item.file.stored_at.second == item.wordings.get().at.second == 0


def test_somebody_without_an_account_cannot_fill_the_disk(client, monkeypatch):
    cast = a_school()
    draft = a_draft(cast)
    chosen = config.load().model_copy(update={"evidence_of_strangers": 3 * MB, "evidence_files_of_strangers": 3})
    monkeypatch.setattr(config, "load", lambda: chosen)
    a_strangers_browser(client, draft)
    url = reverse("evidence:send_to_draft", args=[draft.pk])
    assert "too large" in send(client, url, bytes(4 * MB)).json()["refused"]
    page = client.post(of_draft(draft), {"files": a_file(bytes(4 * MB), "film.mp4")})
    assert "too large" in page.content.decode()
    for _ in range(3):
        client.post(of_draft(draft), {"files": a_file()})
    assert "no more can be added" in client.post(of_draft(draft), {"files": a_file()}).content.decode()
    assert "no more can be added" in send(client, url, a_png()).json()["refused"]
    assert Item.objects.count() == 3
    assert on_disk() == []


def test_many_reports_without_an_account_cannot_fill_it_either(client, monkeypatch):
    cast = a_school()
    chosen = config.load().model_copy(update={"evidence_of_all_strangers": 3 * MB})
    monkeypatch.setattr(config, "load", lambda: chosen)
    answers = []
    for _ in range(4):
        draft = a_draft(cast)
        a_strangers_browser(client, draft)
        answers.append(client.post(of_draft(draft), {"files": a_file(bytes(1_400_000), "film.mp4")}).status_code)
    assert answers == [302, 302, 200, 200]
    own = a_draft(cast, cast.teacher)
    assert signed_in(client, cast.teacher).post(of_draft(own), {"files": a_file(bytes(MB))}).status_code == 302


def test_a_form_with_more_files_than_any_is_refused_and_breaks_nothing(client):
    cast = a_school()
    draft = a_draft(cast, cast.teacher)
    many = [a_file() for _ in range(django_settings.DATA_UPLOAD_MAX_NUMBER_FILES + 1)]
    assert signed_in(client, cast.teacher).post(of_draft(draft), {"files": many}).status_code == 400
    assert Item.objects.count() == 0


def test_an_empty_file_is_said_to_be_empty_and_the_others_of_the_form_are_kept(client):
    cast = a_school()
    draft = a_draft(cast, cast.teacher)
    empty = a_file(name="nothing.png")
    empty.file.truncate(0)
    empty.size = 0
    answer = signed_in(client, cast.teacher).post(of_draft(draft), {"files": [empty, a_file()]})
    assert Item.objects.count() == 1
    assert "is empty" in answer.content.decode()
    url = reverse("evidence:send_to_draft", args=[draft.pk])
    assert "empty" in send(client, url, b"").json()["refused"]


HOSTILE = [
    "../../../etc/passwd", "..\\..\\boot.ini", "photo\u202egpj.exe", "a\0b.png", "x" * 300 + ".png", "", ".", "…/.",
    "con\r\nSet-Cookie: a=b.txt", "=cmd|' /C calc'!A0.csv", "<script>alert(1)</script>.html", "名前.png",
]  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_deceives_nobody_and_leads_nowhere(client, name):
    cast = a_school()
    draft = a_draft(cast, cast.teacher)
    before = {path for path in config.load().data.rglob("*") if path.is_file()}
    url = reverse("evidence:send_to_draft", args=[draft.pk])
    from urllib.parse import quote

    assert send(signed_in(client, cast.teacher), url, a_png(), name=quote(name)).json()["kept"]
    item = Item.objects.get()
    shown = rules.clean_name(opening.filename(item))
    assert 0 < len(shown) <= rules.LONGEST_NAME
    assert not set(shown) & set("/\\\0\r\n\u202e")
    made = {path for path in config.load().data.rglob("*") if path.is_file()} - before
    assert [path.name for path in made if path.suffix not in {".sqlite3-wal", ".sqlite3-shm"}] == [str(item.file_id)]
    assert b"<script>alert" not in client.get(of_draft(draft)).content


CONTENT = {
    kinds.PNG: a_png(), kinds.JPEG: b"\xff\xd8\xff\xe0\0\x10JFIF", kinds.WEBP: b"RIFF\0\0\0\0WEBPVP8 ",
    kinds.HEIC: b"\0\0\0\x18ftypheic", kinds.PDF: b"%PDF-1.7", kinds.VIDEO: b"\0\0\0\x18ftypmp42",
    kinds.AUDIO: b"ID3\4\0", kinds.WACZ: a_zip("datapackage.json", "archive/data.warc.gz"),
    kinds.CHAT: a_zip("_chat.txt", "photo.jpg"), kinds.WARC: b"WARC/1.1\r\nWARC-Type: warcinfo",
    kinds.EMAIL: b"From: a@b.example\r\nTo: c@d.example\r\nDate: Mon, 1 Jun 2026 09:00:00 +0100\r\n\r\nHi",
    kinds.MHTML: b"From: <Saved>\r\nSnapshot-Content-Location: https://a.example/\r\nMIME-Version: 1.0\r\n\r\n",
    kinds.HTML: b"\xef\xbb\xbf <!-- saved --> <!DOCTYPE html><html>", kinds.TEXT: "Näh, words only.".encode(),
    kinds.OPAQUE: b"\x7fELF\2\1\1\0",
}  # fmt: skip


@pytest.mark.parametrize("kind", CONTENT)
def test_content_decides_the_kind_and_the_name_does_not(client, kind):
    assert sniffing.kind_of(CONTENT[kind]) == kind
    cast = a_school()
    item = an_item(cast, content=CONTENT[kind])
    assert item.kind == kind


@pytest.mark.parametrize(
    "content",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', b"<?xml version='1.0'?><svg/>",
        b"GIF89a%PDF-1.7<html>", b"\0\0%PDF-1.7", b"PK\3\4" + b"\xff" * 40, b"\x1f\x8b" + b"\xff" * 40, b"\0" * 100,
    ],
)  # fmt: skip
def test_what_is_none_of_the_kinds_or_pretends_to_be_one_is_opaque(content):
    assert sniffing.kind_of(content) == kinds.OPAQUE


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400), st.sampled_from([b"", *CONTENT.values()]))
def test_no_bytes_upset_the_sniffing(noise, begins):
    kind = sniffing.kind_of(begins + noise)
    assert kind in kinds.KINDS
    assert len(sniffing.time_in(kind, begins + noise)) <= 60


def test_the_time_in_a_file_is_read_and_never_believed(client):
    assert sniffing.time_in(kinds.EMAIL, CONTENT[kinds.EMAIL]) == "Mon, 1 Jun 2026 09:00:00 +0100"
    assert sniffing.time_in(kinds.JPEG, b"\xff\xd8\xffExif\0\x002026:05:04 10:12:33\0") == "2026-05-04 10:12:33"
    assert sniffing.time_in(kinds.PDF, b"%PDF-1.7 /CreationDate (D:20260504101233Z)") == "2026-05-04 10:12:33"


class TestInPieces:
    """The protocol of the page's script, with breaks at random places."""

    CONTENT = bytes(range(256)) * 4 * 1024 * 9 + b"the end"  # 9 MiB and seven bytes

    @pytest.mark.parametrize("seed", range(6))
    def test_wherever_it_breaks_off_it_goes_on_and_is_whole(self, client, seed):
        dice = random.Random(seed)
        parts = [dice.randrange(6 * MB) for _ in range(dice.randrange(6))]
        cast = a_school()
        draft = a_draft(cast, cast.teacher)
        url, key, came = reverse("evidence:send_to_draft", args=[draft.pk]), uuid.uuid4(), 0
        signed_in(client, cast.teacher)
        for part in parts:
            answer = send(client, url, self.CONTENT, key=key, offset=came, part=part).json()
            if answer["kept"]:
                break
            assert answer["came"] <= came + part, "it never says that more came than was sent"
            assert answer["came"] >= came
            assert answer["came"] % frames.FRAME == 0
            came = answer["came"]
            assert Item.objects.filter(draft_id=draft.pk).count() == 0
        assert send(client, url, self.CONTENT, key=key, offset=came).json() == {"came": len(self.CONTENT), "kept": True}
        item = Item.objects.get(draft_id=draft.pk)
        assert b"".join(opening.pieces(item)) == self.CONTENT
        assert not Upload.objects.filter(place=draft.pk).exists()
        assert on_disk() == []
        assert send(client, url, self.CONTENT, key=key, offset=0).json()["kept"], (
            "its answer was lost; it is asked again"
        )
        assert Item.objects.filter(draft_id=draft.pk).count() == 1

    def test_a_wrong_place_is_told_the_right_one_and_writes_nothing(self, client):
        cast = a_school()
        draft = a_draft(cast, cast.teacher)
        url, key = reverse("evidence:send_to_draft", args=[draft.pk]), uuid.uuid4()
        signed_in(client, cast.teacher)
        send(client, url, self.CONTENT, key=key, part=2 * MB + 5)
        (path,) = on_disk()
        before = path.read_bytes()
        assert send(client, url, self.CONTENT, key=key, offset=5 * MB).json() == {"came": 2 * MB, "kept": False}
        assert path.read_bytes() == before
        assert "bytes that" not in str(before[:40])
        assert self.CONTENT[:512] not in before

    def test_another_file_of_the_same_name_does_not_go_on_with_the_first(self, client):
        cast = a_school()
        draft = a_draft(cast, cast.teacher)
        url, key = reverse("evidence:send_to_draft", args=[draft.pk]), uuid.uuid4()
        signed_in(client, cast.teacher)
        send(client, url, self.CONTENT, key=key, part=2 * MB)
        assert send(client, url, self.CONTENT, key=key, offset=2 * MB, mark="other").json() == {"another": True}
        assert send(client, url, self.CONTENT[:-1], key=key, offset=2 * MB).json() == {"another": True}

    def test_the_page_says_what_broke_off_and_how_far_it_came(self, client):
        cast = a_school()
        draft = a_draft(cast, cast.teacher)
        url, key = reverse("evidence:send_to_draft", args=[draft.pk]), uuid.uuid4()
        signed_in(client, cast.teacher)
        send(client, url, self.CONTENT, key=key, part=4 * MB)
        page = client.get(of_draft(draft)).content.decode()
        assert "4 MB of 9 MB arrived" in page
        assert str(key) in page

    def test_nobody_goes_on_with_anothers_file(self, client):
        cast = a_school()
        draft, other = a_draft(cast, cast.teacher), a_draft(cast, cast.office)
        url, key = reverse("evidence:send_to_draft", args=[draft.pk]), uuid.uuid4()
        send(signed_in(client, cast.teacher), url, self.CONTENT, key=key, part=2 * MB)
        signed_in(client, cast.office)
        theirs = reverse("evidence:send_to_draft", args=[other.pk])
        assert send(client, url, self.CONTENT, key=key, offset=2 * MB).status_code == 404
        assert send(client, theirs, self.CONTENT, key=key, offset=2 * MB).status_code == 404
        assert Upload.objects.count() == 1

    def test_two_files_on_their_way_at_once_do_not_mix(self, client):
        cast = a_school()
        draft = a_draft(cast, cast.teacher)
        url = reverse("evidence:send_to_draft", args=[draft.pk])
        one, two = self.CONTENT, self.CONTENT[::-1]
        first, second = uuid.uuid4(), uuid.uuid4()
        signed_in(client, cast.teacher)
        send(client, url, one, key=first, part=3 * MB)
        send(client, url, two, key=second, part=4 * MB)
        send(client, url, one, key=first, offset=3 * MB)
        send(client, url, two, key=second, offset=4 * MB)
        assert b"".join(opening.pieces(Item.objects.get(pk=first))) == one
        assert b"".join(opening.pieces(Item.objects.get(pk=second))) == two

    def test_what_lies_on_the_disk_and_was_changed_there_is_not_taken_for_what_was_sent(self, client):
        cast = a_school()
        draft = a_draft(cast, cast.teacher)
        url, key = reverse("evidence:send_to_draft", args=[draft.pk]), uuid.uuid4()
        signed_in(client, cast.teacher)
        send(client, url, self.CONTENT, key=key, part=8 * MB)
        (path,) = on_disk()
        spoiled = bytearray(path.read_bytes())
        spoiled[5000] ^= 1
        path.write_bytes(spoiled)
        assert "not arrive whole" in send(client, url, self.CONTENT, key=key, offset=8 * MB).json()["refused"]
        assert not Item.objects.exists()
        assert send(client, url, self.CONTENT, key=key).json()["kept"], "it begins again"


def test_an_upload_that_nobody_goes_on_with_is_forgotten_after_its_hours(client):
    cast = a_school()
    draft = a_draft(cast, cast.teacher)
    url = reverse("evidence:send_to_draft", args=[draft.pk])
    send(signed_in(client, cast.teacher), url, bytes(9 * MB), part=2 * MB)
    jobs.forget_uploads()
    assert Upload.objects.count() == len(on_disk()) == 1
    (path,) = on_disk()
    os.utime(path, (0, 0))
    with pytest.raises(Refused):
        actions.let_lapse(Upload.objects.get(), by=again(cast.teacher))
    jobs.forget_uploads()
    assert not Upload.objects.exists()
    assert on_disk() == []


def test_the_step_of_a_report_goes_on_with_files_or_without(client):
    cast = a_school()
    draft = a_draft(cast, cast.teacher)
    answer = signed_in(client, cast.teacher).post(of_draft(draft), {"go_on": "1"})
    assert answer.url == reverse("reporting:next", args=[draft.pk])


def test_nobody_but_the_reporter_comes_with_a_receipt():
    cast = a_school()
    concern = a_concern(cast)
    receipt = a_receipt(cast, concern)
    for adult in (cast.head, cast.teacher, cast.volunteer):
        with pytest.raises(Refused):
            actions.hand_in(receipt, by=again(adult), piece=a_piece(cast, concern.pk))
    assert actions.hand_in(receipt, by=again(cast.office), piece=a_piece(cast, concern.pk)).concern == concern


def test_a_full_disk_is_said_in_a_sentence_and_nothing_is_lost_or_half_there(client, monkeypatch):
    import errno
    import os

    from belisha.sealed import growing

    cast = a_school()
    draft = a_draft(cast, cast.teacher)
    signed_in(client, cast.teacher)

    def full(file, piece):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(growing, "_write", full)
    said = client.post(of_draft(draft), {"files": a_file()}).content.decode()
    assert "could not be stored" in said
    refused = send(client, reverse("evidence:send_to_draft", args=[draft.pk]), a_png()).json()["refused"]
    assert "was not kept" in refused
    assert not Item.objects.exists()
    assert Draft.objects.filter(pk=draft.pk).exists()


def test_nothing_comes_in_where_there_are_no_files(client):
    cast = a_school()
    concern = a_concern(cast, kind="indecent_image")
    signed_in(client, cast.head)
    page = client.get(reverse("evidence:of_concern", args=[concern.pk])).content.decode()
    assert 'type="file"' not in page
    client.post(reverse("evidence:of_concern", args=[concern.pk]), {"files": a_file()})
    answer = send(client, reverse("evidence:send_to_concern", args=[concern.pk]), a_png())
    assert (answer.status_code, "No file" in answer.json()["refused"]) == (409, True)
    assert client.get(reverse("evidence:write_in_concern", args=[concern.pk])).status_code == 409
    assert not Item.objects.exists()
    assert not SealedFile.objects.exists()
    assert on_disk() == []


def test_whoever_reported_adds_with_their_receipt_and_is_not_shown_what_is_there(client):
    cast = a_school()
    concern = a_concern(cast)
    receipt = a_receipt(cast, concern)
    url = reverse("evidence:of_receipt", args=[receipt.pk])
    signed_in(client, cast.office).post(url, {"files": a_file(name="secretname.png")})
    item = Item.objects.get()
    assert (item.concern_id, item.source, item.brought_by_id) == (concern.pk, kinds.REPORTER, None)
    assert "secretname" not in client.get(url).content.decode()
    assert client.get(item.get_absolute_url()).status_code == 404
    assert signed_in(client, cast.volunteer).get(url).status_code == 404


def test_the_answer_to_the_script_says_nothing_but_how_far_it_came(client):
    cast = a_school()
    draft = a_draft(cast, cast.teacher)
    url = reverse("evidence:send_to_draft", args=[draft.pk])
    answer = send(signed_in(client, cast.teacher), url, a_png())
    assert json.loads(answer.content) == {"came": len(a_png()), "kept": True}
