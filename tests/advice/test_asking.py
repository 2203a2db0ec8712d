"""What somebody asks is theirs; what is not known never permits; the answer is kept as it was given."""

import datetime
import json
from uuid import uuid4

import pytest
import time_machine
from advice.inquired import (
    FRIEND_REQUEST,
    HARMLESS,
    HOLIDAY,
    INDECENT,
    NEPHEW,
    PHOTO,
    answered,
    begun,
    fresh,
    in_force,
    some_rules_in_force,
)
from cast import a_school, again
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from registers import declared

from belisha.advice.asking import actions, answering, queries, rules
from belisha.advice.asking.models import Inquiry
from belisha.core import audit
from belisha.core.access import visible_to
from belisha.core.errors import NotAllowed, Refused
from belisha.core.models import AuditEntry
from belisha.core.queries import page_of_entries
from belisha.reasoning.deciding import decide
from belisha.reasoning.rules import FORBIDDEN, NEEDS_PERMISSION, PERMITTED
from belisha.reasoning.shipped import shipped_facts, shipped_rulebook
from belisha.registers.family import actions as family
from belisha.rulebook.queries import book_of

FACTS = shipped_facts()
ASKABLE = [fact for fact in FACTS.facts.values() if fact.values and not fact.derived]


@pytest.fixture
def cast():
    return a_school()


@pytest.fixture
def rules_in_force(cast):
    return some_rules_in_force(cast)


# -- which question comes next -----------------------------------------------------------------------------------------


def next_after(said: dict, asked=(), choices=False) -> tuple[str, ...]:
    values = rules.typed(FACTS, said)
    usual = decide(shipped_rulebook(), rules.usually(FACTS, values, said))
    return rules.next_questions(decide(shipped_rulebook(), values), usual, FACTS, said, asked, choices)


def test_what_somebody_wants_to_do_is_asked_first_of_all():
    assert next_after({}) == ("act",)


def test_who_does_not_know_what_they_want_to_do_is_asked_nothing_more():
    assert next_after({"act": None}) == ()


def test_one_fact_is_asked_at_a_time_and_only_such_as_would_change_the_answer():
    assert next_after({"act": "accept_request"}) == ("counterpart.kind",)
    assert next_after(FRIEND_REQUEST) == ()


def test_what_is_not_known_is_not_asked_again():
    open_ = {"act": "accept_request"}
    (first,) = next_after(open_)
    assert first not in next_after({**open_, first: None})


def test_what_is_nearly_always_so_is_put_together_at_the_end_but_never_what_a_child_may_depend_on():
    said = {
        "act": "message", "counterpart.kind": "parent", "channel.type": "email", "channel.account": "school",
        "channel.device": "school",
    }  # fmt: skip
    assert next_after(said) == ("content.topic",)
    together = next_after({**said, "content.topic": "none"})
    assert len(together) > 1
    assert "content.topic" not in together
    assert all(FACTS.facts[name].silent is not None for name in together)


@pytest.mark.clause("6-15-a")
def test_who_is_in_a_picture_is_never_agreed_to_among_other_things_where_a_picture_is_put_online():
    said, alone = {name: value for name, value in PHOTO.items() if name != "content.image_of"}, []
    while len(asks := next_after(said)) == 1:
        alone.extend(asks)
        said[asks[0]] = None
    assert "content.image_of" in alone


@pytest.mark.clause("7-01-a")
def test_after_what_nothing_excuses_nothing_more_is_asked():
    assert next_after(INDECENT) == ()


def test_which_declaration_is_meant_is_asked_before_what_it_settles():
    assert next_after(NEPHEW, choices=True) == (rules.DECLARATION,)
    assert next_after(NEPHEW, [rules.DECLARATION], choices=True) == ("counterpart.declared",)
    assert next_after(NEPHEW) == ("counterpart.declared",)


def test_a_register_that_knows_wins_over_what_was_said():
    assert rules.weighed({"a": "yes"}, {"a": ("no", ())}) == ({"a": "no"}, ("a",))
    assert rules.weighed({"a": "said"}, {"a": ("no", ("said",))}) == ({"a": "said"}, ())
    assert rules.weighed({"a": "yes"}, {"a": (None, ("no",))}) == ({}, ())
    assert rules.weighed({"a": "yes"}, {"a": (None, ())}) == ({"a": "yes"}, ())


def test_what_the_list_of_facts_does_not_hold_is_not_known():
    assert rules.typed(FACTS, {"act": "fly", "gone": "yes", "channel.social": "yes", "who.role": None}) == {}


def some_said():
    """Facts with one of their values or with None; many left out."""
    value = {
        fact.name: st.one_of(st.none(), st.lists(st.sampled_from(fact.values), unique=True, max_size=2))
        if fact.kind == "set"
        else st.one_of(st.none(), st.sampled_from(fact.values))
        for fact in ASKABLE
    }
    return st.fixed_dictionaries({}, optional=value)


