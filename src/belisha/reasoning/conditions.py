"""Conditions over facts, in three truth values (Kleene): True, False, and None for open.

A condition is one of: this fact is one of these values; it has one of them among its own; all of, any of, not. Nothing
that is written in a string is ever evaluated.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from belisha.reasoning.facts import FactError, FactSchema, Value

Truth = bool | None


@dataclass(frozen=True, slots=True)
class Is:
    """A fact has one of these values; of a set: it holds one of them."""

    fact: str
    values: frozenset[str]

    def __call__(self, known: Mapping[str, Value]) -> Truth:
        value = known.get(self.fact)
        if value is None:
            return None
        if value.__class__ is str:
            return value in self.values
        return not value.isdisjoint(self.values)


@dataclass(frozen=True, slots=True)
class Not:
    part: "Condition"

    def __call__(self, known: Mapping[str, Value]) -> Truth:
        truth = self.part(known)
        return None if truth is None else not truth


@dataclass(frozen=True, slots=True)
class AllOf:
    parts: tuple["Condition", ...]

    def __call__(self, known: Mapping[str, Value]) -> Truth:
        found = True
        for part in self.parts:
            truth = part(known)
            if truth is False:
                return False
            if truth is None:
                found = None
        return found


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: tuple["Condition", ...]

    def __call__(self, known: Mapping[str, Value]) -> Truth:
        found = False
        for part in self.parts:
            truth = part(known)
            if truth is True:
                return True
            if truth is None:
                found = None
        return found


Condition = Is | Not | AllOf | AnyOf
ALWAYS = AllOf(())


def read(rows: Iterable[Mapping], schema: FactSchema, sets: Mapping[str, Iterable[str]], where: str) -> Condition:
    """All of the conditions that a file says, checked against the facts. FactError names `where` it is wrong."""
    return AllOf(tuple(_one(row, schema, sets, where) for row in rows))


def _one(row: Mapping, schema: FactSchema, sets: Mapping[str, Iterable[str]], where: str) -> Condition:
    for word, kind in (("all", AllOf), ("any", AnyOf)):
        if word in row:
            return kind(tuple(_one(each, schema, sets, where) for each in row[word]))
    if "not" in row:
        return Not(_one(row["not"], schema, sets, where))
    values = spread(row["is"], sets, where)
    schema.check(row["fact"], values, where)
    return Is(row["fact"], frozenset(values))


def spread(said: str | Iterable[str], sets: Mapping[str, Iterable[str]], where: str) -> tuple[str, ...]:
    """The values that are meant, a name with a dollar standing for a set of them."""
    found: list[str] = []
    for each in [said] if isinstance(said, str) else said:
        if each.startswith("$") and each[1:] not in sets:
            raise FactError(f"{where}: there is no set of values called {each}")
        found.extend(spread(sets[each[1:]], sets, where) if each.startswith("$") else [each])
    return tuple(dict.fromkeys(found))


def facts_of(condition: Condition) -> Iterator[str]:
    """The names of every fact that a condition speaks of, in its order."""
    if isinstance(condition, Is):
        yield condition.fact
    elif isinstance(condition, Not):
        yield from facts_of(condition.part)
    else:
        for part in condition.parts:
            yield from facts_of(part)


def open_in(condition: Condition, known: Mapping[str, Value]) -> Iterator[str]:
    """The facts that keep a condition open: those not known in the parts that are open themselves."""
    if condition(known) is not None:
        return
    if isinstance(condition, Is):
        yield condition.fact
    elif isinstance(condition, Not):
        yield from open_in(condition.part, known)
    else:
        for part in condition.parts:
            yield from open_in(part, known)
