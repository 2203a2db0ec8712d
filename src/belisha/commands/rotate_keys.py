"""`belisha rotate-keys`: new wrapping keys while the house is open."""

from belisha.commands import Stop, say, start_django

SUMMARY = "Replace the installation's key, and with --schools each school's; nothing needs to stop meanwhile."
EXAMPLE = "belisha rotate-keys --schools && belisha backup"
CODES = {1: "a key could not be changed; the old one still works, and the command can be run again"}


def arguments(parser) -> None:
    parser.add_argument("--schools", action="store_true", help="also give every school a new key")


def run(options) -> int:
    start_django()
    from belisha.core.access import COMMAND_LINE
    from belisha.people.models import School
    from belisha.sealed import actions, rotate
    from belisha.sealed.box import SealError

    try:
        fingerprint = rotate.rotate_instance_key()
        for school in School.objects.all():
            actions.note_instance_rotated(school, by=COMMAND_LINE, fingerprint=fingerprint)
            if options.schools:
                actions.rotate_school(school, by=COMMAND_LINE)
    except SealError as fault:
        raise Stop(str(fault)) from fault
    say(f"The installation's key is now {fingerprint}. Make a backup: older key backups hold the key before it.")
    return 0
