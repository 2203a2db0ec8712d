"""The leaders' figures and their letters, the same on SQLite and on PostgreSQL."""

import pytest
from engines.following_up import ADULTS, AWAY, DONE, LATE

pytestmark = [pytest.mark.engines, pytest.mark.xdist_group("engines")]


def test_the_figures_are_the_same_on_every_database(place):
    made = place.run("a_school_that_is_followed_up")
    shown = place.run("figures", made["head"])
    late, due = LATE - AWAY, ADULTS - LATE - DONE
    # The Headteacher was not asked.
    assert shown["lines"] == [["Asked of all", DONE, due, late, AWAY, 1]]
    assert [sum(column) for column in zip(*(row[1:] for row in shown["kinds"]), strict=True)] == [
        DONE, due, late, AWAY, 1,
    ]  # fmt: skip
    assert shown["roles"] == [["Headteacher", 0, 0, 0, 0, 1]]
    assert shown["late"] == [f"Adult {number:03d}" for number in range(AWAY, LATE)]
    assert shown["open"] == [due + late, late]


def test_two_who_remind_at_once_write_to_each_adult_once(place):
    made = place.run("a_school_that_is_followed_up")
    sent = place.together(3, "remind_late", made["school"])
    assert sum(sent) == LATE - AWAY
    assert place.run("letters_of", made["school"]) == [LATE - AWAY, LATE - AWAY]
    assert place.run("remind_late", made["school"]) == 0
