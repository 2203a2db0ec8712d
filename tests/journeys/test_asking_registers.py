"""Two questions whose answer changes when a register changes in between, and one that is sent to the Headteacher."""

import datetime

import pytest

pytestmark = [
    pytest.mark.journey,
    pytest.mark.clause("6-05-a", "6-07-a", "6-07-b", "6-08-a", "6-08-d", "4-14-a", "5-01-e"),
]
PURPOSE = "Parents of the play group want to know how rehearsals went."
NEPHEW, WORDS = "Emeka Strand", "He is my sister’s son, and we write to each other most days."
AGREED = "Messages in the family group only, with his mother in it."
# Question → what is answered. What is usually so is agreed to at once.
TALK = {
    "Who is it with, or about?": "A parent or carer of a pupil",
    "How would you do it?": "A group chat on an app",
    "With whose account, address or number?": "My own",
    "On whose phone, tablet or computer?": "My own",
    "Is it one of these?": "None of these",
    "Is it for school, or part of your work there?": "Yes",
    "Does it work over the internet?": "Yes",
    "How do you know them, apart from school?": "Only through school",
    "Are you anything else at the school besides your post?": "None of these",
    "Have you looked the whole link or film through first, with its advertisements?": "It is no link",
}
NEPHEWS = {
    **TALK,
    "How would you do it?": "A private message on an app",
    "Is it for school, or part of your work there?": "No",
}
ON_WHATSAPP = {"On which app or site?": "WhatsApp"}


def signs_in(visitor, name: str):
    person = visitor(name)
    person.opens("/demo/").presses(f"Sign in as {name}")
    return person


def heading(person) -> str:
    return " ".join(person.page.locator("h1").first.inner_text().split())


def sends(person, button: str) -> None:
    """Press a button and wait for the page that follows."""
    with person.page.expect_navigation():
        person.presses(button)


def answers(person, said: dict, photographs: str = "") -> None:
    """Answer what is asked, one fact a page, until something is asked that is not among these."""
    for _ in range(20):
        asked = heading(person)
        if photographs:
            person.photographs(f"{photographs}-{''.join(filter(str.isalpha, asked)).lower()[:20]}")
        if asked == "Is all of this so?":
            sends(person, "Yes, all of it is so")
        elif asked == "Check what you said":
            sends(person, "Show the answer")
        elif asked in said:
            typed = person.page.locator("input[type=text][name=value]")
            if typed.count():
                typed.fill(said[asked])
            else:
                person.chooses(said[asked])
            sends(person, "Go on")
        else:
            return
    raise AssertionError(f"the questions do not end: {heading(person)}")


def asks(person, what: str, said: dict, photographs: str = "") -> None:
    person.opens("/ask/")
    sends(person, what)
    answers(person, said, photographs)


def writes_day(person, field: str, day: datetime.date) -> None:
    person.writes(**{f"{field}_day": str(day.day), f"{field}_month": str(day.month), f"{field}_year": str(day.year)})


def asks_permission(teacher, today: datetime.date) -> None:
    """From the answer: what was said is filled in, and the rest is asked."""
    sends(teacher, "Ask for permission")
    teacher.sees("Who would read or see it?").photographs("asking-permission").chooses("Parents and carers in general")
    teacher.presses("Go on")
    teacher.chooses("WhatsApp").presses("Go on").writes(purpose=PURPOSE).presses("Go on")
    writes_day(teacher, "starts", today)
    writes_day(teacher, "ends", today + datetime.timedelta(days=30))
    teacher.presses("Go on").sees("Check what you ask for", "Talk about pupils on social media").presses("Send it")
    teacher.sees("Nothing is granted yet")


def test_a_permission_changes_the_answer_and_so_does_taking_it_back(demo, visitor):
    today = datetime.date.today()
    teacher = signs_in(visitor, "Saoirse Milldown")
    asks(teacher, "Talk about a pupil", TALK)
    teacher.sees("You need permission first. Until then: no.", "Ask for permission").photographs("asking-needs")
    first = teacher.page.url
    asks_permission(teacher, today)

    head = signs_in(visitor, "Miriam Castellane")
    head.opens("/registers/permissions/received/").follows("Saoirse Milldown").sees(PURPOSE).presses(
        "Grant it as asked"
    )
    head.presses("Grant it").sees("Granted")
    granted = head.page.url

    teacher.opens(first).sees("Today the answer could be another one")
    sends(teacher, "Ask again")
    answers(teacher, TALK)
    teacher.sees("On which app or site?").photographs("asking-platform")
    answers(teacher, {**TALK, **ON_WHATSAPP})
    teacher.sees("You may.").photographs("asking-permitted")
    second = teacher.page.url
    assert "whatsapp" not in second.lower()

    head.opens(granted).follows("Take it back")
    head.writes(reason="The play is over.").presses("Take it back").sees("Taken back")
    teacher.opens(second).sees("Today the answer could be another one").photographs("asking-moved")
    sends(teacher, "Ask again")
    answers(teacher, {**TALK, **ON_WHATSAPP})
    teacher.sees("You need permission first. Until then: no.").unfolds("What the answer rests on")
    teacher.sees("Your permission was taken back")


