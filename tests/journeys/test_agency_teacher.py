"""An agency teacher for one day, at the office's tablet; and an adult without e-mail with a code on paper."""

import re

import pytest

pytestmark = pytest.mark.journey

TABLET = {"viewport": {"width": 820, "height": 1180}, "has_touch": True}
OFFICE = "Petronella Sweet"


def signs_in(visitor, name, **device):
    return visitor(name, **device).opens("/demo/").presses(f"Sign in as {name}")


def is_closed(somebody):
    """Nothing of either session is left on the device: neither a cookie that opens a page, nor the page before."""
    for address in ("/", "/people/", "/policies/", "/account/2fa/", "/codes/visitors/add/"):
        somebody.opens(address).sees("Who would you like to be?")
    somebody.page.go_back()
    somebody.does_not_see("Acknowledge")


@pytest.mark.clause("2-01-a", "2-01-b", "2-04-b", "4-11-a")
def test_an_agency_teacher_acknowledges_at_the_offices_tablet_and_gives_it_back(visitor):
    office = signs_in(visitor, OFFICE, **TABLET)
    office.opens("/people/").follows("Somebody for today").sees("Somebody for today")
    office.presses("Go on").sees("There is a problem", "Enter their full name", "Choose who sends them")
    office.photographs("visitor-errors")
    office.writes(name="Ines Calloway").chooses("Another agency or firm").presses("Go on")
    office.sees("Enter the name of the agency or firm").writes(new_sender="Northgate Supply", telephone="0000")
    office.chooses("They teach").photographs("visitor-add").presses("Go on")
    office.sees("Hand this device to Ines Calloway", "Their access closes at the beginning of").photographs("hand-over")
    office.presses("Hand over the tablet")

    # The tablet is in other hands now, on the page of what is to be read.
    teacher = office
    teacher.sees("Ines Calloway").does_not_see(OFFICE)
    for address in ("/people/", "/account/2fa/", "/account/password/change/", "/audit/", "/registers/", "/calendars/"):
        teacher.opens(address).sees("This page is not part of your tasks")
    teacher.photographs("shared-device-closed")
    teacher.opens("/").sees("Hello, Ines Calloway", "Read and acknowledge").photographs("shared-device-tasks")
    while teacher.page.get_by_role("link", name=re.compile("^Read and acknowledge")).count():
        _reads_and_acknowledges(teacher)
    _does_what_else_is_asked(teacher)
    teacher.sees("Thank you", "Please give the device back").photographs("shared-device-thanks")
    is_closed(teacher)

    head = signs_in(visitor, "Miriam Castellane")
    head.opens("/audit/").sees(
        f"{OFFICE} handed a shared device over to Ines Calloway", "Ines Calloway signed in (one-time code, on a shared"
    )


@pytest.mark.clause("4-11-a")
def test_an_adult_without_e_mail_types_a_code_once(visitor):
    office = signs_in(visitor, OFFICE)
    office.opens("/people/").writes(search="Winifred").presses("Search").follows("Winifred Cole")
    office.follows("Other ways for them to sign in").sees("one-time code").photographs("other-ways")
    office.presses("Make a code").sees("A code for Winifred Cole").photographs("one-time-code")
    code = office.page.locator(".belisha-secret").inner_text()
    office.page.reload()
    office.sees("The code was shown once").does_not_see(code)

    phone = visitor("a volunteer", viewport={"width": 390, "height": 844})
    phone.opens("/codes/").presses("Go to my tasks").sees("Enter the code that you were given")
    phone.photographs("enter-code").writes(code="wrong").presses("Go to my tasks").sees("Check the code")
    phone.writes(code="2222-2222").presses("Go to my tasks").sees("This code does not work")
    phone.writes(code=code.lower().replace("-", " ")).presses("Go to my tasks").sees("Winifred Cole")
    phone.opens("/").presses("I have finished").sees("Thank you")
    phone.opens("/codes/").writes(code=code).presses("Go to my tasks").sees("This code does not work")


def _reads_and_acknowledges(teacher):
    teacher.page.get_by_role("link", name=re.compile("^Read and acknowledge")).first.click()
    teacher.follows("I have read it")
    _understands(teacher)
    teacher.chooses("I have read it and I understand it").presses("Acknowledge")
    if teacher.page.get_by_text("Please give the device back").count() == 0:
        teacher.opens("/")


def _understands(teacher):
    """The short questions, if the school asks any: tries one answer after the other, as somebody might."""
    asked, tried = "", 0
    while (answers := teacher.page.get_by_role("radio")).count():
        question = teacher.page.locator("legend").first.inner_text()
        asked, tried = question, tried + 1 if question == asked else 0
        answers.nth(tried).check()
        teacher.presses("Go on").page.wait_for_load_state()


def _does_what_else_is_asked(teacher):
    """Whatever the invented school asks beside its policies: it can wait, and the device goes back all the same."""
    if teacher.page.get_by_role("button", name="I have finished").count():
        teacher.presses("I have finished")
