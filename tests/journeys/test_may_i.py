"""A teacher asks "may I…?": from what they want to do to the answer, by mouse, by keys alone, and without scripts."""

import re

import pytest

pytestmark = pytest.mark.journey

TEACHER = "Clemency Oake"


def signed_in(me, name: str = TEACHER):
    """The demonstration lets everybody sign in."""
    me.opens("/demo/")
    return me.presses(f"Sign in as {name}")


def wants_to(me, words: str):
    me.opens("/")
    me.follows("May I…?")
    me.presses(words)
    return me


def answers(me, **said: str):
    """Answer what is asked, whatever its order: for each question the words to choose; the rest is as usual."""
    for _ in range(25):
        heading = me.page.locator("h1").first.inner_text()
        if "/answer/" in me.page.url:
            return me
        if heading == "Is all of this so?":
            me.presses("Yes, all of it is so")
            continue
        choice = next(
            (words for start, words in said.items() if heading.lower().startswith(start.replace("_", " "))), ""
        )
        assert choice, f"nobody told what to answer to: {heading}"
        me.chooses(choice).presses("Go on")
    raise AssertionError("it never ends")


NOTHING_SPECIAL = {
    "is_it_one_of_these": "None of these", "on_whose_phone": "My own", "are_you_anything_else": "None of these",
    "who_is_it_with": "Everybody", "how_do_you_know_them": "Only through school", "where": "At home",
    "when": "In my own time",
}  # fmt: skip


def test_a_friend_request_from_a_pupil(demo, visitor):
    """Two questions, an answer in four lines, and nothing of it in the address or the title."""
    me = signed_in(visitor("a teacher"))
    a_friend_request(me)


def a_friend_request(me):
    wants_to(me, "Accept a friend or follow request")
    me.photographs("asking-question")
    heard(me, "Who is it with, or about?", kind="radio")
    me.presses("Go on").sees("There is a problem").photographs("asking-error")
    assert me.page.evaluate("document.activeElement.classList.contains('govuk-error-summary')")
    me.chooses("A pupil of this school").presses("Go on")
    me.unfolds("Why are you asking this?").sees("The one exception for pupils is for family")
    me.chooses("Only through school").presses("Go on")
    me.sees("You must not.", "Because", "What to do instead", "What you must do now", "Raise the concern")
    me.sees("This is guidance under the policy, not a decision.")
    me.unfolds("The clauses, in the school’s words").sees("which decides")
    me.unfolds("What the answer rests on").sees("The school’s registers")
    me.photographs("asking-answer")
    assert me.page.title() == "An answer – Belisha"
    assert "pupil" not in me.page.url
    what_if_a_colleague(me)
    me.opens("/ask/records/").sees("Accept a friend or follow request", "You must not.").photographs("asking-list")


def what_if_a_colleague(me):
    me.follows("What if something were otherwise?").photographs("asking-what-if")
    me.chooses("The other person").presses("Go on")
    me.chooses("An adult who works or serves here").presses("Show the answer")
    me.sees("Then the answer would be", "That depends on more.", "As you asked, it is", "You must not.").photographs(
        "asking-what-if-answer"
    )
    me.follows("Back to the answer").sees("You must not.")
    me.follows("Show it for printing").sees("SHA-256", "audit log").photographs("asking-print")


def test_a_message_to_a_parent_from_ones_own_telephone(demo, visitor):
    me = signed_in(visitor("a teacher"))
    a_message_to_a_parent(me)


def a_message_to_a_parent(me):
    wants_to(me, "Message a parent")
    answers(
        me, **NOTHING_SPECIAL | {
            "how_would_you": "A text message", "with_whose": "My own", "is_it_for_school": "Yes",
        }
    )  # fmt: skip
    me.sees("You must not.", "school’s telephone or email".replace("’", "'"))


def test_a_photo_with_pupils_in_it(demo, visitor):
    me = signed_in(visitor("a teacher"))
    a_photo(me)


