"""The audit log: one per school, append-only, Merkle-hashed, written in the same transaction as what it tells.

`record_many` is called by `@action` and nowhere else. What an administrator of the machine could do, and how that is
noticed, is said in `docs/explanation/audit.md`: whoever holds the signing key can rewrite the whole log, and is found
out by anyone who kept an earlier checkpoint.
"""

import datetime
import json
import secrets
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import batched
from typing import Protocol
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone

from belisha.core import head as heads
from belisha.core import prepared, verifier
from belisha.core.head import Edge, hold, origin
from belisha.core.log_keys import confidential_log, log_of, moment, school_key  # noqa: F401 (asked for here)
from belisha.core.models import AuditCheckpoint, AuditEntry, AuditHead, AuditKey, AuditNode

SALT = 16
CHUNK = 2000
# The record whose key seals what is about no record of its own.
GENERAL = "general"


class Keeper(Protocol):
    """Seals an entry's words under the key of the record they are about. `belisha.sealed` provides it at start-up."""

    def seal(self, school_id: UUID, record: str, plain: bytes) -> bytes: ...
    def seal_many(self, school_id: UUID, texts: list[tuple[str, bytes]]) -> list[bytes]: ...

    # None where the record was shredded; `ValueError` for changed bytes, `LookupError` for a key that is missing.
    def unseal(self, school_id: UUID, record: str, blob: bytes) -> bytes | None: ...
    def unseal_many(self, school_id: UUID, texts: list[tuple[str, bytes]]) -> list[bytes | None]: ...


keeper: Keeper = None  # set at start-up by belisha.sealed


@dataclass(frozen=True)
class Words:
    """What an entry says: labels as they were, details, and what changed as field → [before, after]."""

    by: str
    about: str
    details: dict
    change: dict


@dataclass(frozen=True)
class Told:
    """What is to be written about one thing."""

    kind: str
    about: object
    details: dict
    change: dict


def record_many(told: list[Told], *, by, log: UUID | None = None) -> list[AuditEntry]:
    """Append an entry about each of these things of one school, in the transaction of the caller, all at once.

    `log`: the log's key, where it is another than that of the first thing. What is confidential stands in no open one.
    """
    school_id, plain = log or log_of(told[0].about), []
    if any(getattr(each.about, "confidential", False) and log_of(each.about) != school_id for each in told):
        raise ValueError(f"{told[0].kind} is about something confidential and was to stand in the open log")
    for each in told:
        said = {"by": label(by), "about": str(each.about), "details": each.details, "change": each.change}
        plain.append((getattr(each.about, "kept_under", GENERAL), secrets.token_bytes(SALT) + _json(said)))
    head, now = hold(school_id), moment(told)
    bodies = keeper.seal_many(school_id, plain) if len(plain) > 1 else [keeper.seal(school_id, *plain[0])]
    entries = [
        AuditEntry(
            school_id=school_id, seq=seq, at=now, kind=each.kind, about_type=each.about._meta.label_lower,
            about=each.about.pk, actor=by.id, kept_under=record_key, body=body,
            commitment=verifier.commitment_to(words[:SALT], words[SALT:]),
        )
        for seq, (each, (record_key, words), body) in enumerate(zip(told, plain, bodies, strict=True), head.size)
    ]  # fmt: skip
    for entry in entries:
        entry.leaf = verifier.leaf_hash(header(entry), entry.commitment)
    prepared.insert(entries)
    heads.grow(head, [entry.leaf for entry in entries])
    return entries


def label(actor) -> str:
    """The actor's name as it is now: it is stored, so that the entry stays true after the person has left."""
    return str(actor.name)


def header(entry: AuditEntry) -> dict:
    """What everybody who may see the log's shape may see of an entry; the part that the leaf hash covers openly."""
    return {
        "school": str(entry.school_id),
        "seq": entry.seq,
        "at": _utc(entry.at),
        "kind": entry.kind,
        "about_type": entry.about_type,
        "about": str(entry.about),
        "actor": str(entry.actor) if entry.actor else None,
        "kept_under": entry.kept_under,
    }


def words(entry: AuditEntry) -> Words | None:
    """What the entry says, or None where the record's key was shredded."""
    plain = keeper.unseal(entry.school_id, entry.kept_under, bytes(entry.body))
    return Words(**json.loads(plain[SALT:])) if plain is not None else None


