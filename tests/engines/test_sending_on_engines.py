"""Asking a person, on SQLite and on PostgreSQL alike: once however often, and answered by one."""

import pytest

pytestmark = [pytest.mark.engines, pytest.mark.xdist_group("engines"), pytest.mark.clause("4-14-a", "6-05-a")]


def test_of_three_who_send_or_answer_at_once_one_does_and_the_others_are_told(place):
    inquiry, question = place.run("prepare_sent")
    assert sorted(place.together(3, "send_at_once", inquiry)) == ["NotAllowed", "NotAllowed", "done"]
    said = place.together(3, "answer_at_once", question)
    assert said.count("done") == 1
    assert set(said) <= {"done", "NotAllowed", "Conflict"}
    assert place.run("state")["whole"]


def test_the_registers_say_the_same_on_each(place):
    assert place.run("known_on_this_engine") == ["express_headteacher", "none", None]
