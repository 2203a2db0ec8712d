"""Rules of a school's own on SQLite and on PostgreSQL alike: the same answers, and what is published stays."""

import pytest

pytestmark = [pytest.mark.engines, pytest.mark.xdist_group("engines")]


def test_rules_answer_and_are_held_alike(place):
    key = place.run("a_ruled_draft")
    answers = place.together(3, "give_at_once", key)
    assert answers.count("done") == 1
    assert set(answers) <= {"done", "NotAllowed", "IntegrityError"}
    found = place.run("answers_of_rules", key)
    assert (found["verdict"], found["deciding"], found["off"]) == ("needs_permission", ["7-01-a"], True)
    assert found["said"] == ["The rule of clause 7.3 is not finished. Finish it, or take it away."]
    assert place.run("broken_rules", key) == [True] * 5
    published = place.run("publish_rules", key)
    assert published["refused"] == [True] * 4
    assert published["came_from"]
    assert place.run("answers_of_rules", published["draft"])["verdict"] == "needs_permission"
    assert place.run("state")["whole"]
