"""Sets of files about everybody in a school: OneRoster 1.1 and 1.2, and Microsoft School Data Sync V2.1. No database.

Read by the names of their columns: what is missing or additional is passed over. Of all files, those in `READ` are
opened and no others, so demographics and profiles stay shut; of a file, only the columns named there are taken, so that
a password goes no further than the line it stands in.
"""

import csv
import io
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import islice

from belisha.people.lists.headings import key
from belisha.people.lists.rows import Row, check
from belisha.people.lists.rules import MOST_IN_A_SET, MOST_ROWS, Unreadable
from belisha.people.lists.tables import decoded, tidy

READ = {
    "manifest.csv": ("propertyName", "value"),
    "orgs.csv": ("sourcedId", "status", "name", "type"),
    "users.csv": (
        "sourcedId", "status", "enabledUser", "orgSourcedIds", "primaryOrgSourcedId", "role", "givenName",
        "familyName", "preferredGivenName", "preferredFamilyName", "email", "grades", "identifier",
        "activeDirectoryMatchId",
    ),
    "roles.csv": ("userSourcedId", "orgSourcedId", "status", "role", "roleType", "isPrimary", "grade"),
}  # fmt: skip
# What tells School Data Sync from OneRoster, which has a status and a switch for each user.
ONLY_ONEROSTER, ONLY_SDS = {"status", "enabledUser"}, {"activeDirectoryMatchId"}
# Role of the files, in small letters → (how somebody new works here, roles in Belisha). Roles that see more than an
# adult does are not given by a file that a program made.
STAFF = {
    "teacher": ("employee", ("teacher",)),
    "faculty": ("employee", ("teacher",)),
    "professor": ("employee", ("teacher",)),
    "lecturer": ("employee", ("teacher",)),
    "adjunct": ("employee", ("teacher",)),
    "counselor": ("employee", ()),
    "aide": ("employee", ()),
    "assistant": ("employee", ()),
    "paraprofessional": ("employee", ()),
    "proctor": ("employee", ()),
    "administrator": ("employee", ()),
    "siteadministrator": ("employee", ()),
    "systemadministrator": ("employee", ()),
    "districtadministrator": ("employee", ()),
    "principal": ("employee", ("teacher",)),
    "staff": ("employee", ()),
    "itadmin": ("employee", ()),
    "coach": ("employee", ()),
    "nurse": ("employee", ()),
}
HEADS = {"principal"}
PUPILS = {"student"}
NO_STAFF = {"guardian", "parent", "relative", "other", "alumni", "contact", *PUPILS}
GONE = {"tobedeleted", "inactive", "deleted"}
Open = Callable[[str], bytes | None]


@dataclass
class Roster:
    """What such a set says: its form, its schools, and everybody of the kind that was asked for, by school."""

    form: str
    # Key → name, of schools alone where the file says what is one.
    schools: dict[str, str]
    people: list["Person"] = field(default_factory=list)
    only_changes: bool = False

    def plain(self) -> dict:
        people = [vars(each) for each in self.people]
        return {"schools": self.schools, "people": people, "only_changes": self.only_changes}

    @classmethod
    def of(cls, form: str, kept: dict) -> "Roster":
        return cls(form, kept["schools"], [Person(**each) for each in kept["people"]], kept["only_changes"])


@dataclass
class Person:
    """Somebody in a set, with the roles they have at each school."""

    line: int
    key: str
    name: str
    email: str
    grade: str
    identifier: str
    gone: bool
    # School → roles; the school "" where the file does not say.
    roles: dict[str, list[str]]

    def at(self, school: str) -> list[str]:
        """Their roles at a school ("": anywhere)."""
        if not school:
            return [role for roles in self.roles.values() for role in roles]
        return [*self.roles.get(school, ()), *self.roles.get("", ())]


def is_set(names: set[str]) -> bool:
    """Whether files of these names, in small letters, are such a set."""
    return "users.csv" in names


