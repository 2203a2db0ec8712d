"""Making the receipt of a report: in the transaction that makes the concern, so that there is never one without it.

It is signed with the key that signs the checkpoints of the audit log, which is a file outside the database.
"""

import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from belisha.concerns.asides import HASHES
from belisha.concerns.handling.queries import numbers
from belisha.concerns.models import Concern, Route
from belisha.concerns.reporting.models import Receipt
from belisha.concerns.returning import days, tokens
from belisha.concerns.returning.models import Token
from belisha.concerns.returning.rules import Facts, body
from belisha.core import head as heads
from belisha.core import prepared
from belisha.core.access import ROLES, Role
from belisha.people.models import Adult


def make(concern: Concern, *, reporter: Adult | None, token: str = "") -> Receipt:
    """The receipt of a concern that was just made; the one that there is, where there is one (clause 6-22-a).

    `token`: the code with which whoever reported without a name comes back; only its hash is kept.
    """
    if stands := prepared.first(Receipt, concern_id=concern.pk):
        return stands
    if token and not Token.objects.filter(concern=concern).exists():
        Token.objects.create(school_id=concern.school_id, concern=concern, secret_hash=tokens.hash_of(token))
    secret = heads.signing_key()
    key = heads.name_of(heads.public_half(secret))
    text = body(_facts(concern, key))
    receipt = Receipt(
        school_id=concern.school_id, concern=concern, reporter=None if days.is_promised(concern) else reporter,
        body=text, key=key, signature=Ed25519PrivateKey.from_private_bytes(secret).sign(text.encode()),
        made_at=concern.reported_at,
    )  # fmt: skip
    prepared.insert([receipt])
    return receipt


def public_of(receipt: Receipt) -> bytes:
    """The public half of the key that signed it; nothing where this installation has no such key any more."""
    halves = map(heads.public_half, heads.signing_keys())
    return next((public for public in halves if heads.name_of(public) == receipt.key), b"")


def _facts(concern: Concern, key: str) -> Facts:
    routes = [row for row in prepared.rows(Route, concern_id=concern.pk) if row.ended_at is None]
    routes.sort(key=lambda row: (not row.leads, row.post))
    posts = tuple(ROLES[Role(row.post)].label for row in routes)
    files = tuple((each.size, each.sha256) for hashes in HASHES for each in hashes(concern))
    return Facts(
        school=concern.school.name, number=concern.number, received=_received(concern), key=key, files=files,
        posts=posts, outside=() if posts else _ways_outside(concern.school),
    )  # fmt: skip


def _received(concern: Concern) -> str:
    if days.is_promised(concern):
        return days.only_the_day(concern.reported_at).date().isoformat()
    return concern.reported_at.astimezone(datetime.UTC).isoformat(timespec="seconds")


def _ways_outside(school) -> tuple[str, ...]:
    ways = (f"{row.label}: {row.telephone or row.web}" for row in numbers(school, "outside") if not row.empty)
    return tuple(ways)
