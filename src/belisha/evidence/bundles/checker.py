"""Check a bundle of evidence. One file, nothing but Python's standard library, no Belisha needed.

    python3 verify.py [FOLDER or ZIP] [--key HEX] [--bundle HEX]

Without a name it checks the folder that it lies in. The checks name every file that is not as it was handed over:

1. the list of the bundle's files is signed (Ed25519), and says the SHA-256 of each: none is changed, missing or added;
2. what is said of each item (`capture.json`) is about the file that lies beside it;
3. each line of custody stood in the school's audit log: its hash leads to a root that the log signed (RFC 6962);
4. where an authority stamped such a root with the time (RFC 3161) and `openssl` is installed, that stamp holds;
5. where `--key` is given, the first 16 digits or more of the signing key's name, it is that key; where `--bundle` is
   given, it is the SHA-256 that the school read out to you. Without either a bundle vouches for itself only: a forger
   would have signed with a key of their own. Ask the school by a telephone number that you know.
"""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from base64 import b64decode, b64encode

from belisha.core.verifier import HEADER, commitment_to, leaf_hash, node_hash, note, verify_signature

MANIFEST, TAGS, SIGNATURE = "manifest-sha256.txt", "tagmanifest-sha256.txt", "signature.json"
INDEX, PROOFS, STAMPS = "data/items.json", "data/log/proofs.json", "data/stamps/"
TAG_FILES = {"bagit.txt", "bag-info.txt", "read-me.txt", "verify.html", "verify.py", MANIFEST, TAGS, SIGNATURE}
PIECE = 1 << 20


def signed_words(digest: str) -> bytes:
    """What the signature of a bundle is over: the SHA-256 of the list of its lists."""
    return f"belisha bundle of evidence\n{digest}\n".encode()


class Folder:
    """A bundle that was unpacked."""

    def __init__(self, path: str):
        self.path = path
        found = (os.path.join(folder, name) for folder, _, files in os.walk(path) for name in files)
        self.names = sorted(os.path.relpath(each, path).replace(os.sep, "/") for each in found)

    def open(self, name: str):
        return open(os.path.join(self.path, *name.split("/")), "rb")


class Packed:
    """A bundle as it came, in its zip."""

    def __init__(self, path: str):
        self.zip = zipfile.ZipFile(path)
        inside = self.zip.namelist()
        top = {name.partition("/")[0] for name in inside}
        self.top = top.pop() + "/" if len(top) == 1 and all("/" in name for name in inside) else ""
        self.names = sorted(name.removeprefix(self.top) for name in inside)

    def open(self, name: str):
        return self.zip.open(self.top + name)


def digest_of(place, name: str) -> str:
    """The SHA-256 of a file, read piece by piece. Empty if it cannot be read."""
    sha = hashlib.sha256()
    try:
        with place.open(name) as file:
            while piece := file.read(PIECE):
                sha.update(piece)
    except (OSError, KeyError, EOFError, zipfile.BadZipFile, zipfile.zlib.error):
        return ""
    return sha.hexdigest()


def read(place, name: str) -> bytes:
    with place.open(name) as file:
        return file.read()


def check(place, key: str = "", bundle: str = "") -> tuple[list[tuple[str, str]], list[str]]:
    """Everything that is wrong as (file, sentence), and what else there is to say."""
    faults, said = [], []
    doubled = sorted({name for name in place.names if place.names.count(name) > 1})
    faults += [(name, "stands in the bundle twice") for name in doubled]
    faults += _signature(place, key, bundle)
    hashes = {}
    for manifest, inside in ((TAGS, False), (MANIFEST, True)):
        faults += _listed(place, manifest, inside, hashes)
    if not faults:
        try:
            faults += _items(place, hashes) + _proofs(place, said) + _stamps(place, said)
        except (ValueError, KeyError, TypeError, AttributeError, IndexError):
            faults.append((PROOFS, "or what lies beside it is not what a bundle has there"))
    return faults, said


def _signature(place, key: str, bundle: str) -> list[tuple[str, str]]:
    missing = [name for name in (TAGS, SIGNATURE) if name not in place.names]
    if missing:
        return [(name, "is missing") for name in missing]
    digest, raw = digest_of(place, TAGS), read(place, SIGNATURE)
    try:
        row = json.loads(raw)
        public, signature = b64decode(row["public"]), b64decode(row["signature"])
        as_written = signature_file(public, signature) == raw
    except (ValueError, KeyError, TypeError):
        return [(SIGNATURE, "is not what a bundle has there")]
    if not as_written or not verify_signature(public, signed_words(digest), signature):
        return [(TAGS, f"or {SIGNATURE} was changed: the signature does not fit")]
    name, found = hashlib.sha256(public).hexdigest(), []
    if key and not name.startswith(key.lower()):
        found.append((SIGNATURE, "was made with another key than the one you hold the name of"))
    if bundle and digest != bundle.lower():
        found.append((TAGS, "is not of the bundle that you were told of"))
    return found


def signature_file(public: bytes, signature: bytes) -> bytes:
    """The file `signature.json`, which can be written in one way only."""
    row = {
        "key": hashlib.sha256(public).hexdigest()[:16],
        "public": b64encode(public).decode(),
        "signature": b64encode(signature).decode(),
    }
    return json.dumps(row, indent=1).encode() + b"\n"