def read(open_file: Open, wanted: Callable[[list[str]], bool]) -> Roster:
    """Everybody with roles that are `wanted`. `open_file` gives a file's bytes by its name, None if there is none."""
    users = _read(open_file, "users.csv")
    if not users.rows:
        raise Unreadable("The file users.csv has no rows, or no headings as OneRoster and School Data Sync have them.")
    form = "sds" if ONLY_SDS & users.headings or not ONLY_ONEROSTER & users.headings else "oneroster"
    manifest = {row["propertyName"]: row["value"].lower() for _, row in _read(open_file, "manifest.csv").rows}
    orgs = [row for _, row in _read(open_file, "orgs.csv").rows if row["status"].lower() not in GONE]
    schools = {row["sourcedId"]: row["name"] for row in orgs if row["type"].lower() == "school"}
    schools = schools or {row["sourcedId"]: row["name"] for row in orgs}
    roles = _roles(open_file)
    people = [_person(line, row, roles.get(row["sourcedId"], {})) for line, row in users.rows]
    people = [person for person in people if wanted(person.at(""))]
    if len(people) > MOST_ROWS:
        raise Unreadable(f"The files name more than {MOST_ROWS:,} people. Make them for one school, and try again.")
    there = {school for person in people for school in person.roles}
    schools = {org: name for org, name in schools.items() if org in there}
    return Roster(form, schools, people, manifest.get("file.users") == "delta")


def is_staff(roles: list[str]) -> bool:
    """Whether somebody with these roles works in the school. A role that nobody knows is looked at by a person."""
    return any(role not in NO_STAFF for role in roles)


def is_pupil(roles: list[str]) -> bool:
    """Whether somebody with these roles is a pupil and works nowhere."""
    return bool(roles) and set(roles) <= PUPILS


def staff_rows(roster: Roster, school: str) -> list[Row]:
    """The rows of a staff list for one school of the set ("": all that there is)."""
    return [_staff_row(person, school) for person in roster.people if is_staff(person.at(school))]


def _staff_row(person: Person, school: str) -> Row:
    row = Row(person.line, person.name, person.email, key=person.key, left=person.gone)
    check(row)
    for role in person.at(school):
        if role in STAFF:
            row.if_new = STAFF[role][0]
            row.roles += [each for each in STAFF[role][1] if each not in row.roles]
        elif role not in NO_STAFF:
            row.wrong.append(f"“{role[:80]}” is a role that is not known here. Add this adult by hand.")
        if role in HEADS:
            row.remarks.append("The file calls them the principal. Who is Headteacher is said on their page, by hand.")
    return row


# -- the files -----------------------------------------------------------------------------------------------------


@dataclass
class _File:
    headings: set[str]
    rows: list[tuple[int, Mapping[str, str]]]


def _read(open_file: Open, name: str) -> _File:
    """The wanted columns of a file, line by line. A file that is not there has no rows."""
    data = open_file(name)
    if data is None:
        return _File(set(), [])
    reader = csv.reader(io.StringIO(decoded(data), newline=""))
    try:
        given = [heading.strip() for heading in next(reader, [])]
        at = {heading: column for column, heading in enumerate(given) if heading in READ[name]}
        empty = dict.fromkeys(READ[name], "")
        rows = [
            (reader.line_num, empty | {h: tidy(cells[column]) for h, column in at.items() if column < len(cells)})
            for cells in islice((cells for cells in reader if cells), MOST_IN_A_SET + 1)
        ]
    except csv.Error as fault:
        raise Unreadable(f"Line {reader.line_num} of {name} cannot be read. Make the files again.") from fault
    if len(rows) > MOST_IN_A_SET:
        raise Unreadable(f"{name} has more than {MOST_IN_A_SET:,} rows. Make the files for one school, and try again.")
    return _File(set(at), rows if at else [])


def _roles(open_file: Open) -> dict[str, dict[str, list[str]]]:
    """User → school → roles, as OneRoster 1.2 and School Data Sync have them."""
    found = defaultdict(lambda: defaultdict(list))
    for _, row in _read(open_file, "roles.csv").rows:
        if row["status"].lower() not in GONE and row["role"]:
            found[row["userSourcedId"]][row["orgSourcedId"]].append(_role(row["role"]))
    return found


def _person(line: int, row: Mapping[str, str], roles: dict[str, list[str]]) -> Person:
    given, family = (row[f"preferred{part}Name"] or row[f"{part.lower()}Name"] for part in ("Given", "Family"))
    if row["role"]:
        # 1.1 has one role, at every school that the user belongs to.
        schools = [each.strip() for each in row["orgSourcedIds"].split(",") if each.strip()] or [""]
        roles = {**roles, **{school: [*roles.get(school, ()), _role(row["role"])] for school in schools}}
    return Person(
        line, row["sourcedId"], f"{given} {family}".strip(), row["email"].lower(), row["grades"], row["identifier"],
        row["status"].lower() in GONE or row["enabledUser"].lower() == "false", {k: list(v) for k, v in roles.items()},
    )  # fmt: skip


def _role(said: str) -> str:
    return key(said).replace(" ", "")
