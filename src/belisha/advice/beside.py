"""What questions put beside the clauses of a policy."""

from dataclasses import dataclass

from belisha.advice import queries
from belisha.policy.asides import Aside, Mark
from belisha.policy.models import Clause, Version


@dataclass(frozen=True)
class Asked:
    """What was asked about a clause, and whether the reader may ask."""

    clause: Clause
    questions: list[queries.Seen]
    may_ask: bool


def asked(actor, clause: Clause) -> Aside | None:
    """The questions about a clause that this adult may read, and where to ask one."""
    found, may_ask = queries.beside(actor, clause), queries.may_ask(actor, clause)
    return Aside("advice/parts/asked.html", Asked(clause, found, may_ask)) if found or may_ask else None


def answered(actor, version: Version) -> dict[str, list[Mark]]:
    """How many answers there are to read beside each clause."""
    at = f"{version.get_absolute_url()}clauses/"
    return {
        ident: [Mark("1 answer" if number == 1 else f"{number} answers", f"{at}{ident}/#questions")]
        for ident, number in queries.answered(actor, version).items()
    }
