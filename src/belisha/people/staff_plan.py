"""What bringing in a staff list would do, row by row, said before anything is done. Plain values, no database."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from belisha.core.access import ROLES, Role
from belisha.people.rules import ADULT_KINDS, is_ordinary
from belisha.people.staff_list import Row


@dataclass(frozen=True)
class Known:
    """An adult whom the school already has, as far as a list can tell. Days are ISO text."""

    id: str
    name: str
    email: str
    kind: str
    starts: str
    ends: str
    roles: frozenset[str]


@dataclass(frozen=True)
class Step:
    """What one row does: `add`, `update`, `same` or `wrong`; for whom; and in words."""

    row: Row
    outcome: str
    adult_id: str = ""
    words: tuple[str, ...] = ()


class Plan:
    """Goes through the rows of one list.

    `elsewhere` are e-mail addresses of adults out of the actor's reach; `gives_all` says whether the actor may give
    every role or, like the office, only those that see no more than an adult does.
    """

    def __init__(self, known: Collection[Known], elsewhere: Collection[str] = (), gives_all: bool = True):
        self.by_email = {adult.email: adult for adult in known if adult.email}
        self.by_name = defaultdict(list)
        for adult in known:
            self.by_name[adult.name.casefold()].append(adult)
        self.elsewhere, self.gives_all = elsewhere, gives_all
        self.seen: dict[str, int] = {}

    def steps(self, rows: Iterable[Row]) -> list[Step]:
        """Each row's step, in order: a later row can only repeat an earlier one, never override it."""
        return [self.step(row) for row in rows]

    def step(self, row: Row) -> Step:
        """One row."""
        found = self._who(row)
        adult = found[0] if len(found) == 1 else None
        wrong = [*row.wrong, *self._doubts(row, found), *self._forbidden(row, adult), *_backwards(row, adult)]
        key = adult.id if adult else row.email or row.name.casefold()
        if not wrong and key in self.seen:
            wrong.append(f"The same e-mail address, or name, is in line {self.seen[key]}. Correct or remove one.")
        if wrong:
            return Step(row, "wrong", words=tuple(wrong))
        self.seen[key] = row.line
        if adult is None:
            return Step(row, "add", words=tuple(row.remarks))
        changes = _changes(row, adult)
        return Step(row, "update" if changes else "same", adult.id, (*changes, *row.remarks))

    def _who(self, row: Row) -> list[Known]:
        if row.email and row.email in self.by_email:
            return [self.by_email[row.email]]
        # Without an address on one side, the name is all there is to know somebody by.
        return [adult for adult in self.by_name[row.name.casefold()] if not (row.email and adult.email)]

    def _doubts(self, row: Row, found: list[Known]) -> Iterable[str]:
        if len(found) > 1:
            yield f"There is more than one {row.name}. Give the e-mail address that the right one has here."
        if row.email in self.elsewhere:
            yield "Another adult already has this e-mail address. Leave it empty, or correct the other one."

    def _forbidden(self, row: Row, adult: Known | None) -> Iterable[str]:
        if self.gives_all:
            return
        held = adult.roles if adult else frozenset()
        for role in row.roles:
            if role not in held and not is_ordinary(role):
                yield f"Only the Headteacher gives the role {ROLES[Role(role)].label}. Leave it out."
        if adult and row.email not in ("", adult.email) and not all(is_ordinary(role) for role in held):
            yield "Only the Headteacher changes the e-mail address of somebody with this role."


def _backwards(row: Row, adult: Known | None) -> list[str]:
    """A day in the list against one that is only recorded here."""
    if adult is None or row.wrong:
        return []
    starts, ends = row.starts or adult.starts, row.ends or adult.ends
    return ["The last day recorded here would be before the first."] if ends and ends < starts else []


def _changes(row: Row, adult: Known) -> list[str]:
    """The differences in words. An empty cell changes nothing."""
    pairs = (
        ("name", adult.name, row.name),
        ("e-mail address", adult.email, row.email),
        ("how they work here", ADULT_KINDS.get(adult.kind, ""), ADULT_KINDS.get(row.kind, "")),
        ("first day", adult.starts, row.starts),
        ("last day", adult.ends, row.ends),
    )
    said = [f"{what}: {was or 'none'} → {new}" for what, was, new in pairs if new and new != was]
    return said + [f"new role: {ROLES[Role(role)].label}" for role in row.roles if role not in adult.roles]
