"""Check an export of a school's audit log. One file, nothing but Python's standard library, no Belisha needed.

    python3 verifier.py EXPORT.jsonl [--size N --root HEX] [--key HEX]

The export is one JSON object a line: first the log's name and public keys, then every entry in order, then the signed
checkpoints. The checks, in this order, name the first entry that is wrong:

1. entries are numbered 0, 1, 2 … without a gap or a double;
2. each entry's leaf hash is the hash of what the entry says (RFC 6962: SHA-256 of 0x00 and the leaf);
3. where the entry's words are in the export, they are the words that the entry committed to;
4. the tree over all leaves has, at each checkpoint's size, the root that the checkpoint signed;
5. each checkpoint's signature (Ed25519) is by a key of the log;
6. where `--size` and `--root` are given, as printed on paper or sent to the chair of governors, the log still has
   that root at that size: whoever rewrote the whole log and signed it anew is found here, and only here;
7. where `--key` is given, every checkpoint is signed by the key of that name (its first digits, 16 or more, as
   printed on paper). Without it an export vouches only for itself: a forger would have put a key of their own in.
"""

import argparse
import hashlib
import json
import sys
from base64 import b64decode

HEADER = ("school", "seq", "at", "kind", "about_type", "about", "actor", "kept_under")
# The kinds of entry that say whose words were destroyed, and the detail of them that names the record.
SHREDDING, RECORD = ("keys.shred", "evidence.dispose"), "record"


