"""`belisha verify`: prove that the audit logs are whole."""

from pathlib import Path

from belisha.commands import Stop, say, start_django

SUMMARY = "Walk every school's audit log and say whether an entry was changed, cut out or put in."
EXAMPLE = "belisha verify\n    belisha verify --offline log.jsonl --size 1204 --root 9f3c…"
CODES = {1: "a log is not whole; the first wrong entry is named"}


def arguments(parser) -> None:
    parser.add_argument("--offline", metavar="EXPORT", type=Path, help="check an exported log; needs no database")
    parser.add_argument("--size", type=int, help="with --offline: the size of a checkpoint that you hold")
    parser.add_argument("--root", help="with --offline: the root of that checkpoint")


def run(options) -> int:
    if (options.size is None) != (options.root is None) or (options.size is not None and not options.offline):
        raise Stop("--size and --root belong together, and to --offline.", 2)
    return offline(options) if options.offline else online()


def offline(options) -> int:
    """Check a file, as `belisha/core/verifier.py` does on a machine without Belisha."""
    from belisha.core import verifier

    try:
        with options.offline.open(encoding="utf-8") as lines:
            whole, sentence = verifier.check_export(lines, options.size, options.root or "")
    except (OSError, UnicodeDecodeError) as fault:
        raise Stop(
            f"{options.offline} cannot be read: {getattr(fault, 'strerror', None) or 'it is not text'}."
        ) from fault
    except (KeyError, ValueError, TypeError, AttributeError) as fault:
        raise Stop(f"{options.offline} is not a whole export of an audit log.") from fault
    say(sentence)
    return 0 if whole else 1


def online() -> int:
    """Check every log in the database, those of schools that have no other row left as well."""
    start_django()
    verdicts = list(every_log())
    for name, verdict in verdicts:
        say(f"{name}: {verdict.sentence}")
    if not verdicts:
        say("There is no school here yet, and so no audit log.")
    return 0 if all(verdict.whole for _, verdict in verdicts) else 1


def every_log():
    """(name of the school, verdict) for each log."""
    from belisha.core import audit
    from belisha.core.models import AuditEntry, AuditHead
    from belisha.people.models import School

    names = dict(School.objects.values_list("pk", "name"))
    hidden = {audit.confidential_log(pk): f"{name}, what is confidential" for pk, name in names.items()}
    logs = {*names, *AuditHead.objects.values_list("school_id", flat=True)}
    logs.update(AuditEntry.objects.values_list("school_id", flat=True).distinct())
    names |= hidden
    # Each school has both, whether or not anything was ever confidential there: a line more would tell.
    for school_id in sorted(logs | {*hidden}, key=lambda key: (names.get(key, ""), str(key))):
        verdict = audit.verify(school_id)
        yield names.get(school_id, f"School {school_id}"), _discreet(verdict) if school_id in hidden else verdict


def _discreet(verdict):
    """Of the confidential log only whether it is whole: how long it is would tell how much there is."""
    from belisha.core.audit import Verdict

    if verdict.whole or (not verdict.size and verdict.sentence.startswith("There is no log")):
        return Verdict(True, 0, "The log is whole, as far as there is one.")
    return verdict
