"""Whatever is done to a log with raw SQL, triggers dropped first, `verify` says where; and so does an export."""

import json
import random
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from cast import a_school
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from belisha.core import audit, guards, head, verifier
from belisha.core.access import COMMAND_LINE, SET_UP
from belisha.core.models import AuditCheckpoint, AuditEntry, AuditHead, AuditKey, AuditNode
from belisha.people import actions
from belisha.sealed import actions as sealing

pytestmark = pytest.mark.django_db
SEED = 20261122


class Undo(Exception):
    pass


@contextmanager
def undone():
    """Whatever happens inside is rolled back, triggers and all."""
    try:
        with transaction.atomic():
            for table in guards.APPEND_ONLY:
                for verb in ("update", "delete"):
                    sql(f"DROP TRIGGER {table}_no_{verb}")
            yield
            raise Undo
    except Undo:
        pass


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if statement.startswith("SELECT") else cursor.rowcount


@pytest.fixture
def school():
    """A log of some thirty entries with two checkpoints and more entries after the second."""
    cast = a_school()
    for number in range(6):
        actions.add(cast.school, by=SET_UP, name=f"Early {number}")
    audit.checkpoint(cast.school.pk)
    sealing.shred(cast.school, by=COMMAND_LINE, record=f"adult:{cast.leaver.pk}", reason="asked")
    for number in range(5):
        actions.add(cast.school, by=SET_UP, name=f"Late {number}")
    audit.checkpoint(cast.school.pk)
    for number in range(3):
        actions.add(cast.school, by=SET_UP, name=f"Last {number}")
    return cast.school


def judged(school) -> audit.Verdict:
    return audit.verify(school.pk)


def test_an_untouched_log_is_whole(school):
    verdict = judged(school)
    assert verdict.whole, verdict.sentence
    assert "2 checkpoints are whole" in verdict.sentence
    assert "were destroyed with their records" in verdict.sentence
    assert "No entry says who" not in verdict.sentence


# -- one bit --------------------------------------------------------------------------------------------------------

TABLES = (AuditEntry, AuditNode, AuditHead, AuditCheckpoint, AuditKey)
# What means nothing: a row's number, and since when a public key is in the table that exports are made with.
MEANS_NOTHING = {"id", "since"}


def cells(school):
    """Every stored value of the log: (model, key column, key, column, value)."""
    for model in TABLES:
        table, key = model._meta.db_table, model._meta.pk.column
        columns = [field.column for field in model._meta.concrete_fields if field.column not in MEANS_NOTHING]
        where = "" if model is AuditKey else f" WHERE school_id = '{school.pk.hex}'"
        for column in columns:
            stored = f'CAST("{column}" AS TEXT)' if column == "at" else f'"{column}"'
            for ident, value in sql(f'SELECT "{key}", {stored} FROM {table}{where}'):
                yield model, key, ident, column, value


def flipped(value, chance: random.Random):
    if isinstance(value, int):
        return value ^ 1 << chance.randrange(20)
    raw = bytearray(value.encode() if isinstance(value, str) else value)
    raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(7)
    return raw.decode(errors="replace") if isinstance(value, str) else bytes(raw)


def meaning(model, key, ident, column):
    """The value as Belisha reads it: a key in capitals is the same key."""
    row = model.objects.filter(**{key: ident}).first()
    value = getattr(row, model._meta.get_field(column).attname)
    if column == "frontier":
        return {**value, "edge": [node.lower() for node in value["edge"]]}
    return bytes(value) if isinstance(value, memoryview) else value


def changed(model, key, ident, column, before) -> bool:
    try:
        return meaning(model, key, ident, column) != before
    except (ValueError, TypeError, AttributeError, KeyError):
        return True


