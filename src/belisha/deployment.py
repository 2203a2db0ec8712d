"""Is this installation as it should be? Each question looks at one thing and answers in a sentence with its remedy.

The questions only look. What must be true before serving at all is `commands/preparing.py`.
"""

import datetime
import shutil
import smtplib
import socket
import sqlite3
import ssl
import urllib.parse
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.core import checks
from django.db import DatabaseError, connection
from django.utils import timezone

from belisha import config
from belisha.commands import Stop, preparing
from belisha.core import guards
from belisha.core.models import AuditEntry, AuditHead, Notice
from belisha.people.models import School

GREEN, AMBER, RED = "green", "amber", "red"
OLDEST_SQLITE, OLDEST_POSTGRESQL = (3, 37), 150000
# Below these many bytes the disk is a worry, or a fault.
TIGHT, FULL = 2 * 1024**3, 200 * 1024**2
BACKUP_OLD = datetime.timedelta(days=2)
SKEW = datetime.timedelta(minutes=5)


@dataclass(frozen=True)
class Finding:
    """One line of the report."""

    level: str
    sentence: str
    mend: str = ""

    def __str__(self):
        return f"{self.level:<6} {self.sentence}" + (f"\n       {self.mend}" if self.mend else "")


Question = Callable[[], Iterator[Finding]]
QUESTIONS: list[Question] = []


def question(function: Question) -> Question:
    QUESTIONS.append(function)
    return function


def look() -> Iterator[Finding]:
    """Every answer. Questions about tables are left out while the database does not answer."""
    for ask in QUESTIONS:
        try:
            yield from ask()
        except DatabaseError:
            yield Finding(RED, f"“{ask.__doc__.strip()}” could not be answered: the database refused.")


@question
def private() -> Iterator[Finding]:
    """Can other accounts of this machine read the data folder?"""
    settings = config.load()
    loose = [path for path in (settings.data, settings.keys) if path.exists() and path.stat().st_mode & 0o077]
    loose += [path for path in settings.keys.glob("*") if path.stat().st_mode & 0o077]
    for path in loose:
        yield Finding(RED, f"{path} can be read by other accounts.", f"chmod go= {path}")
    if not loose:
        yield Finding(GREEN, f"{settings.data.resolve()} and its keys belong to one account alone.")


@question
def space() -> Iterator[Finding]:
    """Is there room on the disk?"""
    free = shutil.disk_usage(config.load().data).free
    level = RED if free < FULL else AMBER if free < TIGHT else GREEN
    mend = "" if level == GREEN else "Make room: on a full disk nothing can be saved."
    yield Finding(level, f"{free // 1024**2:,} MB are free on the disk.", mend)


@question
def database() -> Iterator[Finding]:
    """Does the database answer, and is it new enough?"""
    try:
        connection.ensure_connection()
    except DatabaseError as fault:
        yield Finding(RED, f"The database cannot be reached: {str(fault).strip()}", "See BELISHA_DATABASE_URL.")
        return
    if connection.vendor == "sqlite":
        version, fine = sqlite3.sqlite_version, sqlite3.sqlite_version_info >= OLDEST_SQLITE
    else:
        number = connection.pg_version
        version, fine = f"{number // 10000}.{number % 10000}", number >= OLDEST_POSTGRESQL
    level, mend = (GREEN, "") if fine else (RED, "SQLite 3.37 or PostgreSQL 15 are the oldest that Belisha runs on.")
    yield Finding(level, f"The database is {connection.display_name} {version} and answers.", mend)


