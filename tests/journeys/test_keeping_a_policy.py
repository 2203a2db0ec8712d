"""The year after a policy was published: a question, a review, and a new edition that nobody needed a file for."""

import pytest

pytestmark = pytest.mark.journey


def test_a_clause_is_asked_about_reviewed_and_reworded(demo, visitor):
    head, adult = visitor("the Headteacher"), visitor("an adult")
    for person, name in ((head, "Miriam Castellane"), (adult, "Clemency Oake")):
        person.opens("/demo/").presses(f"Sign in as {name}")
    _asks_and_is_answered(adult, head)
    _reviews(head)
    _makes_a_new_edition(head)


def _asks_and_is_answered(adult, head) -> None:
    adult.opens("/policies/").follows("Staff social media policy")
    adult.page.locator("a.belisha-number:visible").first.click()
    adult.follows("Ask about this clause").photographs("question-ask")
    adult.writes(text="Does this hold for what my son puts online?").presses("Go on")
    adult.photographs("question-check").presses("Change it")
    assert adult.page.locator("textarea[name=text]").input_value() == "Does this hold for what my son puts online?"
    adult.presses("Go on").presses("Send it").sees("Your question was sent").photographs("question-sent")
    head.opens("/").follows("about the policy").photographs("questions-waiting")
    head.follows("Does this hold for what my son").follows("Answer it")
    head.writes(text="Only for what you put online yourself.", shown_as="Does this hold for my family?")
    head.chooses("Everybody who reads the policy").photographs("question-answer")
    head.presses("Save the answer").sees("Your answer was saved")
    adult.opens("/policies/").follows("Staff social media policy").follows("1 answer")
    adult.sees("Only for what you put online yourself.")
    adult.photographs("clause-answered")


def _reviews(head) -> None:
    head.opens("/policies/").follows("Staff social media policy").follows("Record a review")
    head.photographs("review-record").chooses("Nothing needs to change")
    day = head.page.evaluate("[new Date().getDate(), new Date().getMonth() + 1, new Date().getFullYear()].map(String)")
    head.writes(approved_by="Full governing body", held_on_day=day[0], held_on_month=day[1], held_on_year=day[2])
    head.presses("Record it").sees("The review was recorded", "by Full governing body: Nothing needs to change")


def _makes_a_new_edition(head) -> None:
    # The demonstration has a draft on its way, and there is one at a time.
    head.follows("A new version is on its way").follows("Withdraw this version").presses("Withdraw it")
    head.opens("/policies/").follows("Staff social media policy").follows("Change this policy")
    head.photographs("edition-begin").presses("Make the draft").sees("This is your draft")
    head.follows("Look through all clauses").follows("Change its words").photographs("clause-edit")
    head.writes(text="Teachers should ask the Headteacher before they post a photograph.").presses("Save")
    head.sees("Nothing is saved yet").photographs("clause-edit-read")
    head.presses("Save").sees("was changed").follows("Add a clause after it")
    head.writes(text="All staff must switch their phone off in the hall.").presses("Go on")
    head.photographs("clause-add-read").presses("Add it").sees("was added").follows("Take it out")
    head.photographs("clause-retire").presses("Take it out").sees("was taken out")
