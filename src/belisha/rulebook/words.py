"""A rule as somebody would say it: whom it binds, what it speaks of, what it says, and what lifts it. No database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from belisha.reasoning.conditions import ALWAYS, AllOf, Condition, Is, Not
from belisha.reasoning.explanation import Explanation
from belisha.reasoning.facts import FactSchema
from belisha.reasoning.rules import ALLOWS, CAUTIONS, CONFIRMS, FORBIDS, NOTES, Exemption, Rule

# How a fact is said of values, and how it is denied. {} is the values, joined with "or".
SAID = {
    "act": ("you want to {}", "you want to do anything but {}"),
    "who.role": ("your post is {}", "your post is not {}"),
    "who.employment": ("you are {}", "you are not {}"),
    "who.also": ("you are also {}", "you are not also {}"),
    "counterpart.kind": ("the other person is {}", "the other person is not {}"),
    "counterpart.relation": ("you know each other as {}", "you do not know each other as {}"),
    "counterpart.declared": ("the Headteacher was told of the family tie", "the Headteacher was not told of the tie"),
    "counterpart.discussed_in_advance": (
        "it was talked over with the Headteacher beforehand", "it was not talked over with the Headteacher beforehand",
    ),
    "counterpart.acknowledged": (
        "the Headteacher has acknowledged the family tie", "the Headteacher has not acknowledged the family tie",
    ),
    "counterpart.agreed_protocol_followed": (
        "you keep to what was agreed about keeping in touch", "you do not keep to what was agreed about it",
    ),
    "counterpart.age": ("they are {}", "they are not {}"),
    "counterpart.relatives_in_school": (
        "they have relatives at the school, or who may come", "they have no relatives at the school",
    ),
    "channel.type": ("it is by {}", "it is not by {}"),
    "channel.online": ("it works over the internet", "it does not work over the internet"),
    "channel.account": ("the account or number is {}", "the account or number is not {}"),
    "channel.device": ("the device is {}", "the device is not {}"),
    "content.about": ("it is about {}", "it is not about {}"),
    "content.topic": ("the matter is this: {}", "the matter is not this: {}"),
    "content.image_of": ("the picture shows {}", "no picture shows {}"),
    "content.tone": ("it would be read {}", "it would not be read {}"),
    "content.confidential": ("it is confidential", "it is not confidential"),
    "content.identifies_school": ("it shows which school it is", "it does not show which school it is"),
    "content.work_related": ("it is for school", "it is not for school"),
    "content.represents_school": ("it would read as if you spoke for the school", "it does not speak for the school"),
    "content.official_source": ("the school itself published it", "the school did not publish it"),
    "content.explicit": ("it is adult or explicit material", "it is not adult or explicit material"),
    "content.inappropriate": ("a fair-minded parent would find it unfit", "a fair-minded parent would not mind it"),
    "content.checked": ("you looked it through first", "you did not look it through first"),
    "circumstances.time": ("it is {}", "it is not {}"),
    "circumstances.place": ("you are {}", "you are not {}"),
    "circumstances.permission": (
        "the Headteacher has clearly permitted it", "the Headteacher has not clearly permitted it",
    ),
    "circumstances.agreed_protocol": ("an agreed protocol covers it", "no agreed protocol covers it"),
    "circumstances.disclosure": ("the law requires it", "no law requires it"),
    "circumstances.emergency": ("it is an emergency", "it is no emergency"),
    "circumstances.reason": ("the reason is {}", "the reason is not {}"),
    "channel.social": ("it is on social media", "it is not on social media"),
    "channel.schools_own": ("it is on one of the school’s own channels", "it is not on a channel of the school’s own"),
}  # fmt: skip
# Values that a sentence without {} stands for, where they are others than "yes"; and those that it denies.
STANDS_FOR = {
    "circumstances.permission": "express_headteacher",
    "circumstances.agreed_protocol": "live",
    "circumstances.disclosure": "required_by_law",
}
THEN = {
    FORBIDS: "it is forbidden",
    CONFIRMS: "the clause counts beside the one that forbids it",
    CAUTIONS: "be careful",
    ALLOWS: "it is allowed, where no other clause speaks against it",
    NOTES: "the clause is shown beside the answer, and decides nothing by itself",
}
NEVER = "it is forbidden, and nothing excuses it"
PERMISSION = "it needs the Headteacher’s permission first; until then it is forbidden"
VERDICT = {
    "permitted": "Permitted",
    "be_cautious": "Be careful",
    "needs_permission": "Needs permission first",
    "forbidden": "Forbidden",
}
PERMITTED = AllOf((Is("circumstances.permission", frozenset({"express_headteacher"})),))
# So many acts are named; of more, only how many there are.
MOST = 6


@dataclass(frozen=True, slots=True)
class Spoken:
    """A rule in words. `acts` are all that it speaks of; `if_` and `unless` each hold one clause of a sentence."""

    clause: str
    acts: tuple[str, ...]
    every_act: bool
    if_: tuple[str, ...]
    then: str
    unless: tuple[str, ...]
    because: str
    instead: str

    @property
    def wanting(self) -> str:
        """What somebody wants to do, said shortly."""
        if self.every_act:
            return "you want to do anything at all"
        if len(self.acts) > MOST:
            return f"you want to do one of {len(self.acts)} things"
        return f"you want to {either(self.acts)}"

    @property
    def sentence(self) -> str:
        said = f"If {together((self.wanting, *self.if_), apart=True)}, then {self.then}"
        return f"{said}; unless {either(self.unless)}." if self.unless else f"{said}."


def spoken(rule: Rule, facts: FactSchema, called: Mapping[str, str] = MappingProxyType({})) -> Spoken:
    """The rule in words. `called` says what the school itself calls its clauses."""
    acts = facts.facts["act"]
    conditions = rule.when.parts if isinstance(rule.when, AllOf) else (rule.when,)
    # In a rule that was made in the form, what is denied is what lifts it.
    denied = [each for each in conditions if isinstance(each, Not) and rule.key.endswith(".own")]
    asking = next((each for each in rule.exceptions if _asks_the_head(each)), None)
    lifts = [_lifting(each, rule, facts, called) for each in rule.exceptions if each is not asking]
    lifts += [said(each.part, facts) for each in denied]
    then = NEVER if rule.absolute else PERMISSION if asking else THEN[rule.effect]
    return Spoken(
        rule.clause, tuple(acts.labels[value] for value in acts.values if value in rule.acts),
        set(acts.values) <= rule.acts, tuple(said(part, facts) for part in conditions if part not in denied), then,
        tuple(dict.fromkeys(lifts)), rule.because, rule.instead,
    )  # fmt: skip


def _asks_the_head(each: Exemption) -> bool:
    return each.reach == ALWAYS and [need.when for need in each.needs] == [PERMITTED]


def _lifting(each: Exemption, rule: Rule, facts: FactSchema, called: Mapping[str, str]) -> str:
    parts = (
        *(each.reach.parts if isinstance(each.reach, AllOf) else (each.reach,)),
        *(need.when for need in each.needs),
    )
    words = together(tuple(dict.fromkeys(said(part, facts) for part in parts if part != ALWAYS)))
    return words if each.clause == rule.clause else f"{words} (clause {called.get(each.clause, each.clause)})"


def said(condition: Condition, facts: FactSchema, so: bool = True) -> str:
    """A condition in words, or what it denies."""
    if isinstance(condition, Not):
        return said(condition.part, facts, not so)
    if isinstance(condition, Is):
        return _is(condition, facts, so)
    parts = tuple(dict.fromkeys(said(part, facts, so) for part in condition.parts))
    # Who denies that both are so says that one is not.
    joined = isinstance(condition, AllOf) == so
    if len(parts) == 1:
        return parts[0]
    return together(parts) if joined else f"either {either(parts)}"


def _is(condition: Is, facts: FactSchema, so: bool) -> str:
    fact = facts.facts[condition.fact]
    yes, no = SAID.get(fact.name, (f"“{fact.label}” is {{}}", f"“{fact.label}” is not {{}}"))
    if "{}" in yes:
        named = [_plain(fact.labels.get(value, value)) for value in fact.values if value in condition.values]
        return (yes if so else no).format(either(named))
    stands = STANDS_FOR.get(fact.name, "yes")
    return yes if (stands in condition.values) == so else no


def _plain(label: str) -> str:
    """A label without the examples that follow it."""
    return label.partition(": ")[0]


def together(parts: Iterable[str], apart: bool = False) -> str:
    """a, b, and c; with semicolons where commas stand inside the parts. `apart`: a comma also between two."""
    return _joined(tuple(parts), "and", apart)


def either(parts: Iterable[str]) -> str:
    return _joined(tuple(parts), "or")


def _joined(parts: tuple[str, ...], word: str, apart: bool = False) -> str:
    if len(parts) < 2:
        return "".join(parts)
    mark = ";" if any("," in part for part in parts) else ","
    last = mark if len(parts) > 2 or mark == ";" or apart else ""
    return f"{f'{mark} '.join(parts[:-1])}{last} {word} {parts[-1]}"


def answered(found: Explanation, called: Mapping[str, str]) -> str:
    """An answer in a few words, with the clauses that decide."""
    clauses = [called.get(ident, ident) for ident in found.deciding]
    by = f" by clause{'s' if len(clauses) > 1 else ''} {', '.join(clauses)}" if clauses else ""
    return f"{VERDICT[found.verdict]}{by}"