def acknowledges(head, today: datetime.date) -> None:
    head.opens("/registers/").follows("Declarations for you to decide").follows("Linus Harcastle")
    head.presses("Record that you talked")
    writes_day(head, "held_on", today)
    head.writes(notes="We looked at what they write and where.").presses("Save the talk").sees("Discussed")
    head.presses("Acknowledge it").writes(protocol=AGREED).presses("Acknowledge it").sees("Acknowledged", AGREED)


def test_a_nephew_may_be_written_to_once_the_tie_is_acknowledged_and_what_was_agreed_is_kept(demo, visitor):
    assistant = signs_in(visitor, "Linus Harcastle")
    asks(assistant, "Message a pupil who is my relative", NEPHEWS)
    assistant.sees("You need permission first. Until then: no.", "Declare the family tie").photographs("asking-declare")
    sends(assistant, "Declare the family tie")
    assistant.writes(pupil_name=NEPHEW).presses("Go on").writes(relationship=WORDS).presses("Go on")
    assistant.sees("Check what you declare").presses("Declare it").sees("not covered yet")

    which = {"Which pupil is it?": NEPHEW}
    asks(assistant, "Message a pupil who is my relative", {**NEPHEWS, **which})
    assistant.sees("You need permission first. Until then: no.", "See how your declaration stands")
    declared = assistant.page.url

    acknowledges(signs_in(visitor, "Miriam Castellane"), datetime.date.today())
    assistant.opens(declared).sees("Today the answer could be another one")
    sends(assistant, "Ask again")
    answers(assistant, which)
    assistant.sees("do you keep to it?", AGREED).photographs("asking-agreed")
    assistant.chooses("Yes, and it is on record")
    sends(assistant, "Go on")
    answers(assistant, {**NEPHEWS, **which})
    assistant.sees("You may.").photographs("asking-nephew")


def test_an_answer_is_sent_to_the_headteacher_who_replies_with_a_permission_and_then_for_everybody(demo, visitor):
    question = "May I tell the parents of the choir how their children sang?"
    teacher = signs_in(visitor, "Oscar Tidewell")
    asks(teacher, "Talk about a pupil", TALK)
    teacher.follows("Ask the Headteacher").sees("Ask the Headteacher", "with your name").photographs("person-send")
    teacher.writes(text=question).presses("Send it").sees("Your question was sent", "The Headteacher answers by")
    teacher.photographs("person-sent")
    address = teacher.page.url

    other = signs_in(visitor, "Saoirse Milldown")
    other.opens(address).does_not_see(question)

    head = signs_in(visitor, "Miriam Castellane")
    head.opens("/questions/").photographs("person-waiting").follows("May I tell the parents of the choir")
    head.sees(question, "Oscar Tidewell", "a parent or carer of a pupil").photographs("person-question")
    head.presses("The policy is unclear here").sees("on the list for the next edition")
    head.follows("Answer with a permission").picks("audience", "parents").picks("platform", "whatsapp")
    head.writes(open_why="Looked at in summer.", text="You may, in the group of the choir.")
    head.photographs("person-grant").presses("Grant it").sees("The permission was granted", "A permission was granted")
    head.follows("Change the answer").chooses("Everybody who reads the policy")
    head.writes(shown_as="May one praise pupils in a group of their parents?").photographs("person-answer")
    head.presses("Save the answer").sees("for everybody who reads the policy")

    teacher.opens(address).sees("You may, in the group of the choir", "A permission was granted")
    teacher.photographs("person-answered")
    other.opens(address).sees("May one praise pupils").does_not_see(question)
    other.does_not_see("Oscar Tidewell")
    other.photographs("person-everybody")
    head.opens("/questions/terms/").photographs("person-terms").writes(answer_days="3").presses("Save")
