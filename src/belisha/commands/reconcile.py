"""`belisha reconcile`: does the database agree with the sealed files?"""

from belisha.commands import say, start_django

SUMMARY = "Compare every row with its sealed file, and every sealed file with its row."
EXAMPLE = "belisha reconcile --deep"
CODES = {1: "a file is missing, damaged or cannot be opened"}


def arguments(parser) -> None:
    parser.add_argument("--deep", action="store_true", help="also decrypt every file and compare its SHA-256")
    parser.add_argument("--sweep", action="store_true", help="also remove files that no row speaks of")


def run(options) -> int:
    start_django()
    from belisha.sealed.reconcile import reconcile

    report = reconcile(deep=options.deep, sweep=options.sweep)
    for sentence in report.sentences():
        say(sentence)
    return 0 if report.ok else 1
