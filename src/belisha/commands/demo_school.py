"""The invented school of the demonstration, made by the same actions as a real one.

Each step takes the school and changes it by actions; the first makes it.
"""

import datetime
from collections.abc import Callable

from belisha.commands import (
    demo_agreed,
    demo_asked,
    demo_concerns,
    demo_duties,
    demo_following,
    demo_guidance,
    demo_library,
    demo_owed,
    demo_people,
    demo_pupils,
    demo_registers,
)
from belisha.core.access import SET_UP, Role
from belisha.people import actions
from belisha.people.models import School

NAME, KIND = "Alderbrook Primary School", "community"
# Name, how they work here, roles, years here. Every role and every kind of adult that the policy binds.
PEOPLE = (
    ("Miriam Castellane", "employee", (Role.HEADTEACHER, Role.TEACHER), 9),
    ("Tobias Wrenfield", "employee", (Role.DEPUTY, Role.TEACHER), 6),
    ("Anjali Thorncroft", "employee", (Role.SENIOR_LEADER, Role.TEACHER), 5),
    ("Rhiannon Pellow", "employee", (Role.DSL,), 7),
    ("Kwame Ashdale", "employee", (Role.DEPUTY_DSL, Role.TEACHER), 4),
    ("Beatrix Holloway", "governor", (Role.GOVERNOR, Role.CHAIR), 6),
    ("Farouk Linden", "governor", (Role.GOVERNOR, Role.VICE_CHAIR), 3),
    ("Sunniva Marsh", "governor", (Role.GOVERNOR, Role.LINK_GOVERNOR), 2),
    ("Edmund Tarrow", "governor", (Role.GOVERNOR,), 1),
    ("Leocadia Finch", "trustee", (Role.GOVERNOR,), 2),
    ("Harriet Quillby", "consultant", (Role.HR,), 3),
    ("Desmond Varley", "consultant", (Role.DPO,), 2),
    ("Ioan Brackley", "employee", (Role.IT_LEAD,), 5),
    ("Petronella Sweet", "employee", (Role.OFFICE,), 11),
    ("Marcus Hexham", "employee", (Role.OFFICE,), 1),
    ("Gideon Larkspur", "self_employed", (Role.ADMINISTRATOR,), 4),
    ("Clemency Oake", "employee", (Role.TEACHER,), 8),
    ("Yusuf Penhale", "employee", (Role.TEACHER,), 6),
    ("Delphine Rudge", "employee", (Role.TEACHER,), 3),
    ("Oscar Tidewell", "employee", (Role.TEACHER,), 2),
    ("Nkechi Barrowby", "employee", (Role.TEACHER,), 1),
    ("Saoirse Milldown", "employee", (Role.TEACHER,), 4),
    ("Hamish Corrie", "employee", (Role.TEACHER,), 10),
    ("Wilhelmina Strand", "employee", (Role.TEACHER,), 0),
    ("Amadou Fairclough", "trainee_teacher", (Role.TEACHER,), 0),
    ("Isolde Peverel", "trainee_teacher", (Role.TEACHER,), 0),
    ("Rufus Danby", "trainee", (), 0),
    ("Zara Hollins", "apprentice", (), 1),
    ("Callum Rookwood", "apprentice", (), 0),
    ("Verity Stapleford", "employee", (), 7),
    ("Mohsin Garrity", "employee", (), 5),
    ("Agnes Pomeroy", "employee", (), 12),
    ("Linus Harcastle", "employee", (), 3),
    ("Tamsin Yewtree", "employee", (), 2),
    ("Bartholomew Key", "employee", (), 6),
    ("Philippa Dray", "employee", (), 1),
    ("Obinna Westlake", "employee", (), 4),
    ("Cressida Moon", "agency", (Role.TEACHER,), 0),
    ("Dafydd Orchard", "agency", (), 0),
    ("Juliana Crewe", "agency", (), 0),
    ("Alistair Bloom", "self_employed", (), 2),
    ("Noor Saltmarsh", "self_employed", (), 1),
    ("Winifred Cole", "volunteer", (), 5),
    ("Jerome Applegarth", "volunteer", (), 1),
    ("Ottilie Ferris", "volunteer", (), 0),
)
# Who has no address here to write to: governors and volunteers often have none.
WITHOUT_MAIL = {"volunteer", "agency"}


def found_school(nothing) -> School:
    """The school itself."""
    return actions.found(School(name=NAME, kind=KIND), by=SET_UP)


def bring_people(school: School) -> None:
    """The adults working in it."""
    today = datetime.date.today()
    for name, kind, roles, years in PEOPLE:
        mail = "" if kind in WITHOUT_MAIL else f"{name.lower().replace(' ', '.')}@alderbrook.example"
        starts = datetime.date(today.year - years - (today.month < 9), 9, 1)
        actions.add(school, by=SET_UP, name=name, kind=kind, email=mail, starts=starts, roles=roles)


STEPS: list[Callable[[School], School | None]] = [
    found_school,
    bring_people,
    demo_people.furnish_people,
    demo_pupils.bring_pupils,
    demo_duties.publish_policy,
    demo_duties.acknowledge_policy,
    demo_library.stock_library,
    demo_library.ask_questions,
    demo_library.second_edition,
    demo_duties.acknowledge_policy,
    demo_duties.draft_policy,
    demo_owed.ask_for_duties,
    demo_owed.do_duties,
    demo_owed.hold_training,
    demo_following.follow_up,
    demo_agreed.agree_channels,
    demo_agreed.say_what_is_used,
    demo_agreed.keep_accounts,
    demo_registers.bring,
    demo_asked.ask,
    demo_guidance.write_guidance,
    demo_guidance.ask_short_questions,
    demo_concerns.number_the_directory,
    demo_concerns.open_the_door,
    demo_concerns.report,
]
