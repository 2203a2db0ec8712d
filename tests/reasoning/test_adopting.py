"""A school's own document under the rules of the shipped policy: what holds, what is off, and what is stricter."""

import pytest

from belisha.packs.advising import advice_table
from belisha.reasoning.adopting import adopted
from belisha.reasoning.deciding import decide
from belisha.reasoning.shipped import shipped_facts, shipped_rulebook


def of_a_school(*without, own=()):
    has = {clause: f"s-{clause}" for clause in shipped_rulebook().clauses if clause not in without}
    return adopted(advice_table("rules"), shipped_facts(), has, name="Ash Lane", edition="3", own=own)


def test_a_school_that_has_every_clause_has_every_rule_under_its_own_ids():
    ours, theirs = shipped_rulebook(), of_a_school()
    assert len(theirs.rules) == len(ours.rules)
    assert {row.clause for row in theirs.rules} == {f"s-{row.clause}" for row in ours.rules}
    assert theirs.off == ()


def test_a_clause_that_the_document_does_not_have_is_off_and_listed():
    known = {"act": "skip_training"}
    assert decide(of_a_school(), known).deciding == ("s-4-16-a",)
    without = of_a_school("4-16-a")
    assert without.off == ("4-16-a",)
    assert "4-16-a" not in {row.clause.removeprefix("s-") for row in without.rules}
    assert decide(without, known).verdict == "permitted"


FAMILY = {
    "act": "message", "counterpart.kind": "pupil", "counterpart.relation": "family", "counterpart.declared": "yes",
    "counterpart.acknowledged": "yes", "counterpart.agreed_protocol_followed": "yes", "channel.type": "social_dm",
    "channel.account": "personal", "content.work_related": "no", "content.topic": "none", "content.about": frozenset(),
    "content.image_of": frozenset(), "content.tone": "neutral", "content.confidential": "no", "content.explicit": "no",
    "content.inappropriate": "no", "content.represents_school": "no", "channel.device": "personal",
    "content.checked": "not_needed", "content.identifies_school": "no", "content.official_source": "no",
}  # fmt: skip


@pytest.mark.clause("6-07-a", "6-07-b")
def test_without_the_clause_of_an_exception_the_rule_is_the_stricter_one():
    assert decide(of_a_school(), FAMILY).verdict == "permitted"
    without = decide(of_a_school("6-07-b"), FAMILY)
    assert (without.verdict, without.mildest) == ("forbidden", "forbidden")
    assert without.exceptions == ()


def test_words_keep_their_meaning_where_the_document_does_not_define_them():
    without = of_a_school("2-02-a", "2-02-b", "2-03-b")
    answer = decide(without, FAMILY | {"counterpart.relation": "none"})
    assert answer.verdict == "forbidden"
    assert "" not in {each.id for each in answer.clauses}


def test_a_rule_of_the_school_stands_beside_those_of_the_pack():
    own = {"clause": "s-9-99-z", "acts": "skip_training", "effect": "cautions", "when": [], "because": "So it is."}
    answer = decide(of_a_school("4-16-a", own=[own]), {"act": "skip_training"})
    assert (answer.verdict, answer.deciding) == ("be_cautious", ("s-9-99-z",))
