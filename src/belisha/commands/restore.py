"""`belisha restore`: open a backup into an empty data folder, or only try whether it could be."""

import datetime
import getpass
import json
import os
import shutil
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

from belisha.commands import Stop, archive, postgresql, preparing, say, start_django
from belisha.commands.backup import FORMAT, KEYS_NAME, remember

SUMMARY = "Bring a backup back into an empty data folder; with --check, only try it and report."
EXAMPLE = "belisha restore /mnt/backup/belisha-20260922T020000Z.age --identity identity.txt --check"
CODES = {1: "the backup cannot be opened or is not whole; nothing was changed"}

DATABASES = ("database.sqlite3", "database.dump")
# May be in the folder before: the settings, which a backup does not hold.
MAY_BE_THERE = {"belisha.env"}
SAMPLE = 50


def arguments(parser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="the backup of the data, belisha-….age")
    parser.add_argument("--keys", metavar="FILE", type=Path, help=f"the latest {KEYS_NAME}; beside FILE without it")
    parser.add_argument(
        "--identity", metavar="FILE", required=True, help="file with the line AGE-SECRET-KEY-1…; - reads it from input"
    )
    parser.add_argument("--check", action="store_true", help="restore into a temporary folder, report, remove it")
    parser.add_argument("--deep", action="store_true", help=f"open every sealed file, not only {SAMPLE} of them")


def run(options) -> int:
    from belisha import config

    settings = config.load()
    identity = read_identity(options.identity)
    keys_file = options.keys or options.file.with_name(KEYS_NAME)
    for path in (options.file, keys_file):
        if not path.is_file():
            raise Stop(f"There is no file {path}. A backup is two files: the data, and the latest {KEYS_NAME}.")
    if options.check:
        return check(options, settings, identity, keys_file)
    return restore(options, settings, identity, keys_file)


def read_identity(where: str) -> str:
    """The identity's text, out of a file or from standard input."""
    if where == "-":
        return getpass.getpass("Identity (AGE-SECRET-KEY-1…): ") if sys.stdin.isatty() else sys.stdin.readline()
    try:
        return Path(where).read_text()
    except (OSError, UnicodeDecodeError) as fault:
        raise Stop(f"The identity {where} cannot be read.") from fault


# -- the two ways -----------------------------------------------------------------------------------


def restore(options, settings, identity: str, keys_file: Path) -> int:
    """Into the data folder, which must be empty."""
    data = settings.data
    there = sorted(path.name for path in data.iterdir()) if data.is_dir() else []
    if set(there) - MAY_BE_THERE:
        raise Stop(
            f"{data.resolve()} is not empty ({', '.join(there[:3])}…). A backup goes into an empty folder, so that "
            "nothing is overwritten: name another with BELISHA_DATA."
        )
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    lines = unpack(options.file, keys_file, identity, data, settings.database_url.get_secret_value())
    whole = prove(lines, options.deep)
    say(f"Restored into {data.resolve()}. `belisha serve` starts it." if whole else "Restored, with the faults above.")
    return 0 if whole else 1


def check(options, settings, identity: str, keys_file: Path) -> int:
    """Into a folder that is removed again."""
    began = datetime.datetime.now(datetime.UTC)
    with tempfile.TemporaryDirectory(prefix="belisha-restore-") as folder:
        data = Path(folder) / "data"
        data.mkdir(mode=0o700)
        with postgresql.spare(settings.database_url.get_secret_value()) as url:
            # Whatever is read or written from here on is the copy, never the installation.
            os.environ.update(BELISHA_DATA=str(data), BELISHA_DATABASE_URL=url)
            _forget_settings()
            lines = unpack(options.file, keys_file, identity, data, url)
            whole = prove(lines, options.deep)
    took = (datetime.datetime.now(datetime.UTC) - began).total_seconds()
    say(f"{options.file.name} {'can be restored' if whole else 'is NOT whole'}; trying took {took:.1f} seconds.")
    if whole and settings.data.is_dir():
        remember(settings.data, tried=began)
    return 0 if whole else 1


