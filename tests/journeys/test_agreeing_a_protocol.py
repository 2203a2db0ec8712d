"""An assistant says what is used, the Headteacher agrees to a protocol, and those concerned find it on their page."""

import pytest

pytestmark = [pytest.mark.journey, pytest.mark.clause("6-06-a")]


def test_a_platform_is_named_found_wanting_agreed_and_shown(demo, visitor):
    head, assistant, teacher = visitor("the Headteacher"), visitor("an assistant"), visitor("a teacher")
    people = ((head, "Miriam Castellane"), (assistant, "Verity Stapleford"), (teacher, "Clemency Oake"))
    for person, name in people:
        person.opens("/demo/").presses(f"Sign in as {name}")
    _says_what_is_used(assistant)
    _finds_it(head)
    _begins_from_a_template(head)
    _agrees(head)
    teacher.opens("/registers/").follows("Your channels").sees("Readers’ board").photographs("channels-teacher")
    assistant.opens("/registers/protocols/mine/").does_not_see("Readers’ board")
    _an_account_is_checked(head)


def _says_what_is_used(assistant) -> None:
    assistant.opens("/").follows("Registers").photographs("registers")
    assistant.follows("Your channels").sees("School e-mail").photographs("channels-assistant")
    assistant.follows("Say that we use something else").photographs("protocol-suggest")
    assistant.presses("Send it").sees("There is a problem", "Say what it is called")
    assistant.writes(platform="Readers’ board", purpose="Lists of books for the reading club.")
    assistant.chooses("Yes, we use it").chooses("Contact with pupils").presses("Send it")
    assistant.sees("It went to the Headteacher", "It covers nothing today").photographs("protocol-suggested")


def _finds_it(head) -> None:
    head.opens("/").follows("about protocols and platforms").sees("Readers’ board", "no protocol in force")
    head.photographs("protocol-findings")
    head.follows("Readers’ board").sees("Do not use it with pupils").photographs("platform-uncovered")
    head.opens("/registers/protocols/platforms/").photographs("platforms")
    head.opens("/registers/protocols/?show=waiting").sees("Trip telephone").photographs("protocols-waiting")
    head.follows("Trip telephone").sees("A gap in the policy", "[where and when]").photographs("protocol-trip")


def _begins_from_a_template(head) -> None:
    head.opens("/registers/protocols/templates/").photographs("protocol-templates")
    head.follows("Remote lessons").photographs("protocol-add")
    head.page.select_option("select[name=platform]", label="Readers’ board")
    head.writes(title="Readers’ board for the reading club", classes="6", agreement="Two adults look in each day.")
    head.chooses("The adults ticked below").chooses("Clemency Oake").presses("Save the draft").sees(
        "The draft was saved"
    ).photographs("protocol-draft")


def _agrees(head) -> None:
    head.follows("Agree to it").photographs("protocol-agree")
    head.presses("Agree to it").sees("It is agreed", "In force", "Clemency Oake").photographs("protocol-agreed")
    head.opens("/registers/protocols/findings/").does_not_see("Readers’ board")


def _an_account_is_checked(head) -> None:
    head.opens("/registers/accounts/").sees("@AlderbrookPrimary", "It was not checked in time").photographs("accounts")
    head.follows("Alderbrook Choir").photographs("account")
    head.follows("Change the entry").photographs("account-edit")
    head.writes(credentials="The password is Tulips2019!").presses("Save")
    head.sees("There is a problem").photographs("account-secret")
    head.opens("/registers/accounts/").follows("Alderbrook Choir").follows("Check it").photographs("account-check")
    head.presses("I checked it today").sees("Noted: checked today")
