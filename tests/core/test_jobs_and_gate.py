"""Workers that are killed, schedules that two workers share, and eight processes that write at once."""

import time

import pytest
from engines.labour import Place


@pytest.fixture
def place(school_on_sqlite, tmp_path):
    made = school_on_sqlite.copy(tmp_path / "data")
    yield made
    made.close()


def whole(place: Place) -> None:
    state = place.run("state")
    assert state["whole"], state["sentence"]
    assert state["gapless"]


def test_a_worker_killed_in_mid_job_asks_each_of_600_adults_once_all_the_same(place):
    version = place.run("crowd", 600)["version"]
    kills = 0
    for pause in (0.0, 0.05, 0.15, 0.3):
        worker = place.start("worker")
        before = place.run("acknowledgements", version)["rows"]
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline and place.run("acknowledgements", version)["rows"] == before < 601:
            time.sleep(0.01)
        time.sleep(pause)
        worker.kill()
        kills += 1
        place.run("forget_schedule")
    worker = place.start("worker")
    deadline = time.monotonic() + 60
    while place.run("acknowledgements", version)["rows"] < 601 and time.monotonic() < deadline:
        time.sleep(0.2)
    worker.kill()
    counted = place.run("acknowledgements", version)
    assert counted == {"rows": 601, "adults": 601, "twice": 0}, f"after {kills} kills"
    whole(place)


def test_two_workers_run_each_function_of_the_schedule_once_a_period(place):
    ran = place.together(2, "tick", "counted", 20)
    assert sum(one["ran"] for one in ran) == 20


def test_one_failing_function_stops_no_other_and_a_clock_that_goes_back_runs_nothing_twice(db, caplog):
    import datetime

    from django.utils import timezone

    from belisha.core import jobs

    ran = []

    def fails():
        raise RuntimeError("on purpose")

    every, now = [(jobs.HOUR, fails), (jobs.HOUR, lambda: ran.append(1))], timezone.now()
    assert len(jobs.run_due(every, now)) == 2
    assert jobs.run_due(every, now + datetime.timedelta(minutes=59)) == []
    assert jobs.run_due(every, now - datetime.timedelta(days=1)) == []
    assert len(jobs.run_due(every, now + jobs.HOUR)) == 2
    assert ran == [1, 1]
    assert len(caplog.records) == 2


def test_a_nudge_is_there_if_and_only_if_the_change_is(db):
    from cast import a_school, an_adult
    from django.db import transaction
    from django_tasks_db.models import DBTaskResult

    school, before = a_school().school, DBTaskResult.objects.count()
    with transaction.atomic():
        an_adult(school, "Never Was")
        transaction.set_rollback(True)
    assert DBTaskResult.objects.count() == before
    an_adult(school, "Really Is")
    assert DBTaskResult.objects.count() > before


def test_eight_processes_write_at_once_and_nothing_is_locked_out_or_lost(place, capsys):
    wrote = place.together(8, "write", 4.0)
    left = place.run("written")
    assert {str(one["pid"]): one["written"] for one in wrote} == left
    whole(place)
    with capsys.disabled():
        total = sum(one["written"] for one in wrote)
        print(f"\n{total} actions by 8 processes in 4 s; worst wait {max(one['worst'] for one in wrote) * 1000:.0f} ms")


def test_eight_threads_write_at_once_without_a_gap(place):
    made = place.run("threads_elsewhere", 8, 12)
    assert made["faults"] == []
    assert made["seqs"] == list(range(96))
    assert made["whole"], made["sentence"]


def test_a_killed_writer_lets_the_others_in(place):
    for pause in (0.3, 0.31, 0.32):
        writer = place.start("write", 30.0)
        time.sleep(pause)
        writer.kill()
        began = time.monotonic()
        place.run("write", 0.1)
        assert time.monotonic() - began < 10
    whole(place)
