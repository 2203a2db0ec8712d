"""What stands around a clause that is edited."""

from belisha.core.access import visible_to
from belisha.policy import rules
from belisha.policy.editing.rereading import Proposal, propose
from belisha.policy.models import Clause, Policy, Version


def proposal(actor, clause: Clause, words: str) -> Proposal:
    """How words would be read in the place of a clause."""
    section = clause.text if clause.kind == "heading" else clause.section
    return propose(words, section=section, lead=_lead(actor, clause))


def _lead(actor, clause: Clause) -> str:
    """The lead-in from which the clause has its strength ("All staff must:"), if it has it from one."""
    if clause.cue_start is None or clause.cue_start >= clause.start:
        return ""
    before = visible_to(actor, Clause.objects.filter(version=clause.version_id)).exclude(kind="heading")
    lead = before.filter(start__lte=clause.cue_start, end__gt=clause.cue_start).first()
    return lead.text if lead else ""


def place_for(actor, version: Version, after: str) -> Clause | None:
    """The clause after which another is put; nothing for the very beginning."""
    return visible_to(actor, Clause.objects.filter(version=version, ident=after)).first() if after else None


def heading_over(actor, clause: Clause) -> Clause | None:
    """The nearest heading above a clause."""
    above = visible_to(actor, Clause.objects.filter(version=clause.version_id, kind="heading"))
    return above.filter(position__lt=clause.position).order_by("-position").first()


def open_version(actor, policy: Policy) -> Version | None:
    """The draft of a policy that is on its way, if there is one."""
    on_its_way = visible_to(actor, Version.objects.filter(policy=policy, state__in=rules.OPEN))
    return on_its_way.select_related("policy").defer("source").first()
