"""What is there afterwards, held against what the clients were told."""

import hashlib
from collections import Counter

from faults.stage import Sending


def outcome(sendings: list[Sending]) -> Counter:
    """How many were acknowledged, are there, were lost, stand half there, or stand twice."""
    from belisha.concerns.models import Concern
    from belisha.concerns.reporting.models import Draft

    found = Counter(sent=len(sendings))
    for one in sendings:
        concern = Concern.objects.filter(pk=one.draft).first()
        whole = concern is not None and _is_whole(concern, one)
        found["acknowledged"] += bool(one.acknowledged)
        found["there"] += concern is not None
        found["lost"] += bool(one.acknowledged) and not whole
        found["half there"] += concern is not None and not whole
        found["neither sent nor kept"] += concern is None and not Draft.objects.filter(pk=one.draft).exists()
    return found


def _is_whole(concern, one: Sending) -> bool:
    """The concern, whom it reaches, its receipt with the file's hash, and the file, byte for byte."""
    from belisha.concerns.reporting.models import Receipt
    from belisha.evidence import opening
    from belisha.evidence.models import Item

    receipt = Receipt.objects.filter(concern=concern).first()
    items = list(Item.objects.filter(concern=concern).select_related("file"))
    if receipt is None or not concern.routes.exists():
        return False
    if not all(item.file.sha256 in receipt.body for item in items):
        return False
    hashes = {hashlib.sha256(b"".join(opening.pieces(item))).hexdigest() for item in items}
    # Whoever pressed Send had their file taken before: a retry may have brought it twice, never not at all.
    return hashes == {one.sha256} if items else not one.acknowledged


def machinery() -> dict[str, str]:
    """Whether database, store and both logs are whole."""
    from django.db import connection

    from belisha.core import audit
    from belisha.people.models import School
    from belisha.sealed.reconcile import reconcile

    logs = [audit.verify(log) for pk in School.objects.values_list("pk", flat=True) for log in _logs(pk)]
    report = reconcile(deep=True, sweep=True)
    found = {
        "logs": "whole" if all(verdict.whole for verdict in logs) else "; ".join(v.sentence for v in logs),
        "store": "whole" if report.ok else "; ".join(report.faults[:3]),
    }
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            found["database"] = "whole" if cursor.fetchone()[0] == "ok" else "broken"
            cursor.execute("PRAGMA foreign_key_check")
            found["keys"] = "whole" if not cursor.fetchall() else "broken"
    return found


def _logs(school_id):
    from belisha.core.audit import confidential_log
    from belisha.core.models import AuditHead

    return [log for log in (school_id, confidential_log(school_id)) if AuditHead.objects.filter(school_id=log).exists()]