def _forget_settings() -> None:
    from belisha import config

    config.load.cache_clear()


# -- the steps --------------------------------------------------------------------------------------


def unpack(file: Path, keys_file: Path, identity: str, data: Path, url: str) -> list[str]:
    """Open both files beside their place and move them in when both are whole; returns the wrapped keys' lines."""
    aside = Path(tempfile.mkdtemp(prefix=".restoring-", dir=data))
    try:
        archive.read(keys_file, identity, lambda tar: _extract(tar, aside / "k", _is_of_keys))
        archive.read(file, identity, lambda tar: _extract(tar, aside / "d", _is_of_data))
        about = _about(aside / "d", file)
        _about(aside / "k", keys_file)
        lines = (aside / "k" / "keys.jsonl").read_text().splitlines()
        if about["database"] == DATABASES[1]:
            postgresql.load(aside / "d" / DATABASES[1], url)
        elif url:
            raise Stop("This backup is of an SQLite database. Leave BELISHA_DATABASE_URL empty to restore it.")
        else:
            (aside / "d" / DATABASES[0]).rename(data / "belisha.sqlite3")
        for name, place in (("k/keys", data / "keys"), ("d/sealed", data / "sealed")):
            if (aside / name).is_dir():
                (aside / name).rename(place)
        return lines
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _extract(tar: tarfile.TarFile, place: Path, wanted) -> None:
    """Only plain files with the names we gave them: a backup from elsewhere writes nothing else."""
    for entry in tar:
        if not entry.isfile() or not wanted(entry.name):
            raise Stop(f"The backup holds “{entry.name}”, which Belisha did not put there.")
        path = place / entry.name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with path.open("xb") as file:
            shutil.copyfileobj(tar.extractfile(entry), file, 1 << 20)
            file.flush()
            os.fsync(file.fileno())


def _is_of_keys(name: str) -> bool:
    return name in ("about.json", "keys.jsonl") or (name.startswith("keys/") and _plain(name, 2))


def _is_of_data(name: str) -> bool:
    return name in ("about.json", *DATABASES) or (name.startswith("sealed/") and _plain(name, 4))


def _plain(name: str, parts: int) -> bool:
    pieces = name.split("/")
    return len(pieces) == parts and not any(piece in ("", "..") or piece.startswith(".") for piece in pieces)


def _about(folder: Path, file: Path) -> dict:
    try:
        about = json.loads((folder / "about.json").read_text())
    except (OSError, ValueError) as fault:
        raise Stop(f"{file} is sealed to this identity and is no backup of Belisha's.") from fault
    if about["format"] > FORMAT:
        raise Stop(f"{file} was made by a later version of Belisha. Restore it with that version.")
    return about


def prove(lines: list[str], deep: bool) -> bool:
    """Bring the keys in, then look at every audit log and at the files. Says what it finds; whether all is whole."""
    start_django()
    from belisha.commands.verify import every_log
    from belisha.sealed.box import SealError
    from belisha.sealed.export import import_keys
    from belisha.sealed.reconcile import reconcile

    preparing.migrate()
    try:
        import_keys(lines)
    except SealError as fault:
        raise Stop(str(fault)) from fault
    whole = True
    for name, verdict in every_log():
        say(f"{name}: {verdict.sentence}")
        whole = whole and verdict.whole
    report = reconcile(deep=deep)
    for sentence in report.sentences():
        say(sentence)
    faults = [] if deep else list(open_some())
    for sentence in faults:
        say(sentence)
    return whole and report.ok and not faults


def open_some() -> Iterator[str]:
    """Open a sample of the sealed files to their ends; a sentence for each that cannot be."""
    from belisha.sealed.box import SealError, Shredded
    from belisha.sealed.models import SealedFile
    from belisha.sealed.store import open_file

    for row in SealedFile.objects.order_by("?")[:SAMPLE]:
        try:
            for _ in open_file(row):
                pass
        except Shredded:
            continue
        except (SealError, OSError) as fault:
            yield f"{row} cannot be opened: {fault}"
