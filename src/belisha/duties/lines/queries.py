"""The lines that stand before the tick, for one adult and one version."""

from belisha.duties.lines import rules
from belisha.duties.lines.rules import Line
from belisha.packs.teaching import shipped_lines
from belisha.policy.audience.queries import Because, because, roles_of
from belisha.policy.models import Version
from belisha.policy.queries import saying


def because_for(actor, version: Version) -> Because | None:
    """The clause by which a version binds the actor; None where no clause names them (clauses 2-01-a to 2-01-c)."""
    return because(version, actor.kind)


def lines_for(actor, version: Version) -> list[Line]:
    """What the actor puts their name to, taken only from clauses that this version has. Two queries."""
    rows = shipped_lines().rows
    there = saying(actor, version, [row.clauses[0] for row in rows])
    said = {pack_id: (found[0].ident, str(found[0])) for pack_id, found in there.items()}
    return rules.lines(rows, said, actor.kind, roles_of(actor))
