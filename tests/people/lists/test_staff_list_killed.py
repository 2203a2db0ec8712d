"""Workers killed with SIGKILL while they bring a staff list in: nothing is half done, nothing is lost or doubled."""

import time

import pytest
from engines.labour import Place

ROWS, PARTS = 700, 100


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    made = Place(tmp_path_factory.mktemp("lists") / "data")
    made.run("prepare")
    yield made
    made.close()


def until(place: Place, staff_list: str, happened, seconds: float = 180) -> dict:
    """How the list stands when something has happened."""
    deadline = time.monotonic() + seconds
    while not happened(seen := place.run("how_far", staff_list)):
        assert time.monotonic() < deadline, seen
        time.sleep(0.02)
    return seen


def test_a_list_whose_worker_is_killed_at_any_moment_is_brought_in_once_by_the_next(place):
    staff_list = place.run("confirm_list", ROWS)["list"]
    for reached in (PARTS, 3 * PARTS):
        worker = place.start("worker")
        until(place, staff_list, lambda seen, least=reached: seen["reached"] >= least)
        worker.kill()
        left = place.run("how_far", staff_list)
        # What is there is whole parts: so many adults, each with a role and an entry in the log.
        assert left["reached"] % PARTS == 0
        assert left["adults"] == left["names"] == left["roles"] == left["entries"] == left["reached"]
        place.run("forget_schedule")
    workers = [place.start("worker") for _ in range(2)]
    done = until(place, staff_list, lambda seen: seen["state"] != "running")
    for worker in workers:
        worker.kill()
    assert (done["state"], done["number"]) == ("done", {"add": ROWS})
    assert done["adults"] == done["names"] == done["roles"] == done["entries"] == ROWS
    assert place.run("how_far", staff_list) == done
    assert place.run("state")["whole"]
