"""Opening duties on a real database of each kind: two workers at once, and one that is killed."""

import time

import pytest

pytestmark = pytest.mark.engines


def test_two_workers_at_once_ask_each_adult_once(place):
    duty = place.run("a_live_duty", 450)
    place.together(2, "open_duty", duty["duty"])
    found = place.run("owed_rows", duty["duty"])
    assert found["twice"] == 0
    assert found["rows"] == found["adults"]
    assert place.run("open_duty", duty["duty"])["asked"] == 0
    state = place.run("state")
    assert state["whole"], state["sentence"]


def test_a_worker_that_is_killed_leaves_nothing_undone_and_nothing_twice(place):
    duty = place.run("a_live_duty", 650)
    killed = place.start("open_duty", duty["duty"])
    until = time.monotonic() + 60
    while time.monotonic() < until and not place.run("owed_rows", duty["duty"])["rows"]:
        pass
    killed.kill()
    place.run("open_everything")
    found = place.run("owed_rows", duty["duty"])
    assert (found["rows"], found["twice"]) == (found["adults"], 0)
    state = place.run("state")
    assert state["whole"], state["sentence"]
