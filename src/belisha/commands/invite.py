"""`belisha invite`: a way back in for somebody who cannot sign in and has nobody to ask."""

from belisha.commands import Stop, say, start_django

SUMMARY = "Make a link with which somebody chooses a new password. The audit log keeps that it was made here."
EXAMPLE = "belisha invite ada.okafor"
CODES = {1: "there is nobody of that name, or they have left"}


def arguments(parser) -> None:
    parser.add_argument("sign_in_name", metavar="SIGN_IN_NAME", help="the name they sign in with")


def run(options) -> int:
    start_django()
    from belisha import config
    from belisha.core.access import COMMAND_LINE
    from belisha.people import actions

    path = actions.invite(adult_called(options.sign_in_name), by=COMMAND_LINE)
    say(f"Hand this link over in person. It works once, for {actions.invitation_lasts().days} days:\n")
    say(f"    {config.load().url}{path}")
    return 0


def adult_called(sign_in_name: str):
    """The adult with this sign-in name, or a sentence."""
    from belisha.people.models import Adult

    found = Adult.objects.select_related("school").filter(sign_in_name=sign_in_name.strip().lower()).first()
    if found is None:
        raise Stop(f"Nobody here signs in as “{sign_in_name}”. The list of people shows each sign-in name.")
    return found