@question
def tables() -> Iterator[Finding]:
    """Are the tables those of this version, and protected?"""
    try:
        unknown, missing = preparing.migrations(connection)
    except Stop:
        return  # said already
    if unknown:
        yield Finding(RED, f"A later version of Belisha used this database ({unknown[0]}).", "Run that version.")
    if missing:
        yield Finding(AMBER, f"{len(missing)} changes to the tables are waiting.", "`belisha serve` makes them.")
        return
    asleep = set(guards.TRIGGERS[connection.vendor]) - guards.standing(connection)
    for name in sorted(asleep):
        yield Finding(
            RED, f"The trigger {name}, which keeps the audit log as it is, is missing.",
            "Somebody removed it. Run `belisha verify`, then restore the database from a backup.",
        )  # fmt: skip
    if not asleep and not unknown:
        yield Finding(GREEN, f"The tables are up to date, and {len(guards.TRIGGERS[connection.vendor])} guards stand.")


@question
def address() -> Iterator[Finding]:
    """Do the address, HTTPS and the reverse proxy fit together?"""
    settings = config.load()
    parts = urllib.parse.urlsplit(settings.url)
    here = parts.hostname in ("localhost", "127.0.0.1", "::1")
    listens = settings.address.rpartition(":")[0].strip("[]")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        yield Finding(RED, f"“{settings.public_url}” is no web address.", "BELISHA_PUBLIC_URL=https://…")
    elif parts.scheme == "https" and not settings.behind_proxy:
        yield Finding(
            RED, "People use https, and Belisha was not told of a reverse proxy that speaks it: every page would be "
            "sent round in circles.", "Set BELISHA_BEHIND_PROXY=true, and see docs/how-to/deploy.md.",
        )  # fmt: skip
    elif settings.behind_proxy and listens not in ("127.0.0.1", "localhost", "::1"):
        yield Finding(
            RED, f"Belisha listens at {settings.address}, past its reverse proxy: anybody could pretend to be it.",
            "Set BELISHA_ADDRESS=127.0.0.1:8000.",
        )  # fmt: skip
    elif parts.scheme == "http" and not here:
        yield Finding(
            RED, f"People sign in at {settings.url} without HTTPS: their passwords can be read on the way.",
            "Put a reverse proxy in front; see docs/how-to/deploy.md.",
        )  # fmt: skip
    elif here:
        yield Finding(AMBER, f"Belisha can be used on this machine only ({settings.url}).", "Set BELISHA_PUBLIC_URL.")
    else:
        yield Finding(GREEN, f"People reach Belisha at {settings.url}, through the reverse proxy.")


@question
def mail() -> Iterator[Finding]:
    """Does the mail server take letters?"""
    settings = config.load()
    # Letters about what is confidential wait in an outbox of their own, which nobody counts.
    letters = Notice.objects.filter(school_id__in=School.objects.values("pk"))
    waiting = letters.filter(state=Notice.State.UNSENT).count()
    failed = letters.filter(state=Notice.State.FAILED).count()
    if not settings.email_host:
        yield Finding(
            AMBER,
            f"No mail server is set; {waiting} letters wait.",
            "Set BELISHA_EMAIL_HOST, or hand links over by hand.",
        )
        return
    try:
        with smtplib.SMTP(settings.email_host, settings.email_port, timeout=5) as server:
            if settings.email_tls:
                server.starttls(context=ssl.create_default_context())
            if settings.email_user:
                server.login(settings.email_user, settings.email_password.get_secret_value())
    except (OSError, smtplib.SMTPException) as fault:
        said = f"{settings.email_host}:{settings.email_port} does not take letters ({fault})."
        yield Finding(RED, said, "See the BELISHA_EMAIL_… settings; letters wait meanwhile.")
        return
    yield Finding(GREEN, f"The mail server {settings.email_host} answers; {waiting} letters wait.")
    if failed:
        yield Finding(AMBER, f"{failed} letters could not be delivered.", "The Headteacher sees which in Belisha.")