def _listed(place, manifest: str, payload: bool, hashes: dict) -> list[tuple[str, str]]:
    if manifest not in place.names:
        known = {name for name in place.names if payload or name.startswith("data/")} | TAG_FILES
        strange = [(name, "is no part of what was handed over") for name in place.names if name not in known]
        return [(manifest, "is missing"), *strange]
    faults, listed = [], {}
    for number, line in enumerate(read(place, manifest).decode("utf-8", "replace").split("\n")[:-1], 1):
        value, _, name = line.partition("  ")
        if len(value) != 64 or not _safe(name) or name in listed or name.startswith("data/") != payload:
            faults.append((manifest, f"has a line {number} that is none of a list of files"))
        listed[name] = value
    for name, value in listed.items():
        if name not in place.names:
            faults.append((name, "is missing"))
        elif _safe(name) and digest_of(place, name) != value:
            faults.append((name, "was changed: its SHA-256 is another"))
    here = {name for name in place.names if name.startswith("data/") == payload} - {TAGS, SIGNATURE}
    faults += [(name, "is no part of what was handed over") for name in sorted(here - set(listed))]
    hashes.update(listed)
    return faults


def _safe(name: str) -> bool:
    return bool(name) and not name.startswith("/") and ".." not in name.split("/") and "\\" not in name


def _items(place, hashes: dict) -> list[tuple[str, str]]:
    faults = []
    for row in json.loads(read(place, INDEX)):
        capture = json.loads(read(place, row["record"]))
        if row["file"] and not hashes[row["file"]] == row["sha256"] == capture["sha256"]:
            faults.append((row["record"], f"is not about {row['file']}"))
    return faults


def _proofs(place, said: list[str]) -> list[tuple[str, str]]:
    proofs = json.loads(read(place, PROOFS))
    roots = {}
    for point in proofs["checkpoints"]:
        public = b64decode(point["public"])
        words = note(point["log"], point["size"], bytes.fromhex(point["root"]), point["at"])
        if not verify_signature(public, words, b64decode(point["signature"])):
            return [(PROOFS, f"has a checkpoint at size {point['size']} that is not signed")]
        roots[point["size"]] = bytes.fromhex(point["root"])
    for entry in proofs["entries"]:
        header = {name: entry[name] for name in HEADER}
        leaf = leaf_hash(header, bytes.fromhex(entry["commitment"]))
        if commitment_to(b64decode(entry["salt"]), entry["body"].encode()) != bytes.fromhex(entry["commitment"]):
            return [(PROOFS, f"has an entry {entry['seq']} with other words than it committed to")]
        if not entry["proofs"]:
            return [(PROOFS, f"has an entry {entry['seq']} without a proof")]
        for proof in entry["proofs"]:
            path = [bytes.fromhex(each) for each in proof["path"]]
            if root_from(leaf, entry["seq"], proof["size"], path) != roots[proof["size"]]:
                return [(PROOFS, f"has an entry {entry['seq']} that does not stand in the log")]
    said.append(f"{len(proofs['entries'])} entries of custody stand in the school's log.")
    return []


def root_from(leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes | None:
    """The root that a leaf's path leads to (RFC 9162, 2.1.3.2). None if the path does not fit the tree."""
    here, last, root = index, size - 1, leaf
    for each in path:
        if not last:
            return None
        if here & 1 or here == last:
            root = node_hash(each, root)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            root = node_hash(root, each)
        here, last = here >> 1, last >> 1
    return None if last else root


def _stamps(place, said: list[str]) -> list[tuple[str, str]]:
    proofs = json.loads(read(place, PROOFS))
    stamped = [point for point in proofs["checkpoints"] if point.get("stamp")]
    if not stamped:
        said.append("No time-stamping authority is named: the times are those of the school's own clock.")
        return []
    if not shutil.which("openssl"):
        said.append(f"{len(stamped)} time stamps are there and were not checked: that needs openssl.")
        return []
    faults = []
    for point in stamped:
        words = note(point["log"], point["size"], bytes.fromhex(point["root"]), point["at"])
        if not _stamp_holds(place, point["stamp"], words):
            faults.append((point["stamp"], "is no stamp of the checkpoint that it lies beside"))
    said.append(f"{len(stamped) - len(faults)} time stamps hold, against the certificate that lies beside them.")
    return faults


def _stamp_holds(place, name: str, words: bytes) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        paths = [os.path.join(folder, each) for each in ("reply", "words", "chain")]
        for path, content in zip(paths, (read(place, name), words, read(place, name[:-4] + ".pem")), strict=True):
            with open(path, "wb") as file:
                file.write(content)
        command = ["openssl", "ts", "-verify", "-in", paths[0], "-data", paths[1], "-CAfile", paths[2]]
        return subprocess.run([*command, "-untrusted", paths[2]], capture_output=True).returncode == 0  # noqa: S603


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    here = os.path.dirname(os.path.abspath(sys.argv[0]))
    parser.add_argument("bundle_path", nargs="?", default=here, help="the unpacked folder, or the zip")
    parser.add_argument("--key", default="", help="name of the signing key that you hold, 16 digits or more")
    parser.add_argument("--bundle", default="", help="SHA-256 of the bundle that you hold, 64 digits")
    options = parser.parse_args(arguments)
    if (options.key and len(options.key) < 16) or (options.bundle and len(options.bundle) != 64):
        parser.error("--key needs 16 digits or more, --bundle needs 64.")
    try:
        path = options.bundle_path
        place = Folder(path) if os.path.isdir(path) else Packed(path)
    except (OSError, zipfile.BadZipFile) as fault:
        print(f"This is neither a folder nor a whole zip: {fault}.")
        return 1
    faults, said = check(place, options.key, options.bundle)
    print("\n".join([f"{name} {sentence}." for name, sentence in faults] + said))
    print(f"NOT WHOLE: {len(faults)} faults." if faults else f"WHOLE: {len(place.names)} files are as handed over.")
    if not faults and not (options.key or options.bundle):
        print("It vouches for itself only: hold --key or --bundle against what the school tells you by telephone.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
