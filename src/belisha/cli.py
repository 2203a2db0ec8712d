"""The command line: `belisha --help` is its documentation."""

import argparse
import importlib
import os
import sys

from belisha.commands import Stop
from belisha.core.errors import No

COMMANDS = (
    "serve",
    "demo",
    "worker",
    "import-policy",
    "export-policy",
    "check",
    "verify",
    "backup",
    "restore",
    "reconcile",
    "rotate-keys",
    "invite",
    "second-factor-reset",
    "role",
    "advise",
    "clauses",
    "reference",
)
ABOUT = """Belisha: the software in which a school's staff social media policy runs.

Settings come from the environment (BELISHA_…) or from belisha.env in the data folder; BELISHA_DATA names that folder.
Every command ends with exit code 0 when all went well, 2 when it was typed wrongly, and 1 when it says why not."""


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    # What Belisha writes is for its own account only, whatever the shell's habit.
    os.umask(0o077)
    options = parser().parse_args(arguments)
    try:
        return module(options.command).run(options) or 0
    except Stop as stop:
        print(stop, file=sys.stderr)
        return stop.code
    except No as no:
        print(f"{no.reason} {no.help}".strip(), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 1


def parser() -> argparse.ArgumentParser:
    """All commands with their help."""
    whole = argparse.ArgumentParser(
        prog="belisha", description=ABOUT, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = whole.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name in COMMANDS:
        told = module(name)
        text = f"{told.SUMMARY}\n\nExample:\n    {told.EXAMPLE}\n\nExit codes:\n    0  it went well"
        text += "".join(f"\n    {code}  {meaning}" for code, meaning in told.CODES.items())
        one = commands.add_parser(
            name,
            help=told.SUMMARY,
            description=text,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        told.arguments(one)
    return whole


def module(name: str):
    """The file of a command."""
    return importlib.import_module(f"belisha.commands.{name.replace('-', '_')}")


if __name__ == "__main__":
    sys.exit(main())
