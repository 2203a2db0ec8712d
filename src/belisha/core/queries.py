"""What may be read of the audit log, and whether a page exists for somebody."""

import datetime
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from belisha.core import audit
from belisha.core.access import ROLES, Can, may, require, visible_to
from belisha.core.action import ACTIONS, sentence
from belisha.core.models import AuditEntry

PAGE = 50
GROUPS = {
    "school": "School", "adult": "People", "role": "Roles", "sign_in": "Signing in", "policy": "Policy",
    "version": "Policy", "clause": "Policy", "acknowledgement": "Acknowledgements", "audit": "Audit log",
    "keys": "Keys", "reference": "References", "remark": "Remarks", "check": "Remarks",
    "question": "Questions", "inquiry": "Asking", "tally": "Asking", "rule": "Rules", "case": "Rules",
    "employer": "People", "closed_days": "School", "staff_list": "People", "pupil": "Pupils",
    "duty": "Duties", "owed": "Duties", "excuse": "Duties", "chasing": "Duties", "calendar": "Signing in",
    "guidance": "Guidance", "comprehension": "Comprehension", "declaration": "Family and dual roles",
    "permission": "Permissions", "protocol": "Protocols", "platform": "Protocols", "account": "School accounts",
    "concern": "Concerns", "door": "Concerns", "route": "Concerns", "tie": "Concerns", "evidence": "Evidence",
    "lane": "Evidence", "draft": "Concerns", "number": "Concerns", "handling": "Concerns",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """An entry of the log as a page shows it."""

    seq: int
    at: datetime.datetime
    kind: str
    sentence: str
    change: tuple[tuple[str, str, str], ...]


def school_for(actor, permission: Can):
    """The actor's school, if they hold the permission there; otherwise the page does not exist.

    Only a role that sleeps for want of a second factor says so: its holder knows of it.
    """
    if may(actor, permission, actor.school):
        return actor.school
    if any(permission in ROLES[held.role].permissions for held in actor.held):
        require(actor, permission, actor.school)
    raise Http404


def entries(actor) -> QuerySet[AuditEntry]:
    """The log of the actor's own school, newest first."""
    mine = visible_to(actor, AuditEntry.objects.filter(school_id=actor.school_id))
    return mine.order_by("-seq")


def page_of_entries(actor, *, kind="", person=None, since=None, until=None, before=None) -> tuple[list[Line], int]:
    """One page of the log and the number to ask for the next one with (0 at the end). Keyset on `seq`."""
    found = entries(actor)
    if kind:
        found = found.filter(kind=kind)
    if person:
        found = found.filter(Q(actor=person) | Q(kept_under=f"adult:{person}"))
    if since:
        found = found.filter(at__gte=_midnight(since))
    if until:
        found = found.filter(at__lt=_midnight(until + datetime.timedelta(days=1)))
    if before:
        found = found.filter(seq__lt=before)
    rows = list(found[: PAGE + 1])
    return lines(rows[:PAGE]), rows[PAGE - 1].seq if len(rows) > PAGE else 0


def entries_about(actor, ids: Iterable[UUID], limit=10) -> list[Line]:
    """The newest entries about these things: an adult and the roles they hold, for instance."""
    return lines(list(entries(actor).filter(about__in=list(ids))[:limit]))


def people_in_log(actor) -> list[tuple[UUID, str]]:
    """Whom the log can be filtered by: the adults of the school. Whoever reads the log reads their names there."""
    adults = get_user_model().objects.filter(school=school_for(actor, Can.READ_AUDIT))
    return list(adults.order_by("name").values_list("pk", "name"))


def kinds() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every kind of entry, grouped, in words: choices for a form."""
    grouped = defaultdict(list)
    for key, registered in sorted(ACTIONS.items()):
        family = key.partition(".")[0]
        grouped[GROUPS.get(family, family.replace("_", " ").capitalize())].append((key, _in_general(registered)))
    return list(grouped.items())


def lines(rows: list[AuditEntry]) -> list[Line]:
    """Entries in words, unsealed together: as many queries for fifty as for one, where the keeper can do that."""
    return [_line(row, words) for row, words in zip(rows, _words(rows), strict=True)]


def _words(rows: list[AuditEntry]) -> list[audit.Words | None]:
    unseal_many = getattr(audit.keeper, "unseal_many", None)
    if unseal_many is None:
        return [audit.words(row) for row in rows]
    said = []
    for school_id, group in groupby(rows, key=lambda row: row.school_id):
        sealed = [(row.kept_under, bytes(row.body)) for row in group]
        said += [_open(plain) for plain in unseal_many(school_id, sealed)]
    return said


def _open(plain: bytes | None) -> audit.Words | None:
    return None if plain is None else audit.Words(**json.loads(plain[audit.SALT :]))


def _line(row: AuditEntry, words: audit.Words | None) -> Line:
    changed = words.change.items() if words else ()
    change = tuple((_plain(name), _plain(was), _plain(is_now)) for name, (was, is_now) in changed if was is not None)
    return Line(row.seq, row.at, row.kind, sentence(row.kind, words and _readable(words)), change)


def _readable(words: audit.Words) -> audit.Words:
    return audit.Words(words.by, words.about, {name: _plain(value) for name, value in words.details.items()}, {})


def _plain(value) -> str:
    text = "nothing" if value in (None, "") else str(value)
    return text.replace("_", " ") if text.replace("_", "").isalpha() else text


def _in_general(registered) -> str:
    said = registered.sentence.format(by="", about="…", **dict.fromkeys(registered.details, "…"))
    said = said.removesuffix(", …").removesuffix(" (…)").strip(" …:")
    return said[:1].upper() + said[1:]


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))
