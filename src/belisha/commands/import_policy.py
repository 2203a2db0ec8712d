"""`belisha import-policy`: read a document into clauses, without a database."""

import json
import sys
from pathlib import Path

from belisha.commands import Stop

SUMMARY = "Read a policy document and write its clauses as JSON, to see how Belisha understands it."
EXAMPLE = "belisha import-policy our-policy.docx --json clauses.json"
CODES = {2: "the document cannot be read, and why"}
UNREADABLE = 2
FIELDS = ("text", "modality", "normative", "ident", "section", "number", "kind", "binds", "start", "end", "why")
FIELDS += ("inherited", "confidence")


def arguments(parser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="Word, OpenDocument, PDF, HTML, text or Markdown")
    parser.add_argument("--json", metavar="OUT", required=True, help="where the clauses go; - for standard output")


def run(options) -> int:
    clauses = json.dumps(read(options.file), ensure_ascii=False, indent=1)
    if options.json == "-":
        sys.stdout.write(clauses + "\n")
        return 0
    try:
        Path(options.json).write_text(clauses + "\n", "utf-8")
    except OSError as fault:
        raise Stop(f"{options.json} cannot be written: {(fault.strerror or '').lower()}.", UNREADABLE) from fault
    return 0


def read(path: Path) -> list[dict]:
    """The items of a document, in its order."""
    from belisha.policy.reading import Unreadable
    from belisha.policy.reading.apart import read_apart

    try:
        reading = read_apart(path, path.name)
    except Unreadable as fault:
        raise Stop(f"{fault.reason} {fault.remedy}", UNREADABLE) from fault
    except OSError as fault:
        raise Stop(f"{path} cannot be read: {(fault.strerror or str(fault)).lower()}.", UNREADABLE) from fault
    return [{name: getattr(item, name) for name in FIELDS} for item in reading.items]
