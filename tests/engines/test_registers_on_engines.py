"""The registers on SQLite and on PostgreSQL alike: the same rows, the same refusals, and one of two who decide."""

import uuid

import pytest

pytestmark = [pytest.mark.engines, pytest.mark.xdist_group("engines")]

STEPS = {"protocols_protocolstep": "note", "accounts_accountstep": "note"}


def test_of_two_who_decide_at_once_one_does_and_the_other_is_told(place):
    made = place.run("prepare_registers")
    for name, (key, seen) in made.items():
        answers = place.together(3, "decide", name, key, seen)
        assert sorted(answers) == ["Conflict", "Conflict", "done"], name
    stands = place.run("decided", *(made[name][0] for name in ("protocol", "declaration", "permission")))
    assert stands == {"protocol": ["agreed", 1], "declaration": "acknowledged", "permission": stands["permission"]}
    assert place.run("state")["whole"]


def test_of_two_editions_begun_at_once_one_takes_the_place(place):
    made = place.run("prepare_registers")["protocol"]
    assert place.run("decide", "protocol", *made) == "done"
    answers = place.together(3, "replace_at_once", made[0])
    assert answers.count("done") == 1
    assert set(answers) <= {"done", "NotAllowed", "Conflict"}
    assert place.run("state")["whole"]


def test_the_first_rows_come_once_whoever_brings_them(place):
    assert sorted(place.together(3, "stock_registers"))[-1] in (0, 3)
    assert place.run("stock_registers") == 0


def test_lists_findings_and_facts_say_the_same(place):
    shown = place.run("listed_registers", 6)
    assert len(shown["titles"]) == 6
    assert (shown["mine"], shown["channels"], shown["pupils"], shown["trip"]) == (6, 3, 3, 0)
    assert shown["findings"] == ["Nobody owns it. Name an owner.", "It does not say which consent an image needs."]
    assert shown["official"]
    assert shown["posts"]


def test_the_database_holds_what_was_agreed_and_what_happened(place):
    made = place.run("prepare_registers")["protocol"]
    assert place.run("decide", "protocol", *made) == "done"
    place.run("listed_registers", 1)
    mine = f"WHERE id = '{uuid.UUID(made[0]).hex if not place.settings else made[0]}'"
    broken = [
        f"UPDATE protocols_protocol SET {wrong} {mine}"
        for wrong in (
            "agreed_by_id = NULL", "agreed_on = NULL", "first = NULL", "state = 'nonsense'", "state = 'ended'",
            "stopped = '2026-01-01'", "title = ''", "kind = 'family'", "last = '2000-01-01'",
        )
    ]  # fmt: skip
    broken += [
        f"UPDATE accounts_account SET {wrong}"
        for wrong in ("months = 0", "state = 'closed'", "name = ''", "closed_on = '2026-01-01'")
    ]
    assert [line for line, answer in zip(broken, place.run("refused", *broken), strict=True) if not answer] == []
    rewritten = [f"DELETE FROM {table}" for table in STEPS]
    rewritten += [f"UPDATE {table} SET {column} = 'x'" for table, column in STEPS.items()]
    if place.settings:
        rewritten += [f"TRUNCATE {table}" for table in STEPS]
        rewritten += [f"SET session_replication_role = replica;;{statement}" for statement in list(rewritten)]
    assert [answer for answer in place.run("refused", *rewritten) if "append-only" not in answer] == []
