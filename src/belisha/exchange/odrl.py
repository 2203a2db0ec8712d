"""The rules of the policy in ODRL, as JSON-LD that carries its own context: prohibitions, duties, permissions.

One way only: advice, unknown facts and most of the wording have no place in ODRL. What ODRL has no word for is in a
profile of ours, whose terms are told in the same file.
"""

import json

from belisha.exchange.plain import Plain, normative, sections
from belisha.policy.rules import BINDS
from belisha.policy.written import Written

MEDIA_TYPE = "application/ld+json"
PROFILE = "urn:belisha:odrl:1"
VOCABULARIES = {
    "odrl": "http://www.w3.org/ns/odrl/2/",
    "dcterms": "http://purl.org/dc/terms/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "belisha": f"{PROFILE}:",
}
LINKS = (
    "conflict", "profile", "permission", "prohibition", "obligation", "remedy", "consequence", "constraint", "assignee",
    "assigner", "target", "action", "leftOperand", "operator", "informedParty",
)  # fmt: skip
CONTEXT = {
    **VOCABULARIES,
    **{name: {"@id": f"odrl:{name}", "@type": "@id"} for name in LINKS},
    "rightOperand": "odrl:rightOperand",
    "title": "dcterms:title",
    "description": {"@id": "dcterms:description", "@language": "en"},
    "version": "dcterms:hasVersion",
    "label": {"@id": "rdfs:label", "@language": "en"},
    "clause": "belisha:clause",
    "number": "belisha:number",
    "modality": "belisha:modality",
    "kind": "belisha:kind",
    "recommendation": {"@id": "belisha:recommendation", "@type": "@id"},
    "exceptTo": {"@id": "belisha:exceptTo", "@type": "@id"},
}
# Strength of a clause → the property of the policy that holds it, and what it is.
RULES = {
    "must-not": ("prohibition", "odrl:Prohibition"),
    "must": ("obligation", "odrl:Duty"),
    "will": ("obligation", "odrl:Duty"),
    "may": ("permission", "odrl:Permission"),
}
ADVICE = ("recommendation", "belisha:Recommendation")
# What follows a breach of a rule hangs on the rule, by what the rule is.
FOLLOWS = {"prohibition": "remedy", "obligation": "consequence"}
ACT, ONLINE = "belisha:act", "belisha:conduct"
TERMS = {
    ACT: ("odrl:Action", "to do what the clause describes"),
    ONLINE: ("odrl:Asset", "conduct of adults working in school, online and off"),
    "belisha:circumstance": ("odrl:LeftOperand", "the circumstance that the words of the clause describe"),
    "belisha:deadline": ("odrl:LeftOperand", "by when, in the words of the clause"),
    "belisha:Recommendation": ("rdfs:Class", "a rule that should be followed and whose breach is no breach of a duty"),
}


def graph(plain: Plain) -> dict:
    """The policy and the terms of the profile, as JSON-LD."""
    held = _Rules(plain)
    policy = {
        "@id": plain.urn, "@type": "odrl:Set", "profile": PROFILE, "conflict": "odrl:prohibit",
        "title": plain.title, "version": str(plain.standing.number), **held.by_property(),
    }  # fmt: skip
    terms = [{"@id": name, "@type": kind, "label": label} for name, (kind, label) in TERMS.items()]
    parties = [
        {"@id": f"belisha:party:{who}", "@type": "odrl:PartyCollection", "label": BINDS.get(who, who)}
        for who in sorted({who for clause in plain.clauses if normative(clause) for who in clause.binds})
    ]
    return {"@context": CONTEXT, "@graph": [policy, *terms, *parties]}


def document(plain: Plain) -> bytes:
    """The rules as JSON-LD."""
    return (json.dumps(graph(plain), ensure_ascii=False, indent=1) + "\n").encode()


