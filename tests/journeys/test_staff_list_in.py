"""The office brings in an Excel list with odd headings, and next time Belisha knows them; somebody may have left."""

import pytest
from openpyxl import Workbook

pytestmark = pytest.mark.journey

HEADINGS = ["Ref", "Who works here", "Where to write", "Post", "Since", "Password"]
NEWCOMERS = 240


def a_workbook(folder, name: str, *, without: int = 0):
    """A title, an empty row, odd headings, many newcomers, and a row that cannot be right."""
    book = Workbook()
    sheet = book.active
    sheet.append(["Staff of the school"])
    sheet.append([])
    sheet.append(HEADINGS)
    sheet.append(["R1", "Clemency Oake", "clemency.oake@alderbrook.example", "Teacher", "", "zebra"])
    for n in range(without, NEWCOMERS):
        sheet.append([f"N{n}", f"Newcomer {n:03d}", f"n{n}@alderbrook.example", "Teacher", "1/9/2026", "zebra"])
    sheet.append(["R9", "Nobody Rightly", "not an address", "", "31/02/2026", "zebra"])
    path = folder / name
    book.save(path)
    return path


@pytest.mark.clause("2-01-a", "4-01-a")
def test_a_workbook_is_matched_once_brought_in_by_the_worker_and_known_the_next_time(demo, visitor, tmp_path):
    office = visitor("the office")
    office.opens("/demo/").presses("Sign in as Petronella Sweet")
    office.opens("/people/").follows("Bring in a staff list").photographs("staff-list-give")
    _matches_the_columns(office, a_workbook(tmp_path, "odd.xlsx"))
    _has_it_brought_in(office)
    office.opens("/people/").sees("Clemency Oake")
    _is_not_asked_again(office, a_workbook(tmp_path, "odd-2.xlsx", without=1))


def _matches_the_columns(office, workbook):
    office.gives_file("files", workbook).presses("Look at it")
    office.page.wait_for_url("**/columns/")
    office.sees("Left out unread: Password.", "Such as: Clemency Oake")
    office.presses("Go on").sees("Say which column holds the name")
    for column, field in enumerate(("key", "name", "email", "role", "starts")):
        office.picks(f"column_{column}", field)
    office.photographs("staff-list-columns").presses("Go on")
    office.page.wait_for_url("**/check/")
    office.sees(f"This would add {NEWCOMERS}, update 1", "“not an address” is not an e-mail address.")
    office.does_not_see("zebra").photographs("staff-list-check")


def _has_it_brought_in(office):
    office.presses(f"Add {NEWCOMERS} and update 1")
    office.page.wait_for_url(lambda url: url.count("/staff-lists/") == 1 and not url.endswith("/check/"))
    office.page.get_by_role("heading", name="The staff list was brought in").wait_for(timeout=120_000)
    office.sees(f"Added {NEWCOMERS}", "Updated 1", "Left out 1").photographs("staff-list-done")
    office.does_not_see("Possible leavers")


def _is_not_asked_again(office, workbook):
    office.opens("/staff-lists/give/").sees("Lists given before").gives_file("files", workbook).presses("Look at it")
    office.page.wait_for_url("**/check/")
    office.sees("This would add 0, update 0").chooses("This list names everybody who works here")
    office.presses("Compare, and change nothing")
    office.page.get_by_role("heading", name="Possible leavers").wait_for(timeout=120_000)
    office.sees("Newcomer 000", "Nobody was removed.").photographs("staff-list-leavers")
    office.page.get_by_role("link", name="note the last day of Newcomer 000").click()
    office.sees("Newcomer 000")
