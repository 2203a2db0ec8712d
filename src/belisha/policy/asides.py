"""What the folders above put beside a policy: each list holds functions that a higher folder adds as Django starts."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Aside:
    """A template and the thing it shows; and the row of the clause's page that it says better, if there is one."""

    template: str
    thing: object
    instead_of: str = ""


@dataclass(frozen=True)
class Mark:
    """A word or two beside a clause, leading to the page that says more."""

    label: str
    url: str


# (actor, version) → Aside or None: above a policy that is read.
ASIDES: list[Callable] = []
# (actor, version) → Aside or None: below it.
BELOW: list[Callable] = []
# (actor, version) → Aside or None: on the page of a version on its way.
BESIDE_DRAFT: list[Callable] = []
# (actor, clause) → Aside or None: below one clause, on its page and in the review.
BESIDE_CLAUSE: list[Callable] = []
# (actor, version) → {ident of a clause: [Mark]}: beside the clauses of a version, all in a fixed number of queries.
MARKS: list[Callable] = []


def asides(actor, thing, of: list[Callable] = ASIDES) -> list[Aside]:
    """What every folder has to say to this adult about this version or clause."""
    return [aside for aside in (ask(actor, thing) for ask in of) if aside]


def marks(actor, version) -> dict[str, list[Mark]]:
    """The marks of all folders, by clause."""
    found = defaultdict(list)
    for ask in MARKS:
        for ident, some in ask(actor, version).items():
            found[ident] += some
    return dict(found)
