"""The written cases that ship beside the policy, and how a table of them is read and run."""

from dataclasses import replace

import pytest
import written

from belisha.packs.advising import advice_table
from belisha.packs.loading import load_pack
from belisha.packs.pack import PackError
from belisha.reasoning.adopting import adopted
from belisha.reasoning.explanation import TAKEN
from belisha.reasoning.facts import FactError
from belisha.reasoning.scenarios import carried, fails, reachable, read_scenarios, run
from belisha.reasoning.shipped import shipped_facts, shipped_rulebook

ROW = {
    "key": "a-case",
    "question": "May I do this?",
    "facts": {
        "act": "view_profile", "who.role": "teacher", "counterpart.kind": "pupil", "counterpart.relation": "none",
        "channel.type": "profile_view",
    },
    "expected": {
        "verdict": "forbidden", "deciding": ["6-09-a"], "duties": [{"clause": "6-22-a", "deadline": "immediately"}],
    },
}  # fmt: skip


def book_with(effect):
    """The shipped rules, the one on pupils' pages having another effect."""
    book = shipped_rulebook()
    rules = tuple(replace(rule, effect=effect) if rule.clause == "6-09-a" else rule for rule in book.rules)
    return replace(book, rules=rules)


@pytest.mark.parametrize("case", written.cases(), ids=lambda case: case.key)
def test_each_written_case_comes_out_as_it_has_to(case):
    assert fails(shipped_rulebook(), case) == ""


def test_every_rule_and_every_meaning_decides_a_written_case():
    assert reachable(shipped_rulebook(), written.cases()).rules == ()


def test_every_clause_that_has_a_rule_decides_a_written_case():
    assert reachable(shipped_rulebook(), written.cases()).clauses == ()


def test_every_verdict_has_many_cases():
    verdicts = [case.expected.verdict for case in written.cases()]
    assert {name: verdicts.count(name) >= 20 for name in set(verdicts)} == dict.fromkeys(
        ("permitted", "be_cautious", "needs_permission", "forbidden"), True
    )


def test_every_exception_is_met_in_one_case_and_every_need_is_missing_alone_in_another():
    seen = {each for case in written.cases() for each in case.expected.exceptions}
    for rule in shipped_rulebook().rules:
        for each in rule.exceptions:
            assert each.condition or (each.clause, frozenset()) in seen
            # Whoever has not told has not been acknowledged either, so that this is never missing alone.
            alone = {need.name for need in each.needs} - {"declared"}
            assert alone <= {name for clause, missing in seen if clause == each.clause for name in missing}


def test_the_shipped_cases_are_of_the_shipped_pack():
    assert advice_table("scenarios")["pack"] == advice_table("rules")["pack"]
    known = {clause.id for clause in load_pack(advice_table("scenarios")["pack"]).clauses}
    assert {clause for case in written.cases() for clause in case.expected.deciding} <= known


# -- reading -------------------------------------------------------------------------------------------------------


def test_a_case_takes_over_the_facts_of_another_and_changes_some():
    more = {**ROW, "key": "another", "like": "a-case", "facts": {"act": "follow_page"}}
    first, second = read_scenarios([ROW, more], shipped_facts())
    assert (first.known["act"], second.known["act"]) == ("view_profile", "follow_page")
    assert second.known["counterpart.kind"] == "pupil"


