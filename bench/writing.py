"""What an action costs beside a bare durable commit, and how long the unluckiest of eight writers waits."""

import multiprocessing
import sqlite3
import time
from datetime import date

from bench.measure import Figure, against, interleaved, ms

ROUNDS = 150


def figures(data, made, head):
    from belisha.people import actions
    from belisha.people.models import Adult

    raw = sqlite3.connect(data / "floor.sqlite3", isolation_level=None)
    for statement in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "CREATE TABLE t (words TEXT)"):
        raw.execute(statement)

    def commit():
        raw.execute("BEGIN IMMEDIATE")
        raw.execute("INSERT INTO t VALUES (?)", ("x" * 400,))
        raw.execute("COMMIT")

    adult = Adult.objects.select_related("school").get(name="Adult 00007")

    def change(counted=iter(range(10**6))):  # noqa: B008
        actions.change(adult, by=head, name=f"Adult {next(counted)}", kind="employee", email="", starts=adult.starts)

    change()
    times = interleaved(ROUNDS, floor=commit, action=change)
    yield against("One action with its audit entry", times["action"], times["floor"], "a bare durable commit")
    raw.close()
    yield from eight(made)


def eight(made):
    """Eight processes that write as fast as they can for three seconds."""
    from django.db import connections

    connections.close_all()
    fork = multiprocessing.get_context("fork")
    results = fork.Queue()
    writers = [fork.Process(target=_write, args=(made, results)) for _ in range(8)]
    for writer in writers:
        writer.start()
    all_times = sorted(time for _ in writers for time in results.get(timeout=60))
    for writer in writers:
        writer.join()
    yield Figure(
        "Eight writers at once: worst wait for a whole action", ms(all_times[-1]),
        f"median {ms(all_times[len(all_times) // 2])}, {len(all_times) / 3:.0f} actions a second together",
    )  # fmt: skip


def _write(made, results) -> None:
    import os

    from belisha.core.access import SET_UP
    from belisha.people import actions

    times, until, number = [], time.monotonic() + 3, 0
    while time.monotonic() < until:
        began, number = time.perf_counter(), number + 1
        actions.add(made, by=SET_UP, name=f"Writer {os.getpid()} {number}", starts=date(2026, 1, 1))
        times.append(time.perf_counter() - began)
    results.put(times)
    results.close()
    results.join_thread()
    os._exit(0)