# -- checkpoints ------------------------------------------------------------------------------------


def checkpoint(school_id: UUID) -> AuditCheckpoint | None:
    """Sign where the log stands. The same size is signed once; an empty log has no checkpoint."""
    with transaction.atomic():
        head = AuditHead.objects.select_for_update().filter(school_id=school_id).first()
        if head is None or not head.size:
            return None
        stands = AuditCheckpoint.objects.filter(school_id=school_id, size=head.size).first()
        return stands or _sign(head)


def _sign(head: AuditHead) -> AuditCheckpoint:
    key = Ed25519PrivateKey.from_private_bytes(heads.signing_key())
    public = key.public_key().public_bytes_raw()
    name, now, edge = heads.name_of(public), timezone.now(), Edge.of(head)
    AuditKey.objects.get_or_create(name=name, defaults={"public": public, "since": now})
    root = verifier.root_of(edge.nodes)
    signature = key.sign(verifier.note(origin(head.school_id), head.size, root, _utc(now)))
    edge.signed += 1
    edge.save(head, head.size)
    return AuditCheckpoint.objects.create(
        school_id=head.school_id, size=head.size, root=root, at=now, key=name, signature=signature
    )


# -- proof ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Verdict:
    """The outcome of a check: whether the log is whole, how many entries it has, and a sentence."""

    whole: bool
    size: int
    sentence: str


def verify(school_id: UUID) -> Verdict:
    """Walk a school's whole log as it stands in the database and name the first entry that is wrong."""
    walk = verifier.Walk(str(school_id))
    try:
        signed = list(AuditCheckpoint.objects.filter(school_id=school_id).order_by("size"))
        walk.wanted = {point.size for point in signed}
        wrong = _walk_entries(walk, school_id) or _hold_head(walk, school_id, signed) or _hold_signed(walk, signed)
    except (ValueError, TypeError, AttributeError, ArithmeticError):
        # A column holds what Belisha never writes there; entries are caught one by one, so it is one of the others.
        wrong = "The log's head, tree or checkpoints hold something that cannot be read: they were changed."
    if not walk.size and not wrong:
        return Verdict(False, 0, "There is no log: a school's log begins when the school is set up, so it was removed.")
    return Verdict(not wrong, walk.size, wrong or f"{walk.whole(len(signed))}")


def _walk_entries(walk: verifier.Walk, school_id: UUID) -> str:
    nodes = AuditNode.objects.filter(school_id=school_id).order_by("pk").iterator(CHUNK)
    for some in batched(_entries(school_id), CHUNK):
        for entry, plain in zip(some, _unsealed(some), strict=True):
            wrong = _walk_entry(walk, entry, plain, nodes)
            if wrong:
                return wrong
    return "The log was cut: its tree has more nodes than its entries make." if next(nodes, None) else ""


def _entries(school_id: UUID) -> Iterator[AuditEntry | None]:
    """The log's rows in order; at one with a column that no longer holds a time or a key, None, and no more."""
    mine, given = AuditEntry.objects.filter(school_id=school_id).order_by("seq", "pk"), 0
    try:
        for given, entry in enumerate(mine.iterator(CHUNK), 1):  # noqa: B007 (used below, after a fault)
            yield entry
    except (ValueError, TypeError, ArithmeticError):
        # The database gives many rows at a time and failed at one of them: one by one, we learn at which.
        for pk in mine.values_list("pk", flat=True)[given:]:
            try:
                yield mine.get(pk=pk)
            except (ValueError, TypeError, ArithmeticError):
                yield None
                return


def _unsealed(entries: tuple[AuditEntry | None, ...]) -> list[bytes | Exception | None]:
    """The words of entries, together where they are all well: one query for a chunk and not one for each."""
    sealed = [(entry.school_id, entry.kept_under, entry.body) for entry in entries if entry]
    if not sealed:
        return [None] * len(entries)
    try:
        plain = keeper.unseal_many(sealed[0][0], [(record, bytes(body)) for _, record, body in sealed])
    except (ValueError, TypeError, LookupError):
        plain = [_unseal(*one) for one in sealed]
    return [*plain, *[None] * (len(entries) - len(plain))]


def _unseal(school_id: UUID, record: str, body) -> bytes | Exception | None:
    try:
        return keeper.unseal(school_id, record, bytes(body))
    except (ValueError, TypeError, LookupError) as fault:
        return fault


