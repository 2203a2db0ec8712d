"""A leader follows up: drills down, excuses somebody, records a signed page, and takes a spreadsheet away."""

import datetime

import pytest
from openpyxl import load_workbook

pytestmark = pytest.mark.journey


def test_a_leader_follows_up_what_is_asked(demo, visitor, tmp_path):
    head, adult = visitor("the Headteacher"), visitor("an adult")
    for person, name in ((head, "Miriam Castellane"), (adult, "Agnes Pomeroy")):
        person.opens("/demo/").presses(f"Sign in as {name}")
    _drills_down(head)
    _excuses(head, adult)
    _records_paper(head, tmp_path)
    _takes_it_away(head, tmp_path)
    _puts_tasks_into_the_calendar(adult)


def _drills_down(head) -> None:
    head.opens("/").follows("tasks of adults").sees("How everything stands", "Staff social media policy", "Excused")
    head.photographs("following-overview")
    head.follows("By role").sees("Headteacher").photographs("following-by-role")
    head.follows("Teacher").sees("Only adults of one group: Teacher").follows("Show everybody")
    head.follows("Staff social media policy").photographs("following-line")
    head.writes(search="pomeroy").presses("Search").sees("Agnes Pomeroy").does_not_see("Alistair Bloom")
    head.follows("Agnes Pomeroy").sees("What is asked now").photographs("following-adult")


def _excuses(head, adult) -> None:
    until = datetime.date.today() + datetime.timedelta(days=30)
    head.follows("Excuse for a time").photographs("following-excuse")
    head.presses("Excuse them").sees("Say why they are excused.", "Enter the last day")
    head.writes(reason="Looks after a relative", last_day=str(until.day), last_month=str(until.month))
    head.writes(last_year=str(until.year)).presses("Excuse them").sees(
        "They are excused until", "Looks after a relative"
    )
    adult.opens("/").sees(f"You are excused until {until.day} {until:%B %Y}").photographs("home-excused")
    adult.follows("You are excused").sees("Looks after a relative").photographs("following-own")
    head.follows("End it early").photographs("following-end-excuse").presses("End it").sees("The excuse has ended")
    adult.opens("/").does_not_see("You are excused")


def _records_paper(head, tmp_path) -> None:
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"%PDF-1.7 a signed page")
    head.page.locator("tr", has_text="Staff social media policy").get_by_role("link").first.click()
    head.sees("Record that they signed on paper", "Staff social media policy").photographs("following-paper")
    head.follows("A sheet to print").sees("Name in capitals", "Signature").photographs("following-sheet")
    head.page.go_back()
    today = datetime.date.today()
    head.gives_file("document", scan)
    head.writes(signed_on_day=str(today.day), signed_on_month=str(today.month), signed_on_year=str(today.year))
    head.presses("Record it").sees("The signed page is sealed", "On paper, before Miriam Castellane")
    with head.page.expect_download() as waiting:
        head.follows("Open the signed page")
    assert waiting.value.path().read_bytes() == scan.read_bytes()


def _takes_it_away(head, tmp_path) -> None:
    head.opens("/duties/following/").follows("Take it away").photographs("following-export")
    taken = head.downloads("Download", tmp_path / "duties.xlsx")
    rows = list(load_workbook(taken).active.iter_rows(values_only=True))
    assert rows[0][0] == "Name"
    assert any(row[0] == "Agnes Pomeroy" and row[6] == "On paper" for row in rows[1:])
    head.opens("/duties/following/").follows("When adults are reminded").photographs("following-reminders")
    head.writes(days_before="2").presses("Save").sees("Your choice was saved")


def _puts_tasks_into_the_calendar(adult) -> None:
    adult.follows("Your calendar").photographs("calendar").presses("Make an address").sees("it is shown only once")
    adult.photographs("calendar-address")
    address = adult.page.locator("#address").inner_text()
    feed = adult.page.request.get(address)
    assert feed.status == 200
    assert "Agnes" not in feed.text()
    adult.follows("I have copied it").follows("Withdraw the address").presses("Withdraw it").sees(
        "opens nothing any more"
    )
    assert adult.page.request.get(address).status == 404
