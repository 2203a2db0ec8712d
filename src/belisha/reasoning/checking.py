"""What a publisher has to be told about the rules of a policy before it is published, in plain words."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, groupby

from belisha.reasoning.conditions import AllOf, Condition, Is, Not, facts_of
from belisha.reasoning.facts import Fact, FactError, FactSchema
from belisha.reasoning.possible import Possible
from belisha.reasoning.reading import read_rule
from belisha.reasoning.rules import ACT, ALLOWS, CAUTIONS, CONFIRMS, FORBIDS, NOTES, Exemption, Rule, Rulebook
from belisha.reasoning.scenarios import Scenario, reachable, run

# An error stops the publication, a warning should be looked at, a note is good to know.
ERROR, WARNING, NOTE = "error", "warning", "note"
CONTRADICTION, UNREACHABLE, UNKNOWN_TERM, CASE_FAILS = "contradiction", "unreachable", "unknown_term", "case_fails"
NEVER_DECIDES, UNDECIDED, OVERLAP, GAP = "never_decides", "undecided", "overlap", "gap"
# The fact that tells the people apart to whom an act can be done.
WHOM, NOBODY = "counterpart.kind", "none"
IN_WORDS = {FORBIDS: "forbids", CONFIRMS: "forbids", CAUTIONS: "asks for care", ALLOWS: "allows", NOTES: "tells"}


@dataclass(frozen=True)
class Finding:
    """One thing to be told: what kind it is, how bad, which clauses it is about, and the sentence."""

    kind: str
    level: str
    clauses: tuple[str, ...]
    says: str


def check(
    book: Rulebook,
    cases: Collection[Scenario] = (),
    *,
    must_decide: Iterable[str] = (),
    document: Collection[str] | None = None,
) -> tuple[Finding, ...]:
    """Everything to be told about a rulebook, the worst first.

    `cases` are those that lie beside it; `must_decide` the clauses of which each has to decide one of them (class R);
    `document` the clauses of the document, where it is known.
    """
    possible = Possible(book)
    found = [
        *_foreign(book, document), *_never(book, possible), *_contradictions(book, possible), *_failing(book, cases),
        *_idle(book, possible), *_undecided(book, cases, must_decide), *_unspoken(book), *_overlaps(book, possible),
        *_gaps(book, possible),
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda each: (ERROR, WARNING, NOTE).index(each.level)))


def misread(rows: Iterable[Mapping], facts: FactSchema, sets: Mapping) -> tuple[Finding, ...]:
    """The rows of which no rule can be made, because they name a fact or a value that there is not."""
    found = []
    for row in rows:
        try:
            read_rule(row, facts, sets)
        except FactError as error:
            found.append(Finding(UNKNOWN_TERM, ERROR, (row["clause"],), f"{str(error)[:1].upper()}{str(error)[1:]}."))
    return tuple(found)


def applies(rule: Rule) -> Condition:
    """When a rule speaks: one of its acts, and its own conditions."""
    return AllOf((Is(ACT, rule.acts), rule.when))


# -- errors ----------------------------------------------------------------------------------------------------------


def _foreign(book: Rulebook, document: Collection[str] | None) -> Iterator[Finding]:
    """Rules of clauses that the document does not have."""
    for clause in sorted(book.clauses - set(document or ())) if document is not None else ():
        says = f"There is a rule of clause {clause}, and the document has no such clause."
        yield Finding(UNKNOWN_TERM, ERROR, (clause,), says)


def _never(book: Rulebook, possible: Possible) -> Iterator[Finding]:
    """Rules, exceptions and what stands beside them whose conditions can never hold together."""
    for rule in book.rules:
        when = applies(rule)
        if not possible.together(when):
            says = f"The rule of clause {rule.clause} can never apply: its conditions cannot all be true at once."
            yield Finding(UNREACHABLE, ERROR, (rule.clause,), says)
            continue
        for each in rule.exceptions:
            needs = [need.when for need in each.needs]
            where = _both(rule, each)
            if not possible.together(when, each.reach):
                says = f"The exception of clause {each.clause} can never reach a case of clause {rule.clause}."
                yield Finding(UNREACHABLE, ERROR, where, says)
            elif not possible.together(when, each.reach, *needs):
                says = f"The exception of clause {each.clause} can never be met: what it asks for excludes itself."
                yield Finding(UNREACHABLE, ERROR, where, says)
    for row in (*book.duties, *book.gaps, *book.notes):
        if not possible.together(Is(ACT, row.acts), row.when):
            clause = row.says.get("clause", "")
            says = f"What is said beside the answer ({row.key}) can never be shown: its conditions exclude each other."
            yield Finding(UNREACHABLE, ERROR, (clause,) if clause else (), says)


def _contradictions(book: Rulebook, possible: Possible) -> Iterator[Finding]:
    """Exceptions of equal rank that can both apply with a different effect, and rules that say opposite things."""
    for rule in book.rules:
        for one, other in combinations(rule.exceptions, 2):
            if _differ(one, other) and possible.together(applies(rule), one.reach, other.reach):
                clauses = tuple(dict.fromkeys((rule.clause, one.clause, other.clause)))
                says = (
                    f"Two exceptions from clause {rule.clause} can reach the same case and ask for different things "
                    f"({_needs(one)}; {_needs(other)}), so that one lifts it and the other does not. Make one of them, "
                    f"or say in which cases each holds."
                )
                yield Finding(CONTRADICTION, ERROR, clauses, says)
    allowing = [rule for rule in book.rules if rule.effect == ALLOWS]
    for one in (rule for rule in book.rules if rule.effect == FORBIDS and not rule.exceptions):
        for other in allowing:
            same = possible.always(applies(one), applies(other)) and possible.always(applies(other), applies(one))
            if same:
                says = f"Clause {one.clause} forbids exactly what clause {other.clause} allows."
                yield Finding(CONTRADICTION, ERROR, tuple(dict.fromkeys((one.clause, other.clause))), says)


def _differ(one: Exemption, other: Exemption) -> bool:
    return {need.when for need in one.needs} != {need.when for need in other.needs}


def _needs(one: Exemption) -> str:
    return ", ".join(need.name.replace("_", " ") for need in one.needs) or "nothing"


def _both(rule: Rule, exemption: Exemption) -> tuple[str, ...]:
    return tuple(dict.fromkeys((rule.clause, exemption.clause)))


def _failing(book: Rulebook, cases: Iterable[Scenario]) -> Iterator[Finding]:
    for each in run(book, cases):
        clauses = tuple(sorted(next(case.expected.deciding for case in cases if case.key == each.key)))
        yield Finding(CASE_FAILS, ERROR, clauses, f"The case “{each.question}” comes out otherwise: {each.says}")


# -- warnings --------------------------------------------------------------------------------------------------------


def _idle(book: Rulebook, possible: Possible) -> Iterator[Finding]:
    """Rules that may apply, but never decide, because another one always does in their stead."""
    absolute = [rule for rule in book.rules if rule.effect == FORBIDS and not rule.exceptions]
    forbidding = [rule for rule in book.rules if rule.effect == FORBIDS]
    for rule in (each for each in book.rules if each.effect in (CAUTIONS, ALLOWS)):
        over = next((one for one in absolute if possible.always(applies(rule), applies(one))), None)
        if over is not None and possible.together(applies(rule)):
            says = (
                f"Clause {rule.clause} {IN_WORDS[rule.effect]} where clause {over.clause} always forbids, "
                f"so that it never decides."
            )
            yield Finding(NEVER_DECIDES, WARNING, tuple(dict.fromkeys((rule.clause, over.clause))), says)
    for rule in (each for each in book.rules if each.effect == CONFIRMS):
        if not any(possible.together(applies(rule), applies(one)) for one in forbidding):
            says = f"Clause {rule.clause} sharpens a prohibition, and no clause forbids anything where it applies."
            yield Finding(NEVER_DECIDES, WARNING, (rule.clause,), says)


def _undecided(book: Rulebook, cases: Collection[Scenario], must_decide: Iterable[str]) -> Iterator[Finding]:
    wanted = [clause for clause in must_decide if clause in book.clauses or clause not in book.off]
    missing = set(reachable(book, cases).clauses) | (set(wanted) - book.clauses) if wanted else ()
    for clause in (each for each in wanted if each in missing):
        says = f"No written case is decided by clause {clause}. Write one, so that a change to it is noticed."
        yield Finding(UNDECIDED, WARNING, (clause,), says)


def _unspoken(book: Rulebook) -> Iterator[Finding]:
    """Acts of which no rule can ever speak."""
    labels = book.facts.facts[ACT].labels
    for act in book.acts:
        if not any(rule.effect not in (NOTES, CONFIRMS) for rule in book.by_act[act]):
            says = f"No rule speaks of “{labels.get(act, act)}”. Whoever asks is told that the policy is silent."
            yield Finding(GAP, WARNING, (), says)


# -- notes -----------------------------------------------------------------------------------------------------------


def _overlaps(book: Rulebook, possible: Possible) -> Iterator[Finding]:
    """What a clause allows and others forbid where they apply too. The stricter one wins; it is good to know where."""
    forbidding = [rule for rule in book.rules if rule.effect == FORBIDS]
    allowing = sorted((rule for rule in book.rules if rule.effect == ALLOWS), key=lambda rule: rule.clause)
    for clause, rules in groupby(allowing, key=lambda rule: rule.clause):
        own = [applies(rule) for rule in rules]
        over = {
            one.clause for one in forbidding for each in own
            if one.clause != clause and possible.together(each, applies(one))
        }  # fmt: skip
        if over:
            says = (
                f"What clause {clause} allows is forbidden where one of these applies too: {', '.join(sorted(over))}."
            )
            yield Finding(OVERLAP, NOTE, (clause, *sorted(over)), says)


def _gaps(book: Rulebook, possible: Possible) -> Iterator[Finding]:
    """The people of whom the policy says nothing, act by act, as long as nothing special is said or shown."""
    acts, whom = book.facts.facts[ACT], book.facts.facts.get(WHOM)
    people = [kind for kind in whom.values if kind != NOBODY] if whom else ()
    for act in book.acts:
        rules = [rule for rule in book.by_act[act] if rule.effect not in (NOTES, CONFIRMS)]
        silent = [kind for kind in people if not any(_speaks(book, possible, rule, act, kind) for rule in rules)]
        if rules and silent:
            named = "; ".join(whom.labels.get(kind, kind) for kind in silent)
            says = f"The policy is silent on “{acts.labels.get(act, act)}” towards: {named}."
            yield Finding(GAP, NOTE, (), says)


def _speaks(book: Rulebook, possible: Possible, rule: Rule, act: str, kind: str) -> bool:
    """A rule says something of an act towards somebody: it names them, or holds for everybody in a plain case."""
    here = (rule.when, Is(ACT, frozenset({act})), Is(WHOM, frozenset({kind})))
    if WHOM in facts_of(rule.when):
        return possible.together(*here)
    return possible.together(*here, _plain(book))


def _plain(book: Rulebook) -> Condition:
    """Nothing special: every fact that a case need not mention is what its silence means."""
    return AllOf(tuple(_silence(fact) for fact in book.facts.facts.values() if fact.silent is not None))


def _silence(fact: Fact) -> Condition:
    if isinstance(fact.silent, str):
        return Is(fact.name, frozenset({fact.silent}))
    return Not(Is(fact.name, frozenset(fact.values) - fact.silent))
