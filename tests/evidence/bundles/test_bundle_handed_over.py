"""A bundle holds the items as they came, tells who had them, proves it from the log, and goes to no wrong hands."""

import csv
import datetime
import io
import json
import re
import subprocess
import sys
import uuid
import zipfile

import pyrage
import pytest
import stamping_authority
import time_machine
from cast import a_school, again, signed_in
from concerned import a_concern
from django.urls import reverse
from evidence.bundles.handed import PICTURE, WORDS, a_bundle, a_concern_with_evidence, an_item, wanted
from evidenced import a_piece

from belisha.concerns import queries as concerns
from belisha.concerns.reporting import actions as reporting
from belisha.concerns.rules import ANONYMOUS
from belisha.concerns.rules import PUBLIC as SOURCE
from belisha.core import audit
from belisha.core.access import PUBLIC, WORKER
from belisha.core.errors import Conflict, NotAllowed, Refused
from belisha.core.models import AuditEntry
from belisha.evidence.actions import put_in
from belisha.evidence.bundles import actions, assembling, checker, jobs, rules, streaming
from belisha.evidence.bundles.models import Bundle, Stamp, StampService
from belisha.evidence.models import Item

pytestmark = pytest.mark.django_db


def taken(bundle, by, how=rules.PLAIN, secret="") -> bytes:
    return b"".join(assembling.stream(bundle, by=again(by), how=how, secret=secret))


def out_of(packed: bytes) -> dict[str, bytes]:
    inside = zipfile.ZipFile(io.BytesIO(packed))
    return {name.removeprefix("evidence/"): inside.read(name) for name in inside.namelist()}


def verdict(packed: bytes, folder, *options) -> tuple[int, str]:
    """What the verifier of the bundle itself says, in a process that knows nothing of Belisha."""
    path, alone = folder / "bundle.zip", folder / "verify.py"
    path.write_bytes(packed)
    alone.write_bytes(out_of(packed)["verify.py"])
    run = subprocess.run([sys.executable, "-I", "-S", alone, path, *options], capture_output=True, text=True)
    return run.returncode, run.stdout + run.stderr


@pytest.mark.clause("3-04-b", "7-01-c", "8-01-b")
def test_the_originals_are_in_it_as_they_came_and_its_own_verifier_says_so(tmp_path):
    cast = a_school()
    concern, items = a_concern_with_evidence(cast)
    bundle = a_bundle(concern, items, cast.head)
    packed = taken(bundle, cast.head)
    inside = out_of(packed)
    assert inside["data/originals/item-001.png"] == PICTURE
    assert inside["data/originals/item-002.txt"] == b"some words\n"
    said = json.loads(inside["data/records/item-001.capture.json"])
    assert said["sha256"] == items[0].file.sha256
    assert said["address"] == WORDS["address"]
    code, words = verdict(packed, tmp_path, "--bundle", bundle.digest)
    assert (code, "entries of custody stand" in words) == (0, True), words
    assert "No time-stamping authority" in words


def test_a_picture_of_which_nobody_said_when_it_was_captured_is_handed_over_as_an_incomplete_record():
    cast = a_school()
    concern, _ = a_concern_with_evidence(cast)
    item = an_item(concern, cast.head, at=None)
    inside = out_of(taken(a_bundle(concern, [item], cast.head), cast.head))
    said = json.loads(inside["data/records/item-001.capture.json"])
    assert (said["record_is_complete"], "captured_at" in said) == (False, False)


def test_no_name_of_anybody_is_a_name_of_a_file_or_in_what_labels_the_bag():
    cast = a_school()
    concern, items = a_concern_with_evidence(cast)
    bundle = a_bundle(concern, items, cast.head)
    inside = out_of(taken(bundle, cast.head))
    names = [cast.head.name, cast.teacher.name, "zelda", "quibble"]
    labels = " ".join(inside) + inside["bag-info.txt"].decode() + assembling.name_of(bundle, rules.KEY)
    assert [name for name in names if name.lower() in labels.lower()] == []


def test_the_index_is_a_tagged_pdf_that_says_how_it_is_to_be_handled():
    import pypdfium2

    cast = a_school()
    concern, items = a_concern_with_evidence(cast)
    content = out_of(taken(a_bundle(concern, items, cast.head), cast.head))["data/index.pdf"]
    document = pypdfium2.PdfDocument(content)
    text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    assert text.count("OFFICIAL-SENSITIVE: personal") >= len(document)
    for said in (f"Page 1 of {len(document)}", cast.head.name, concern.number, WORDS["address"], "Northshire Police"):
        assert said in text
    assert pypdfium2.raw.FPDFCatalog_IsTagged(document.raw)
    assert "Item 1: PNG picture\r\nFile\r\n" in text


