"""Work behind the page. The row is the job: the queue is only a nudge, and losing it loses nothing.

A task takes ids, loads, calls an action and is safe to run twice. `schedule.py` looks for due rows every minute, so a
worker that was killed in mid-job leaves nothing undone: its transaction was rolled back, and the row is found again.
"""

import datetime
import logging
import signal
import time
from collections.abc import Callable

from django.db import InterfaceError, OperationalError, close_old_connections, connections, transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from belisha.core.models import ScheduledRun

log = logging.getLogger("belisha.jobs")

MINUTE = datetime.timedelta(minutes=1)
HOUR = datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)
# Seconds until the worker asks again for a database that does not answer.
AWAY = 2
Every = list[tuple[datetime.timedelta, Callable[[], None]]]


def nudge(task, *ids) -> None:
    """Enqueue a task in the caller's transaction: it is there if, and only if, the change is."""
    task.enqueue(*[str(value) for value in ids])


def run_due(every: Every, now: datetime.datetime | None = None) -> list[str]:
    """Run each function of the schedule whose time has come; returns their names. One failure stops no other."""
    now = now or timezone.now()
    ran = []
    for period, function in every:
        name = f"{function.__module__}.{function.__qualname__}"
        if _take(name, period, now):
            ran.append(name)
            try:
                function()
            except Exception:  # the job runner is the one place where a fault must not end the process
                log.exception("scheduled %s failed", name)
    return ran


def _take(name: str, period: datetime.timedelta, now: datetime.datetime) -> bool:
    """Whether this process runs it now. The row is the lock: of two workers one sees it updated."""
    with transaction.atomic():
        run, made = ScheduledRun.objects.get_or_create(name=name, defaults={"at": now})
        if made:
            return True
        return bool(ScheduledRun.objects.filter(name=name, at=run.at, at__lte=now - period).update(at=now))


def forget_nudges() -> None:
    """Drop nudges that were run, or that died with their worker, more than a day ago. The rows they were about stay."""
    old = timezone.now() - DAY
    with transaction.atomic():
        DBTaskResult.objects.filter(Q(finished_at__lt=old) | Q(finished_at=None, started_at__lt=old)).delete()


class _Stop:
    """Ends the loop after the work in hand, at the first signal."""

    def __init__(self):
        self.asked = False
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self)

    def __call__(self, number, frame):
        self.asked = True


def work(every: Every, pause: float = 0.5) -> None:
    """Run tasks and the schedule until asked to stop."""
    stop = _Stop()
    queue = Worker(
        queue_names=["*"], interval=0, batch=True, backend_name="default", startup_delay=False,
        max_tasks=None, worker_id=f"belisha-{time.time_ns()}", excluded_queue_names=[],
    )  # fmt: skip
    while not stop.asked:
        try:
            _round(every, queue)
        except (OperationalError, InterfaceError) as fault:
            # A database that is away must not end the worker, and with it the pages: what is due waits in its rows.
            log.warning("the database does not answer (%s); trying again", type(fault).__name__)
            connections.close_all()
            time.sleep(AWAY)
        time.sleep(pause)


def _round(every: Every, queue: Worker) -> None:
    close_old_connections()
    run_due(every)
    # Looked at first: the queue asks under an exclusive lock, and would take that twice a second for nothing.
    if DBTaskResult.objects.ready().exists():
        queue.run()
