"""The database and the store agree, or the report says where they do not."""

import os
import uuid

import pytest

from belisha.sealed import keys, store
from belisha.sealed.models import SealedFile
from belisha.sealed.reconcile import reconcile

pytestmark = pytest.mark.django_db
LONG_AGO = (0, 0)


def stored(school, content=b"words", record="policy:1"):
    return store.store([content], school_id=school, record=record, filename="f", media_type="m", limit=None)


def aged(path):
    os.utime(path, LONG_AGO)
    return path


def test_an_installation_without_files_is_in_order(data):
    assert reconcile().sentences() == ["Every file is there, and as long as it should be."]


def test_how_many_files_there_are_is_said_only_where_one_is_wrong(school):
    """Whoever keeps the server may be whom a concern is about: a total would tell that evidence came in."""
    before = reconcile(deep=True).sentences()
    rows = [store.keep(stored(school, record=f"concern:{number}")) for number in range(3)]
    assert reconcile(deep=True).sentences() == before == ["Every file is there and whole."]
    keys.shred(school, rows[0].record)
    assert reconcile(deep=True).sentences() == before
    store.path_of(rows[1].id).unlink()
    assert reconcile().sentences()[0] == "1 faults in 3 files."


def test_whole_files_are_in_order_even_when_looked_at_deeply(school):
    for _ in range(3):
        store.keep(stored(school))
    report = reconcile(deep=True, sweep=True)
    assert (report.ok, report.files, report.orphans, report.swept) == (True, 3, [], [])


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda path: path.unlink(), "cannot be read: No such file"),
        (lambda path: path.write_bytes(path.read_bytes()[:-1]), "takes 39 bytes in the store; it should take 40"),
        (lambda path: path.write_bytes(b"x" * 40), "does not start the way"),
        (lambda path: path.write_bytes(b""), "does not start the way"),
    ],
)
def test_a_file_that_is_not_what_its_row_says_is_a_fault(school, spoil, words):
    row = store.keep(stored(school))
    store.keep(stored(school))
    spoil(store.path_of(row.id))
    (fault,) = reconcile().faults
    assert str(row.id) in fault
    assert words in fault


def test_only_a_deep_look_finds_a_changed_byte_inside(school):
    row = store.keep(stored(school))
    path = store.path_of(row.id)
    path.write_bytes(path.read_bytes()[:-1] + b"\0")
    assert reconcile().ok
    (fault,) = reconcile(deep=True).faults
    assert "cannot be opened" in fault


def test_a_file_without_a_row_is_reported_after_an_hour_and_removed_when_asked(school):
    fresh, old = stored(school), stored(school)
    path = aged(store.path_of(old.id))
    report = reconcile()
    assert report.ok
    assert report.orphans == [f"No row speaks of file {old.id}."]
    assert path.exists()
    assert reconcile(sweep=True).swept == [f"Removed file {old.id}."]
    assert not path.exists()
    assert store.path_of(fresh.id).exists()


def test_a_kept_file_is_never_swept_however_old(school):
    path = aged(store.path_of(store.keep(stored(school)).id))
    assert reconcile(sweep=True).swept == []
    assert path.exists()


def test_an_unfinished_upload_is_removed_after_an_hour(school, data):
    stored(school)
    old, fresh = (data / "sealed" / "incoming" / f"{uuid.uuid4()}.part" for _ in range(2))
    old.write_bytes(b"half")
    fresh.write_bytes(b"half")
    aged(old)
    assert len(reconcile().swept) == 1
    assert (old.exists(), fresh.exists()) == (False, True)


def test_what_a_killed_request_left_in_the_clear_is_removed_after_an_hour(school, settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "incoming"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir()
    old, fresh = (settings.FILE_UPLOAD_TEMP_DIR / name for name in ("tmp1.upload.docx", "tmp2.upload.docx"))
    old.write_bytes(b"a policy")
    fresh.write_bytes(b"a policy")
    aged(old)
    assert len(reconcile().swept) == 1
    assert (old.exists(), fresh.exists()) == (False, True)


def test_a_file_that_is_none_of_ours_is_reported_and_left_alone(school, data):
    row = store.keep(stored(school))
    stranger = aged(data / "sealed" / "notes.txt") if (data / "sealed" / "notes.txt").write_text("hi") else None
    misplaced = data / "sealed" / str(row.id)
    misplaced.write_bytes(b"x")
    report = reconcile(sweep=True)
    assert len(report.orphans) == 2
    assert stranger.exists()
    assert misplaced.exists()


def test_what_is_left_of_a_shredded_file_is_removed_when_asked_and_is_no_fault(school):
    row = store.keep(stored(school))
    keys.shred(school, "policy:1")
    assert reconcile(deep=True).ok
    assert store.path_of(row.id).exists()
    report = reconcile(sweep=True)
    assert (report.ok, report.shredded, len(report.swept)) == (True, 1, 1)
    assert not store.path_of(row.id).exists()
    assert reconcile(deep=True, sweep=True).swept == []
    assert SealedFile.objects.filter(pk=row.pk).exists()


def test_the_same_record_of_another_school_is_not_taken_for_the_shredded_one(school):
    row = store.keep(stored(uuid.uuid4()))
    keys.shred(school, "policy:1")
    report = reconcile(sweep=True)
    assert (report.shredded, report.swept) == (0, [])
    assert store.path_of(row.id).exists()
