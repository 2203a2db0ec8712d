"""What a publisher is told of small invented rules, kind by kind, and of the rules that ship."""

import time

import pytest
import written

from belisha.packs.loading import load_pack
from belisha.reasoning.checking import (
    CASE_FAILS,
    CONTRADICTION,
    ERROR,
    GAP,
    NEVER_DECIDES,
    NOTE,
    OVERLAP,
    UNDECIDED,
    UNKNOWN_TERM,
    UNREACHABLE,
    WARNING,
    check,
    misread,
)
from belisha.reasoning.reading import read_facts, read_rulebook
from belisha.reasoning.scenarios import read_scenarios
from belisha.reasoning.shipped import shipped_rulebook

YES_NO = [{"value": "yes", "label": "yes"}, {"value": "no", "label": "no"}]


def choice(name, *values, **more):
    return {"name": name, "kind": "choice", "label": name, "values": [{"value": v, "label": v} for v in values], **more}


FACTS = read_facts(
    {
        "facts": [
            choice("act", "wave", "shout", "whistle"),
            choice("counterpart.kind", "cat", "dog", "none"),
            choice("place", "yard", "hall"),
            choice("loud", "yes", "no", silent="no"),
            choice("allowed", "yes", "no"),
            choice("signed", "yes", "no"),
            {**choice("colours", "red", "blue"), "kind": "set", "silent": []},
            {**choice("indoors", "yes", "no"), "derived": True},
        ],
        "also_named": {},
        "no_clause_asks": [],
        "same_as": {},
    }
)
INDOORS = {"fact": "indoors", "clause": "1-01-a", "when": [{"fact": "place", "is": "hall"}]}


def rule(clause, effect, when, acts=("shout",), **more):
    return {"clause": clause, "acts": list(acts), "effect": effect, "when": when, "because": "So it is.", **more}


def unless(name, fact, clause="2-02-b", reach=()):
    needs = [{"name": name, "when": [{"fact": fact, "is": "yes"}], "cure": "permission"}]
    return {"clause": clause, "reach": list(reach), "needs": needs}


def book(*rules, **beside):
    rows = {"duties": [], "gaps": [], "notes": [], "silent": [], "meanings": [INDOORS], **beside}
    return read_rulebook({"pack": "small", "sets": {}, "rules": list(rules), **rows}, FACTS, edition="1")


CAT, HALL, YARD = (
    {"fact": "counterpart.kind", "is": "cat"},
    {"fact": "place", "is": "hall"},
    {"fact": "place", "is": "yard"},
)
LOUD, QUIET = {"fact": "loud", "is": "yes"}, {"fact": "loud", "is": "no"}


def told(found, kind):
    return [each for each in found if each.kind == kind]


def test_rules_that_agree_with_each_other_give_no_error():
    found = check(book(rule("2-01-a", "forbids", [CAT, HALL]), rule("2-02-a", "allows", [CAT, YARD])))
    assert [each.level for each in found if each.level != NOTE] == [WARNING, WARNING]
    assert {each.kind for each in found if each.level == WARNING} == {GAP}


# -- errors --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "when",
    [
        [HALL, YARD],
        [CAT, {"not": CAT}],
        [{"fact": "act", "is": "wave"}],
        [{"fact": "indoors", "is": "yes"}, YARD],
        [{"fact": "indoors", "is": "no"}, HALL],
        [{"any": [{"all": [HALL, YARD]}, {"not": {"any": [LOUD, QUIET]}}]}],
        [{"fact": "colours", "is": "red"}, {"not": {"fact": "colours", "is": ["red", "blue"]}}],
    ],
)
def test_a_rule_whose_conditions_exclude_each_other_is_an_error(when):
    (found,) = told(check(book(rule("2-01-a", "forbids", when))), UNREACHABLE)
    assert (found.level, found.clauses) == (ERROR, ("2-01-a",))
    assert "clause 2-01-a can never apply" in found.says


