"""The facts that rules may speak of: a fixed list with their values. What is not on it is an error, named."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

CHOICE, SET, BAND, TEXT = "choice", "set", "band", "text"
# One value, or several at once. A fact that is not known has no value at all.
Value = str | frozenset[str]


class FactError(ValueError):
    """A fact or a value that is not on the list; the message names it, and where it was said."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that rules may ask about. `kind` is choice, set, band (a number put into ranges) or text.

    `values` are what it can be, in the order in which they are offered; `labels` says them in words. `other` is the
    value that stands for whatever is not on the list, empty where there is none. `bands` are (value, below), rising,
    the last without a bound. `silent` is what a written case means that does not mention it; None leaves it unknown,
    as do the acts of `not_silent_for`. `unread` is what a word leaves that cannot be read; empty: it is not known.
    A `derived` fact is concluded from others by definitions and never asked.
    """

    name: str
    kind: str
    label: str
    values: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    hints: Mapping[str, str] = field(default_factory=dict)
    also_called: Mapping[str, str] = field(default_factory=dict)
    bands: tuple[tuple[str, int | None], ...] = ()
    other: str = ""
    silent: Value | None = None
    not_silent_for: frozenset[str] = frozenset()
    unread: str = ""
    question: str = ""
    hint: str = ""
    why: str = ""
    asked_of: str = ""
    derived: bool = False

    def in_words(self, value: Value) -> str:
        """A value as it is said on a page."""
        if isinstance(value, frozenset):
            return ", ".join(self.labels.get(each, each) for each in self.values if each in value) or "none of these"
        return self.labels.get(value, value)


@dataclass(frozen=True)
class FactSchema:
    """All facts, in the order in which they are asked.

    Of the fields of a written case: `same_as` are other names of a fact, `also_named` say one in another way where they
    are true, and of `no_clause_asks` no clause speaks.
    """

    facts: Mapping[str, Fact]
    also_named: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    no_clause_asks: frozenset[str] = frozenset()
    same_as: Mapping[str, str] = field(default_factory=dict)

    def check(self, name: str, values: Iterable[str], where: str) -> Fact:
        """The fact of that name; FactError where there is none or one of the values is not its own."""
        fact = self.facts.get(name)
        if fact is None:
            raise FactError(f"{where}: there is no fact called {name!r}")
        if fact.kind == TEXT:
            raise FactError(f"{where}: {name} is free text, and no rule can rest on it")
        for value in values:
            if value not in fact.values:
                raise FactError(f"{where}: {name} cannot be {value!r}; it is one of {', '.join(fact.values)}")
        return fact

    def unread(self, name: str, raw: object) -> tuple[str, ...]:
        """The words of a value that are not on the list, those that can be read being kept."""
        fact = self._known(name)
        words = raw if fact.kind == SET and isinstance(raw, (list, tuple, set, frozenset)) else (raw,)
        return tuple(str(each) for each in words if not _reads(fact, each))

    def typed(self, values: Mapping[str, object]) -> dict[str, Value]:
        """Values from outside as facts hold them. None means not known. FactError for what is not on the list."""
        found = {name: _typed(self._known(name), raw) for name, raw in values.items() if raw is not None}
        return {name: value for name, value in found.items() if value is not None}

    def _known(self, name: str) -> Fact:
        if name not in self.facts or self.facts[name].derived:
            raise FactError(f"there is no fact called {name!r}")
        return self.facts[name]


def schema(
    facts: Iterable[Fact], also_named: Mapping = MappingProxyType({}), no_clause_asks=(), same_as=None
) -> FactSchema:
    by_name = MappingProxyType({fact.name: fact for fact in facts})
    return FactSchema(by_name, also_named, frozenset(no_clause_asks), same_as or {})


def _typed(fact: Fact, raw: object) -> Value | None:
    if fact.kind == SET:
        if isinstance(raw, str) or not isinstance(raw, Iterable):
            raise FactError(f"{fact.name} is a list of values, not {raw!r}")
        return frozenset(_one(fact, each) for each in raw)
    if fact.kind == BAND:
        return _band(fact, raw)
    if fact.kind == TEXT:
        return str(raw)
    return _one(fact, raw)


def _reads(fact: Fact, raw: object) -> bool:
    try:
        _typed(fact, [raw] if fact.kind == SET else raw)
    except FactError:
        return False
    return True


def _one(fact: Fact, raw: object) -> str:
    word = {True: "yes", False: "no"}[raw] if isinstance(raw, bool) else raw
    if not isinstance(word, str):
        raise FactError(f"{fact.name} cannot be {raw!r}")
    word = fact.also_called.get(word, word)
    if word in fact.values:
        return word
    if fact.other:
        return fact.other
    raise FactError(f"{fact.name} cannot be {raw!r}; it is one of {', '.join(fact.values)}")


def _band(fact: Fact, raw: object) -> str:
    if isinstance(raw, str) and raw in fact.values:
        return raw
    if isinstance(raw, bool) or not isinstance(raw, (int, float)):
        raise FactError(f"{fact.name} is a number, not {raw!r}")
    return next(value for value, below in fact.bands if below is None or raw < below)
