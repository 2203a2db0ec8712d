"""Files in the store: whole, private, durable before their row, or not there at all."""

import dataclasses
import hashlib
import os
import resource
import uuid

import pytest
from django.db import transaction
from django.utils import timezone

from belisha.sealed import box, frames, keys, store
from belisha.sealed.models import Key, SealedFile

pytestmark = pytest.mark.django_db
MB = 1024 * 1024


def kept(school, content: bytes, *, record="policy:1", name="Policy – Ms Okafor.pdf", media_type="application/pdf"):
    chunks = (content[at : at + 65536] for at in range(0, len(content), 65536))
    return store.keep(
        store.store(chunks, school_id=school, record=record, filename=name, media_type=media_type, limit=None)
    )


def everything_in(folder) -> list:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("size", [0, 1, MB - 1, MB, MB + 1, 3 * MB + 17])
def test_a_file_comes_back_as_it_went_in(school, size):
    content = os.urandom(size)
    row = SealedFile.objects.get(pk=kept(school, content).pk)
    assert b"".join(store.open_file(row)) == content
    assert (row.sha256, row.size) == (hashlib.sha256(content).hexdigest(), size)
    assert store.path_of(row.id).stat().st_size == frames.sealed_size(size)


def test_neither_the_words_nor_the_name_of_a_file_can_be_read_on_disk_or_in_the_row(school, data):
    row = kept(school, b"Staff must not befriend pupils. " * 100_000)
    (path,) = everything_in(data / "sealed")
    assert b"befriend" not in path.read_bytes()
    assert "Okafor" not in str(path)
    assert b"Okafor" not in bytes(row.name_sealed)
    assert store.filename(row) == "Policy – Ms Okafor.pdf"


def test_files_and_folders_are_for_their_owner_only(school, data):
    kept(school, b"x")
    for path in (data / "sealed").rglob("*"):
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600)
    assert (data / "sealed").stat().st_mode & 0o777 == 0o700


def test_a_file_over_the_limit_is_refused_as_soon_as_it_crosses_it(school, data):
    taken = 0

    def endless():
        nonlocal taken
        while True:
            taken += MB
            yield b"x" * MB

    with pytest.raises(box.TooLarge) as refused:
        store.store(endless(), school_id=school, record="r", filename="f", media_type="m", limit=5 * MB)
    assert (refused.value.limit, taken) == (5 * MB, 6 * MB)
    assert everything_in(data / "sealed") == []


def test_a_file_of_exactly_the_limit_is_taken(school):
    assert store.store([b"x" * 10], school_id=school, record="r", filename="f", media_type="m", limit=10).size == 10


def test_an_upload_that_breaks_off_leaves_nothing(school, data):
    def broken():
        yield b"x" * 2 * MB
        raise ConnectionResetError("the browser went away")

    with pytest.raises(box.NotStored):
        store.store(broken(), school_id=school, record="r", filename="f", media_type="m", limit=None)
    assert everything_in(data / "sealed") == []


def test_a_disk_that_refuses_leaves_nothing_and_says_so(school, data):
    # The kernel's own refusal, not a pretended one: no file of this process may grow over 3 MB.
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (3 * MB, before[1]))
    try:
        with pytest.raises(box.NotStored, match="could not be stored: "):
            store.store([b"x" * MB] * 9, school_id=school, record="r", filename="f", media_type="m", limit=None)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert everything_in(data / "sealed") == []


@pytest.mark.parametrize("refusing", ["replace", "fsync"])
def test_whatever_step_the_disk_refuses_nothing_is_left(school, data, monkeypatch, refusing):
    store.keep(store.store([b"a"], school_id=school, record="r", filename="f", media_type="m", limit=None))
    real, calls = getattr(os, refusing), []
    for allowed in range(5):
        calls.clear()

        def refuse(*given, allowed=allowed):
            calls.append(given)
            if len(calls) > allowed:
                raise OSError(5, "Input/output error")
            return real(*given)

        with monkeypatch.context() as patch:
            patch.setattr(os, refusing, refuse)
            try:
                store.discard(
                    store.store([b"x"], school_id=school, record="r", filename="f", media_type="m", limit=None)
                )
            except box.NotStored as error:
                assert "Input/output error" in str(error)  # noqa: PT017
        assert len(everything_in(data / "sealed")) == 1


