"""Real processes at work on a database of their own, SQLite or PostgreSQL. A module and a program:

    python -m engines.labour        (in tests/, with BELISHA_DATA and perhaps BELISHA_DATABASE_URL)

The program loads Django once and then forks a process for each line of JSON that it is given: `[name, file, …]`.
Each function below whose name does not begin with an underscore does one thing; what it returns goes into the file.
"""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import traceback
import uuid
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
PATIENCE = 600
# Files beside this one whose functions can be named as well.
ROOMS = (
    "agreeing", "being_away", "concerning", "counting", "following_up", "inquiring", "listing", "making", "refusing",
    "sending",
)  # fmt: skip


@dataclass
class Place:
    """A data folder, and a database, in which processes work."""

    data: Path
    settings: dict = field(default_factory=dict)
    foreman: subprocess.Popen | None = None

    @property
    def environment(self) -> dict:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("BELISHA_", "DJANGO_"))}
        known = {"DJANGO_SETTINGS_MODULE": "belisha.settings", "PYTHONPATH": str(TESTS), "BELISHA_DATA": str(self.data)}
        return {**kept, **known, **self.settings}

    def start(self, name: str, *arguments) -> "Process":
        """Begin one thing in a process of its own."""
        if self.foreman is None:
            program = [sys.executable, "-m", "engines.labour"]
            self.foreman = subprocess.Popen(
                program, env=self.environment, cwd=TESTS, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
        answer = self.data.parent / f"{name}-{uuid.uuid4().hex}.json"
        self.foreman.stdin.write(json.dumps([name, str(answer), *arguments]) + "\n")
        self.foreman.stdin.flush()
        return Process(int(self.foreman.stdout.readline()), answer)

    def run(self, name: str, *arguments):
        """Do one thing in a process of its own; what it returns."""
        return self.start(name, *arguments).finish()

    def together(self, number: int, name: str, *arguments) -> list:
        """The same in several processes at once."""
        return [one.finish() for one in [self.start(name, *arguments) for _ in range(number)]]

    def copy(self, data: Path, **settings) -> "Place":
        shutil.copytree(self.data, data)
        return Place(data, {**self.settings, **settings})

    def close(self) -> None:
        if self.foreman:
            self.foreman.communicate()
            self.foreman = None


@dataclass
class Process:
    """One that was started, and where its answer will be."""

    pid: int
    answer: Path

    def finish(self):
        deadline = time.monotonic() + PATIENCE
        while not self.answer.exists():
            assert time.monotonic() < deadline, f"{self.answer.name} did not end"
            time.sleep(0.01)
        said = json.loads(self.answer.read_text())
        assert "fault" not in said, said["fault"]
        return said["returned"]

    def kill(self) -> None:
        """SIGKILL, and wait until it is gone."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
            while True:
                os.kill(self.pid, 0)
                time.sleep(0.005)


# -- what they do -----------------------------------------------------------------------------------------------------


def prepare() -> dict:
    """Migrate from empty, found a school with a Headteacher; its key."""
    from belisha.commands import preparing
    from belisha.core.access import SET_UP, Role
    from belisha.people import actions
    from belisha.people.models import School

    preparing.migrate()
    school = actions.found(School(name="Kestrel Lane School", kind="community"), by=SET_UP)
    actions.add(school, by=SET_UP, name="Ada Okafor", roles=(Role.HEADTEACHER,))
    return {"school": str(school.pk)}


def migrate() -> dict:
    from django.core import checks
    from django.db import connection

    from belisha.commands import preparing

    preparing.migrate()
    faults = [str(fault) for fault in checks.run_checks(databases=["default"]) if fault.is_serious()]
    return {"engine": connection.vendor, "waiting": preparing.migrations(connection)[1], "faults": faults}


def _school():
    from belisha.people.models import School

    return School.objects.get(name="Kestrel Lane School")


def _head():
    from belisha.people.models import Adult

    head = Adult.objects.select_related("school").get(name="Ada Okafor")
    head.second_factor = True
    return head


def state() -> dict:
    """What the log says of itself."""
    from belisha.core import audit
    from belisha.core.models import AuditEntry

    school = _school()
    seqs = list(AuditEntry.objects.filter(school_id=school.pk).order_by("seq").values_list("seq", flat=True))
    verdict = audit.verify(school.pk)
    return {"whole": verdict.whole, "sentence": verdict.sentence, "gapless": seqs == list(range(len(seqs)))}


def checkpoint() -> dict:
    from belisha.core import audit

    return {"size": audit.checkpoint(_school().pk).size}


def write(seconds: float, floor: float = 0) -> dict:
    """Change the school's record again and again; how often, and the longest that one took (seconds)."""
    from belisha.core.access import SET_UP
    from belisha.people import actions

    school, times, until = _school(), [], time.monotonic() + seconds
    number = 0
    while time.monotonic() < until:
        number += 1
        began = time.monotonic()
        actions.add(school, by=SET_UP, name=f"Writer {os.getpid()} {number}")
        times.append(time.monotonic() - began)
        time.sleep(floor)
    return {"pid": os.getpid(), "written": number, "worst": max(times), "median": sorted(times)[len(times) // 2]}


def written() -> dict:
    """How many adults each writer left behind."""
    from collections import Counter

    from belisha.people.models import Adult

    names = Adult.objects.filter(name__startswith="Writer ").values_list("name", flat=True)
    return Counter(name.split()[1] for name in names)


def threads_elsewhere(number: int, each: int) -> dict:
    """Entries by several threads of one process at once, in the empty log of another school."""
    from django.db import connection

    from belisha.core.access import SET_UP
    from belisha.core.models import AuditEntry
    from belisha.people import actions
    from belisha.people.models import School

    school, faults = School.objects.create(name=f"Threads {time.monotonic()}", kind="other"), []

    def work(which):
        try:
            for count in range(each):
                actions.add(school, by=SET_UP, name=f"Thread {which} {count}")
        except Exception as fault:  # carried to the test
            faults.append(repr(fault))
        finally:
            connection.close()

    running = [threading.Thread(target=work, args=[which]) for which in range(number)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    from belisha.core import audit

    seqs = list(AuditEntry.objects.filter(school_id=school.pk).order_by("seq").values_list("seq", flat=True))
    verdict = audit.verify(school.pk)
    return {"faults": faults, "seqs": seqs, "whole": verdict.whole, "sentence": verdict.sentence}


def refused(*statements) -> list:
    """What the database answers to each statement, run alone; an empty answer means that it was done."""
    from django.db import DatabaseError, connection

    answers = []
    for statement in statements:
        with connection.cursor() as cursor:
            try:
                for part in statement.split(";;"):
                    cursor.execute(part)
                answers.append("")
            except DatabaseError as fault:
                answers.append(str(fault))
        connection.close()
    return answers


def crowd(number: int) -> dict:
    """A published policy and many adults, nobody of whom was asked yet. Rows only: making them is not tested here."""
    from django.utils import timezone

    from belisha.people.models import Adult

    school, today, before = _school(), timezone.localdate(), Adult.objects.count()
    Adult.objects.bulk_create(
        [
            Adult(
                school=school,
                name=f"Adult {before + n:05d}",
                sign_in_name=f"crowd{before + n}",
                starts=today,
                password="!",
            )
            for n in range(number)
        ],
        batch_size=500,
    )
    version = draft()
    publish(version["version"])
    return version


def draft(policy: str = "") -> dict:
    """An approved version of a policy, ready to be published."""
    from django.utils import timezone

    from belisha.policy import actions
    from belisha.policy.models import Policy
    from belisha.policy.written import Written

    head = _head()
    text = "You must read this policy."
    clause = Written(
        ident="1-01-a", number="1", section="", text=text, start=0, end=len(text), kind="norm", modality="must",
        binds=("adult",), why="", cue_start=None, cue_end=None, confidence=1.0,
    )  # fmt: skip
    about = Policy.objects.get(pk=policy) if policy else Policy(school=head.school)
    version = actions.adopt(
        head.school, by=head, policy=about, pack="", title="Social media policy", source=text, clauses=[clause]
    )
    actions.submit(version, by=head)
    actions.approve(version, by=head, approved_by="Governors", approved_on=timezone.localdate(), minute="1")
    return {"version": str(version.pk), "policy": str(version.policy_id)}


def search(texts: list, *typed: str) -> list:
    """Publish a policy with these clauses, look for words in it as its Headteacher; the clauses found, in order."""
    from django.utils import timezone

    from belisha.policy import actions
    from belisha.policy.models import Policy
    from belisha.policy.searching import queries, rules
    from belisha.policy.written import Written

    head, at, clauses = _head(), 0, []
    for number, text in enumerate(texts, 1):
        clause = Written(
            ident=f"1-{number:02d}-a", number=f"1.{number}", section="", text=text, start=at, end=at + len(text),
            kind="norm", modality="must", binds=("adult",), why="", cue_start=None, cue_end=None, confidence=1.0,
        )  # fmt: skip
        clauses.append(clause)
        at += len(text) + 1
    about = Policy(school=head.school)
    version = actions.adopt(
        head.school, by=head, policy=about, pack="", title="Zoo policy", source="\n".join(texts), clauses=clauses
    )
    actions.submit(version, by=head)
    actions.approve(version, by=head, approved_by="Governors", approved_on=timezone.localdate(), minute="1")
    publish(str(version.pk))
    found = [queries.search(head, rules.words(words)) for words in typed]
    return [[each.hit.title for group in groups for each in group.found] for groups in found]


def give(path: str) -> dict:
    """Give a document to be read, as the Headteacher does on the page."""
    from belisha.policy import intake

    head = _head()
    document = intake.receive(head.school, Path(path), Path(path).name, by=head)
    return {"document": str(document.pk), "state": document.state}


def reading(document: str) -> dict:
    """How a document stands, and what there is of its policy; the hash of its original as it can be opened now."""
    import hashlib

    from belisha.core.models import AuditEntry
    from belisha.policy.models import Clause, Document, Policy, Version
    from belisha.sealed.store import open_file

    row = Document.objects.select_related("original").get(pk=document)
    original = hashlib.sha256(b"".join(open_file(row.original))).hexdigest()
    counts = {model.__name__: model.objects.count() for model in (Policy, Version, Clause)}
    told = AuditEntry.objects.filter(kind="policy.import").count()
    return {
        "state": row.state,
        "progress": row.progress,
        "tries": row.tries,
        "original": original,
        "told": told,
        **counts,
    }


def let_silence_pass() -> None:
    """As if whoever was reading a document had said nothing for long."""
    import datetime

    from belisha.policy.models import Document

    Document.objects.exclude(worked_at=None).update(worked_at=datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC))
    forget_schedule()


def publish(version: str) -> dict:
    """Publish; says whether it went through, and who said no if not."""
    from django.db import IntegrityError

    from belisha.core.errors import No
    from belisha.policy import actions
    from belisha.policy.models import Version

    row = Version.objects.select_related("policy", "school").get(pk=version)
    try:
        actions.publish(row, by=_head())
    except (No, IntegrityError) as no:
        return {"published": False, "why": type(no).__name__}
    return {"published": True}


def versions() -> list:
    from belisha.policy.models import Version

    return sorted(Version.objects.values_list("state", flat=True))


def open_all(version: str) -> dict:
    """Ask everybody. Of two who do it at once the database may turn one away; the other's work stands."""
    from django.db import IntegrityError

    from belisha.duties.jobs import open_for_version

    try:
        return {"asked": open_for_version.call(version)}
    except IntegrityError:
        return {"asked": None}


def acknowledgements(version: str) -> dict:
    from django.db.models import Count

    from belisha.duties.models import Acknowledgement
    from belisha.people.models import Adult

    twice = Acknowledgement.objects.values("adult", "version").annotate(n=Count("pk")).filter(n__gt=1).count()
    rows = Acknowledgement.objects.filter(version=version).count()
    return {"rows": rows, "adults": Adult.objects.filter(school=_school()).count(), "twice": twice}


def a_live_duty(number: int) -> dict:
    """Many adults, and a duty that is switched on and that nobody was asked for yet."""
    from belisha.duties.owed.keeping import actions as keeping

    crowd(number)
    head = _head()
    duty = keeping.add(keeping.new_duty(head.school), by=head, title="Sign for the keys", way="tick")
    keeping.start(duty, by=head)
    return {"duty": str(duty.pk)}


def open_duty(duty: str) -> dict:
    from belisha.duties.owed.jobs import open_duty

    return {"asked": open_duty.call(duty)}


def open_everything() -> None:
    from belisha.duties.owed.jobs import open_due

    open_due()


def owed_rows(duty: str) -> dict:
    """How many were asked, how many there are, and how many were asked twice."""
    from django.db.models import Count

    from belisha.duties.owed.models import Owed
    from belisha.people.models import Adult

    rows = Owed.objects.filter(duty=duty)
    twice = rows.order_by().values("adult").annotate(n=Count("pk")).filter(n__gt=1).count()
    return {"rows": rows.count(), "adults": Adult.objects.filter(school=_school()).count(), "twice": twice}


def worker() -> None:
    """The worker as `belisha worker` runs it, with everything that is due."""
    from belisha import schedule
    from belisha.core import jobs
    from belisha.duties.jobs import open_due

    every = list(schedule.EVERY)
    if open_due not in [function for _, function in every]:
        every.append((jobs.MINUTE, open_due))
    jobs.work(every, pause=0.05)


def tick(name: str, rounds: int) -> dict:
    """Run a schedule of one function, due every hour, many times; how often it ran here."""
    import datetime

    from django.utils import timezone

    from belisha.core import jobs

    ran = []

    def count():
        ran.append(1)

    count.__qualname__ = name
    start = timezone.now()
    for hour in range(rounds):
        for _ in range(5):
            jobs.run_due([(jobs.HOUR, count)], now=start.replace(minute=0, second=0, microsecond=0)
                         + datetime.timedelta(hours=hour))  # fmt: skip
    return {"ran": len(ran)}


def letters(number: int) -> dict:
    """Put letters into the outbox, old enough to be found by `send_due`."""
    import datetime

    from django.utils import timezone

    from belisha.core.models import Notice
    from belisha.core.notices import sealed_link

    long_ago = timezone.now() - datetime.timedelta(hours=1)
    link = sealed_link(_school().pk, _head().pk, "/policies/")
    Notice.objects.bulk_create(
        [
            Notice(
                school_id=_school().pk, adult_id=_head().pk, address=f"adult{n}@kestrel.example", letter="task",
                link=link, made_at=long_ago,
            )
            for n in range(number)
        ]
    )  # fmt: skip
    return {"letters": number}


def send(late: int = 0) -> dict:
    """Send what is due; with `late`, as if a lease of a dead sender had run out."""
    import datetime

    from django.utils import timezone

    from belisha.core import notices
    from belisha.core.models import Notice

    if late:
        past = timezone.now() - datetime.timedelta(minutes=1)
        Notice.objects.exclude(lease_until=None).update(lease_until=past)
    notices.send_due()
    return outbox()


def send_and_die() -> None:
    """Send what is due, and hang between the server's answer and our own row."""
    from belisha.core import notices

    deliver = notices._deliver

    def hang(notice):
        deliver(notice)
        time.sleep(PATIENCE)

    notices._deliver = hang
    notices.send_due()


def forget_schedule() -> None:
    """As if a minute had passed: the next worker runs everything that is due."""
    from belisha.core.models import ScheduledRun

    ScheduledRun.objects.all().delete()


def outbox() -> dict:
    from collections import Counter

    from belisha.core.models import Notice

    return Counter(Notice.objects.values_list("state", flat=True))


def sealed() -> dict:
    """A text there and back, many at once, and after its key was destroyed."""
    from belisha.core.access import COMMAND_LINE
    from belisha.sealed import actions, keys
    from belisha.sealed.box import Shredded

    school = _school()
    one = keys.seal_text(school.pk, "case:1", "naïve ✓".encode(), "note")
    two = keys.seal_text(school.pk, "case:2", b"two", "note")
    back = [text.decode() for text in keys.open_texts(school.pk, [("case:1", one), ("case:2", two)], "note")]
    actions.shred(school, by=COMMAND_LINE, record="case:1", reason="asked")
    try:
        keys.open_text(school.pk, "case:1", one, "note")
        gone = False
    except Shredded:
        gone = True
    return {"back": back, "gone": gone, "other": keys.open_text(school.pk, "case:2", two, "note").decode()}


def lists(about: str) -> dict:
    """Pages of people and acknowledgements, by name and by search."""
    from belisha.core import queries as log
    from belisha.duties import queries as duties
    from belisha.people import queries as people
    from belisha.people.models import Adult

    head = _head()
    first, after = people.page_of_adults(head)
    second, _ = people.page_of_adults(head, after=after)
    version = next(version for version in duties.published(head) if str(version.pk) == about)
    rows, _ = duties.page_of_asked(head, version)
    wanted = Adult.objects.filter(name__startswith="Adult ").latest("pk").name
    lines, older = log.page_of_entries(head)
    return {
        "first": [adult.name for adult in first],
        "second": [adult.name for adult in second],
        "found": [adult.name for adult in people.page_of_adults(head, search=wanted.upper())[0]],
        "wanted": wanted,
        "asked": len(rows),
        "tally": duties.tally(head, version)["all"],
        "log": len(lines),
        "older": bool(older),
    }


def _foreman() -> None:
    import django

    django.setup()
    from django.urls import get_resolver

    _ = get_resolver().url_patterns  # loads every page's module once, for all who are forked from here
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        name, answer, *arguments = json.loads(line)
        pid = os.fork()
        if pid:
            print(pid, flush=True)
            continue
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        sys.stdout = sys.stderr
        _work(name, Path(answer), arguments)


def _work(name: str, answer: Path, arguments: list) -> None:
    rooms = {key: value for each in ROOMS for key, value in vars(import_module(f"engines.{each}")).items()}
    try:
        said = {"returned": (rooms | globals())[name](*arguments)}
    except BaseException:
        said = {"fault": traceback.format_exc()}
    half = answer.with_suffix(".half")
    half.write_text(json.dumps(said))
    half.rename(answer)
    os._exit(0)


if __name__ == "__main__":
    _foreman()
