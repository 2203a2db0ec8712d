"""Four concerns from the report to what is done about them, and a picture with a name blacked out.

The workflows of parents against a teacher, an indecent image, radicalisation, and the Headteacher as the subject.
"""

import datetime
import zipfile

import pytest
from PIL import Image, ImageDraw

pytestmark = pytest.mark.journey

YESTERDAY = datetime.datetime.now() - datetime.timedelta(days=1)
POSTED = "A parent writes in the class group that a teacher here should be driven out of town."
WORRY = "He says that he will travel to join the fighters he watches."
NO_FILES = "No file, picture or record of one can be added"
ABOVE = "The Headteacher follows a pupil from a second account."


def signs_in(visitor, name: str, **options):
    person = visitor(name, **options)
    person.opens("/demo/").presses(f"Sign in as {name}")
    return person


def answers(person, **given: str):
    """Fill in a form by the names of its fields: choices are chosen, the rest is typed."""
    for name, value in given.items():
        choice = person.page.locator(f"input[type=radio][name={name}][value='{value}']")
        choice.check() if choice.count() else person.writes(**{name: value})
    return person


def on(day: datetime.datetime, name: str = "day") -> dict[str, str]:
    """The three boxes of a date."""
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


def begins(person, kind: str):
    return person.opens("/report/").chooses("No").presses("Go on").presses(kind)


def goes_on_to(person, heading: str, also=lambda person: None):
    """Pass over what may be passed over until a page has this heading; `also` looks at every page on the way."""
    for _ in range(20):
        also(person)
        if heading in person.page.locator("h1").inner_text():
            return person
        skip = person.page.get_by_role("button", name="Go on without a file", exact=True)
        person.presses("Go on without a file" if skip.count() else "Go on")
    raise AssertionError(f"“{heading}” never came; the last page is {person.page.url}")


def names(person, adult: str):
    goes_on_to(person, "Whom is it about?").writes(name=adult.split()[0]).presses("Find").presses(adult)
    return person.presses("Go on")


def sends(person) -> str:
    """With their own name. The number of the receipt."""
    goes_on_to(person, "How do you want to be named?").chooses("With my name").presses("Go on").presses("Send")
    return person.sees("Your receipt").reads(r"(?i)report ([0-9A-Z-]{6,})")


def opens_concern(person, number: str):
    return person.opens("/concerns/").follows(number)


def does_step(person, label: str, **given: str):
    """A step of what to do, answered and done."""
    person.follows("Every step, by its group").follows(label)
    answers(person, state="done", **given).presses("Write it down").sees("Written down")
    return person.page.get_by_role("link", name="Back", exact=True).first.click()


def has_no_file_control(person):
    assert not person.page.locator("input[type=file], [data-drop], [data-send]").count(), person.page.url
    return person


def words_of(file) -> str:
    with zipfile.ZipFile(file) as word:
        return word.read("word/document.xml").decode()


def screenshot_of_posts(folder):
    picture = Image.new("RGB", (540, 360), "#f3f2f1")
    pen = ImageDraw.Draw(picture)
    pen.text((20, 60), "Fed Up In Alderbrook", fill="#0b0c0c", font_size=20)
    pen.text((20, 120), "They should be driven out of town", fill="#0b0c0c", font_size=20)
    picture.save(folder / "posts.png")
    return folder / "posts.png"


def brings(person, file):
    """A file from the window in which one chooses files, sent in pieces by the page."""
    goes_on_to(person, "Do you have screenshots")
    with person.page.expect_file_chooser() as asked:
        person.page.locator("input[name=files]").click()
    asked.value.set_files(file)
    return person.sees("What you added", "Incomplete", file.name)


@pytest.mark.clause("8-01-b", "8-01-d", "8-01-e", "8-03-a", "4-07-a")
def test_a_parents_group_attacks_a_teacher(demo, visitor, tmp_path):
    teacher = signs_in(visitor, "Clemency Oake")
    begins(teacher, "Somebody at school is being bullied online").chooses("No, or there is no picture").presses("Go on")
    answers(goes_on_to(teacher, "What did you see or hear?"), what=POSTED).presses("Go on")
    brings(teacher, screenshot_of_posts(tmp_path)).presses("Go on")
    number = sends(teacher)
    head = signs_in(visitor, "Miriam Castellane")
    opens_concern(head, number).sees(POSTED).presses("Take this concern").sees("You have taken this concern")
    reads_for_safety_first(head)
    reports_to_the_platform(head)
    address = head.page.url
    writes_a_letter(head, tmp_path)
    head.opens(address).photographs("handling-concern")
    completes_the_record(head)
    opens_concern(head, number).follows("Index of evidence").sees("https://parents.example/posts/7")
    head.photographs("handling-index")