def test_what_a_case_does_not_mention_is_its_silence_and_null_is_not_known():
    (case,) = read_scenarios([{**ROW, "facts": {**ROW["facts"], "content.tone": None}}], shipped_facts())
    assert (case.known["content.topic"], case.sources["content.topic"]) == ("none", TAKEN)
    assert "content.tone" not in case.known
    assert "counterpart.acknowledged" not in case.known
    assert "act" not in case.sources


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"facts": {"act": "teleport"}}, "case a-case: act cannot be 'teleport'"),
        ({"facts": {"counterpart.mood": "good"}}, "case a-case: there is no fact called 'counterpart.mood'"),
        ({"facts": {"channel.social": "yes"}}, "case a-case: there is no fact called 'channel.social'"),
        ({"facts": {"content.about": "pupil"}}, "case a-case: content.about is a list"),
        ({"like": "nobody"}, "case a-case: there is no case 'nobody' before it"),
        ({"expected": {"verdict": "fine", "deciding": []}}, "case a-case: there is no verdict 'fine'"),
    ],
)
def test_a_case_that_cannot_be_read_is_named(change, says):
    with pytest.raises(FactError, match=says):
        read_scenarios([{**ROW, **change}], shipped_facts())


def test_two_cases_of_one_name_are_refused():
    with pytest.raises(FactError, match="case a-case: there are two of that name"):
        read_scenarios([ROW, ROW], shipped_facts())


def test_the_shape_of_the_table_is_checked():
    from belisha.packs.advising import check_table

    wrong = {**ROW, "expected": {"verdict": "forbidden", "deciding": ["6.9"]}}
    table = {"pack": "staff-social-media", "source": "Ours", "last_checked": "2026-11-22", "scenarios": [wrong]}
    with pytest.raises(PackError, match="scenarios, at scenarios/0/expected/deciding/0"):
        check_table("scenarios", table)


# -- running -------------------------------------------------------------------------------------------------------


def test_a_case_that_comes_out_otherwise_is_told_in_words():
    cases = read_scenarios([ROW], shipped_facts())
    assert run(shipped_rulebook(), cases) == ()
    (failure,) = run(book_with("cautions"), cases)
    assert failure.key == "a-case"
    assert failure.says == "The answer is “be cautious”, and should be “forbidden”."


def test_what_else_differs_is_told_too():
    wanted = {
        "verdict": "needs_permission", "deciding": ["6-05-a"], "relevant": [], "notes": ["danger_to_child"],
        "exceptions": [{"clause": "6-05-a", "missing": ["express_permission_headteacher"]}],
        "duties": [{"clause": "6-22-a", "deadline": ""}], "gaps": ["family_not_defined"],
    }  # fmt: skip
    (case,) = read_scenarios([{**ROW, "expected": wanted}], shipped_facts())
    says = fails(shipped_rulebook(), case)
    assert "The answer is “forbidden”, and should be “needs permission”." in says
    assert "The deciding clauses are 6-09-a, and should be 6-05-a." in says
    assert "should be 6-05-a (missing: express_permission_headteacher)." in says
    assert "should be 6-22-a (no deadline)." in says
    assert "The gaps shown are none, and should be family_not_defined." in says
    assert "The notes shown are none, and should be danger_to_child." in says
    assert "facts asked" not in says


def test_rules_that_decide_no_case_are_named():
    cases = read_scenarios([ROW], shipped_facts())
    found = reachable(shipped_rulebook(), cases)
    assert "6-09-a" not in {*found.clauses, *found.rules}
    assert {"6-07-a", "2-03-b:channel.social"} <= set(found.rules)
    assert {"6-07-a", "2-03-b"} <= set(found.clauses)


# -- a school's own document -----------------------------------------------------------------------------------------


def test_the_cases_go_with_the_clauses_that_a_school_has():
    has = {clause: clause.replace("6-", "16-") for clause in shipped_rulebook().clauses if clause != "6-05-a"}
    book = adopted(advice_table("rules"), shipped_facts(), has, name="own", edition="1")
    cases = carried(written.cases(), shipped_rulebook(), has)
    assert run(book, cases) == ()
    assert 200 < len(cases) < len(written.cases())
    assert not any("6-05-a" in case.expected.deciding for case in cases)
    assert any("16-07-a" in case.expected.deciding for case in cases)


def test_a_document_without_any_of_the_clauses_has_no_cases():
    assert carried(written.cases(), shipped_rulebook(), {}) == ()
