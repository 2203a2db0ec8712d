"""Versions with rules, for tests: the shipped policy as it is adopted, and an invented document of a school."""

import uuid

from cast import Cast
from django.utils import timezone

from belisha.policy import actions as policy
from belisha.policy import intake
from belisha.policy.models import Policy, Version
from belisha.policy.written import SHIPPED, Written
from belisha.rulebook import actions
from belisha.rulebook.models import OwnRule

LINES = ("Adults must not lend a tablet to a parent.", "The school closes at six.", "Adults must keep their PIN.")
# What somebody chooses in the form for the first line.
CHOSEN = {
    "who": [],
    "acts": ["message", "reply"],
    "towards": ["parent"],
    "how": ["$social"],
    "account": ["personal"],
    "about": [],
    "says": "forbidden",
    "unless": ["permission"],
}
BECAUSE, INSTEAD = "Families are answered by the office.", "Ask the office to answer."
# A question that the rule above decides.
FACTS = {
    "act": "message", "counterpart.kind": "parent", "channel.type": "social_dm", "channel.account": "personal",
    "circumstances.permission": "none",
}  # fmt: skip


def adopted(cast: Cast) -> Version:
    """The shipped policy as a draft."""
    return intake.adopt(
        cast.school, SHIPPED, "Staff social media policy", {"school": "Ash Lane"}, by=cast.head,
        policy=Policy(school=cast.school),
    )  # fmt: skip


def a_document(cast: Cast, packs=(), lines=LINES, policy_=None) -> Version:
    """A document of the school's own as a draft. `packs` are what its lines say in the shipped policy, if anything."""
    source, written, at = "\n".join(lines), [], 0
    for number, line in enumerate(lines):
        pack_id = packs[number] if number < len(packs) else ""
        written.append(
            Written(
                ident=f"7-{number + 1:02d}-a", number=f"7.{number + 1}", section="", text=line, start=at,
                end=at + len(line), kind="information" if line == LINES[1] else "norm", modality="must-not",
                binds=("adult",), why="", cue_start=None, cue_end=None, confidence=1.0, pack_id=pack_id,
                pack_sure=bool(pack_id),
            )
        )  # fmt: skip
        at += len(line) + 1
    return policy.adopt(
        cast.school, by=cast.head, policy=policy_ or Policy(school=cast.school), pack="", title="Our policy",
        source=source, clauses=written,
    )  # fmt: skip


def a_rule(version: Version, by, ident="7-01-a", chosen=None, keep=True) -> OwnRule:
    """A rule for a clause, made as the form makes it."""
    rule = actions.give(version.clauses.get(ident=ident), by=by, key=uuid.uuid4())
    for part, value in (chosen or CHOSEN).items():
        actions.choose(rule, by=by, part=part, chosen=value)
    actions.choose(rule, by=by, part="because", because=BECAUSE, instead=INSTEAD)
    if keep:
        actions.keep(rule, by=by)
    return rule


def a_case(version: Version, by, verdict="needs_permission", deciding=("7-01-a",), facts=None):
    return actions.write_case(
        version, by=by, key=uuid.uuid4(), question="May I answer a parent?", facts=facts or FACTS, verdict=verdict,
        deciding=list(deciding),
    )  # fmt: skip


def approve(version: Version, by) -> Version:
    policy.submit(version, by=by)
    policy.approve(version, by=by, approved_by="The Governing Body", approved_on=timezone.localdate())
    return version


def publish(version: Version, by) -> Version:
    policy.publish(approve(version, by), by=by)
    return version


def one_of_each_ruled(cast: Cast, draft: Version) -> None:
    """A rule for the second clause of a draft, and a case that it decides."""
    a_rule(draft, cast.head, "1-02-a")
    a_case(draft, cast.head, deciding=("1-02-a",))


def keys_of_rules(draft: Version) -> dict:
    """A value for each key that may stand in an address of the rules."""
    return {"rule_id": draft.own_rules.get().pk, "case_id": draft.written_cases.get().pk, "part": "acts"}
