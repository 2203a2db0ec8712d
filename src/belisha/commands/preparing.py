"""What has to be true before Belisha serves: a private data folder, the newest tables, the looks, and no wrong setting.

Each step looks first and does nothing when nothing is needed, so that a start is quick.
"""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from belisha.commands import Stop, say

# In the data folder of the demonstration, and nowhere else.
DEMO_MARK = "this-is-a-demonstration"
PRIVATE_FOLDER = 0o700


def prepare() -> None:
    """Make the installation ready to serve, or raise `Stop` with what is wrong and how to mend it."""
    from belisha import config

    settings = config.load()
    make_private(settings)
    hold_demo_apart(settings)
    with one_at_a_time(settings.data):
        migrate()
        collect_static()
    refuse_what_is_wrong()


def make_private(settings) -> None:
    """The data folder and what lies in it belongs to one account; nobody else on the machine reads it."""
    try:
        for folder in (settings.data, settings.keys, settings.data / "incoming"):
            folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
            _tighten(folder, PRIVATE_FOLDER)
        for key in settings.keys.iterdir():
            _tighten(key, 0o600)
    except PermissionError as fault:
        account = settings.data.stat().st_uid if settings.data.exists() else "its owner"
        raise Stop(
            f"{fault.filename} belongs to another account ({account}). Run Belisha as the account that owns "
            f"{settings.data.resolve()}, or give the folder to this one."
        ) from fault
    except NotADirectoryError as fault:
        raise Stop(f"{settings.data} is a file; BELISHA_DATA must name a folder.") from fault


def _tighten(path: Path, mode: int) -> None:
    if path.stat().st_mode & 0o077:
        path.chmod(mode)
        say(f"{path} could be read by other accounts of this machine; now only its owner can.")


def hold_demo_apart(settings) -> None:
    """The demonstration lets anybody sign in as anybody: its switch and its data belong together, or nothing starts."""
    marked = (settings.data / DEMO_MARK).exists()
    if settings.demo and not marked:
        raise Stop(
            f"BELISHA_DEMO is on, and {settings.data.resolve()} is not a demonstration's data folder. In a "
            "demonstration anybody signs in as anybody.\nUse `belisha demo`, which keeps its own folder, or remove "
            "BELISHA_DEMO."
        )
    if marked and not settings.demo:
        raise Stop(
            f"{settings.data.resolve()} holds the invented school of the demonstration. Choose another folder with "
            "BELISHA_DATA for a real one, or type `belisha demo`."
        )


@contextmanager
def one_at_a_time(data: Path) -> Iterator[None]:
    """Two servers starting together must not both change the tables."""
    descriptor = os.open(data / ".preparing", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def migrate() -> None:
    """Bring the tables up to this version; refuse those of a later one."""
    from django.core.management import call_command
    from django.db import connection

    unknown, missing = migrations(connection)
    if unknown:
        raise Stop(
            f"The database was used by a later version of Belisha ({unknown[0]}). Run that version, or restore a "
            "backup made by this one."
        )
    if missing:
        say("Bringing the database up to this version." if _any_applied(connection) else "Making the database.")
        call_command("migrate", interactive=False, verbosity=0)
    if "cache" not in connection.introspection.table_names():
        call_command("createcachetable", verbosity=0)


def migrations(connection) -> tuple[list[str], list[str]]:
    """The database's changes that this version does not know, and this version's that the database lacks."""
    from django.apps import apps
    from django.db import OperationalError
    from django.db.migrations.loader import MigrationLoader

    try:
        loader = MigrationLoader(connection)
    except OperationalError as fault:
        raise Stop(f"The database cannot be reached. It says: {str(fault).strip()}") from fault
    ours = {app.label for app in apps.get_app_configs()}
    replaced = {key for migration in loader.disk_migrations.values() for key in migration.replaces}
    applied = {key for key in loader.applied_migrations if key[0] in ours}
    unknown = sorted(applied - set(loader.disk_migrations) - replaced)
    missing = sorted(set(loader.graph.nodes) - applied)
    return [".".join(key) for key in unknown], [".".join(key) for key in missing]


def _any_applied(connection) -> bool:
    return "django_migrations" in connection.introspection.table_names()


def collect_static() -> None:
    """Gather style, script and pictures where the web server reads them, when they differ from the last time."""
    from django.conf import settings
    from django.core.management import call_command

    wanted, stamp = _looks(), Path(settings.STATIC_ROOT) / ".looks"
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    try:
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    except ValueError as fault:
        raise Stop(f"The style sheets are incomplete: {fault} Run `make serve`, which fetches them.") from fault
    stamp.write_text(wanted)


def _looks() -> str:
    """A hash over the name, size and time of every static file."""
    from django.contrib.staticfiles.finders import get_finders

    files = []
    for finder in get_finders():
        for name, storage in finder.list([]):
            status = os.stat(storage.path(name))
            files.append(f"{name} {status.st_size} {status.st_mtime_ns}")
    return hashlib.sha256("\n".join(sorted(files)).encode()).hexdigest()


def refuse_what_is_wrong() -> None:
    """Run Django's and our own system checks, on the database too; refuse to start while one fails."""
    from django.core import checks

    found = [
        fault for fault in checks.run_checks(databases=["default"]) if fault.is_serious() and not fault.is_silenced()
    ]
    if found:
        said = "\n".join(f"- {fault.msg}{f' {fault.hint}' if fault.hint else ''}" for fault in found)
        raise Stop(f"Belisha does not start like this:\n{said}\nType `belisha check` for the whole picture.")
