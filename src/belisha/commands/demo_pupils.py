"""The invented school's pupils: a bare lookup, switched on, with names that nobody has."""

from belisha.core.access import Role
from belisha.people.models import Adult, School
from belisha.pupils import actions
from belisha.pupils.lists import Row

# Year group → who is in it.
PUPILS = {
    "Reception": ("Otis Farraway", "Juniper Sloane", "Mabel Quickley", "Idris Pemberley"),
    "Year 1": ("Posy Hargrave", "Caspian Dunnock", "Amara Fellbridge", "Wilfred Oaksey"),
    "Year 2": ("Tansy Merriott", "Rohan Silverdale", "Elspeth Crane", "Zachary Thrupp"),
    "Year 3": ("Bea Lanternwood", "Kofi Brambling", "Niamh Starling", "Percy Audley"),
    "Year 4": ("Saffron Keld", "Ludo Marchbank", "Ines Cottrell", "Tariq Wolds"),
    "Year 5": ("Orla Penhale", "Felix Gantry", "Maya Thistlewick", "Barnaby Oake"),
    "Year 6": ("Ada Rudge", "Jonty Applegarth", "Leila Foxglove", "Rafe Tidewell", "Cosima Hale", "Emeka Strand"),
}


def bring_pupils(school: School) -> School:
    """Switch the list on and bring the pupils in, as the office does."""
    office = Adult.objects.filter(school=school, grants__role=Role.OFFICE).order_by("name").first()
    actions.switch_on(school, by=office)
    everybody = [(name, year) for year, names in PUPILS.items() for name in names]
    rows = [Row(number, name, year) for number, (name, year) in enumerate(everybody, 2)]
    actions.bring_in(actions.give(school, by=office, rows=rows), by=office, complete=True)
    return school
