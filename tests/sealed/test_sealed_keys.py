"""Keys of records: who can open what, and what nobody can open any more."""

import sqlite3
import uuid

import pytest
from django.db import IntegrityError, connection, transaction

from belisha.sealed import box, export, keeper, keys, ring
from belisha.sealed.models import SCHOOL, Key

pytestmark = pytest.mark.django_db


def test_a_text_opens_for_its_own_school_record_and_purpose_only(school):
    sealed = keys.seal_text(school, "adult:1", b"Pat Teacher", "name")
    keys.seal_text(school, "adult:2", b"x", "name")
    other = uuid.uuid4()
    keys.seal_text(other, "adult:1", b"x", "name")
    assert keys.open_text(school, "adult:1", sealed, "name") == b"Pat Teacher"
    for at in [(other, "adult:1", "name"), (school, "adult:2", "name"), (school, "adult:1", "note")]:
        with pytest.raises(box.Tampered):
            keys.open_text(*at[:2], sealed, at[2])


def test_a_record_has_one_key_however_often_it_is_sealed_under(school):
    for _ in range(3):
        keys.seal_text(school, "adult:1", b"x", "name")
    assert sorted(Key.objects.values_list("record", flat=True)) == ["adult:1", SCHOOL]


def test_no_key_is_in_the_database_in_the_open(school):
    plain = keys.key_for(school, "adult:1", make=True)
    instance = ring.current()
    for row in Key.objects.all():
        assert plain not in bytes(row.wrapped)
        assert instance not in bytes(row.wrapped)


def test_the_instance_key_is_readable_by_its_owner_only(school, data):
    keys.seal_text(school, "adult:1", b"x", "name")
    file = data / "keys" / "instance.key"
    assert len(file.read_bytes()) == 32
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700


def test_a_wrapped_key_moved_to_another_record_does_not_open(school):
    keys.seal_text(school, "adult:1", b"x", "name")
    sealed = keys.seal_text(school, "adult:2", b"y", "name")
    first = Key.objects.get(record="adult:1")
    Key.objects.filter(record="adult:2").update(wrapped=first.wrapped)
    with pytest.raises(box.Tampered):
        keys.open_text(school, "adult:2", sealed, "name")


def test_the_schools_own_key_seals_nothing_and_cannot_be_shredded_alone(school):
    for ask in (lambda: keys.seal_text(school, SCHOOL, b"x", "name"), lambda: keys.shred(school, SCHOOL)):
        with pytest.raises(box.SealError):
            ask()


# -- the wrong key, or none --------------------------------------------------------------------------------------------


def test_with_another_instance_key_nothing_opens_and_the_sentence_says_which_key_is_wanted(school, data):
    sealed = keys.seal_text(school, "adult:1", b"x", "name")
    wanted = box.fingerprint(ring.current())
    (data / "keys" / "instance.key").write_bytes(b"w" * 32)
    keys.forget()
    with pytest.raises(box.Missing, match=wanted):
        keys.open_text(school, "adult:1", sealed, "name")


def test_a_lost_instance_key_is_never_replaced_by_a_new_one_in_silence(school, data):
    keys.seal_text(school, "adult:1", b"x", "name")
    (data / "keys" / "instance.key").unlink()
    keys.forget()
    with pytest.raises(box.Missing, match="Put it back"):
        keys.seal_text(uuid.uuid4(), "adult:1", b"x", "name")
    assert not (data / "keys" / "instance.key").exists()


def test_a_damaged_instance_key_is_named(school, data):
    keys.seal_text(school, "adult:1", b"x", "name")
    (data / "keys" / "instance.key").write_bytes(b"short")
    keys.forget()
    with pytest.raises(box.SealError, match="holds 5 bytes"):
        keys.seal_text(school, "adult:1", b"x", "name")


def test_opening_what_has_no_key_says_missing_and_makes_none(school):
    with pytest.raises(box.Missing):
        keys.open_text(school, "adult:1", b"\x01" * 40, "name")
    assert not Key.objects.exists()


# -- shredding ---------------------------------------------------------------------------------------------------------


def test_what_was_shredded_cannot_be_read_and_cannot_be_sealed_under_again(school):
    sealed = keys.seal_text(school, "adult:1", b"x", "name")
    other = keys.seal_text(school, "adult:2", b"y", "name")
    keys.open_text(school, "adult:1", sealed, "name")
    when = keys.shred(school, "adult:1")
    with pytest.raises(box.Shredded):
        keys.open_text(school, "adult:1", sealed, "name")
    with pytest.raises(box.Shredded):
        keys.seal_text(school, "adult:1", b"x", "name")
    assert keys.shred(school, "adult:1") == when
    assert keys.open_text(school, "adult:2", other, "name") == b"y"


def test_a_record_shredded_before_it_had_a_key_never_gets_one(school):
    keys.shred(school, "adult:1")
    with pytest.raises(box.Shredded):
        keys.seal_text(school, "adult:1", b"x", "name")


def test_a_key_that_another_process_destroyed_is_not_served_from_memory(school):
    sealed = keys.seal_text(school, "adult:1", b"x", "name")
    keys.open_text(school, "adult:1", sealed, "name")
    Key.objects.filter(record="adult:1").update(wrapped=b"", wrapped_by="", shredded_at="2026-01-01T00:00:00Z")
    with pytest.raises(box.Shredded):
        keys.open_text(school, "adult:1", sealed, "name")


