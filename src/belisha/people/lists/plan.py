"""What bringing in a staff list would do, row by row, said before anything is done. Plain values, no database."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from belisha.core.access import ROLES, Role
from belisha.people.lists.rows import Row
from belisha.people.rules import ADULT_KINDS, KEPT, SENT, is_ordinary

ADD, UPDATE, SAME, WRONG, LEFT = "add", "update", "same", "wrong", "left"
OUTCOMES = {ADD: "Added", UPDATE: "Updated", SAME: "Unchanged", WRONG: "Left out", LEFT: "Said to have left"}


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
    key: str = ""
    employer: str = ""


@dataclass(frozen=True)
class Step:
    """What one row does: its outcome; for whom; in words. `named` are all whom the row may speak of."""

    row: Row
    outcome: str
    adult_id: str = ""
    words: tuple[str, ...] = ()
    named: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """What was shown of it, so that it can be told whether the same would be done later: 16 characters."""
        plain = json.dumps([self.row.line, self.outcome, self.adult_id, self.words])
        return hashlib.sha256(plain.encode()).hexdigest()[:16]


class Plan:
    """Goes through the rows of one list.

    `elsewhere` are e-mail addresses of adults out of the actor's reach; `gives_all` says whether the actor may give
    every role or, like the office, only those that see no more than an adult does. `keeps`: whether they may change who
    is chair or vice-chair of governors while one is there. `seen`: sign → line of earlier rows.
    """

    def __init__(
        self, known: Collection[Known], elsewhere: Collection[str] = (), *, gives_all=True, keeps=True, seen=None
    ):
        self.by_key, self.by_email, self.by_name = {}, {}, defaultdict(list)
        for adult in known:
            self._learn(adult)
        self.elsewhere, self.gives_all = elsewhere, gives_all
        self.kept = frozenset() if keeps or not any(adult.roles & KEPT for adult in known) else KEPT
        self.seen: dict[str, int] = dict(seen or {})

    def _learn(self, adult: Known) -> None:
        self.by_name[adult.name.casefold()].append(adult)
        if adult.key:
            self.by_key[adult.key] = adult
        if adult.email:
            self.by_email[adult.email] = adult

    def steps(self, rows: Iterable[Row]) -> list[Step]:
        """Each row's step, in order: a later row can only repeat an earlier one, never override it."""
        return [self.step(row) for row in rows]

    def step(self, row: Row) -> Step:
        """One row."""
        found = self._who(row)
        adult, named = found[0] if len(found) == 1 else None, tuple(each.id for each in found)
        if row.left and not row.wrong:
            return Step(row, LEFT, adult.id if adult else "", (), named)
        wrong = [*row.wrong, *self._doubts(row, found), *self._forbidden(row, adult), *_backwards(row, adult)]
        keys = _signs(row, adult)
        if not wrong and (before := [self.seen[key] for key in keys if key in self.seen]):
            wrong.append(f"The same {_what(row)} is in line {before[0]}. Correct or remove one.")
        if wrong:
            return Step(row, WRONG, words=tuple(wrong), named=named)
        self.seen.update(dict.fromkeys(keys, row.line))
        if adult is None:
            # A later row may mean the same adult, who is here by then.
            new = Known(f"line {row.line}", row.name, row.email, row.kind, row.starts, row.ends, frozenset(), row.key)
            self._learn(new)
            self.seen[new.id] = row.line
            return Step(row, ADD, words=tuple(self._new(row)))
        changes = _changes(row, adult)
        return Step(row, UPDATE if changes else SAME, adult.id, (*changes, *row.remarks), named)

    def _who(self, row: Row) -> list[Known]:
        """By the key in the school's system, then by e-mail address, then by the name if nothing speaks against it."""
        if row.key and row.key in self.by_key:
            return [self.by_key[row.key]]
        if row.email and row.email in self.by_email:
            return [self.by_email[row.email]]
        same = self.by_name[row.name.casefold()]
        return [adult for adult in same if not (row.email and adult.email) and not (row.key and adult.key)]

    def _doubts(self, row: Row, found: list[Known]) -> Iterable[str]:
        if len(found) > 1:
            yield f"There is more than one {row.name}. Give the e-mail address that the right one has here."
        if row.email in self.elsewhere:
            yield "Another adult already has this e-mail address. Leave it empty, or correct the other one."
        holder = self.by_email.get(row.email) if row.email else None
        if holder and found and holder.id != found[0].id:
            yield f"{holder.name} has this e-mail address here. Leave it empty, or correct the other one."

    def _forbidden(self, row: Row, adult: Known | None) -> Iterable[str]:
        held = adult.roles if adult else frozenset()
        for role in row.roles:
            if role not in held and role in self.kept:
                yield f"The chair and vice-chair of governors give the role {ROLES[Role(role)].label}. Leave it out."
        if adult and held & self.kept and (row.email not in ("", adult.email) or row.ends not in ("", adult.ends)):
            yield (
                "The e-mail address and the last day of the chair and vice-chair of governors are not changed by a "
                "list. Leave the cell as it is here, or empty."
            )
        if self.gives_all:
            return
        for role in row.roles:
            if role not in held and not is_ordinary(role):
                yield f"Only the Headteacher gives the role {ROLES[Role(role)].label}. Leave it out."
        if adult and not all(is_ordinary(role) for role in held):
            if row.email not in ("", adult.email):
                yield "Only the Headteacher changes the e-mail address of somebody with this role."
            if row.ends not in ("", adult.ends):
                yield "Only the Headteacher changes the last day of somebody with this role."

    def _new(self, row: Row) -> Iterable[str]:
        yield from row.remarks
        if (row.kind or row.if_new) == "agency" and not row.employer:
            yield "The list does not say which agency sends them: add it on their page."


def _signs(row: Row, adult: Known | None) -> list[str]:
    """By what two rows of a list are known to speak of one adult."""
    signs = [adult.id] if adult else []
    signs += [f"key {row.key}"] if row.key else []
    signs += [f"email {row.email}"] if row.email else []
    return signs or [f"name {row.name.casefold()}"]


def _what(row: Row) -> str:
    given = [what for what, value in (("key", row.key), ("e-mail address", row.email)) if value]
    return f"{' or '.join(given)}, or name," if given else "name"


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
        ("sent by", adult.employer, row.employer if (row.kind or adult.kind) in SENT else ""),
        ("key in the school’s own system", adult.key, row.key),
    )
    said = [
        f"{what}: {was or 'none'} → {new}"
        for what, was, new in pairs
        if new and new != was and not (what == "sent by" and new.casefold() == was.casefold())
    ]
    return said + [f"new role: {ROLES[Role(role)].label}" for role in row.roles if role not in adult.roles]


def digest(steps: Iterable[Step]) -> str:
    """What a page carries of the steps that it shows: 32 characters."""
    return hashlib.sha256("".join(step.said for step in steps).encode()).hexdigest()[:32]
