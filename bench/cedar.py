"""The rules of a rulebook as Cedar policies: everything is permitted, and each prohibition forbids.

Only what Cedar can say goes in: whether something is forbidden (by us: forbidden, or needing permission) or not. It has
no third truth value, so that a fact that is missing makes a policy fail, and the request be allowed.
"""

import json

from belisha.reasoning.conditions import AllOf, Condition, Is, Not
from belisha.reasoning.facts import SET
from belisha.reasoning.rules import ACT, FORBIDS, Rulebook


def policies(book: Rulebook) -> str:
    """The text of a Cedar policy set."""
    forbidding = [rule for rule in book.rules if rule.effect == FORBIDS]
    return "\n".join(["permit(principal, action, resource);", *(_forbid(book, rule) for rule in forbidding)])


def _forbid(book: Rulebook, rule) -> str:
    actions = ", ".join(f"Action::{json.dumps(act)}" for act in sorted(rule.acts))
    parts = [_says(book, rule.when)]
    for each in rule.exceptions:
        lifts = [each.reach, *(need.when for need in each.needs)]
        parts.append(f"!({' && '.join(_says(book, one) for one in lifts)})")
    return f"forbid(principal, action in [{actions}], resource) when {{ {' && '.join(parts)} }};"


def _says(book: Rulebook, condition: Condition) -> str:
    if isinstance(condition, Not):
        return f"!{_says(book, condition.part)}"
    if not isinstance(condition, Is):
        joint, nothing = (" && ", "true") if isinstance(condition, AllOf) else (" || ", "false")
        return f"({joint.join(_says(book, part) for part in condition.parts) or nothing})"
    fact, values = book.facts.facts[condition.fact], json.dumps(sorted(condition.values))
    if fact.derived:
        ways = dict(book.meant).get(fact.name, ())
        so = f"({' || '.join(_says(book, way) for way in ways) or 'false'})"
        return so if "yes" in condition.values else f"!{so}"
    held = f"context[{json.dumps(fact.name)}]"
    return f"{held}.containsAny({values})" if fact.kind == SET else f"{values}.contains({held})"


def request(known) -> dict:
    """One question: the act, and every fact as it is known."""
    held = {name: sorted(value) if isinstance(value, frozenset) else value for name, value in known.items()}
    return {
        "principal": 'Adult::"asker"', "action": f"Action::{json.dumps(known[ACT])}", "resource": 'School::"ours"',
        "context": held,
    }  # fmt: skip
