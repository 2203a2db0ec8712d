"""A report reaches the Headteacher, who takes it, asks the LADO, decides in writing, and closes it."""

import datetime

import pytest
from test_reporting_a_concern import SEEN, _skips

pytestmark = [pytest.mark.journey, pytest.mark.clause("4-07-a", "4-08-a", "6-08-d", "10-01-a")]
REPLY = "Not a referral. Talk to them, and write it down."


def signs_in(visitor, name: str):
    person = visitor(name)
    person.opens("/demo/").presses(f"Sign in as {name}")
    return person


def reports(adult) -> None:
    """An adult and a pupil in contact, with the reporter's own name."""
    adult.opens("/report/").chooses("No").presses("Go on").presses("An adult and a pupil in contact online")
    adult.chooses("No, or there is no picture").presses("Go on").writes(what=SEEN).presses("Go on")
    _skips(adult, "Whom is it about?").writes(name="Saoirse").presses("Find").presses("Saoirse Milldown")
    adult.presses("Go on")
    _skips(adult, "How do you want to be named?").chooses("With my name").presses("Go on").presses("Send")
    adult.sees("Your receipt")


def asks_the_lado(head) -> None:
    """First the call, then the note."""
    earlier = datetime.datetime.now() - datetime.timedelta(days=1)
    head.follows("Consult the LADO, and note it").photographs("triage-consult").presses("Save the note")
    head.sees("There is a problem", "Enter whom you spoke to")
    head.writes(on_day=str(earlier.day), on_month=str(earlier.month), on_year=str(earlier.year), time="09:30")
    head.writes(who="The duty officer", reply=REPLY).presses("Save the note").sees(REPLY, "Done")


def test_a_concern_is_taken_decided_and_closed(demo, visitor):
    reporter = signs_in(visitor, "Clemency Oake")
    reports(reporter)
    head = signs_in(visitor, "Miriam Castellane")
    head.opens("/").sees("A concern waits").does_not_see("Saoirse Milldown").follows("A concern waits")
    head.sees("An adult working in school").does_not_see("Saoirse Milldown").photographs("triage-list")
    head.page.locator(".belisha-row a").first.click()
    head.sees(SEEN, "Saoirse Milldown", "Clemency Oake", "No acknowledged relationship on file", "To be taken")
    head.photographs("triage-detail").presses("Take this concern").sees("You have taken this concern")
    address = head.page.url
    asks_the_lado(head)
    head.follows("Choose the clauses").photographs("triage-clauses").opens(address)
    head.page.get_by_role("link", name="Decide", exact=True).first.click()
    head.photographs("triage-decide").chooses("Low-level concern").presses("Save the decision")
    head.sees("There is a problem", "Write why you decide so")
    head.writes(reason="The pupil followed; they declined.").presses("Save the decision")
    head.sees("Low-level concern", "they declined").follows("Close it").photographs("triage-close")
    head.writes(reason="Privacy was put right.", told="It has been dealt with. Thank you.").presses("Close it")
    head.sees("The concern is closed", "Open it again").photographs("triage-closed")
    about = signs_in(visitor, "Saoirse Milldown")
    about.opens("/").does_not_see("oncern waits").opens(address).sees("not found")
    reporter.opens(address).sees("not found")
    head.opens("/concerns/terms/edit/").photographs("triage-terms")
