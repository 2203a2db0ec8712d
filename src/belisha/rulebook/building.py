"""From what somebody chooses in a form to a rule in the shape of packs/advice/rules.schema.json. No database.

Every choice is a fact of the list or one of the ready-made conditions below; nothing that is typed is ever run.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from belisha.reasoning.facts import FactSchema
from belisha.reasoning.rules import ACT, ALLOWS, CAUTIONS, FORBIDS

OWN = "own"
SOCIAL = "$social"
# What a rule may say, and how the form puts it.
FORBIDDEN, NEVER, PERMISSION, CAREFUL, ALLOWED = "forbidden", "never", "permission", "careful", "allowed"
SAYS = {
    FORBIDDEN: "It is forbidden",
    NEVER: "It is forbidden, and nothing excuses it",
    PERMISSION: "It needs the Headteacher’s permission",
    CAREFUL: "Be careful",
    ALLOWED: "It is allowed",
}
SAYS_HINTS = {
    FORBIDDEN: "You can say on the next page what lifts it.",
    NEVER: "Nobody is offered a way to ask for permission. They are told to stop and whom to call.",
    PERMISSION: "Until the Headteacher has given it, it is forbidden.",
    CAREFUL: "For what the policy asks for care with, or advises against.",
    ALLOWED: "Where no other clause speaks against it.",
}
EFFECTS = {FORBIDDEN: FORBIDS, NEVER: FORBIDS, PERMISSION: FORBIDS, CAREFUL: CAUTIONS, ALLOWED: ALLOWS}


@dataclass(frozen=True, slots=True)
class Unless:
    """Something that lifts a rule: where it could reach at all, what it needs then, and the step that gets that."""

    label: str
    needs: Mapping
    name: str = ""
    cure: str = ""
    reach: tuple[Mapping, ...] = ()


FAMILY = {"fact": "counterpart.relation", "is": ["family", "step_child", "foster_child", "partner_child"]}
UNLESS = {
    "permission": Unless(
        "the Headteacher has clearly permitted it",
        {"fact": "circumstances.permission", "is": "express_headteacher"}, "express_permission_headteacher",
        "permission",
    ),
    "family": Unless(
        "it is family, and the Headteacher has acknowledged the tie", {"fact": "counterpart.acknowledged", "is": "yes"},
        "acknowledged", "declare", (FAMILY,),
    ),
    "protocol": Unless(
        "an agreed protocol covers it", {"fact": "circumstances.agreed_protocol", "is": "live"},
        "agreed_protocol_covers_this", "protocol",
    ),
    # Nobody can ask for these: they are so, or they are not.
    "own_channel": Unless("it is on one of the school’s own channels", {"fact": "channel.schools_own", "is": "yes"}),
    "published": Unless("the school has published it already", {"fact": "content.official_source", "is": "yes"}),
    "law": Unless("the law requires it", {"fact": "circumstances.disclosure", "is": "required_by_law"}),
    "emergency": Unless("it is an emergency", {"fact": "circumstances.emergency", "is": "yes"}),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """One decision of the form: its page, what is asked, and the fact that it is about (none for the last ones)."""

    key: str
    question: str
    hint: str
    short: str
    fact: str = ""
    needed: bool = False


PARTS = (
    Part("who", "Whom does it bind?", "Choose the posts. Choose none if it binds everybody.", "Who", "who.role"),
    Part("acts", "What does it speak of?", "Choose everything that somebody might want to do.", "What", ACT, True),
    Part(
        "towards", "Towards whom, or about whom?", "Choose none if it does not matter who.", "Towards whom",
        "counterpart.kind",
    ),
    Part("how", "By what way?", "Choose none if it holds whatever the way.", "How", "channel.type"),
    Part(
        "account", "With whose account or number?", "Choose none if it does not matter.", "Account", "channel.account"
    ),
    Part("about", "About what?", "Choose none if it does not matter.", "About what", "content.about"),
    Part("says", "What does it say?", "", "What it says", needed=True),
    Part(
        "unless", "What lifts it?", "Choose all that would, each by itself. Choose none if nothing does.", "Unless"
    ),
    Part("because", "Why, and what instead?", "", "Why"),
)  # fmt: skip
BY_KEY = {part.key: part for part in PARTS}


def parts_of(said: Mapping) -> tuple[Part, ...]:
    """The decisions that a rule wants: what nothing excuses is not asked for an exception."""
    return tuple(part for part in PARTS if part.key != "unless" or said.get("says") != NEVER)


def following(said: Mapping) -> Part | None:
    """The next decision that nobody took yet; None when all are taken."""
    return next((part for part in parts_of(said) if part.key not in said), None)


def choices(part: Part, facts: FactSchema) -> list[tuple[str, str]]:
    """What can be chosen for a part, in words."""
    if part.key == "says":
        return list(SAYS.items())
    if part.key == "unless":
        return [(key, row.label[:1].upper() + row.label[1:]) for key, row in UNLESS.items()]
    fact = facts.facts[part.fact]
    shown = [(value, _capital(fact.labels.get(value, value))) for value in fact.values]
    return [(SOCIAL, "Anything that counts as social media"), *shown] if part.key == "how" else shown


def row_of(clause: str, said: Mapping, because: str, instead: str = "") -> dict:
    """The rule that was chosen. Call it when `following` has nothing left."""
    effect, lifts = said["says"], [key for key in UNLESS if key in said.get("unless", ())]
    lifts = [] if effect == NEVER else lifts
    asked = [key for key in lifts if UNLESS[key].cure and effect in (FORBIDDEN, PERMISSION)]
    when = [condition for part in PARTS if part.fact and (condition := _condition(part, said.get(part.key)))]
    # What nobody can ask for is so, or it is not: there is nothing to report as missing.
    when += [{"not": _is_so(UNLESS[key])} for key in lifts if key not in asked]
    row = {"clause": clause, "part": OWN, "acts": list(said["acts"]), "effect": EFFECTS[effect], "when": when}
    if effect == PERMISSION:
        asked = list(dict.fromkeys(["permission", *asked]))
    if asked:
        row["exceptions"] = [_exception(clause, [UNLESS[key] for key in asked])]
    if effect == NEVER:
        row["absolute"] = True
    return {**row, "because": because} | ({"instead": instead} if instead else {})


def _condition(part: Part, chosen: list[str] | None) -> dict | None:
    if part.fact == ACT or not chosen:
        return None
    named = [value for value in chosen if value != SOCIAL]
    ways = [{"fact": part.fact, "is": named}] if named else []
    if SOCIAL in chosen:
        ways.append({"fact": "channel.social", "is": "yes"})
    return ways[0] if len(ways) == 1 else {"any": ways}


def _exception(clause: str, lifts: list[Unless]) -> dict:
    """One exception. Where several things lift a rule, any of them is enough; two exceptions would contradict."""
    first = lifts[0]
    alone = len(lifts) == 1
    met = first.needs if alone else {"any": [_is_so(each) for each in lifts]}
    need = {"name": "_or_".join(each.name for each in lifts), "when": [met], "cure": first.cure}
    return {"clause": clause, "reach": list(first.reach) if alone else [], "needs": [need]}


def _is_so(each: Unless) -> dict:
    return {"all": [*each.reach, each.needs]} if each.reach else dict(each.needs)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
