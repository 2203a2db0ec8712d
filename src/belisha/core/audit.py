"""The audit log: one per school, append-only, Merkle-hashed, written in the same transaction as what it tells.

`record` is called by `@action` and nowhere else. What an administrator of the machine could still do, and how that is
noticed, is said in `docs/explanation/audit.md`: whoever holds the signing key can rewrite the whole log, and is found
out by anyone who kept an earlier checkpoint.
"""

import datetime
import json
import secrets
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone

from belisha import config
from belisha.core import verifier
from belisha.core.models import AuditCheckpoint, AuditEntry, AuditHead, AuditKey, AuditNode

SALT = 16
CHUNK = 2000
# The record whose key seals what is about no record of its own.
GENERAL = "general"


class Keeper(Protocol):
    """Seals an entry's words under the key of the record they are about. `belisha.sealed` provides it at start-up."""

    def seal(self, school_id: UUID, record: str, plain: bytes) -> bytes: ...
    def unseal(self, school_id: UUID, record: str, blob: bytes) -> bytes | None: ...


keeper: Keeper = None  # set at start-up by belisha.sealed


@dataclass(frozen=True)
class Words:
    """What an entry says: labels as they were, details, and what changed as field → [before, after]."""

    by: str
    about: str
    details: dict
    change: dict


def record(kind: str, *, by, about, details: dict, change: dict) -> AuditEntry:
    """Append one entry about the model instance `about`, in the transaction of the caller."""
    school_id = about.pk if getattr(about, "is_school", False) else about.school_id
    record_key = getattr(about, "kept_under", GENERAL)
    said = {"by": label(by), "about": str(about), "details": details, "change": change}
    salt, body = secrets.token_bytes(SALT), _json(said)
    head = AuditHead.objects.select_for_update().filter(school_id=school_id).first()
    head = head or AuditHead(school_id=school_id)
    entry = AuditEntry(
        school_id=school_id,
        seq=head.size,
        at=timezone.now(),
        kind=kind,
        about_type=about._meta.label_lower,
        about=about.pk,
        actor=by.id,
        kept_under=record_key,
        commitment=verifier.commitment_to(salt, body),
        body=keeper.seal(school_id, record_key, salt + body),
    )
    entry.leaf = verifier.leaf_hash(header(entry), entry.commitment)
    entry.save(force_insert=True)
    _grow(head, entry.leaf)
    return entry


def label(actor) -> str:
    """The actor's name as it is now: it is stored, so that the entry stays true after the person has left."""
    return str(actor.name)


def _grow(head: AuditHead, leaf: bytes) -> None:
    frontier = [bytes.fromhex(node) for node in head.frontier]
    made = verifier.append(frontier, head.size, leaf)
    nodes = [AuditNode(school_id=head.school_id, level=level, index=at, hash=node) for level, at, node in made if level]
    if nodes:
        AuditNode.objects.bulk_create(nodes)
    head.size, head.frontier = head.size + 1, [node.hex() for node in frontier]
    head.save()


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
    }


def words(entry: AuditEntry) -> Words | None:
    """What the entry says, or None where the record's key was shredded."""
    plain = keeper.unseal(entry.school_id, entry.kept_under, bytes(entry.body))
    return Words(**json.loads(plain[SALT:])) if plain is not None else None


# -- checkpoints ------------------------------------------------------------------------------------


def origin(school_id: UUID) -> str:
    return f"belisha/{school_id}"


def checkpoint(school_id: UUID) -> AuditCheckpoint | None:
    """Sign where the log stands. The same size is signed once; an empty log has no checkpoint."""
    with transaction.atomic():
        head = AuditHead.objects.select_for_update().filter(school_id=school_id).first()
        if head is None or not head.size:
            return None
        stands = AuditCheckpoint.objects.filter(school_id=school_id, size=head.size).first()
        return stands or _sign(head)


def _sign(head: AuditHead) -> AuditCheckpoint:
    key = Ed25519PrivateKey.from_private_bytes(config.private_bytes(config.load().keys / "signing.key"))
    public = key.public_key().public_bytes_raw()
    name = verifier.hashlib.sha256(public).hexdigest()[:16]
    now = timezone.now()
    AuditKey.objects.get_or_create(name=name, defaults={"public": public, "since": now})
    root = verifier.root_of([bytes.fromhex(node) for node in head.frontier])
    signature = key.sign(verifier.note(origin(head.school_id), head.size, root, _utc(now)))
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
    signed = list(AuditCheckpoint.objects.filter(school_id=school_id).order_by("size"))
    walk.wanted = {point.size for point in signed}
    nodes = AuditNode.objects.filter(school_id=school_id).order_by("pk").iterator(CHUNK)
    wrong = _walk_entries(walk, school_id, nodes) or _hold_head(walk, school_id) or _hold_signed(walk, signed)
    return Verdict(not wrong, walk.size, wrong or f"{walk.size} entries and {len(signed)} checkpoints are whole.")


def _walk_entries(walk: verifier.Walk, school_id: UUID, nodes: Iterator[AuditNode]) -> str:
    for entry in AuditEntry.objects.filter(school_id=school_id).order_by("seq", "pk").iterator(CHUNK):
        try:
            plain = keeper.unseal(entry.school_id, entry.kept_under, bytes(entry.body))
        except ValueError:
            return f"Entry {entry.seq} has words that cannot be unsealed: they were changed."
        said = None if plain is None else (plain[:SALT], plain[SALT:])
        before = list(walk.frontier), walk.size
        if not walk.entry(header(entry), bytes(entry.commitment), bytes(entry.leaf), said):
            return walk.wrong
        for level, index, value in verifier.append(*before, bytes(entry.leaf))[1:]:
            node = next(nodes, None)
            if node is None or (node.level, node.index, bytes(node.hash)) != (level, index, value):
                return f"Entry {entry.seq} does not fit the tree that is stored beside the log."
    return "The log was cut: its tree has more nodes than its entries make." if next(nodes, None) else ""


def _hold_head(walk: verifier.Walk, school_id: UUID) -> str:
    head = AuditHead.objects.filter(school_id=school_id).first()
    size, frontier = (head.size, head.frontier) if head else (0, [])
    if size != walk.size:
        return f"The log was cut or lengthened: it should have {size} entries and has {walk.size}."
    return "" if frontier == [node.hex() for node in walk.frontier] else "The log's head does not fit its entries."


def _hold_signed(walk: verifier.Walk, signed: list[AuditCheckpoint]) -> str:
    keys = {key.name: bytes(key.public) for key in AuditKey.objects.all()}
    for point in signed:
        walk.checkpoint(
            origin(point.school_id),
            point.size,
            bytes(point.root),
            _utc(point.at),
            bytes(point.signature),
            keys.get(point.key),
        )
        if walk.wrong:
            return walk.wrong
    return ""


def export(school_id: UUID) -> Iterator[str]:
    """The log as lines of JSON that `verifier.py` checks on any machine. Streams; a checkpoint is signed first."""
    checkpoint(school_id)
    keys = {key.name: b64encode(key.public).decode() for key in AuditKey.objects.all()}
    yield json.dumps({"log": origin(school_id), "school": str(school_id), "keys": keys}) + "\n"
    for entry in AuditEntry.objects.filter(school_id=school_id).order_by("seq").iterator(CHUNK):
        plain = keeper.unseal(entry.school_id, entry.kept_under, bytes(entry.body))
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