def test_one_bit_of_any_stored_value_is_found(school):
    chance = random.Random(SEED)
    every = [cell for cell in cells(school) if cell[-1] not in (None, "", b"")]
    of_entries = [cell for cell in every if cell[0] is AuditEntry]
    others = [cell for cell in every if cell[0] is not AuditEntry]
    shredded = {entry.pk for entry in AuditEntry.objects.filter(school_id=school.pk) if audit.words(entry) is None}
    found = 0
    for model, key, ident, column, value in [*chance.sample(of_entries, 220), *others]:
        if column == "body" and ident in shredded:
            continue  # nobody can read it any more, so nobody can say whether it changed
        before = meaning(model, key, ident, column)
        with undone():
            try:
                with transaction.atomic():
                    sql(f'UPDATE {model._meta.db_table} SET "{column}" = %s WHERE "{key}" = %s',
                        flipped(value, chance), ident)  # fmt: skip
            except DatabaseError:
                continue  # the database itself refused: a double
            if column not in (key, "school_id") and not changed(model, key, ident, column, before):
                continue
            verdict = judged(school)
            assert not verdict.whole, (model.__name__, ident, column)
            found += 1
            if model is AuditEntry and column not in ("school_id", "seq"):
                seq = AuditEntry.objects.values_list("seq", flat=True).get(pk=ident)
                assert verdict.sentence.startswith(f"Entry {seq} "), (column, verdict.sentence)
    assert found > 200
    assert judged(school).whole


def test_an_empty_value_that_is_filled_is_found(school):
    entry = AuditEntry.objects.filter(school_id=school.pk, actor=None).first()
    with undone():
        sql("UPDATE core_auditentry SET actor = %s WHERE id = %s", "0" * 32, entry.pk)
        assert judged(school).sentence.startswith(f"Entry {entry.seq} does not match its hash")


# -- rows -----------------------------------------------------------------------------------------------------------


def size(school) -> int:
    return AuditHead.objects.get(pk=school.pk).size


@pytest.mark.parametrize("seq", [0, 1, 7, 20])
def test_a_dropped_entry_leaves_a_gap(school, seq):
    with undone():
        sql("DELETE FROM core_auditentry WHERE school_id = %s AND seq = %s", school.pk.hex, seq)
        assert judged(school).sentence == f"Entry {seq + 1} stands where entry {seq} should be."


def test_a_doubled_entry_is_found(school):
    with undone():
        sql("CREATE TABLE freed AS SELECT * FROM core_auditentry")
        columns = "school_id, at, kind, about_type, about, actor, kept_under, commitment, body, leaf"
        sql("UPDATE core_auditentry SET seq = seq + 1000 WHERE school_id = %s AND seq > 4", school.pk.hex)
        sql("UPDATE core_auditentry SET seq = seq - 999 WHERE school_id = %s AND seq > 1000", school.pk.hex)
        sql(f"INSERT INTO core_auditentry (seq, {columns}) SELECT 5, {columns} FROM freed WHERE seq = 4 "
            "AND school_id = %s", school.pk.hex)  # fmt: skip
        assert judged(school).sentence.startswith("Entry 5 does not match its hash")


def test_two_swapped_entries_are_found(school):
    with undone():
        for was, becomes in ((3, 900), (4, 3), (900, 4)):
            sql("UPDATE core_auditentry SET seq = %s WHERE school_id = %s AND seq = %s", becomes, school.pk.hex, was)
        assert judged(school).sentence.startswith("Entry 3 does not match its hash")


@pytest.mark.parametrize("cut", [1, 2, 3, 9])
def test_a_cut_tail_is_found(school, cut):
    with undone():
        sql("DELETE FROM core_auditentry WHERE school_id = %s AND seq >= %s", school.pk.hex, size(school) - cut)
        assert not judged(school).whole


def forge(school, keep: int, *, key: bytes | None = None) -> None:
    """Cut the log to `keep` entries and make tree and head fit, as well as one can without the signing key."""
    sql("DELETE FROM core_auditentry WHERE school_id = %s AND seq >= %s", school.pk.hex, keep)
    sql("DELETE FROM core_auditnode WHERE school_id = %s", school.pk.hex)
    sql("DELETE FROM core_auditcheckpoint WHERE school_id = %s AND size > %s", school.pk.hex, keep)
    frontier = []
    for entry in AuditEntry.objects.filter(school_id=school.pk).order_by("seq"):
        for level, index, node in verifier.append(frontier, entry.seq, bytes(entry.leaf))[1:]:
            AuditNode.objects.create(school_id=school.pk, level=level, index=index, hash=node)
    row = AuditHead.objects.get(pk=school.pk)
    signed = AuditCheckpoint.objects.filter(school_id=school.pk).count()
    row.size, row.frontier = keep, {**row.frontier, "edge": [node.hex() for node in frontier], "signed": signed}
    row.save()


