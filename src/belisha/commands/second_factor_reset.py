"""`belisha second-factor-reset`: for somebody whose telephone is gone, and their recovery codes with it."""

from belisha.commands import say, start_django
from belisha.commands.invite import adult_called

SUMMARY = "Remove somebody's second factor, so that they can set up a new one. The audit log keeps that it was done."
EXAMPLE = "belisha second-factor-reset ada.okafor"
CODES = {1: "there is nobody of that name"}


def arguments(parser) -> None:
    parser.add_argument("--unlink", action="store_true", help="also unlink the account with which they sign in")
    parser.add_argument("sign_in_name", metavar="SIGN_IN_NAME", help="the name they sign in with")


def run(options) -> int:
    start_django()
    from belisha.core.access import COMMAND_LINE
    from belisha.people import actions
    from belisha.people.providers.actions import unlink

    adult = adult_called(options.sign_in_name)
    actions.reset_second_factor(adult, by=COMMAND_LINE)
    if options.unlink:
        unlink(adult, by=COMMAND_LINE)
    say(f"{adult} now signs in with a password alone, and sets up a new second factor under “Your sign-in”.")
    say("Make sure that it was really they who asked.")
    return 0
