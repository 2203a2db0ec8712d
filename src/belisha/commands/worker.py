"""`belisha worker`: the work behind the pages."""

from belisha.commands import start_django

SUMMARY = "Send letters and do what is due, until stopped. `belisha serve` starts one by itself."
EXAMPLE = "belisha worker"
CODES = {1: "the database or a setting is not as it must be"}


def arguments(parser) -> None:
    """Nothing to choose."""


def run(options) -> int:
    start_django()
    from belisha import schedule
    from belisha.core import jobs

    jobs.work(schedule.EVERY)
    return 0
