"""Evidence is kept as it came: it never changes, never goes, and is seen by those whom the concern reaches."""

import hashlib
from datetime import timedelta

import pytest
from cast import a_school, again
from concerned import a_concern
from django.db import IntegrityError, transaction
from django.utils import timezone
from evidenced import a_piece, a_png, an_item

from belisha.concerns import actions as concerns
from belisha.concerns.asides import HASHES
from belisha.concerns.reporting import actions as reporting
from belisha.concerns.reporting.models import Draft
from belisha.concerns.rules import ANONYMOUS, Report
from belisha.concerns.sealing import shred
from belisha.core.access import PUBLIC, WORKER, sees, visible_to
from belisha.core.errors import NotAllowed, Refused
from belisha.evidence import actions, jobs, kinds, opening, queries
from belisha.evidence.models import Check, Item, Upload, Wording
from belisha.evidence.rules import Piece, Record
from belisha.people.sessions import Stranger
from belisha.sealed.models import SealedFile
from belisha.sealed.store import path_of

pytestmark = pytest.mark.django_db


def a_draft(cast, adult=None) -> Draft:
    return Draft.objects.create(school=cast.school, adult=adult)


@pytest.mark.clause("8-01-b", "8-02-b")
def test_what_came_in_is_given_back_byte_for_byte():
    cast = a_school()
    item = an_item(cast, content=a_png(40, 30))
    assert b"".join(opening.pieces(item)) == a_png(40, 30)
    assert item.file.sha256 == hashlib.sha256(a_png(40, 30)).hexdigest()


@pytest.mark.clause("8-01-c", "8-02-c")
def test_the_database_refuses_to_change_or_remove_it():
    cast = a_school()
    item = an_item(cast)
    other = an_item(cast, item.concern)
    jobs.check_all()
    changes = [
        {"arrived_at": timezone.now()}, {"kind": kinds.PDF}, {"file": None}, {"source": kinds.REPORTER},
        {"concern": None, "draft_id": item.concern_id}, {"derived_from": other, "derivation": kinds.REDACTED},
    ]  # fmt: skip
    attempts = [lambda change=change: Item.objects.filter(pk=item.pk).update(**change) for change in changes]
    attempts += [
        lambda: Item.objects.filter(pk=item.pk).delete(),
        lambda: Item.objects.filter(pk=item.pk)._raw_delete("default"),
        lambda: Wording.objects.filter(item=item).update(number=7),
        lambda: Wording.objects.filter(item=item)._raw_delete("default"),
        lambda: Check.objects.filter(item=item).update(whole=False),
        lambda: Check.objects.filter(item=item)._raw_delete("default"),
        lambda: SealedFile.objects.filter(pk=item.file_id).update(sha256="0" * 64),
        lambda: SealedFile.objects.filter(pk=item.file_id).update(size=1),
        lambda: SealedFile.objects.filter(pk=item.file_id).update(wrapped_key=b"another"),
    ]
    for attempt in attempts:
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt()
    assert b"".join(opening.pieces(queries.item_for(again(cast.head), item.pk))) == a_png()


def test_only_those_whom_the_concern_reaches_know_of_it():
    cast = a_school()
    item = an_item(cast)
    for adult in [*cast.people, cast.other_head, cast.trust_safeguarding, cast.leaver]:
        adult = again(adult)
        assert visible_to(adult, Item.objects.all()).exists() == sees(adult, item) == (adult.pk == cast.head.pk)
    assert not visible_to(Stranger(), Item.objects.all()).exists()


def test_of_a_concern_about_the_headteacher_they_know_nothing_and_can_add_nothing():
    cast = a_school()
    concern = a_concern(cast, about=cast.head)
    item = an_item(cast, concern, by=again(cast.chair))
    assert not sees(again(cast.head), item)
    with pytest.raises(Refused):
        actions.add(concern, by=again(cast.head), piece=a_piece(cast, concern.pk))
    with pytest.raises(Refused):
        actions.download(item, by=again(cast.head), reason="to see")


def test_what_is_in_a_report_that_is_being_written_is_its_writers_alone():
    cast = a_school()
    draft = a_draft(cast, cast.teacher)
    item = actions.put_in(draft, by=again(cast.teacher), piece=a_piece(cast, draft.pk))
    assert [adult.name for adult in cast.people if sees(again(adult), item)] == [cast.teacher.name]
    stranger = Stranger()
    assert not sees(stranger, item)
    stranger.carries = frozenset({draft.pk})
    assert sees(stranger, item)
    assert list(visible_to(stranger, Item.objects.all())) == [item]


def test_with_the_report_it_becomes_the_concerns_and_the_receipt_names_its_hash():
    cast = a_school()
    draft = a_draft(cast, cast.office)
    item = actions.put_in(draft, by=again(cast.office), piece=a_piece(cast, draft.pk))
    concern = a_concern(cast, key=draft.pk)
    draft.delete()
    item.refresh_from_db()
    assert item.concern == concern
    assert not sees(again(cast.office), item)
    assert sees(again(cast.head), item)
    assert b"".join(opening.pieces(item)) == a_png()
    assert item.file.sha256 in [each.sha256 for find in HASHES for each in find(concern)]


