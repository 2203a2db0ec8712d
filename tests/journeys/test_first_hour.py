"""A Headteacher's first hour, and a teacher's first minute, from an empty machine to a log that can be checked."""

import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from papers import SHORT
from teller import code_of

pytestmark = pytest.mark.journey

HEAD = {"email": "h.castle@ashlane.example", "password": "three quiet otters", "name": "Helen Castle"}
STAFF = """Name,E-mail,How they work here,Role
Tom Reed,t.reed@ashlane.example,employee,Teacher
Vera Stone,,volunteer,
"""


@pytest.mark.clause("4-01-a", "4-05-a", "4-11-a", "0-01-a")
def test_a_policy_runs_from_the_first_start_to_the_log_that_proves_it(belisha, person, postbox, tmp_path):
    head = person("the Headteacher")
    _sets_up(head, belisha.link)
    _protects_her_sign_in(head)
    _brings_in_her_policy(head, tmp_path)
    _publishes_it(head)
    _brings_in_her_staff(head, tmp_path)

    teacher = person("a teacher")
    _accepts_the_invitation(teacher, postbox.wait_for("t.reed@ashlane.example"))
    _reads_and_acknowledges(teacher)

    _sees_who_has_read_it(head)
    _reminds_herself(head, postbox)
    _checks_the_log(head, belisha, tmp_path)
    _signs_out_on_a_shared_computer(teacher)


def _sets_up(head, link):
    head.opens(link).sees("Set up your school").photographs("set-up")
    head.presses("Set up").sees("There is a problem")
    head.writes(school="Ash Lane Primary School", name=HEAD["name"], email=HEAD["email"])
    head.picks("kind", "community").writes(password=HEAD["password"], again=HEAD["password"]).presses("Set up")
    head.sees("Protect your sign-in").photographs("protect-sign-in")


def _protects_her_sign_in(head):
    head.presses("Use an app on your phone").sees("Set up an authenticator app").photographs("authenticator-app")
    head.secret = re.sub(r"\s", "", head.page.locator(".belisha-secret").first.inner_text())
    head.writes(code=code_of(head.secret)).presses("Turn on")
    head.opens("/begin/").sees("How do you want to begin?").photographs("begin")


def _brings_in_her_policy(head, tmp_path):
    wrong = tmp_path / "policy.docx"
    wrong.write_bytes(b"%PDF-1.7 this is no Word document")
    head.opens("/policies/import/").does_not_see("There is a problem").gives_file("document", wrong).presses(
        "Read the document"
    )
    head.sees("There is a problem", "PDF").photographs("import-refused")
    right = tmp_path / "policy.txt"
    right.write_text(SHORT)
    head.gives_file("document", right).presses("Read the document")
    head.sees("Your policy was read", "Version 1").photographs("version-draft")
    head.follows("Look through all clauses").photographs("review")
    while "Staff must not accept" not in head.page.locator(".belisha-lit").inner_text():
        head.presses("Keep it as read")
    head.unfolds("Read it differently").picks("modality", "should-not").photographs("review-change")
    head.presses("Save").follows("Clause before").sees("should not", "You decided this.")
    head.unfolds("Read it differently").picks("modality", "must-not").presses("Save").follows("Back to the version")


def _publishes_it(head):
    head.follows("Put it up for approval").photographs("submit").presses("Put it up")
    head.sees("In review").follows("Record the approval").presses("Record it").sees("Tell us who approved it.")
    head.writes(approved_by="Full governing body", minute="FGB 4")
    head.writes(approved_on_day="31", approved_on_month="2", approved_on_year="2026").presses("Record it")
    head.sees("real date").photographs("approve-error")
    head.writes(approved_on_day="2", approved_on_month="11", approved_on_year="2026").presses("Record it")
    head.sees("Approved").photographs("version-approved")
    head.follows("Publish it").photographs("publish").presses("Publish")
    head.sees("The policy is published").photographs("policy-read")


def _brings_in_her_staff(head, tmp_path):
    staff = tmp_path / "staff.csv"
    staff.write_text(STAFF)
    head.opens("/people/").photographs("people-empty")
    head.opens("/staff-lists/give/").photographs("people-import").gives_file("files", staff).presses("Look at it")
    head.presses("Go on").sees("Tom Reed", "Vera Stone").photographs("people-import-check")
    head.presses("Add 2").page.get_by_role("heading", name="The staff list was brought in").wait_for(timeout=60_000)
    head.opens("/people/").sees("Tom Reed", "Vera Stone").photographs("people")
    head.follows("Tom Reed").photographs("adult").opens("/people/invite-all/").photographs("invite-all")
    head.page.locator("form button[type=submit]").last.click()
    head.opens("/people/who-sees-what/").sees("Chair of governors").photographs("who-sees-what")


def _accepts_the_invitation(teacher, letter):
    assert "Tom" not in letter
    assert "Ash Lane" not in letter
    path = re.search(r"https?://[^/]+(/welcome/\S+)", letter)[1]
    teacher.opens(path).sees("Choose a password", "Tom Reed").photographs("welcome")
    teacher.writes(password="short", again="short").presses("Save the password").sees("There is a problem")
    teacher.writes(password="seven slow buses", again="seven slow buses").presses("Save the password")
    teacher.sees("Sign in").photographs("sign-in")
    teacher.writes(login="t.reed@ashlane.example", password="not that one").presses("Sign in").sees(
        "There is a problem"
    )
    teacher.writes(login="t.reed@ashlane.example", password="seven slow buses").presses("Sign in")
    teacher.sees("Hello, Tom Reed").photographs("home-teacher")