def test_a_tail_cut_with_a_head_that_fits_is_found_without_any_checkpoint(school):
    with undone():
        forge(school, size(school) - 2)
        assert judged(school).sentence.startswith("The log's head was not what Belisha wrote")


def test_writing_on_does_not_launder_a_forged_head(school):
    with undone():
        forge(school, size(school) - 2)
        cut = size(school)
        actions.add(school, by=SET_UP, name="Somebody Later")
        audit.checkpoint(school.pk)
        assert judged(school).sentence == f"The log's head was not what Belisha wrote when it had {cut} entries."


def test_a_head_of_another_shape_stops_nobody_and_is_found(school):
    for frontier in ("[]", '{"edge": 7}', '{"edge": [], "signed": 0, "broken": null}', '["é"]', "7", '{"code": "é"}'):
        with undone():
            sql("UPDATE core_audithead SET frontier = %s WHERE school_id = %s", frontier, school.pk.hex)
            assert not judged(school).whole
            actions.add(school, by=SET_UP, name="Somebody Later")
            assert not judged(school).whole


def test_a_checkpoint_that_is_removed_is_missed(school):
    with undone():
        sql("DELETE FROM core_auditcheckpoint WHERE school_id = %s AND size = "
            "(SELECT min(size) FROM core_auditcheckpoint)", school.pk.hex)  # fmt: skip
        assert judged(school).sentence.startswith("2 checkpoints were signed and 1 are there")


def test_a_rewritten_log_signed_with_a_key_put_into_the_table_is_found(school):
    with undone():
        entry = AuditEntry.objects.filter(school_id=school.pk).order_by("-seq").first()
        leaf = verifier.leaf_hash({**audit.header(entry), "kind": "adult.change"}, bytes(entry.commitment))
        sql("UPDATE core_auditentry SET kind = 'adult.change', leaf = %s WHERE id = %s", leaf, entry.pk)
        sql("DELETE FROM core_auditcheckpoint WHERE school_id = %s", school.pk.hex)
        forge(school, size(school))
        key, now = Ed25519PrivateKey.generate(), timezone.now()
        public = key.public_key().public_bytes_raw()
        AuditKey.objects.create(name=head.name_of(public), public=public, since=now)
        row = AuditHead.objects.get(pk=school.pk)
        root = verifier.root_of([bytes.fromhex(node) for node in row.frontier["edge"]])
        said = verifier.note(head.origin(school.pk), row.size, root, audit._utc(now))
        AuditCheckpoint.objects.create(
            school_id=school.pk, size=row.size, root=root, at=now, key=head.name_of(public), signature=key.sign(said)
        )
        row.frontier["signed"] = 1
        row.save()
        assert not judged(school).whole
        # With the head's code out of the way, the key alone gives the forgery away.
        assert "is not one of this installation's" in audit._hold_signed(
            verifier.Walk(str(school.pk)), list(AuditCheckpoint.objects.filter(school_id=school.pk))
        )


def test_an_entry_pointed_at_a_destroyed_record_is_found(school):
    gone = next(entry for entry in AuditEntry.objects.filter(school_id=school.pk) if audit.words(entry) is None)
    with undone():
        sql(
            "UPDATE core_auditentry SET kept_under = %s WHERE school_id = %s AND seq = 0",
            gone.kept_under,
            school.pk.hex,
        )
        assert judged(school).sentence.startswith("Entry 0 does not match its hash")


def test_words_destroyed_past_the_log_are_told(school):
    with undone():
        sql("UPDATE sealed_key SET wrapped = %s, wrapped_by = '', shredded_at = %s WHERE record = 'general'",
            b"", "2026-11-22 10:00:00")  # fmt: skip
        assert "No entry says who destroyed" in judged(school).sentence


def test_a_key_that_was_taken_away_is_missed(school):
    with undone():
        sql("DELETE FROM sealed_key WHERE record = 'general'")
        assert judged(school).sentence == "Entry 0 has words whose key is missing."


