"""Somebody leaves: the office notes the day, an open browser is closed, tasks are gone, and the record stays."""

import pytest

pytestmark = pytest.mark.journey

LEAVER = "Nkechi Barrowby"


@pytest.mark.clause("2-01-a", "2-01-b")
def test_a_last_day_closes_an_open_browser_ends_tasks_and_keeps_the_record(demo, visitor):
    leaver, office, head = visitor("a teacher"), visitor("the office"), visitor("the Headteacher")
    for person, name in ((leaver, LEAVER), (office, "Petronella Sweet"), (head, "Miriam Castellane")):
        person.opens("/demo/").presses(f"Sign in as {name}")
    leaver.opens("/").sees(f"Hello, {LEAVER}")
    head.opens("/audit/").does_not_see(f"closed the access of {LEAVER}")
    _finds(office)
    _notes_the_day(office)
    leaver.opens("/policies/").does_not_see(LEAVER).sees("Sign in")
    leaver.opens("/").does_not_see("My tasks")
    _the_record_stays(office)
    _is_told(head)
    _comes_back(office)


@pytest.mark.clause("2-01-a", "2-01-b", "2-01-c")
def test_a_headteacher_goes_on_holiday_and_the_posts_say_who_acts(demo, visitor):
    head, chair = visitor("the Headteacher"), visitor("the chair of governors")
    head.opens("/demo/").presses("Sign in as Miriam Castellane")
    chair.opens("/demo/").presses("Sign in as Beatrix Holloway")
    chair.opens("/").follows("Name who stands in for the Headteacher").photographs("posts-chair")
    chair.follows("Name a stand-in").photographs("stand-in-name")
    chair.writes(name="Tobias").presses("Name the stand-in").sees("There is a problem").photographs("stand-in-error")
    days = _today(chair)
    chair.writes(name="Tobias Wrenfield", **{f"last_{box}": part for box, part in days.items()})
    chair.presses("Name the stand-in").sees("Tobias Wrenfield stands in for Miriam Castellane")
    head.opens("/people/posts/").sees("Tobias Wrenfield stands in until")
    acting = visitor("the deputy")
    acting.opens("/demo/").presses("Sign in as Tobias Wrenfield")
    acting.opens("/people/posts/fill/?post=hr").sees("Who becomes HR adviser?").photographs("post-fill")
    chair.follows("End this now").photographs("stand-in-end").presses("End it now").sees("has ended")
    acting.opens("/people/posts/fill/?post=hr").does_not_see("Who becomes HR adviser?")


def _finds(office) -> None:
    office.opens("/people/").writes(search=LEAVER).presses("Search").follows(LEAVER).photographs("adult-before")
    office.follows("They are leaving").sees("When is the last day", "What happens on that day").photographs("leave")


def _notes_the_day(office) -> None:
    office.presses("Note the last day").sees("Enter their last day")
    office.writes(**{f"ends_{box}": part for box, part in _today(office).items()})
    office.presses("Note the last day").sees(f"{LEAVER} has left")


def _the_record_stays(office) -> None:
    office.sees("This adult has left", "Everything ended", "Left: cannot sign in").photographs("adult-left")
    office.opens("/people/").writes(search=LEAVER).presses("Search").sees(LEAVER, "Left")


def _is_told(head) -> None:
    head.opens("/audit/").sees(f"Belisha closed the access of {LEAVER}", f"Belisha ended {LEAVER}’s role as Teacher")


def _comes_back(office) -> None:
    office.follows(LEAVER).follows("Change their last day").sees("have ended stay ended").photographs("leave-again")
    office.writes(ends_year="2099").presses("Note the last day").sees("The last day of").does_not_see("has left")
    office.sees("None.").photographs("adult-back")


def _today(person) -> dict:
    boxes = "({day: new Date().getDate(), month: new Date().getMonth() + 1, year: new Date().getFullYear()})"
    return {box: str(part) for box, part in person.page.evaluate(boxes).items()}
