"""Concerns, each for somebody. Every room of this folder fetches a concern through `concern_for`."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from belisha.concerns.models import Concern
from belisha.concerns.sealing import opened
from belisha.core.access import visible_to
from belisha.core.audit import log_of
from belisha.core.models import AuditEntry
from belisha.core.queries import Line, lines


def concerns(actor) -> QuerySet[Concern]:
    """Those that the actor may know of, of whatever state."""
    return visible_to(actor, Concern.objects.all())


def concern_for(actor, concern_id) -> Concern:
    """One of them; what the actor may not know of is not found."""
    return get_object_or_404(concerns(actor).select_related("school"), pk=concern_id)


def history(actor, concern: Concern, kinds: tuple[str, ...] = (), limit: int = 200) -> list[Line]:
    """What the log says about a concern, the newest first, for whoever may know of it."""
    if not concerns(actor).filter(pk=concern.pk).exists():
        return []
    told = AuditEntry.objects.filter(school_id=log_of(concern), kept_under=concern.kept_under)
    return lines(list((told.filter(kind__in=kinds) if kinds else told).order_by("-seq")[:limit]))


def account_of(concern: Concern) -> dict:
    """What the reporter wrote, by the key of the question, for a concern that was fetched for its reader."""
    return opened(concern.school_id, concern.pk, concern.account)
