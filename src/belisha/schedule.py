"""What happens by itself, and how often: one list. The worker runs each when its time has come."""

from belisha.advice import jobs as advice
from belisha.advice.tallies import jobs as tallies
from belisha.concerns.handling import jobs as handling
from belisha.concerns.reporting import jobs as reporting
from belisha.concerns.routing import jobs as routing
from belisha.concerns.triage import jobs as triage
from belisha.core import audit, jobs, notices
from belisha.core.jobs import DAY, HOUR, MINUTE
from belisha.duties import jobs as duties
from belisha.duties.following import jobs as following
from belisha.duties.owed import jobs as owed
from belisha.evidence import jobs as evidence
from belisha.evidence.bundles import jobs as bundles
from belisha.evidence.holding import jobs as holding
from belisha.evidence.showing import jobs as showing
from belisha.guidance import jobs as guidance
from belisha.people import sessions
from belisha.people.leaving import jobs as leaving
from belisha.people.lists import jobs as lists
from belisha.people.models import School
from belisha.policy import jobs as policy
from belisha.policy.reviewing import jobs as reviewing
from belisha.pupils import jobs as pupils
from belisha.references import jobs as references
from belisha.registers.family import jobs as family
from belisha.registers.permissions import jobs as permissions
from belisha.registers.protocols import jobs as protocols
from belisha.remarks import jobs as remarks
from belisha.sealed.reconcile import reconcile


def sign_checkpoints() -> None:
    """Sign where every school's audit log stands, so that a later rewrite shows against a checkpoint kept elsewhere."""
    for school_id in School.objects.values_list("pk", flat=True).iterator():
        audit.checkpoint(school_id)
        audit.checkpoint(audit.confidential_log(school_id))


def sweep_store() -> None:
    """Remove files that were stored but never kept: what a killed upload left behind."""
    reconcile(sweep=True)


EVERY = [
    (MINUTE, notices.send_due),
    (MINUTE, policy.read_due),
    (MINUTE, lists.bring_in_due),
    (HOUR, lists.forget_due),
    (HOUR, pupils.forget_due),
    (MINUTE, leaving.close_leavers),
    (HOUR, routing.work_out_due),
    (HOUR, duties.open_due),
    (HOUR, owed.open_due),
    (HOUR, following.remind_due),
    (HOUR, following.digest_due),
    (HOUR, family.hand_over_due),
    (HOUR, family.end_due),
    (HOUR, permissions.expire_due),
    (HOUR, permissions.hand_over_due),
    (HOUR, permissions.end_due),
    (HOUR, tallies.turn_over_due),
    (HOUR, advice.hand_over_due),
    (HOUR, triage.chase_due),
    (DAY, advice.remind_due),
    (DAY, advice.ended_due),
    (MINUTE, showing.scan_due),
    (MINUTE, showing.recognise_due),
    (HOUR, sweep_store),
    (HOUR, evidence.forget_uploads),
    (DAY, evidence.check_all),
    (HOUR, bundles.stamp_due),
    (DAY, holding.work_out_due),
    (DAY, holding.propose_due),
    (DAY, reporting.forget_due),
    (DAY, reviewing.remind_due),
    (DAY, references.stock_all),
    (DAY, owed.stock_all),
    (DAY, guidance.stock_all),
    (DAY, handling.stock_all),
    (DAY, references.remind_due),
    (DAY, protocols.stock_all),
    (DAY, family.remind_due),
    (DAY, permissions.remind_due),
    (DAY, remarks.look_all),
    (DAY, jobs.forget_nudges),
    (DAY, sessions.forget_expired),
    (DAY, sign_checkpoints),
]
