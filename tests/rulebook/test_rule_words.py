"""A rule in plain words: whom, what, by what way, what it says, and what lifts it."""

import pytest
from rulebook.ruled import BECAUSE, CHOSEN, INSTEAD

from belisha.packs.advising import advice_table
from belisha.reasoning.conditions import AllOf, AnyOf, Is, Not
from belisha.reasoning.deciding import decide
from belisha.reasoning.reading import read_rule
from belisha.reasoning.shipped import shipped_facts, shipped_rulebook
from belisha.rulebook import checks
from belisha.rulebook.building import BY_KEY, PARTS, SAYS, UNLESS, choices, following, parts_of, row_of
from belisha.rulebook.words import NEVER, PERMISSION, SAID, THEN, said, spoken

FACTS = shipped_facts()
SETS = advice_table("rules")["sets"]


def rule(**chosen):
    return read_rule(row_of("7-01-a", {**CHOSEN, **chosen}, BECAUSE, INSTEAD), FACTS, SETS)


def words(**chosen) -> str:
    return spoken(rule(**chosen), FACTS).sentence


def test_every_fact_that_a_rule_may_speak_of_has_its_words():
    rested_on = {name for name, fact in FACTS.facts.items() if fact.kind != "text"}
    assert set(SAID) == rested_on


def test_every_shipped_rule_can_be_said_without_a_name_of_the_machine_s():
    told = [spoken(each, FACTS) for each in shipped_rulebook().rules]
    for each in told:
        assert "_" not in each.sentence
        assert "“" not in each.sentence.replace("“May I", "")
        assert each.sentence.startswith("If you want to ")
    assert len({each.sentence + each.because for each in told}) == len(told)


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        (
            {"unless": []},
            "If you want to send a message or answer a message, the other person is a parent or carer of a pupil, it "
            "is on social media, and the account or number is my own, then it is forbidden.",
        ),
        (
            {"says": "never", "unless": ["permission"], "how": [], "account": []},
            "If you want to send a message or answer a message, and the other person is a parent or carer of a pupil, "
            "then it is forbidden, and nothing excuses it.",
        ),
        (
            {"says": "permission", "how": [], "account": [], "unless": ["emergency"]},
            "If you want to send a message or answer a message, and the other person is a parent or carer of a pupil, "
            "then it needs the Headteacher’s permission first; until then it is forbidden; unless it is an emergency.",
        ),
        (
            {"says": "careful", "how": [], "account": [], "unless": ["published", "permission"], "who": ["governor"]},
            "If you want to send a message or answer a message, your post is governor or trustee, and the other person "
            "is a parent or carer of a pupil, then be careful; unless the Headteacher has clearly permitted it or the "
            "school itself published it.",
        ),
        (
            {"how": ["$social", "email"], "account": [], "towards": [], "unless": ["protocol", "permission"]},
            "If you want to send a message or answer a message, and either it is by email or it is on social media, "
            "then it is forbidden; unless either the Headteacher has clearly permitted it or an agreed protocol covers "
            "it.",
        ),
    ],
)
def test_what_was_chosen_is_read_back(chosen, sentence):
    assert words(**chosen) == sentence


def test_not_both_is_said_as_either_not():
    both = AllOf((Is("channel.social", frozenset({"yes"})), Is("content.confidential", frozenset({"yes"}))))
    one = AnyOf(both.parts)
    assert said(both, FACTS) == "it is on social media and it is confidential"
    assert said(Not(both), FACTS) == "either it is not on social media or it is not confidential"
    assert said(Not(one), FACTS) == "it is not on social media and it is not confidential"
    assert said(Not(Not(both)), FACTS) == said(both, FACTS)
    assert said(Is("circumstances.agreed_protocol", frozenset({"none"})), FACTS) == "no agreed protocol covers it"


# What the verdict says already is not said again as an exception.
ASKED_ANYWAY = [("permission", ["permission"]), ("forbidden", ["permission"])]


@pytest.mark.parametrize("says", SAYS)
@pytest.mark.parametrize("lifts", [[], *([key] for key in UNLESS), list(UNLESS)])
def test_whatever_is_chosen_can_be_read_and_said(says, lifts):
    row = row_of("7-01-a", {**CHOSEN, "says": says, "unless": lifts}, BECAUSE)
    assert checks.fault(checks.as_text(row)) == ""
    told = spoken(read_rule(row, FACTS, SETS), FACTS)
    assert told.then in {*THEN.values(), NEVER, PERMISSION}
    lifted = lifts and says != "never" and (says, lifts) not in ASKED_ANYWAY
    assert bool(told.unless) == bool(lifted)


FORBIDDING = {
    "act": "message", "counterpart.kind": "parent", "channel.type": "social_dm", "channel.account": "personal",
    "circumstances.permission": "none", "counterpart.relation": "none", "counterpart.acknowledged": "no",
    "circumstances.agreed_protocol": "none", "content.official_source": "no", "circumstances.disclosure": "none",
    "circumstances.emergency": "no",
}  # fmt: skip
MET = {
    "permission": {"circumstances.permission": "express_headteacher"},
    "family": {"counterpart.relation": "family", "counterpart.acknowledged": "yes"},
    "protocol": {"circumstances.agreed_protocol": "live"},
    "published": {"content.official_source": "yes"},
    "law": {"circumstances.disclosure": "required_by_law"},
    "emergency": {"circumstances.emergency": "yes"},
}


def answered(row, **facts) -> str:
    book = checks.rulebook_of(checks.Kept((), (checks.as_text(row),)))
    return decide(book, {**FORBIDDING, **facts}).verdict


@pytest.mark.parametrize("key", sorted(MET))
@pytest.mark.parametrize("others", [[], ["permission", "law"]])
def test_each_thing_that_lifts_a_rule_lifts_it_by_itself_and_nothing_else_does(key, others):
    row = row_of("7-01-a", {**CHOSEN, "unless": [key, *others]}, BECAUSE)
    assert answered(row, **MET[key]) == "permitted"
    assert answered(row) in ("forbidden", "needs_permission")
    for other in set(MET) - {key, *others}:
        assert answered(row, **MET[other]) in ("forbidden", "needs_permission"), other


@pytest.mark.parametrize("key", sorted(MET))
def test_what_is_not_known_lifts_nothing(key):
    row = row_of("7-01-a", {**CHOSEN, "unless": [key]}, BECAUSE)
    unknown = dict.fromkeys(MET[key])
    book = checks.rulebook_of(checks.Kept((), (checks.as_text(row),)))
    known = {name: value for name, value in {**FORBIDDING, **unknown}.items() if value is not None}
    found = decide(book, known)
    assert found.verdict in ("forbidden", "needs_permission")
    assert {each.fact for each in found.asked_because} == set(MET[key])


def test_every_decision_is_asked_and_what_nothing_excuses_is_not_asked_for_an_exception():
    said_so_far: dict = {}
    asked = []
    while part := following(said_so_far):
        asked.append(part.key)
        said_so_far[part.key] = "never" if part.key == "says" else []
    assert asked == [part.key for part in PARTS if part.key != "unless"]
    assert BY_KEY["unless"] not in parts_of({"says": "never"})
    assert all(choices(part, FACTS) for part in PARTS if part.key != "because")