def _walk_entry(walk: verifier.Walk, entry: AuditEntry | None, plain, nodes: Iterator[AuditNode]) -> str:
    if entry is None:
        return f"Entry {walk.size} cannot be read: it was changed."
    if isinstance(plain, LookupError):
        return f"Entry {entry.seq} has words whose key is missing."
    if isinstance(plain, Exception):
        return f"Entry {entry.seq} has words that cannot be unsealed: they were changed."
    said = None if plain is None else (plain[:SALT], plain[SALT:])
    before = list(walk.frontier), walk.size
    try:
        held = walk.entry(header(entry), bytes(entry.commitment), bytes(entry.leaf), said)
    except (ValueError, TypeError, AttributeError):
        return f"Entry {walk.size} cannot be read: it was changed."
    if not held:
        return walk.wrong
    for level, index, value in verifier.append(*before, bytes(entry.leaf))[1:]:
        node = next(nodes, None)
        if node is None or (node.level, node.index, bytes(node.hash)) != (level, index, value):
            return f"Entry {entry.seq} does not fit the tree that is stored beside the log."
    return ""


def _hold_head(walk: verifier.Walk, school_id: UUID, signed: list[AuditCheckpoint]) -> str:
    head = AuditHead.objects.filter(school_id=school_id).first() or AuditHead(school_id=school_id)
    edge = Edge.of(head)
    if head.size != walk.size:
        return f"The log was cut or lengthened: it should have {head.size} entries and has {walk.size}."
    if edge.broken is not None:
        return f"The log's head was not what Belisha wrote when it had {edge.broken} entries."
    if edge.nodes != walk.frontier:
        return "The log's head does not fit its entries."
    if edge.signed != len(signed):
        return f"{edge.signed} checkpoints were signed and {len(signed)} are there: one was removed or put in."
    return ""


def _hold_signed(walk: verifier.Walk, signed: list[AuditCheckpoint]) -> str:
    # The table of public keys is for exports. Here only keys of this installation's own folder count: whoever can
    # write to the database could put another key into the table and sign with that.
    ours = {heads.name_of(public): public for public in map(heads.public_half, heads.signing_keys())}
    listed = {key.name: bytes(key.public) for key in AuditKey.objects.all()}
    for name in {point.key for point in signed}:
        if name not in ours or listed.get(name) != ours[name]:
            return f"The key {name}, which signed checkpoints of this log, is not one of this installation's."
    for point in signed:
        walk.checkpoint(
            origin(point.school_id),
            point.size,
            bytes(point.root),
            _utc(point.at),
            bytes(point.signature),
            ours.get(point.key),
        )
        if walk.wrong:
            return walk.wrong
    return ""


def export(school_id: UUID) -> Iterator[str]:
    """The log as lines of JSON that `verifier.py` checks on any machine. Streams; a checkpoint is signed first."""
    checkpoint(school_id)
    keys = {key.name: b64encode(key.public).decode() for key in AuditKey.objects.all()}
    yield json.dumps({"log": origin(school_id), "school": str(school_id), "keys": keys}) + "\n"
    for some in batched(AuditEntry.objects.filter(school_id=school_id).order_by("seq").iterator(CHUNK), CHUNK):
        sealed = [(entry.kept_under, bytes(entry.body)) for entry in some]
        for entry, plain in zip(some, keeper.unseal_many(school_id, sealed), strict=True):
            said = {} if plain is None else {"salt": b64encode(plain[:SALT]).decode(), "body": plain[SALT:].decode()}
            hashes = {"commitment": bytes(entry.commitment).hex(), "leaf": bytes(entry.leaf).hex()}
            yield json.dumps({**header(entry), **said, **hashes}, ensure_ascii=False) + "\n"
    for point in AuditCheckpoint.objects.filter(school_id=school_id).order_by("size"):
        row = {"size": point.size, "root": bytes(point.root).hex(), "at": _utc(point.at), "key": point.key}
        yield json.dumps({**row, "signature": b64encode(point.signature).decode()}) + "\n"


def _json(value) -> bytes:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, sort_keys=True).encode()


def _utc(moment: datetime.datetime) -> str:
    return moment.astimezone(datetime.UTC).isoformat(timespec="microseconds")
