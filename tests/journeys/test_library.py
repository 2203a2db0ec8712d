"""A policy's two editions: a long PDF comes in, is looked through by key, and an adult reads only what changed."""

import time

import pytest
from weasyprint import HTML

pytestmark = pytest.mark.journey

PARTS = 60
PLACES = ("the hall", "the library", "the playground", "the staffroom", "the kitchen", "the office", "the field")
CHANGED = "Staff must not share pictures taken in the staffroom on day 4."


def a_pdf(folder, name: str, text=lambda sentence: sentence):
    """An invented policy of some twenty pages."""
    parts = []
    for day in range(1, PARTS + 1):
        places = PLACES[day % 3 : day % 4 + 4]
        rules = [text(f"Staff must not share pictures taken in {place} on day {day}.") for place in places]
        items = "".join(f"<li>write down who came to {place} on day {day};</li>" for place in PLACES[: day % 5 + 2])
        told = "".join(f"<p>{rule}</p>" for rule in rules)
        parts.append(f"<h2>{day}. Day {day}</h2>{told}<p>On day {day}, staff must:</p><ul>{items}</ul>")
    path = folder / name
    HTML(string=f"<h1>Trips Policy</h1><p>It binds all staff.</p>{''.join(parts)}").write_pdf(path)
    return path


def test_a_pdf_is_read_while_its_giver_is_elsewhere_reviewed_by_key_and_followed_by_a_second_edition(
    demo, visitor, tmp_path
):
    head = _arrives(visitor, "Miriam Castellane")
    _gives_a_long_document_and_finds_it_again(head, a_pdf(tmp_path, "trips.pdf"))
    _sees_the_page_of_the_document(head)
    _looks_it_through_by_key(head)
    _confirms_the_sure_ones(head)
    _publishes(head)
    adult = _arrives(visitor, "Clemency Oake")
    _acknowledges_the_first_edition(adult)

    second = a_pdf(tmp_path, "trips-2.pdf", lambda rule: rule.replace(CHANGED, CHANGED.replace("share", "sell")))
    _brings_the_second_edition(head, second)
    _sees_only_what_changed(head)
    _confirms_the_sure_ones(head)
    _publishes(head)
    _reads_only_the_change(adult)


def _arrives(visitor, name: str, **options):
    somebody = visitor(name, **options)
    somebody.opens("/demo/").presses(f"Sign in as {name}")
    return somebody


def _gives_a_long_document_and_finds_it_again(head, paper):
    head.opens("/policies/import/").gives_file("document", paper).chooses("Another policy").presses("Read the document")
    head.sees("Your document is being read", "You can leave this page")
    head.opens("/").sees("Reading trips.pdf").opens("/policies/").sees("Being read", "trips.pdf")
    head.follows("trips.pdf").photographs("document-being-read")
    _waits_for_the_draft(head)
    head.sees("Your policy was read", "Trips Policy", "Version 1")


def _waits_for_the_draft(head, seconds=120):
    head.page.wait_for_url("**/policies/versions/**", timeout=seconds * 1000)


def _sees_the_page_of_the_document(head):
    head.follows("Look through all clauses").photographs("review-all")
    page = head.page.locator("details[data-remember]")
    page.locator("summary").click()
    picture = page.locator("img")
    _waits_for(head, lambda: picture.evaluate("picture => picture.naturalWidth") > 500)
    assert "Page 1" in picture.get_attribute("alt")
    head.photographs("review-page-picture")
    page.locator("summary").click()


def _looks_it_through_by_key(head):
    keys = head.page.keyboard
    first = _clause(head)
    keys.press("n")
    _waits_for(head, lambda: _clause(head) != first)
    assert head.page.evaluate("document.activeElement.tagName") == "H1"
    second = _clause(head)
    keys.press("p")
    _waits_for(head, lambda: _clause(head) == first)
    keys.press("k")
    _waits_for(head, lambda: _clause(head) == second)
    keys.press("p")
    _waits_for(head, lambda: _clause(head) == first)
    head.sees("Looked at")
    keys.press("n")
    _waits_for(head, lambda: _clause(head) == second)
    keys.press("c")
    assert head.page.evaluate("document.activeElement.name") == "kind"
    keys.press("n")  # typed into a field, it is a letter
    assert _clause(head) == second
    head.page.locator("h1").focus()
    keys.press("?")
    head.sees("Show only the unsure ones, or all").photographs("review-keys")
    head.page.get_by_label("Single keys work on this page").uncheck()
    head.page.locator("h1").focus()
    keys.press("n")
    head.page.reload()
    assert _clause(head) == second
    head.page.get_by_label("Single keys work on this page").check()
    head.page.locator("h1").focus()
    keys.press("i")
    _waits_for(head, lambda: _clause(head) != second)


def _clause(head) -> str:
    return head.page.locator("#lit").inner_text()


def _waits_for(head, happened, seconds=15):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        head.page.wait_for_load_state()
        if happened():
            return
        time.sleep(0.05)
    raise AssertionError(f"{head.name} waits in vain on {head.page.url}")


def _confirms_the_sure_ones(head):
    head.page.get_by_role("link", name="Confirm the").first.click()
    head.sees("at once").photographs("keep-sure")
    head.page.get_by_role("button", name="Confirm").click()
    head.sees("confirmed.")


def _publishes(head):
    head.follows("Put it up for approval").presses("Put it up").follows("Record the approval")
    head.writes(approved_by="Governors", approved_on_day="2", approved_on_month="11", approved_on_year="2026")
    head.presses("Record it").follows("Publish it").presses("Publish").sees("The policy is published")


def _opens_the_policy(adult, words: str):
    """The worker asks everybody within a moment of publication."""
    adult.opens("/policies/").follows("Trips Policy")
    _waits_for(adult, lambda: adult.page.get_by_role("link", name=words).count() or not adult.page.reload(), 60)
    adult.follows(words)


def _acknowledges_the_first_edition(adult):
    _opens_the_policy(adult, "I have read it")
    adult.chooses("I have read it and I understand it").presses("Acknowledge").sees("Acknowledged")


def _reads_only_the_change(adult):
    _opens_the_policy(adult, "Read what changed for you")
    adult.sees("one thing changed", "sell").does_not_see("the field").photographs("changed-for-you")
    adult.page.locator("form input[type=checkbox]").check()
    adult.presses("Acknowledge").sees("Acknowledged")


def _brings_the_second_edition(head, paper):
    head.opens("/policies/import/").gives_file("document", paper).chooses("A new edition of Trips Policy")
    head.presses("Read the document").sees("Your document is being read")
    _waits_for_the_draft(head)
    head.sees("Version 2")


def _sees_only_what_changed(head):
    head.follows("Look through all clauses").follows("Changed (1)")
    head.sees(CHANGED.replace("share", "sell"), "Version 1 said:", CHANGED).photographs("review-changed")
    head.presses("Keep it as read").sees("That was the last one.")


def test_a_document_is_followed_without_javascript(demo, visitor, tmp_path):
    head = _arrives(visitor, "Miriam Castellane", java_script_enabled=False)
    paper = a_pdf(tmp_path, "trips.pdf")
    head.opens("/policies/import/").gives_file("document", paper).chooses("Another policy").presses("Read the document")
    head.sees("Your document is being read")
    _waits_for_the_draft(head)
    head.sees("Your policy was read").follows("Look through all clauses").presses("Keep it as read")
    head.sees("2 of").follows("Confirm the").presses("Confirm them").sees("confirmed.")
