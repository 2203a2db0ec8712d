"""Behind bundles: a stamp on where each confidential log stands, once a day. It may run twice."""

from django.utils import timezone

from belisha.core import audit
from belisha.core.access import WORKER
from belisha.evidence.bundles import actions, proofs, stamping
from belisha.evidence.bundles.models import StampService


def stamp_due() -> None:
    """Find schools whose log is to be stamped. Once a day whatever happened, so that no request tells anything."""
    due = StampService.objects.exclude(address="").filter(next_at__lte=timezone.now()).select_related("school")
    for service in due:
        log = audit.confidential_log(service.school_id)
        point = audit.checkpoint(log)
        if point is None:
            continue
        addresses = [each for each in (service.address, service.second) if each]
        try:
            stamped = stamping.ask(addresses, proofs.words(point), service.certificates)
        except stamping.Away as fault:
            actions.try_later(service.school, by=WORKER, why=str(fault).rstrip("."))
        else:
            actions.keep_stamp(service.school, by=WORKER, log=log, size=point.size, stamped=stamped)