def reads_for_safety_first(head):
    """Three questions, each with its answer and who gave it."""
    does_step(head, "A threat, stalking or hatred?", found="yes", why="Driven out of town.", police="101, 4711")
    does_step(head, "Does a post say that a child was harmed?", found="no", why="It speaks of teaching only.")
    does_step(head, "Does it name a teacher whom a pupil accuses?", found="no", why="No pupil accuses anybody.")
    head.follows("Every step, by its group").photographs("handling-steps")
    head.follows("A threat, stalking or hatred?").sees("101, 4711", "Miriam Castellane").photographs("handling-step")
    head.page.go_back()
    head.page.go_back()


def reports_to_the_platform(head):
    concern = head.page.url
    head.follows("Reports to platforms").follows("Note a report").photographs("handling-post")
    answers(head, platform="Neighbourly", reference="NB-77120", time="09:10", **on(YESTERDAY)).presses("Save")
    head.sees("NB-77120", "Its time is up on").photographs("handling-posts").opens(concern)


def writes_a_letter(head, folder):
    head.follows("Letters, referral and request for advice").photographs("handling-papers")
    head.chooses("Letter 1: invitation to talk").presses("Begin").photographs("handling-paper-edit")
    answers(head, to="Parent", when="Thursday at four", where="in school", contact="the office").presses("Save")
    head.sees("Kept.").follows("Fill it in")
    answers(head, complaints="on our website", signed="The Headteacher").presses("Save").sees("Thursday at four")
    letter = head.photographs("handling-paper").downloads("Take the Word file", folder / "letter.docx")
    assert "Thursday at four" in words_of(letter)
    assert POSTED not in words_of(letter)


def completes_the_record(head):
    head.follows("PNG picture").sees("Incomplete", "SHA-256").photographs("handling-item")
    head.follows("Complete the record").sees("The policy asks for the time, date and location of the site")
    answers(head, address="https://parents.example/posts/7", time="19:40", **on(YESTERDAY)).photographs(
        "handling-record"
    ).presses("Save the record")
    head.sees("https://parents.example/posts/7", "Change the record").does_not_see("Incomplete")


@pytest.mark.clause("7-01-b", "7-01-d", "8-01-d")
def test_an_indecent_image_is_told_in_words_and_its_subject_learns_nothing(demo, visitor):
    finder, subject = signs_in(visitor, "Yusuf Penhale"), signs_in(visitor, "Saoirse Milldown")
    before = what_is_seen(subject)
    begins(finder, "An indecent image of a child").sees("Stop here", "Do not look again", "Switch the screen off")
    has_no_file_control(finder).photographs("handling-stop").follows("Go on in words")
    draft = finder.page.url.split("/drafts/")[1].split("/")[0]
    answers(has_no_file_control(finder), found_where="The tablet of the hall").presses("Go on")
    goes_on_to(finder, "Whom is it about?", also=has_no_file_control)
    names(finder, "Saoirse Milldown")
    goes_on_to(finder, "How do you want to be named?", also=has_no_file_control)
    has_no_file_control(finder.opens(f"/evidence/drafts/{draft}/").sees("How do you want to be named?"))
    number = sends(finder)
    receipt = has_no_file_control(finder).sees("Send no picture").page.url.split("/receipts/")[1].split("/")[0]
    has_no_file_control(finder.opens(f"/evidence/receipts/{receipt}/").sees(NO_FILES))
    leads = [signs_in(visitor, name) for name in ("Miriam Castellane", "Rhiannon Pellow")]
    for lead in leads:
        opens_concern(lead, number).sees("No file can be attached", "The tablet of the hall", "What to do")
        address = has_no_file_control(lead).page.url
        lead.follows("Every step, by its group").sees("Is anybody in danger now?", "Which of these is it?")
        has_no_file_control(lead).opens(address.replace("/concerns/", "/evidence/concerns/"))
        has_no_file_control(lead.sees(NO_FILES))
    leads[0].opens(address).photographs("handling-words-only")
    assert what_is_seen(subject) == before
    subject.opens(address).sees("not found")


