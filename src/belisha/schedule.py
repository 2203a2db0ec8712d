"""What happens by itself, and how often: one list. The worker runs each when its time has come."""

from belisha.core import audit, notices
from belisha.core.jobs import DAY, MINUTE
from belisha.people.models import School


def sign_checkpoints() -> None:
    """Sign where every school's audit log stands, so that a later rewrite shows against a checkpoint kept elsewhere."""
    for school_id in School.objects.values_list("pk", flat=True).iterator():
        audit.checkpoint(school_id)


EVERY = [
    (MINUTE, notices.send_due),
    (DAY, sign_checkpoints),
]