@settings(max_examples=300, deadline=None)
@given(said=some_said())
def test_nothing_is_permitted_while_something_that_would_change_it_is_not_known(said):
    explanation = decide(shipped_rulebook(), rules.typed(FACTS, said))
    assert explanation.verdict != PERMITTED or not explanation.asked_because
    assert set(next_after(said)).isdisjoint(said)


# -- whose it is -------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_nobody_but_the_asker_sees_that_there_is_anything(cast, rules_in_force):
    made = answered(cast.teacher)
    others = [*cast.people, cast.leaver, cast.trust_safeguarding, cast.other_head, cast.stranger]
    for actor in (each for each in others if each.id != cast.teacher.pk):
        assert not visible_to(actor, Inquiry.objects.all()).exists(), actor
    assert list(visible_to(again(cast.teacher), Inquiry.objects.all())) == [made]


@pytest.mark.django_db
@pytest.mark.parametrize("act", ["say", "choose", "agree", "conclude"])
def test_nobody_else_says_a_word_in_it(cast, rules_in_force, act):
    made = begun(cast.teacher)
    details = {
        "say": {"fact": "act", "value": "post"}, "choose": {"declaration": None},
        "agree": {"facts": ["content.tone"]}, "conclude": {},
    }  # fmt: skip
    with pytest.raises(Refused):
        getattr(actions, act)(made, by=cast.head, **details[act])


@pytest.mark.django_db
def test_the_log_says_that_somebody_asked_and_nothing_of_who_or_what(cast, rules_in_force):
    made = begun(cast.teacher, {**FRIEND_REQUEST, "counterpart.relation": "none"})
    actions.say(made, by=cast.teacher, fact="content.topic", value="none")
    actions.agree(made, by=cast.teacher, facts=["content.tone"])
    actions.choose(made, by=cast.teacher, declaration=None)
    actions.conclude(fresh(made), by=again(cast.teacher))
    entries = list(AuditEntry.objects.filter(about=made.pk))
    assert [entry.kind.partition(".")[2] for entry in entries] == ["begin", "say", "agree", "choose", "conclude"]
    private = (str(cast.teacher.pk), cast.teacher.name, "accept_request", "pupil", "forbidden", "friend", "6-07-a")
    for entry in entries:
        assert entry.actor is None
        assert entry.kept_under == f"inquiry:{made.pk}"
        said = str(audit.words(entry))
        assert [word for word in private if word in said] == []
        assert audit.words(entry).by == "An adult"


@pytest.mark.django_db
def test_the_log_filtered_by_an_adult_shows_nothing_of_what_they_asked(cast, rules_in_force):
    answered(cast.teacher)
    lines, _ = page_of_entries(again(cast.head), person=cast.teacher.pk)
    assert [line.kind for line in lines if line.kind.startswith("inquiry")] == []
    exported = [json.loads(line) for line in audit.export(cast.school.pk)]
    told = [line for line in exported if line.get("kind", "").startswith("inquiry")]
    assert told
    assert [
        line for line in told if str(cast.teacher.pk) in json.dumps(line) or cast.teacher.name in json.dumps(line)
    ] == []


@pytest.mark.django_db
def test_who_reads_the_log_cannot_find_out_by_trying_who_had_asked(cast, rules_in_force):
    made = answered(cast.teacher)
    record = made.record()
    assert rules.proof(record) == made.proof
    assert rules.proof({**record, "salt": ""}) != made.proof
    assert len(made.salt) == 64


# -- the answer as it was given ----------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.clause("6-07-a")
def test_an_answer_is_kept_with_what_it_rests_on_and_replays(cast, rules_in_force):
    made = answered(cast.teacher)
    assert (made.state, made.verdict, made.version, made.text_hash) == (
        rules.ANSWERED, FORBIDDEN, rules_in_force, rules_in_force.text_hash,
    )  # fmt: skip
    facts = {row["name"]: row["value"] for row in made.explanation["facts"] if row["source"] != "definition"}
    replayed = decide(book_of(made.version).rules, rules.typed(FACTS, facts))
    assert (replayed.verdict, list(replayed.deciding)) == (made.verdict, rules.deciding(made.explanation))
    assert made.registers["who.role"]["source"].startswith("register:")


@pytest.mark.django_db
def test_the_entry_of_the_log_holds_the_proof(cast, rules_in_force):
    made = answered(cast.teacher)
    entry = AuditEntry.objects.get(about=made.pk, kind="inquiry.conclude")
    assert audit.words(entry).change["proof"] == ["", made.proof]
    assert queries.entry_of(again(cast.teacher), made) == entry.seq


@pytest.mark.django_db
def test_an_answer_is_given_once(cast, rules_in_force):
    made = answered(cast.teacher)
    for act, details in (("conclude", {}), ("say", {"fact": "act", "value": "post"}), ("agree", {"facts": []})):
        with pytest.raises(NotAllowed):
            getattr(actions, act)(made, by=cast.teacher, **details)
    assert AuditEntry.objects.filter(kind="inquiry.conclude").count() == 1


