"""Whatever is turned upside down in the rules that ship, a written case comes out otherwise."""

from functools import cache

import pytest
import written
from mutants import mutants

from belisha.reasoning.rules import ACT
from belisha.reasoning.scenarios import answer, fails, run
from belisha.reasoning.shipped import shipped_rulebook

BESIDE = "the clause forbids or warns there by another of its rules, and the answer names it either way"
ASKED = "the rule itself asks for family, so that its exception reaches nobody else"
OTHER_ROW = "there another rule of the same clause speaks, and says the same"
FAMILY = "counterpart.relation=family|foster_child|partner_child|step_child"
LINKING = "accept_request|connect|follow_page|invite_colleague|stay_connected"
# Mutants that answer every question as the rules do, and why.
EQUIVALENT = {
    "6-06-b without all 3 not (joined)": OTHER_ROW,
    f"6-06-b.family exception 0 6-07-b reach without all 0 {FAMILY}": ASKED,
    f"6-06-b.number exception 0 6-07-b reach without all 0 {FAMILY}": ASKED,
    "7-03-a.checked without all 2 content.inappropriate=no": BESIDE,
    "7-03-a.checked without all 3 content.explicit=no": BESIDE,
    "6-01-b.care without all 0 not content.about=login": BESIDE,
    "6-16-a.plain without all 0 content.identifies_school=no": BESIDE,
    f"6-11-a without all 1 any 1 act={LINKING}": "to be linked is social media by what 2-02-a means",
    "6-05-a.post without all 4 not channel.type=game_chat|group_chat|social_dm": OTHER_ROW,
}
MUTANTS = {one.name: one for one in mutants(shipped_rulebook())}


@cache
def shown(case) -> frozenset[str]:
    """The rules that the answer to a case shows."""
    return frozenset(each.rule for each in answer(shipped_rulebook(), written.case(case)).clauses)


def noticed(mutant) -> bool:
    """Some case fails. Those that show the rule are tried first, because they nearly always do."""
    here = [case for case in written.cases() if case.known.get(ACT) in mutant.acts]
    return any(fails(mutant.book, case) for case in sorted(here, key=lambda case: mutant.row not in shown(case.key)))


def test_every_mutant_has_a_name_of_its_own():
    assert len(MUTANTS) == sum(1 for _ in mutants(shipped_rulebook()))


def test_the_written_cases_come_out_as_they_have_to_while_nothing_is_changed():
    assert run(shipped_rulebook(), written.cases()) == ()


@pytest.mark.parametrize("name", sorted(MUTANTS.keys() - EQUIVALENT.keys()))
def test_a_written_case_notices(name):
    assert noticed(MUTANTS[name])


@pytest.mark.parametrize("name", sorted(EQUIVALENT))
def test_what_is_said_to_change_nothing_changes_no_case(name):
    assert EQUIVALENT[name]
    assert not noticed(MUTANTS[name])
