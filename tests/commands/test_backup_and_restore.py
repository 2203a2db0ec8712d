import contextlib
import os
import shutil
import signal
import sqlite3
import time

import pytest

from belisha.commands import restore
from belisha.commands.backup import KEYS_NAME

OPEN_ALL = """
from belisha.commands import start_django
start_django()
from belisha.sealed.models import SealedFile
from belisha.sealed.store import open_file
from belisha.sealed.box import SealError
for row in SealedFile.objects.order_by("record"):
    try:
        print(row.record, b"".join(open_file(row)).decode())
    except SealError as fault:
        print(row.record, type(fault).__name__)
"""
SHRED = """
from belisha.commands import start_django
start_django()
from belisha.core.access import COMMAND_LINE
from belisha.people.models import School
from belisha.sealed import actions
actions.shred(School.objects.get(), by=COMMAND_LINE, record="policy:one", reason="asked for")
"""


@pytest.fixture
def kept(_kept_template, empty, tmp_path):
    """A copy of a school's installation with one backup: (installation, folder, data file, identity file)."""
    shutil.copytree(_kept_template, tmp_path, dirs_exist_ok=True)
    return empty, tmp_path / "kept", data_file(tmp_path / "kept"), tmp_path / "identity.txt"


def data_file(folder):
    return next(path for path in sorted(folder.iterdir())[::-1] if path.name != KEYS_NAME)


def rows(database, sql):
    with contextlib.closing(sqlite3.connect(database)) as connection:
        return connection.execute(sql).fetchall()


def elsewhere(installation, tmp_path, name="elsewhere"):
    return type(installation)(tmp_path / name, installation.settings)


def test_a_restored_school_is_whole(kept, tmp_path):
    installation, _, file, identity = kept
    other = elsewhere(installation, tmp_path)
    restored = other.belisha("restore", file, "--identity", identity)
    assert restored.returncode == 0, restored.stdout + restored.stderr
    assert "Kestrel Lane School: 4 entries and 1 checkpoints are whole." in restored.stdout
    assert other.python(OPEN_ALL) == installation.python(OPEN_ALL)
    assert "The words of the first file." in other.python(OPEN_ALL)
    assert not [path.name for path in other.data.iterdir() if path.name.startswith(".restoring")]


def test_a_shredded_record_cannot_be_opened_from_an_older_backup(kept, tmp_path):
    installation, folder, older, identity = kept
    installation.python(SHRED)
    assert installation.belisha("backup", "--to", folder).returncode == 0
    assert data_file(folder) != older
    other = elsewhere(installation, tmp_path)
    restored = other.belisha("restore", older, "--identity", identity)
    assert restored.returncode == 0, restored.stdout + restored.stderr
    assert other.python(OPEN_ALL) == "policy:one Shredded\npolicy:two The second file's words.\n"


def test_the_data_file_holds_no_key_and_the_database_keeps_its_own(kept, tmp_path):
    installation, _, file, identity = kept
    place = tmp_path / "opened"
    restore.archive.read(file, identity.read_text(), lambda tar: restore._extract(tar, place, restore._is_of_data))
    wrapped = [bytes(key) for (key,) in rows(installation.data / "belisha.sqlite3", "SELECT wrapped FROM sealed_key")]
    assert wrapped
    assert rows(place / "database.sqlite3", "SELECT count(*) FROM sealed_key") == [(0,)]
    held = (place / "database.sqlite3").read_bytes()
    assert not [key for key in wrapped if key in held]


def test_trying_a_backup_leaves_everything_as_it_was_and_is_remembered(kept):
    installation, _, file, identity = kept
    before = sorted(path.name for path in installation.data.rglob("*"))
    tried = installation.belisha("restore", file, "--identity", identity, "--check", "--deep")
    assert tried.returncode == 0, tried.stdout + tried.stderr
    assert "Every file is there and whole." in tried.stdout
    assert "can be restored" in tried.stdout
    assert sorted(path.name for path in installation.data.rglob("*")) == before
    checked = installation.belisha("check").stdout
    assert "No backup was tried this term" not in checked
    assert "green  The last backup is of" in checked