def test_the_row_goes_with_the_transaction_and_the_file_waits_for_the_sweep(school):
    stored = store.store([b"x"], school_id=school, record="r", filename="f", media_type="m", limit=None)
    with transaction.atomic():
        store.keep(stored)
        transaction.set_rollback(True)
    assert not SealedFile.objects.exists()
    assert store.path_of(stored.id).exists()
    store.discard(stored)
    assert not store.path_of(stored.id).exists()


def test_a_file_that_waited_too_long_or_was_swept_cannot_be_kept(school):
    for spoil in (lambda path: os.utime(path, (0, 0)), lambda path: path.unlink()):
        stored = store.store([b"x"], school_id=school, record="r", filename="f", media_type="m", limit=None)
        spoil(store.path_of(stored.id))
        with pytest.raises(box.NotStored, match="waited too long"):
            store.keep(stored)
    assert not SealedFile.objects.exists()


def test_nothing_is_kept_under_a_shredded_record(school):
    stored = store.store([b"x"], school_id=school, record="r", filename="f", media_type="m", limit=None)
    keys.shred(school, "r")
    with pytest.raises(box.Shredded):
        store.keep(stored)


def test_neither_the_key_nor_the_name_shows_when_a_stored_file_is_printed(school):
    stored = store.store([b"x"], school_id=school, record="r", filename="Okafor", media_type="m", limit=None)
    assert "Okafor" not in repr(stored)
    assert repr(stored.key) not in repr(stored)


# -- what is refused on the way out ------------------------------------------------------------------------------------


@pytest.mark.parametrize("at", [0, 9, 13, frames.HEADER.size, MB, 2 * MB, -1])
def test_a_changed_byte_in_the_store_is_refused(school, at):
    row = kept(school, b"x" * (2 * MB + 5))
    path = store.path_of(row.id)
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)
    with pytest.raises(box.Tampered):
        b"".join(store.open_file(row))


def test_two_files_cannot_change_places(school):
    one, other = kept(school, b"one"), kept(school, b"two")
    os.replace(store.path_of(one.id), store.path_of(other.id))
    with pytest.raises(box.Tampered):
        store.open_file(other)
    with pytest.raises(box.Missing):
        store.open_file(one)


@pytest.mark.parametrize(
    ("field", "value"),
    [("sha256", "0" * 64), ("size", 4), ("media_type", "text/html"), ("record", "policy:2"), ("id", uuid.uuid4())],
)
def test_a_changed_row_is_refused(school, field, value):
    row = kept(school, b"one")
    kept(school, b"two", record="policy:2")
    setattr(row, field, value)
    with pytest.raises(box.Tampered):
        store.open_file(row)


@pytest.mark.parametrize("size", [1, 2 * MB])
def test_a_wrong_hash_is_noticed_before_the_last_piece_is_given_out(school, size):
    stored = store.store([b"x" * size], school_id=school, record="r", filename="f", media_type="m", limit=None)
    row = store.keep(dataclasses.replace(stored, sha256="0" * 64))
    given = bytearray()
    with pytest.raises(box.Tampered, match="SHA-256"):
        consume(given, row)
    assert len(given) == max(0, size - MB)


def consume(given: bytearray, row) -> None:
    for piece in store.open_file(row):
        given += piece


def test_a_shredded_file_cannot_be_opened_nor_its_name_read(school):
    row = kept(school, b"one")
    keys.shred(school, "policy:1")
    for ask in (store.open_file, store.filename):
        with pytest.raises(box.Shredded):
            ask(row)


def test_a_file_opened_and_not_read_is_closed_without_a_warning(school):
    stream = store.open_file(kept(school, b"x" * (3 * MB)))
    assert next(stream)
    del stream


def test_of_a_key_and_a_file_nothing_finer_than_the_day_is_kept(school, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        row = kept(school, b"Who sent it at this hour?")
    day = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    assert row.stored_at == day
    assert store.path_of(row.id).stat().st_mtime == day.timestamp()
    assert set(Key.objects.values_list("made_at", flat=True)) == {day}
    assert b"".join(store.open_file(row)) == b"Who sent it at this hour?"


def test_a_file_whose_row_is_not_there_yet_keeps_its_hour_for_the_sweep(school):
    row = kept(school, b"Not committed yet.")
    assert store.path_of(row.id).stat().st_mtime > row.stored_at.timestamp() or timezone.localtime() == row.stored_at
