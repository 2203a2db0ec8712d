"""`belisha role`: give or end a role from the server, when whoever could do it on a page is gone."""

from belisha.commands import Stop, say, start_django
from belisha.commands.invite import adult_called

SUMMARY = "Give a role to somebody, or end it. For when the chair and vice-chair of governors are both gone."
EXAMPLE = "belisha role give ada.okafor chair"
CODES = {1: "there is nobody of that name, or they cannot be given the role or do not hold it"}


def arguments(parser) -> None:
    parser.add_argument("act", metavar="give|end", choices=("give", "end"), help="what to do")
    parser.add_argument("sign_in_name", metavar="SIGN_IN_NAME", help="the name they sign in with")
    parser.add_argument("role", metavar="ROLE", help="chair, vice_chair, headteacher, dsl and so on")


def run(options) -> int:
    start_django()
    adult = adult_called(options.sign_in_name)
    role = _role_called(options.role)
    (_give if options.act == "give" else _end)(adult, role)
    say("The school’s audit log keeps that it was done here. Make sure that the governors know of it.")
    return 0


def _give(adult, role) -> None:
    from belisha.core.access import COMMAND_LINE
    from belisha.people import actions

    if not adult.is_active:
        raise Stop(f"{adult} has left.")
    say(f"{actions.grant(adult, by=COMMAND_LINE, role=role.value)} has begun.")


def _end(adult, role) -> None:
    """End it in whatever way they hold it: in their own right, from a later day, or as a stand-in."""
    from belisha.core.access import COMMAND_LINE
    from belisha.people import actions, queries

    held = queries.grants_of(adult, role)
    if not held:
        raise Stop(f"{adult} does not hold the role {role.value}.")
    for grant in held:
        actions.end_role(grant, by=COMMAND_LINE)
        say(f"{grant} has ended.")


def _role_called(name: str):
    from belisha.core.access import Role
    from belisha.people.rules import NOT_GIVEN

    known = [role.value for role in Role if role not in NOT_GIVEN]
    if (role := name.strip().lower().replace("-", "_")) not in known:
        raise Stop(f"There is no role “{name}”. The roles are {', '.join(known)}.")
    return Role(role)
