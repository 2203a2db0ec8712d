"""Lists of adults and of pupils that were given, and a pupil, for the architecture's world."""

from cast import Cast

from belisha.people.lists import actions as staff
from belisha.people.lists.models import StaffList
from belisha.people.lists.tables import from_text
from belisha.pupils import actions
from belisha.pupils.lists import Row
from belisha.pupils.models import Pupil, PupilList


def one_of_each_listed(cast: Cast) -> None:
    """A staff list to be confirmed, pupils who are looked up, and a list of them whose columns are to be matched."""
    table = from_text(b"Name,Email\nNoor Haddad,noor@alder.example\n")
    given = staff.give(cast.school, by=cast.head, form="table", read=table)
    staff.match(given, by=cast.head, fields=["name", "email"])
    some_pupils(cast)
    actions.give(cast.school, by=cast.head, table=from_text(b"Name,Year\nOrla Vane,Year 2\n"))


def some_pupils(cast: Cast, *names: str) -> list[Pupil]:
    """Pupils of the school, with the lookup switched on."""
    if not cast.school.looks_up_pupils:
        actions.switch_on(cast.school, by=cast.head)
    rows = [Row(number, name, "Year 2") for number, name in enumerate(names or ("Otis Vane", "Zoë O’Neill"), 2)]
    actions.bring_in(actions.give(cast.school, by=cast.head, rows=rows), by=cast.head, complete=False)
    return list(Pupil.objects.filter(school=cast.school).order_by("name"))


def keys_of_lists(cast: Cast) -> dict:
    return {
        "list_id": StaffList.objects.get(school=cast.school).pk,
        "pupil_list_id": PupilList.objects.get(school=cast.school, state="matching").pk,
    }
