"""The list of what people want to do: checked as it is read, and nothing of the engine out of reach."""

import copy

import pytest

from belisha.advice.asking.doing import ACT, SOMETHING_ELSE, doing, doings, groups, read
from belisha.advice.asking.starting import CONCERN, ROOMS
from belisha.packs.advising import advice_table
from belisha.packs.pack import PackError
from belisha.reasoning.shipped import shipped_facts


def damaged(change) -> dict:
    table = copy.deepcopy(advice_table("acts"))
    change(table)
    return table


def entry(table, key: str) -> dict:
    return next(row for row in table["entries"] if row["key"] == key)


def test_every_act_of_the_schema_can_be_reached():
    assert {each.act for each in doings() if each.act} == set(shipped_facts().facts[ACT].values)


def test_every_entry_is_in_a_group_and_leads_somewhere():
    assert [each for group in groups() for each in group.doings] == sorted(doings(), key=_place)
    assert {each.leads_to for each in doings()} - {""} == {*ROOMS, CONCERN}
    assert [each.key for each in doings() if not each.begins] == ["declare", "ask-permission", "suggest-protocol"]


def _place(each):
    return [group.key for group in groups()].index(each.group)


def test_something_else_says_nothing_and_asks_for_the_act():
    assert doing(SOMETHING_ELSE).says == {}
    assert doing(SOMETHING_ELSE).begins


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda t: entry(t, "post").update(act="shout"), "post"),
        (lambda t: entry(t, "message-parent")["facts"].update({"counterpart.kind": "teacher"}), "message-parent"),
        (lambda t: entry(t, "message-parent")["facts"].update({"counterpart.sort": "parent"}), "counterpart.sort"),
        (lambda t: entry(t, "share").update(label="Post something"), "post something"),
        (lambda t: entry(t, "share").update(key="post"), "'post' is there twice"),
        (lambda t: t["entries"].remove(entry(t, "miss-training")), "skip_training"),
        (lambda t: t["entries"].remove(entry(t, "something-else")), "'other'"),
        (lambda t: entry(t, "declare").pop("leads_to"), "leads nowhere"),
        (lambda t: entry(t, "share").update(group="nowhere"), "'nowhere'"),
    ],
)
def test_a_damaged_table_is_refused_and_the_entry_named(change, words):
    with pytest.raises(PackError, match=words):
        read(damaged(change), shipped_facts())


def test_every_word_of_the_lexicon_says_something_that_there_is():
    table, facts = advice_table("words"), shipped_facts()
    acts = {*facts.facts[ACT].values, *(each.key for each in doings() if not each.begins)}
    assert {row["act"] for row in table["acts"]} == acts
    for row in table["facts"]:
        assert set(row.get("for", ())) <= set(facts.facts[ACT].values), row
        facts.typed({row["fact"]: row.get("value", 5)})
        facts.typed({row["fact"]: row.get("denied")})
    for row in table["people"]:
        facts.typed({"counterpart.kind": row.get("kind"), **row.get("also", {})})
        assert set(row.get("for", ())) <= set(facts.facts[ACT].values)
    for part in ("towards", "of_people"):
        assert set(table[part]) <= set(facts.facts[ACT].values)
