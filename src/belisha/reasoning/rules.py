"""What a rulebook holds: plain frozen values, read and checked once, then only asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

from belisha.reasoning.conditions import AllOf, Condition, Is, facts_of
from belisha.reasoning.facts import FactSchema

# The verdicts, mildest first: where several clauses speak, the strongest wins.
PERMITTED, CAUTIOUS, NEEDS_PERMISSION, FORBIDDEN = VERDICTS = (
    "permitted", "be_cautious", "needs_permission", "forbidden",
)  # fmt: skip
# What a rule does where it applies. `confirms` sharpens a prohibition and decides beside it, never by itself.
FORBIDS, CONFIRMS, CAUTIONS, ALLOWS, NOTES = EFFECTS = ("forbids", "confirms", "cautions", "allows", "notes")
# The fact by which rules are looked up: what somebody wants to do.
ACT = "act"
# The fact by which those that can be ruled out at a glance are left aside: whom it is with.
WHOM = "counterpart.kind"


@dataclass(frozen=True, slots=True)
class Need:
    """What an exception asks for, and which step of the school gets it; without `cure` nothing does."""

    name: str
    when: Condition
    cure: str = ""


@dataclass(frozen=True, slots=True)
class Exemption:
    """What lifts a prohibition: where it could reach the case at all, and what it needs then.

    `clause` is the one that says so, which may be the prohibition itself. A `condition` is no exception, but what the
    clause itself asks for: where it is met there is nothing to report.
    """

    clause: str
    reach: Condition
    needs: tuple[Need, ...]
    condition: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """How a clause decides. `key` tells several rules of one clause apart; `because` is its reason in a sentence.

    A `general` one catches everything: where a narrower rule is at least as strong, that one decides.
    """

    key: str
    clause: str
    effect: str
    acts: frozenset[str]
    when: Condition
    because: str
    exceptions: tuple[Exemption, ...] = ()
    absolute: bool = False
    instead: str = ""
    general: bool = False


@dataclass(frozen=True, slots=True)
class Meaning:
    """When a derived fact is so: what the policy's own definitions and scope say of channels and people."""

    key: str
    fact: str
    clause: str
    when: Condition


@dataclass(frozen=True, slots=True)
class Aside:
    """What an answer shows beside its clauses where a condition is met: a duty, a gap of the policy, or a note."""

    key: str
    acts: frozenset[str]
    when: Condition
    says: Mapping[str, str]
    # Shown also while it is open whether it applies: what concerns a child's safety is better said once too often.
    when_open: bool = False


@dataclass(frozen=True)
class Rulebook:
    """Every rule of one edition of a policy, with what it says beside them. `silent` are the scope clauses."""

    name: str
    edition: str
    facts: FactSchema
    meanings: tuple[Meaning, ...]
    rules: tuple[Rule, ...]
    duties: tuple[Aside, ...]
    gaps: tuple[Aside, ...]
    notes: tuple[Aside, ...]
    silent: tuple[Aside, ...]
    # Clauses that the school's document does not have: their rules are off, and listed.
    off: tuple[str, ...] = ()

    @cached_property
    def acts(self) -> tuple[str, ...]:
        return self.facts.facts[ACT].values

    @cached_property
    def meant(self) -> tuple[tuple[str, tuple[Condition, ...]], ...]:
        """The derived facts, in the order in which they are concluded, each with the ways in which it is so."""
        ways: dict[str, list[Condition]] = {}
        for meaning in self.meanings:
            ways.setdefault(meaning.fact, []).append(meaning.when)
        return tuple((name, tuple(conditions)) for name, conditions in ways.items())

    @cached_property
    def by_act(self) -> Mapping[str, tuple[Rule, ...]]:
        """The rules that could speak of each act, in their order."""
        return MappingProxyType({act: tuple(rule for rule in self.rules if act in rule.acts) for act in self.acts})

    def speaking(self, act: str | None, whom: str | None) -> "Speaking":
        """What could speak of an act towards somebody. None, for either, is not known and rules nothing out."""
        found = self._speaking.get((act, whom))
        if found is None:
            lists = (self.rules, self.duties, self.gaps, self.notes, self.silent)
            found = Speaking(*(tuple(row for row in rows if _could(row, act, whom)) for rows in lists))
            self._speaking[(act, whom)] = found
        return found

    @cached_property
    def _speaking(self) -> dict[tuple[str | None, str | None], "Speaking"]:
        return {}

    @cached_property
    def defines(self) -> Mapping[str, tuple[Meaning, ...]]:
        """For each rule, by its key, the definitions on which it may rest."""
        return MappingProxyType(
            {
                rule.key: tuple(each for each in self.meanings if each.fact in set(facts_of(rule.when)))
                for rule in self.rules
            }
        )

    @cached_property
    def order(self) -> Mapping[str, int]:
        """The place of each fact in the order in which they are asked."""
        return MappingProxyType({name: place for place, name in enumerate(self.facts.facts)})

    @cached_property
    def clauses(self) -> frozenset[str]:
        """Every clause that has a rule here, decides what a word means, or says what is in scope."""
        exempt = {each.clause for rule in self.rules for each in rule.exceptions}
        spoken = {row.clause for row in (*self.rules, *self.meanings)}
        return frozenset(spoken | exempt | {row.says["clause"] for row in self.silent} - {""})


class Speaking(NamedTuple):
    """The rules, duties, gaps, notes and scope clauses that could speak of an act towards somebody."""

    rules: tuple[Rule, ...]
    duties: tuple[Aside, ...]
    gaps: tuple[Aside, ...]
    notes: tuple[Aside, ...]
    silent: tuple[Aside, ...]


def _could(row: Rule | Aside, act: str | None, whom: str | None) -> bool:
    """False only where the act, or whom it is with, already rules it out."""
    if act is not None and act not in row.acts:
        return False
    parts = row.when.parts if isinstance(row.when, AllOf) else (row.when,)
    said = (each for each in parts if isinstance(each, Is) and each.fact == WHOM)
    return whom is None or all(whom in each.values for each in said)
