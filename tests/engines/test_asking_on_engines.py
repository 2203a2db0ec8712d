"""Asking on SQLite and PostgreSQL alike: begun once, answered once, and the proof holds whatever keeps the record."""

import pytest

pytestmark = [pytest.mark.engines, pytest.mark.xdist_group("engines"), pytest.mark.clause("6-07-a", "4-14-a")]


def test_what_three_begin_say_and_conclude_at_once_is_one_record_with_one_proof(place):
    key = place.run("prepare_asking")
    assert "done" in place.together(3, "begin_to_ask", key)
    assert "done" in place.together(3, "say_in", key, "pupil")
    said = place.together(3, "conclude_in", key)
    assert said.count("done") == 1
    assert set(said) <= {"done", "NotAllowed", "Conflict"}
    stands = place.run("stands_in", key)
    assert (stands["state"], stands["verdict"], stands["whole"], stands["told"]) == ("answered", "forbidden", True, 1)
    assert place.run("state")["whole"]
