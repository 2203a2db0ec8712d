"""Behind keeping: days worked out anew, and proposals where a time is over. All of it may run twice; nothing goes."""

from django.db.models import Q
from django.utils import timezone

from belisha.concerns.models import Concern
from belisha.concerns.rules import CLOSED
from belisha.core.access import WORKER
from belisha.core.errors import Conflict, NotAllowed
from belisha.evidence.holding import actions, rules, standing
from belisha.evidence.holding.models import Disposal, Hold, Keeping

AT_ONCE = 500


def work_out_due() -> None:
    """Find closed concerns whose day is another than the one that stands, and those that have none yet. Daily."""
    kept = Concern.objects.filter(state=CLOSED).exclude(basket="").select_related("school", "keeping")
    for concern in kept.iterator(AT_ONCE):
        keeping = Keeping.objects.filter(concern=concern).first()
        due = standing.due(concern, keeping)
        if keeping is None or (keeping.due, keeping.rule) != (due.day, due.rule):
            _quietly(lambda concern=concern: actions.work_out(concern, by=WORKER))


def propose_due() -> None:
    """Find concerns whose time is over, and on which no hold stands. Daily."""
    today = timezone.localdate()
    held = Hold.objects.filter(lifted_at=None).values("concern")
    proposed = Disposal.objects.exclude(state=rules.KEPT).values("concern")
    over = Keeping.objects.filter(due__lte=today).exclude(Q(concern__in=held) | Q(concern__in=proposed))
    for keeping in over.select_related("concern__school").order_by("due", "pk").iterator(AT_ONCE):
        _quietly(lambda concern=keeping.concern: actions.propose(concern, by=WORKER, today=today))


def _quietly(act) -> None:
    try:
        act()
    except (Conflict, NotAllowed):
        return  # another worker was faster, or it is kept after all