def test_of_a_report_without_a_name_nothing_says_who_brought_it_or_at_what_hour():
    cast = a_school()
    draft = a_draft(cast, cast.teacher)
    item = actions.put_in(draft, by=again(cast.teacher), piece=a_piece(cast, draft.pk))
    Upload.objects.create(school=cast.school, place=draft.pk, adult=cast.teacher, size=9, wrapped_key=b"", name=b"")
    said = Report("policy_breach", account={"what": "Words"}, openness=ANONYMOUS)
    concerns.report(cast.school, by=again(cast.teacher), key=draft.pk, said=said)
    item.refresh_from_db()
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    times = [item.arrived_at, item.file.stored_at, *item.wordings.values_list("at", flat=True)]
    assert {each for each in times if each not in (midnight, midnight - timedelta(days=1))} == set()
    assert item.brought_by_id is None
    assert item.wordings.get().by_id is None
    assert not Upload.objects.exists()


def test_what_is_dropped_before_it_was_sent_goes_and_what_was_sent_stays():
    cast = a_school()
    draft = a_draft(cast)
    item = actions.put_in(draft, by=PUBLIC, piece=a_piece(cast, draft.pk))
    actions.take_out(item, by=PUBLIC)
    assert not Item.objects.exists()
    assert not SealedFile.objects.filter(pk=item.file_id).exists()
    kept = an_item(cast)
    with pytest.raises(NotAllowed):
        actions.take_out(kept, by=PUBLIC)


@pytest.mark.parametrize("end", ["drop", "forget"])
def test_with_a_draft_that_is_dropped_or_forgotten_what_was_put_into_it_goes(end):
    cast = a_school()
    draft = a_draft(cast, cast.teacher)
    actions.put_in(draft, by=again(cast.teacher), piece=a_piece(cast, draft.pk))
    getattr(reporting, end)(draft, by=again(cast.teacher) if end == "drop" else WORKER)
    assert not Item.objects.exists()
    assert not SealedFile.objects.exists()


@pytest.mark.clause("8-01-d")
def test_nothing_can_be_added_to_what_has_no_files():
    cast = a_school()
    concern = a_concern(cast, kind="indecent_image")
    with pytest.raises(NotAllowed, match="No file"):
        actions.add(concern, by=again(cast.head), piece=Piece(concern.pk, kinds.NO_FILE, Record()))
    draft = a_draft(cast, cast.teacher)
    piece = a_piece(cast, draft.pk)
    Draft.objects.filter(pk=draft.pk).update(lane="indecent")
    with pytest.raises(NotAllowed, match="No file"):
        actions.put_in(draft, by=again(cast.teacher), piece=piece)


def test_what_was_sealed_off_is_opened_and_described_by_nobody():
    cast = a_school()
    item = an_item(cast)
    item.shut_at = timezone.now()
    with pytest.raises(NotAllowed, match="sealed off"):
        opening.pieces(item)
    assert opening.filename(item) == ""


def test_every_night_each_file_is_held_against_its_hash_and_damage_is_noticed():
    cast = a_school()
    whole, damaged = an_item(cast), an_item(cast, content=b"Words of a letter")
    jobs.check_all()
    assert set(Check.objects.values_list("item_id", "whole")) == {(whole.pk, True), (damaged.pk, True)}
    jobs.check_all()
    assert Check.objects.count() == 2, "a second run finds nothing due"
    path = path_of(damaged.file_id)
    spoiled = bytearray(path.read_bytes())
    spoiled[-20] ^= 1
    path.write_bytes(spoiled)
    actions.check(
        cast.school, by=WORKER, found=[(damaged.pk, not jobs._fault(damaged), jobs._fault(damaged))], number=1
    )
    found = queries.verified(again(cast.head))
    assert (found.number, found.broken) == (2, 1)
    assert queries.verified(again(cast.teacher)) is None


def test_what_was_disposed_of_is_neither_checked_nor_an_alarm():
    cast = a_school()
    item, other = an_item(cast), an_item(cast)
    shred(cast.school.pk, item.concern_id)
    jobs.check_all()
    assert set(Check.objects.values_list("item_id", "whole")) == {(other.pk, True)}
    found = queries.verified(again(cast.head))
    assert (found.number, found.broken) == (1, 0)
    assert opening.filename(item) == ""
    with pytest.raises(NotAllowed, match="disposed of"):
        opening.pieces(item)


@pytest.mark.clause("8-01-e")
def test_the_record_is_completed_and_what_it_said_before_stays():
    cast = a_school()
    item = an_item(cast)
    assert not item.complete
    record = Record({"address": "https://pictures.example/p/1", "what": "A post"}, timezone.now(), kinds.MINUTE, "UTC")
    actions.complete(item, by=again(cast.head), record=record)
    item = queries.item_for(again(cast.head), item.pk)
    assert item.complete
    assert queries.words_of(item)["what"] == "A post"
    assert [words for _, words in queries.earlier_wordings(again(cast.head), item)] == [{}]


def test_custody_says_who_did_what_when_and_why():
    cast = a_school()
    item = an_item(cast)
    actions.look(item, by=again(cast.head))
    actions.download(item, by=again(cast.head), reason="for the panel")
    jobs.check_all()
    said = " / ".join(line.sentence for line in queries.custody(again(cast.head), item))
    for expected in ("added", "opened the record", "for the panel", "checked and is whole", cast.head.name):
        assert expected in said
    assert queries.custody(again(cast.teacher), item) == []
