"""Who may know of a piece of evidence: before a report is sent, whoever writes it; afterwards whom it reaches."""

from dataclasses import dataclass

from django.db.models import Q

from belisha.concerns.reporting.models import Draft
from belisha.core.access import Rule, sees


@dataclass(frozen=True)
class of_draft(Rule):
    """Seen by whoever sees the report that is being written. It is deleted when it was sent, and this ends."""

    path: str = "draft_id"

    def holds(self, actor, thing):
        for name in self.path.split("__"):
            thing = getattr(thing, name)
        draft = Draft.objects.filter(pk=thing).first()
        return draft is not None and sees(actor, draft)

    def q(self, actor):
        return Q(**{f"{self.path}__in": Draft.objects.filter(Draft.seen_by.q(actor)).values("pk")})