@pytest.mark.parametrize(
    "when",
    [
        [{"fact": "colours", "is": "red"}, {"fact": "colours", "is": "blue"}],
        [{"fact": "colours", "is": "red"}, {"not": {"fact": "colours", "is": "blue"}}],
        [{"not": {"fact": "colours", "is": ["red", "blue"]}}],
        [{"fact": "indoors", "is": "no"}, YARD],
        [{"not": {"all": [CAT, HALL]}}, CAT],
        [],
    ],
)
def test_conditions_that_can_hold_together_are_no_error(when):
    assert told(check(book(rule("2-01-a", "forbids", when))), UNREACHABLE) == []


def test_an_exception_that_never_reaches_its_rule_is_an_error():
    rules = book(rule("2-01-a", "forbids", [HALL], exceptions=[unless("leave", "allowed", reach=[YARD])]))
    (found,) = told(check(rules), UNREACHABLE)
    assert found.clauses == ("2-01-a", "2-02-b")
    assert "can never reach a case of clause 2-01-a" in found.says


def test_an_exception_that_asks_for_what_its_rule_excludes_is_an_error():
    rules = book(rule("2-01-a", "forbids", [{"fact": "allowed", "is": "no"}], exceptions=[unless("leave", "allowed")]))
    (found,) = told(check(rules), UNREACHABLE)
    assert "can never be met" in found.says


def test_what_stands_beside_the_answer_and_can_never_be_shown_is_an_error():
    duty = {"clause": "3-01-a", "act": "tell", "to": "all", "deadline": "", "acts": ["shout"], "when": [HALL, YARD]}
    (found,) = told(check(book(rule("2-01-a", "forbids", [HALL]), duties=[duty])), UNREACHABLE)
    assert found.clauses == ("3-01-a",)


def test_two_exceptions_of_equal_rank_that_ask_for_different_things_are_an_error():
    both = [unless("leave", "allowed", "2-02-b"), unless("signature", "signed", "2-02-c")]
    (found,) = told(check(book(rule("2-01-a", "forbids", [HALL], exceptions=both))), CONTRADICTION)
    assert (found.level, found.clauses) == (ERROR, ("2-01-a", "2-02-b", "2-02-c"))
    assert "ask for different things (leave; signature)" in found.says


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (unless("leave", "allowed", reach=[LOUD]), unless("signature", "signed", reach=[QUIET])),
        (unless("leave", "allowed"), unless("permission", "allowed")),
    ],
)
def test_exceptions_that_never_meet_or_ask_for_the_same_do_not_contradict_each_other(one, other):
    assert told(check(book(rule("2-01-a", "forbids", [HALL], exceptions=[one, other]))), CONTRADICTION) == []


def test_forbidding_exactly_what_another_clause_allows_is_an_error():
    rules = book(rule("2-01-a", "forbids", [HALL]), rule("2-02-a", "allows", [{"fact": "indoors", "is": "yes"}]))
    (found,) = told(check(rules), CONTRADICTION)
    assert found.says == "Clause 2-01-a forbids exactly what clause 2-02-a allows."


def test_a_case_that_comes_out_otherwise_is_an_error_and_says_how():
    row = {
        "key": "loud-cat", "question": "May I shout at the cat?",
        "facts": {"act": "shout", "counterpart.kind": "cat", "place": "hall"},
        "expected": {"verdict": "permitted", "deciding": ["2-02-a"]},
    }  # fmt: skip
    found = check(book(rule("2-01-a", "forbids", [HALL])), read_scenarios([row], FACTS))
    (fails,) = told(found, CASE_FAILS)
    assert (fails.level, fails.clauses) == (ERROR, ("2-02-a",))
    assert "“May I shout at the cat?”" in fails.says
    assert "should be “permitted”" in fails.says
    assert found[0] == fails


