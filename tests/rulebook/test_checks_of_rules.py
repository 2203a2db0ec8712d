"""What is held against a document before it is published: the shipped cases that it can answer, and its own rules."""

import random

import pytest
from rulebook.ruled import BECAUSE, CHOSEN

from belisha.packs import load_pack
from belisha.packs.advising import advice_table
from belisha.policy.written import SHIPPED
from belisha.reasoning.rules import FORBIDS
from belisha.reasoning.shipped import shipped_rulebook
from belisha.rulebook import checks
from belisha.rulebook.building import row_of
from belisha.rulebook.checks import Kept, as_text
from belisha.rulebook.rules import SAID, STOPS

IDS = [clause.id for clause in load_pack(SHIPPED).clauses]
WHOLE = tuple((ident, ident) for ident in IDS)


def stops(kept: Kept) -> list[str]:
    return [each.says for each in checks.examined(kept) if each.level == STOPS]


def test_the_whole_shipped_policy_passes_its_cases_and_every_clause_of_it_is_on():
    assert len(checks.carried_cases(WHOLE)) == len(checks.shipped_cases())
    assert len(checks.shipped_cases()) == len(advice_table("scenarios")["scenarios"])
    assert stops(Kept(WHOLE)) == []
    assert checks.rulebook_of(Kept(WHOLE)).off == ()


@pytest.mark.parametrize("seed", range(6))
def test_whatever_part_of_the_shipped_policy_a_document_has_it_can_be_published(seed):
    part = random.Random(seed)
    has = tuple((ident, f"z-{ident}"[:20]) for ident in IDS if part.random() < 0.6)
    assert stops(Kept(has)) == []
    assert len(checks.carried_cases(has)) < len(checks.shipped_cases())


def test_a_document_in_which_a_shipped_case_comes_out_milder_is_stopped():
    # No school can bring this about; an update that turns a rule upside down would.
    book = checks.rulebook_of(Kept(WHOLE))
    case = next(each for each in checks.shipped_cases() if each.expected.verdict == "forbidden")
    silent = type(book)(**{**vars_of(book), "rules": tuple(rule for rule in book.rules if rule.effect != FORBIDS)})
    told = checks._shipped(silent, case)
    assert told.level == STOPS
    assert case.question in told.says
    assert "“forbidden”" in told.says


def vars_of(book) -> dict:
    return {name: getattr(book, name) for name in type(book).__dataclass_fields__}


def test_an_own_rule_that_changes_answers_to_shipped_cases_is_told_and_stops_nobody():
    row = row_of(
        "1-01-a", {**CHOSEN, "acts": ["message"], "towards": [], "how": [], "account": [], "unless": []}, BECAUSE
    )
    found = checks.examined(Kept(WHOLE, (as_text(row),)))
    assert [each for each in found if each.level == STOPS] == []
    told = [each.says for each in found if each.level == SAID and each.says.startswith("Your own rules answer")]
    assert told
    assert all("with “forbidden”" in each for each in told)


def test_equal_documents_share_one_rulebook_and_others_do_not():
    row = row_of("1-01-a", CHOSEN, BECAUSE)
    one, other = Kept(WHOLE, (as_text(row),)), Kept(WHOLE, (as_text(dict(reversed(row.items()))),))
    assert checks.rulebook_of(one, "x", "1") is checks.rulebook_of(other, "x", "1")
    assert checks.rulebook_of(one, "x", "1") is not checks.rulebook_of(one, "x", "2")
    assert len(checks.rulebook_of(one).rules) == len(shipped_rulebook().rules) + 1
