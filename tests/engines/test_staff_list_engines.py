"""A staff list is brought in alike on SQLite and on PostgreSQL, by one worker or by three at once."""

import pytest

pytestmark = [pytest.mark.engines, pytest.mark.xdist_group("engines")]

ROWS = 250


def test_a_list_is_brought_in_once_by_three_workers_at_once(place):
    staff_list = place.run("confirm_list", ROWS)["list"]
    place.together(3, "bring_list_in", staff_list)
    done = place.run("how_far", staff_list)
    assert (done["state"], done["number"]) == ("done", {"add": ROWS})
    assert done["adults"] == done["names"] == done["roles"] == done["entries"] == ROWS
    second = place.run("confirm_list", ROWS)["list"]
    place.run("bring_list_in", second)
    assert place.run("how_far", second)["number"] == {"same": ROWS}
    assert place.run("how_far", second)["adults"] == ROWS
    assert place.run("state")["whole"]
