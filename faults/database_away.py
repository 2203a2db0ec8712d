"""PostgreSQL goes away for a minute while people report: a clear page at once, drafts kept, then everything goes on."""

import time
from contextlib import contextmanager
from pathlib import Path

from bench.serving import port as free_port
from faults import checking, stage

SECONDS = 60


@contextmanager
def postgresql():
    """A real server of our own, or None where PostgreSQL is not installed."""
    from engines.conftest import Server, _tools

    tools = _tools()
    if tools is None:
        yield None
        return
    server = Server(tools)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def run(data: Path, server, reports: int = 8, seconds: int = SECONDS) -> dict:
    """What came of reports before, while and after the database was away."""
    stage.begin(data, BELISHA_DATABASE_URL=server.database())
    staff, number = stage.Staff(), free_port()
    before, during = staff.drafts(reports), staff.drafts(reports)
    from django.db import connections

    connections.close_all()
    with stage.server(number):
        first = [stage.send(number, one) for one in before]
        server.pause()
        began, slowest = time.monotonic(), 0.0
        while_away = []
        while time.monotonic() - began < seconds:
            for one in during[:2]:
                asked = time.monotonic()
                while_away.append(stage.send(number, one))
                slowest = max(slowest, time.monotonic() - asked)
            time.sleep(1)
        answers = sorted({answer.split()[0] for one in during for answer in one.answers})
        server.go_on()
        back = time.monotonic()
        after = []
        for one in during:
            while stage.send(number, one) != "acknowledged" and time.monotonic() - back < 30:
                time.sleep(0.2)
            after.append(bool(one.acknowledged))
    connections.close_all()
    found = checking.outcome([*before, *during])
    return {
        "acknowledged before": f"{first.count('acknowledged')} of {reports}",
        "acknowledged while it was away": f"{while_away.count('acknowledged')} of {len(while_away)}",
        "answers while it was away": ", ".join(answers), "slowest answer while it was away": f"{slowest:.1f} s",
        "the same reports sent when it was back": f"{sum(after)} of {reports}",
        "acknowledged and lost": found["lost"], "half there": found["half there"], **checking.machinery(),
    }  # fmt: skip
