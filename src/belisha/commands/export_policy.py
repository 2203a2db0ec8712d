"""`belisha export-policy`: take a version of a policy out of the database, as a file."""

from pathlib import Path

from belisha.commands import Stop, say, start_django

SUMMARY = "Write a version of a policy to a file: PDF, Word, YAML, JSON, OSCAL, ODRL or a CISO Assistant library."
EXAMPLE = "belisha export-policy --as yaml --to our-policy.yaml"
CODES = {1: "there is no such policy or version, or the file cannot be written"}
FORMS = ("pdf", "word", "yaml", "json", "oscal", "odrl", "ciso")


def arguments(parser) -> None:
    parser.add_argument("--as", dest="form", choices=FORMS, default="yaml", help="the form (yaml unless said)")
    parser.add_argument("--to", metavar="FILE", type=Path, required=True, help="where it goes")
    parser.add_argument("--policy", metavar="TITLE", help="which policy, where there are several")
    parser.add_argument("--school", metavar="NAME", help="whose policy, where there are several schools")
    parser.add_argument("--version", metavar="NUMBER", type=int, help="which version, if not the one in force")


def run(options) -> int:
    start_django()
    from belisha.exchange.formats import FORMATS
    from belisha.exchange.queries import plain

    version = chosen(options.school, options.policy, options.version)
    words = FORMATS[options.form].write(plain(version, version.clauses.order_by("position")))
    try:
        options.to.write_bytes(words)
    except OSError as fault:
        raise Stop(f"{options.to} cannot be written: {(fault.strerror or '').lower()}.") from fault
    say(f"{options.to} holds {version}.")
    return 0


def chosen(school: str | None, title: str | None, number: int | None):
    """The one version that was meant, or a sentence."""
    from belisha.policy.models import Version
    from belisha.policy.rules import PUBLISHED

    found = Version.objects.select_related("policy", "school").order_by("school__name", "policy__title")
    found = found.filter(number=number) if number else found.filter(state=PUBLISHED)
    found = found.filter(school__name=school) if school else found
    rows = list((found.filter(policy__title=title) if title else found)[:20])
    if not rows:
        raise Stop("There is no such policy." if number or title or school else "No policy is in force here.")
    if len(rows) > 1:
        names = "\n".join(f"    {version}, of {version.school.name}" for version in rows)
        raise Stop(f"There are several. Say which with --policy and --school:\n{names}")
    return rows[0]
