"""`belisha check`: is this installation as it should be?"""

from belisha.commands import say, start_django

SUMMARY = "Look at the settings, the data folder, the database and the mail server, and say how to mend what is wrong."
EXAMPLE = "belisha check"
CODES = {1: "at least one thing is wrong (a red line)"}


def arguments(parser) -> None:
    """Nothing to choose."""


def run(options) -> int:
    start_django()
    from belisha import deployment

    findings = list(deployment.look())
    for finding in findings:
        say(str(finding))
    wrong = sum(finding.level == deployment.RED for finding in findings)
    watch = sum(finding.level == deployment.AMBER for finding in findings)
    say(f"\n{len(findings)} things looked at: {wrong} wrong, {watch} to think about.")
    return 1 if wrong else 0