def test_custody_is_told_in_order_and_no_cell_is_a_formula():
    cast = a_school()
    concern, items = a_concern_with_evidence(cast)
    bundle = a_bundle(concern, items, cast.head)
    rows = list(csv.reader(io.StringIO(out_of(taken(bundle, cast.head))["data/custody.csv"].decode())))
    assert [row[2] for row in rows[1:]] == ["Item 1", "Item 2", "Item 1", "Item 2"]
    assert rows[1][3] == f"{cast.head.name} added an item of evidence"
    assert "into a bundle for The police" in rows[3][3]
    assert rules.table([["=1+1", "@x", "-2", "\tx", "safe"]], "abcde").decode().splitlines()[1] == (
        '"\'=1+1","\'@x","\'-2","\'\tx","safe"'
    )


@pytest.mark.clause("4-09-a")
def test_of_whoever_reported_without_a_name_custody_tells_the_day_of_this_country_and_no_hour():
    with time_machine.travel(datetime.datetime(2026, 6, 3, 13, 37, tzinfo=datetime.UTC), tick=False):
        cast = a_school()
        draft = reporting.begin(cast.school, by=PUBLIC, danger="no")
        put_in(draft, by=PUBLIC, piece=a_piece(cast, draft.pk))
        concern = a_concern(cast, by=PUBLIC, key=draft.pk, openness=ANONYMOUS, source=SOURCE)
    bundle = a_bundle(concern, list(Item.objects.filter(concern=concern)), cast.head)
    inside = out_of(taken(bundle, cast.head))
    rows = list(csv.reader(io.StringIO(inside["data/custody.csv"].decode())))
    assert rows[1][1] == "2026-06-03"
    assert "2026-06-02" not in " ".join(str(content) for name, content in inside.items() if "capture" in name)


def test_the_proofs_tell_nothing_of_other_entries():
    cast = a_school()
    concern, items = a_concern_with_evidence(cast)
    another, _ = a_concern_with_evidence(cast, about=cast.hr)
    bundle = a_bundle(concern, items[:1], cast.head)
    text = out_of(taken(bundle, cast.head))["data/log/proofs.json"].decode()
    entries = json.loads(text)["entries"]
    assert {entry["about"] for entry in entries} == {str(items[0].pk)}
    assert str(another.pk) not in text
    assert str(items[1].pk) not in text


@pytest.mark.parametrize("number", [1, 2, 3, 7])
def test_every_entry_is_proved_whatever_the_size_of_the_log(number, tmp_path):
    cast = a_school()
    concern, items = a_concern_with_evidence(cast)
    more = [an_item(concern, cast.head, bytes([at]) * 10) for at in range(number)]
    code, words = verdict(taken(a_bundle(concern, [*items, *more], cast.head), cast.head), tmp_path)
    assert code == 0, words


@pytest.mark.parametrize(("name", "change"), [("seq", 1), ("at", "2020"), ("salt", ""), ("body", "{}"), ("proofs", [])])
def test_a_line_of_custody_that_was_forged_does_not_stand_in_the_log(name, change):
    cast = a_school()
    concern, items = a_concern_with_evidence(cast)
    inside = out_of(taken(a_bundle(concern, items, cast.head), cast.head))
    proofs = json.loads(inside[checker.PROOFS])
    entry = proofs["entries"][0]
    entry[name] = entry[name] + change if name == "seq" else change

    class Place:
        def open(self, asked):
            return io.BytesIO(json.dumps(proofs).encode())

    assert checker._proofs(Place(), [])


def test_the_same_bundle_comes_out_each_time_and_what_leaves_is_written_down():
    cast = a_school()
    concern, items = a_concern_with_evidence(cast)
    bundle = a_bundle(concern, items, cast.head)
    assert taken(bundle, cast.head) == taken(bundle, cast.head)
    actions.take(bundle, by=again(cast.head), how="with a passphrase")
    kinds = [line.kind for line in concerns.history(again(cast.head), concern)]
    assert kinds.count("evidence.transfer") == 2
    assert {"evidence.bundle", "evidence.bundle_whole", "evidence.bundle_taken"} <= set(kinds)


def test_what_was_begun_and_not_ended_is_put_together_later(client):
    cast = a_school()
    concern, items = a_concern_with_evidence(cast)
    bundle = actions.make(concern, by=again(cast.head), key=uuid.uuid4(), wanted=wanted(items), to="The police")
    signed_in(client, cast.head)
    assert "not put together yet" in client.get(bundle.get_absolute_url()).content.decode()
    with pytest.raises(NotAllowed):
        actions.take(bundle, by=again(cast.head), how="plainly")
    client.post(reverse("bundles:finish", args=[bundle.pk]))
    assert len(Bundle.objects.get().digest) == 64
    with pytest.raises(Conflict):
        actions.finish(bundle, by=again(cast.head), digest="0" * 64, parts=None)


