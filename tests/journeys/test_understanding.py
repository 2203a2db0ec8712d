"""A short question between reading and the tick: wrong, the clause, right, acknowledged; also without JavaScript."""

import pytest

pytestmark = pytest.mark.journey

POLICY = "School Telephones Policy"
CLAUSE = "You must not use your own telephone to call a parent, a carer or a pupil."


def _arrives(visitor, name: str, **options):
    somebody = visitor(name, **options)
    somebody.opens("/demo/").presses(f"Sign in as {name}")
    return somebody


def _begins(adult):
    adult.opens("/policies/").follows(POLICY).follows("I have read it")
    adult.sees("2 short questions before you acknowledge it", "Which telephone do you use?").does_not_see(CLAUSE)


def _answers(adult, words: str):
    adult.page.get_by_label(words, exact=True).check()
    adult.presses("Go on")


def test_a_wrong_answer_leads_to_the_clause_and_on_to_the_acknowledgement(demo, visitor):
    adult = _arrives(visitor, "Clemency Oake")
    _begins(adult)
    adult.photographs("understand-question")
    adult.presses("Go on").sees("There is a problem", "Choose an answer").photographs("understand-no-answer")
    _answers(adult, "My own, with the number hidden")
    adult.sees("Read it once more", CLAUSE, "Which telephone do you use?").photographs("understand-once-more")
    assert not adult.page.locator("input[type=radio]:checked").count()
    _answers(adult, "One of the school's")
    adult.sees("That is right.", "one short question before you acknowledge it", "lost on a trip")
    _answers(adult, "At once")
    adult.sees("This applies to you because", "names employees").photographs("acknowledge")
    adult.chooses("I have read it and I understand it").presses("Acknowledge").sees("Acknowledged")
    adult.photographs("acknowledged-with-lines")

    head = _arrives(visitor, "Miriam Castellane")
    head.opens("/policies/").follows(POLICY).follows("Short questions about this policy").sees("1 understood it.")
    head.photographs("questions-kept").follows("You want to ring a parent").sees("Clemency Oake").photographs(
        "question-one"
    )
    head.does_not_see("with the number hidden (right)")
    _switches_on_one_of_the_pack(head)
    _says_whom_it_is_for(head)


def _switches_on_one_of_the_pack(head):
    head.opens("/policies/").follows("Staff social media policy").follows("Short questions about this policy")
    head.sees("No question is asked about this policy.").photographs("questions-of-the-pack")
    head.page.locator("button", has_text="Your niece is a pupil here").click()
    head.sees("It is asked of everybody who acknowledges from now on.")
    head.page.locator("button", has_text="Your niece is a pupil here").click()
    head.sees("It is no longer asked.")
    head.follows("Write a question").photographs("question-write")
    head.writes(clauses="6.2(b)", text="Whose telephone?", answer_1="Mine", answer_2="The school's").chooses(
        "The second"
    )
    head.presses("Save the question").sees("It is written.").photographs("question-written")


def _says_whom_it_is_for(head):
    head.opens("/policies/").follows(POLICY).sees("No clause says that", "are bound. They are asked all the same.")
    head.follows("Whom this policy binds").photographs("audience")
    head.page.get_by_role("link", name="Change whether trustees are asked").click()
    head.photographs("audience-change").chooses("They are not asked").presses("Save").sees("Say why")
    head.writes(why="They carry no telephone of ours.").presses("Save")
    head.sees("The school says: They carry no telephone of ours.", "Not asked")


def test_it_goes_the_same_way_without_javascript(demo, visitor):
    adult = _arrives(visitor, "Winifred Cole", java_script_enabled=False)
    _begins(adult)
    _answers(adult, "Whichever is charged")
    adult.sees("Read it once more", CLAUSE)
    _answers(adult, "One of the school's")
    _answers(adult, "When we are back")
    adult.sees("You must tell the office at once")
    _answers(adult, "At once")
    adult.sees("names volunteers").chooses("I have read it and I understand it").presses("Acknowledge")
    adult.sees("Acknowledged")


def test_guidance_is_read_found_changed_and_kept(demo, visitor):
    adult = _arrives(visitor, "Clemency Oake")
    adult.opens("/").follows("Guidance").sees("Facebook", "Whom to call").photographs("guidance")
    adult.follows("Instagram").sees("Who can see your posts", "Last looked at on").photographs("guidance-page")
    adult.opens("/guidance/whom-to-call/").sees("Rhiannon Pellow", "trip telephone").photographs("guidance-card")
    head = _arrives(visitor, "Miriam Castellane")
    head.opens("/guidance/facebook/").photographs("guidance-kept").follows("Change this page")
    head.photographs("guidance-change").writes(body="## Here\n\n- Ask the office first.").presses("Save the page")
    head.sees("What it said before is kept", "Ask the office first.").follows("What this page said before")
    head.unfolds("Wording 1").sees("There is one setting that narrows").photographs("guidance-before")
    adult.opens("/guidance/facebook/").sees("Ask the office first.").does_not_see("Change this page")