def test_a_log_that_was_removed_whole_is_missed(school):
    with undone():
        for table in ("entry", "node", "head", "checkpoint"):
            sql(f"DELETE FROM core_audit{table} WHERE school_id = %s", school.pk.hex)
        assert judged(school) == audit.Verdict(
            False, 0, "There is no log: a school's log begins when the school is set up, so it was removed."
        )


def test_the_signing_key_can_be_changed_and_old_checkpoints_still_hold(school, tmp_path, monkeypatch):
    keys = head.config.load().keys
    keys.joinpath("signing.key").rename(keys / "signing.key.2026")
    try:
        actions.add(school, by=SET_UP, name="After The Change")
        audit.checkpoint(school.pk)
        verdict = judged(school)
        assert verdict.whole, verdict.sentence
        assert AuditCheckpoint.objects.filter(school_id=school.pk).values("key").distinct().count() == 2
    finally:
        keys.joinpath("signing.key.2026").rename(keys / "signing.key")


def test_a_destroyed_record_leaves_entries_that_hold_and_say_so(school):
    mute = [entry for entry in AuditEntry.objects.filter(school_id=school.pk) if audit.words(entry) is None]
    assert mute
    assert judged(school).whole


# -- what was taken away ----------------------------------------------------------------------------------------------


@pytest.fixture
def offline(tmp_path):
    """The one-file verifier, copied to where no Belisha is, run without site packages."""
    copy = tmp_path / "verifier.py"
    copy.write_bytes(Path(verifier.__file__).read_bytes())

    def check(lines, *options) -> tuple[bool, str]:
        export = tmp_path / "log.jsonl"
        export.write_text("".join(lines))
        program = [sys.executable, "-I", "-S", str(copy), str(export), *map(str, options)]
        done = subprocess.run(program, capture_output=True, text=True, cwd=tmp_path, check=False)
        assert done.stderr == "" or done.returncode == 2, done.stderr
        return done.returncode == 0, done.stdout + done.stderr

    alone = subprocess.run([sys.executable, "-I", "-S", "-c", "import belisha"], capture_output=True, check=False)
    assert alone.returncode == 1
    return check


def test_an_export_is_checked_where_no_belisha_is(school, offline):
    lines = list(audit.export(school.pk))
    point = AuditCheckpoint.objects.filter(school_id=school.pk).first()
    held = ("--size", point.size, "--root", bytes(point.root).hex(), "--key", point.key)
    whole, said = offline(lines, *held)
    assert whole, said
    assert f"{size(school)} entries and 3 checkpoints are whole." in said
    assert not offline(lines, "--size", point.size, "--root", "00" * 32)[0]
    assert not offline(lines, "--key", "0" * 16)[0]
    for half in (("--root", "00"), ("--size", 3), ("--key", "abc"), ("--nonsense", "1")):
        assert "usage:" in offline(lines, *half)[1]


def test_a_restored_older_log_is_found_against_a_checkpoint_that_somebody_held(school, offline):
    with undone():
        actions.add(school, by=SET_UP, name="What Should Not Be Known")
        point = audit.checkpoint(school.pk)
        held = ("--size", point.size, "--root", bytes(point.root).hex())
    assert judged(school).whole  # by itself an older state is consistent: only what is held outside tells
    whole, said = offline(audit.export(school.pk), *held)
    assert not whole
    assert "not those that you hold the root of" in said
    actions.add(school, by=SET_UP, name="Another Story")
    assert not offline(audit.export(school.pk), *held)[0]