@pytest.mark.django_db
def test_no_answer_is_given_while_there_is_something_to_ask(cast, rules_in_force):
    made = begun(cast.teacher, {"act": "accept_request"})
    with pytest.raises(NotAllowed):
        actions.conclude(made, by=cast.teacher)
    assert fresh(made).state == rules.ASKING


@pytest.mark.django_db
def test_a_second_click_begins_nothing_more_and_a_key_of_somebody_else_opens_nothing(cast, rules_in_force):
    key = uuid4()
    assert begun(cast.teacher, key=key) == begun(cast.teacher, key=key)
    assert Inquiry.objects.count() == 1
    with pytest.raises(NotAllowed):
        begun(cast.head, key=key)


@pytest.mark.django_db
def test_a_school_without_a_policy_that_answers_gives_no_answer(cast):
    made = begun(cast.teacher, HOLIDAY)
    assert answering.standing(again(cast.teacher), made) is None
    with pytest.raises(NotAllowed):
        actions.conclude(made, by=cast.teacher)
    assert fresh(made).verdict == ""


@pytest.mark.django_db
def test_the_answer_is_under_the_version_in_force_when_it_is_given(cast):
    first = some_rules_in_force(cast)
    made = begun(cast.teacher)
    second = some_rules_in_force(cast, "6-07-a", "6-07-b", "7-01-a", before=first)
    actions.conclude(made, by=again(cast.teacher))
    made = fresh(made)
    assert (made.begun_under_id, made.version_id) == (first.pk, second.pk)


@pytest.mark.django_db
def test_what_the_policy_leaves_out_is_said_and_not_taken_for_leave(cast):
    some_rules_in_force(cast, "7-01-a")
    stands = answering.standing(again(cast.teacher), begun(cast.teacher, {**HARMLESS, **FRIEND_REQUEST}))
    assert "6-07-a" in stands.left_out


# -- what the registers say meanwhile ----------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.clause("6-08-a")
def test_what_a_register_denies_stays_denied_whatever_is_said(cast):
    in_force(cast)
    tie = declared.discussed(cast.teacher, cast.head)
    said = {**NEPHEW, "counterpart.acknowledged": "yes", "counterpart.agreed_protocol_followed": "yes"}
    made = begun(cast.teacher, said)
    actions.choose(made, by=cast.teacher, declaration=tie.pk)
    stands = answering.standing(again(cast.teacher), fresh(made))
    assert stands.explanation.verdict == NEEDS_PERMISSION
    assert "counterpart.acknowledged" in stands.registers


@pytest.mark.django_db
@pytest.mark.clause("6-07-b")
def test_the_answer_follows_the_register_as_it_stands_when_it_is_given(cast):
    in_force(cast)
    tie = declared.discussed(cast.teacher, cast.head)
    made = begun(cast.teacher, NEPHEW)
    actions.choose(made, by=cast.teacher, declaration=tie.pk)
    before = answering.standing(again(cast.teacher), fresh(made)).explanation
    family.acknowledge(tie, by=cast.head, protocol=declared.AGREED)
    after = answering.standing(again(cast.teacher), fresh(made)).explanation
    assert before.verdict == NEEDS_PERMISSION
    assert "acknowledged" in before.exceptions[0].missing
    assert "acknowledged" not in after.exceptions[0].missing


@pytest.mark.django_db
def test_another_pupil_is_one_of_whom_nothing_is_on_file(cast):
    in_force(cast)
    declared.acknowledged(cast.teacher, cast.head)
    made = begun(cast.teacher, NEPHEW)
    actions.choose(made, by=cast.teacher, declaration=None)
    stands = answering.standing(again(cast.teacher), fresh(made))
    assert stands.registers["counterpart.acknowledged"].value == "no"
    assert stands.explanation.verdict in (NEEDS_PERMISSION, FORBIDDEN)


@pytest.mark.django_db
def test_what_if_writes_nothing_and_may_change_what_a_register_knows(cast, rules_in_force):
    made, entries = answered(cast.teacher), AuditEntry.objects.count()
    before = made.record()
    other = answering.what_if(again(cast.teacher), made, "counterpart.kind", "colleague")
    assert other.explanation.verdict != made.verdict
    posts = answering.what_if(again(cast.teacher), made, "who.role", "headteacher")
    assert "who.role" not in posts.registers
    assert (fresh(made).record(), AuditEntry.objects.count()) == (before, entries)


# -- what the database refuses -----------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong", [{"verdict": "fine"}, {"proof": ""}, {"version": None}, {"answered_at": None}, {"state": "asking"}]
)
def test_an_answer_is_whole_or_none(cast, rules_in_force, wrong):
    made = answered(cast.teacher)
    with pytest.raises(IntegrityError), transaction.atomic():
        Inquiry.objects.filter(pk=made.pk).update(**wrong)


@pytest.mark.django_db
def test_the_newest_is_first_in_ones_list(cast, rules_in_force):
    with time_machine.travel(datetime.datetime(2026, 10, 6, 9, 0, tzinfo=datetime.UTC), tick=False):
        old = begun(cast.teacher)
    new = begun(cast.teacher)
    assert queries.page_of(again(cast.teacher), "")[0] == [new, old]
