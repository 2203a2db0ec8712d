"""What an answer is: everything that it rests on, so that it can be read again years later and comes out the same."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

DECIDES, RELEVANT = "decides", "relevant"
# How a clause came out. `curable`: violated, and the policy names the step that would make it lawful.
VIOLATED, CURABLE, EXCEPTED, CAUTION, ALLOWED, NOTED, OPEN = (
    "violated", "curable", "excepted", "caution", "allowed", "noted", "open",
)  # fmt: skip
ASKED, UNKNOWN, TAKEN, MEANT = "asked", "unknown", "default", "definition"


@dataclass(slots=True)
class KnownFact:
    """A fact as it was when the answer was given. `source`: asked, default, definition, or register:ID.

    Not frozen, for speed alone: an answer holds some thirty of them.
    """

    name: str
    value: str | tuple[str, ...] | None
    source: str


@dataclass(frozen=True, slots=True)
class Tested:
    """An exception that reached the case: whether it is met, what is missing, and which steps would get it."""

    clause: str
    met: bool
    missing: tuple[str, ...] = ()
    cures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClauseResult:
    """How one clause came out. `role` is decides or relevant; `rule` the key of its rule; `open` the facts missing."""

    id: str
    role: str
    result: str
    rule: str
    because: str
    exceptions: tuple[Tested, ...] = ()
    open: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """A fact that is still open and would change the answer, with the clause for which it is asked."""

    fact: str
    clause: str
    could_be: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """The answer. `until_then` is set where permission is needed; `settled` is False while a fact would change it.

    `mildest` is what the answer could become if everything open turned out well; the verdict is the strictest.
    """

    policy: str
    edition: str
    facts: tuple[KnownFact, ...]
    verdict: str
    mildest: str
    until_then: str
    clauses: tuple[ClauseResult, ...]
    exceptions: tuple[Tested, ...]
    duties: tuple[Mapping[str, str], ...]
    gaps: tuple[str, ...]
    notes: tuple[Mapping[str, str], ...]
    instead: str
    asked_because: tuple[Wanted, ...]
    absolute: bool = False
    # Something was said that could not be read as a fact, and kept the answer from being permitted.
    unread: bool = False

    @property
    def settled(self) -> bool:
        return not self.asked_because

    def of_role(self, role: str) -> tuple[str, ...]:
        """The ids of the clauses of a role, each once, in their order."""
        return tuple(dict.fromkeys(each.id for each in self.clauses if each.role == role))

    @property
    def deciding(self) -> tuple[str, ...]:
        return self.of_role(DECIDES)

    @property
    def relevant(self) -> tuple[str, ...]:
        decided = set(self.deciding)
        return tuple(each for each in self.of_role(RELEVANT) if each not in decided)

    def as_data(self) -> dict:
        """Plain lists and mappings, as kept with a record and written to a file."""
        found = asdict(self)
        found["duties"], found["notes"] = [dict(row) for row in self.duties], [dict(row) for row in self.notes]
        return found
