"""Changing keys: everything stays readable, and what is old goes."""

import uuid

import pytest

from belisha.sealed import box, keys, ring, rotate, store
from belisha.sealed.models import SCHOOL, Key

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive(school):
    """Two schools' sealed texts, as (school, sealed)."""
    return [(one, keys.seal_text(one, "adult:1", b"words", "note")) for one in (school, uuid.uuid4())]


def assert_readable(archive):
    keys.forget()
    for school, sealed in archive:
        assert keys.open_text(school, "adult:1", sealed, "note") == b"words"


def names(data) -> list[str]:
    return sorted(path.name for path in (data / "keys").iterdir())


def test_a_new_instance_key_opens_everything_and_the_old_one_is_gone(archive, data):
    before = ring.current()
    assert rotate.rotate_instance_key() == box.fingerprint(ring.current())
    assert ring.current() != before
    assert names(data) == ["instance.key"]
    assert (data / "keys" / "instance.key").stat().st_mode & 0o777 == 0o600
    assert_readable(archive)


def test_neither_files_nor_texts_are_written_anew_when_keys_change(school, archive):
    row = store.keep(store.store([b"x"], school_id=school, record="r", filename="f", media_type="m", limit=None))
    before = store.path_of(row.id).stat().st_mtime_ns
    rotate.rotate_instance_key()
    rotate.rotate_school_key(school)
    row.refresh_from_db()
    assert b"".join(store.open_file(row)) == b"x"
    assert store.path_of(row.id).stat().st_mtime_ns == before


def test_many_schools_are_rewrapped_in_small_transactions(school, monkeypatch):
    monkeypatch.setattr(rotate, "AT_ONCE", 3)
    many = [(one, keys.seal_text(one, "adult:1", b"words", "note")) for one in (uuid.uuid4() for _ in range(10))]
    name = rotate.rotate_instance_key()
    assert set(Key.objects.filter(record=SCHOOL).values_list("wrapped_by", flat=True)) == {name}
    assert_readable(many)


def test_a_school_that_joins_during_the_rotation_keeps_its_key(archive, data, monkeypatch):
    late = []

    def promote_late():
        # Still under the outgoing key: the next one is not the current one yet.
        one = uuid.uuid4()
        late.append((one, keys.seal_text(one, "adult:1", b"words", "note")))
        promote()

    promote = ring.promote
    monkeypatch.setattr(ring, "promote", promote_late)
    rotate.rotate_instance_key()
    assert_readable(archive + late)
    assert names(data) == ["instance.key"]


def test_a_reader_whose_row_was_read_just_before_the_old_key_went_looks_again(archive, monkeypatch):
    school, sealed = archive[0]
    read, times = keys._pair, []

    def rows_then_rotation(*given):
        rows = read(*given)
        times.append(rows)
        if len(times) == 1:
            rotate.rotate_instance_key()
            keys.forget()
        return rows

    monkeypatch.setattr(keys, "_pair", rows_then_rotation)
    assert keys.open_text(school, "adult:1", sealed, "note") == b"words"
    assert len(times) == 2


def test_two_rotations_at_once_are_refused(archive):
    with ring.alone(), pytest.raises(box.SealError, match="being changed already"):
        rotate.rotate_instance_key()


def test_a_school_key_that_does_not_open_stops_the_rotation_and_the_old_key_stays(archive, data):
    broken = Key.objects.get(school_id=archive[0][0], record=SCHOOL)
    Key.objects.filter(pk=broken.pk).update(wrapped=bytes(broken.wrapped)[:-1] + b"?")
    before = ring.current()
    with pytest.raises(box.Tampered):
        rotate.rotate_instance_key()
    assert ring.current() == before
    assert_readable(archive[1:])
    Key.objects.filter(pk=broken.pk).update(wrapped=broken.wrapped)
    rotate.rotate_instance_key()
    assert_readable(archive)
    assert names(data) == ["instance.key"]


def test_an_old_key_that_is_neither_current_nor_gone_is_not_overwritten(archive, data):
    (data / "keys" / "instance.key.next").write_bytes(b"n" * 32)
    (data / "keys" / "instance.key.old").write_bytes(b"o" * 32)
    with pytest.raises(box.SealError, match="will not be overwritten"):
        rotate.rotate_instance_key()
    assert (data / "keys" / "instance.key.old").read_bytes() == b"o" * 32
    assert_readable(archive)


def test_a_new_school_key_opens_everything_of_that_school_and_touches_no_other(archive):
    (school, _), (other, _) = archive
    keys.shred(school, "adult:2")
    theirs = list(Key.objects.filter(school_id=other).order_by("pk").values())
    before = {row.record: bytes(row.wrapped) for row in Key.objects.filter(school_id=school)}
    assert rotate.rotate_school_key(school) == 1
    after = {row.record: bytes(row.wrapped) for row in Key.objects.filter(school_id=school)}
    assert {record for record in before if before[record] != after[record]} == {SCHOOL, "adult:1"}
    assert list(Key.objects.filter(school_id=other).order_by("pk").values()) == theirs
    assert_readable(archive)
    with pytest.raises(box.Shredded):
        keys.seal_text(school, "adult:2", b"x", "note")


def test_a_record_key_that_does_not_open_leaves_the_school_as_it_was(archive):
    school = archive[0][0]
    keys.seal_text(school, "adult:2", b"x", "note")
    Key.objects.filter(school_id=school, record="adult:2").update(wrapped=b"\x01" + b"?" * 60)
    with pytest.raises(box.Tampered):
        rotate.rotate_school_key(school)
    assert_readable(archive)


def test_a_school_without_a_key_has_nothing_to_rotate(archive):
    with pytest.raises(box.Missing):
        rotate.rotate_school_key(uuid.uuid4())
