"""A joiner's first day: invited in the morning, every task found and done, the list empty by the first lesson."""

import re
import time
from datetime import date

import pytest
from papers import SHORT
from teller import code_of

pytestmark = pytest.mark.journey

HEAD = {"email": "h.castle@ashlane.example", "password": "three quiet otters", "name": "Helen Castle"}
JOINER = "n.flint@ashlane.example"
DUTIES = ("Review your own accounts", "Is a pupil of the school related to you?", "Training in online safety")


@pytest.mark.clause("5-01-a", "4-16-a", "6-08-d", "4-11-a")
def test_a_joiner_finds_every_task_and_does_them_all_on_the_first_day(belisha, person, postbox, tmp_path):
    head = person("the Headteacher")
    _founds_the_school(head, belisha.link, tmp_path)
    _asks_for_three_duties(head)
    _adds_the_joiner(head)

    joiner = person("a joiner")
    _comes_in(joiner, postbox.wait_for(JOINER))
    _finds_every_task(joiner)
    _acknowledges(joiner)
    _reviews_her_accounts(joiner)
    _answers_the_family_question(joiner)
    _adds_her_training(joiner, tmp_path)
    joiner.opens("/").sees("You have nothing to do here at the moment").photographs("joiner-nothing-left")
    joiner.follows("What you have done").sees("Review your own accounts", "in my own time").photographs("joiner-record")

    # The first time after setting up, the way home leads to how to begin.
    head.opens("/").opens("/").sees("One adult would like help with their settings").follows(
        "One adult would like help"
    )
    head.sees("Nadia Flint", "With privacy settings").photographs("owed-help-wanted")
    head.follows("Note that they had help").photographs("owed-helped").presses("They had help")
    head.sees("Nobody is waiting for help")
    head.opens("/duties/owed/training/").sees("Nadia Flint", "Safe online 2026").photographs("owed-training")


def _founds_the_school(head, link, tmp_path):
    head.opens(link).writes(school="Ash Lane Primary School", name=HEAD["name"], email=HEAD["email"])
    head.picks("kind", "community").writes(password=HEAD["password"], again=HEAD["password"]).presses("Set up")
    head.presses("Use an app on your phone")
    secret = re.sub(r"\s", "", head.page.locator(".belisha-secret").first.inner_text())
    head.writes(code=code_of(secret)).presses("Turn on")
    paper = tmp_path / "policy.txt"
    paper.write_text(SHORT)
    head.opens("/policies/import/").gives_file("document", paper).presses("Read the document")
    head.sees("Your policy was read").follows("Put it up for approval").presses("Put it up")
    head.follows("Record the approval").writes(approved_by="Full governing body", minute="FGB 4")
    head.writes(approved_on_day="2", approved_on_month="11", approved_on_year="2026").presses("Record it")
    head.follows("Publish it").presses("Publish").sees("The policy is published")


def _asks_for_three_duties(head):
    _opens_until(head, "/duties/owed/", *DUTIES)
    head.photographs("owed-list")
    for title in DUTIES:
        head.opens("/duties/owed/").follows(title).follows("Ask for it")
        head.presses("Ask for it").sees("It is asked for")
    head.photographs("owed-duty").follows("Change it").sees("It is asked for now").photographs("owed-edit")
    head.opens("/duties/owed/add/").photographs("owed-add")


def _adds_the_joiner(head):
    today = date.today()
    head.opens("/people/add/").writes(name="Nadia Flint", email=JOINER)
    head.writes(starts_day=str(today.day), starts_month=str(today.month), starts_year=str(today.year))
    head.presses("Add").opens("/people/").follows("Nadia Flint").presses("Invite to sign in")
    head.page.locator("main form button[type=submit]").last.click()


def _comes_in(joiner, letter):
    joiner.opens(re.search(r"https?://[^/]+(/welcome/\S+)", letter)[1])
    joiner.writes(password="seven slow buses", again="seven slow buses").presses("Save the password")
    joiner.writes(login=JOINER, password="seven slow buses").presses("Sign in").sees("Hello, Nadia Flint")


def _finds_every_task(joiner):
    _opens_until(joiner, "/", "Read and acknowledge", *DUTIES)
    joiner.photographs("joiner-tasks")


def _acknowledges(joiner):
    joiner.follows("Read and acknowledge").follows("I have read it").chooses("I have read it and I understand it")
    joiner.presses("Acknowledge").sees("Acknowledged")


def _reviews_her_accounts(joiner):
    joiner.opens("/").follows("Review your own accounts").sees("Which kinds of platform").photographs("owed-review")
    joiner.presses("Done").sees("There is a problem", "Not ticked yet").photographs("owed-review-missed")
    joiner.chooses("Facebook").chooses("I know who can see my pages").chooses("I went through the privacy settings")
    joiner.chooses("I looked at the pictures").chooses("My profiles do not say").chooses("My private life and my work")
    joiner.chooses("With privacy settings").presses("Done")
    joiner.sees("Done", "I have looked at every account").photographs("owed-done")


def _answers_the_family_question(joiner):
    joiner.opens("/").follows("Is a pupil of the school related to you?").photographs("owed-question")
    joiner.chooses("No").presses("Save my answer").sees("My answer is true today")


def _adds_her_training(joiner, tmp_path):
    paper = tmp_path / "certificate.pdf"
    paper.write_bytes(b"%PDF a certificate")
    today = date.today()
    joiner.opens("/").follows("Training in online safety").photographs("owed-training-form")
    joiner.writes(course="Safe online 2026", held_on_day=str(today.day), held_on_month=str(today.month))
    joiner.writes(held_on_year=str(today.year + 1)).presses("Done").sees("has not been held yet")
    joiner.writes(held_on_year=str(today.year)).gives_file("document", paper).presses("Done")
    joiner.sees("Safe online 2026", "Download it")


def _opens_until(somebody, address, *sentences):
    """The worker needs a moment: look again until everything is there."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        text = somebody.opens(address).page.locator("body").inner_text()
        if all(sentence in text for sentence in sentences):
            return
        time.sleep(0.5)
    somebody.sees(*sentences)