@question
def providers() -> Iterator[Finding]:
    """Are the accounts of Google, Microsoft or another provider set up whole, and where do their answers come in?"""
    from belisha.people.providers import offers, rules, views

    for provider in offers.begun():
        back, missing = views.address_of(provider), "; ".join(rules.faults(provider))
        if missing:
            yield Finding(
                RED, f"Nobody can sign in with {provider.name}: {missing}.",
                f"See docs/how-to/sign-in-with-google-or-microsoft.md. Redirect address: {back}",
            )  # fmt: skip
        else:
            yield Finding(GREEN, f"Adults can sign in with {provider.name}; its answers come in at {back}")
    if offers.begun() and not (config.load().pupil_domains or config.load().pupil_addresses):
        yield Finding(
            AMBER, "Pupils’ accounts are not told apart: a pupil is turned away only as an unknown adult.",
            "Set BELISHA_PUPIL_DOMAINS or BELISHA_PUPIL_ADDRESSES.",
        )  # fmt: skip


@question
def demonstration() -> Iterator[Finding]:
    """Is a demonstration kept apart from real records?"""
    try:
        preparing.hold_demo_apart(config.load())
    except Stop as stop:
        yield Finding(RED, *str(stop).split("\n", 1))
        return
    if config.load().demo:
        yield Finding(AMBER, "This is a demonstration: anybody signs in as anybody.", "Keep nothing real in it.")


@question
def clock() -> Iterator[Finding]:
    """Is the clock right? It never may be behind what the audit log has seen."""
    heads = AuditHead.objects.values_list("school_id", "size")[:200]
    newest = [AuditEntry.objects.get(school_id=school, seq=size - 1).at for school, size in heads if size]
    behind = max(newest, default=timezone.now()) - timezone.now()
    if behind > SKEW:
        yield Finding(
            RED, f"The clock is {behind} behind the newest entry of the audit log.", "timedatectl set-ntp true"
        )
    else:
        yield Finding(GREEN, f"The clock says {timezone.localtime():%A %d %B %Y, %H:%M}, later than every audit entry.")


@question
def backups() -> Iterator[Finding]:
    """Is there a backup, and was it tried?"""
    from belisha.commands import backup

    settings, now = config.load(), timezone.now()
    state = backup.state(settings.data)
    made, tried = state.get("made"), state.get("tried")
    if not made:
        yield Finding(
            AMBER, "No backup was ever made here.", "belisha backup --to FOLDER; see docs/how-to/back-up-and-restore.md"
        )
    elif now - made > BACKUP_OLD:
        yield Finding(AMBER, f"The last backup is of {made:%d %B %Y}.", "Let a timer run `belisha backup` every night.")
    else:
        yield Finding(GREEN, f"The last backup is of {made:%d %B %Y, %H:%M} UTC.")
    if made and (not tried or now - tried > datetime.timedelta(days=settings.restore_test_days)):
        yield Finding(AMBER, "No backup was tried this term.", "belisha restore FILE --identity FILE --check")


@question
def django() -> Iterator[Finding]:
    """What do the framework's own checks say?"""
    faults = [fault for fault in checks.run_checks() if fault.is_serious() and not fault.is_silenced()]
    for fault in faults:
        yield Finding(RED, fault.msg, fault.hint or "")
    if not faults:
        yield Finding(GREEN, "The framework's own checks find nothing wrong.")


@question
def printing() -> Iterator[Finding]:
    """Can policies be printed?"""
    try:
        import weasyprint  # noqa: F401 (it looks for the libraries as it is imported)
    except OSError:
        mend = "apt-get install libpangoft2-1.0-0 libharfbuzz-subset0, and restart Belisha."
        yield Finding(AMBER, "Policies cannot be printed to PDF: the libraries that draw letters are missing.", mend)
    else:
        yield Finding(GREEN, "Policies can be printed to PDF.")


@question
def host() -> Iterator[Finding]:
    """Does the public name lead anywhere?"""
    name = urllib.parse.urlsplit(config.load().url).hostname
    try:
        socket.getaddrinfo(name, None)
    except OSError:
        yield Finding(AMBER, f"This machine does not find the name {name}.", "Is it entered in the school's DNS?")
