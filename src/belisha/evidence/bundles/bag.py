"""The shape of a bundle: a BagIt bag (RFC 8493) whose list of files is signed. Plain functions; no Django.

All that is small is made first, so that the lists, and the hash by which the school names a bundle, are known before
the first byte of an original is read. Originals come in by their SHA-256, which was taken when they arrived.
"""

import hashlib
import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from belisha.core import verifier
from belisha.evidence.bundles import checker

SHIPPED = Path(__file__).parent / "shipped"
# Where the part of the log's verifier ends that a bundle's verifier stands on.
COMMAND = "# -- the command "
BORROWED = "from belisha.core.verifier import "
BAGIT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


@dataclass(frozen=True)
class Original:
    """A file that goes into the bundle as it is: its place there, its SHA-256 and its size in bytes."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True)
class Bag:
    """Everything of a bundle but the bytes of the originals. `digest` names it: the SHA-256 of its list of lists."""

    small: dict[str, bytes]
    digest: str


@cache
def verify_py() -> bytes:
    """The verifier as one file: what the log's own verifier has for proofs and signatures, and the bundle's."""
    ground = inspect.getsource(verifier).partition(COMMAND)[0]
    own = inspect.getsource(checker)
    doc, _, rest = own.partition('"""\n\n')
    kept = "\n".join(line for line in rest.split("\n") if not line.startswith(BORROWED))
    _, _, ground = ground.partition('"""\n\n')
    return f'{doc}"""\n\n{ground}\n{kept}'.encode()


def put_together(payload: dict[str, bytes], originals: Iterable[Original], info: dict[str, str], key: bytes) -> Bag:
    """A bag with these small files (by their place under `data/`) and originals, its list signed with `key`."""
    originals = list(originals)
    listed = {name: _sha(content) for name, content in payload.items()} | {one.name: one.sha256 for one in originals}
    total = sum(map(len, payload.values())) + sum(one.size for one in originals)
    info = {**info, "Payload-Oxum": f"{total}.{len(listed)}"}
    tags = {
        "bagit.txt": BAGIT,
        "bag-info.txt": "".join(f"{name}: {value}\n" for name, value in info.items()).encode(),
        "read-me.txt": (SHIPPED / "read-me.txt").read_bytes(),
        "verify.html": (SHIPPED / "verify.html").read_bytes(),
        "verify.py": verify_py(),
        checker.MANIFEST: _lines(listed),
    }
    tag_list = _lines({name: _sha(content) for name, content in tags.items()})
    digest, private = _sha(tag_list), Ed25519PrivateKey.from_private_bytes(key)
    signed = checker.signature_file(
        private.public_key().public_bytes_raw(), private.sign(checker.signed_words(digest))
    )  # fmt: skip
    return Bag({**tags, checker.TAGS: tag_list, checker.SIGNATURE: signed, **payload}, digest)


def _lines(listed: dict[str, str]) -> bytes:
    return "".join(f"{listed[name]}  {name}\n" for name in sorted(listed)).encode()


def _sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


Pieces = Callable[[Original], Iterable[bytes]]