def _reads_and_acknowledges(teacher):
    teacher.follows("Read and acknowledge").sees("What it means for you", "You must not").photographs("policy-to-do")
    teacher.does_not_see("Import a document").follows("I have read it").photographs("acknowledge")
    teacher.presses("Acknowledge").sees("Tick the box")
    teacher.chooses("I have read it and I understand it").presses("Acknowledge")
    teacher.sees("Acknowledged", "in my own time").photographs("acknowledged")
    teacher.opens("/").does_not_see("Read and acknowledge")
    for hidden in ("/people/", "/audit/", "/acknowledgements/"):
        teacher.opens(hidden).does_not_see("Helen Castle")


def _sees_who_has_read_it(head):
    head.opens("/acknowledgements/?show=done").sees("Tom Reed", "1 of 3 acknowledged").photographs("acknowledgements")
    head.follows("Still to do").sees("Vera Stone", "No e-mail address").opens("/").photographs("home-headteacher")


def _reminds_herself(head, postbox):
    head.opens("/acknowledgements/").follows("Send a reminder").photographs("remind").presses("Send the letters")
    head.sees("One letter is on the way")
    letter = postbox.wait_for(HEAD["email"])
    for secret in ("Helen", "Castle", "Ash Lane", "Policy", "policy"):
        assert secret not in letter.replace(HEAD["email"], ""), letter


def _checks_the_log(head, belisha, tmp_path):
    head.opens("/audit/").sees("Tom Reed acknowledged Staff Social Media Policy, version 1").photographs("audit")
    head.follows("Check that the log is whole").presses("Check the log").sees("The log is whole")
    head.photographs("audit-whole")
    export = (
        head.opens("/audit/export/").photographs("audit-export").downloads("Download the log", tmp_path / "log.jsonl")
    )
    verifier = tmp_path / "verifier.py"
    verifier.write_text((Path(__file__).parents[2] / "src/belisha/core/verifier.py").read_text())
    alone = [sys.executable, "-I", "-S", str(verifier), str(export)]
    checked = subprocess.run(alone, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "are whole" in checked.stdout
    entries = export.read_text().splitlines()
    export.write_text("\n".join(line.replace("Tom Reed", "Tim Reed") for line in entries))
    assert subprocess.run(alone, capture_output=True, check=False).returncode == 1
    verified = belisha.command("verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr


def _signs_out_on_a_shared_computer(teacher):
    teacher.opens("/").presses("Sign out")
    teacher.sees("Sign in").page.go_back()
    teacher.page.reload()
    teacher.sees("Sign in").does_not_see("Tom Reed")


def test_nothing_on_the_way_needs_javascript(belisha, person, tmp_path):
    head = person("the Headteacher without JavaScript", java_script_enabled=False)
    head.opens(belisha.link).writes(school="Ash Lane", name=HEAD["name"], email=HEAD["email"]).picks("kind", "academy")
    head.writes(password=HEAD["password"], again=HEAD["password"]).presses("Set up").sees("Protect your sign-in")
    head.presses("Use an app on your phone")
    secret = re.sub(r"\s", "", head.page.locator(".belisha-secret").first.inner_text())
    head.writes(code=code_of(secret)).presses("Turn on")
    head.opens("/policies/adopt/").presses("Make the draft").sees("Version 1")
    head.follows("Put it up for approval").presses("Put it up").follows("Record the approval")
    head.writes(approved_by="Governors", approved_on_day="2", approved_on_month="11", approved_on_year="2026")
    head.presses("Record it").follows("Publish it").presses("Publish").sees("What it means for you")
    until = time.monotonic() + 20
    while "I have read it" not in head.page.content() and time.monotonic() < until:
        time.sleep(0.5)
        head.page.reload()
    head.follows("I have read it").chooses("I have read it and I understand it").presses("Acknowledge").sees(
        "Acknowledged"
    )


def test_a_passkey_signs_in_on_a_phone(belisha, person):
    head = person("the Headteacher with a passkey")
    keys = head.context.new_cdp_session(head.page)
    keys.send("WebAuthn.enable")
    kind = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    kind |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    keys.send("WebAuthn.addVirtualAuthenticator", {"options": kind})
    head.opens(belisha.link).writes(school="Ash Lane", name=HEAD["name"], email=HEAD["email"]).picks("kind", "academy")
    head.writes(password=HEAD["password"], again=HEAD["password"]).presses("Set up").follows("use a passkey")
    head.photographs("passkey-add")
    head.page.locator("input[type=text]").first.fill("My phone")
    head.page.locator("main form button").first.click()
    head.page.wait_for_load_state()
    head.opens("/people/").sees("People")
    head.opens("/").presses("Sign out").sees("Sign in with a passkey").presses("Sign in with a passkey")
    head.page.wait_for_url(lambda address: "/account/" not in address)
    head.opens("/people/").sees("People")
