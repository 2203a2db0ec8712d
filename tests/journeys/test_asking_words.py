"""A question in somebody's own words: understood, corrected, begun; by keyboard, on a phone, and without JavaScript."""

import re

import pytest

pytestmark = pytest.mark.journey

TYPED = "A Yr 6 pupil has asked to folow me on Insta, may I acept?"


def _arrives(visitor, name: str, **options):
    somebody = visitor(name, **options)
    somebody.opens("/demo/").presses(f"Sign in as {name}")
    return somebody


def test_words_are_understood_corrected_and_lead_to_the_first_question(demo, visitor):
    adult = _arrives(visitor, "Clemency Oake", viewport={"width": 390, "height": 844})
    adult.opens("/").follows("May I…?").sees("What do you want to do?", "Name nobody").photographs("ask-start")
    _narrows(adult)
    adult.writes(words=TYPED).presses("Go on")
    adult.sees("This is what we understood", "Accept a friend or follow request", "You wrote: “instagram”")
    adult.photographs("ask-understood")
    assert "upil" not in adult.page.url + adult.page.title()
    adult.picks("fact-counterpart\\.kind", "former_pupil").presses("That is right, go on")
    adult.page.wait_for_url(re.compile(r"/ask/[0-9a-f-]{36}/"))
    adult.sees("Why are you asking this?").does_not_see("There is a problem")
    adult.opens("/ask/records/").sees("Accept a friend or follow request", "not finished")


def _narrows(adult):
    """The list is narrowed while somebody types, and says how far."""
    adult.writes(words="screenshot").sees("One entry of the list fits.", "Keep a screenshot").does_not_see(
        "Write an email"
    )
    sizes = adult.page.eval_on_selector_all(
        ".belisha-doing", "all => all.filter(one => one.offsetParent).map(one => one.getBoundingClientRect().height)"
    )
    assert sizes
    assert min(sizes) >= 44
    adult.writes(words="").sees("Write an email")


def test_danger_comes_first_and_another_reading_can_be_chosen_by_keyboard_alone(demo, visitor):
    adult = _arrives(visitor, "Clemency Oake")
    adult.opens("/ask/")
    adult.page.locator("[name=words]").focus()
    adult.page.keyboard.type("He says his dad hits him, can I reply to him on whatsapp or ring his mum")
    adult.page.keyboard.press("Enter")
    adult.sees("tell the safeguarding lead now", "Report a concern", "This is what we understood")
    adult.photographs("ask-danger")
    other = adult.page.get_by_role("button", name="Ring or video-call somebody")
    for _ in range(60):
        if other.evaluate("one => one === document.activeElement"):
            break
        adult.page.keyboard.press("Tab")
    assert other.evaluate("one => one === document.activeElement")
    adult.page.keyboard.press("Enter")
    adult.sees("This is what we understood", "Ring or video-call somebody", "Report a concern")


def test_it_goes_the_same_way_without_javascript(demo, visitor):
    adult = _arrives(visitor, "Winifred Cole", java_script_enabled=False)
    adult.opens("/ask/").sees("Start a group chat", "Something else")
    adult.presses("Go on").sees("Write what you want to do, or choose it from the list.")
    adult.writes(words="zxcvb").presses("Go on").sees("We could not tell what you want to do")
    adult.presses("Go on").sees("What do you want to do?")
    adult.opens("/ask/").presses("Start a group chat").sees("Why are you asking this?")
