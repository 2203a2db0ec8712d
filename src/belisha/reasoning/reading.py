"""From the plain lists and mappings of a file to facts and a rulebook, with every name and value checked."""

from collections.abc import Iterable, Mapping
from itertools import groupby

from belisha.reasoning.conditions import ALWAYS, facts_of, read, spread
from belisha.reasoning.facts import BAND, SET, Fact, FactError, FactSchema, schema
from belisha.reasoning.rules import ACT, EFFECTS, Aside, Exemption, Meaning, Need, Rule, Rulebook


def read_facts(data: Mapping) -> FactSchema:
    """The fact schema of a file in the shape of facts.schema.json."""
    facts = schema((_fact(row) for row in data["facts"]), data["also_named"], data["no_clause_asks"], data["same_as"])
    for name, means in facts.also_named.items():
        for fact, value in means.items():
            facts.check(fact, (value,), f"field {name}")
    for name, fact in facts.same_as.items():
        facts.check(fact, (), f"field {name}")
    for fact in facts.facts.values():
        facts.check(ACT, fact.not_silent_for, f"fact {fact.name}")
    return facts


def _fact(row: Mapping) -> Fact:
    values = tuple(each["value"] for each in row.get("values", ()))
    silent = row.get("silent")
    fact = Fact(
        row["name"], row["kind"], row["label"], values,
        labels={each["value"]: each["label"] for each in row.get("values", ())},
        hints={each["value"]: each["hint"] for each in row.get("values", ()) if "hint" in each},
        also_called=dict(row.get("also_called", {})),
        bands=tuple((each["value"], each.get("below")) for each in row.get("bands", ())),
        not_silent_for=frozenset(row.get("not_silent_for", ())), other=row.get("other", ""),
        unread=row.get("unread", ""),
        silent=frozenset(silent) if isinstance(silent, list) else silent,
        question=row.get("question", ""), hint=row.get("hint", ""), why=row.get("why", ""),
        derived=row.get("derived", False),
    )  # fmt: skip
    said = {*fact.also_called.values(), *(value for value, _ in fact.bands), *filter(None, (fact.other, fact.unread))}
    said |= set(silent or ()) if fact.kind == SET else {silent} - {None}
    for value in sorted(said - set(values)):
        raise FactError(f"fact {fact.name}: {value!r} is not one of its values")
    if fact.kind == BAND and [below for _, below in fact.bands][-1:] != [None]:
        raise FactError(f"fact {fact.name}: the last band has no bound")
    return fact


def read_rulebook(data: Mapping, facts: FactSchema, *, edition: str, extra: Iterable[Mapping] = ()) -> Rulebook:
    """A rulebook from a file in the shape of rules.schema.json. `extra` are rules of a school, in the same shape.

    FactError, naming the clause, for a fact or value that is not on the list.
    """
    sets = data["sets"]
    rules = tuple(read_rule(row, facts, sets) for row in (*data["rules"], *extra))
    for key, _ in (both for both in groupby(sorted(rule.key for rule in rules)) if len(list(both[1])) > 1):
        raise FactError(f"clause {key} has two rules of one name")
    meanings = tuple(
        Meaning(f"{row['clause']}:{row['fact']}", row["fact"], row["clause"], read(row["when"], facts, sets, _at(row)))
        for row in data["meanings"]
    )
    _in_order(meanings, facts)
    asides = {kind: _asides(data[kind], facts, sets) for kind in ("duties", "gaps", "notes", "silent")}
    return Rulebook(data["pack"], edition, facts, meanings, rules, **asides)


def read_rule(row: Mapping, facts: FactSchema, sets: Mapping) -> Rule:
    """One rule from its row. FactError, naming the clause, where it cannot be."""
    where = _at(row)
    if row["effect"] not in EFFECTS:
        raise FactError(f"{where}: there is no effect {row['effect']!r}; it is one of {', '.join(EFFECTS)}")
    exceptions = tuple(_exemption(each, facts, sets, where) for each in row.get("exceptions", ()))
    absolute = row.get("absolute", False)
    if absolute and exceptions:
        raise FactError(f"{where}: what nothing excuses has no exception")
    key = f"{row['clause']}.{row['part']}" if row.get("part") else row["clause"]
    return Rule(
        key, row["clause"], row["effect"], _acts(row, facts, sets), read(row["when"], facts, sets, where),
        row["because"], exceptions, absolute, row.get("instead", ""), row.get("general", False),
    )  # fmt: skip


def _exemption(row: Mapping, facts: FactSchema, sets: Mapping, where: str) -> Exemption:
    needs = tuple(
        Need(need["name"], read(need["when"], facts, sets, where), need.get("cure", "")) for need in row["needs"]
    )
    reach = read(row["reach"], facts, sets, where) if row["reach"] else ALWAYS
    return Exemption(row["clause"], reach, needs, row.get("condition", False))


def _asides(rows: Iterable[Mapping], facts: FactSchema, sets: Mapping) -> tuple[Aside, ...]:
    return tuple(
        Aside(
            row.get("gap") or row.get("key") or row["clause"], _acts(row, facts, sets),
            read(row["when"], facts, sets, _at(row)),
            {name: row[name] for name in ("clause", "act", "to", "deadline", "kind", "says") if name in row},
            row.get("when_open", False),
        )
        for row in rows
    )  # fmt: skip


def _acts(row: Mapping, facts: FactSchema, sets: Mapping) -> frozenset[str]:
    acts = spread(row["acts"], sets, _at(row))
    facts.check(ACT, acts, _at(row))
    return frozenset(acts)


def _in_order(meanings: tuple[Meaning, ...], facts: FactSchema) -> None:
    """A meaning rests on facts that are asked, or on meanings before it: there is no going round in a circle."""
    for place, meaning in enumerate(meanings):
        if not facts.facts[meaning.fact].derived:
            raise FactError(f"clause {meaning.clause}: {meaning.fact} is asked, and not concluded")
        later = {each.fact for each in meanings[place:]}
        for name in facts_of(meaning.when):
            if name in later:
                raise FactError(f"clause {meaning.clause}: {meaning.fact} rests on {name}, which is concluded later")


def _at(row: Mapping) -> str:
    return f"clause {row['clause']}" if "clause" in row else f"note {row['key']}"
