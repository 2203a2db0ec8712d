"""What holds of every answer, whatever the facts: tried on facts that nobody wrote down."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from written import cases

from belisha.reasoning.cases import facts_again
from belisha.reasoning.conditions import facts_of, open_in
from belisha.reasoning.deciding import decide, verdict, with_meanings
from belisha.reasoning.explanation import CURABLE, VIOLATED
from belisha.reasoning.facts import SET, TEXT
from belisha.reasoning.rules import ACT, FORBIDDEN, PERMITTED, VERDICTS
from belisha.reasoning.shipped import shipped_facts, shipped_rulebook

FACTS = {name: fact for name, fact in shipped_facts().facts.items() if not fact.derived and fact.kind != TEXT}
BOOK = shipped_rulebook()
STRICT = {verdict: place for place, verdict in enumerate(VERDICTS)}
MANY = settings(max_examples=150, deadline=None)


def values(fact):
    """Every value of a fact; of a set, every one alone, none, and a few together."""
    if fact.kind != SET:
        return list(fact.values)
    pairs = list(zip(fact.values, fact.values[1:], strict=False))
    return [frozenset(), *(frozenset({one}) for one in fact.values), *(frozenset(pair) for pair in pairs)]


@st.composite
def facts(draw):
    """Facts of which some are known and some are not, half of the time on the ground of a written case."""
    chance = Random(draw(st.integers(0, 2**32)))
    share = chance.random()
    known = {name: chance.choice(values(fact)) for name, fact in FACTS.items() if chance.random() < share}
    if chance.random() < 0.5:
        start, kept = chance.choice(cases()).known, chance.random()
        known |= {name: value for name, value in start.items() if name in FACTS and chance.random() < kept}
    return {ACT: chance.choice(values(FACTS[ACT]))} | known


def completed(known, chance):
    return {name: known.get(name, chance.choice(values(fact))) for name, fact in FACTS.items()}


@MANY
@given(facts(), st.randoms(use_true_random=False))
def test_every_way_in_which_the_open_facts_can_turn_out_lies_between_the_mildest_and_the_verdict(known, chance):
    answer = decide(BOOK, known)
    for _ in range(5):
        found = verdict(BOOK, completed(known, chance))
        assert STRICT[answer.mildest] <= STRICT[found] <= STRICT[answer.verdict]


@MANY
@given(facts(), st.randoms(use_true_random=False))
def test_a_fact_more_makes_an_answer_no_wider_than_it_was(known, chance):
    answer = decide(BOOK, known)
    open_ = [name for name in FACTS if name not in known]
    if not open_:
        return
    name = chance.choice(open_)
    more = decide(BOOK, known | {name: chance.choice(values(FACTS[name]))})
    assert STRICT[more.verdict] <= STRICT[answer.verdict]
    assert STRICT[more.mildest] >= STRICT[answer.mildest]


@MANY
@given(facts())
def test_what_is_certainly_forbidden_is_permitted_by_a_fact_of_its_exceptions_alone(known):
    answer = decide(BOOK, known)
    broken = [each.rule for each in answer.clauses if each.result in (VIOLATED, CURABLE)]
    for name, fact in FACTS.items() if broken else ():
        for value in values(fact) if name not in known else ():
            if verdict(BOOK, known | {name: value}) == PERMITTED:
                assert all(name in exception_facts(rule) for rule in broken)


@MANY
@given(facts())
def test_what_is_forbidden_however_the_rest_turns_out_stays_forbidden(known):
    answer = decide(BOOK, known)
    if answer.mildest != FORBIDDEN:
        return
    assert answer.settled
    assert all(
        verdict(BOOK, known | {name: value}) == FORBIDDEN
        for name, fact in FACTS.items() if name not in known for value in values(fact)
    )  # fmt: skip


def exception_facts(key):
    """The facts on which the exceptions of a rule rest, with those behind a definition."""
    rule = next(rule for rule in BOOK.rules if rule.key == key)
    named = {
        name
        for each in rule.exceptions
        for condition in (each.reach, *(need.when for need in each.needs))
        for name in facts_of(condition)
    }
    behind = {name for meaning in BOOK.meanings if meaning.fact in named for name in facts_of(meaning.when)}
    return named | behind


@MANY
@given(facts())
def test_a_fact_that_is_not_asked_for_cannot_change_the_verdict(known):
    answer = decide(BOOK, known)
    asked = {each.fact for each in answer.asked_because}
    assert not asked & set(known)
    for name, fact in FACTS.items():
        if name not in known and name not in asked:
            for value in values(fact):
                assert verdict(BOOK, known | {name: value}) == answer.verdict, (name, value)


# A fact may be asked for though the verdict stays: where every value is judged by a clause of its own, all as strict,
# or where it tells what is missing. It then changes what decides, or the step that is shown.
@pytest.mark.parametrize(
    "case", [one for one in cases() if decide(BOOK, one.known).asked_because], ids=lambda one: one.key
)
def test_every_fact_that_is_asked_for_can_change_the_answer(case):
    asked = [each.fact for each in decide(BOOK, case.known).asked_because]
    assert [name for name in asked if not matters(name, [each for each in asked if each != name], case.known)] == []


def matters(name, others, known):
    """Whether, with the other open facts at some values, two values of this one give two answers."""
    chance = Random(name)
    for _ in range(5_000):
        base = dict(known) | {each: chance.choice(values(FACTS[each])) for each in others}
        answers = [decide(BOOK, base | {name: value}) for value in values(FACTS[name])]
        if len({(each.verdict, each.deciding, each.exceptions) for each in answers}) > 1:
            return True
    return False


@MANY
@given(facts())
def test_an_answer_that_was_kept_replays_to_the_same(known):
    answer = decide(BOOK, known, dict.fromkeys(known, "register:1"))
    again = decide(BOOK, *facts_again(answer.as_data(), BOOK.facts))
    assert again == answer
    assert again.as_data() == answer.as_data()


@MANY
@given(facts(), st.randoms(use_true_random=False))
def test_the_order_of_the_facts_changes_nothing(known, chance):
    names = list(known)
    chance.shuffle(names)
    assert decide(BOOK, {name: known[name] for name in names}) == decide(BOOK, known)


@MANY
@given(facts())
def test_an_answer_names_what_decides_and_permits_nothing_while_that_is_open(known):
    answer = decide(BOOK, known)
    assert answer.deciding
    assert not set(answer.deciding) & set(answer.relevant)
    assert bool(answer.until_then) == (answer.verdict == "needs_permission")
    assert answer.settled or answer.verdict != answer.mildest
    if answer.verdict == PERMITTED:
        assert answer.settled


@MANY
@given(facts())
def test_what_was_said_but_not_understood_is_never_permitted(known):
    answer = decide(BOOK, known, unread=True)
    assert answer.verdict != PERMITTED
    assert answer.unread


@MANY
@given(facts())
def test_only_what_is_not_known_keeps_a_condition_open(known):
    every = with_meanings(BOOK, known)
    for rule in BOOK.rules:
        missing = set(open_in(rule.when, every))
        assert not missing & set(every)
        assert bool(missing) == (rule.when(every) is None)
