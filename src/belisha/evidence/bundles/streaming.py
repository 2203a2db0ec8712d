"""A zip that is written while it is read, and its encryption: constant memory however large the originals are.

Encryption is the age format, version 1 (age-encryption.org), so that any age tool opens it. pyrage can seal a stream
to a public key but only a whole file to a passphrase, so the format is written here, and pyrage opens it in the tests.
"""

import hashlib
import hmac
import secrets
import zipfile
from base64 import b64encode
from collections.abc import Iterable, Iterator

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from belisha.core.errors import NotAllowed

TOP = "evidence/"
CHUNK = 64 * 1024
# Work to try one passphrase: 2^15 takes 32 MB. Ours are drawn, so more work would only cost memory.
WORK = 15
# Signs that nobody mistakes for another, read out in groups: 20 of 31 are 99 bits.
SIGNS, GROUP, GROUPS = "23456789abcdefghjkmnpqrstuvwxyz", 5, 4
BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


class _Sink:
    """What a zip is written into: it keeps what came until it is taken, and cannot go back."""

    def __init__(self):
        self.held = []

    def write(self, data) -> int:
        self.held.append(bytes(data))
        return len(data)

    def seekable(self) -> bool:
        return False

    def tell(self) -> int:
        raise AttributeError("a stream has no place")

    def flush(self) -> None:
        """Nothing waits here."""

    def take(self) -> bytes:
        held, self.held = b"".join(self.held), []
        return held


def zipped(files: Iterable[tuple[str, Iterable[bytes]]]) -> Iterator[bytes]:
    """The zip of (name, pieces), as it comes into being. Nothing is pressed, but each entry says where it ends.

    Every time in it is 1980: a finer one than the day may have been promised not to be kept.
    """
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=0) as packed:
        for name, pieces in files:
            with packed.open(TOP + name, "w", force_zip64=True) as entry:
                for piece in pieces:
                    entry.write(piece)
                    yield sink.take()
            yield sink.take()
    yield sink.take()


def passphrase() -> str:
    """A fresh one, to be read out once."""
    return "-".join("".join(secrets.choice(SIGNS) for _ in range(GROUP)) for _ in range(GROUPS))


def with_passphrase(plain: Iterable[bytes], words: str) -> Iterator[bytes]:
    """Encrypt to a passphrase."""
    salt, key = secrets.token_bytes(16), secrets.token_bytes(16)
    wrap = Scrypt(salt=b"age-encryption.org/v1/scrypt" + salt, length=32, n=1 << WORK, r=8, p=1).derive(words.encode())
    return _age(plain, key, f"-> scrypt {_b64(salt)} {WORK}\n{_wrapped(wrap, key)}\n")


def with_key(plain: Iterable[bytes], recipient: str) -> Iterator[bytes]:
    """Encrypt to an age public key (age1…). Raises NotAllowed where it is none."""
    public, once, key = public_key(recipient), X25519PrivateKey.generate(), secrets.token_bytes(16)
    share = once.public_key().public_bytes_raw()
    shared = once.exchange(X25519PublicKey.from_public_bytes(public))
    wrap = _derived(shared, share + public, b"age-encryption.org/v1/X25519")
    return _age(plain, key, f"-> X25519 {_b64(share)}\n{_wrapped(wrap, key)}\n")


def public_key(recipient: str) -> bytes:
    """The 32 bytes of an age public key (Bech32, BIP 173)."""
    text = recipient.strip().lower()
    signs = [BECH32.find(sign) for sign in text.removeprefix("age1")]
    expanded = [ord(sign) >> 5 for sign in "age"] + [0] + [ord(sign) & 31 for sign in "age"]
    if not text.startswith("age1") or len(signs) != 58 or min(signs) < 0 or _polymod(expanded + signs) != 1:
        raise NotAllowed("That is no age public key.", "It begins with age1 and has 62 signs. Copy it whole.")
    number = 0
    for sign in signs[:-6]:
        number = number << 5 | sign
    return (number >> 4).to_bytes(32, "big")


def _polymod(values: list[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for at, each in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            check ^= each if top >> at & 1 else 0
    return check


def _age(plain: Iterable[bytes], key: bytes, stanza: str) -> Iterator[bytes]:
    header = f"age-encryption.org/v1\n{stanza}---"
    mac = hmac.digest(_derived(key, b"", b"header"), header.encode(), hashlib.sha256)
    nonce = secrets.token_bytes(16)
    yield f"{header} {_b64(mac)}\n".encode() + nonce
    box, held, count = ChaCha20Poly1305(_derived(key, nonce, b"payload")), bytearray(), 0
    for piece in plain:
        held += piece
        # Not as soon as a chunk is full: only when a byte follows do we know that it is not the last.
        while len(held) > CHUNK:
            yield box.encrypt(_nonce(count, last=False), bytes(held[:CHUNK]), None)
            del held[:CHUNK]
            count += 1
    yield box.encrypt(_nonce(count, last=True), bytes(held), None)


def _nonce(count: int, *, last: bool) -> bytes:
    return count.to_bytes(11, "big") + bytes([last])


def _wrapped(wrap: bytes, key: bytes) -> str:
    return _b64(ChaCha20Poly1305(wrap).encrypt(bytes(12), key, None))


def _derived(secret: bytes, salt: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=purpose).derive(secret)


def _b64(data: bytes) -> str:
    return b64encode(data).decode().rstrip("=")
