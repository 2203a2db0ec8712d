"""An assistant declares a nephew; it is talked over and acknowledged; then he leaves the school."""

import datetime

import pytest

from belisha.commands.demo_pupils import PUPILS

pytestmark = [
    pytest.mark.journey,
    pytest.mark.clause("6-07-a", "6-07-b", "6-08-a", "6-08-c", "6-08-d", "6-08-e", "6-09-a", "4-09-a"),
]
NEPHEW, WORDS = "Emeka Strand", "He is my sister’s son, and we write to each other most days."
AGREED = "Messages in the family group only, with his mother in it."


def signs_in(visitor, name: str):
    person = visitor(name)
    person.opens("/demo/").presses(f"Sign in as {name}")
    return person


def without(nephew: str, folder) -> object:
    """The school's list of pupils of the next term."""
    rows = [f"{name},{year}" for year, names in PUPILS.items() for name in names if name != nephew]
    path = folder / "pupils.csv"
    path.write_text("\n".join(["Name,Year", *rows]) + "\n", "utf-8")
    return path


def declares(assistant) -> str:
    """One question a page; returns the address of the declaration."""
    assistant.opens("/registers/family/").photographs("family-list").presses("Declare something")
    assistant.photographs("family-kind").chooses("A pupil is in my family").presses("Go on")
    assistant.writes(pupil_name=NEPHEW).photographs("family-pupil").presses("Go on")
    assistant.writes(relationship=WORDS).photographs("family-words").presses("Go on")
    assistant.sees("Check what you declare", NEPHEW).photographs("family-check").presses("Declare it")
    assistant.sees("Contact with this pupil online is not covered yet").unfolds("Why the school asks")
    assistant.sees("for grooming").photographs("family-declared")
    address = assistant.page.url
    assistant.follows("Your dated receipt").sees("Receipt for a declaration").photographs("family-receipt")
    return address


def acknowledges(head) -> None:
    """First the talk, then the decision."""
    today = datetime.date.today()
    head.opens("/registers/").photographs("registers-head").follows("Declarations for you to decide")
    head.photographs("family-received").follows("Linus Harcastle").presses("Record that you talked")
    head.writes(held_on_day=str(today.day), held_on_month=str(today.month), held_on_year=str(today.year))
    head.writes(notes="We looked at what they write and where.").photographs("family-talk").presses("Save the talk")
    head.sees("Discussed").presses("Acknowledge it").writes(protocol=AGREED).photographs("family-acknowledge")
    head.presses("Acknowledge it").sees("Acknowledged", AGREED).photographs("family-acknowledged")


def test_a_nephew_is_declared_acknowledged_and_leaves(demo, visitor, tmp_path):
    assistant = signs_in(visitor, "Linus Harcastle")
    address = declares(assistant)
    other = signs_in(visitor, "Oscar Tidewell")
    other.opens(address).does_not_see(NEPHEW)
    other.opens("/registers/").does_not_see("waiting")

    head = signs_in(visitor, "Miriam Castellane")
    acknowledges(head)
    assistant.opens(address).sees("covered as far as what was agreed goes", "Any other pupil", AGREED)
    assistant.photographs("family-permits")

    office = signs_in(visitor, "Petronella Sweet")
    office.opens(address).does_not_see(NEPHEW)
    office.opens("/pupils/lists/give/").gives_file("files", without(NEPHEW, tmp_path)).presses("Look at it")
    office.page.wait_for_url("**/lists/*-*/**")
    if "/columns/" in office.page.url:
        office.presses("Go on")
    office.chooses("This list names every pupil").presses("Bring it in")
    assistant.opens(address).sees("This no longer counts", "The pupil left the school").photographs("family-ended")
    other.opens(address).does_not_see(NEPHEW)