def test_any_change_to_an_export_is_found(school, offline):
    lines = list(audit.export(school.pk))
    chance = random.Random(SEED)
    for _ in range(60):
        at = chance.randrange(len(lines))
        row = json.loads(lines[at])
        name = chance.choice(sorted(set(row) - {"log"}))
        row[name] = {"changed": True} if isinstance(row[name], dict) else "x" if chance.random() < 0.5 else 7
        if row == json.loads(lines[at]):
            continue
        ok, said = verifier.check_export([*lines[:at], json.dumps(row), *lines[at + 1 :]])
        assert not ok, (at, name, said)
    entries = [at for at, line in enumerate(lines) if '"leaf"' in line]
    without, bare = list(lines), json.loads(lines[entries[3]])
    del without[entries[3]], bare["body"]
    for broken in (without, lines[:-1], lines[: entries[-1]], lines[1:], [], ["nonsense"], ["[1]"], ["{}"], [lines[0]]):
        assert not verifier.check_export(broken)[0]
    mute = [*lines[: entries[3]], json.dumps(bare), *lines[entries[3] + 1 :]]
    assert "No entry says who destroyed" in verifier.check_export(mute)[1]
    assert not offline(["\x00", "{"])[0]


# -- the mathematics, against others ----------------------------------------------------------------------------------

# RFC 8032, 7.1: secret, public, message, signature.
ED25519 = [
    ("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24"
     "655141438e7a100b"),
    ("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aee"
     "b00d291612bb0c00"),
    ("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
     "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28d"
     "c027beceea1ec40a"),
]  # fmt: skip


@pytest.mark.parametrize(("secret", "public", "message", "signature"), ED25519)
def test_signatures_are_those_of_rfc_8032(secret, public, message, signature):
    secret, public, message, signature = map(bytes.fromhex, (secret, public, message, signature))
    key = Ed25519PrivateKey.from_private_bytes(secret)
    assert key.public_key().public_bytes_raw() == public
    assert key.sign(message) == signature
    assert verifier.verify_signature(public, message, signature)
    too_large = (int.from_bytes(signature[32:], "little") + verifier.L).to_bytes(32, "little")
    for broken in (
        (public, message + b"x", signature),
        (public, message, signature[:-1]),
        (public[:31], message, signature),
        (
            public,
            message,
            signature[:32] + too_large,
        ),
        (b"\xff" * 32, message, signature),
    ):
        assert not verifier.verify_signature(*broken)


def test_signatures_by_the_library_we_sign_with_are_accepted_and_changed_ones_are_not():
    chance = random.Random(SEED)
    for length in (0, 1, 100, 1000):
        key, message = Ed25519PrivateKey.generate(), chance.randbytes(length)
        public, signature = key.public_key().public_bytes_raw(), bytearray(key.sign(message))
        assert verifier.verify_signature(public, message, bytes(signature))
        signature[chance.randrange(64)] ^= 1 << chance.randrange(8)
        assert not verifier.verify_signature(public, message, bytes(signature))


# The inputs and roots that Certificate Transparency publishes for RFC 6962.
LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def independent_root(leaves: list[bytes]) -> bytes:
    """RFC 6962, 2.1, as it is written there, not as we compute it."""
    if len(leaves) < 2:
        return verifier.hashlib.sha256(b"\x00" + leaves[0] if leaves else b"").digest()
    split = 1 << (len(leaves) - 1).bit_length() - 1
    halves = independent_root(leaves[:split]) + independent_root(leaves[split:])
    return verifier.hashlib.sha256(b"\x01" + halves).digest()


def test_roots_are_those_of_rfc_6962():
    frontier, leaves = [], [bytes.fromhex(text) for text in LEAVES]
    for size, leaf in enumerate(leaves):
        verifier.append(frontier, size, verifier.hashlib.sha256(b"\x00" + leaf).digest())
        assert verifier.root_of(frontier).hex() == ROOTS[size] == independent_root(leaves[: size + 1]).hex()
    assert verifier.root_of([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_roots_of_longer_logs_agree_with_the_definition():
    frontier, leaves = [], [str(number).encode() for number in range(200)]
    for size, leaf in enumerate(leaves):
        verifier.append(frontier, size, verifier.hashlib.sha256(b"\x00" + leaf).digest())
        assert verifier.root_of(frontier) == independent_root(leaves[: size + 1])


# -- what the database refuses ----------------------------------------------------------------------------------------


def test_the_start_is_refused_when_a_trigger_is_missing(school):
    assert guards.triggers_stand(None, databases=["default"]) == []
    with undone():
        faults = guards.triggers_stand(None, databases=["default"])
        assert len(faults) == 8
        assert all(fault.id == "belisha.E001" and "is missing" in fault.msg for fault in faults)
