"""The files that somebody gave, whatever form of list they are: recognised by what is in them, not asked."""

from collections.abc import Callable
from dataclasses import dataclass

from belisha.people.lists import headings, rosters, sheets, tables, zips
from belisha.people.lists.rosters import Roster
from belisha.people.lists.rules import Unreadable
from belisha.people.lists.tables import Table

LEGACY = b"\xd0\xcf\x11\xe0"
ZIP = b"PK\x03\x04"
# A member that gives a package away, and what the file is then.
OTHERS = {
    "document.xml": "a Word document", "presentation.xml": "a presentation", "content.xml": "an OpenDocument file",
    "document.iwa": "a Numbers or Pages file",
}  # fmt: skip


@dataclass(frozen=True)
class Given:
    """A file as it came: its name and its bytes."""

    name: str
    data: bytes

    @property
    def plain_name(self) -> str:
        return self.name.replace("\\", "/").rsplit("/", 1)[-1].lower()


def read(
    files: list[Given], *, wanted: Callable = rosters.is_staff, places: dict = headings.PLACES
) -> tuple[str, Table | Roster]:
    """The form of the list, and its table or, of a set of files, its people. Raises `Unreadable`."""
    names = {each.plain_name: each for each in files}
    if rosters.is_set(set(names)):
        roster = rosters.read(lambda name: names[name].data if name in names else None, wanted)
        return roster.form, roster
    if len(files) > 1:
        raise Unreadable("Several files were chosen and none of them is users.csv. Choose one list.")
    (one,) = files
    if one.data[:4] == LEGACY:
        raise Unreadable(
            "This workbook is locked with a password, or is of an Excel before 2007. Save it as .xlsx without one."
        )
    if one.data[:4] == ZIP:
        return _package(one.data, wanted, places)
    return "table", tables.from_text(one.data, places)


def _package(data: bytes, wanted: Callable, places: dict) -> tuple[str, Table | Roster]:
    with zips.opened(data) as package:
        members = zips.by_name(package)
        if "workbook.xml" not in members:
            if not rosters.is_set(set(members)):
                raise Unreadable(_told(set(members)))
            roster = rosters.read(lambda name: package.read(members[name]) if name in members else None, wanted)
            return roster.form, roster
    return "table", sheets.from_workbook(data, places)


def _told(names: set[str]) -> str:
    for member, what in OTHERS.items():
        if member in names:
            return f"This is {what}. Save the list as CSV or as an Excel workbook (.xlsx), and try again."
    if "workbook.bin" in names:
        return "This is a binary workbook (.xlsb). Save it as .xlsx or as CSV, and try again."
    return "This zip holds no users.csv, so it is neither a OneRoster nor a School Data Sync set. Choose another file."
