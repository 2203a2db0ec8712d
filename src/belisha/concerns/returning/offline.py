"""Check a receipt of a report. One file, nothing but Python's standard library, no Belisha needed.

    python3 check-receipt.py RECEIPT.json [--key NAME]

It says whether the words of the receipt are those that were signed (Ed25519, RFC 8032). `--key` is the name of the
school's key as printed on paper, 16 digits or more: without it a receipt vouches only for itself, since a forger would
have signed with a key of their own. To check with OpenSSL instead, see the how-to about reporting without a name.
"""

import argparse
import hashlib
import json
import sys

from belisha.core.verifier import verify_signature

FIELDS = {"receipt", "key", "public", "signature"}


def check(text: str, key: str = "") -> tuple[bool, str]:
    """Whether a receipt, given as the text of its file, is what was signed; and a sentence."""
    try:
        said = json.loads(text)
        if not isinstance(said, dict) or set(said) != FIELDS or not all(type(x) is str for x in said["receipt"]):
            return False, "This is not the file of a receipt."
        public, signature = (_plain(said[name]) for name in ("public", "signature"))
        message = "".join(f"{line}\n" for line in said["receipt"]).encode()
    except (ValueError, TypeError, RecursionError):
        return False, "This is not the file of a receipt."
    digest = hashlib.sha256(public).hexdigest()
    if said["key"] != digest[:16] or not said["receipt"] or not said["receipt"][-1].endswith(f": {said['key']}"):
        return False, "The key in this file is not the one that it names."
    if not digest.startswith(key.strip().lower()):
        return False, f"It is signed with the key {said['key']}, which is not the one that you hold the name of."
    if not verify_signature(public, message, signature):
        return False, "This is not what was signed: the receipt, its key or its signature was changed."
    return True, f"The receipt is whole: it was signed with the key {said['key']}, and nothing in it was changed."


def _plain(written: str) -> bytes:
    """Bytes from hexadecimal digits, written in the one way in which a receipt writes them."""
    found = bytes.fromhex(written)
    if found.hex() != written:
        raise ValueError(written)
    return found


def main(arguments: list[str]) -> int:
    """Check the file that is named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("receipt", help="the file of the receipt")
    parser.add_argument("--key", default="", help="name of the signing key that you hold, 16 digits or more")
    options = parser.parse_args(arguments)
    if options.key and len(options.key.strip()) < 16:
        parser.error("--key needs 16 digits or more.")
    try:
        with open(options.receipt, encoding="utf-8") as file:
            text = file.read()
        whole, sentence = check(text, options.key)
    except (OSError, UnicodeDecodeError) as fault:
        whole, sentence = False, f"The file cannot be read: {fault}"
    if whole:
        print(*json.loads(text)["receipt"], "", sep="\n")
    print(sentence)
    return 0 if whole else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
