"""A folder's worth of files as one stream, sealed to a public key while it is written (a tar in the age format).

Any age tool opens it: `age -d -i identity.txt belisha-….age | tar -x`. A file gets its final name when it is whole and
durable, so that no half of one is ever taken for a backup.
"""

import os
import secrets
import tarfile
import threading
from collections.abc import Callable
from pathlib import Path

import pyrage

from belisha.commands import Stop

SUFFIX = ".part"
Fill = Callable[[tarfile.TarFile], None]


def write(path: Path, recipient: str, fill: Fill) -> Path:
    """Write what `fill` puts into the tar, sealed to `recipient`; returns a durable file that `finish` will name."""
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}{SUFFIX}")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            _through_a_pipe(fill, lambda plain: pyrage.encrypt_io(plain, file, [key_from(recipient)]))
            file.flush()
            os.fsync(file.fileno())
    except BaseException as fault:
        part.unlink(missing_ok=True)
        if isinstance(fault, OSError):
            raise Stop(f"{path} could not be written: {(fault.strerror or str(fault)).lower()}.") from fault
        raise
    return part


def finish(part: Path, path: Path) -> None:
    """Give a whole file its final name."""
    os.replace(part, path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def read(path: Path, identity: str, take: Fill) -> None:
    """Open a sealed tar and hand it to `take`. Raises `Stop` when it cannot be opened, or not to its end."""
    ident = identity_from(identity)
    try:
        with path.open("rb") as file:
            _out_of_a_pipe(take, lambda plain: pyrage.decrypt_io(file, plain, [ident]))
    except FileNotFoundError as fault:
        raise Stop(f"There is no file {fault.filename}.") from fault
    except pyrage.DecryptError as fault:
        raise Stop(_why(path, fault)) from fault
    except (OSError, tarfile.TarError) as fault:
        raise Stop(f"{path} is damaged or was cut off: {fault}.") from fault


def key_from(recipient: str):
    try:
        return pyrage.x25519.Recipient.from_str(recipient)
    except pyrage.RecipientError as fault:
        raise Stop(f"“{recipient}” is not an age public key (age1…). See BELISHA_BACKUP_RECIPIENT.") from fault


def identity_from(text: str):
    """The secret half, out of a file as age-keygen writes it: comments, and one line with the key."""
    lines = [line.strip() for line in text.splitlines() if line.strip().upper().startswith("AGE-SECRET-KEY-")]
    try:
        return pyrage.x25519.Identity.from_str(lines[0])
    except (IndexError, pyrage.IdentityError) as fault:
        raise Stop("The identity has no line that starts with AGE-SECRET-KEY-1 and is whole.") from fault


def _why(path: Path, fault: Exception) -> str:
    if "No matching keys" in str(fault):
        return f"{path} was not sealed to this identity. Is it the one that was written down for this installation?"
    return f"{path} is damaged or was cut off, or is no backup: {fault}."


def _through_a_pipe(fill: Fill, consume: Callable) -> None:
    """Run `fill` on a tar whose bytes `consume` reads, without ever holding the whole."""
    source, sink = os.pipe()
    faults: list[BaseException] = []

    def produce() -> None:
        try:
            with os.fdopen(sink, "wb") as file, tarfile.open(fileobj=file, mode="w|") as tar:
                fill(tar)
        except BaseException as fault:  # handed to the caller below
            faults.append(fault)

    producer = threading.Thread(target=produce)
    producer.start()
    try:
        with os.fdopen(source, "rb") as file:
            consume(file)
    finally:
        producer.join()
    if faults:
        raise faults[0]


def _out_of_a_pipe(take: Fill, produce: Callable) -> None:
    """Run `take` on a tar whose bytes `produce` writes."""
    source, sink = os.pipe()
    faults: list[BaseException] = []

    def consume() -> None:
        try:
            with os.fdopen(source, "rb") as file, tarfile.open(fileobj=file, mode="r|") as tar:
                take(tar)
                while file.read(1 << 16):  # to the end, so that age checks all of it
                    pass
        except BaseException as fault:  # handed to the caller below
            faults.append(fault)

    consumer = threading.Thread(target=consume)
    consumer.start()
    try:
        with os.fdopen(sink, "wb") as file:
            produce(file)
    except BrokenPipeError:
        pass  # `take` gave up; its reason is raised below
    finally:
        consumer.join()
    if faults:
        raise faults[0]
