"""What must hold on SQLite and on PostgreSQL alike. The same tests; only the address of the database differs."""

import pytest

pytestmark = [pytest.mark.engines, pytest.mark.xdist_group("engines")]

LOG_TABLES = {
    "core_auditentry": "kind", "core_auditnode": "level", "core_auditcheckpoint": "size", "core_auditkey": "name",
}  # fmt: skip


def test_the_tables_are_made_from_nothing_and_every_guard_stands(empty):
    made = empty.run("migrate")
    assert made["waiting"] == []
    assert made["faults"] == []
    assert made["engine"] == ("postgresql" if empty.settings else "sqlite")


def test_an_action_is_in_the_log_and_the_log_is_whole(place):
    place.run("write", 0.3)
    assert place.run("state")["whole"]


def test_the_log_only_grows(place):
    place.run("write", 0.1)
    place.run("checkpoint")
    statements = [f"DELETE FROM {table}" for table in LOG_TABLES]
    statements += [f"UPDATE {table} SET {column} = {column}" for table, column in LOG_TABLES.items()]
    if place.settings:
        statements += [f"TRUNCATE {table}" for table in LOG_TABLES]
        statements += [f"SET session_replication_role = replica;;{statement}" for statement in list(statements)]
    else:
        columns = "school_id, seq, at, kind, about_type, about, actor, kept_under, commitment, body, leaf"
        statements.append(f"INSERT OR REPLACE INTO core_auditentry ({columns}) SELECT {columns} FROM core_auditentry")
    answers = place.run("refused", *statements)
    assert [answer for answer in answers if "append-only" not in answer] == []
    assert place.run("state")["whole"]


def test_published_words_never_change_and_a_policy_has_one_version_in_force(place):
    first = place.run("draft")
    assert place.run("publish", first["version"])["published"]
    statements = [
        "UPDATE policy_version SET source = 'other' WHERE state = 'published'",
        "DELETE FROM policy_version WHERE state = 'published'",
        "UPDATE policy_clause SET text = 'other' WHERE version_id IN (SELECT id FROM policy_version WHERE state = "
        "'published')",
        "DELETE FROM policy_clause WHERE version_id IN (SELECT id FROM policy_version WHERE state = 'published')",
    ]
    if place.settings:
        statements += [f"SET session_replication_role = replica;;{statement}" for statement in list(statements)]
    answers = place.run("refused", *statements)
    assert [answer for answer in answers if "never changes" not in answer] == []


def test_of_two_who_publish_at_once_one_does(place):
    made = place.run("draft")
    assert place.run("publish", made["version"])["published"]
    second = place.run("draft", made["policy"])
    before = place.run("versions").count("published")
    outcomes = place.together(2, "publish", second["version"])
    assert sorted(outcome["published"] for outcome in outcomes) == [False, True]
    assert next(outcome["why"] for outcome in outcomes if not outcome["published"]) in ("Conflict", "NotAllowed")
    assert place.run("versions").count("published") == before
    assert place.run("state")["whole"]


def test_several_writers_of_one_school_leave_a_log_without_a_gap(place):
    wrote = place.together(4, "write", 1.0)
    left = place.run("written")
    assert all(left[str(one["pid"])] == one["written"] for one in wrote)
    state = place.run("state")
    assert state["whole"], state["sentence"]
    assert state["gapless"]


def test_threads_that_begin_a_log_together_leave_it_whole(place):
    made = place.run("threads_elsewhere", 6, 4)
    assert made["faults"] == []
    assert made["seqs"] == list(range(24))
    assert made["whole"], made["sentence"]


def test_two_workers_at_once_ask_each_adult_once(place):
    made = place.run("crowd", 150)
    place.together(2, "open_all", made["version"])
    counted = place.run("acknowledgements", made["version"])
    assert counted["twice"] == 0
    assert counted["rows"] == counted["adults"]
    assert place.run("open_all", made["version"]) == {"asked": 0}


def test_a_sealed_text_comes_back_as_it_was_until_its_key_is_destroyed(place):
    assert place.run("sealed") == {"back": ["naïve ✓", "two"], "gone": True, "other": "two"}
    assert place.run("state")["whole"]


def test_lists_and_searches_say_the_same(place):
    version = place.run("crowd", 150)["version"]
    place.run("open_all", version)
    shown = place.run("lists", version)
    assert len(shown["first"]) == 50
    assert shown["first"] + shown["second"] == sorted(shown["first"] + shown["second"])
    assert not set(shown["first"]) & set(shown["second"])
    assert shown["found"]
    assert all(shown["wanted"] == name for name in shown["found"])
    assert shown["asked"] == 50
    assert shown["tally"] >= 150
    assert (shown["log"], shown["older"]) == (50, True) or shown["log"] < 50


ZOO = [
    "Keepers must not feed the giraffes.", "A GIRAFFE may be photographed with its keeper.",
    "The zebra crossing is 100% safe_ly painted.", "Pictures of the aquarium ſhow the Kelvin’s İguana and the café.",
    "Penguins, penguins and a friend request.", "A friend of penguins asks; a request follows.",
    "Back\\slash and 'quotes' of the zebra.", "Zebra ﬁsh, zebrafish and ZEBRAS.",
]  # fmt: skip
# What is typed, and the clauses that answer, the best first: one answer for every database.
ANSWERED = {
    "giraffe": ["1.1", "1.2"],
    "photo keeper": ["1.2", "1.1", "1.4"],
    "friend requests": ["1.5", "1.6"],
    "zebra": ["1.7", "1.8", "1.3"],
    "100%": ["1.3"],
    "%": [],
    "safe_ly": ["1.3"],
    "zebra's \\ 'quotes'": ["1.7"],
    "iguana": [],
    "café": ["1.4"],
    "show": [],
    "😀": [],
}


def test_a_search_has_the_same_answer_in_the_same_order_on_every_database(place):
    found = place.run("search", ZOO, *ANSWERED)
    said = [[title.rpartition(" ")[2] for title in titles if title.startswith("Zoo policy")] for titles in found]
    assert dict(zip(ANSWERED, said, strict=True)) == ANSWERED
