"""Deciding "may I…?" with its full explanation, beside Cedar deciding the same rules to a bare yes or no."""

import random
import time

from bench.cedar import policies, request
from bench.measure import Figure, against, at, both, interleaved

ROUNDS, ASKED = 12, ("forbidden", "needs_permission")


def figures(data, made, head):
    import cedarpy

    from belisha.packs.advising import advice_table
    from belisha.reasoning.deciding import decide
    from belisha.reasoning.scenarios import read_scenarios
    from belisha.reasoning.shipped import shipped_facts, shipped_rulebook

    book = shipped_rulebook()
    cases = read_scenarios(advice_table("scenarios")["scenarios"], shipped_facts())
    whole = [completed(case.known, book) for case in cases]
    text = cedarpy.PolicySet.from_str(policies(book))
    nobody, asked = cedarpy.Entities.from_json_str("[]"), [request(known) for known in whole]

    def cedar(one):
        return cedarpy.is_authorized(one, text, nobody)

    for known, one in zip(whole, asked, strict=True):
        ours, theirs = decide(book, known).verdict in ASKED, cedar(one)
        if theirs.allowed is ours or theirs.diagnostics.errors:
            raise SystemExit(f"Cedar and the engine do not agree on {known}: {theirs.diagnostics.errors}")
    ours, theirs = [], []
    for known, one in zip(whole, asked, strict=True):
        times = interleaved(ROUNDS, ours=lambda known=known: decide(book, known), cedar=lambda one=one: cedar(one))
        ours, theirs = ours + times["ours"], theirs + times["cedar"]
    yield against(
        f"“May I…?” decided and explained, {len(cases)} cases with every fact known", sorted(ours), sorted(theirs),
        "Cedar, allow or deny alone",
    )  # fmt: skip
    yield from by_itself(book, cases, decide)


def by_itself(book, cases, decide):
    """The cases as they were written, with what is not known: one after the other, on one core.

    In processor time, which is what one core gives: on a busy machine a clock would measure the others.
    """
    times = []
    for case in cases * ROUNDS:
        began = time.thread_time()
        decide(book, case.known, case.sources)
        times.append(time.thread_time() - began)
    times.sort()
    yield Figure(
        "“May I…?” answers a second on one core, explained, facts missing", f"{len(times) / sum(times):.0f}",
        f"processor time of one: {both(times)}", f"p99 {'under' if at(times, 0.99) < 0.001 else 'over'} 1 ms",
    )  # fmt: skip


def completed(known, book):
    """Every fact known: those that a case leaves open filled by lot, the same at each run."""
    chance = random.Random(3)
    found = {}
    for name, fact in book.facts.facts.items():
        if not fact.derived and fact.values:
            drawn = chance.choice(fact.values)
            found[name] = known.get(name, frozenset({drawn}) if fact.kind == "set" else drawn)
    return found
