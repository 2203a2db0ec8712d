"""Concerns and their evidence, on SQLite and on PostgreSQL alike: what the database refuses, and who is first."""

import pytest

pytestmark = [pytest.mark.engines, pytest.mark.xdist_group("engines")]

LANE = ("no file can belong to a concern in this lane", "a lane is never left", "what was sealed off stays so")
ADDED_TO = ("what was decided is added to and never changed", "handling_stepentry is append-only")


def otherwise(said: dict, *reasons: str) -> dict:
    """The attempts that were not refused for one of these reasons, and what was answered."""
    return {name: told for name, told in said.items() if not any(reason in told for reason in reasons)}


def test_every_trigger_of_these_rooms_stands_and_the_check_misses_each(place):
    assert place.run("migrate")["faults"] == []
    found = place.run("triggers_of_concerns")
    assert (found["missing"], found["unchecked"]) == ([], [])
    # Dropped; and on PostgreSQL also put to sleep, and awake only for those who say that they are no replica.
    assert len(found["said"]) == (3 if place.settings else 1)
    assert all("lane_file_refused" in " ".join(told) for told in found["said"])


@pytest.mark.clause("6-22-a", "8-01-b", "4-07-a")
def test_a_report_with_a_file_arrives_whole_and_reaches_whom_it_must(place):
    seen = place.run("report_with_a_file")
    assert seen["account"], seen
    assert seen["same_bytes"]
    assert seen["hash_on_receipt"]
    assert not seen["draft_left"]
    assert seen["known"] == ["head", "dsl"]
    assert seen["reached"] == ["dsl", "headteacher"]
    # The Headteacher was named: from that moment on they know nothing of it, and the chair does.
    assert (seen["reached_then"], seen["known_then"]) == (["chair"], ["chair"])
    assert {"concern.report", "concern.read", "concern.name_subject"} <= set(seen["told"])
    assert seen["logs"] == []


@pytest.mark.clause("7-01-d", "8-01-d")
def test_what_was_put_in_before_the_words_said_what_it_is_is_shut_and_the_report_arrives(place):
    made = place.run("report_into_the_lane")
    assert made == {"lane": "indecent", "is_its": True, "shut": True, "key": 0, "logs": []}


@pytest.mark.clause("7-01-a", "7-01-d", "8-01-d")
def test_the_database_lets_no_file_into_the_lane_and_nobody_out_of_it(place):
    made = place.run("lane_refuses")
    assert otherwise(made["said"], *LANE) == {}
    assert otherwise(made["shut"], LANE[0], LANE[2], "evidence never changes") == {}
    assert made["lane"] == "indecent", "what is shut is no file that anybody can open"
    assert made["logs"] == []


@pytest.mark.clause("8-01-c", "8-02-c")
def test_the_database_lets_nobody_change_evidence_or_be_rid_of_it(place):
    made = place.run("evidence_refuses")
    assert otherwise(made["said"], "evidence never changes") == {}
    assert set(made["allowed"].values()) == {""}, "a key may be taken out, and nothing be put in its place"
    assert made["file_gone"] == "IntegrityError"
    assert made["logs"] == []


@pytest.mark.clause("10-01-a")
def test_what_was_decided_asked_and_written_down_is_never_rewritten(place):
    made = place.run("decisions_refuse")
    assert otherwise(made["said"], *ADDED_TO) == {}
    assert made["logs"] == []


@pytest.mark.clause("8-01-c")
def test_two_people_dispose_of_a_concern_and_both_logs_stay_whole(place):
    made = place.run("dispose_by_two")
    assert made["refused"] == ["Conflict", "Refused"]
    assert made["again"] != "done"
    assert made["hashes"] == 2
    assert made["opened"] == "NotAllowed"
    assert set(made["hanging"]) <= {"Item", "StepEntry"}
    assert not made["found"]
    assert made["logs"] == []


@pytest.mark.clause("6-22-a")
def test_twelve_who_send_at_the_same_moment_are_all_stored_with_numbers_and_receipts_of_their_own(place):
    made = place.run("send_many_at_once", 12)
    assert sorted(made["said"]) == made["receipts"]
    assert len(set(made["receipts"])) == 12
    assert made["numbers"] == 12
    assert made["owners"]
    assert made["drafts"] == 0
    assert made["logs"] == []


def test_a_report_sent_six_times_at_the_same_moment_is_stored_once_and_each_is_shown_the_same_receipt(place):
    made = place.run("send_one_at_once", 6, False)
    assert made["said"] == [[302, made["sent"], False]] * 6
    assert (made["stored"], made["reporter"]) == (True, True)
    assert made["logs"] == []


def test_a_report_without_a_name_sent_six_times_at_once_is_stored_once_and_each_is_shown_the_same_code(place):
    made = place.run("send_one_at_once", 6, True)
    assert made["said"] == [[200, "", True]] * 6
    assert (made["tokens"], made["reporter"]) == (1, False)
    assert made["logs"] == []


@pytest.mark.clause("4-07-a")
def test_of_two_who_take_a_concern_or_write_down_a_step_at_the_same_moment_one_does(place):
    made = place.run("take_at_once")
    assert sorted(said == made["owner"] for said in made["taken"]) == [False, True]
    assert "Conflict" in made["taken"]
    assert sorted(said == made["entries"][0] for said in made["wrote"]) == [False, True]
    assert "Conflict" in made["wrote"]
    assert len(made["entries"]) == 1
    assert made["logs"] == []