def what_is_seen(person) -> dict[str, str]:
    """The words of every page on which a concern could be met: home, the list, the calendar, the two searches."""
    pages = ("/", "/concerns/", "/concerns/?show=all", "/calendars/", "/report/mine/", "/audit/", "/evidence/")
    seen = {}
    for address in pages:
        seen[address] = person.opens(address).page.locator("main").inner_text()
    person.opens("/evidence/showing/search/")
    if person.page.locator("[name=words]").count():
        person.writes(words="pupil").presses("Look")
    return seen | {"search": person.page.locator("main").inner_text()}


@pytest.mark.clause("9-05-a", "9-05-d", "9-06-a", "9-06-b")
def test_a_pupil_may_be_drawn_into_extremism(demo, visitor, tmp_path):
    teacher = signs_in(visitor, "Nkechi Barrowby")
    begins(teacher, "Somebody drawn towards extremism or terrorism").chooses("No").presses("Go on")
    answers(goes_on_to(teacher, "What did you see or hear?"), what=WORRY).presses("Go on")
    answers(goes_on_to(teacher, "Does it concern a child?"), child="T. B., Year 6").presses("Go on")
    number = sends(teacher)
    opens_concern(signs_in(visitor, "Miriam Castellane"), number).sees(WORRY, "What to do")
    lead = signs_in(visitor, "Rhiannon Pellow")
    opens_concern(lead, number).sees(WORRY).follows("Letters, referral and request for advice")
    lead.chooses("Prevent referral").presses("Begin").sees("It is begun").photographs("handling-prevent-edit")
    for field in lead.page.locator("main form textarea, main form input[type=text]").all():
        field.fill("Nothing known.")
    answers(lead, danger="yes", told="neither", arose=WORRY, file="CP-0777").presses("Save")
    lead.sees("call 999 first").follows("Fill it in")
    answers(lead, danger="called").presses("Save").sees("Not in the file.", "CP-0777").photographs("handling-prevent")
    referral = words_of(lead.downloads("Take the Word file", tmp_path / "referral.docx"))
    assert WORRY in referral
    assert "CP-0777" not in referral


@pytest.mark.clause("4-08-a", "6-22-a")
def test_a_concern_about_the_headteacher_is_nowhere_for_the_headteacher(demo, visitor):
    teacher, chair = signs_in(visitor, "Yusuf Penhale"), signs_in(visitor, "Beatrix Holloway")
    head = signs_in(visitor, "Miriam Castellane")
    before = what_is_seen(head)
    begins(teacher, "An adult and a pupil in contact online").chooses("No, or there is no picture").presses("Go on")
    answers(teacher, what=ABOVE).presses("Go on")
    names(teacher, "Miriam Castellane")
    number = sends(teacher)
    assert what_is_seen(head) == before
    chair.opens("/").sees("A concern waits")
    opens_concern(chair, number).sees(ABOVE, "Miriam Castellane", "By when", "LADO").photographs("handling-chair")
    address = chair.presses("Take this concern").sees("You have taken this concern").page.url
    head.opens(address).sees("not found")
    assert what_is_seen(head) == before


@pytest.mark.clause("8-01-d")
def test_a_name_in_a_picture_is_blacked_out(demo, visitor):
    head = signs_in(visitor, "Miriam Castellane")
    head.opens("/concerns/?show=all")
    head.page.locator(".belisha-row", has_text="An adult and a pupil in contact online").locator("a").first.click()
    head.follows("Screenshot of PictureBox").follows("Look at it").follows("Make a redacted copy")
    draws(head, (10, 198), (190, 236))
    head.sees("% from the left").writes(reason="A pupil is named.").photographs("handling-redact")
    head.presses("Make the redacted copy").sees("The redacted copy was made", "Parts of this were blacked out")
    head.photographs("handling-redacted").follows("The record of it").sees("Redacted copy", "made from")
    head.follows("this original").sees("Download the original")


def draws(person, start: tuple[int, int], end: tuple[int, int]):
    """A box on the picture, with the mouse."""
    board = person.page.locator(".showing-board")
    board.scroll_into_view_if_needed()
    frame, mouse = board.bounding_box(), person.page.mouse
    mouse.move(frame["x"] + start[0], frame["y"] + start[1])
    mouse.down()
    mouse.move(frame["x"] + end[0], frame["y"] + end[1], steps=4)
    mouse.up()