@pytest.mark.parametrize(
    ("when", "says"),
    [
        ([{"fact": "mood", "is": "good"}], "Clause 2-01-a: there is no fact called 'mood'."),
        ([{"fact": "place", "is": "roof"}], "Clause 2-01-a: place cannot be 'roof'; it is one of yard, hall."),
        ([{"fact": "place", "is": "$roofs"}], "Clause 2-01-a: there is no set of values called $roofs."),
    ],
)
def test_terms_that_there_are_not_are_errors(when, says):
    (found,) = misread([rule("2-01-a", "forbids", when), rule("2-02-a", "forbids", [HALL])], FACTS, {})
    assert (found.kind, found.level, found.clauses, found.says) == (UNKNOWN_TERM, ERROR, ("2-01-a",), says)


def test_a_rule_of_a_clause_that_the_document_does_not_have_is_an_error():
    found = check(book(rule("2-01-a", "forbids", [HALL])), document=["1-01-a"])
    assert [each.clauses for each in told(found, UNKNOWN_TERM)] == [("2-01-a",)]


# -- warnings and notes ----------------------------------------------------------------------------------------------


def test_a_clause_that_is_always_overruled_never_decides():
    rules = book(rule("2-01-a", "forbids", [HALL]), rule("2-02-a", "cautions", [HALL, CAT]))
    (found,) = told(check(rules), NEVER_DECIDES)
    assert (found.level, found.clauses) == (WARNING, ("2-02-a", "2-01-a"))


def test_a_clause_that_sharpens_no_prohibition_never_decides():
    rules = book(rule("2-01-a", "forbids", [HALL]), rule("2-02-a", "confirms", [YARD]))
    assert [each.clauses for each in told(check(rules), NEVER_DECIDES)] == [("2-02-a",)]


def test_a_clause_that_decides_no_case_is_named():
    rules = book(rule("2-01-a", "forbids", [HALL]), rule("2-02-a", "allows", [YARD]))
    row = {
        "key": "hall", "question": "May I shout here?", "facts": {"act": "shout", "place": "hall"},
        "expected": {"verdict": "forbidden", "deciding": ["2-01-a"]},
    }  # fmt: skip
    found = told(check(rules, read_scenarios([row], FACTS), must_decide=["2-01-a", "2-02-a", "9-09-a"]), UNDECIDED)
    assert [(each.level, each.clauses) for each in found] == [(WARNING, ("2-02-a",)), (WARNING, ("9-09-a",))]


def test_an_act_of_which_no_rule_speaks_is_named():
    found = told(check(book(rule("2-01-a", "forbids", [], acts=["shout", "wave"]))), GAP)
    assert [each.says for each in found if each.level == WARNING] == [
        "No rule speaks of “whistle”. Whoever asks is told that the policy is silent."
    ]


def test_people_of_whom_the_policy_says_nothing_are_named_act_by_act():
    rules = book(
        rule("2-01-a", "forbids", [CAT]), rule("2-02-a", "forbids", [LOUD]), rule("2-03-a", "allows", [], ["wave"])
    )
    notes = [each.says for each in told(check(rules), GAP) if each.level == NOTE]
    assert notes == ["The policy is silent on “shout” towards: dog."]


def test_where_a_permission_gives_way_to_a_prohibition_is_said():
    rules = book(rule("2-01-a", "forbids", [LOUD]), rule("2-02-a", "allows", [HALL]), rule("2-03-a", "forbids", [YARD]))
    (found,) = told(check(rules), OVERLAP)
    assert (found.level, found.clauses) == (NOTE, ("2-02-a", "2-01-a"))
    assert found.says == "What clause 2-02-a allows is forbidden where one of these applies too: 2-01-a."


# -- the rules that ship -----------------------------------------------------------------------------------------------


def test_the_rules_that_ship_have_no_error_and_each_clause_of_class_r_decides_a_case():
    pack = load_pack("staff-social-media")
    rules = [clause.id for clause in pack.clauses if clause.klass == "R"]
    found = check(
        shipped_rulebook(), written.cases(), must_decide=rules, document={clause.id for clause in pack.clauses}
    )
    assert [each for each in found if each.level != NOTE] == []


def test_checking_the_rules_that_ship_is_quick_enough_for_every_edit():
    written.cases()
    started = time.process_time()
    check(shipped_rulebook(), written.cases())
    assert time.process_time() - started < 1
