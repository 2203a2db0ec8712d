"""Checking receipts: here, against this installation's own keys, and anywhere, with one file that needs only Python."""

import json
from pathlib import Path

from belisha.concerns.reporting.models import Receipt
from belisha.concerns.returning import offline
from belisha.concerns.returning.receipts import public_of
from belisha.concerns.returning.rules import as_file
from belisha.core import head as heads
from belisha.core import verifier

FROM, TO = "# -- Ed25519", "# -- the command"
NEEDS = "from belisha.core.verifier import verify_signature\n"


def file_of(receipt: Receipt) -> str:
    """The receipt as the file that can be checked without this installation."""
    return as_file(receipt.body, receipt.key, public_of(receipt), bytes(receipt.signature))


def here(text: str) -> tuple[bool, str]:
    """Whether the text of a file is a receipt that this installation signed; and a sentence."""
    whole, sentence = offline.check(text)
    if not whole:
        return whole, sentence
    if json.loads(text)["key"] not in map(heads.name_of, map(heads.public_half, heads.signing_keys())):
        return False, "It is whole, but it was not signed here: its key is none of this installation’s."
    return True, "The receipt is whole and was signed here."


def one_file() -> str:
    """The program that checks a receipt, with the signature check that checks the audit log put into it."""
    check = Path(verifier.__file__).read_text("utf-8")
    signatures = check[check.index(FROM) : check.index(TO)]
    program = Path(offline.__file__).read_text("utf-8")
    return program.replace(NEEDS, signatures.rstrip() + "\n\n\n# -- receipts " + "-" * 20 + "\n\n")
