"""What stands about bundles on the page of a concern, and about time stamps on that of an item."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone

from belisha.concerns.asides import Panel, Step
from belisha.core import audit
from belisha.core.models import AuditEntry
from belisha.evidence.bundles import queries
from belisha.evidence.bundles.models import Stamp
from belisha.evidence.models import Item


def panel(actor, concern):
    """The bundles that were made of its evidence."""
    if made := queries.bundles_of(actor, concern):
        yield Panel("Bundles of evidence", "bundles/parts/panel.html", {"bundles": made}, place=70, folded=True)


def step(actor, concern):
    """The way to make one, where there is evidence."""
    if queries.choices(actor, concern):
        made = bool(queries.bundles_of(actor, concern))
        yield Step(
            "Hand evidence over to the police, the LADO or a panel", reverse("bundles:add", args=[concern.pk]),
            "done" if made else "not started", "One file with proof that nothing in it was changed.", place=200,
        )  # fmt: skip


def stamped(item: Item) -> Iterable[str]:
    """When an authority first stamped the log with this item in it, in words; for a page that fetched the item."""
    log = audit.log_of(item)
    first = AuditEntry.objects.filter(school_id=log, kept_under=item.kept_under, about=item.pk).order_by("seq").first()
    stamp = first and Stamp.objects.filter(log=log, size__gt=first.seq).order_by("kept_at").first()
    if stamp:
        at = timezone.localtime(stamp.stamped_at or stamp.kept_at)
        yield f"{at.day} {at:%B %Y}" if item.day_only else f"{at.day} {at:%B %Y, %H:%M}"