def sent(items, **more) -> dict:
    words = {
        "whom": "police",
        "body": "Northshire Police",
        "purpose": "An inquiry",
        "why": "They asked",
        "key": uuid.uuid4(),
    }
    return {**words, "items": [str(item.pk) for item in items], **more}


def test_a_second_click_hands_nothing_over_twice(client):
    cast = a_school()
    concern, items = a_concern_with_evidence(cast)
    signed_in(client, cast.head)
    said, url = sent(items), reverse("bundles:add", args=[concern.pk])
    first, second = client.post(url, said), client.post(url, said)
    assert first.url == second.url
    assert Bundle.objects.count() == 1
    assert AuditEntry.objects.filter(kind="evidence.transfer").count() == 2


def test_nothing_typed_is_lost_by_what_was_forgotten(client):
    cast = a_school()
    concern, items = a_concern_with_evidence(cast)
    answer = signed_in(client, cast.head).post(reverse("bundles:add", args=[concern.pk]), sent(items, why=""))
    said = answer.content.decode()
    assert "Write why it is right to hand this over." in said
    assert "Northshire Police" in said
    assert not Bundle.objects.exists()


def test_a_passphrase_is_shown_once_stored_nowhere_and_opens_the_file(client):
    cast = a_school()
    concern, items = a_concern_with_evidence(cast)
    bundle = a_bundle(concern, items, cast.head)
    url = reverse("bundles:take", args=[bundle.pk])
    signed_in(client, cast.head)
    shown = client.post(url, {"how": rules.PASSPHRASE}).content.decode()
    passphrase = re.search(r'name="passphrase" value="([^"]+)"', shown)[1]
    again_shown = client.post(url, {"how": rules.PASSPHRASE, "passphrase": "one of my own"}).content.decode()
    assert passphrase not in again_shown
    answer = client.post(url, {"how": rules.PASSPHRASE, "passphrase": passphrase})
    packed = pyrage.passphrase.decrypt(b"".join(answer.streaming_content), passphrase)
    assert out_of(packed)["data/originals/item-001.png"] == PICTURE
    assert re.fullmatch(r'attachment; filename="evidence-[0-9a-f]{8}\.zip\.age"', answer["Content-Disposition"])
    assert passphrase not in str(list(AuditEntry.objects.values())) + str(list(Bundle.objects.values()))


def test_a_key_that_is_none_is_said_before_anything_leaves(client):
    cast = a_school()
    concern, items = a_concern_with_evidence(cast)
    url = reverse("bundles:take", args=[a_bundle(concern, items, cast.head).pk])
    signed_in(client, cast.head)
    for key, said in (("", "Paste their public key"), ("age1nothing", "no age public key")):
        assert said in client.post(url, {"how": rules.KEY, "recipient": key}).content.decode()
    assert not AuditEntry.objects.filter(kind="evidence.bundle_taken").exists()
    mine = pyrage.x25519.Identity.generate()
    answer = client.post(url, {"how": rules.KEY, "recipient": str(mine.to_public())})
    assert out_of(pyrage.decrypt(b"".join(answer.streaming_content), [mine]))["data/originals/item-001.png"] == PICTURE


def test_what_was_sealed_off_leaves_in_no_bundle(client):
    cast = a_school()
    concern, items = a_concern_with_evidence(cast)
    bundle = a_bundle(concern, items, cast.head)
    Item.objects.filter(pk=items[0].pk).update(shut_at="2026-11-20T00:00Z")
    with pytest.raises(NotAllowed, match="sealed off"):
        taken(bundle, cast.head)
    with pytest.raises(NotAllowed, match="sealed off"):
        a_bundle(concern, items, cast.head)
    form = signed_in(client, cast.head).get(reverse("bundles:add", args=[concern.pk])).content.decode()
    assert str(items[0].pk) not in form
    assert str(items[1].pk) in form


def test_evidence_of_another_concern_cannot_be_put_in():
    cast = a_school()
    concern, items = a_concern_with_evidence(cast)
    another, others = a_concern_with_evidence(cast, about=cast.hr)
    with pytest.raises(NotAllowed, match="Choose what goes into"):
        a_bundle(concern, [items[0], others[0]], cast.head)
    with pytest.raises(NotAllowed):
        a_bundle(another, [], cast.head)


# Who opens what, of a concern about a teacher, about the Headteacher, and about both of them.
TABLE = """
head        200 404 404
chair       404 200 200
dsl         404 404 404
teacher     404 404 404
governor    404 404 404
hr          404 404 404
office      404 404 404
it_lead     404 404 404
other_head  404 404 404
stranger    302 302 302
"""


