"""The counts of what is asked on SQLite and on PostgreSQL alike: none is lost, and a period is finished once."""

import pytest

pytestmark = [pytest.mark.engines, pytest.mark.xdist_group("engines")]
ADULTS = 11


def test_of_adults_who_are_answered_at_once_each_is_counted_and_their_period_is_finished_once(place):
    made = place.run("a_school_that_asks", ADULTS)
    asking = [place.start("ask_one", adult) for adult in made["adults"][:6]]
    (verdict,) = {one.finish() for one in asking}
    assert place.run("ask_one", made["adults"][0]) == verdict
    assert place.run("counted", made["school"]) == [["accept_request", verdict, 6]]
    place.run("let_the_period_end", made["school"])
    place.together(3, "turn_periods_over")
    found = place.run("shown", made["school"], made["head"])
    assert [len(lines) for lines in found["lines"]] == [2]
    assert [cell for cell in found["lines"][0][1][1:] if cell] == ["5 or more"]
    assert (found["left"], found["states"], found["whole"]) == (0, ["running", "shown"], True)
