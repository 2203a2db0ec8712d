"""A concern is reported from a phone in a few presses: a pupil followed online, an indecent image in words alone."""

import re

import pytest

from belisha.commands.demo_concerns import CODE

pytestmark = pytest.mark.journey

PHONE = {"viewport": {"width": 390, "height": 844}}
SEEN = "I saw on my own phone that they follow each other."


def _arrives(visitor, name: str, **options):
    somebody = visitor(name, **{**PHONE, **options})
    somebody.opens("/demo/").presses(f"Sign in as {name}")
    return somebody


def _skips(adult, until: str):
    """Go on past whatever may be skipped, until a page says this."""
    for _ in range(20):
        if until in adult.page.locator("h1").inner_text():
            return adult
        for button in ("Go on", "Go on without a file"):
            if adult.page.get_by_role("button", name=button, exact=True).count():
                adult.presses(button)
                break
    raise AssertionError(f"“{until}” never came; the last page is {adult.page.url}")


@pytest.mark.clause("6-22-a")
def test_a_colleague_follows_a_pupil_and_it_is_reported_from_the_home_page(demo, visitor):
    adult = _arrives(visitor, "Clemency Oake")
    adult.opens("/").follows("Report a concern").sees("Is a child in danger now?", "999").photographs("report-start")
    adult.presses("Go on").sees("There is a problem", "Choose whether a child is in danger now")
    adult.chooses("No").presses("Go on").sees("What is it about?").photographs("report-kind")
    adult.writes(words="they follow each other on instagram").presses("Search").sees("It may be one of these")
    assert "instagram" not in adult.page.url
    adult.presses("An adult and a pupil in contact online").sees("undressed").photographs("report-shows")
    adult.chooses("No, or there is no picture").presses("Go on").sees("What did you see or hear?")
    adult.presses("Go on").sees("There is a problem").writes(what=SEEN).presses("Go on")
    adult.photographs("report-question")
    _skips(adult, "Whom is it about?").photographs("report-people")
    adult.writes(name="xyzzy").presses("Find").sees("Nobody who works here was found")
    adult.writes(name="Saoirse").presses("Find").sees("Press who it is").presses("Saoirse Milldown")
    adult.sees("It is about", "Saoirse Milldown").photographs("report-people-named").presses("Go on")
    _skips(adult, "How do you want to be named?").sees("A school is small").photographs("report-openness")
    adult.chooses("With my name").presses("Go on")
    adult.sees("Check what you report", SEEN, "Saoirse Milldown").photographs("report-check")
    adult.presses("Send").sees("Your receipt").photographs("report-receipt")
    adult.opens("/report/mine/").sees("Receipt").photographs("report-mine")


@pytest.mark.clause("7-01-d")
def test_an_indecent_image_is_stopped_at_and_told_in_words(demo, visitor):
    adult = _arrives(visitor, "Clemency Oake")
    adult.opens("/report/").chooses("I do not know").presses("Go on").presses(
        "A picture or film of pupils, families or colleagues"
    )
    adult.chooses("I am not sure").presses("Go on").sees("Stop here", "Do not look again", "Switch the screen off")
    adult.photographs("report-stop").follows("Go on in words").sees("no file can be attached")
    adult.photographs("report-words-only").writes(found_where="A tablet in the hall").presses("Go on")
    _skips(adult, "How do you want to be named?")
    adult.chooses("Without my name").presses("Go on").sees("no file can be attached").presses("Send")
    adult.sees("It was sent", "Write this code down now").photographs("report-sent")


def test_what_was_begun_is_found_again_and_danger_comes_first(demo, visitor):
    adult = _arrives(visitor, "Clemency Oake")
    adult.opens("/report/").chooses("Yes").presses("Go on").sees("If somebody is in danger, call first", "999")
    adult.photographs("report-danger").follows("Go on with the report").presses("Trolling")
    adult.opens("/report/mine/").sees("Not sent yet", "Trolling").photographs("report-begun")
    adult.follows("Drop it").sees("Drop this report?").photographs("report-drop").presses("Drop it")
    adult.opens("/report/mine/").does_not_see("Trolling")


def test_a_stranger_finds_the_numbers_where_the_door_is_shut_without_javascript(demo, visitor):
    head = _arrives(visitor, "Miriam Castellane")
    head.opens("/reported/door/").presses("Close the page").sees("Closed")
    stranger = visitor("a stranger", java_script_enabled=False, **PHONE)
    stranger.opens("/account/login/").follows("Report a concern")
    stranger.sees("sign in to report a concern", "999")
    assert re.search(r"/report/$", stranger.page.url)
    with_script = visitor("another stranger", **PHONE)
    with_script.opens("/report/").photographs("report-closed")


@pytest.mark.clause("6-22-a")
def test_a_stranger_comes_back_to_the_demonstrations_report_without_a_name(demo, visitor):
    stranger = visitor("a stranger", **PHONE)
    stranger.opens("/reported/").writes(code=CODE).photographs("returning-enter").presses("Go on")
    stranger.sees("Do you remember the name of the page?").photographs("returning-came-back")