def a_photo(me):
    wants_to(me, "Put a photo or film online")
    answers(
        me, **NOTHING_SPECIAL | {
            "how_would_you": "A post that everybody can see", "with_whose": "My own",
            "who_or_what_can_be_seen": "A pupil or pupils", "what_is_it_about": "Something else",
        }
    )  # fmt: skip
    me.sees("You must not.")


def test_who_does_not_know_is_told_the_stricter_answer_and_why(demo, visitor):
    """By keys alone."""
    me = signed_in(visitor("a teacher"))
    not_known(me)


def not_known(me):
    wants_to(me, "Accept a friend or follow request")
    for _ in range(8):
        if "/answer/" in me.page.url:
            break
        by_keys(me, "I don’t know" if me.page.locator("text=I don’t know").count() else "")
    me.sees("You must not.", "What is not known counts as the stricter answer")


def by_keys(me, choice: str):
    """Tab to the choices, go down to the one that is meant, and send the form with Enter."""
    before = me.page.url
    if choice:
        boxes = me.page.get_by_label(choice)
        for _ in range(60):
            me.page.keyboard.press("Tab")
            if me.page.evaluate("['radio', 'checkbox'].includes(document.activeElement.type)"):
                break
        if me.page.evaluate("document.activeElement.type") == "radio":
            me.page.keyboard.press("ArrowUp")  # from the first radio to the last
        else:
            while not boxes.first.evaluate("box => box === document.activeElement"):
                me.page.keyboard.press("Tab")
            me.page.keyboard.press("Space")
        assert boxes.first.is_checked()
    heading = me.page.locator("h1").first.inner_text()
    button = me.page.locator("main button[type=submit].govuk-button").first
    while not button.evaluate("one => one === document.activeElement"):
        me.page.keyboard.press("Tab")
    me.page.keyboard.press("Enter")
    me.page.wait_for_function(
        "([address, words]) => location.href !== address || document.querySelector('h1')?.innerText !== words",
        arg=[before, heading],
    )


def test_what_may_be_an_indecent_image_stops_everything(demo, visitor):
    """Without scripts: the stop page names whom to call and offers no way round it; and the way out is a link."""
    me = signed_in(visitor("a teacher", java_script_enabled=False))
    an_indecent_image(me)


def an_indecent_image(me):
    wants_to(me, "Share what somebody else put online")
    for _ in range(12):
        heading = me.page.locator("h1").first.inner_text()
        if heading == "Stop here":
            break
        if heading == "Is all of this so?":
            me.page.get_by_role("button", name=re.compile("Who or what can be seen")).click()
        elif heading.startswith("Who or what can be seen"):
            me.chooses("What may be an indecent image of a child").presses("Go on")
        else:
            me.page.locator("input[value=not-known]").first.check()
            me.presses("Go on")
    me.sees("Stop here", "Whom to call", "Do not open it again", "999")
    me.does_not_see("What if something")
    me.does_not_see("Ask the Headteacher")
    assert me.page.locator("main form, main input").count() == 0
    me.follows("Leave this page quickly")
    assert me.page.url.endswith("/policies/")


def test_leaving_in_a_hurry_by_three_presses_of_escape(demo, visitor):
    me = signed_in(visitor("a teacher"))
    leaves(me)


def leaves(me):
    wants_to(me, "Accept a friend or follow request")
    me.page.wait_for_load_state("networkidle")
    asked = me.page.url
    for _ in range(3):
        me.page.keyboard.press("Escape")
    me.page.wait_for_url("**/policies/")
    me.page.go_back()
    assert me.page.url != asked


def heard(me, heading: str, *, kind: str):
    """What a screen reader is told of a question: one heading, which names the group of choices, and no alarms."""
    tree = me.page.locator("main").aria_snapshot()
    assert f'heading "{heading}" [level=1]' in tree, tree
    assert f'group "{heading}"' in tree, tree
    assert f'{kind} "I don’t know"' in tree, tree
    assert "alert" not in tree
    assert me.page.locator("main [aria-live]").count() == 0
