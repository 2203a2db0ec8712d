"""`belisha backup`: the database and the sealed files in one sealed file, the keys in another.

The keys are apart so that only their latest copy need be kept: a record whose key was shredded is then unreadable in
every older backup too. The database goes first and the files after it: files are only ever added, so the copy of the
database never speaks of a file that the backup lacks.
"""

import contextlib
import datetime
import fcntl
import io
import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

from belisha.commands import Stop, archive, postgresql, say, start_django

SUMMARY = "Seal the database and the files into one file, and the keys into another, while Belisha runs."
EXAMPLE = "belisha backup --to /mnt/backup"
CODES = {1: "no backup was made; the reason is printed, and no half file is left"}

KEYS_NAME = "belisha-keys.age"
KEY_TABLE = "sealed_key"
FORMAT = 1
NEW_IDENTITY = """
This is the first backup, so a pair of keys was made for backups. Write down the line below, or print it, and keep it
where the school keeps what must not be lost. Without it no backup can be opened, by anybody. It is not shown again.

    {identity}
"""


def arguments(parser) -> None:
    parser.add_argument("--to", metavar="FOLDER", type=Path, help="where the files go; <data>/backups without it")


def run(options) -> int:
    start_django()
    from belisha import config
    from belisha.sealed.box import SealError

    settings = config.load()
    folder = options.to or settings.data / "backups"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with one_at_a_time(settings.data), work_folder(settings.data) as work:
            sweep(folder)
            made, path = back_up(settings, folder, work)
    except SealError as fault:
        raise Stop(str(fault)) from fault
    except (OSError, sqlite3.Error) as fault:
        raise Stop(f"The backup was not made: {fault}.") from fault
    remember(settings.data, made=made)
    say(f"{path} ({path.stat().st_size:,} bytes) and {folder / KEYS_NAME} are sealed and on disk.")
    if not options.to:
        say("They lie on the same disk as the data. Copy them to another machine, or use --to.")
    return 0


def back_up(settings, folder: Path, work: Path) -> tuple[datetime.datetime, Path]:
    """Make both files; returns the time that the database was copied and the path of the data."""
    to = recipient(settings)
    made = datetime.datetime.now(datetime.UTC)
    database = copy_database(work)
    path = folder / f"belisha-{made:%Y%m%dT%H%M%SZ}.age"
    about = {"format": FORMAT, "made": made.isoformat(), "database": database.name}
    whole = archive.write(path, to, lambda tar: fill_data(tar, about, database, settings.sealed))
    try:
        lines, files = keys(settings)
        key_file = archive.write(folder / KEYS_NAME, to, lambda tar: fill_keys(tar, about, lines, files))
        # Keys first: newer keys open older data, and data newer than its keys could not be opened.
        archive.finish(key_file, folder / KEYS_NAME)
        archive.finish(whole, path)
    finally:
        whole.unlink(missing_ok=True)
    return made, path


# -- whom to seal to --------------------------------------------------------------------------------


def recipient(settings) -> str:
    """The public key: a setting, or the one made at first use."""
    kept = settings.data / "backup" / "recipient.txt"
    if settings.backup_recipient:
        return settings.backup_recipient.strip()
    if kept.exists():
        return kept.read_text().strip()
    identity = archive.pyrage.x25519.Identity.generate()
    # Shown before it is kept: were it the other way round, an interruption between would lose it for good.
    say(NEW_IDENTITY.format(identity=identity))
    kept.write_text(f"{identity.to_public()}\n")
    return str(identity.to_public())


# -- what goes in -----------------------------------------------------------------------------------


def copy_database(work: Path) -> Path:
    """A copy of the database at one instant, without any wrapped key."""
    from django.db import connection

    if connection.vendor == "sqlite":
        return _copy_sqlite(Path(connection.settings_dict["NAME"]), work / "database.sqlite3")
    return postgresql.dump(connection.settings_dict, work / "database.dump")


def _copy_sqlite(source: Path, copy: Path) -> Path:
    with (
        contextlib.closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True, timeout=20)) as live,
        contextlib.closing(sqlite3.connect(copy)) as made,
    ):
        live.backup(made)
        made.execute("PRAGMA journal_mode = DELETE")
        made.execute("PRAGMA secure_delete = ON")
        made.execute(f"DELETE FROM {KEY_TABLE}")  # noqa: S608  a constant of ours
        made.commit()
        made.execute("VACUUM")
        if made.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise Stop("The database is damaged: its own integrity check failed. Restore an earlier backup.")
    return copy


def keys(settings) -> tuple[list[str], dict[str, bytes]]:
    """The wrapped keys and the key files that open them, at one instant."""
    from belisha.sealed import ring
    from belisha.sealed.export import export_keys

    with ring.alone():
        files = {path.name: path.read_bytes() for path in sorted(settings.keys.iterdir()) if not _temporary(path)}
        return list(export_keys()), files


def _temporary(path: Path) -> bool:
    return path.name.startswith(".") or not path.is_file()


def fill_data(tar: tarfile.TarFile, about: dict, database: Path, sealed: Path) -> None:
    """What it is, the database, then every sealed file."""
    _add_bytes(tar, "about.json", json.dumps(about).encode())
    tar.add(database, database.name)
    for path in sorted(sealed.glob("??/??/*")):
        with contextlib.suppress(FileNotFoundError):  # shredded and swept a moment ago
            tar.add(path, f"sealed/{path.relative_to(sealed)}", recursive=False)


def fill_keys(tar: tarfile.TarFile, about: dict, lines: list[str], files: dict[str, bytes]) -> None:
    """The wrapped keys, one line each, and the files of the keys folder."""
    _add_bytes(tar, "about.json", json.dumps(about).encode())
    _add_bytes(tar, "keys.jsonl", "\n".join(lines).encode())
    for name, content in files.items():
        _add_bytes(tar, f"keys/{name}", content)


def _add_bytes(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), 0o600
    tar.addfile(entry, io.BytesIO(content))


# -- one at a time, and what is remembered ----------------------------------------------------------


@contextlib.contextmanager
def one_at_a_time(data: Path) -> Iterator[None]:
    """Hold off a second backup of the same installation; a killed one lets go."""
    (data / "backup").mkdir(mode=0o700, exist_ok=True)
    descriptor = os.open(data / "backup" / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as fault:
        raise Stop("Another backup of this installation is being made.") from fault
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def work_folder(data: Path) -> Iterator[Path]:
    """A folder for the copy of the database, removed afterwards, with those that killed backups left."""
    for left in (data / "backup").glob("work-*"):
        shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix="work-", dir=data / "backup") as folder:
        yield Path(folder)


def sweep(folder: Path) -> None:
    """Remove the unfinished files of backups that were killed."""
    for left in folder.glob(f".belisha-*{archive.SUFFIX}"):
        left.unlink(missing_ok=True)


def state(data: Path) -> dict[str, datetime.datetime]:
    """When the last backup was `made`, and when one was last `tried`."""
    try:
        known = json.loads((data / "backup" / "state.json").read_text())
    except (OSError, ValueError):
        return {}
    return {name: datetime.datetime.fromisoformat(moment) for name, moment in known.items()}


def remember(data: Path, **moments: datetime.datetime) -> None:
    """Note when something about backups happened, for `belisha check`."""
    (data / "backup").mkdir(mode=0o700, exist_ok=True)
    known = {name: moment.isoformat() for name, moment in {**state(data), **moments}.items()}
    part = data / "backup" / "state.json.part"
    part.write_text(json.dumps(known))
    part.replace(data / "backup" / "state.json")
