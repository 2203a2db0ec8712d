"""The written cases that ship, as the tests of reasoning use them."""

from functools import cache

from belisha.packs.advising import advice_table
from belisha.reasoning.scenarios import Scenario, decided_by, fails, read_scenarios
from belisha.reasoning.shipped import shipped_facts, shipped_rulebook


@cache
def cases() -> tuple[Scenario, ...]:
    return read_scenarios(advice_table("scenarios")["scenarios"], shipped_facts())


def case(key: str) -> Scenario:
    return next(each for each in cases() if each.key == key)


def decides(clause: str, **verdicts: str) -> None:
    """Each of these cases comes out as written and with this verdict, and the clause decides it.

    The names of the cases have underscores for hyphens.
    """
    for name, verdict in verdicts.items():
        one = case(name.replace("_", "-"))
        assert fails(shipped_rulebook(), one) == ""
        assert one.expected.verdict == verdict, one.key
        assert clause in decided_by(shipped_rulebook(), one)[0], one.key