def leaf_hash(header: dict, commitment: bytes) -> bytes:
    """Hash of one entry: what everybody may know of it, and a commitment to what only some may read."""
    said = json.dumps([header[name] for name in HEADER] + [commitment.hex()], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(b"\x00" + said.encode()).digest()


def commitment_to(salt: bytes, body: bytes) -> bytes:
    """Commitment to an entry's words. Without the salt, nobody can try out what they might have been."""
    return hashlib.sha256(salt + body).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def append(frontier: list[bytes], size: int, leaf: bytes) -> list[tuple[int, int, bytes]]:
    """Add a leaf to the complete subtrees on the right edge (`frontier`, largest first), in place.

    `size` is the number of leaves before. Returns the nodes completed by it as (level, index, hash), leaf first.
    """
    made = [(0, size, leaf)]
    index, level = size, 0
    while index & 1:
        leaf = node_hash(frontier.pop(), leaf)
        index >>= 1
        level += 1
        made.append((level, index, leaf))
    frontier.append(leaf)
    return made


def root_of(frontier: list[bytes]) -> bytes:
    """Root of the tree whose right edge is `frontier` (RFC 6962, section 2.1)."""
    if not frontier:
        return hashlib.sha256(b"").digest()
    root = frontier[-1]
    for left in reversed(frontier[:-1]):
        root = node_hash(left, root)
    return root


def note(origin: str, size: int, root: bytes, at: str) -> bytes:
    """The words that a checkpoint signs."""
    return f"{origin}\n{size}\n{root.hex()}\n{at}\n".encode()


class Walk:
    """Goes through a log from its first entry and remembers the first thing that is wrong."""

    def __init__(self, school: str):
        self.school, self.size, self.frontier, self.roots = school, 0, [], {0: root_of([])}
        self.wrong = ""
        self.wanted = set()
        self.mute, self.shredded = {}, set()

    def entry(self, header: dict, commitment: bytes, stored_leaf: bytes, words: tuple[bytes, bytes] | None) -> bool:
        """Take the next entry. `words` are its (salt, body) where they can be read. False at the first fault."""
        faults = (
            (header["school"] != self.school, "belongs to another school's log"),
            (header["seq"] != self.size, f"stands where entry {self.size} should be"),
            (leaf_hash(header, commitment) != stored_leaf, "does not match its hash: it was changed"),
            (words is not None and commitment_to(*words) != commitment, "says other words than it committed to"),
        )
        for at_fault, sentence in faults:
            if at_fault:
                self.wrong = f"Entry {header['seq']} {sentence}."
                return False
        self._note_words(header, words)
        append(self.frontier, self.size, stored_leaf)
        self.size += 1
        if self.size in self.wanted:
            self.roots[self.size] = root_of(self.frontier)
        return True

    def _note_words(self, header: dict, words: tuple[bytes, bytes] | None) -> None:
        if words is None:
            self.mute[header["kept_under"]] = self.mute.get(header["kept_under"], 0) + 1
        elif header["kind"] in SHREDDING:
            self.shredded.add(json.loads(words[1]).get("details", {}).get(RECORD))

    def whole(self, checkpoints: int) -> str:
        """The sentence for a log without a fault. What was destroyed, and whether the log says so, is part of it."""
        said = f"{self.size} entries and {checkpoints} checkpoints are whole."
        if self.mute:
            said += f" The words of {sum(self.mute.values())} entries were destroyed with their records."
        if unsaid := set(self.mute) - self.shredded:
            said += (
                f" No entry says who destroyed {', '.join(sorted(unsaid))}: only a restored backup may explain that."
            )
        return said

    def checkpoint(self, origin: str, size: int, root: bytes, at: str, signature: bytes, public: bytes | None) -> bool:
        """Hold a checkpoint against the entries walked so far. Its size must have been in `wanted` before walking."""
        if public is None or not verify_signature(public, note(origin, size, root, at), signature):
            self.wrong = f"The checkpoint at size {size} is not signed by a key of this log."
        elif size > self.size:
            self.wrong = f"The log was cut: a checkpoint of {at} counts {size} entries, there are {self.size}."
        elif self.roots.get(size) != root:
            self.wrong = f"The first {size} entries are not those that the checkpoint of {at} signed."
        return not self.wrong


# -- Ed25519 signatures (RFC 8032), checking only: slow, but it needs nothing -----------------------

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
I = pow(2, (P - 1) // 4, P)  # noqa: E741


def _x(y: int, sign: int) -> int | None:
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * I % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    return P - x if x & 1 != sign else x


def _point(data: bytes) -> tuple | None:
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    x = _x(y, sign) if y < P else None
    return None if x is None else (x, y, 1, x * y % P)


def _add(a: tuple, b: tuple) -> tuple:
    m, n = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    t, z = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = n - m, z - t, z + t, n + m
    return e * f % P, g * h % P, f * g % P, e * h % P


def _times(scalar: int, point: tuple) -> tuple:
    total = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            total = _add(total, point)
        point = _add(point, point)
        scalar >>= 1
    return total


_BASE_Y = 4 * pow(5, P - 2, P) % P
_BASE = (_x(_BASE_Y, 0), _BASE_Y, 1, _x(_BASE_Y, 0) * _BASE_Y % P)


def verify_signature(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether `signature` (64 bytes) of `message` was made with the key whose public half (32 bytes) this is."""
    if len(public) != 32 or len(signature) != 64:
        return False
    key, r = _point(public), _point(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if key is None or r is None or s >= L:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    left, right = _times(s, _BASE), _add(r, _times(h, key))
    return not ((left[0] * right[2] - right[0] * left[2]) % P or (left[1] * right[2] - right[1] * left[2]) % P)


# -- the command ------------------------------------------------------------------------------------


def check_export(lines, size: int | None = None, root: str = "", key: str = "") -> tuple[bool, str]:
    """Check an export given as lines of JSON. Returns whether it is whole, and a sentence."""
    rows = []
    try:
        for line in lines:
            rows += [json.loads(line)] if line.strip() else []
        return _check(rows, size, root, key)
    except UnicodeDecodeError:
        return False, "This is not text."
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return False, f"Line {len(rows) + 1} or a later one cannot be read, or is not what an export has there."


def _check(rows: list, size: int | None, root: str, key: str) -> tuple[bool, str]:
    if not rows or not isinstance(rows[0], dict) or "log" not in rows[0]:
        return False, "This is not an export of an audit log."
    head = rows[0]
    walk = Walk(head["school"])
    checkpoints = [row for row in rows[1:] if "signature" in row]
    walk.wanted = {row["size"] for row in checkpoints} | {size}
    for at, row in enumerate(rows[1:]):
        try:
            taken = "signature" in row or _take(walk, row)
        except (ValueError, KeyError, TypeError, AttributeError):
            return False, f"Line {at + 2}, where entry {walk.size} should be, is not what an export has there."
        if not taken:
            return False, walk.wrong
    keys = {name: b64decode(public) for name, public in head["keys"].items()}
    for row in checkpoints:
        if not walk.checkpoint(head["log"], row["size"], bytes.fromhex(row["root"]), row["at"],
                               b64decode(row["signature"]), _called(row["key"], keys, key)):  # fmt: skip
            return False, walk.wrong
    if not checkpoints or checkpoints[-1]["size"] != walk.size:
        return False, "The export was cut: it does not end with a checkpoint over all its entries."
    if size is not None and walk.roots.get(size, b"").hex() != root.lower():
        return False, f"The first {size} entries are not those that you hold the root of: the log was rewritten."
    return True, walk.whole(len(checkpoints))


def _called(name: str, keys: dict, wanted: str) -> bytes | None:
    """The public key of that name, if its hash is its name and, where the reader holds a name, that one."""
    public = keys.get(name, b"")
    digest = hashlib.sha256(public).hexdigest()
    return public if digest[:16] == name and digest.startswith(wanted.lower()) else None


def _take(walk: Walk, row: dict) -> bool:
    words = (b64decode(row["salt"]), row["body"].encode()) if row.get("body") is not None else None
    return walk.entry({name: row[name] for name in HEADER}, bytes.fromhex(row["commitment"]),
                      bytes.fromhex(row["leaf"]), words)  # fmt: skip


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("export", help="the exported log")
    parser.add_argument("--size", type=int, help="size of a checkpoint that you hold")
    parser.add_argument("--root", help="root of that checkpoint")
    parser.add_argument("--key", default="", help="name of the signing key that you hold, 16 digits or more")
    options = parser.parse_args(arguments)
    if (options.size is None) != (options.root is None):
        parser.error("--size and --root belong together.")
    if options.key and len(options.key) < 16:
        parser.error("--key needs 16 digits or more.")
    with open(options.export, encoding="utf-8") as export:
        whole, sentence = check_export(export, options.size, options.root or "", options.key)
    print(sentence)
    return 0 if whole else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
