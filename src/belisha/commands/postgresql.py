"""PostgreSQL's own tools, for backups: pg_dump, pg_restore, and a spare database to try one in."""

import contextlib
import os
import secrets
import subprocess
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

from belisha.commands import Stop

# The wrapped keys go into the other archive.
KEY_TABLE = "sealed_key"
TOOLS = "apt-get install postgresql-client"


def dump(settings: dict, path: Path) -> Path:
    """Copy the database as it is at one instant, without any wrapped key."""
    command = ["pg_dump", "--format=custom", "--no-owner", f"--exclude-table-data={KEY_TABLE}", f"--file={path}"]
    _run(command, settings, "could not copy the database")
    return path


def load(path: Path, url: str) -> None:
    """Fill the database that the settings name, which must be empty; all of it or nothing."""
    if not url:
        raise Stop("This backup is of a PostgreSQL database. Make an empty one and name it in BELISHA_DATABASE_URL.")
    with _connected(url) as connection:
        tables = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()[0]
    if tables:
        raise Stop("The database is not empty. A backup goes into an empty one, so that nothing is overwritten.")
    command = ["pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", f"--dbname={_parts(url)['NAME']}"]
    _run([*command, str(path)], _parts(url), "could not fill the database")


@contextlib.contextmanager
def spare(url: str) -> Iterator[str]:
    """The address of a database to try in, dropped afterwards. SQLite needs none: for "" it gives ""."""
    if not url:
        yield ""
        return
    import psycopg
    from psycopg import sql

    name = sql.Identifier(fresh := f"belisha_check_{secrets.token_hex(4)}")
    with _connected(url) as connection:
        try:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(name))
        except psycopg.errors.InsufficientPrivilege as fault:
            raise Stop(
                "To try a backup, Belisha's account at PostgreSQL must be able to make a database: "
                "ALTER ROLE … CREATEDB."
            ) from fault
        try:
            yield urllib.parse.urlsplit(url)._replace(path=f"/{fresh}").geturl()
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


@contextlib.contextmanager
def _connected(url: str):
    import psycopg

    try:
        connection = psycopg.connect(url, autocommit=True, connect_timeout=5)
    except psycopg.OperationalError as fault:
        raise Stop(f"The database cannot be reached. It says: {str(fault).strip()}") from fault
    with contextlib.closing(connection):
        yield connection


def _run(command: list[str], settings: dict, failed: str) -> None:
    try:
        done = subprocess.run(command, env=_environment(settings), capture_output=True, text=True, check=False)  # noqa: S603
    except FileNotFoundError as fault:
        raise Stop(f"{command[0]} is not installed. As root: {TOOLS}") from fault
    if done.returncode:
        raise Stop(f"{command[0]} {failed}. It says: {done.stderr.strip()}")


def _environment(settings: dict) -> dict:
    """How PostgreSQL's tools reach the database; no password in a list of processes."""
    named = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    given = {variable: str(settings[name]) for variable, name in named.items() if settings.get(name)}
    if mode := settings.get("OPTIONS", {}).get("sslmode"):
        given["PGSSLMODE"] = mode
    return {**os.environ, **given}


def _parts(url: str) -> dict:
    """The address as Django's settings have it."""
    parts = urllib.parse.urlsplit(url)
    query = dict(urllib.parse.parse_qsl(parts.query))
    return {
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": parts.port or "",
        "USER": urllib.parse.unquote(parts.username or ""),
        "PASSWORD": urllib.parse.unquote(parts.password or ""),
        "NAME": parts.path.lstrip("/"),
        "OPTIONS": query,
    }