class _Rules:
    """The rules of one version, made clause by clause."""

    def __init__(self, plain: Plain):
        self.plain = plain
        self.made: list[tuple[str, dict]] = []
        self.following: list[tuple[Written, int]] = []
        self.places: dict[int, list[int]] = {}

    def by_property(self) -> dict[str, list[dict]]:
        """The rules by the property of the policy that holds them."""
        for at, section in enumerate(sections(self.plain)):
            for clause in section.clauses:
                if clause.kind == "consequence":
                    self.following.append((clause, at))
                elif normative(clause):
                    self.places.setdefault(at, []).append(len(self.made))
                    self._rule(clause)
        for clause, at in self.following:
            self._follows(clause, at)
        found: dict[str, list[dict]] = {}
        for name, rule in self.made:
            found.setdefault(name, []).append(rule)
        return found

    def _rule(self, clause: Written) -> None:
        exception = clause.kind == "exception"
        name, kind = ("permission", "odrl:Permission") if exception else RULES.get(clause.modality, ADVICE)
        rule = self._said(clause, kind)
        more = clause.particulars
        limits = [_limit("belisha:circumstance", "odrl:eq", clause.text)] if exception else []
        if more.get("deadline"):
            limits.append(_limit("belisha:deadline", "odrl:eq", more["deadline"]))
        for words in more.get("exceptions", ()):
            # The rule does not reach where the exception is met, so the permission never meets a prohibition.
            limits.append(_limit("belisha:circumstance", "odrl:neq", words))
            if name == "prohibition":
                self.made.append(("permission", self._excepted(clause, rule, words)))
        if limits:
            rule["constraint"] = limits
        if name in FOLLOWS and more.get("consequences"):
            rule[FOLLOWS[name]] = [_duty(words) for words in more["consequences"]]
        self.made.append((name, rule))

    def _said(self, clause: Written, kind: str) -> dict:
        tell = [f"belisha:party:{_word(who)}" for who in clause.particulars.get("tell", ())]
        return {
            "@id": f"{self.plain.urn}:clause:{clause.ident}", "@type": kind,
            "action": "odrl:inform" if tell and kind == "odrl:Duty" else ACT, "target": ONLINE,
            **({"assignee": [f"belisha:party:{who}" for who in clause.binds]} if clause.binds else {}),
            **({"informedParty": tell} if tell else {}),
            "clause": clause.ident, **({"number": clause.number} if clause.number else {}),
            "modality": clause.modality, "kind": clause.kind, "description": clause.text,
        }  # fmt: skip

    def _excepted(self, clause: Written, rule: dict, words: str) -> dict:
        return {
            "@type": "odrl:Permission", "action": ACT, "target": ONLINE, "exceptTo": rule["@id"],
            **({"assignee": rule["assignee"]} if clause.binds else {}),
            "constraint": [_limit("belisha:circumstance", "odrl:eq", words)],
        }  # fmt: skip

    def _follows(self, clause: Written, at: int) -> None:
        """What follows hangs on the rules of its section, or on all of them where its section has none."""
        duty = self._said(clause, "odrl:Duty")
        near = [self.made[place] for place in self.places.get(at, ())]
        reached = [pair for pair in near if pair[0] in FOLLOWS] or [pair for pair in self.made if pair[0] in FOLLOWS]
        for name, rule in reached:
            rule.setdefault(FOLLOWS[name], []).append({"@id": duty["@id"]} if "told" in duty else duty | {})
            duty["told"] = True
        if not reached:
            self.made.append(("obligation", duty))


def _limit(operand: str, operator: str, words: str) -> dict:
    return {"@type": "odrl:Constraint", "leftOperand": operand, "operator": operator, "rightOperand": words}


def _duty(words: str) -> dict:
    return {"@type": "odrl:Duty", "action": ACT, "description": words}


def _word(who: str) -> str:
    """A party as part of a name: keys stay as they are, other words lose what a name cannot hold."""
    return "".join(letter if letter.isalnum() or letter == "_" else "-" for letter in who.lower())