def test_a_second_backup_prints_no_secret(kept):
    installation, folder, _, _ = kept
    assert "AGE-SECRET-KEY" not in installation.belisha("backup", "--to", folder).stdout


def test_a_folder_in_use_is_not_overwritten(kept):
    installation, _, file, identity = kept
    refused = installation.belisha("restore", file, "--identity", identity)
    assert refused.returncode == 1
    assert "is not empty" in refused.stderr


def test_another_identity_is_told_apart_from_a_damaged_file(kept, tmp_path):
    installation, _, file, identity = kept
    other = elsewhere(installation, tmp_path)
    wrong = tmp_path / "wrong.txt"
    wrong.write_text(str(restore.archive.pyrage.x25519.Identity.generate()))
    refused = other.belisha("restore", file, "--identity", wrong)
    assert refused.returncode == 1
    assert "was not sealed to this identity" in refused.stderr
    for length in (len(file.read_bytes()) - 7, 100, 0):
        cut = tmp_path / "cut.age"
        cut.write_bytes(file.read_bytes()[:length])
        refused = other.belisha("restore", cut, "--keys", file.with_name(KEYS_NAME), "--identity", identity)
        assert refused.returncode == 1
        assert "damaged or was cut off" in refused.stderr, refused.stderr
    assert not other.data.exists() or not list(other.data.iterdir())


def test_a_missing_keys_file_and_a_broken_identity_are_sentences(kept, tmp_path):
    installation, _, file, identity = kept
    other = elsewhere(installation, tmp_path)
    refused = other.belisha("restore", file, "--identity", identity, "--keys", tmp_path / "nothing.age")
    assert refused.returncode == 1
    assert "A backup is two files" in refused.stderr
    identity.write_text("AGE-SECRET-KEY-1SHORT")
    refused = other.belisha("restore", file, "--identity", identity)
    assert refused.returncode == 1
    assert "AGE-SECRET-KEY-1" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_killed_backup_leaves_no_file_with_a_final_name(lived_in, tmp_path):
    folder = tmp_path / "kept"
    big = lived_in.data / "sealed" / "aa" / "bb" / "aabb0000-0000-4000-8000-000000000000"
    big.parent.mkdir(parents=True, exist_ok=True)
    with big.open("wb") as file:
        file.truncate(3 * 1024**3)  # a hole: quick to make, slow to seal
    running = lived_in.start("backup", "--to", folder)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not any(part.stat().st_size for part in folder.glob(".belisha-*.part")):
        time.sleep(0.02)
    os.kill(running.pid, signal.SIGKILL)
    running.wait()
    assert running.returncode == -signal.SIGKILL
    assert [path.name for path in folder.iterdir() if not path.name.startswith(".")] == []
    big.unlink()
    assert lived_in.belisha("backup", "--to", folder).returncode == 0
    assert len([path.name for path in folder.iterdir()]) == 2
    assert not list((lived_in.data / "backup").glob("work-*"))


def test_a_backup_that_cannot_be_written_says_so(lived_in, tmp_path):
    (tmp_path / "file").write_text("")
    refused = lived_in.belisha("backup", "--to", tmp_path / "file")
    assert refused.returncode == 1
    assert "The backup was not made" in refused.stderr
    lived_in.settings["BELISHA_BACKUP_RECIPIENT"] = "nonsense"
    refused = lived_in.belisha("backup", "--to", tmp_path / "kept")
    assert refused.returncode == 1
    assert "is not an age public key" in refused.stderr


def test_a_backup_takes_only_what_belisha_put_there(tmp_path):
    for name in ("../escape", "sealed/../../escape", "keys/x", "sealed/aa/bb/.hidden", "/etc/passwd"):
        assert not restore._is_of_data(name)
    assert restore._is_of_data("sealed/aa/bb/aabb0000-0000-4000-8000-000000000000")