def test_the_database_refuses_a_key_that_is_neither_wrapped_nor_shredded(school):
    keys.seal_text(school, "adult:1", b"x", "name")
    with pytest.raises(IntegrityError), transaction.atomic():
        Key.objects.filter(record="adult:1").update(wrapped_by="")


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("sqlite" not in connection.vendor, reason="looks into SQLite's files")
def test_a_shredded_key_leaves_no_copy_in_the_database_files(school):
    for number in range(60):
        keys.seal_text(school, f"adult:{number}", b"x", "name")
    doomed = [bytes(row.wrapped) for row in Key.objects.filter(record__in=[f"adult:{n}" for n in range(0, 60, 3)])]
    for number in range(0, 60, 3):
        keys.shred(school, f"adult:{number}")
    files = database_files()
    assert bytes(Key.objects.get(record="adult:1").wrapped) in files
    assert not [wrapped for wrapped in doomed if wrapped in files]


def database_files() -> bytes:
    name = str(connection.settings_dict["NAME"])
    found = b""
    for path in (name, f"{name}-wal"):
        try:
            with open(path, "rb") as file:
                found += file.read()
        except FileNotFoundError:
            pass
    return found


# -- lists -------------------------------------------------------------------------------------------------------------


def test_a_list_opens_with_one_query_and_says_which_are_shredded(school, django_assert_num_queries):
    texts = [(f"adult:{n}", keys.seal_text(school, f"adult:{n}", b"%d" % n, "name")) for n in range(20)]
    keys.shred(school, "adult:3")
    with django_assert_num_queries(1):
        plain = keys.open_texts(school, texts, "name")
    assert plain == [None if n == 3 else b"%d" % n for n in range(20)]


# -- the audit log's keeper --------------------------------------------------------------------------------------------


def test_the_audit_log_is_given_its_keeper():
    from belisha.core import audit

    assert audit.keeper is keeper


def test_the_keeper_answers_none_for_what_was_shredded_and_raises_for_what_was_changed(school):
    sealed = keeper.seal(school, "case:1", b"words")
    assert keeper.unseal(school, "case:1", sealed) == b"words"
    with pytest.raises(box.Tampered):
        keeper.unseal(school, "case:1", sealed[:-1] + bytes([sealed[-1] ^ 1]))
    keys.shred(school, "case:1")
    assert keeper.unseal(school, "case:1", sealed) is None


# -- out and in again --------------------------------------------------------------------------------------------------


def test_a_backup_made_before_the_shredding_opens_everything_but_the_shredded(school):
    shredded = keys.seal_text(school, "adult:1", b"x", "name")
    kept = keys.seal_text(school, "adult:2", b"y", "name")
    keys.shred(school, "adult:1")
    latest = list(export.export_keys())
    Key.objects.all().delete()  # the old backup: texts, but not the table of keys

    with pytest.raises(box.Missing):
        keys.open_text(school, "adult:1", shredded, "name")
    assert export.import_keys(latest) == 3
    with pytest.raises(box.Shredded):
        keys.open_text(school, "adult:1", shredded, "name")
    assert keys.open_text(school, "adult:2", kept, "name") == b"y"


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("sqlite" not in connection.vendor, reason="copies SQLite's file")
def test_a_copy_of_the_database_without_the_key_table_holds_no_wrapped_key(school, tmp_path):
    keys.seal_text(school, "adult:1", b"x", "name")
    wrapped = [bytes(row.wrapped) for row in Key.objects.all()]
    copy = sqlite3.connect(tmp_path / "copy.sqlite3")
    connection.connection.backup(copy)
    copy.execute("DELETE FROM sealed_key")
    copy.commit()
    copy.execute("VACUUM")
    copy.close()
    content = (tmp_path / "copy.sqlite3").read_bytes()
    assert not [one for one in wrapped if one in content]


def test_importing_twice_changes_nothing(school):
    keys.seal_text(school, "adult:1", b"x", "name")
    lines = list(export.export_keys())
    assert export.import_keys(lines) == 0
    assert list(export.export_keys()) == lines


def test_an_old_export_does_not_bring_a_shredded_key_back(school):
    sealed = keys.seal_text(school, "adult:1", b"x", "name")
    old = list(export.export_keys())
    keys.shred(school, "adult:1")
    export.import_keys(old)
    with pytest.raises(box.Shredded):
        keys.open_text(school, "adult:1", sealed, "name")


def test_a_tombstone_that_is_imported_shreds(school):
    sealed = keys.seal_text(school, "adult:1", b"x", "name")
    with transaction.atomic():
        keys.shred(school, "adult:1")
        lines = list(export.export_keys())
        transaction.set_rollback(True)
    keys.forget()
    assert keys.open_text(school, "adult:1", sealed, "name") == b"x"
    assert export.import_keys(lines) == 1
    with pytest.raises(box.Shredded):
        keys.open_text(school, "adult:1", sealed, "name")


def test_a_different_key_for_the_same_record_is_refused_and_nothing_is_written(school):
    keys.seal_text(school, "adult:1", b"x", "name")
    old = list(export.export_keys())
    Key.objects.all().delete()
    keys.seal_text(school, "adult:1", b"x", "name")
    before = list(export.export_keys())
    with pytest.raises(box.SealError, match="already has another key"):
        export.import_keys(old)
    assert list(export.export_keys()) == before