def test_a_bundle_opens_for_whom_the_concern_reaches_and_is_not_found_by_anybody_else(client):
    cast = a_school()
    about = [cast.teacher], [cast.head], [cast.head, cast.teacher]
    made = []
    for subjects, by in zip(about, (cast.head, cast.chair, cast.chair), strict=True):
        from concerned import a_concern

        concern = a_concern(cast, about=list(subjects))
        made.append((concern, a_bundle(concern, [an_item(concern, by)], by)))
    for line in TABLE.strip().splitlines():
        who, *codes = line.split()
        signed_in(client, getattr(cast, who))
        for (concern, bundle), code in zip(made, codes, strict=True):
            for url in (reverse("bundles:add", args=[concern.pk]), bundle.get_absolute_url()):
                assert client.get(url).status_code == int(code), (who, url)
            for step in ("finish", "take"):
                answer = client.post(reverse(f"bundles:{step}", args=[bundle.pk]), {"how": "plain"})
                assert (answer.status_code == 404) == (code == "404"), (who, step)


def test_whom_it_is_about_is_refused_by_the_action_itself():
    cast = a_school()
    concern, items = a_concern_with_evidence(cast)
    with pytest.raises(Refused):
        actions.make(concern, by=again(cast.teacher), key=uuid.uuid4(), wanted=wanted(items), to="The police")
    with pytest.raises(Refused):
        actions.transfer(items[0], by=again(cast.dsl), to="The police")


# -- time stamps ------------------------------------------------------------------------------------


@pytest.fixture
def authority(tmp_path_factory):
    made = stamping_authority.begin(tmp_path_factory.mktemp("authority"))
    yield made
    made.end()


def named(cast, authority):
    return actions.name_service(
        cast.school, by=again(cast.head), address=authority.address, second="", certificates=authority.certificates
    )


def test_a_stamp_once_a_day_covers_every_item_and_the_bundle_proves_it(authority, tmp_path):
    cast = a_school()
    concern, items = a_concern_with_evidence(cast)
    named(cast, authority)
    jobs.stamp_due()
    jobs.stamp_due()
    assert Stamp.objects.count() == len(authority.asked) == 1
    packed = taken(a_bundle(concern, items, cast.head), cast.head)
    code, words = verdict(packed, tmp_path)
    assert (code, "1 time stamps hold" in words) == (0, True), words
    inside = out_of(packed)
    assert [name.rpartition(".")[2] for name in sorted(inside) if "/stamps/" in name] == ["pem", "tsq", "tsr", "txt"]
    assert audit.verify(audit.confidential_log(cast.school.pk)).whole


def test_an_outage_loses_no_stamp(authority):
    cast = a_school()
    a_concern_with_evidence(cast)
    service = named(cast, authority)
    authority.away = True
    jobs.stamp_due()
    service.refresh_from_db()
    assert (service.failures, Stamp.objects.count()) == (1, 0)
    asked = len(authority.asked)
    jobs.stamp_due()
    assert len(authority.asked) == asked  # not before its time
    authority.away = False
    StampService.objects.update(next_at="2026-01-01T00:00Z")
    jobs.stamp_due()
    service.refresh_from_db()
    assert (service.failures, Stamp.objects.get().state) == (0, rules.CHECKED)


def test_only_whoever_keeps_the_rules_of_keeping_names_a_service(client, authority):
    cast = a_school()
    url = reverse("bundles:stamps")
    for who, code in (("head", 200), ("teacher", 404), ("dsl", 404), ("chair", 404), ("office", 404)):
        assert signed_in(client, getattr(cast, who)).get(url).status_code == code, who
    signed_in(client, cast.head)
    assert "No service is named" in client.get(url).content.decode()
    wrong = client.post(url, {"address": "nowhere", "certificates": "x"}).content.decode()
    assert "Write the whole address" in wrong
    assert "Paste the certificates" in client.post(url, {"address": authority.address}).content.decode()
    assert "no certificate" in client.post(url, {"address": authority.address, "certificates": "x"}).content.decode()
    client.post(url, {"address": authority.address, "certificates": authority.certificates})
    assert StampService.objects.get().address == authority.address
    client.post(url, {"address": ""})
    assert StampService.objects.get().certificates == ""


def test_nobody_but_belisha_keeps_a_stamp():
    cast = a_school()
    with pytest.raises(Refused):
        actions.try_later(cast.school, by=again(cast.head), why="no")
    with pytest.raises(Refused):
        actions.keep_stamp(cast.school, by=again(cast.head), log=cast.school.pk, size=1, stamped=None)
    actions.name_service(cast.school, by=again(cast.head), address="", second="", certificates="")
    actions.try_later(cast.school, by=WORKER, why="it was away")


def test_a_passphrase_is_never_the_same():
    assert len({streaming.passphrase() for _ in range(50)}) == 50
